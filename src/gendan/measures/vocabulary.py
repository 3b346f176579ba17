"""What this room gives to packs: measures in rehearsals, and what becomes of a report that is submitted."""

from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary

VOCABULARY = Vocabulary.of(
    ["reports"],
    [
        EffectWord(
            name="reports.freeze",
            title=Text("数据定稿", "Freeze the figures"),
            handler="gendan.measures.reports.freezing:freeze",
        ),
        EffectWord(
            name="reports.publish",
            title=Text("生成并发送报表", "Make and send the report"),
            handler="gendan.measures.reports.publishing:publish",
            outside=True,
        ),
    ],
    measurer="gendan.measures.stories:measured",
    reporter="gendan.measures.stories:reported",
)
