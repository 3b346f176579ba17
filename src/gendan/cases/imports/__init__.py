"""导入 Files that bring cases in: previewed, mapped, taken in through the one door, and told row by row.

A shop's export comes in twice and changes nothing by it: what a row is known by (the import's `key`) is looked up
before, and what was taken from it last is remembered. The order's own time is a field; clocks start at the import.
"""

from gendan.cases.imports.chunks import GOOD, Fate, RowOutcome
from gendan.cases.imports.context import Context, context, offered
from gendan.cases.imports.direct import rows_of, run_rows
from gendan.cases.imports.mapping import ColumnMapping, saved
from gendan.cases.imports.preview import Preview, RowFaults, SeenColumn, SeenRow, preview
from gendan.cases.imports.runs import (
    Progress,
    continue_,
    go_on,
    keep_file,
    outcomes,
    progress,
    runs,
    standing_still,
    start,
    stop,
)

__all__ = [
    "GOOD",
    "ColumnMapping",
    "Context",
    "Fate",
    "Preview",
    "Progress",
    "RowFaults",
    "RowOutcome",
    "SeenColumn",
    "SeenRow",
    "context",
    "continue_",
    "go_on",
    "keep_file",
    "offered",
    "outcomes",
    "preview",
    "progress",
    "rows_of",
    "run_rows",
    "runs",
    "saved",
    "standing_still",
    "start",
    "stop",
]
