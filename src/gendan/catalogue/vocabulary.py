"""The words that this room gives to packs."""

from gendan.core.text import Text
from gendan.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(("catalogue",), [], title=Text("产品与价格", "Products and prices"))
