"""A chunk of rows: what each asks for, judged against what stands, and done through the one door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gendan.cases import records
from gendan.cases.commands import run_many
from gendan.cases.concealing import conceal
from gendan.cases.imports.context import Context
from gendan.cases.imports.given import Given
from gendan.cases.imports.matching import Before, Known, before, known
from gendan.cases.key_index import SEPARATOR
from gendan.cases.sheets import fault
from gendan.core.command import Command, Verb
from gendan.core.pack import Again
from gendan.core.refusals import Reason, Refused
from gendan.core.values import encode, parse


class Fate(StrEnum):
    """What becomes of a row."""

    OPENED = "opened"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # it stands as the row says, or was taken from such a row before
    KNOWN = "known"  # it stands, and the import changes nothing that stands, or nothing of what differs
    REFUSED = "refused"  # the procedure does not allow it
    FAULTY = "faulty"  # the row can't be read


GOOD = frozenset({Fate.OPENED, Fate.UPDATED, Fate.UNCHANGED, Fate.KNOWN})
"""Fates that a file without faults has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of a row (`row` counts as a spreadsheet does), with the case that it led to and every reason why
    not."""

    row: int
    fate: Fate
    case: int | None = None
    uid: str = ""
    number: str = ""
    reasons: tuple[Reason, ...] = ()
    digest: bytes | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the row was taken and changed nothing."""
        return self.fate in (Fate.UNCHANGED, Fate.KNOWN)


@dataclass(slots=True)
class Planned:
    """A row with what it asks for: a command, or a fate that needs none."""

    given: Given
    fate: Fate
    command: Command | None = None
    known: Known | None = None


Place = Callable[[Reason, int], Reason]
"""Gives a reason its row and column."""


def plan(context: Context, rows: Sequence[Given], mapped: frozenset[str], run: UUID | None) -> list[Planned]:
    """What each row of a chunk asks for. One question for the keys, one for what was taken before; none a row.

    The commands of a `run` have the keys `import:RUN:ROW`.
    """
    keys = {each.key for each in rows if each.key is not None}
    stands = known(context, keys) if context.procedure is not None else {}
    taken = before(context.name, {each.case for each in stands.values()})
    first: dict[str, Given] = {}
    return [_planned(context, each, mapped, run, stands, taken, first) for each in rows]


def _planned(
    context: Context,
    given: Given,
    mapped: frozenset[str],
    run: UUID | None,
    stands: Mapping[str, Known],
    taken: Mapping[int, Before],
    first: dict[str, Given],
) -> Planned:
    if given.faults or given.key is None:
        return Planned(given, Fate.FAULTY)
    found = stands.get(given.key)
    last = taken.get(found.case) if found is not None else None
    earlier = first.setdefault(given.key, given)
    if earlier is not given or (last is not None and last.run == run and last.row != given.row):
        return _doubled(given, earlier, last, found)
    if found is None:
        if context.procedure is None:
            return Planned(given, Fate.OPENED)
        opening = Command(
            verb=Verb.OPEN, procedure=context.full_procedure, given=given.values, key=_key(run, given.row)
        )
        return Planned(given, Fate.OPENED, opening)
    if context.declared.again is Again.REFUSE or context.declared.update is None:
        return Planned(given, Fate.KNOWN, known=found)
    if last is not None and last.digest == given.digest:
        return Planned(given, Fate.UNCHANGED, known=found)
    return _against(context, given, mapped, found, run)


def _key(run: UUID | None, row: int) -> str | None:
    return None if run is None else f"import:{run}:{row}"


def _doubled(given: Given, earlier: Given, last: Before | None, found: Known | None) -> Planned:
    """A key that stood in an earlier row of the file: the same again is nothing, something else a fault."""
    same, row = (earlier.digest, earlier.row) if earlier is not given or last is None else (last.digest, last.row)
    if same == given.digest:
        return Planned(given, Fate.UNCHANGED, known=found)
    key = str(given.key).replace(SEPARATOR, " ")
    given.faults.append(fault("doubled_key", row=given.row, given=key, expected=row))
    return Planned(given, Fate.FAULTY, known=found)


