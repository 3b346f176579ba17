"""交换 Batches that go outside and come back: to a warehouse, a platform, a bank. A batch is a case, each row has its
answer.

What goes out is kept as it was; an answer that comes twice counts once; what matches nothing is told.
"""

from gendan.cases.exchanges.answering import Answered, AnswerOutcome, Fate, answer, answer_file
from gendan.cases.exchanges.batch import install
from gendan.cases.exchanges.context import Context, context, demand, may_send, offered, takes_part
from gendan.cases.exchanges.sending import MOST, Sent, send, write_file
from gendan.cases.exchanges.standing import Batch, Row, batches, rows

__all__ = [
    "MOST",
    "AnswerOutcome",
    "Answered",
    "Batch",
    "Context",
    "Fate",
    "Row",
    "Sent",
    "answer",
    "answer_file",
    "batches",
    "context",
    "demand",
    "install",
    "may_send",
    "offered",
    "rows",
    "send",
    "takes_part",
    "write_file",
]
