"""The words that this room takes itself: papers that packs print, and the right to change what they are made by."""

from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Vocabulary

VOCABULARY = Vocabulary.of(
    (),
    [
        EffectWord(
            name="document.*",
            title=Text("单据", "Document"),
            handler="gendan.cases.documents:make",
            outside=True,
        ),
    ],
).joined(
    Vocabulary.of(
        ("papers",),
        [
            AreaAction(
                name="papers.change",
                title=Text("修改单据模板和抬头", "Change templates and the letterhead"),
                about="site",
            )
        ],
        title=Text("单据模板", "Paper templates"),
    )
)
