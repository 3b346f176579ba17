"""One case as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import ledgers
from gendan.cases.area_actions import offered_to
from gendan.cases.attachments import MOST
from gendan.cases.prose import Line, Speaker, history, reasons_in_words, span_in_words
from gendan.cases.prose.history import Change
from gendan.cases.queries import CasePage, DeadlineView, Row
from gendan.cases.voiding import said_void
from gendan.core.clock import ClockState
from gendan.core.events import Event, Json, Kind
from gendan.core.refusals import Reason
from gendan.measures.reports.queries import is_report
from gendan.web.context import Place
from gendan.web.views.case_facts import Fact, facts_of
from gendan.web.views.common import speaker, zone
from gendan.web.views.doing import Act, Closed, Doing
from gendan.web.views.rows import SOON, tone_of

MANY = 6
"""More changes than these are folded away under their number."""
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF = "application/pdf"
"""What a browser shows in the page itself."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A deadline: what is left of it or how it ended, and the moment."""

    title: str
    says: str
    tone: str
    at: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another case that this one has to do with."""

    title: str
    number: str
    address: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment."""

    name: str
    size: str
    address: str
    image: bool = False
    pdf: bool = False
    void: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the history."""

    seq: int
    iso: str
    at: str
    who: str
    says: str
    details: tuple[str, ...]
    changes: tuple[Change, ...]
    quote: str
    file: File | None
    many: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was given, or is awaited."""

    action: str
    says: str
    at: str
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything that the case page's templates show."""

    uid: str
    version: int
    seq: int
    watched: bool
    most: int
    address: str
    number: str
    label: str
    procedure: str
    list_address: str
    report: str
    manual: str
    step: str
    turn: str
    state: str
    tone: str
    kind: str
    with_whom: str
    next: str
    parent: Place | None
    clocks: Sequence[Timed]
    facts: Sequence[Fact]
    unfilled: Sequence[str]
    signatures: Sequence[Signature]
    related: Sequence[Related]
    attachments: Sequence[File]
    history: Sequence[Happened]
    open: Sequence[Act]
    others: Sequence[Act]
    closed: Sequence[Closed]
    elsewhere: Sequence[Closed]
    pending: Sequence[Closed]
    areas: Sequence[Place]
    tables: Sequence[Place]


def case_view(page: CasePage, doing: Doing, spoken: Speaker, moment: datetime, *, watched: bool = False) -> CaseView:
    """The page's content in the reader's language; `watched`: he watches the case."""
    case, procedure = page.case, page.procedure
    facts, unfilled = facts_of(page, spoken)
    return CaseView(
        uid=case.uid,
        version=case.version,
        seq=case.seq,
        watched=watched,
        most=MOST,
        address=reverse("web:case", args=[case.uid]),
        number=case.number,
        label=case.label if case.label != case.number else "",
        procedure=spoken.say(procedure.title),
        list_address=reverse("web:list", args=[procedure.pack, procedure.name]),
        report=reverse("web:report", args=[case.uid]) if is_report(case.procedure) else "",
        manual=_manual(page, spoken),
        step=f"#step-{procedure.name}-",
        turn=f"#procedure-{procedure.name}-states",
        state=spoken.state(case.state),
        tone=tone_of(procedure, case.state),
        kind=spoken.kind(case.kind),
        with_whom=_with_whom(page, spoken),
        next=f"{reverse('web:next')}?after={case.uid}",
        parent=_place(page.parent) if page.parent is not None else _place(page.origin),
        clocks=_clocks(page.deadlines, spoken, moment),
        facts=facts,
        unfilled=unfilled,
        signatures=_signatures(case.chain, spoken),
        related=[_related(each) for each in page.children],
        attachments=[
            File(
                each.name,
                _size(each.size),
                reverse("web:attachment", args=[case.uid, each.sha256]),
                image=each.type in IMAGES,
                pdf=each.type == PDF,
                void=said_void(each.void, spoken) if each.void is not None else "",
            )
            for each in page.attachments
        ],
        history=_history(page, spoken),
        open=doing.open,
        others=doing.others,
        closed=doing.closed,
        elsewhere=doing.elsewhere,
        pending=_pending(page, spoken),
        areas=[
            Place(spoken.say(each.title), reverse("web:case_area", args=[case.uid, each.name]))
            for each in offered_to(page.actor, page.pack, page.procedure)
        ],
        tables=[
            Place(spoken.say(each.title), reverse("web:case_ledger", args=[case.uid, each.name]))
            for each in ledgers.of_case(page, at=moment)
        ],
    )


def _manual(page: CasePage, spoken: Speaker) -> str:
    """The manual of the version that the case runs under; empty for who reads none."""
    if page.actor.party is not None or spoken.pack is None:
        return ""
    return f"{reverse('web:manual', args=[spoken.pack.name])}?version={spoken.pack.hash}"


def _with_whom(page: CasePage, spoken: Speaker) -> str:
    case = page.case
    if case.final is not None:
        return ""
    if case.holder is not None:
        who = spoken.person(case.holder)
        return _("由您办理") if case.holder == page.actor.person else _("由 %(name)s 办理") % {"name": who}
    if case.party:
        return _("等 %(name)s") % {"name": case.party}
    if case.post:
        return _("还没人领，在“%(post)s”的队列里") % {"post": spoken.post(case.post)}
    return ""


