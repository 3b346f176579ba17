"""工作室 Drafts of manuals: begun, uploaded, edited with the checker's findings and the flow beside, put away."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import studio
from gendan.cases.studio import FileTold, Source, StudioRefused
from gendan.packs.reader import Reading, read_pack
from gendan.web.views import packs_page
from gendan.web.views.administration import administrators_only, refusal, signed
from gendan.web.views.common import now, person_of, speaker

MANIFEST = "pack.yaml"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a draft in the list beside the editor."""

    path: str
    here: bool
    address: str
    errors: int


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that stands in one of two texts alone, or in both (`sort` empty)."""

    sort: str
    text: str


@administrators_only
@require_POST
def new(request: HttpRequest, pack: str, source: str) -> HttpResponse:
    """A draft from a version."""
    person = person_of(request)
    of = _source(pack, source)
    if of.is_draft:
        raise Http404
    number = studio.draft_of_version(of.number, by=person, at=now(request), note=request.POST.get("note", ""))
    messages.success(request, _("草稿已起好，版本号已加一。改完先检查、演练，再启用。"))
    return redirect("web:draft_editor", pack, number)


@administrators_only
@require_POST
def begin(request: HttpRequest, pack: str) -> HttpResponse:
    """A draft from a pack that Gendan ships."""
    try:
        number = studio.draft_of_shipped(pack, by=person_of(request), at=now(request))
    except StudioRefused as refused:
        raise Http404 from refused
    return redirect("web:pack_source", pack, f"d{number}")


@administrators_only
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """A draft from an archive."""
    person = person_of(request)
    archive = request.FILES.get("archive")
    try:
        if archive is None or archive.size is None or archive.size > studio.ZIP_BYTES:
            raise StudioRefused("archive", problem="empty" if archive is None else "too_large")
        files = studio.unpacked(BytesIO(archive.read()))
        number = studio.draft_of_files(files, by=person, at=now(request), note=request.POST.get("note", ""))
    except StudioRefused as refused:
        messages.error(request, refusal(refused))
        return redirect("web:packs")
    return redirect("web:pack_source", studio.draft(number).pack, f"d{number}")


@administrators_only
@require_POST
def away(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """Put a draft away."""
    person = person_of(request)
    _draft(pack, draft)
    try:
        studio.put_away(draft, by=person, at=now(request))
    except StudioRefused as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("草稿已收起，写过的内容都还在记录里。"))
    return redirect("web:pack", pack)


@administrators_only
def editor(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """The files of a draft, one of them to be edited."""
    return _editor(request, _draft(pack, draft))


@administrators_only
@require_POST
def check(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """What the checker says of the draft with the text as it is being typed; nothing is saved."""
    of = _draft(pack, draft)
    path, text = request.POST.get("path", ""), _text(request)
    try:
        files = {**studio.files_of(of), studio.sound_path(path): text.encode()}
    except StudioRefused as refused:
        return HttpResponse(refusal(refused), status=422, content_type="text/plain; charset=utf-8")
    context = _examined(read_pack(files), of, path)
    return render(request, "web/studio/beside.html", context)


@administrators_only
@require_POST
def save(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """Save a file. Sent by the editor itself, only what was saved is answered; the text stays where it is typed."""
    person = person_of(request)
    of = _draft(pack, draft)
    path, text, seen = request.POST.get("path", ""), _text(request), request.POST.get("seen", "0")
    inside = bool(request.headers.get("HX-Request"))
    try:
        saved = studio.save(
            draft, path, text.encode(), seen=int(seen) if seen.isdecimal() else 0, by=person, at=now(request)
        )
    except StudioRefused as refused:
        conflict = _conflict(refused, text)
        if inside:
            return render(request, "web/studio/saved.html", {**conflict, "seen": conflict.get("stands", seen)})
        return _editor(request, of, path=path, text=text, conflict=conflict)
    if inside:
        return render(request, "web/studio/saved.html", {"seen": saved.revision, "saved": _stamp(saved)})
    messages.success(request, _("已保存。"))
    return redirect(packs_page.editor_address(of, saved.path))


@administrators_only
@require_POST
def add(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """Add a file: an empty one of this path, or the one that was uploaded."""
    person = person_of(request)
    of = _draft(pack, draft)
    uploaded = request.FILES.get("file")
    path = request.POST.get("path", "").strip() or (uploaded.name or "" if uploaded is not None else "")
    content = uploaded.read() if uploaded is not None else b"# \n"
    stands = studio.file(draft, path)
    seen = stands.revision if stands is not None and uploaded is not None else 0
    try:
        made = studio.save(draft, path, content, seen=seen, by=person, at=now(request))
    except StudioRefused as refused:
        messages.error(request, refusal(refused))
        return redirect("web:draft_editor", pack, draft)
    return redirect(packs_page.editor_address(of, made.path))


@administrators_only
@require_POST
def remove(request: HttpRequest, pack: str, draft: int) -> HttpResponse:
    """Take a file away."""
    person = person_of(request)
    of = _draft(pack, draft)
    path, seen = request.POST.get("path", ""), request.POST.get("seen", "0")
    try:
        studio.save(draft, path, None, seen=int(seen) if seen.isdecimal() else 0, by=person, at=now(request))
    except StudioRefused as refused:
        messages.error(request, refusal(refused))
        return redirect(packs_page.editor_address(of, path))
    messages.success(request, _("已删去 %(path)s。") % {"path": path})
    return redirect("web:draft_editor", pack, draft)


def _editor(
    request: HttpRequest,
    of: Source,
    *,
    path: str = "",
    text: str | None = None,
    conflict: dict[str, object] | None = None,
) -> HttpResponse:
    files = studio.files(of.number)
    path = path or request.GET.get("file", MANIFEST)
    file = next((each for each in files if each.path == path), None)
    if file is None and text is None:
        if path != MANIFEST or not files:
            raise Http404
        file = files[0]
    told = studio.draft(of.number)
    stands = file.content.decode("utf-8", "replace") if file is not None and file.content is not None else ""
    typed = stands if text is None else text
    content = {each.path: each.content for each in files if each.content is not None}
    if text is not None:
        content[path] = text.encode()
    reading = read_pack(content)
    spoken = speaker(reading.pack)
    examined = _examined(reading, of, path)
    errors: dict[str, int] = {}
    for each in examined["all"]:  # type: ignore[attr-defined]  # a mapping of our own making
        errors[each.file] = errors.get(each.file, 0) + each.is_error
    context = {
        **examined,
        "here": "packs",
        "title": spoken.say(reading.pack.title) if reading.pack is not None else of.pack,
        "draft": told,
        "pack": {"name": of.pack},
        "source": of,
        "path": path,
        "text": typed,
        "is_text": file is None or file.is_text,
        "seen": (conflict or {}).get("stands") or (file.revision if file is not None else 0),
        "saved": _stamp(file) if file is not None and not conflict else "",
        "at_line": request.GET.get("line", ""),
        "files": [
            FileRow(each.path, each.path == path, packs_page.editor_address(of, each.path), errors.get(each.path, 0))
            for each in files
        ],
        **(conflict or {}),
    }
    return render(request, "web/studio/editor.html", context, status=409 if conflict else 200)


def _examined(reading: Reading, of: Source, path: str) -> dict[str, object]:
    """What stands beside the text: the findings of this file and of others, and the flow of its procedure."""
    examined = studio.examined_reading(reading)
    rows = packs_page.finding_rows(examined.findings, of)
    return {
        "path": path,
        "all": rows,
        "findings": [each for each in rows if each.file == path],
        "elsewhere": [each for each in rows if each.file != path],
        "errors": examined.errors,
        "flows": packs_page.flows(reading, path),
        "check_address": reverse("web:draft_check", args=[of.pack, of.number]),
    }


def _conflict(refused: StudioRefused, text: str) -> dict[str, object]:
    """What a refused save tells: its words and, where somebody else has saved, his text beside one's own."""
    told: dict[str, object] = {"refused": refusal(refused)}
    if refused.code == "stale":
        theirs = str(refused.parameters.get("stands") or "")
        told["stands"] = refused.parameters["revision"]
        told["theirs"] = theirs
        told["lines"] = [
            DiffLine({"-": "theirs", "+": "ours"}.get(line[:1], ""), line[2:])
            for line in difflib.ndiff(theirs.splitlines(), text.splitlines())
            if not line.startswith("?")
        ]
    return told


def _stamp(file: FileTold) -> str:
    return signed(file.at, file.by)


def _text(request: HttpRequest) -> str:
    """The text as files have it: a form sends line ends of its own."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def _draft(pack: str, draft: int) -> Source:
    return _source(pack, f"d{draft}")


def _source(pack: str, name: str) -> Source:
    try:
        return studio.source(pack, name)
    except StudioRefused as refused:
        raise Http404 from refused
