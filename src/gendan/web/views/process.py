"""流程实况 The paths that cases really took, drawn: how often, how long they waited, and where they left the declared
way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import library, xes
from gendan.cases.prose import Speaker
from gendan.cases.queries.process import Paths, Step, paths, seen_cases, strays, traces
from gendan.core.procedure import Procedure
from gendan.packs import drawing
from gendan.packs.drawing import Taken
from gendan.people import access
from gendan.web.context import Place
from gendan.web.views.common import language, now, person_of, speaker
from gendan.web.views.faces import faces
from gendan.web.views.flow import short_span
from gendan.web.views.list_page import Option
from gendan.web.views.lists import found

PERIODS: Final = (30, 90, 365, 0)
"""Days back in which the cases were opened; 0: all."""
MOST_DRAWN: Final = 60
"""Ways that are drawn, the most frequent: more can't be read. The table has all."""
MOST_BYTES: Final = 50 * 1024 * 1024
"""Of a log that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One way in the table."""

    source: str
    action: str
    target: str
    count: int
    cases: int
    wait: str
    slow: str
    strays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    """One whole path in the table; `share` in whole percent."""

    steps: Sequence[str]
    count: int
    share: int
    time: str
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPage:
    """What the page shows; `strays` is how many steps were not declared, of `steps`."""

    title: str
    drawing: SafeString | None
    built: bool
    cases: int
    capped: bool
    steps: int
    strays: int
    lines: Sequence[Line]
    paths: Sequence[PathLine]
    variants: int
    faces: Sequence[Place] = ()
    periods: Sequence[Place] = ()
    versions: Sequence[Option] = ()
    days: int = 0
    export: str = ""
    foreign: bool = False


