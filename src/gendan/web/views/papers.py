"""单据模板 What papers are made by: each template seen, changed beside its preview, put back; and the letterhead.

For administrators, and for those to whom a manual in force grants `papers.change`: they change its papers alone.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gendan.cases import library, queries
from gendan.cases.documents import PaperRefused, paper_refused, templates, trial
from gendan.cases.documents import letterhead as letterheads
from gendan.cases.documents.templates import Change, Template
from gendan.core.pack import Pack
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.epoch import current_epoch
from gendan.web.areas import pages_of
from gendan.web.views.administration import signed
from gendan.web.views.common import language, now, person_of, speaker

SHOWN = 4
"""Pages of a preview."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the list of a manual's templates."""

    title: str
    path: str
    address: str
    changed: bool
    stale: bool
    signed: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a template can't be used: where, and what is said."""

    says: str
    line: int = 0
    column: int = 0
    here: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a template."""

    value: str
    signed: str
    reason: str
    number: int
    text: str | None


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The templates of the manuals whose papers the reader may change."""
    packs = [
        {"title": speaker(pack).say(pack.title), "files": _rows(pack, templates.templates(pack.name))}
        for pack in _changeable(request)
    ]
    if not packs and not is_administrator(person_of(request)):
        raise Http404
    context = {
        "here": "papers",
        "packs": packs,
        "pages": pages_of(request, "papers"),
        "letterhead": letterheads.letterhead(),
    }
    return render(request, "web/papers/list.html", context)


