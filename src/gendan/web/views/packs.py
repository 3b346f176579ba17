"""手册 The manuals: seen by all who work here; versions, checks, stories and activation by administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import library, manuals, studio
from gendan.cases.standing import in_use
from gendan.cases.studio import Source, StudioRefused
from gendan.core.pack import Pack
from gendan.packs.difference import breaks, changes
from gendan.people.actions.authority import is_administrator
from gendan.people.models import Person
from gendan.web.views import packs_page
from gendan.web.views.administration import administrators_only, refusal, signed
from gendan.web.views.common import now, person_of, speaker
from gendan.web.views.list_page import Option


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The manuals in force, with what each holds; for administrators, the drafts and an upload besides."""
    reader = person_of(request)
    if Person.objects.get(pk=reader).party:
        raise Http404
    administers = is_administrator(reader)
    read = {each.name for each in manuals.departments(person=reader, at=now(request))}
    found = []
    for number, pack in library.active_packs():
        said = speaker(pack)
        about = library.activation(number)
        found.append(
            {
                "title": said.say(pack.title),
                "name": pack.name,
                "reads": pack.name in read,
                "version": pack.version,
                "hash": pack.hash[:12],
                "procedures": said.listed([said.say(each.title) for each in pack.procedures.values()]),
                "posts": said.listed([said.say(each.title) for each in pack.posts.values()]),
                "at": said.moment(about.at) if about is not None else "",
                "by": said.person(about.by) if about is not None else "",
            }
        )
    drafts, shipped = [], []
    if administers:
        shipped = [(each, speaker().say(each.title)) for each in studio.shipped()]
        drafts = [(each, packs_page.draft_row(each, speaker())) for each in studio.open_drafts()]
    context = {"packs": found, "here": "packs", "administers": administers, "drafts": drafts, "shipped": shipped}
    return render(request, "web/packs/list.html", context)


@administrators_only
def pack(request: HttpRequest, pack: str) -> HttpResponse:
    """One pack: its versions with the cases that run under each, and its drafts."""
    versions = studio.versions(pack)
    drafts = studio.open_drafts(pack)
    if not versions and not drafts:
        raise Http404
    packs = {each.id: library.pack(each.id) for each in versions}
    newest = packs[versions[0].id] if versions else None
    spoken = speaker(newest)
    rows = [packs_page.version_row(each, packs[each.id], spoken) for each in versions]
    context = {
        "here": "packs",
        "pack": {
            "name": pack,
            "title": spoken.say(newest.title) if newest is not None else pack,
            "versions": rows,
            "drafts": [packs_page.draft_row(each, spoken) for each in drafts],
            "sources": _sources(pack),
            "in_force": any(each.in_force for each in versions),
        },
    }
    return render(request, "web/packs/pack.html", context)


@administrators_only
def source(request: HttpRequest, pack: str, source: str) -> HttpResponse:
    """A version or draft: what the checker says, what its stories came to, and what activating it would do."""
    return _shown(request, _source(pack, source))


@administrators_only
@require_POST
def play(request: HttpRequest, pack: str, source: str) -> HttpResponse:
    """Play all stories of a version or draft."""
    person = person_of(request)
    of = _source(pack, source)
    try:
        run = studio.play(of, by=person, at=now(request))
    except StudioRefused as refused:
        return _shown(request, of, refused=refusal(refused))
    return redirect("web:story_run", run)


@administrators_only
@require_POST
def activate(request: HttpRequest, pack: str, source: str) -> HttpResponse:
    """Put a version or draft in force."""
    person = person_of(request)
    of = _source(pack, source)
    try:
        made = studio.activate(of, by=person, at=now(request))
    except StudioRefused as refused:
        return _shown(request, of, refused=refusal(refused))
    messages.success(request, _("已启用版本 %(version)s。") % {"version": made.pack.version})
    return redirect("web:pack", pack)


