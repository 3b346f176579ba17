"""考核 Scorecards: one's own, and those of the people below one. Nobody else sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gendan.cases import library
from gendan.core.pack import Measure, Pack, Scorecard
from gendan.core.refusals import Refused
from gendan.measures import queries
from gendan.measures.errors import NotMeasurable
from gendan.measures.reports.wording import unit_words
from gendan.measures.results import Card, CardItem
from gendan.people import access
from gendan.web.views import figures_page
from gendan.web.views.common import language, now, person_of


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One item of somebody's card, in words."""

    value: str
    points: str
    out_of: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person's card. `share` is how much of what could be had he has, in per cent."""

    name: str
    own: bool
    items: list[ItemTold]
    total: str
    out_of: str
    share: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cards of one scorecard: its items as headings, and a row a person."""

    pack: str
    title: str
    period: str
    heads: list[str]
    rows: list[Row]


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every scorecard of which the reader sees a card, each for its last period or the one named."""
    named = bool(request.GET.get("period") or request.GET.get("every"))
    way = figures_page.period_way(request)
    sheets = []
    for _definition, pack in library.active_packs():
        for card in pack.scorecards.values():
            own = way if named else figures_page.period_way(request, every=card.every)
            cards = _cards(request, pack, card, own)
            if cards:
                sheets.append(_sheet(request, pack, card, own, cards))
    return render(request, "web/figures/scorecards.html", {"here": "scorecards", "sheets": sheets, "way": way})


def _cards(request: HttpRequest, pack: Pack, card: Scorecard, way: figures_page.PeriodWay) -> tuple[Card, ...]:
    try:
        return queries.scorecard(pack.name, card.name, way.period, viewer=person_of(request), at=now(request))
    except (Refused, NotMeasurable):
        return ()


def _sheet(
    request: HttpRequest, pack: Pack, card: Scorecard, way: figures_page.PeriodWay, cards: tuple[Card, ...]
) -> Sheet:
    names = access.names_of([each.person for each in cards])
    heads = [item.title.in_language(language()) for item in cards[0].items]
    rows = []
    for each in sorted(cards, key=lambda card: (card.person != person_of(request), names.get(card.person, ""))):
        total = each.total
        rows.append(
            Row(
                name=names.get(each.person, str(each.person)),
                own=each.person == person_of(request),
                items=[_item(item, pack.measures[item.measure], pack.name, way, each.person) for item in each.items],
                total=figures_page.written(total, share=False),
                out_of=figures_page.written(each.out_of, share=False),
                share=0 if total is None or not each.out_of else int(total * 100 / each.out_of),
                provisional=each.provisional,
            )
        )
    title = f"{pack.title.in_language(language())} · {card.title.in_language(language())}"
    return Sheet(pack.name, title, way.period.name, heads, rows)


def _item(item: CardItem, measure: Measure, pack: str, way: figures_page.PeriodWay, person: int) -> ItemTold:
    unit = unit_words(item.unit, language())
    value = figures_page.written(item.value.value, share=measure.in_percent)
    address = reverse("web:figure_grounds", args=[pack, item.measure])
    return ItemTold(
        value if item.value.value is None else f"{value} {unit}".strip(),
        figures_page.written(item.points, share=False),
        figures_page.written(item.out_of, share=False),
        f"{address}?period={way.period.name}&by=person&key={person}&which=all",
    )
