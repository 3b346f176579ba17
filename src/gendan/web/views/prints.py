"""合并打印 The papers of many cases in one go: begun in a list or after a batch, made in steps, taken as files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gendan.cases import batches, printing
from gendan.cases.batches import Chosen
from gendan.cases.long_work import NotYours
from gendan.cases.models import PrintRun
from gendan.cases.prose import Speaker
from gendan.core.pack import Document
from gendan.web.views.common import manual_of, now, person_of, speaker

SHOWN = 100


@dataclass(frozen=True, slots=True)
class PartRow:
    """A file of a run."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A case whose paper is not among the printed ones."""

    row: int
    uid: str
    number: str
    address: str
    says: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list of one's work on many."""

    title: str
    address: str
    state: str
    tone: str
    printed: int
    missing: int
    count: int
    at: str


def begin(request: HttpRequest, chosen: list[Chosen], procedure: str, document: str) -> HttpResponse:
    """Begin a run over cases that were chosen. Raises Http404 for a paper that the procedure does not print."""
    if document not in {each.name for each in _documents(procedure)}:
        raise Http404
    run = printing.create(chosen, procedure=procedure, document=document, person=person_of(request), at=now(request))
    return redirect("web:print_run", run.id)


def rows_of(request: HttpRequest) -> list[RunRow]:
    """One's own runs, the newest first."""
    spoken = speaker()
    return [
        RunRow(
            title=_title(each),
            address=reverse("web:print_run", args=[each.id]),
            state=_state(each)[0],
            tone=_state(each)[1],
            printed=each.printed,
            missing=each.missing,
            count=each.count,
            at=spoken.moment(each.created_at),
        )
        for each in printing.runs_of(person_of(request))
    ]


