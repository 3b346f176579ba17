"""A warehouse with a few places, and jobs on it, for the tests of stock."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from gendan.core.refusals import Refused
from gendan.stock import queries, verifying
from gendan.stock.actions import coming
from gendan.stock.actions.places import make_place
from gendan.stock.asked import Job

NOON = datetime(2026, 10, 9, 4, 0, tzinfo=UTC)
KEEPER = 7


def job(case=None, at=NOON, actor=KEEPER, **arguments):
    return Job(actor=actor, at=at, case=case, arguments=arguments)


def build():
    """One warehouse with a shelf and a place for inspection, and a second one."""
    make_place("成品库", actor=KEEPER, at=NOON)
    make_place("成品库/A1", warehouse="成品库", actor=KEEPER, at=NOON)
    make_place("成品库/待检", warehouse="成品库", inspection=True, actor=KEEPER, at=NOON)
    make_place("分库", actor=KEEPER, at=NOON)


def receive(at=NOON, **arguments):
    coming.receive([job(at=at, **{"target": "成品库", **arguments})])


def stands(product="", place="", moment=None):
    return {
        (each.product, each.place): each.quantity for each in queries.goods(product=product, place=place, moment=moment)
    }


def refused(function, *jobs):
    with pytest.raises(Refused) as caught:
        function(list(jobs))
    return [reason.code for reason in caught.value.reasons]


def told(function, *jobs):
    with pytest.raises(Refused) as caught:
        function(list(jobs))
    return dict(caught.value.reasons[0].parameters)


def sound():
    assert verifying.faults() == []


def later(minutes):
    return NOON + timedelta(minutes=minutes)


D = Decimal
