"""Answers come in: each finds its row, does what it means, and counts once however often it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.db import transaction

from gendan.cases.commands import Outcome, run_many
from gendan.cases.exchanges.batch import tell_batch
from gendan.cases.exchanges.context import Context, answers_by_itself, context, demand
from gendan.cases.models import ExchangeBatch, ExchangeRow
from gendan.cases.sheets import Unreadable, fault, open_table
from gendan.core.command import Command, Verb
from gendan.core.headers import comparable
from gendan.core.refusals import Reason

CHUNK: Final = 1000


class Fate(StrEnum):
    """What became of an answer."""

    DONE = "done"
    AGAIN = "again"  # the row had this answer already
    UNMATCHED = "unmatched"  # nothing was sent that it could be an answer to
    REFUSED = "refused"  # the procedure does not allow what it leads to
    FAULTY = "faulty"  # the answer is none that is known, or another one came before


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutcome:
    """What became of one answer: its row in the file, what it was matched by, the case, and every reason why not."""

    row: int
    match: str
    fate: Fate
    case: int | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a file of answers."""

    outcomes: tuple[AnswerOutcome, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why some answers were not taken."""
        return tuple(reason for outcome in self.outcomes for reason in outcome.reasons)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """What matches nothing that was sent."""
        return tuple(outcome.match for outcome in self.outcomes if outcome.fate is Fate.UNMATCHED)

    def count(self, fate: Fate) -> int:
        """How many answers had this fate."""
        return sum(outcome.fate is fate for outcome in self.outcomes)


@dataclass(slots=True)
class _Answer:
    row: int
    match: str
    said: str
    given: dict[str, object] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    sent: ExchangeRow | None = None
    fate: Fate = Fate.DONE


def answer(name: str, rows: Iterable[Mapping[str, object]], *, person: int, at: datetime) -> Answered:
    """Take answers to the exchange `name` (`pack.exchange`): mappings from header to value, counted from 1.

    Columns are found by the headers that the pack names, or by their titles. Raises Refused: `missing`, `access`.
    """
    return _answer(name, enumerate(rows, 1), person=person, at=at)


def answer_file(name: str, path: Path, *, person: int, at: datetime, sheet: str = "") -> Answered:
    """Take the answers in a file. Rows are counted as a spreadsheet does. Raises as `answer`, and Unreadable.

    A file without the column that says which row an answer is to, or the one that says what it is, is refused whole.
    """
    here = context(name, person=person, at=at)
    demand(here)
    table = open_table(path, wanted=_headers(here, here.declared.match) | {here.declared.column}, sheet=sheet)
    matching = [column for each in _headers(here, here.declared.match) if (column := table.column(each)) is not None]
    said = table.column(here.declared.column)
    for header, _ in here.declared.fill:
        table.column(header)  # refuses one that comes twice
    if not matching or said is None:
        title = here.title(here.declared.match)
        missing = here.declared.column if matching else " / ".join(filter(None, dict.fromkeys((title.zh, title.en))))
        raise Unreadable("missing_column", column=missing, given=[column.header for column in table.columns])
    rows = (
        (
            line.number,
            {column.header: line.cells[column.place] for column in table.columns if column.place < len(line.cells)},
        )
        for line in table.rows()
    )
    return _answer(name, rows, person=person, at=at)


def _answer(name: str, rows: Iterable[tuple[int, Mapping[str, object]]], *, person: int, at: datetime) -> Answered:
    here = context(name, person=person, at=at)
    demand(here)
    answers = [_read(here, number, row) for number, row in rows]
    outcomes: list[AnswerOutcome] = []
    for first in range(0, len(answers), CHUNK):
        with transaction.atomic():
            outcomes += _take(here, answers[first : first + CHUNK], person=person, at=at)
    return Answered(outcomes=tuple(outcomes))


def _headers(here: Context, column: str) -> set[str]:
    title = here.title(column)
    return {column, title.zh, title.en} - {""}


def _read(here: Context, number: int, row: Mapping[str, object]) -> _Answer:
    cells = {comparable(header): value for header, value in row.items()}
    matching = [comparable(header) for header in _headers(here, here.declared.match)]
    match = next((str(cells[header]).strip() for header in matching if cells.get(header) not in (None, "")), "")
    said = str(cells.get(comparable(here.declared.column)) or "").strip()
    read = _Answer(number, match, said)
    actions = dict(here.declared.answers)
    if said not in actions:
        read.fate = Fate.FAULTY
        read.reasons.append(
            fault("unknown_answer", row=number, column=here.declared.column, given=said, expected=list(actions))
        )
        return read
    asked = {ask.field.name for ask in here.procedure.actions[actions[said]].asks}
    for header, name in here.declared.fill:
        value = cells.get(comparable(header))
        # What belongs to another answer (the reason of a refusal beside an approval) is not asked here.
        if name in asked and value not in (None, ""):
            read.given[name] = value
    return read


def _take(here: Context, answers: Sequence[_Answer], *, person: int, at: datetime) -> list[AnswerOutcome]:
    _find(here, answers)
    wanted = [each for each in answers if each.fate is Fate.DONE and each.sent is not None]
    outcomes = {id(each): outcome for each, outcome in _run(here, wanted, person=person, at=at)}
    told = []
    for each in answers:
        outcome = outcomes.get(id(each))
        if outcome is not None:
            _settle(each, outcome, person=person, at=at)
        case = None if each.sent is None else each.sent.case_id
        told.append(
            AnswerOutcome(row=each.row, match=each.match, fate=each.fate, case=case, reasons=tuple(each.reasons))
        )
    taken = [each.sent for each in wanted if each.fate is Fate.DONE and each.sent is not None]
    ExchangeRow.objects.bulk_update(taken, ["answer", "answered_at", "answered_by"], batch_size=500)
    for batch in sorted({row.batch_id for row in taken}):
        left = ExchangeRow.objects.filter(batch=batch, answer=None).count()
        tell_batch(batch, left, at=at)
    return told


def _find(here: Context, answers: Sequence[_Answer]) -> None:
    """Find what each answer is to: of several rows that went out, the newest that has no answer, else the newest."""
    matches = {each.match for each in answers if each.match}
    batches = ExchangeRow.objects.filter(name=here.name, match__in=matches).values_list("batch", flat=True)
    # Two files of answers to one batch follow each other.
    list(ExchangeBatch.objects.select_for_update().filter(case_id__in=set(batches)).order_by("case_id"))
    rows: dict[str, list[ExchangeRow]] = {}
    for row in ExchangeRow.objects.filter(name=here.name, match__in=matches).order_by("-batch"):
        rows.setdefault(row.match, []).append(row)
    in_hand: dict[str, _Answer] = {}
    for each in answers:
        found = rows.get(each.match)
        if found is None:
            each.fate = Fate.UNMATCHED
            each.reasons.clear()
            continue
        open_rows = [row for row in found if row.answer is None]
        each.sent = open_rows[0] if open_rows else found[0]
        if each.fate is not Fate.DONE:
            continue
        earlier = in_hand.setdefault(each.match, each)
        before = earlier.said if earlier is not each else each.sent.answer
        if before == each.said:
            each.fate = Fate.AGAIN
        elif before is not None:
            each.fate = Fate.FAULTY
            each.reasons.append(fault("answered_otherwise", row=each.row, given=each.said, expected=before))


def _run(here: Context, wanted: Sequence[_Answer], *, person: int, at: datetime) -> Iterator[tuple[_Answer, Outcome]]:
    """What each answer leads to is done by who brought it, or by the system where it is the system's to do."""
    actions = dict(here.declared.answers)
    alone = {name: answers_by_itself(here, name) for name in set(actions.values())}
    for by_system in (False, True):
        answers = [each for each in wanted if alone[actions[each.said]] is by_system]
        commands = _commands(here, answers)
        yield from zip(answers, run_many(commands, person=0 if by_system else person, at=at), strict=True)


def _commands(here: Context, answers: Iterable[_Answer]) -> list[Command]:
    actions = dict(here.declared.answers)
    return [
        Command(
            verb=Verb.ACT,
            case=each.sent.case_id,
            action=actions[each.said],
            given=each.given,
            key=f"answer:{each.sent.batch_id}:{each.sent.row}",
        )
        for each in answers
        if each.sent is not None
    ]


def _settle(each: _Answer, outcome: Outcome, *, person: int, at: datetime) -> None:
    assert each.sent is not None  # it has an outcome
    if outcome.done:
        each.sent.answer = each.said
        each.sent.answered_at, each.sent.answered_by = at, person
        return
    each.fate = Fate.REFUSED
    each.reasons += [Reason(reason.code, {**reason.parameters, "row": each.row}) for reason in outcome.reasons]