@administrators_only
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far stories are, and what became of each."""
    return _run(request, run, "web/packs/run.html")


@administrators_only
@require_POST
def step(request: HttpRequest, run: UUID) -> HttpResponse:
    """Play the next story, and tell how far it is."""
    studio.continue_(run, now(request))
    if not request.headers.get("HX-Request"):
        return redirect("web:story_run", run)
    response = _run(request, run, "web/packs/progress.html")
    if not studio.run_told(run).running:
        response["HX-Refresh"] = "true"
    return response


@administrators_only
def difference(request: HttpRequest, pack: str) -> HttpResponse:
    """What changes from one version or draft to another, and what open cases of the first would miss."""
    sources = _sources(pack)
    if not sources:
        raise Http404
    names = [each.value for each in sources]
    new = request.GET.get("new") or names[0]
    old = request.GET.get("old") or next((name for name in names[1:] if name.startswith("v")), names[0])
    before, after = _readable(_source(pack, old)), _readable(_source(pack, new))
    spoken = speaker(after or before)
    rows, missed = [], []
    if before is not None and after is not None:
        rows = packs_page.change_rows(changes(before, after))
        missed = packs_page.break_rows(breaks(before, after, in_use(before)), before, spoken)
    context = {
        "here": "packs",
        "pack": {"name": pack, "title": spoken.say(after.title) if after is not None else pack},
        "olds": _sources(pack, old),
        "news": _sources(pack, new),
        "same": old == new,
        "unread": before is None or after is None,
        "rows": rows,
        "breaks": missed,
    }
    return render(request, "web/packs/difference.html", context)


@administrators_only
def download(request: HttpRequest, pack: str, source: str) -> HttpResponse:
    """The files as a zip."""
    of = _source(pack, source)
    found = _readable(of)
    response = HttpResponse(studio.packed(studio.files_of(of)), content_type="application/zip")
    name = f"{pack}-{found.version}.zip" if found is not None else f"{pack}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _run(request: HttpRequest, run: UUID, template: str) -> HttpResponse:
    try:
        told = studio.run_told(run)
        of = studio.source(told.pack, told.source)
    except StudioRefused as refused:
        raise Http404 from refused
    reading = studio.reading_of(of)
    spoken = speaker(reading.pack)
    fresh = reading.pack is not None and reading.pack.hash == told.hash
    context = {
        "here": "packs",
        "pack": {"name": of.pack, "title": spoken.say(reading.pack.title) if reading.pack is not None else of.pack},
        "source": of,
        "run": packs_page.run_view(told, reading, of, spoken),
        "coverage": packs_page.coverage_view(studio.coverage_of(told, reading)) if fresh and not told.running else None,
    }
    return render(request, template, context)


def _shown(request: HttpRequest, of: Source, *, refused: str = "") -> HttpResponse:
    trial = studio.trial(of, at=now(request))
    found = trial.examined.reading.pack
    spoken = speaker(found)
    draft = studio.draft(of.number) if of.is_draft else None
    context = {
        "here": "packs",
        "source": of,
        "draft": draft,
        "pack": {
            "name": of.pack,
            "title": spoken.say(found.title) if found is not None else of.pack,
            "version": found.version if found is not None else "",
            "hash": found.hash[:12] if found is not None else "",
            "in_force": found is not None and trial.in_force is not None and found.hash == trial.in_force.hash,
        },
        "changed": signed(draft.changed_at, draft.changed_by, spoken) if draft is not None else "",
        "findings": packs_page.finding_rows(trial.examined.findings, of),
        "errors": trial.examined.errors,
        "stories": len(trial.examined.reading.stories),
        "run": packs_page.run_view(trial.run, trial.examined.reading, of, spoken) if trial.run is not None else None,
        "trial": packs_page.trial_view(trial, of, spoken),
        "refused": refused,
    }
    return render(request, "web/packs/source.html", context, status=422 if refused else 200)


def _source(pack: str, name: str) -> Source:
    try:
        return studio.source(pack, name)
    except StudioRefused as refused:
        raise Http404 from refused


def _readable(of: Source) -> Pack | None:
    return studio.reading_of(of).pack


def _sources(pack: str, chosen: str = "") -> list[Option]:
    """Every version and open draft of a pack, drafts first."""
    drafts = [
        Option(f"d{each.id}", _("草稿 %(number)s") % {"number": each.id} + (f" {each.note}" if each.note else ""))
        for each in studio.open_drafts(pack)
    ]
    versions = [
        Option(f"v{each.id}", each.version + (" · " + _("在用") if each.in_force else ""))
        for each in studio.versions(pack)
    ]
    return [Option(each.value, each.title, each.value == chosen) for each in (*drafts, *versions)]
