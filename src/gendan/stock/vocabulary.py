"""The words that this room gives to packs."""

from gendan.core.text import Text
from gendan.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(("stock",), [], title=Text("库存", "Stock"))
