"""负荷 Who is loaded how, what is late or about to be, and whole work handed over: for who is above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import library
from gendan.cases.handing import hand_over_all
from gendan.cases.prose import reasons_in_words
from gendan.cases.queries.load import NOBODY, Load, WorkQuery, done_today, end_of_day, loads, overseen, work_of
from gendan.cases.queries.paging import NoSuchPage, Page
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.people.sessions import address_of
from gendan.web.charts import Chart, Series
from gendan.web.context import Place
from gendan.web.views.common import now, person_of, speaker
from gendan.web.views.flow import short_span
from gendan.web.views.list_page import Option
from gendan.web.views.rows import Column, Table, counted, heads, mixed

DAYS: Final = (0, 1, 3)
"""How many days ahead "about to be late" may look."""
DRAWN: Final = 30
"""Bars of the chart: the most loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of a post, or the queue of the post."""

    name: str
    person: int
    address: str
    open: int
    late: int
    due_today: int
    done: int
    oldest: str
    holds: bool
    takers: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLoad:
    """A post with everybody who has work of it."""

    title: str
    department: str
    post: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """What the page shows; `once` makes a hand-over from it happen once."""

    posts: Sequence[PostLoad]
    chart: Chart | None
    once: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedLine:
    """A case of a hand-over, and what became of it."""

    number: str
    address: str
    done: bool
    says: str


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The load of every post below the reader's own."""
    posts, moment = _posts(request), now(request)
    lines = loads(posts, moment)
    done = done_today([each.person for each in lines if each.person], moment)
    shown = LoadPage(
        posts=[_post(post, [each for each in lines if each.post == post], done, moment) for post in posts],
        chart=_chart(lines),
        once=uuid4().hex,
    )
    return render(request, "web/load/page.html", {"here": "load", "load": shown})


@login_required
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """What is late, and what will be within some days, across departments."""
    posts, moment = _posts(request), now(request)
    days = next((each for each in DAYS if str(each) == request.GET.get("days")), DAYS[0])
    only = request.GET.get("post", "")
    wanted = tuple(post for post in posts if not only or post == only)
    query = WorkQuery(posts=wanted, until=end_of_day(moment + timedelta(days=days)))
    titles = {0: _("到今天为止"), 1: _("到明天为止"), 3: _("三天内")}
    context = {
        "here": "late",
        "title": _("超时和将到期"),
        "views": [Place(titles[each], f"?days={each}&post={only}", each == days) for each in DAYS],
        "posts": [Option(post, _title(post), post == only) for post in posts],
        "days": days,
    }
    return _listed(request, query, context)


@login_required
@require_GET
def cases(request: HttpRequest, pack: str, post: str, person: int) -> HttpResponse:
    """The open cases of one person in a post, or (0) those that nobody has claimed: what the load counts."""
    full = f"{pack}.{post}"
    if full not in _posts(request):
        raise Http404
    name = access.names_of([person]).get(person, "") if person else _("没人领的")
    if not name:
        raise Http404
    title = f"{_title(full)} · {name}"
    return _listed(request, WorkQuery(posts=(full,), person=person), {"here": "load", "title": title})


@login_required
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand one person's work of a post over to another, and tell what became of every case."""
    posts = _posts(request)
    post, reason = request.POST.get("post", ""), request.POST.get("reason", "").strip()[:500]
    giver, taker = (_number(request.POST.get(name, "")) for name in ("giver", "taker"))
    once = request.POST.get("once", "")
    if post not in posts or not giver or not taker or not once.isalnum():
        raise Http404
    names = access.names_of([giver, taker])
    handed = hand_over_all(
        giver,
        taker,
        [post],
        person=person_of(request),
        at=now(request),
        reason=reason,
        key=f"hand-over:{person_of(request)}:{once[:40]}",
    )
    pack = next((each for _number, each in library.active_packs() if each.name == post.partition(".")[0]), None)
    spoken = speaker(pack)
    lines = [
        HandedLine(
            number=each.case.number,
            address=f"/cases/{each.case.uid}/",
            done=each.outcome.done,
            says="；".join(reasons_in_words(each.outcome.reasons, spoken)),
        )
        for each in handed
    ]
    context = {
        "here": "load",
        "title": _("%(giver)s 的工作交给 %(taker)s") % {"giver": names.get(giver, ""), "taker": names.get(taker, "")},
        "post": _title(post),
        "lines": sorted(lines, key=lambda line: line.done),
        "done": sum(line.done for line in lines),
        "left": sum(not line.done for line in lines),
    }
    return render(request, "web/load/handed.html", context)


