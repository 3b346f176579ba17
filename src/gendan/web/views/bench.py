"""工作台 The workbench: what is mine and due first, what is late, what waits, and the queues of my posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gendan.cases import library, queries
from gendan.cases.models import Batch
from gendan.cases.queries import ListQuery, party, work
from gendan.cases.queries.paging import Page
from gendan.core.pack import Pack
from gendan.people import access
from gendan.web.concerned import openings
from gendan.web.views.batch_page import title_of
from gendan.web.views.common import language, now, person_of, speaker, zone
from gendan.web.views.rows import Column, Table, counted, heads, mixed

SHOWN = 12
"""Rows of each part of the workbench; the rest is behind its head's link."""
MOST_TO_SIGN = 100
"""Cases that wait for a signature, on their own page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with a name, which leads to what is counted."""

    title: str
    count: str
    address: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """The unclaimed cases of one post."""

    title: str
    post: str
    count: str
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases stand somewhere, with the list that shows them."""

    title: str
    count: str
    address: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department as its head sees it."""

    title: str
    rows: Sequence[Standing]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A batch that has rows to do."""

    title: str
    address: str
    done: int
    count: int


@login_required
def bench(request: HttpRequest) -> HttpResponse:
    """The page after signing in. With `part` one part alone, page by page."""
    person, moment = person_of(request), now(request)
    part = request.GET.get("part", "")
    outside = bool(party.names_of(person))
    titles = {
        "mine": _("等您办的单") if outside else _("我的单"),
        "sign": _("待我签字"),
        "late": _("已超时"),
        "waiting": _("正在办的单") if outside else _("等别人"),
        "pending": _("等条件自动继续"),
    }
    if part == "sign":
        signing = queries.to_sign(person=person, at=moment, limit=MOST_TO_SIGN)
        sections = [_section(part, titles[part], signing, moment, whole=True)]
        return render(request, "web/bench/part.html", {"sections": sections, "title": titles[part]})
    if part in titles:
        find = {"mine": work.mine, "late": work.late, "waiting": work.waiting, "pending": work.pending}[part]
        page = find(person=person, at=moment, after=request.GET.get("after") or None)
        sections = [_section(part, titles[part], page, moment, whole=True, outside=outside)]
        context: dict[str, object] = {"sections": sections, "title": titles[part], "part": part, "next": page.next}
        return render(request, "web/bench/part.html", context)
    found = work.workbench(person=person, at=moment, limit=SHOWN)
    packs = dict(library.active_packs())
    parts: Mapping[str, Page] = {
        "mine": found.mine,
        "sign": queries.to_sign(person=person, at=moment, limit=SHOWN),
        "late": found.late,
        "waiting": found.waiting,
        "pending": work.pending(person=person, at=moment, limit=SHOWN),
    }
    queues = [_queue(each, packs) for each in found.queues if each.count]
    lying = sum(each.count for each in found.queues)
    figures = [
        Figure(titles["mine"], counted(found.mine.count, capped=found.mine.capped), "#mine"),
        Figure(
            titles["late"],
            counted(found.late.count, capped=found.late.capped),
            "#late",
            "late" if found.late.count else "",
        ),
        *(
            [Figure(titles["sign"], counted(parts["sign"].count, capped=parts["sign"].capped), "#sign")]
            if parts["sign"].rows
            else []
        ),
        Figure(titles["waiting"], counted(found.waiting.count, capped=found.waiting.capped), "#waiting"),
        *(
            [Figure(_("待领"), counted(lying, capped=any(each.capped for each in found.queues)), "#queues")]
            if not outside
            else []
        ),
    ]
    context = {
        "here": "bench",
        "bench": {
            "today": date_format(moment.astimezone(zone()), _("Y年n月j日 l")),
            "figures": figures,
            "sections": [
                _section(name, titles[name], page, moment, outside=outside)
                for name, page in parts.items()
                if page.rows or name == "mine"
            ],
            "queues": queues,
            "openings": openings(person, moment, language()) if outside else (),
            "outside": outside,
            "batches": _unfinished(person),
            "departments": [
                _department(pack, person, moment) for pack in packs.values() if _oversees(pack, person, moment)
            ],
        },
    }
    return render(request, "web/bench/page.html", context)


@login_required
def queue(request: HttpRequest, pack: str, post: str) -> HttpResponse:
    """The unclaimed cases of one post."""
    moment = now(request)
    name = f"{pack}.{post}"
    found = queries.queue(person=person_of(request), at=moment, posts=[name], after=request.GET.get("after") or None)
    manual = {each.name: each for _number, each in library.active_packs()}.get(pack)
    title = _("待领：%(post)s") % {"post": speaker(manual).post(post)}
    table = Table(
        name="queue",
        title=title,
        count=counted(found.count, capped=found.capped),
        columns=(*heads(), Column(title=_("内容"))),
        rows=mixed(found.rows, moment),
        empty=_("队列里没有待领的单。"),
    )
    return render(request, "web/bench/part.html", {"sections": [table], "title": title, "next": found.next})


@login_required
def following(request: HttpRequest) -> HttpResponse:
    """To the case to take next; to the workbench where there is none."""
    uid = work.next_case(person=person_of(request), at=now(request))
    if uid is None or uid == request.GET.get("after"):
        return redirect("web:bench")
    return redirect("web:case", uid)


def _section(
    name: str, title: str, page: Page, moment: datetime, *, whole: bool = False, outside: bool = False
) -> Table:
    empty = {
        "mine": _("现在没有等您办的单。") if outside else _("手上没有要做的单。从右边的队列领一单，或按 n 看下一单。"),
        "late": _("没有超时的单。"),
        "waiting": _("没有在等别人的单。"),
        "sign": _("没有等您签字的单。"),
        "pending": _("没有等条件的单。"),
    }[name]
    return Table(
        name=name,
        title=title,
        count=counted(page.count, capped=page.capped),
        columns=(*heads(), Column(title=_("内容"))),
        rows=mixed(page.rows, moment),
        empty=empty,
        more=f"{reverse('web:bench')}?part={name}" if (page.next or page.capped) and not whole else "",
    )


def _queue(each: work.QueueCount, packs: Mapping[int, Pack]) -> Queue:
    name, _dot, post = each.queue.partition(".")
    pack = next((pack for pack in packs.values() if pack.name == name), None)
    address = reverse("web:queue", args=[name, post])
    title = speaker(pack).post(post)
    return Queue(
        title=title,
        post=pack.title.in_language(speaker(pack).language) if pack else name,
        count=counted(each.count, capped=each.capped),
        address=address,
    )


def _oversees(pack: Pack, person: int, moment: datetime) -> bool:
    """Whether posts of the pack report to one of the person's."""
    return bool(access.actor(person, pack, moment).oversees)