def _against(context: Context, given: Given, mapped: frozenset[str], found: Known, run: UUID | None) -> Planned:
    changes = {name: given.values.get(name) for name in context.updates if name in mapped}
    differs = [name for name in changes if _differs(context, name, given, found)]
    if differs:
        command = Command(
            verb=Verb.ACT,
            case=found.case,
            action=context.declared.update,
            given=changes,
            key=_key(run, given.row),
        )
        return Planned(given, Fate.UPDATED, command, found)
    others = (name for name in mapped if name not in changes and name in context.fields)
    fate = Fate.KNOWN if any(_differs(context, name, given, found) for name in others) else Fate.UNCHANGED
    return Planned(given, fate, known=found)


def _differs(context: Context, name: str, given: Given, found: Known) -> bool:
    of = context.updates.get(name) or context.fields[name]
    value = parse(of, given.values.get(name), context.zone)
    if isinstance(value, Reason):
        # The one door will say what is wrong with it.
        return True
    return encode(of, value, conceal) != found.data.get(name)


def do(
    context: Context, planned: Sequence[Planned], *, person: int, at: datetime, source: str, place: Place
) -> Iterator[RowOutcome]:
    """Do what the rows of a chunk ask for, as `person`; an outcome for each, in their order.

    `source` is told of records that are written: where they came from.
    """
    if context.record is not None:
        yield from (_record(context, each, person=person, at=at, source=source, place=place) for each in planned)
        return
    commands = (each.command for each in planned if each.command is not None)
    outcomes = run_many(commands, person=person, at=at)
    for each in planned:
        given = each.given
        if each.command is None:
            reasons = tuple(place(reason, given.row) for reason in given.faults)
            yield _still(each, reasons)
            continue
        outcome = next(outcomes)
        if outcome.done:
            yield RowOutcome(
                row=given.row,
                fate=each.fate,
                case=outcome.case,
                uid=outcome.uid,
                number=outcome.number,
                digest=given.digest,
            )
            continue
        reasons = tuple(place(reason, given.row) for reason in outcome.reasons)
        faulty = all(reason.family in ("value", "needs") for reason in reasons)
        yield RowOutcome(
            row=given.row,
            fate=Fate.FAULTY if faulty else Fate.REFUSED,
            case=None if each.known is None else each.known.case,
            uid="" if each.known is None else each.known.uid,
            number="" if each.known is None else each.known.number,
            reasons=reasons,
        )


def _still(each: Planned, reasons: tuple[Reason, ...]) -> RowOutcome:
    known_as = each.known
    return RowOutcome(
        row=each.given.row,
        fate=each.fate,
        case=None if known_as is None else known_as.case,
        uid="" if known_as is None else known_as.uid,
        number="" if known_as is None else known_as.number,
        reasons=reasons,
        digest=each.given.digest if each.fate is Fate.UNCHANGED and known_as is not None else None,
    )


def _record(context: Context, each: Planned, *, person: int, at: datetime, source: str, place: Place) -> RowOutcome:
    given, declared = each.given, context.declared
    if each.fate is not Fate.OPENED:
        return _still(each, tuple(place(reason, given.row) for reason in given.faults))
    assert declared.writes is not None  # it is an import of records
    day = at.astimezone(context.zone).date()
    pack, values = context.under.pack, given.values
    stands = records.find(
        pack, declared.writes, {name: values.get(name) for name in declared.key}, on=day, zone=context.zone
    )
    if stands is not None and declared.again is Again.REFUSE:
        return RowOutcome(row=given.row, fate=Fate.KNOWN)
    if stands is not None and all(
        parse(context.fields[name], value, context.zone) == stands.values.get(name) for name, value in values.items()
    ):
        return RowOutcome(row=given.row, fate=Fate.UNCHANGED)
    try:
        records.write(
            pack,
            declared.writes,
            values,
            since=day,
            by=person,
            at=at,
            source=f"{source}:{given.row}",
            zone=context.zone,
        )
    except Refused as refused:
        reasons = tuple(place(reason, given.row) for reason in refused.reasons)
        return RowOutcome(row=given.row, fate=Fate.FAULTY, reasons=reasons)
    return RowOutcome(row=given.row, fate=Fate.OPENED if stands is None else Fate.UPDATED)
