"""合并打印 The papers of many cases in one go: found, brought together into files of a few hundred sheets, told row by
row.

What is printed together are papers as they were made, by what the manual does: nothing is made anew here, and what a
manual does not let be printed yet is not printed by this road either.
"""

from gendan.cases.printing.choosing import documents_of, still_awaited
from gendan.cases.printing.files import part_of
from gendan.cases.printing.runs import (
    MOST,
    PART,
    advance,
    create,
    go_on,
    let_go,
    own,
    reasons,
    runs_of,
    standing_still,
    stop,
)

__all__ = [
    "MOST",
    "PART",
    "advance",
    "create",
    "documents_of",
    "go_on",
    "let_go",
    "own",
    "part_of",
    "reasons",
    "runs_of",
    "standing_still",
    "still_awaited",
    "stop",
]
