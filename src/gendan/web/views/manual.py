"""手册 A department's job manual: read by whoever works in it, fetched as PDF, as a file of HTML, and as BPMN."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gendan.cases import manuals
from gendan.cases.manuals import Version
from gendan.packs.manual import Manual, Wanted
from gendan.packs.manual import html as face
from gendan.people import access
from gendan.web.views.common import language, now, person_of, speaker

PDF = "application/pdf"
BPMN = "application/xml"
SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Way:
    """Something to fetch, or another version to read."""

    title: str
    address: str
    here: bool = False


@login_required
def manual(request: HttpRequest, pack: str) -> HttpResponse:
    """The manual with its contents at the side."""
    version, wanted = _asked(request, pack)
    told = _told(version, wanted, request, alone=False)
    return render(request, "web/manual/page.html", _context(request, version, wanted, told))


@login_required
def file(request: HttpRequest, pack: str, form: str) -> HttpResponse:
    """The manual as a PDF or as a file of HTML."""
    version, wanted = _asked(request, pack)
    on = access.day_of(now(request))
    parts = (pack, version.pack.version, wanted.post, wanted.procedure)
    name = "-".join(part for part in parts if part)
    try:
        if form == "pdf":
            content = manuals.pdf(version.definition, language=language(), on=on, wanted=wanted)
            return _download(content, PDF, f"{name}.pdf")
        if form == "html":
            said = manuals.html(version.definition, language=language(), on=on, wanted=wanted)
            return _download(said.encode(), "text/html; charset=utf-8", f"{name}.html")
    except KeyError as unknown:
        raise Http404 from unknown
    raise Http404


@login_required
def flow(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """One procedure as BPMN 2.0."""
    version, _wanted = _asked(request, pack)
    try:
        content = manuals.bpmn(version.definition, procedure, language=language())
    except KeyError as unknown:
        raise Http404 from unknown
    return _download(content, BPMN, f"{pack}-{procedure}.bpmn")


def _asked(request: HttpRequest, pack: str) -> tuple[Version, Wanted]:
    """The version that is asked for, where the reader may read it, and what of it."""
    of = request.GET.get("version") or None
    found = manuals.readable(pack, person=person_of(request), at=now(request), of=of)
    if found is None:
        raise Http404
    return found, Wanted(post=request.GET.get("post") or None, procedure=request.GET.get("procedure") or None)


def _told(version: Version, wanted: Wanted, request: HttpRequest, *, alone: bool) -> Manual:
    on = access.day_of(now(request))
    try:
        return manuals.manual(version.definition, language=language(), on=on, wanted=wanted, alone=alone)
    except KeyError as unknown:
        raise Http404 from unknown


def _context(request: HttpRequest, version: Version, wanted: Wanted, told: Manual) -> dict[str, object]:
    pack = version.pack
    query = request.GET.urlencode()
    suffix = f"?{query}" if query else ""
    spoken = speaker(pack)
    return {
        "here": "packs",
        "title": told.department,
        "contents": _safe(face.contents(told)),
        "about": told.about,
        "body": _safe(face.body(told)),
        "pdf": reverse("web:manual_file", args=[pack.name, "pdf"]) + suffix,
        "html": reverse("web:manual_file", args=[pack.name, "html"]) + suffix,
        "flows": [
            Way(spoken.say(each.title), reverse("web:manual_flow", args=[pack.name, each.name]) + suffix)
            for each in pack.procedures.values()
            if wanted.procedure in (None, each.name)
        ],
        "parts": _parts(version, wanted),
        "versions": [
            Way(
                f"{each.version} · {each.hash[:SHORT_HASH]}",
                f"{_address(pack.name)}{'' if each.active else f'?version={each.hash}'}",
                each.hash == pack.hash,
            )
            for each in manuals.versions(pack.name)
        ],
        "outdated": not version.active,
        "active": _address(pack.name),
    }


def _parts(version: Version, wanted: Wanted) -> list[Way]:
    """The manual of each post alone, and the whole."""
    pack, spoken = version.pack, speaker(version.pack)
    kept = "" if version.active else f"&version={pack.hash}"
    whole = Way(spoken.say(pack.title), _address(pack.name) + (f"?{kept[1:]}" if kept else ""), wanted == Wanted())
    return [
        whole,
        *(
            Way(spoken.say(each.title), f"{_address(pack.name)}?post={each.name}{kept}", wanted.post == each.name)
            for each in pack.posts.values()
        ),
    ]


def _address(pack: str) -> str:
    return reverse("web:manual", args=[pack])


def _safe(said: str) -> SafeString:
    """HTML of the manual's own writer, which escapes every text."""
    return mark_safe(said)  # noqa: S308


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
