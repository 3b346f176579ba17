"""The words that this room gives to packs."""

from gendan.core.text import Text
from gendan.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(("orders",), [], title=Text("订单", "Orders"))
