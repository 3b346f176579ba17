"""换日 Looks, when the day turns, at the cases of which something hangs on the day: a condition that an action by the
system waits for, a gate that one waits behind, a pause, a priority, a computed field.

It is taken once a day for each pack, by its calendar's zone, in batches, and goes on where it was cut off. Its cost is
of the cases in those states, and of nothing else that is open. (What is due at a moment of its own has a clock: see
`cases.ticking`.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from gendan.cases import library
from gendan.cases.basis import basis
from gendan.cases.commands import CHUNK, run_many
from gendan.cases.models import DayLook
from gendan.cases.registry import vocabulary
from gendan.core.command import Command, Verb
from gendan.core.daily import ByDay, by_day
from gendan.core.pack import Pack
from gendan.core.plan import plan_of
from gendan.people.epoch import current_epoch

_OPEN = "select distinct procedure, state, definition from cases_case where final is null and id > %s"
_PAGE = (
    "select id from cases_case where procedure = %s and state = %s and final is null and id > %s and"
    " (definition = any(%s) or definition = any(%s) and jsonb_exists_any(pending, %s)) order by id limit %s"
)


@dataclass(slots=True)
class _Waiting:
    """What is looked at in one state of a procedure: all cases of some versions, and of others those that wait for one
    of these actions."""

    all: list[int] = field(default_factory=list)
    some: list[int] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)


def look(at: datetime, limit: int = 10_000) -> int:
    """Look at what hangs on the day that it is at `at`, where that was not done yet; how many cases were looked at, at
    most about `limit`: 0 when nothing is left for the day."""
    looks = {look.pack: look for look in DayLook.objects.all()}
    epoch, looked = current_epoch(), 0
    waiting: dict[str, dict[tuple[str, str], _Waiting]] | None = None
    for definition, pack in library.active_packs():
        today = basis(definition, epoch).calendar.local(at).date()
        here = looks.get(pack.name)
        if here is not None and (here.day > today or (here.day == today and here.whole)):
            continue
        if here is None or here.day < today:
            here = DayLook(pack=pack.name, day=today)
        if waiting is None:
            waiting = _waiting()
        for place, found in sorted(waiting.get(pack.name, {}).items()):
            if place < (here.procedure, here.state):
                continue
            if place > (here.procedure, here.state):
                here.procedure, here.state, here.case_id = *place, 0
            while cases := _page(place, found, here.case_id):
                _tick(cases, at)
                looked += len(cases)
                here.case_id = cases[-1]
                here.save()
                if looked >= limit:
                    return looked
        here.whole = True
        here.save()
    return looked


def look_behind(first: int, at: datetime) -> None:
    """Look at what hangs on the day among the cases behind the case `first`, whichever day they were looked at for: for
    a rehearsal, whose days pass in a moment."""
    for places in _waiting(first).values():
        for place, found in sorted(places.items()):
            after = first
            while cases := _page(place, found, after):
                _tick(cases, at)
                after = cases[-1]


def hangs_on_day(pack: Pack) -> Mapping[str, ByDay]:
    """Of which procedures of a pack something hangs on the day, and what."""
    dated = frozenset(name for name, word in vocabulary().lookups.items() if word.dated)
    found = {name: by_day(plan_of(each), dated) for name, each in pack.procedures.items()}
    return {name: each for name, each in found.items() if each}


def _tick(cases: list[int], at: datetime) -> None:
    for _ in run_many([Command(verb=Verb.TICK, case=case) for case in cases], person=0, at=at):
        pass  # what can't be looked at (its pack version is gone) hinders no other


def _page(place: tuple[str, str], found: _Waiting, after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [*place, after, found.all, found.some, sorted(found.actions), CHUNK])
        return [case for (case,) in cursor.fetchall()]


def _waiting(first: int = 0) -> dict[str, dict[tuple[str, str], _Waiting]]:
    """Pack by pack, in which states open cases stand of which something hangs on the day by their own version."""
    found: dict[str, dict[tuple[str, str], _Waiting]] = {}
    for procedure, state, definition, hangs in _standing(first):
        here = found.setdefault(procedure.partition(".")[0], {}).setdefault((procedure, state), _Waiting())
        if state in hangs.states:
            here.all.append(definition)
        else:
            here.some.append(definition)
            here.actions |= hangs.waiting
    return found


def _standing(first: int) -> Iterator[tuple[str, str, int, ByDay]]:
    known: dict[int, Mapping[str, ByDay]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [first])
        for procedure, state, definition in cursor.fetchall():
            if definition not in known:
                try:
                    known[definition] = hangs_on_day(library.pack(definition))
                except KeyError:
                    known[definition] = {}
            hangs = known[definition].get(procedure.partition(".")[2])
            if hangs is not None and (state in hangs.states or hangs.waiting):
                yield procedure, state, definition, hangs