@login_required
def editor(request: HttpRequest, pack: str) -> HttpResponse:
    """One template (`?file=`), to be changed; sent, it is checked and holds from then on."""
    active = _one(request, pack)
    file = _template(pack, request.POST.get("path") or request.GET.get("file", ""))
    text, reason = file.text, request.POST.get("reason", "")
    seen = file.history[0].number if file.history else 0
    wrong: list[Wrong] = []
    other: str | None = None
    if request.method == "POST":
        said = request.POST.get("seen", "")
        text = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            templates.set_template(
                pack,
                file.path,
                None if "shipped" in request.POST else text,
                by=person_of(request),
                at=now(request),
                reason=reason,
                seen=int(said) if said.isdecimal() and len(said) < 18 else None,
            )
        except PaperRefused as refused:
            wrong = [_wrong(refused, file.path)]
            other = file.text if refused.code == "stale" else None
        else:
            messages.success(request, _("已保存。以后打印的单据按这个模板；以前打印的不变。"))
            return redirect(_address(pack, file.path))
    elif request.GET.get("version", "").isdecimal():
        # An earlier text, to be looked at and perhaps saved again.
        asked = int(request.GET["version"][:18])
        earlier = next((each for each in file.history if each.number == asked), None)
        text = file.text if earlier is None else file.own if earlier.text is None else earlier.text
    context = {
        "here": "papers",
        "pack": {"name": pack, "title": speaker(active).say(active.title)},
        "files": _rows(active, templates.templates(pack), file.path),
        "file": file,
        "title": _title(active, file.path),
        "text": text,
        "other": other,
        "seen": seen,
        "reason": reason,
        "history": _history(file),
        "look": reverse("web:paper_look", args=[pack]),
        "case": request.POST.get("case", ""),
        **_look(request, active, file.path, text, request.POST.get("case", ""), wrong),
    }
    return render(request, "web/papers/editor.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def look(request: HttpRequest, pack: str) -> HttpResponse:
    """What the paper would look like with the text as it is being typed; nothing is saved."""
    active = _one(request, pack)
    file = _template(pack, request.POST.get("path", ""))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    context = _look(request, active, file.path, text, request.POST.get("case", ""), [])
    return render(request, "web/papers/beside.html", context)


@login_required
def letterhead(request: HttpRequest) -> HttpResponse:
    """What stands at the head and foot of every paper."""
    if not _changeable(request) and not is_administrator(person_of(request)):
        raise Http404
    stands = letterheads.letterhead()
    texts: Mapping[str, str] = {name: getattr(stands, name) for name in letterheads.TEXTS}
    wrong: list[str] = []
    if request.method == "POST":
        texts = {name: request.POST.get(name, "") for name in letterheads.TEXTS}
        file = request.FILES.get("logo")
        try:
            if file is not None and (file.size or 0) > letterheads.LOGO_MOST:
                raise PaperRefused("logo", most=letterheads.LOGO_MOST >> 10)
            letterheads.set_letterhead(
                texts,
                by=person_of(request),
                at=now(request),
                logo=file.read() if file is not None else None,
                without_logo="without_logo" in request.POST,
                reason=request.POST.get("reason", ""),
            )
        except PaperRefused as refused:
            wrong = [_says(refused)]
        else:
            messages.success(request, _("已保存。以后打印的单据用这个抬头。"))
            return redirect("web:letterhead")
    titles = {"name": _("单位名称"), "address": _("地址"), "phone": _("电话"), "footer": _("页脚")}
    history = [
        {"value": each.name or "—", "signed": signed(each.at, each.by), "reason": each.reason}
        for each in letterheads.history()
    ]
    context = {
        "here": "papers",
        "pages": pages_of(request, "papers"),
        "fields": [(name, titles[name], texts[name]) for name in letterheads.TEXTS],
        "logo": _data(stands.logo, stands.logo_type) if stands.logo else "",
        "wrong": wrong,
        "history": history,
    }
    return render(request, "web/papers/letterhead.html", context, status=422 if wrong else 200)


def _changeable(request: HttpRequest) -> list[Pack]:
    names = templates.changeable(person=person_of(request), at=now(request))
    return [pack for _number, pack in library.active_packs() if pack.name in names]


def _one(request: HttpRequest, pack: str) -> Pack:
    found = next((each for each in _changeable(request) if each.name == pack), None)
    if found is None:
        raise Http404
    return found


def _template(pack: str, path: str) -> Template:
    found = templates.templates(pack)
    file = next((each for each in found if each.path == path), None)
    if file is None and not path and found:
        file = found[0]
    if file is None:
        raise Http404
    return file


def _rows(pack: Pack, found: tuple[Template, ...], here: str = "") -> list[FileRow]:
    return [
        FileRow(
            title=_title(pack, each.path),
            path=each.path,
            address=_address(pack.name, each.path),
            changed=each.changed,
            stale=each.stale,
            signed=signed(each.history[0].at, each.history[0].by) if each.history else "",
            here=each.path == here,
        )
        for each in found
    ]


def _title(pack: Pack, path: str) -> str:
    titles = [speaker(pack).say(each.title) for each in pack.documents.values() if path.endswith(each.template)]
    return titles[0] if titles else _("共用的版式")


def _address(pack: str, path: str) -> str:
    return f"{reverse('web:paper', args=[pack])}?file={path}"


def _history(file: Template) -> list[ChangeRow]:
    return [
        ChangeRow(
            value=_("恢复手册自带的模板") if each.text is None else _changed_lines(_lines(file, each)),
            signed=signed(each.at, each.by),
            reason=each.reason,
            number=each.number,
            text=each.text,
        )
        for each in file.history
    ]


def _changed_lines(count: int) -> str:
    return ngettext("改了 %(count)s 行", "改了 %(count)s 行", count) % {"count": count}


def _lines(file: Template, change: Change) -> int:
    """In how many lines a change differs from the pack's own text."""
    own = file.own.splitlines()
    return sum(line not in own for line in (change.text or "").splitlines()) or 1


def _look(request: HttpRequest, pack: Pack, path: str, text: str, case: str, wrong: list[Wrong]) -> dict[str, object]:
    """The preview beside the text: pictures of the pages, or why there are none."""
    definition = library.active(pack.name, current_epoch())
    if definition is None:
        raise Http404
    files = {**templates.files_of(definition), path: text.encode()}
    pages: list[bytes] = []
    said = language()[:2]
    try:
        templates.demand_text(text)
        if case.strip():
            found = queries.case_page(case.strip(), person=person_of(request), at=now(request))
            if found is None:
                raise PaperRefused("missing")
            pages = trial.shown_of_case(
                definition, files, path, found.stored.case, found.actor, "png", at=now(request), language=said
            )
        else:
            pages = trial.shown(definition, files, path, "png", language=said)
    except PaperRefused as refused:
        unused = refused.code == "missing" and not case.strip()
        if not wrong:
            wrong = [Wrong(_("现在没有流程打印这个模板。"))] if unused else [_wrong(refused, path)]
    return {
        "wrong": wrong,
        "pictures": [_data(each, "image/png") for each in pages[:SHOWN]],
        "left": len(pages) - SHOWN if len(pages) > SHOWN else 0,
    }


def _wrong(refused: PaperRefused, path: str) -> Wrong:
    told = refused.parameters
    where = str(told.get("file", ""))
    if refused.code != "fault":
        return Wrong(_says(refused))
    return Wrong(_says(refused), int(str(told["line"])), int(str(told["column"])), path.endswith(where))


def _says(refused: PaperRefused) -> str:
    people = {key: member.name for key, member in access.organization().members.items()}
    return paper_refused(refused, language(), people)


def _data(picture: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(picture).decode()}"