def _posts(request: HttpRequest) -> tuple[str, ...]:
    """The posts below the reader's own. Raises Http404 for who has none, and logs it."""
    moment = now(request)
    posts = overseen(person_of(request), moment)
    if not posts:
        log_access(
            Access.NOT_SEEN, at=moment, person=person_of(request), address=address_of(request), about="load of posts"
        )
        raise Http404
    return posts


def _listed(request: HttpRequest, query: WorkQuery, context: dict[str, object]) -> HttpResponse:
    try:
        found = work_of(query, reader=person_of(request), at=now(request), after=request.GET.get("after") or None)
    except NoSuchPage as gone:
        raise Http404 from gone
    kept = request.GET.copy()
    kept["after"] = found.next or ""
    context |= {"list": _table(found, now(request)), "next": f"?{kept.urlencode()}" if found.next else ""}
    return render(request, "web/load/cases.html", context)


def _table(found: Page, moment: datetime) -> Table:
    return Table(
        count=counted(found.count, capped=found.capped),
        columns=(*heads(), Column(title=_("内容"))),
        rows=mixed(found.rows, moment),
        empty=_("没有这样的单。"),
    )


def _post(post: str, lines: Sequence[Load], done: Mapping[int, int], moment: datetime) -> PostLoad:
    pack, _dot, name = post.partition(".")
    people = [Option(str(each.person), each.name) for each in lines if each.person and each.holds]
    return PostLoad(
        title=_title(post),
        department=_department(pack),
        post=post,
        lines=[
            Line(
                name=each.name or _("没人领的"),
                person=each.person,
                address=reverse("web:load_cases", args=[pack, name, each.person]),
                open=each.open,
                late=each.late,
                due_today=each.due_today,
                done=done.get(each.person, 0),
                oldest=short_span(moment - each.oldest, speaker()) if each.oldest is not None else "",
                holds=each.holds or each.person == NOBODY,
                takers=[taker for taker in people if taker.value != str(each.person)] if each.person else (),
            )
            for each in lines
        ],
    )


def _chart(lines: Sequence[Load]) -> Chart | None:
    """The most loaded as lying bars: late, due today, the rest."""
    loaded = sorted((each for each in lines if each.person and each.open), key=lambda each: (-each.open, each.name))
    if not loaded:
        return None
    drawn = loaded[:DRAWN]
    links = [reverse("web:load_cases", args=[*each.post.split("."), each.person]) for each in drawn]
    series: tuple[tuple[str, list[int], Literal["late", "soon", "accent"]], ...] = (
        (_("超时"), [each.late for each in drawn], "late"),
        (_("今天到期"), [each.due_today for each in drawn], "soon"),
        (_("其余"), [each.open - each.late - each.due_today for each in drawn], "accent"),
    )
    return Chart(
        name="load",
        kind="bar",
        title=_("手上的单"),
        categories=[f"{each.name} · {_title(each.post)}" for each in drawn],
        series=[
            Series(name=name, values=values, stack="open", links=links, tone=tone) for name, values, tone in series
        ],
        summary=_("最多的是 %(name)s，%(count)s 单。") % {"name": drawn[0].name, "count": drawn[0].open},
        lying=True,
    )


def _title(post: str) -> str:
    pack = next((each for _number, each in library.active_packs() if each.name == post.partition(".")[0]), None)
    return speaker(pack).post(post)


def _department(name: str) -> str:
    pack = next((each for _number, each in library.active_packs() if each.name == name), None)
    return speaker(pack).say(pack.title) if pack is not None else name


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
