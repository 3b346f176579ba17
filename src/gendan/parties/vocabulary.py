"""The words that this room gives to packs."""

from gendan.core.text import Text
from gendan.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(("parties",), [], title=Text("往来单位", "Parties"))
