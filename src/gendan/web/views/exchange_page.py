"""An exchange as its pages show it: what is ready, the batches that went out, their rows, what became of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases.exchanges import Answered, AnswerOutcome, Batch, Context, Fate
from gendan.cases.exchanges import Row as SentRow
from gendan.cases.prose import Speaker, place_in_words, reason_in_words
from gendan.cases.queries import Row as CaseRow
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.people import access
from gendan.web.context import Place
from gendan.web.views.rows import Due, Table, due_in_words, tone_of

COLUMNS: Final = 4
"""Fields of each case shown before it is sent."""
SHOWN: Final = 500
"""Outcomes of answers on one page; those that want a look come first."""
_FINE: Final = (Fate.DONE, Fate.AGAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyView:
    """What can be sent now: the first cases, how many there are, and the key that makes one sending of two clicks."""

    table: Table
    count: str
    all_title: str
    rest: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch in the list of those that went out."""

    uid: str
    number: str
    address: str
    sent_at: str
    who: str
    rows: str
    unanswered: str
    tone: str
    due: Due | None
    xlsx: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A row of a batch and its answer."""

    row: int
    match: str
    uid: str
    address: str
    answer: str
    answered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """What became of one row of a file of answers."""

    row: int
    match: str
    uid: str
    address: str
    fate: str
    tone: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """What became of a file of answers."""

    file: str
    counts: Sequence[Place]
    lines: Sequence[AnswerLine]
    rest: str


def fate_in_words(fate: Fate) -> tuple[str, str]:
    """What became of an answer, in words and as a color."""
    return {
        Fate.DONE: (_("已办好"), "good"),
        Fate.AGAIN: (_("已有同样的回执"), ""),
        Fate.UNMATCHED: (_("没有发出过"), "late"),
        Fate.REFUSED: (_("流程不允许"), "late"),
        Fate.FAULTY: (_("有错"), "late"),
    }[fate]


def shown_fields(here: Context) -> list[Field]:
    """The first fields of what is sent, by which a case is recognized before it goes out."""
    fields = here.procedure.fields
    wanted = [fields[column] for column in here.declared.columns if column in fields]
    return [each for each in wanted if each.type != "file"][:COLUMNS]


def batch_lines(found: Sequence[Batch], here: Context, spoken: Speaker, now: datetime) -> list[BatchLine]:
    """Batches as lines, in their order."""
    names = access.names_of({each.sent_by for each in found})
    lines = []
    for each in found:
        place = [here.under.pack.name, here.declared.name, each.uid]
        lines.append(
            BatchLine(
                uid=each.uid,
                number=each.number,
                address=reverse("web:exchange_batch", args=place),
                sent_at=spoken.moment(each.sent_at),
                who=names.get(each.sent_by, ""),
                rows=f"{each.rows:,}",
                unanswered=f"{each.unanswered:,}",
                tone="late" if each.late and each.unanswered else "note" if each.unanswered else "good",
                due=due_in_words(each.due, now, spoken, ended=not each.unanswered),
                xlsx=reverse("web:exchange_file", args=[*place, "xlsx"]),
                csv=reverse("web:exchange_file", args=[*place, "csv"]),
            )
        )
    return lines


def sent_lines(found: Sequence[SentRow], seen: Mapping[int, CaseRow], spoken: Speaker) -> list[SentLine]:
    """The rows of a batch; a case that the reader may see (`seen`, by id) is linked."""
    names = access.names_of({each.answered_by for each in found if each.answered_by is not None})
    return [
        SentLine(
            row=each.row,
            match=each.match,
            uid=seen[each.case].uid if each.case in seen else "",
            address=_case_address(seen.get(each.case)),
            answer=each.answer or "",
            answered=""
            if each.answered_at is None
            else f"{spoken.moment(each.answered_at)} · {names.get(each.answered_by or 0, '')}",
        )
        for each in found
    ]


def answers_view(
    answered: Answered, seen: Mapping[int, CaseRow], here: Context, spoken: Speaker, *, file: str
) -> AnswersView:
    """What became of each answer, those first that want a look, else in the order of the file."""
    counts = []
    for fate in Fate:
        if count := answered.count(fate):
            says, tone = fate_in_words(fate)
            counts.append(Place(f"{says} {count:,}", tone))
    ordered = sorted(answered.outcomes, key=lambda each: (each.fate in _FINE, each.row))
    rest = len(ordered) - SHOWN
    return AnswersView(
        file=file,
        counts=counts,
        lines=[_answer(each, seen, here, spoken) for each in ordered[:SHOWN]],
        rest=_("另有 %(count)s 行") % {"count": f"{rest:,}"} if rest > 0 else "",
    )


def wanting(outcomes: Iterable[AnswerOutcome]) -> list[int]:
    """The cases of the answers, each once, so that they are looked up together."""
    return list(dict.fromkeys(each.case for each in outcomes if each.case is not None))


def _answer(each: AnswerOutcome, seen: Mapping[int, CaseRow], here: Context, spoken: Speaker) -> AnswerLine:
    case = seen.get(each.case) if each.case is not None else None
    fate, tone = fate_in_words(each.fate)
    if each.reasons:
        says = spoken.both("；", "; ").join(_told(reason, here, spoken) for reason in each.reasons)
    elif each.fate is Fate.UNMATCHED and not each.match:
        title = here.title(here.declared.match)
        says = _("这一行的“%(column)s”是空的。") % {"column": spoken.both(title.zh, title.en or title.zh)}
    elif each.fate is Fate.UNMATCHED:
        says = _("发出的单里没有“%(match)s”，请核对这一行的单号。") % {"match": each.match}
    elif each.fate is Fate.AGAIN:
        says = _("以前已收到，不重复办。")
    else:
        says = spoken.state(case.state) if case is not None else ""
    return AnswerLine(
        row=each.row,
        match=each.match,
        uid=case.uid if case is not None else "",
        address=_case_address(case),
        fate=fate,
        tone=tone or (tone_of(here.procedure, case.state) if case is not None else ""),
        says=says,
    )


def _told(reason: Reason, here: Context, spoken: Speaker) -> str:
    """A reason with its row and, where a column of the file fills what it is about, with that column."""
    headers = {name: header for header, name in here.declared.fill}
    header = headers.get(reason.about) if reason.family in ("needs", "value") else None
    placed = Reason(reason.code, {**reason.parameters, "column": header}) if header else reason
    place = place_in_words(placed, spoken)
    said = reason_in_words(reason, spoken, _asking(reason.about, here))
    return f"{place}{spoken.both('：', ': ')}{said}" if place else said


def _asking(about: str, here: Context) -> str | None:
    """The action, of those that answers lead to, that asks for the field."""
    for action in dict(here.declared.answers).values():
        if any(ask.field.name == about for ask in here.procedure.actions[action].asks):
            return action
    return None


def _case_address(case: CaseRow | None) -> str:
    return reverse("web:case", args=[case.uid]) if case is not None else ""