@login_required
@require_POST
def of_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Print a paper of the cases with which a batch succeeded."""
    try:
        own = batches.own(batch, person=person_of(request))
    except NotYours as gone:
        raise Http404 from gone
    ids = list(own.rows.filter(done=True).order_by("row").values_list("case_id", flat=True))
    chosen = batches.chosen(ids, procedure=own.procedure, person=own.person, at=now(request))
    if not chosen:
        messages.error(request, _("没有可打印的单。"))
        return redirect("web:batch", own.id)
    return begin(request, chosen, own.procedure, request.POST.get("document", ""))


@login_required
def page(request: HttpRequest, run: UUID) -> HttpResponse:
    """A run: how far it is, its files, and the cases whose paper is missing."""
    return render(request, "web/prints/page.html", {"here": "batches", "run": _view(_own(request, run))})


@login_required
@require_POST
def step(request: HttpRequest, run: UUID) -> HttpResponse:
    """Make the next part, and tell how far it is. With `go=on` a stopped run goes on."""
    own = _own(request, run)
    if request.GET.get("go") == "on":
        printing.go_on(own.id, person=own.person, at=now(request))
        return redirect("web:print_run", own.id)
    printing.advance(own.id, now(request))
    return _progress(request, run)


@login_required
@require_POST
def stop(request: HttpRequest, run: UUID) -> HttpResponse:
    """Stop after the part at hand."""
    own = _own(request, run)
    printing.stop(own.id, person=own.person, at=now(request))
    return _progress(request, run)


@login_required
def part(request: HttpRequest, run: UUID, volume: int) -> HttpResponseBase:
    """A file of a run, to be shown by the browser and printed."""
    own = _own(request, run)
    path = printing.part_of(own.id, volume) if 0 < volume <= own.parts else None
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), filename=f"{own.document}-{volume}.pdf", content_type="application/pdf")


def _own(request: HttpRequest, run: UUID) -> PrintRun:
    try:
        return printing.own(run, person=person_of(request))
    except NotYours as gone:
        raise Http404 from gone


def _progress(request: HttpRequest, run: UUID) -> HttpResponse:
    own = _own(request, run)
    if not request.headers.get("HX-Request"):
        return redirect("web:print_run", own.id)
    return render(request, "web/prints/progress.html", {"run": _view(own)})


def _view(run: PrintRun) -> dict[str, object]:
    manual, steps = manual_of(run.procedure)
    spoken = speaker(manual, steps)
    running = run.stage == PrintRun.Stage.RUNNING
    awaited = printing.still_awaited(run.id, run.document) if running else 0
    missing = [] if running else list(run.rows.filter(done=False).order_by("row")[:SHOWN])
    return {
        "title": _title(run),
        "procedure": spoken.say(steps.title) if steps is not None else run.procedure,
        "list_address": reverse("web:list", args=run.procedure.split(".", 1)) if steps is not None else "",
        "running": running,
        "stopped": run.stage == PrintRun.Stage.STOPPED and not run.let_go,
        "let_go": run.let_go,
        "done": f"{run.at_row - 1:,}",
        "count": f"{run.count:,}",
        "made": f"{run.count - awaited:,}" if awaited else "",
        # What is printed by now counts half, what is brought together whole.
        "bar_most": run.count * 2,
        "bar": run.count - awaited + run.at_row - 1,
        "printed": f"{run.printed:,}",
        "missing": f"{run.missing:,}" if run.missing else "",
        "says": _says(run, awaited),
        "step_address": reverse("web:print_step", args=[run.id]),
        "stop_address": reverse("web:print_stop", args=[run.id]),
        "go_on_address": reverse("web:print_step", args=[run.id]) + "?go=on",
        "parts": [] if run.let_go else _parts(run, spoken),
        "reasons": [(_reason(code), rows) for code, rows in printing.reasons(run.id)],
        "rows": [
            MissingRow(each.row, str(each.uid), each.number, reverse("web:case", args=[each.uid]), _reason(each.reason))
            for each in missing
        ],
        "more": run.missing - len(missing),
    }


def _parts(run: PrintRun, spoken: Speaker) -> list[PartRow]:
    numbers: dict[int, list[str]] = {}
    for number, row in run.rows.filter(part__gt=0).order_by("row").values_list("part", "number"):
        numbers.setdefault(number, []).append(row)
    return [
        PartRow(
            _("%(first)s 至 %(last)s，%(count)s 张单据") % {"first": each[0], "last": each[-1], "count": len(each)},
            reverse("web:print_part", args=[run.id, number]),
        )
        for number, each in numbers.items()
    ]


def _documents(procedure: str) -> tuple[Document, ...]:
    manual, steps = manual_of(procedure)
    return printing.documents_of(steps, manual) if manual is not None and steps is not None else ()


def _title(run: PrintRun) -> str:
    manual, steps = manual_of(run.procedure)
    found = manual.documents.get(run.document) if manual is not None else None
    title = speaker(manual, steps).say(found.title) if found is not None else run.document
    return _("打印“%(document)s” × %(count)s") % {"document": title, "count": f"{run.count:,}"}


def _state(run: PrintRun) -> tuple[str, str]:
    if run.let_go:
        return _("文件已清除"), ""
    return {
        PrintRun.Stage.RUNNING: (_("进行中"), "note"),
        PrintRun.Stage.STOPPED: (_("已暂停"), "soon"),
        PrintRun.Stage.DONE: (_("已做完"), "good" if not run.missing else "accent"),
    }[PrintRun.Stage(run.stage)]


def _says(run: PrintRun, awaited: int) -> str:
    if awaited:
        return _("还有 %(count)s 张单据正在打印，印好就合并。可以离开这一页，回来再看。") % {"count": f"{awaited:,}"}
    if run.let_go:
        return _("文件已过保存期。要再打印，请从清单重新选。")
    return {
        PrintRun.Stage.RUNNING: _("正在合并。可以离开这一页，回来再看。"),
        PrintRun.Stage.STOPPED: _("已暂停。做好的文件可以先打印。"),
        PrintRun.Stage.DONE: ngettext("已做完，共 %(pages)s 页。", "已做完，共 %(pages)s 页。", run.pages)
        % {"pages": f"{run.pages:,}"},
    }[PrintRun.Stage(run.stage)]


def _reason(code: str) -> str:
    return {
        "not_seen": _("这张单您看不到了"),
        "not_printed": _("还没有打印过这张单据：办到那一步才会有"),
        "not_shown": _("单据上有您不能看的内容"),
        "broken": _("文件已损坏或不在"),
    }.get(code, code)
