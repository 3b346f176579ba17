"""流程图 The flow of a procedure, drawn, with what stands where today and how long each step takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gendan.cases.basis import basis
from gendan.cases.library import active
from gendan.cases.prose import Speaker, span_in_words
from gendan.cases.queries import ListQuery
from gendan.cases.queries.board import Standing, standing
from gendan.cases.queries.process import MOST_MEASURED, TimeInState, seen_cases, times_in_states
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.worktime import Calendar
from gendan.packs import drawing
from gendan.packs.drawing import Badge
from gendan.packs.drawing.svg import LANES
from gendan.people import access
from gendan.web.context import Place
from gendan.web.views.common import language, now, speaker
from gendan.web.views.faces import faces
from gendan.web.views.lists import found
from gendan.web.views.rows import counted, tone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """A state in the table beside the drawing."""

    title: str
    tone: str
    address: str
    owner: str
    count: str
    late: int
    late_address: str
    time: str
    elapsed: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """What the page shows; `drawing` is None where the layout engine was not built."""

    title: str
    faces: Sequence[Place]
    drawing: SafeString | None
    lanes: Sequence[tuple[int, str]]
    lines: Sequence[StateLine]
    measured: int


@login_required
@require_GET
def page(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """The drawn flow. What is counted are the cases that the reader sees: the same as his lists."""
    manual, steps, actor = found(request, pack, procedure)
    moment, spoken = now(request), speaker(manual, steps)
    query = ListQuery(procedure=f"{pack}.{procedure}", states=tuple(steps.states))
    stand = standing(query, steps, person=actor.person, at=moment)
    cases = seen_cases(steps, person=actor.person, at=moment, most=MOST_MEASURED)
    times = times_in_states(cases, calendar_of(manual))
    drawn = _drawn(manual, steps, stand, times, spoken)
    lanes = drawing.sketch(steps, manual, language=language()).lanes
    shown = FlowPage(
        title=spoken.say(steps.title),
        faces=faces(steps, "flow"),
        drawing=drawn,
        lanes=[(lane.index % LANES, lane.title) for lane in lanes],
        lines=[_line(steps, name, stand[name], times.get(name), spoken) for name in steps.states],
        measured=len(cases),
    )
    return render(request, "web/flow/page.html", {"flow": shown})


def calendar_of(manual: Pack) -> Calendar:
    """The calendar by which the pack's active version counts working time."""
    epoch = access.current_epoch()
    definition = active(manual.name, epoch)
    assert definition is not None
    return basis(definition, epoch).calendar


def _drawn(
    manual: Pack,
    steps: Procedure,
    stand: Mapping[str, Standing],
    times: Mapping[str, TimeInState],
    spoken: Speaker,
) -> SafeString | None:
    try:
        drawn = drawing.of(steps, manual, language=language())
    except (drawing.NotBuilt, drawing.NotLaidOut):
        return None
    keys = {node.name: node.key for node in drawn.nodes if node.key.startswith("state.")}
    links = {keys[name]: list_address(steps, name) for name in stand}
    badges = {keys[name]: _badges(each, times.get(name), spoken) for name, each in stand.items()}
    # Everything in it is escaped where it is made.
    return mark_safe(drawing.svg(drawn, links=links, badges=badges))  # noqa: S308 a drawing escapes its texts


def _badges(stand: Standing, time: TimeInState | None, spoken: Speaker) -> list[Badge]:
    count = counted(stand.count, capped=stand.capped)
    badges = []
    if stand.count:
        badges.append(Badge(count, ngettext("%(count)s 单", "%(count)s 单", stand.count) % {"count": count}))
    if stand.late:
        badges.append(Badge(f"{stand.late:,}", _("%(count)s 单超时") % {"count": stand.late}, "late"))
    if time is not None:
        span = short_span(time.working, spoken)
        badges.append(Badge(span, _("工作时间中位数 %(span)s") % {"span": span}, "time"))
    return badges


def _line(steps: Procedure, name: str, stand: Standing, time: TimeInState | None, spoken: Speaker) -> StateLine:
    state = steps.states[name]
    owner = state.owner.post if state.owner is not None else None
    return StateLine(
        title=spoken.say(state.title),
        tone=tone_of(steps, name),
        address=list_address(steps, name),
        owner=spoken.post(f"{steps.pack}.{owner}") if owner else "",
        count=counted(stand.count, capped=stand.capped),
        late=stand.late,
        late_address=f"{list_address(steps, name)}&late=1",
        time=short_span(time.working, spoken) if time is not None else "",
        elapsed=short_span(time.elapsed, spoken) if time is not None else "",
        visits=time.visits if time is not None else 0,
    )


def list_address(steps: Procedure, state: str) -> str:
    """The list of the cases in a state."""
    return f"{reverse('web:list', args=[steps.pack, steps.name])}?state={state}"


def short_span(span: timedelta, spoken: Speaker) -> str:
    """A length of time in words; less than a minute says so."""
    if span < timedelta(minutes=1):
        return spoken.both("不到1分钟", "under 1 min")
    return span_in_words(span, spoken)
