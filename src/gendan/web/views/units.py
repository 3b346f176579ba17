"""部门 The units of the organization as a tree, and one of them in full; changed by administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import library
from gendan.people import access, actions
from gendan.people.errors import ActRefused
from gendan.people.units import UnitNode, below, units
from gendan.people.wording import act_refused
from gendan.web.views.administration import (
    administers,
    administrators_only,
    colleagues_only,
    moment,
    name_of,
    number,
    people_options,
)
from gendan.web.views.common import language, now, person_of
from gendan.web.views.grid import Act, Cell, Grid, Line
from gendan.web.views.list_page import Option
from gendan.web.views.organization_page import access_titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A unit in the tree. `count` people are in it, `whole` with those below; `open`: it is shown in full."""

    title: str
    address: str
    pack: str
    count: int
    whole: int
    closed: bool
    open: bool
    below: Sequence[Branch]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """One unit in full. `manual` is its manual's title, `posts` where that manual's posts are shown."""

    id: int
    title: str
    name: str
    name_english: str
    above: str
    manual: str
    posts: str
    closed: str
    people: Grid


@colleagues_only
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """The units as a tree, and with `unit` one of them in full."""
    return _shown(request, number(request.GET.get("unit")))


@administrators_only
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """Make a unit, or change, move, close, reopen one, or put somebody into it or out of it."""
    actor, at, sent = person_of(request), now(request), request.POST
    unit, person = number(sent.get("unit")), number(sent.get("person")) or 0
    name, english, pack = sent.get("name", ""), sent.get("name_english", ""), _pack(sent)
    try:
        if what == "new":
            unit = actions.create_unit(actor=actor, at=at, name=name, name_english=english, parent=unit, pack=pack)
        elif unit is None:
            raise Http404
        elif what == "change":
            actions.change_unit(unit, actor=actor, at=at, name=name, name_english=english, pack=pack)
        elif what == "move":
            actions.move_unit(unit, number(sent.get("parent")), actor=actor, at=at)
        elif what == "close":
            actions.close_unit(unit, actor=actor, at=at, reason=sent.get("reason", ""))
        elif what == "reopen":
            actions.reopen_unit(unit, actor=actor, at=at, reason=sent.get("reason", ""))
        elif what in ("put", "take"):
            actions.set_unit(person, unit if what == "put" else None, actor=actor, at=at)
        else:
            raise Http404
    except ActRefused as act:
        return _shown(request, unit, refused=act_refused(act, language()))
    messages.success(request, _("已修改。"))
    return redirect(_address(unit))


def _pack(sent: Mapping[str, str]) -> str:
    """The manual that was chosen. Raises Http404 for one that is not in force."""
    pack = sent.get("pack", "")
    if pack and pack not in _manuals():
        raise Http404
    return pack


def _shown(request: HttpRequest, wanted: int | None, *, refused: str = "") -> HttpResponse:
    known, may_change = units(), administers(request)
    chosen = known.get(wanted) if wanted is not None else None
    if wanted is not None and chosen is None:
        raise Http404
    manuals = _manuals()
    sent = request.POST
    places = [each for each in known.values() if each.closed_at is None]
    under = below(chosen.id, known) if chosen is not None else frozenset()
    context = {
        "here": "organization",
        "packs": [
            Option(f"{reverse('web:organization')}?pack={name}", title, False) for name, title in manuals.items()
        ],
        "tree": _branches(known, manuals, chosen),
        "unit": _view(chosen, known, manuals, access.day_of(now(request)), may_change=may_change)
        if chosen is not None
        else None,
        "may_change": may_change,
        "manuals": [Option(name, title, name == (chosen.pack if chosen else "")) for name, title in manuals.items()],
        "parents": [
            Option("", _("（最上级）"), chosen is not None and chosen.parent is None),
            *(
                Option(str(each.id), each.called(language()), chosen is not None and each.id == chosen.parent)
                for each in places
                if each.id not in under
            ),
        ],
        "candidates": people_options(nobody="—") if may_change else (),
        "refused": refused,
        "typed": sent,
    }
    return render(request, "web/organization/units.html", context, status=422 if refused else 200)


def _manuals() -> dict[str, str]:
    """The manuals in force that have posts: their titles by their names."""
    return {pack.name: pack.title.in_language(language()) for _number, pack in library.active_packs() if pack.posts}


def _branches(known: Mapping[int, UnitNode], manuals: Mapping[str, str], chosen: UnitNode | None) -> list[Branch]:
    under: dict[int | None, list[UnitNode]] = {}
    for each in known.values():
        under.setdefault(each.parent, []).append(each)

    def branch(each: UnitNode) -> Branch:
        inside = [branch(one) for one in under.get(each.id, ())]
        return Branch(
            title=each.called(language()),
            address=_address(each.id),
            pack=manuals.get(each.pack, ""),
            count=len(each.people),
            whole=len(each.people) + sum(one.whole for one in inside),
            closed=each.closed_at is not None,
            open=each is chosen,
            below=inside,
        )

    return [branch(each) for each in under.get(None, ())]


def _view(
    unit: UnitNode, known: Mapping[int, UnitNode], manuals: Mapping[str, str], day: date, *, may_change: bool
) -> UnitView:
    standing = access.organization()
    above = known.get(unit.parent) if unit.parent is not None else None
    taken = _("移出")
    lines = [
        Line(
            str(person),
            [
                Cell(name_of(person), reverse("web:person", args=[person]), kind="id"),
                Cell(_("、").join(sorted(access_titles(standing.posts(person, day)))), kind="wide"),
                Cell(name_of(superior) if (superior := standing.superior(person)) is not None else "—"),
            ],
            (Act(taken, reverse("web:unit_change", args=["take"]), "person", str(person)),) if may_change else (),
        )
        for person in unit.people
    ]
    return UnitView(
        id=unit.id,
        title=unit.called(language()),
        name=unit.name,
        name_english=unit.name_english,
        above=above.called(language()) if above is not None else "",
        manual=manuals.get(unit.pack, ""),
        posts=f"{reverse('web:organization')}?pack={unit.pack}" if unit.pack in manuals else "",
        closed=moment(unit.closed_at) if unit.closed_at is not None else "",
        people=Grid([_("姓名"), _("岗位"), _("上级")], lines, _("这个部门还没有人。")),
    )


def _address(unit: int | None) -> str:
    return f"{reverse('web:units')}?unit={unit}#unit" if unit is not None else reverse("web:units")
