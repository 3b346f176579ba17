"""扫码、编码清单、标签 The pages of stock: a code is scanned, a list of codes comes in, labels are printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import area_actions, attachments, queries
from gendan.cases.prose import reasons_in_words
from gendan.cases.queries.chosen import about_seen, ids_of
from gendan.cases.sheets import SIZE_MOST
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.stock import labels as barcodes
from gendan.stock import lists
from gendan.stock import queries as stock
from gendan.stock.actions import loading
from gendan.stock.actions.places import code_titles
from gendan.stock.asked import codes_in
from gendan.stock.models import CodeLoad, Place
from gendan.stock.places import OUTSIDE
from gendan.web.areas import actions_of, pages_of
from gendan.web.forms.reading import name_of
from gendan.web.views.areas import may_look, title_of
from gendan.web.views.common import language, now, one_line, person_of, speaker

LABELS_MOST = 200
WAITING_MOST = 30
"""Products of cases that the scanning page offers."""
STEP = 5_000
"""Rows taken by one step of the page; a job takes more at once where one runs."""
_FILE = Field(name="file", title=Text("清单文件", "List"), type="file")
LOAD, PICK = "stock.load_codes", "stock.pick"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of one code that was scanned."""

    code: str
    good: bool
    says: str
    trail: str


@login_required
def scan(request: HttpRequest) -> HttpResponse:
    """One field that takes what a scanner types; each code is told where its unit is, or picked for a case."""
    may_look(request, "stock")
    number = one_line(request.POST.get("for") or request.GET.get("for") or "")
    scanned = [_scanned(request, code, number) for code in codes_in(request.POST.get("code", ""))[:50]]
    context = {**_about(request), "title": _("扫码"), "number": number, "scanned": scanned}
    if request.headers.get("X-Scan"):
        return render(request, "web/stock/scanned.html", context)
    return render(request, "web/stock/scan.html", {**context, "waiting": _waiting(request, number)})


def _waiting(request: HttpRequest, number: str) -> list[tuple[str, str, str, bool]]:
    """The cases that wait for their goods to be scanned, of those that the reader sees, if he picks: number, address of
    the page for it, what is kept and scanned, and whether it is the one at hand."""
    person, moment = person_of(request), now(request)
    if PICK not in area_actions.granted(person, moment):
        return []
    waiting = about_seen(
        lambda many: stock.to_scan(limit=many), lambda each: [each.case], most=WAITING_MOST, person=person, at=moment
    )
    told: dict[str, list[str]] = {}
    for each in waiting:
        told.setdefault(each.number, []).append(f"{each.product} {each.picked}/{each.held}")
    return [
        (one, f"{reverse('web:stock_scan')}?{urlencode({'for': one})}", " · ".join(goods), one == number)
        for one, goods in told.items()
    ]


def _scanned(request: HttpRequest, code: str, number: str) -> Scanned:
    trail = f"{reverse('web:ledger', args=['stock.trail'])}?{urlencode({name_of('code'): code})}"
    if number:
        reasons = _pick(request, code, number)
        if reasons:
            return Scanned(code, False, " ".join(reasons_in_words(reasons, speaker(), None)), trail)
        return Scanned(code, True, _("已为 %(number)s 拣出。") % {"number": number}, trail)
    found = stock.find_ever(code)
    if not found:
        return Scanned(code, False, _("没有这个编码。"), "")
    told = []
    for each in found:
        where = place_in_words(each.place)
        held = _held(request, each)
        held += _("，编码已换，现为 %(code)s") % {"code": " ".join(filter(None, each.codes))} if each.once else ""
        told.append(" · ".join(part for part in (each.product, where, each.party) if part) + held)
    return Scanned(code, True, "； ".join(told), trail)


def _held(request: HttpRequest, unit: stock.Found) -> str:
    """That a case has the unit, and which, where that is the reader's to see."""
    if unit.holder is None:
        return ""
    if ids_of([unit.holder], person=person_of(request), at=now(request)):
        return _("，%(number)s 占用") % {"number": unit.held_by}
    return _("，已占用")


def place_in_words(place: str) -> str:
    """A place of ours by its name, the outside by what it is called."""
    outside = OUTSIDE.get(place)
    return place if outside is None else outside.in_language(language())


def _pick(request: HttpRequest, code: str, number: str) -> tuple[Reason, ...]:
    case = queries.find(number)
    if case is None:
        return (Reason("missing"),)
    done = area_actions.act(PICK, case=case, given={"codes": code}, person=person_of(request), at=now(request))
    return done.reasons