@login_required
@require_GET
def page(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """What the cases that the reader sees did, held against a version of the pack."""
    manual, steps, actor = found(request, pack, procedure)
    moment, spoken = now(request), speaker(manual, steps)
    days = next((each for each in PERIODS if str(each) == request.GET.get("days")), PERIODS[1])
    since = moment - timedelta(days=days) if days else None
    versions = _versions(pack, procedure)
    against = next((each for each in versions if str(each) == request.GET.get("version")), versions[0])
    did = paths(seen_cases(steps, person=actor.person, at=moment, since=since))
    titles = {name: spoken.say(state.title) for name, state in steps.states.items()}
    titles |= {name: name for step in did.steps for name in (step.source, step.target) if name and name not in titles}
    outcomes = {name: state.final.value for name, state in steps.states.items() if state.final is not None}
    stray = strays(did.steps, library.pack(against).procedures[procedure])
    shown = _page(did, stray, titles, outcomes, _titles_of(steps, spoken), spoken, spoken.say(steps.title))
    told = {number: library.pack(number).version for number in versions}
    context = {
        "process": replace(
            shown,
            faces=faces(steps, "process"),
            periods=[
                Place(
                    _("全部") if not each else _("最近 %(days)s 天") % {"days": each},
                    f"?days={each}&version={against}",
                    each == days,
                )
                for each in PERIODS
            ],
            versions=[Option(str(number), version, number == against) for number, version in told.items()],
            days=days,
            export=f"{reverse('web:process_export', args=[pack, procedure])}?days={days}",
        )
    }
    return render(request, "web/process/page.html", context)


@login_required
@require_GET
def export(request: HttpRequest, pack: str, procedure: str) -> StreamingHttpResponse:
    """The same cases as an event log in XES, for tools that look at processes."""
    manual, steps, actor = found(request, pack, procedure)
    moment, spoken = now(request), speaker(manual, steps)
    days = next((each for each in PERIODS if str(each) == request.GET.get("days")), 0)
    since = moment - timedelta(days=days) if days else None
    cases = seen_cases(steps, person=actor.person, at=moment, since=since)
    people = {key: member.name for key, member in access.organization().members.items()}
    pieces = xes.written(spoken.say(steps.title), traces(cases), titles=_titles_of(steps, spoken), people=people)
    answer = StreamingHttpResponse(_encoded(pieces), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{pack}-{procedure}-{moment:%Y%m%d}.xes"'
    return answer


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """A log from elsewhere, looked at as ours are: it is drawn and told, and kept nowhere."""
    if access.organization().members[person_of(request)].party is not None:
        raise Http404
    file = request.FILES.get("log")
    wrong = ""
    if file is None:
        wrong = _("请选择一个 XES 文件。")
    elif file.size is None or file.size > MOST_BYTES:
        wrong = _("文件太大：最多 50 MB。")
    else:
        try:
            log = xes.read_log(BytesIO(file.read()))
        except xes.LogFault as fault:
            wrong = _fault(fault)
    if wrong:
        return render(request, "web/process/page.html", {"wrong": wrong}, status=422)
    did = xes.paths_of(log)
    spoken = speaker()
    counts = Counter(event.activity for trace in log.traces for event in trace.events)
    titles = {name: name for name, _count in counts.most_common()}
    shown = _page(
        did, [False] * len(did.steps), titles, {}, {}, spoken, log.name or (file.name if file else "") or "XES"
    )
    return render(request, "web/process/page.html", {"process": replace(shown, foreign=True)})


def _page(
    did: Paths,
    stray: Sequence[bool],
    titles: Mapping[str, str],
    outcomes: Mapping[str, str],
    actions: Mapping[str, str],
    spoken: Speaker,
    title: str,
) -> ProcessPage:
    lines = [_line(step, stray[number], titles, actions, spoken) for number, step in enumerate(did.steps)]
    drawn, built = _drawn(did, stray, lines, titles, outcomes, title)
    return ProcessPage(
        title=title,
        drawing=drawn,
        built=built,
        cases=did.cases,
        capped=did.capped,
        steps=sum(step.count for step in did.steps),
        strays=sum(step.count for number, step in enumerate(did.steps) if stray[number]),
        lines=lines,
        paths=[
            PathLine(
                steps=[titles.get(state, state) for state in path.states],
                count=path.count,
                share=round(100 * path.count / did.cases),
                time=short_span(path.time, spoken),
                ended=path.ended,
            )
            for path in did.paths
        ],
        variants=did.variants,
    )


def _line(step: Step, strays: bool, titles: Mapping[str, str], actions: Mapping[str, str], spoken: Speaker) -> Line:
    action = actions.get(step.action, step.action)
    return Line(
        source=titles.get(step.source, _("开始")),
        action=_("%(action)s：驳回") % {"action": action} if step.rejects else action,
        target=titles.get(step.target, _("结束")),
        count=step.count,
        cases=step.cases,
        wait=short_span(step.wait, spoken) if step.wait is not None else "",
        slow=short_span(step.slow, spoken) if step.slow is not None else "",
        strays=strays,
    )


def _drawn(
    did: Paths,
    stray: Sequence[bool],
    lines: Sequence[Line],
    titles: Mapping[str, str],
    outcomes: Mapping[str, str],
    title: str,
) -> tuple[SafeString | None, bool]:
    """The drawing of the most frequent ways (None: nothing happened yet), and whether it could be made."""
    if not did.steps:
        return None, True
    joined: dict[tuple[str, str, bool], list[int]] = {}
    for number, step in enumerate(did.steps[:MOST_DRAWN]):
        joined.setdefault((step.source, step.target, stray[number]), []).append(number)
    taken = [
        Taken(
            source=source,
            target=target,
            count=sum(did.steps[number].count for number in numbers),
            says=tuple(_says(lines[number]) for number in numbers),
            strays=undeclared,
        )
        for (source, target, undeclared), numbers in joined.items()
    ]
    visits: Counter[str] = Counter()
    for step in did.steps:
        visits[step.target] += step.count
    sketch = drawing.sketch_of(
        taken,
        title=title,
        says=_("%(cases)s 单的实际路径") % {"cases": did.cases},
        language="en" if language().startswith("en") else "zh",
        titles=titles,
        figures={name: _("到过 %(count)s 次") % {"count": f"{count:,}"} for name, count in visits.items()},
        outcomes=outcomes,
    )
    try:
        laid_out = drawing.laid_out(sketch)
    except (drawing.NotBuilt, drawing.NotLaidOut):
        return None, False
    # Everything in it is escaped where it is made.
    return mark_safe(drawing.svg(laid_out, name="process")), True  # noqa: S308 a drawing escapes its texts


def _says(line: Line) -> str:
    parts = [line.action, f"{line.count:,}", line.wait]
    return " · ".join(part for part in parts if part)


def _titles_of(steps: Procedure, spoken: Speaker) -> dict[str, str]:
    return {name: spoken.say(action.title) for name, action in steps.actions.items()}


def _versions(pack: str, procedure: str) -> list[int]:
    """The pack's versions that have the procedure, the active one first, then the newest."""
    return [number for number in library.versions_of(pack) if procedure in library.pack(number).procedures]


def _fault(fault: xes.LogFault) -> str:
    return {
        "xml": _("第 %(line)s 行不是正确的 XML。") % {"line": fault.line},
        "document_type": _("文件带有文档类型声明，出于安全不予读取。"),
        "no_log": _("这不是 XES 日志。"),
        "large": _("日志太大：最多 500,000 个事件。"),
        "empty": _("日志里没有事件。"),
    }[fault.code]


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)
