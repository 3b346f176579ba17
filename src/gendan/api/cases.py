"""Cases as the API tells them, from what the queries give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from gendan.api.json_values import shown
from gendan.api.schemas.case import (
    AvailableTold,
    CaseLine,
    CasePage,
    CaseTold,
    ChangeTold,
    DeadlineTold,
    FieldTold,
    FileTold,
    LineTold,
    OpenedTold,
    OutcomeTold,
    SignatureTold,
    VoidTold,
)
from gendan.api.schemas.problem import ReasonTold
from gendan.api.speaking import speaker
from gendan.cases import library, queries
from gendan.cases.outcome import Outcome
from gendan.cases.prose import Line, Speaker, reason_in_words, value_in_words
from gendan.cases.prose.reasons import built_in_title
from gendan.cases.queries import DeadlineView, FieldView, Row
from gendan.core.command import Available, Verb
from gendan.core.events import Json, moment
from gendan.core.refusals import Reason

BUILT_IN = frozenset(verb.value for verb in Verb) - {Verb.ACT.value, Verb.OPEN.value}


def line(row: Row, language: str, known: dict[tuple[int, str], Speaker] | None = None) -> CaseLine:
    """A row of a list. `known` keeps the speakers of procedures that came before."""
    speakers = known if known is not None else {}
    key = (row.definition, row.procedure)
    if key not in speakers:
        pack = library.pack(row.definition)
        speakers[key] = speaker(language, pack, pack.procedures[row.procedure.partition(".")[2]])
    return CaseLine(
        uid=UUID(row.uid),
        procedure=row.procedure,
        kind=row.kind,
        number=row.number,
        label=row.label,
        state=row.state,
        state_title=speakers[key].state(row.state),
        final=row.final,
        version=row.version,
        queue=row.queue,
        holder=row.holder,
        holder_name=row.holder_name,
        priority=row.priority,
        due=row.due,
        late=row.late,
        opened_at=row.opened_at,
        entered_at=row.entered_at,
        values={name: shown(value) for name, value in row.values.items()},
        masked=sorted(row.masked),
    )


def lines(rows: Iterable[Row], language: str) -> list[CaseLine]:
    """Rows of a list, perhaps of several procedures."""
    known: dict[tuple[int, str], Speaker] = {}
    return [line(row, language, known) for row in rows]


def page(found: queries.Page, language: str) -> CasePage:
    """A page of a list."""
    return CasePage(
        rows=lines(found.rows, language),
        next=found.next,
        count=found.count,
        capped=found.capped,
    )


def case(found: queries.CasePage, language: str) -> CaseTold:
    """One case."""
    spoken = speaker(language, found.pack, found.procedure)
    return CaseTold(
        **line(found.row, language).dict(),
        title=spoken.say(found.procedure.title),
        pack=found.pack.name,
        pack_version=found.pack.version,
        fields=[_field(each, spoken) for each in found.fields],
        available=[available(each, spoken) for each in found.available],
        deadlines=[_deadline(each, spoken) for each in found.deadlines],
        signatures=list(_signatures(found.case.chain, spoken)),
        children=[line(each, language) for each in found.children],
        parent=line(found.parent, language) if found.parent is not None else None,
        origin=line(found.origin, language) if found.origin is not None else None,
        attachments=[
            FileTold(
                sha256=each.sha256,
                name=each.name,
                size=each.size,
                type=each.type,
                by=each.by,
                at=each.at,
                void=VoidTold(action=each.void.action, at=each.void.at) if each.void is not None else None,
            )
            for each in found.attachments
        ],
    )


def available(each: Available, spoken: Speaker) -> AvailableTold:
    """What can be done, or why not. A signer's verbs name the signed action behind a colon."""
    first, _, about = each.action.partition(":")
    verb = first if first in BUILT_IN else Verb.ACT.value
    action = about or (each.action if verb == Verb.ACT.value else None)
    name = each.part or action or first
    title = spoken.action(name) if verb == Verb.ACT.value else built_in_title(first, spoken)
    return AvailableTold(
        verb=verb,
        action=action,
        part=each.part,
        title=title,
        open=not each.reasons,
        reasons=[reason(one, spoken, action or first) for one in each.reasons],
        asks=list(each.asks),
        needs=list(each.needs),
        signs=each.signs,
    )


def reason(each: Reason, spoken: Speaker, action: str | None = None) -> ReasonTold:
    """A reason, as code and in words."""
    parameters = {name: shown(value) for name, value in each.parameters.items()}
    return ReasonTold(code=each.code, parameters=parameters, says=reason_in_words(each, spoken, action))


def outcome(done: Outcome, response: HttpResponse) -> OutcomeTold:
    """What became of a command; `response` is given the case's ETag."""
    response["ETag"] = f'"{done.version}"'
    if done.replayed:
        response["Idempotency-Replayed"] = "true"
    return OutcomeTold(
        uid=UUID(done.uid),
        number=done.number,
        version=done.version,
        state=done.state,
        unchanged=done.unchanged,
        replayed=done.replayed,
        opened=[OpenedTold(name=each.name, uid=UUID(each.uid), number=each.number) for each in done.opened],
    )


def history(lines: Iterable[Line]) -> list[LineTold]:
    """The events in words."""
    return [
        LineTold(
            seq=each.seq,
            at=each.at,
            kind=each.kind,
            who=each.who,
            says=each.says,
            changes=[ChangeTold(title=one.title, before=one.before, after=one.after) for one in each.changes],
            details=list(each.details),
            quote=each.quote,
            file=dict(each.file) if each.file is not None else None,
        )
        for each in lines
    ]


def _field(each: FieldView, spoken: Speaker) -> FieldTold:
    return FieldTold(
        name=each.field.name,
        title=spoken.say(each.field.title),
        type=each.field.type,
        value=None if each.masked else shown(each.value),
        says="•••" if each.masked else value_in_words(each.field, each.value, spoken),
        masked=each.masked,
    )


def _deadline(each: DeadlineView, spoken: Speaker) -> DeadlineTold:
    clock = each.clock
    return DeadlineTold(
        name=clock.name,
        title=spoken.deadline(clock.name),
        run=clock.run,
        state=clock.state.value,
        counts=clock.counts.value,
        started_at=clock.started_at,
        due_at=clock.due_at,
        ended_at=clock.ended_at,
        late=each.late,
        left_seconds=None if each.left is None else int(each.left.total_seconds()),
    )


def _signatures(chain: Mapping[str, Json], spoken: Speaker) -> Iterator[SignatureTold]:
    for action, entry in chain.items():
        signed: Any = entry.get("signed") if isinstance(entry, dict) else None
        for each in signed if isinstance(signed, list) else []:
            at = each.get("at")
            yield SignatureTold(
                action=action,
                slot=str(each.get("as") or ""),
                by=each.get("by"),
                for_whom=each.get("for"),
                name=spoken.person(each.get("by")),
                at=moment(at) if isinstance(at, int) else None,
                void=bool(each.get("void")),
            )