@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """Bring in a maker's list: choose the file, see what it would do, begin."""
    may_look(request, "stock")
    may_load = LOAD in area_actions.granted(person_of(request), now(request))
    if request.method == "POST" and not may_load:
        raise Http404
    refused: list[str] = []
    seen, kept, chosen = None, request.POST.get("sha256", ""), {}
    given = {name: request.POST.get(name, "").strip()[:200] for name in ("name", "target", "product", "supplier")}
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is not None:
                told = attachments.store(
                    file, name=file.name or "", by=person_of(request), at=now(request), most=SIZE_MOST
                )
                kept, given["name"] = str(told["sha256"]), str(told["name"])
            if not kept:
                refused = [_("请选一个文件。")]
            elif request.POST.get("start") in ("good", "none"):
                return _start(request, kept, given)
            else:
                seen = lists.preview(kept, product=given["product"])
        except Refused as told_why:
            refused = reasons_in_words(told_why.reasons, replace(speaker(), fields={_FILE.name: _FILE}), None)
    if seen is not None:
        titles = {**{str(number): title for number, title in code_titles().items()}, "product": Text("产品", "Product")}
        chosen = {header: titles[what].in_language(language()) for what, header in seen.columns.items()}
    context = {
        **_about(request),
        "title": _("编码清单导入"),
        "may_load": may_load,
        "given": given,
        "kept": kept if seen is not None else "",
        "seen": seen,
        "columns": chosen.items(),
        "faults": _faults(seen.faults if seen is not None else ()),
        "places": Place.objects.filter(stage=0).order_by("name").values_list("name", flat=True),
        "loads": CodeLoad.objects.order_by("-id")[:10],
        "refused": refused,
    }
    return render(request, "web/stock/codes.html", context, status=422 if refused else 200)


def _start(request: HttpRequest, sha256: str, given: dict[str, str]) -> HttpResponse:
    done = area_actions.act_on_site(
        LOAD,
        given={
            "list": _value_of(sha256, given["name"]),
            "target": given["target"],
            "product": given["product"],
            "supplier": given["supplier"],
            "all_or_none": request.POST.get("start") == "none",
        },
        person=person_of(request),
        at=now(request),
        key=f"page:{request.POST['key']}" if request.POST.get("key") else None,
    )
    if not done.done:
        raise Refused(done.reasons)
    return redirect("web:stock_load", str(done.told["load"]))


def _value_of(sha256: str, name: str) -> dict[str, object]:
    path = attachments.path_of(sha256)
    size = path.stat().st_size if path is not None else 0
    return {"sha256": sha256, "name": name or sha256, "size": size, "type": "text/plain"}


def _faults(faults: tuple[tuple[int, tuple[Reason, ...]], ...]) -> list[tuple[int, str]]:
    spoken = speaker()
    return [(row, " ".join(reasons_in_words(reasons, spoken, None))) for row, reasons in faults]


@login_required
def load(request: HttpRequest, load: UUID) -> HttpResponse:
    """How far a list is, and which rows could not be taken."""
    may_look(request, "stock")
    found = CodeLoad.objects.filter(id=load).first()
    if found is None:
        raise Http404
    told = [
        (each.row, tuple(Reason(code, parameters) for code, parameters in each.reasons))
        for each in found.faults.order_by("row")[:500]
    ]
    fault = (Reason(found.fault[0], found.fault[1]),) if found.fault else ()
    context = {
        **_about(request),
        "title": found.file_name,
        "load": found,
        "running": found.stage == CodeLoad.Stage.RUNNING,
        "rejected": found.stage == CodeLoad.Stage.REJECTED,
        "why": reasons_in_words(fault, speaker(), None),
        "faults": _faults(tuple(told)),
    }
    return render(request, "web/stock/load.html", context)


@login_required
@require_POST
def step(request: HttpRequest, load: UUID) -> HttpResponse:
    """Take the next rows of a list, and tell how far it is."""
    _may_load(request)
    found = CodeLoad.objects.filter(id=load).first()
    if found is None:
        raise Http404
    loading.continue_(load, now(request), limit=STEP)
    if not request.headers.get("HX-Request"):
        return redirect("web:stock_load", load)
    found.refresh_from_db()
    running = found.stage == CodeLoad.Stage.RUNNING
    answer = render(request, "web/stock/progress.html", {"load": found, "running": running})
    if not running:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
def labels(request: HttpRequest) -> HttpResponse:
    """Labels of units, with their code as bars, to be printed."""
    may_look(request, "stock")
    wanted = request.GET.get("codes", "")[:20_000]
    found = []
    for code in dict.fromkeys(codes_in(wanted)[:LABELS_MOST]):
        for unit in stock.find(code)[:1]:
            first = next(each for each in unit.codes if each)
            try:
                found.append((unit.product, first, barcodes.path(first), barcodes.width(first)))
            except ValueError:
                found.append((unit.product, first, "", 0))
    context = {**_about(request), "title": _("打印标签"), "wanted": wanted, "labels": found}
    return render(request, "web/stock/labels.html", context)


def _about(request: HttpRequest) -> dict[str, object]:
    return {
        "here": "area stock",
        "way": title_of("stock"),
        "home": reverse("web:area", args=["stock"]),
        "pages": pages_of(request, "stock"),
        "actions": actions_of(request, "stock"),
    }


def _may_load(request: HttpRequest) -> None:
    if LOAD not in area_actions.granted(person_of(request), now(request)):
        raise Http404
