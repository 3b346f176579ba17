"""查找 The one search: cases by number, name, pinyin or phone, over all departments, while one types."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import area_actions, queries
from gendan.parties import queries as parties
from gendan.parties.sorts import titles_of
from gendan.stock import queries as stock
from gendan.web.forms.reading import name_of
from gendan.web.views.common import language, now, one_line, person_of
from gendan.web.views.rows import Column, Table, heads, mixed
from gendan.web.views.stock import place_in_words

FEW = 3
"""Parties shown above them."""
TYPED = 8
"""Cases shown below the box while one types."""
PAGE = 100
LEAST = 3
"""Characters from which on a text may be a unit's code."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A case below the box."""

    address: str
    number: str
    procedure: str
    state: str
    tone: str
    says: str


@login_required
def find(request: HttpRequest) -> HttpResponse:
    """The page of what a search found: units and parties, then cases. Straight to the case whose number it is, to the
    party whose phone it is, or to what alone was found.
    """
    text = one_line(request.GET.get("q") or request.GET.get("number") or "")
    person, moment = person_of(request), now(request)
    exact = queries.case_page(text, person=person, at=moment) if text else None
    if exact is not None:
        return redirect("web:case", exact.case.uid)
    if caller := _caller(request, text):
        return redirect("web:party", caller)
    found = queries.search(text, person=person, at=moment, limit=PAGE)
    units, hits = _units(request, text), _parties(request, text)
    if len(found.rows) == 1 and not units and not hits:
        return redirect("web:case", found.rows[0].uid)
    if not found.rows and len({hit.address for hit in (*units, *hits)}) == 1:
        return redirect((*units, *hits)[0].address)
    says = _("按单号、短号、名称、拼音或首字母、电话（或尾号）查找；几个词之间用空格隔开。")
    if text:
        missing = _("没有找到“%(text)s”，或者不是您能看的。可以按单号、短号、名称、拼音或首字母、电话（或尾号）查找。")
        says = missing % {"text": text}
    table = Table(columns=(*heads(), Column(title=_("内容"))), rows=mixed(found.rows, moment), empty=says)
    context = {
        "here": "find",
        "sought": text,
        "hits": (*units, *hits),
        "list": table,
        "count": len(found.rows),
        "more": found.more,
    }
    something = found.rows or units or hits or not text
    return render(request, "web/find/page.html", context, status=200 if something else 404)


@login_required
def typed(request: HttpRequest) -> HttpResponse:
    """What stands below the box while one types."""
    text = one_line(request.GET.get("q", ""))
    found = queries.search(text, person=person_of(request), at=now(request), limit=TYPED)
    hits = [
        Hit(row.address, row.number, row.procedure, row.state, row.tone, row.cells[0].says)
        for row in mixed(found.rows, now(request))
    ]
    hits = [*_units(request, text), *_parties(request, text), *hits]
    return render(request, "web/find/typed.html", {"hits": hits, "sought": text, "more": found.more})


def _caller(request: HttpRequest, text: str) -> int | None:
    """The one party whose phone the text is, for who may look at parties."""
    if "parties" not in area_actions.areas_open(person_of(request), now(request)):
        return None
    lines = parties.by_phone(text)
    return lines[0].id if len(lines) == 1 else None


def _parties(request: HttpRequest, text: str) -> list[Hit]:
    """Parties that are found by the text, for who may look at them: whose phone it is stands above all cases."""
    if not text or "parties" not in area_actions.areas_open(person_of(request), now(request)):
        return []
    lines = parties.found(text, limit=FEW)
    return [
        Hit(
            reverse("web:party", args=[line.id]),
            line.name,
            _("往来单位"),
            titles_of(line.sorts).in_language(language()),
            "",
            " · ".join(dict.fromkeys(part for part in (line.matched, line.phone, line.place, line.upline) if part)),
        )
        for line in lines
    ]


def _units(request: HttpRequest, text: str) -> list[Hit]:
    """The units of just this code, for who may look at stock: where each is, and the way to where it was."""
    if len(text) < LEAST or "stock" not in area_actions.areas_open(person_of(request), now(request)):
        return []
    trail = f"{reverse('web:ledger', args=['stock.trail'])}?{urlencode({name_of('code'): text})}"
    return [
        Hit(
            trail, text, _("单件"), place_in_words(unit.place), "", " · ".join(filter(None, (unit.product, unit.party)))
        )
        for unit in stock.find_ever(text)
    ]
