"""What happened to a case, as what starts and stops clocks sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import orjson

from gendan.core.events import Event, Json, Kind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DONE = frozenset({Kind.OPENED, Kind.ACTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What happened to a case once: when, the acts done (an action, a part), the states left and entered."""

    at: datetime
    acts: tuple[str, ...] = ()
    left: str | None = None
    entered: str | None = None


def past_of(events: Iterable[Event]) -> list[Passed]:
    """What the events of one case tell, in order. A state that a move to another version renamed goes by its new name,
    as far back as the case has it."""
    past: list[Passed] = []
    state: str | None = None
    for event in events:
        body: dict[str, Json] = orjson.loads(event.body)
        if event.kind is Kind.MOVED and (now := _text(body.get("state"))) is not None:
            past = [
                replace(each, left=_called(each.left, state, now), entered=_called(each.entered, state, now))
                for each in past
            ]
            state = now
            continue
        act = body.get("do") if event.kind in _DONE else body.get("part") if event.kind is Kind.SIGNED else None
        entered, left = _text(body.get("to")), None
        if entered is not None:
            left, state = (None if event.kind is Kind.OPENED else _text(body.get("from"))), entered
        if act is not None or entered is not None:
            happened = body.get("happened")
            at = _EPOCH + timedelta(microseconds=happened) if isinstance(happened, int) else event.at
            past.append(Passed(at=at, acts=(str(act),) if act is not None else (), left=left, entered=entered))
    return past


def _called(state: str | None, old: str | None, new: str) -> str | None:
    return new if state is not None and state == old else state


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