def _department(pack: Pack, person: int, moment: datetime) -> Department:
    """How the department stands: what is late, and how much lies in each state that is somebody's turn."""
    rows = []
    for procedure in pack.procedures.values():
        spoken = speaker(pack, procedure)
        base = reverse("web:list", args=[pack.name, procedure.name])
        full = f"{pack.name}.{procedure.name}"
        late, capped = queries.counted(ListQuery(procedure=full, late=True), person=person, at=moment)
        if late:
            title = _("%(procedure)s：已超时") % {"procedure": spoken.say(procedure.title)}
            rows.append(Standing(title, counted(late, capped=capped), f"{base}?late=1", "late-text"))
        for state in procedure.states.values():
            if state.final is not None or state.rests:
                continue
            count, capped = queries.counted(ListQuery(procedure=full, states=(state.name,)), person=person, at=moment)
            if count:
                title = f"{spoken.say(procedure.title)} · {spoken.say(state.title)}"
                rows.append(Standing(title, counted(count, capped=capped), f"{base}?state={state.name}"))
    return Department(speaker(pack).say(pack.title), rows)


def _unfinished(person: int) -> list[Unfinished]:
    stages = (Batch.Stage.READY, Batch.Stage.RUNNING, Batch.Stage.STOPPED)
    return [
        Unfinished(title_of(batch), reverse("web:batch", args=[batch.id]), batch.at_row - 1, batch.count)
        for batch in Batch.objects.filter(person=person, stage__in=stages).order_by("-created_at")[:10]
    ]
