"""导入 Files that bring cases in: uploaded, their columns matched, checked, run, and told row by row."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import imports
from gendan.cases.imports import Context, Fate
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.core.refusals import Refused
from gendan.web.forms.workbooks import explained, write_explained
from gendan.web.views import import_page
from gendan.web.views.common import language, now, person_of, speaker
from gendan.web.views.exports import written_file

SHOWN = 100
STEP = 3000
"""Rows taken by one step of the page; a job takes more at once where one runs."""


@login_required
def upload(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Choose a file. It is kept as it is, and checked on the next page."""
    here = _context(request, f"{pack}.{name}")
    spoken = _speaker(here)
    refused: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            refused = [_("请选一个文件。")]
        else:
            try:
                kept = imports.keep_file(file, name=file.name or "", by=person_of(request), at=now(request))
            except Refused:
                refused = [_("这不是可以导入的文件。请用 CSV 或 Excel（xlsx）。")]
            else:
                address = reverse("web:import_check", args=[pack, name, kept["sha256"]])
                return redirect(f"{address}?{urlencode({'file': kept['name']})}")
    runs = imports.runs(here.name, person=person_of(request), at=now(request))
    view = {
        "title": spoken.say(here.declared.title),
        "steps": import_page.steps(0),
        "refused": refused,
        "runs": import_page.earlier(runs, spoken),
        "template": reverse("web:import_template", args=[pack, name]),
    }
    return render(request, "web/import/upload.html", {"import": view}, status=422 if refused else 200)


@login_required
def template(request: HttpRequest, pack: str, name: str) -> HttpResponseBase:
    """A workbook to be filled in: the columns by which the import finds its fields, each explained."""
    here = _context(request, f"{pack}.{name}")
    opening = here.procedure.actions["open"] if here.procedure is not None else None
    needed = {*here.declared.key, *(opening.needs if opening is not None else ())}
    heads: dict[str, str] = {}
    for head, field in here.declared.columns:
        heads.setdefault(field, head)
    columns = [
        explained(field, language=language(), must=name in needed, head=heads.get(name, ""))
        for name, field in sorted(here.fields.items(), key=lambda pair: pair[0] not in heads)
        if not field.hidden
    ]
    title = _speaker(here).say(here.declared.title)
    return written_file("xlsx", f"{pack}-{name}", lambda path: write_explained(path, columns, (), title=title))


@login_required
def check(request: HttpRequest, pack: str, name: str, sha256: str) -> HttpResponse:
    """Match columns to fields, see what the file would do, and begin."""
    here = _context(request, f"{pack}.{name}")
    spoken = _speaker(here)
    file = request.GET.get("file", "")[:200]
    sheet = request.POST.get("sheet", "")
    mapping = import_page.mapping_of(request.POST.dict(), here.fields) if request.method == "POST" else None
    start = request.POST.get("start", "")
    try:
        if mapping is not None and start in ("good", "none"):
            run = imports.start(
                here.name,
                sha256=sha256,
                file_name=file,
                mapping=mapping,
                keep=start,
                person=person_of(request),
                at=now(request),
                sheet=sheet,
            )
            return redirect("web:import_run", run)
        seen = imports.preview(
            here.name, sha256, mapping=mapping, sheet=sheet, person=person_of(request), at=now(request)
        )
    except Refused as refused:
        if any(reason.family == "missing" for reason in refused.reasons):
            raise Http404 from refused
        view = {
            "title": spoken.say(here.declared.title),
            "steps": import_page.steps(0),
            "refused": reasons_in_words(refused.reasons, spoken, "open"),
            "runs": [],
        }
        return render(request, "web/import/upload.html", {"import": view}, status=422)
    shown = import_page.check_view(
        seen,
        spoken,
        title=spoken.say(here.declared.title),
        file=file,
        list_address=_list_address(here),
        upload=reverse("web:import", args=[pack, name]),
    )
    return render(request, "web/import/check.html", {"import": shown}, status=422 if seen.refused else 200)


@login_required
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far a run is, or what became of each row."""
    return _shown(request, run, "web/import/run.html")


@login_required
@require_POST
def step(request: HttpRequest, run: UUID) -> HttpResponse:
    """Take the next rows, and tell how far it is. With `go=on` a stopped run goes on."""
    try:
        if request.GET.get("go") == "on":
            imports.go_on(run, person=person_of(request), at=now(request))
            return redirect("web:import_run", run)
        imports.progress(run, person=person_of(request), at=now(request))
    except Refused as refused:
        raise Http404 from refused
    imports.continue_(run, now(request), limit=STEP)
    return _told(request, run)


@login_required
@require_POST
def stop(request: HttpRequest, run: UUID) -> HttpResponse:
    """Stop after the rows at hand."""
    try:
        imports.stop(run, person=person_of(request), at=now(request))
    except Refused as refused:
        raise Http404 from refused
    return _told(request, run)


def _told(request: HttpRequest, run: UUID) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("web:import_run", run)
    response = _shown(request, run, "web/import/progress.html")
    progress = imports.progress(run, person=person_of(request), at=now(request))
    if not progress.running:
        response["HX-Refresh"] = "true"
    return response


def _shown(request: HttpRequest, run: UUID, template: str) -> HttpResponse:
    person, moment = person_of(request), now(request)
    fate = request.GET.get("fate", "")
    fates = [Fate(fate)] if fate in {each.value for each in Fate} else []
    after = request.GET.get("after", "")
    try:
        progress = imports.progress(run, person=person, at=moment)
        here = _context(request, progress.name)
        rows = imports.outcomes(
            run,
            person=person,
            at=moment,
            fates=fates,
            after=int(after) if after.isdecimal() else 0,
            limit=SHOWN + 1,
        )
    except Refused as refused:
        raise Http404 from refused
    spoken = _speaker(here)
    view = import_page.run_view(
        progress,
        rows[:SHOWN] if not progress.running else [],
        spoken,
        title=spoken.say(here.declared.title),
        list_address=_list_address(here),
        upload=reverse("web:import", args=progress.name.split(".", 1)),
        fate=fates[0].value if fates else "",
        more=len(rows) > SHOWN,
    )
    return render(request, template, {"import": view})


def _context(request: HttpRequest, name: str) -> Context:
    try:
        return imports.context(name, person=person_of(request), at=now(request))
    except Refused as refused:
        raise Http404 from refused


def _speaker(here: Context) -> Speaker:
    spoken = speaker(here.under.pack, here.procedure)
    return spoken if here.procedure is not None else replace(spoken, fields=here.fields)


def _list_address(here: Context) -> str:
    if here.procedure is None:
        return reverse("web:bench")
    return reverse("web:list", args=[here.under.pack.name, here.procedure.name])