def _place(row: Row | None) -> Place | None:
    return Place(row.number, reverse("web:case", args=[row.uid])) if row is not None else None


def _related(row: Row) -> Related:
    from gendan.cases import library

    pack = library.pack(row.definition)
    procedure = pack.procedures[row.procedure.partition(".")[2]]
    spoken = speaker(pack, procedure)
    address = reverse("web:case", args=[row.uid])
    return Related(
        spoken.say(procedure.title), row.number, address, spoken.state(row.state), tone_of(procedure, row.state)
    )


def _clocks(deadlines: Iterable[DeadlineView], spoken: Speaker, moment: datetime) -> list[Timed]:
    """Running clocks first, the next due first; then those that ended."""
    found = []
    for each in deadlines:
        clock = each.clock
        at = spoken.moment(clock.due_at) if clock.due_at is not None else ""
        title = spoken.deadline(clock.name)
        order = (clock.has_ended, clock.due_at is None, clock.due_at or moment)
        # What may happen by itself some day, and has no day yet, is nobody's deadline.
        if clock.state is ClockState.DROPPED or (each.deadline is None and clock.due_at is None):
            continue
        found.append((order, Timed(title, *_stands(each, spoken), at)))
    return [timed for _order, timed in sorted(found, key=lambda pair: pair[0])]


def _stands(each: DeadlineView, spoken: Speaker) -> tuple[str, str]:
    clock = each.clock
    if clock.has_ended:
        return (_("按时完成"), "good-text") if clock.state is ClockState.MET else (_("超时完成"), "late-text")
    if clock.state is ClockState.PAUSED:
        return _("暂停计时"), "quiet"
    if each.left is None:
        return _("尚未定期限"), "quiet"
    span = span_in_words(each.left, spoken)
    if each.late:
        return _("超时 %(span)s") % {"span": span}, "late-text"
    says = _("还有 %(span)s（工作时间）") if clock.counts.value == "work" else _("还有 %(span)s")
    return says % {"span": span}, "soon-text" if each.left <= SOON else ""


def _signatures(chain: Mapping[str, Json], spoken: Speaker) -> list[Signature]:
    """Signatures as they were given, void ones marked, action by action."""
    found = []
    for action, entry in chain.items():
        signed = entry.get("signed") if isinstance(entry, dict) else None
        for each in signed if isinstance(signed, list) else []:
            if isinstance(each, dict):
                found.append(_signature(action, each, spoken))
    return found


def _signature(action: str, each: Mapping[str, Json], spoken: Speaker) -> Signature:
    from gendan.core.events import moment as moment_of

    at = each.get("at")
    who = spoken.person(each.get("by"))
    if each.get("for"):
        who = _("%(name)s（代 %(absent)s）") % {"name": who, "absent": spoken.person(each.get("for"))}
    void = bool(each.get("void"))
    says = _("%(name)s 已签，后来作废") % {"name": who} if void else _("%(name)s 已签") % {"name": who}
    part = str(each.get("as") or "").partition("#")[0]
    title = spoken.action(action)
    if signed_as := _signed_as(part, spoken):
        title += f"{spoken.both('：', ': ')}{signed_as}"
    return Signature(title, says, spoken.moment(moment_of(at)) if isinstance(at, int) else "", void)


def _signed_as(member: str, spoken: Speaker) -> str:
    """In which part, or as the holder of which post, somebody signed; empty where a field names him."""
    if spoken.procedure is not None and member in spoken.procedure.parts:
        return spoken.action(member)
    return spoken.post(member) if spoken.pack is not None and member in spoken.pack.posts else ""


def _history(page: CasePage, spoken: Speaker) -> list[Happened]:
    """The history, newest first."""
    return [_happened(page, line) for line in reversed(history(page.events, spoken, page.sees))]


def _happened(page: CasePage, line: Line) -> Happened:
    at = line.at.astimezone(zone())
    file = None
    if line.file is not None:
        address = reverse("web:attachment", args=[page.case.uid, str(line.file.get("sha256"))])
        file = File(str(line.file.get("name") or _("文件")), "", address)
    return Happened(
        seq=line.seq,
        iso=at.isoformat(),
        at=at.strftime("%m-%d %H:%M"),
        who=line.who,
        says=line.says,
        details=line.details,
        changes=line.changes,
        quote=line.quote,
        file=file,
        many=_("%(count)s 项内容") % {"count": len(line.changes)} if len(line.changes) > MANY else "",
    )


def _pending(page: CasePage, spoken: Speaker) -> list[Closed]:
    """What would happen by itself, and what it waits for."""
    return [
        Closed(
            spoken.action(name),
            tuple(reasons_in_words([Reason(code) for code in codes if isinstance(code, str)], spoken, name)),
        )
        for name, codes in page.case.pending.items()
        if isinstance(codes, list)
    ]


def recorded(events: Iterable[Event]) -> dict[str, Mapping[str, Json]]:
    """What the last doing of each action recorded of its own, as it was corrected since."""
    found: dict[str, Mapping[str, Json]] = {}
    for event in events:
        body = orjson.loads(event.body)
        action = body.get("do")
        if isinstance(action, str):
            if event.kind is Kind.CORRECTED:
                found[action] = {**found.get(action, {}), **(body.get("fix") or {})}
            else:
                found[action] = body.get("with") or {}
    return found


def _size(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:,.0f} KB" if size < 1024**2 else f"{size / 1024**2:,.1f} MB"
