"""A batch goes out: its cases do what sending is, its rows are kept as they were sent, its file is made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from django.db import transaction

from gendan.cases import library
from gendan.cases.commands import Outcome, run_many
from gendan.cases.exchanges.batch import open_batch
from gendan.cases.exchanges.context import Context, context, demand
from gendan.cases.models import Case, ExchangeBatch, ExchangeRow
from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.sheets import Cell, write_csv, write_xlsx
from gendan.core.command import Command, Verb
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.listing import KIND
from gendan.core.pack import Exchange
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.values import decode

MOST: Final = 10_000
"""Cases in one batch."""

_BARE: Final = frozenset({"int", "decimal", "money", "date"})
_MASK: Final = "••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A batch that was sent: its case and number (None: nothing was sent), and an outcome for every case, in their
    order."""

    batch: int | None
    number: str
    outcomes: tuple[Outcome, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why some cases were not sent."""
        return tuple(reason for outcome in self.outcomes for reason in outcome.reasons)


def send(
    name: str, cases: Sequence[int], *, person: int, at: datetime, language: str = "zh", key: str | None = None
) -> Sent:
    """Send cases as one batch of the exchange `name` (`pack.exchange`), all in one transaction.

    Those that may not be sent are told and hinder no other. With `key` each case's command has the key `KEY:PLACE`.
    Raises Refused: `missing`, `access`; ValueError for more than MOST cases or one that comes twice.
    """
    if len(cases) > MOST or len(set(cases)) != len(cases):
        raise ValueError(f"a batch has at most {MOST} cases, each once")
    here = context(name, person=person, at=at)
    demand(here)
    commands = [
        Command(
            verb=Verb.ACT,
            case=case,
            action=here.declared.sends_do,
            key=None if key is None else f"{key}:{place}",
        )
        for place, case in enumerate(cases)
    ]
    with transaction.atomic():
        outcomes = tuple(run_many(commands, person=person, at=at))
        sent = [outcome.case for outcome in outcomes if outcome.done and outcome.case is not None]
        if not sent:
            return Sent(batch=None, number="", outcomes=outcomes)
        replayed = _already(name, sent) if all(outcome.replayed for outcome in outcomes if outcome.done) else None
        if replayed is not None:
            return Sent(batch=replayed, number=Case.objects.get(id=replayed).number, outcomes=outcomes)
        opened = open_batch(here, len(sent), language=language, at=at)
        assert opened.case is not None  # it was done
        batch = ExchangeBatch.objects.create(
            case_id=opened.case, name=name, definition=here.under.definition, sent_at=at, sent_by=person
        )
        rows = Case.objects.in_bulk(sent)
        ExchangeRow.objects.bulk_create(
            [_row(here, batch, place, rows[case]) for place, case in enumerate(sent, 1)], batch_size=1000
        )
    return Sent(batch=opened.case, number=opened.number, outcomes=outcomes)


def _already(name: str, cases: Sequence[int]) -> int | None:
    """The batch in which these cases went out, where the same sending is asked for again."""
    rows = ExchangeRow.objects.filter(name=name, case_id=cases[0], row=1).order_by("-batch")
    return rows.values_list("batch_id", flat=True).first()


def _row(here: Context, batch: ExchangeBatch, place: int, case: Case) -> ExchangeRow:
    values = {column: here.value(column, case) for column in here.declared.columns}
    match = here.value(here.declared.match, case)
    match = "" if match is None else str(match)
    return ExchangeRow(batch=batch, row=place, case_id=case.id, name=here.name, match=match, values=values)


def write_file(batch: int, path: Path, *, person: int, at: datetime, language: str = "zh", form: str = "xlsx") -> int:
    """Write a batch as it was sent into a file, `form` xlsx or csv; gives the number of rows.

    Raises Refused (`missing`) where there is no such batch, or it is of an exchange in which the person has no part.
    """
    found = ExchangeBatch.objects.filter(case_id=batch).first()
    if found is None:
        raise Refused((Reason("missing"),))
    here = context(found.name, person=person, at=at)
    try:
        demand(here)
    except Refused:
        raise Refused((Reason("missing"),)) from None
    pack = library.pack(found.definition)
    declared = pack.exchanges[found.name.partition(".")[2]]
    procedure = pack.procedures[declared.procedure]
    speaker = Speaker(language=language, procedure=procedure, pack=pack, zone=here.under.calendar.timezone)
    headers = [here.title(column).in_language(language) for column in declared.columns]
    headers += [declared.column, *(header for header, _ in declared.fill)]
    rows = ExchangeRow.objects.filter(batch=found).order_by("row").values_list("values", flat=True)
    cells = (_cells(declared, procedure, values, speaker) for values in rows.iterator(chunk_size=1000))
    return write_xlsx(path, headers, cells) if form == "xlsx" else write_csv(path, headers, cells)


def _cells(declared: Exchange, procedure: Procedure, values: Mapping[str, Json], speaker: Speaker) -> list[Cell]:
    """A row of the file; the last columns are empty, for the answer."""
    return [
        _own_cell(column, values.get(column), speaker)
        if (field := procedure.fields.get(column)) is None
        else _cell(field, values.get(column), speaker)
        for column in declared.columns
    ]


def _own_cell(column: str, value: Json, speaker: Speaker) -> Cell:
    """What is every case's own: its number and label as they are, its kind and state by their titles."""
    said = None if value is None else str(value)
    return speaker.kind(said) if column == KIND else speaker.state(said) if column == "state" else said


def _cell(field: Field, value: Json, speaker: Speaker) -> Cell:
    if field.hidden:
        return _MASK if value is not None else None
    typed = decode(field, value)
    if field.type in _BARE:
        return cast("Cell", typed)  # Values of these types are what a cell holds.
    if field.type == "moment" and isinstance(typed, datetime):
        return typed.astimezone(speaker.zone)
    return value_in_words(field, typed, speaker)
