"""逐日 Whether what an expression gives hangs on the day: it may be another when the day turns."""

from __future__ import annotations

from collections.abc import Container, Iterator

from gendan.core.expression import Expression
from gendan.core.procedure import Procedure

_RECORDS = "record."
"""Records are read as they stand on a day."""


def reads_day(expression: Expression, procedure: Procedure, dated: Container[str] = ()) -> bool:
    """Whether its value may change with the day: by itself, or through computed fields."""
    return any(
        each.reads_clock or any(call.word in dated or call.word.startswith(_RECORDS) for call in each.calls)
        for each in _with_computed(expression, procedure)
    )


def reads_now(expression: Expression, procedure: Procedure) -> bool:
    """Whether its value may change at any moment of the day."""
    return any("now" in each.words for each in _with_computed(expression, procedure))


def _with_computed(expression: Expression, procedure: Procedure) -> Iterator[Expression]:
    """The expression, and those by which the fields and columns that it reads are computed."""
    seen: set[str] = set()
    queue = [expression]
    while queue:
        here = queue.pop()
        yield here
        for name in {*here.names, *(word.partition(".")[0] for word in here.words)} - seen:
            seen.add(name)
            field = procedure.fields.get(name)
            if field is not None:
                queue += (each.computed for each in (field, *field.columns) if each.computed is not None)
