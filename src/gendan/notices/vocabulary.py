"""The families of words that this room takes: messages that packs write, what is told of clocks, and events that
webhooks listen to.
"""

from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary

VOCABULARY = Vocabulary.of(
    (),
    [
        EffectWord(
            name="notice.*",
            title=Text("通知", "Message"),
            handler="gendan.notices.telling:tell",
            outside=True,
        ),
        EffectWord(
            name="deadline.*",
            title=Text("时限提醒", "Reminder of a deadline"),
            handler="gendan.notices.telling:tell",
            outside=True,
        ),
        EffectWord(
            name="mention.*",
            title=Text("在备注里提到", "Mention in a remark"),
            handler="gendan.notices.mentioning:tell_mentioned",
            outside=True,
        ),
        EffectWord(
            name="event.*",
            title=Text("网络回调", "Webhook"),
            handler="gendan.notices.webhooks.queueing:take",
            outside=True,
            wanted="gendan.notices.webhooks.subscriptions:wanted",
        ),
    ],
)
