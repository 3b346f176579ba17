"""往来单位 All that is known of one party, and what areas add to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.registry import vocabulary
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.parties.models import Change, Contract, Sort
from gendan.parties.queries import one
from gendan.parties.sorts import SORTS, titles_of
from gendan.parties.whole import Whole, whole
from gendan.web.areas import actions_of, pages_of
from gendan.web.views.areas import may_look, title_of
from gendan.web.views.common import language, now, person_of, speaker, zone
from gendan.web.views.grid import Grid
from gendan.web.views.ledgers import grid_of
from gendan.web.views.rows import Column as CaseColumn
from gendan.web.views.rows import Table as CaseTable
from gendan.web.views.rows import heads, mixed

_CHANGED = frozenset({"name", "sorts", "grade", "upline", "keeper", "note"})
"""What of a change tells what stood before and what stands."""
_ABOUT_ONE = ("parties.change", "parties.contract", "parties.territory", "parties.end_territory", "parties.merge")


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the page: a table, with where more of it is."""

    title: str
    grid: Grid
    address: str = ""


@login_required
def page(request: HttpRequest, party: int) -> HttpResponse:
    """One party. What was merged leads to the party that it is now."""
    may_look(request, "parties")
    today = now(request).astimezone(zone()).date()
    found = whole(party, person=person_of(request), at=now(request), today=today)
    if found is None:
        raise Http404
    if found.party.id != party:
        return redirect("web:party", found.party.id)
    spoken = speaker()
    context = {
        "here": f"party {party}",
        "title": found.party.name,
        "way": title_of("parties"),
        "pages": pages_of(request, "parties"),
        "back": reverse("web:area", args=["parties"]),
        "sorts": [spoken.say(each.title) for each in SORTS if each.name in found.party.sorts],
        "facts": _facts(found, spoken),
        "acts": _acts(request, found),
        "sections": [*_sections(found, spoken), *(_panel(title, table) for title, table in _panels(found))],
        "cases": CaseTable(
            columns=(*heads(), CaseColumn(title=_("内容"))),
            rows=mixed(found.cases, now(request)),
            empty=_("还没有您看得到的单。"),
        ),
        "more": f"{reverse('web:find')}?{urlencode({'q': found.party.name})}",
        "changes": [_change(each, spoken) for each in found.changes],
    }
    return render(request, "web/party/page.html", context)


@login_required
def named(request: HttpRequest) -> HttpResponse:
    """The page of the party that a name leads to: from a case, which knows its name alone. Where a case names one that
    is not registered yet, the parties whose names are like it."""
    may_look(request, "parties")
    name = request.GET.get("name", "")[:100]
    found = one(name)
    if found is not None:
        return redirect("web:party", found.id)
    if not name.strip():
        raise Http404
    messages.info(request, _("“%(name)s”还没有登记；名称相近的单位列在下面。") % {"name": name})
    return redirect(f"{reverse('web:ledger', args=['parties.all'])}?{urlencode({'q': name})}")


def _acts(request: HttpRequest, found: Whole) -> list[tuple[str, str]]:
    """What the reader may do with this party, each form filled with its name."""
    back = reverse("web:party", args=[found.party.id])
    asked = urlencode({"party": found.party.name, "next": back})
    known = {each.address.partition("?")[0]: each.title for each in actions_of(request, "parties")}
    addresses = (reverse("web:area_do", args=[word]) for word in _ABOUT_ONE)
    return [(known[address], f"{address}?{asked}") for address in addresses if address in known]


def _facts(found: Whole, spoken: Speaker) -> list[tuple[str, str, str]]:
    """Titles, texts and addresses of what is one value."""
    party = found.party
    facts = [
        (_("等级"), party.grade, ""),
        (
            _("上级经销商"),
            party.upline.name if party.upline else "",
            reverse("web:party", args=[party.upline_id]) if party.upline_id else "",
        ),
        (_("经销层级"), str(found.tier) if Sort.DEALER in party.sorts else "", ""),
        (_("跟单人"), spoken.person(party.keeper) if party.keeper else "", ""),
        (_("曾用名"), spoken.listed(list(found.names[1:])), ""),
        (_("合同"), _contract(found.valid) if found.valid else "", ""),
        (_("备注"), party.note, ""),
        (_("登记时间"), spoken.moment(party.since), ""),
    ]
    return [fact for fact in facts if fact[1]]


