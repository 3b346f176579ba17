"""用时 How long something took: elapsed or by the working calendar, all of it or only while it was whose turn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from gendan.core.events import moment
from gendan.core.procedure import Procedure, State
from gendan.core.worktime import Calendar

MICROSECOND: Final = 1
MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def unit_of(unit: str | None, calendar: Calendar) -> int:
    """How many µs one of the unit has; hours where none is declared. A workday is the calendar's standard day."""
    match (unit or "hours").removeprefix("work ").strip():
        case "minutes":
            return MINUTE
        case "days":
            return DAY
        case "workdays":
            return round(calendar.workday.total_seconds() * 1_000_000)
        case _:
            return HOUR


def is_working(unit: str | None) -> bool:
    """Whether time in the unit is counted by the calendar's open time."""
    return unit is not None and unit.startswith("work")


def spent(
    procedure: Procedure, calendar: Calendar, *, unit: str | None, of: tuple[str, ...], start: int, end: int, path: str
) -> Decimal:
    """The time from `start` to `end` (µs) that counts, in µs.

    `of`: `ours`, `theirs`, or names of states; all of it where empty. `path`: the states that were entered, as
    `µs:state` with commas between.
    """
    spans = [(start, end)] if not of else list(_spans(procedure, of, start, end, path))
    if not is_working(unit):
        return Decimal(sum(last - first for first, last in spans))
    total = sum(
        (calendar.measure(moment(first), moment(last)) // _TICK for first, last in spans),
        0,
    )
    return Decimal(total)


_TICK: Final = moment(1) - moment(0)


def _spans(procedure: Procedure, of: tuple[str, ...], start: int, end: int, path: str) -> Iterator[tuple[int, int]]:
    """The parts of the time in which the case stood in a state that counts."""
    entered: list[tuple[int, str]] = []
    for each in path.split(",") if path else ():
        said, _, state = each.partition(":")
        entered.append((int(said), state))
    entered.sort(key=lambda each: each[0])
    for number, (at, state) in enumerate(entered):
        until = entered[number + 1][0] if number + 1 < len(entered) else end
        first, last = max(at, start), min(until, end)
        if first < last and _counts(procedure, of, state):
            yield first, last


def _counts(procedure: Procedure, of: tuple[str, ...], name: str) -> bool:
    state = procedure.states.get(name)
    if name in of:
        return True
    if state is None:
        return "ours" in of
    theirs = is_theirs(procedure, state)
    return ("theirs" in of and theirs) or ("ours" in of and not theirs and not state.rests)


def is_theirs(procedure: Procedure, state: State) -> bool:
    """Whether it is an outside party's turn: the state waits for what a field names, and that is no person of the
    house. A child that is waited for is ours."""
    field = procedure.fields.get(state.waits or "")
    return field is not None and field.type != "person"
