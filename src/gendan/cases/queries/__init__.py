"""What is asked of cases: their pages, lists and work lists. Everything here asks who may see, and answers nobody
else."""

from gendan.cases.queries.case import (
    AttachmentView,
    CasePage,
    DeadlineView,
    FieldView,
    case_page,
    reveal,
)
from gendan.cases.queries.lists import ListQuery, counted, declared, ids, page
from gendan.cases.queries.named import named
from gendan.cases.queries.opening import closed_to, opening
from gendan.cases.queries.paging import COUNT_MOST, NoSuchPage, Page
from gendan.cases.queries.rows import Row
from gendan.cases.queries.search import Search, search
from gendan.cases.queries.seen import CaseSeen, case_to_act_on, find, seen_case
from gendan.cases.queries.signing import to_sign
from gendan.cases.queries.witness import Witnessed, witness
from gendan.cases.queries.work import (
    QueueCount,
    Workbench,
    late,
    mine,
    next_case,
    pending,
    queue,
    queue_counts,
    waiting,
    workbench,
)

__all__ = [
    "COUNT_MOST",
    "AttachmentView",
    "CasePage",
    "CaseSeen",
    "DeadlineView",
    "FieldView",
    "ListQuery",
    "NoSuchPage",
    "Page",
    "QueueCount",
    "Row",
    "Search",
    "Witnessed",
    "Workbench",
    "case_page",
    "case_to_act_on",
    "closed_to",
    "counted",
    "declared",
    "find",
    "ids",
    "late",
    "mine",
    "named",
    "next_case",
    "opening",
    "page",
    "pending",
    "queue",
    "queue_counts",
    "reveal",
    "search",
    "seen_case",
    "to_sign",
    "waiting",
    "witness",
    "workbench",
]
