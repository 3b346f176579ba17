"""考核 Scorecards: weighted figures of one person, between the one that scores nothing and the one that scores all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from gendan.cases.basis import Basis
from gendan.core.pack import Scorecard, ScorecardItem
from gendan.measures.computing import Asking
from gendan.measures.figures import Asked, asked, figures, rule
from gendan.measures.results import Card, CardItem, Figure, Value
from gendan.people.access import organization

NOTHING = Value(value=None, counted=0, base=0, excluded=0, provisional=0)


def cards(under: Basis, card: Scorecard, asking: Asking, persons: Iterable[int]) -> tuple[Card, ...]:
    """The scorecards of persons for the one period that is asked: each measure is computed once, for all of them."""
    made: dict[str, tuple[Asked, Figure]] = {}
    for item in card.items:
        ready = asked(under, item.measure, by=("person",), filters={}, sight=None)
        made[item.measure] = (ready, figures(ready, asking)[0])
    return tuple(_card(under, card, made, person, asking.at) for person in persons)


def holders(under: Basis, card: Scorecard, first: date, until: date) -> tuple[int, ...]:
    """Who held the card's post on any day of the period, whether he is still here or not."""
    post = f"{under.pack.name}.{card.for_}"
    last = until - timedelta(days=1)
    return tuple(
        sorted(
            {
                each.person
                for each in organization().held
                if each.post == post
                and each.span.since <= last
                and (each.span.until is None or each.span.until > first)
            }
        )
    )


def points(item: ScorecardItem, value: Decimal | None) -> Decimal | None:
    """The item's points: nothing at `zero` and beyond, its weight at `full` and beyond, in proportion between."""
    if value is None:
        return None
    share = (value - item.zero) / (item.full - item.zero)
    return item.weight * min(max(share, Decimal(0)), Decimal(1))


def _card(under: Basis, card: Scorecard, made: dict[str, tuple[Asked, Figure]], person: int, at: datetime) -> Card:
    items = []
    for item in card.items:
        ready, figure = made[item.measure]
        value = next((group.value for group in figure.groups if group.key == (person,)), NOTHING)
        items.append(
            CardItem(
                measure=item.measure,
                title=ready.measure.title,
                value=value,
                unit=figure.unit,
                zero=item.zero,
                full=item.full,
                out_of=item.weight,
                points=points(item, value.value),
            )
        )
    known = [item for item in items if item.points is not None]
    period = next(iter(made.values()))[1].period
    ended = period.bounds(under.calendar.timezone)[1] <= at
    return Card(
        pack=under.pack.name,
        name=card.name,
        title=card.title,
        period=period,
        person=person,
        items=tuple(items),
        total=sum((item.points for item in known if item.points is not None), Decimal(0)) if known else None,
        out_of=sum((item.out_of for item in known), Decimal(0)),
        provisional=not ended or any(item.value.provisional for item in items),
        rule=rule(under, [(plan, None) for ready, _ in made.values() for plan in ready.plans]),
        computed_at=at,
    )
