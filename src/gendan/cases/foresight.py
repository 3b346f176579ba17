"""预演 What a change would do to the cases that run, told before it is made. Nothing is written, and no case is locked.

The engine decides as it will when the change is made: a clock is computed anew by its own rule, its own start and its
own pauses, and a case moves to another version by the mapping that the version declares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from gendan.cases import bulk, library
from gendan.cases.answers import one
from gendan.cases.basis import Basis, Cells, basis, provisional
from gendan.cases.loading import Loader
from gendan.cases.numbers import Numbers
from gendan.cases.rows import Stored
from gendan.cases.store import cursor
from gendan.core.command import SYSTEM, Command, Decision, Refusal, Verb
from gendan.core.engine import decide
from gendan.core.pack import Pack
from gendan.core.refusals import Reason
from gendan.core.worktime import Calendar
from gendan.people.access import current_epoch

LOOKED_MOST: Final = 3000
"""Cases that are looked at one by one; where there are more, the answer says so."""
SHOWN_MOST: Final = 200
"""Clocks or cases that are told one by one."""
_PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One running clock that would be due at another moment."""

    uid: str
    number: str
    pack: Pack
    procedure: str
    deadline: str
    before: datetime | None
    after: datetime | None


@dataclass(slots=True, kw_only=True)
class Foreseen:
    """What would become of the deadlines that run.

    - `cases`: how many cases have a running clock; `looked`: how many of them were looked at.
    - `moved`: clocks that would be due at another moment; `sooner` of them earlier, `late` would be late at once.
    - `shifts`: those due first afterwards, at most SHOWN_MOST.
    """

    cases: int = 0
    looked: int = 0
    moved: int = 0
    sooner: int = 0
    late: int = 0
    shifts: list[Shift] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every case was looked at."""
        return self.looked >= self.cases


@dataclass(frozen=True, slots=True)
class Staying:
    """A case that could not be moved, and why."""

    uid: str
    number: str
    procedure: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Moving:
    """What would become of running cases: how many there are, were looked at and would move, and which would stay."""

    cases: int = 0
    looked: int = 0
    moved: int = 0
    staying: list[Staying] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """What is supposed: another calendar (for all packs that run by one of its name, or with `instead` whichever they
    run by), other settings or tables."""

    calendar: Calendar | None = None
    instead: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    tables: Mapping[str, Cells] = field(default_factory=dict)

    def of(self, under: Basis) -> Basis:
        """What would be judged under."""
        calendar = self.calendar
        takes = calendar is not None and (self.instead or calendar.name == under.calendar.name)
        return replace(
            under,
            calendar=calendar if calendar is not None and takes else under.calendar,
            settings={
                **under.settings,
                **{name: each for name, each in self.settings.items() if name in under.settings},
            },
            tables={**under.tables, **{name: each for name, each in self.tables.items() if name in under.tables}},
        )


def deadlines(packs: Sequence[str], supposed: Supposed, *, at: datetime, most: int = LOOKED_MOST) -> Foreseen:
    """What would become of the clocks that run in the cases of these packs."""
    epoch, known = current_epoch(), dict[int, Basis]()

    def under(stored: Stored) -> Basis:
        found = known.get(stored.definition)
        if found is None:
            found = known[stored.definition] = supposed.of(basis(stored.definition, epoch))
        return found

    told = Foreseen(cases=_count(_TIMED, packs))
    command = Command(verb=Verb.RECOMPUTE)
    for page in _pages(_TIMED, packs, most):
        told.looked += len(page)
        for stored, decided in _decided(page, command, under, at=at, epoch=epoch):
            if isinstance(decided, Decision):
                _tell(told, stored, decided, under(stored).pack, at)
    told.shifts.sort(key=lambda shift: (shift.after is None, shift.after, shift.number))
    del told.shifts[SHOWN_MOST:]
    return told


def moving(pack: Pack, *, at: datetime, most: int = LOOKED_MOST) -> Moving:
    """What would become of the running cases of the version that `pack` migrates from, if it were activated."""
    told = Moving()
    if pack.migrates is None:
        return told
    epoch, under = current_epoch(), provisional(pack)
    extra = {"definition": 0, **library.migration(pack)}
    command = Command(verb=Verb.MOVE, extra=extra)
    named = [pack.name, pack.migrates.from_version, pack.hash]
    told.cases = _count(_MOVABLE, named)
    for page in _pages(_MOVABLE, named, most):
        told.looked += len(page)
        for stored, decided in _decided(page, command, lambda _: under, at=at, epoch=epoch):
            if isinstance(decided, Decision):
                told.moved += 1
            elif len(told.staying) < SHOWN_MOST:
                case = stored.case
                told.staying.append(Staying(case.uid, case.number, case.procedure, decided.reasons))
    return told


def _tell(told: Foreseen, stored: Stored, decided: Decision, pack: Pack, at: datetime) -> None:
    for name, after in decided.case.clocks.items():
        before = stored.case.clocks.get(name)
        if before is None or before.has_ended or before.due_at == after.due_at:
            continue
        told.moved += 1
        told.sooner += after.due_at is not None and (before.due_at is None or after.due_at < before.due_at)
        told.late += after.due_at is not None and after.due_at < at and not before.is_late_at(at)
        told.shifts.append(
            Shift(
                uid=stored.case.uid,
                number=stored.case.number,
                pack=pack,
                procedure=stored.case.procedure.partition(".")[2],
                deadline=name,
                before=before.due_at,
                after=after.due_at,
            )
        )


def _decided(
    page: Sequence[int], command: Command, under: Callable[[Stored], Basis], *, at: datetime, epoch: int
) -> Iterator[tuple[Stored, Decision | Refusal]]:
    """What the engine decides for each of the cases, by what is supposed."""
    cases = bulk.glimpse(page)
    loader = Loader(at=at, epoch=epoch, numbers=Numbers(at))
    judged = []
    for number, stored in sorted(cases.items()):
        supposed = under(stored)
        procedure = supposed.pack.procedures.get(stored.case.procedure.partition(".")[2])
        if procedure is None:
            yield stored, Refusal(reasons=(Reason("missing"),))
        else:
            judged.append((stored, supposed, procedure, replace(command, case=number)))
    words = loader.words((procedure, each, stored.case.id) for stored, _, procedure, each in judged)
    for stored, supposed, procedure, each in judged:
        facts = loader.facts(each, stored, (), supposed, procedure, words)
        yield stored, decide(procedure, stored.case, each, facts, SYSTEM, supposed.calendar, at)


_TIMED: Final = (
    "from cases_case c where split_part(c.procedure, '.', 1) = any($1::text[]) and c.final is null"
    " and exists (select from cases_clock k where k.case_id = c.id and k.running)"
)
_MOVABLE: Final = (
    "from cases_case c join cases_packversion v on v.id = c.definition"
    " where v.name = ($1::text[])[1] and v.version = ($1::text[])[2] and v.hash <> ($1::text[])[3] and c.final is null"
)


def _count(which: str, named: Sequence[str]) -> int:
    with cursor() as on:
        on.execute(f"select count(*) {which}", [list(named)])
        return int(one(on)[0])


def _pages(which: str, named: Sequence[str], most: int) -> Iterator[list[int]]:
    after = 0
    while most > 0:
        with cursor() as on:
            on.execute(
                f"select c.id {which} and c.id > $2::bigint order by c.id limit $3::integer",
                [list(named), str(after), str(min(_PAGE, most))],
            )
            page = [row[0] for row in on]
        if not page:
            return
        yield page
        after = page[-1]
        most -= len(page)
