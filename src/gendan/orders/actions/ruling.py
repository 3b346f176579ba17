"""What the site decides of production: rates by step, the steps of a series, lead times. Each entry counts from a day
on, none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from gendan.core.refusals import Reason, Refused
from gendan.orders.models import LeadTime, Route, StepRate


def set_rate(
    *,
    step: str,
    wage: Decimal,
    cost: Decimal | None = None,
    series: str = "",
    product: str = "",
    since: date,
    actor: int,
    at: datetime,
) -> StepRate:
    """Set what a piece earns at a step from a day on, and what it costs (its wage, where nothing else is said): for a
    product, a series, or all.

    Raises Refused: needs.step, value.wage, value.cost.
    """
    reasons = [] if step.strip() else [Reason("needs.step")]
    for name, value in (("wage", wage), ("cost", cost)):
        if value is not None and not 0 <= value < 10**9:
            reasons.append(Reason(f"value.{name}", {"given": str(value), "expected": {"type": "decimal", "min": "0"}}))
    if reasons:
        raise Refused(tuple(reasons))
    return StepRate.objects.create(
        step=step.strip(),
        series=series.strip(),
        product=product.strip(),
        wage=wage,
        cost=wage if cost is None else cost,
        since=since,
        person=actor,
        at=at,
    )


def set_route(*, steps: Sequence[str], series: str = "", since: date, actor: int, at: datetime) -> Route:
    """Set the steps that pieces of a series (all, where empty) go through from a day on, in their order.

    Raises Refused: needs.steps.
    """
    named = list(dict.fromkeys(step.strip() for step in steps if step.strip()))
    if not named:
        raise Refused((Reason("needs.steps"),))
    return Route.objects.create(steps=named, series=series.strip(), since=since, person=actor, at=at)


def set_lead_time(
    *, days: int, urgent: bool = False, series: str = "", since: date, actor: int, at: datetime
) -> LeadTime:
    """Set how many days an order takes from its confirmation, from a day on.

    Raises Refused: value.days.
    """
    if not 0 < days < 1000:
        raise Refused((Reason("value.days", {"given": str(days), "expected": {"type": "int", "min": "1"}}),))
    return LeadTime.objects.create(days=days, urgent=urgent, series=series.strip(), since=since, person=actor, at=at)
