"""What people ask of this area besides cases, typed, brought to its actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gendan.orders import actions

Arguments = Mapping[str, Any]


def set_rate(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `orders.rate`."""
    found = actions.set_rate(**arguments, actor=person, at=at)
    return {"step": found.step, "since": found.since.isoformat()}


def set_route(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `orders.route`: the steps are one text, with commas."""
    text = str(arguments["steps"])
    for mark in "，、;；>→|\n":
        text = text.replace(mark, ",")
    found = actions.set_route(**{**arguments, "steps": text.split(",")}, actor=person, at=at)
    return {"steps": found.steps}


def set_lead_time(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `orders.lead_time`."""
    found = actions.set_lead_time(**arguments, actor=person, at=at)
    return {"days": found.days, "since": found.since.isoformat()}


def correct_wage(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `orders.correct_wage`."""
    found = actions.correct_wage(**arguments, actor=person, at=at)
    return {"entry": found.pk, "amount": str(found.amount)}
