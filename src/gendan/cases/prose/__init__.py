"""What a person reads about a case, in Chinese and in English: values, reasons of a refusal, and what happened.

Both faces use it, so that a page and the API say the same. Labels come from the pack, the rest from the tables here.
"""

from gendan.cases.prose.history import Line, history
from gendan.cases.prose.reasons import WORDS, reason_in_words, reasons_in_words
from gendan.cases.prose.sheets import place_in_words
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import span_in_words, value_in_words

__all__ = [
    "WORDS",
    "Line",
    "Speaker",
    "history",
    "place_in_words",
    "reason_in_words",
    "reasons_in_words",
    "span_in_words",
    "value_in_words",
]