def _contract(valid: Contract) -> str:
    if valid.expires_on is None:
        return _("%(number)s，无到期日") % {"number": valid.number}
    return _("%(number)s，至 %(day)s") % {"number": valid.number, "day": valid.expires_on.isoformat()}


def _sections(found: Whole, spoken: Speaker) -> list[Section]:
    people = [
        (each.name, each.role, spoken.listed([phone.number for phone in each.phones.all()]), each.mail, each.gone)
        for each in found.contacts
    ]
    own = [(phone.number, phone.contact.name if phone.contact else "") for phone in found.phones]
    places = [(each.title, each.text, f"{each.province}{each.city}") for each in found.addresses]
    lands = [
        (str(each), each.channel, each.series, each.exclusive, each.since, each.until) for each in found.territories
    ]
    contracts = [(each.number, each.title, each.signed_on, each.expires_on, _scan(each)) for each in found.contracts]
    below = [((reverse("web:party", args=[number]), name),) for number, name in found.below]
    whole_ones = [
        (_("电话"), _table([_("电话"), _("联系人")], own)),
        (_("联系人"), _table([_("姓名"), _("职务"), _("电话"), _("邮箱"), (_("离开日"), "date")], people)),
        (_("地址"), _table([_("用途"), _("地址"), _("地区")], places)),
        (
            _("区域授权"),
            _table(
                [_("区域"), _("渠道"), _("产品系列"), (_("独家"), "bool"), (_("自"), "date"), (_("至"), "date")], lands
            ),
        ),
        (
            _("合同"),
            _table(
                [_("合同号"), _("合同名称"), (_("签订日"), "date"), (_("到期日"), "date"), (_("扫描件"), "link")],
                contracts,
            ),
        ),
        (_("下级经销商"), _table([(_("单位"), "link")], below)),
    ]
    return [Section(title, grid_of(table)) for title, table in whole_ones if table.rows]


def _scan(each: Contract) -> tuple[str, str] | None:
    """The newest scan, as a link."""
    if not each.scans:
        return None
    newest = each.scans[-1]
    return reverse("web:area_file", args=["parties", newest["sha256"]]), str(newest.get("name") or "")


def _table(heads: Sequence[str | tuple[str, str]], rows: Iterable[tuple[object, ...]]) -> Table:
    columns = tuple(
        Column(title=Text(head, head)) if isinstance(head, str) else Column(title=Text(head[0], head[0]), type=head[1])
        for head in heads
    )
    return Table(columns=columns, rows=tuple(rows))


def _panels(found: Whole) -> list[tuple[str, Table]]:
    return [(panel.title.in_language(language()), table) for panel, table in found.panels]


def _panel(title: str, table: Table) -> Section:
    return Section(title, grid_of(table), table.address if table.address.startswith("/") else "")


def _change(each: Change, spoken: Speaker) -> dict[str, object]:
    kinds = {
        "registered": _("建档"),
        "changed": _("更改"),
        "merged": _("并入了另一个单位"),
        "became": _("并入别的单位"),
        "territory": _("授予区域"),
        "territory_ended": _("收回区域"),
        "contract": _("登记合同"),
    }
    return {
        "at": each.at.astimezone(zone()),
        "who": spoken.person(each.by),
        "says": kinds.get(each.kind, each.kind),
        "details": "；".join(_details(each, spoken))[:300],
    }


def _details(change: Change, spoken: Speaker) -> Iterator[str]:
    """What was done, item by item; of what changed, what stood before too."""
    words = (*_ABOUT_ONE, "parties.register")
    titles = {field.name: spoken.say(field.title) for word in words for field in vocabulary().actions[word].fields}
    for name, value in change.told.items():
        if name not in titles or value in (None, "", [], {}, 0):
            continue
        added = value.get("added") if isinstance(value, Mapping) else None
        if change.kind == "changed" and isinstance(value, list) and name in _CHANGED:
            before, after = (_said(name, part, spoken) for part in value)
            yield f"{titles[name]} {before or '—'} → {after or '—'}"
        else:
            yield f"{titles[name]} {_said(name, added if added is not None else value, spoken)}"


def _said(name: str, value: object, spoken: Speaker) -> str:
    if name == "sorts" and isinstance(value, list):
        return spoken.say(titles_of([str(each) for each in value]))
    if name == "keeper":
        return spoken.person(value) if value else ""
    return value_in_words(None, value, spoken)
