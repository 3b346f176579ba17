"""The family of words that this room takes itself: papers that packs print."""

from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary

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
)
