"""A contract that is ended before its time, and the territory that goes with it."""

from datetime import date, timedelta

import pytest

from gendan.core.refusals import Refused
from gendan.parties import words
from gendan.parties.actions import contract, end_contract, end_territory, grant_territory, register
from gendan.parties.models import Change, Contract, Territory
from gendan.parties.queries import valid_contract
from tests.cases.company import FRIDAY

DAY = FRIDAY.date()
BEGAN, ENDS = DAY - timedelta(days=30), DAY + timedelta(days=300)


@pytest.fixture
def dealer(db):
    return register("黄石经销处", actor=0, at=FRIDAY, sorts=["dealer"])


def ended(number, on):
    end_contract("黄石经销处", number, actor=1, at=FRIDAY, on=on)


@pytest.mark.parametrize("began", [BEGAN, DAY, DAY + timedelta(days=9)])
def test_from_the_day_of_its_end_it_is_in_force_no_more(dealer, began):
    contract("黄石经销处", "HT-1", actor=0, at=FRIDAY, signed_on=began, expires_on=ENDS)
    assert valid_contract(dealer, max(began, DAY)) is not None
    ended("HT-1", DAY)
    assert [valid_contract(dealer, day) for day in (DAY, max(began, DAY), ENDS)] == [None] * 3
    assert (valid_contract(dealer, DAY - timedelta(days=1)) is not None) == (began < DAY)
    told = Change.objects.filter(kind="contract").latest("id").told
    assert told["before"] == [began.isoformat(), ENDS.isoformat()]


def test_one_that_has_ended_stays_as_it_was(dealer):
    last = date(2026, 9, 30)
    contract("黄石经销处", "HT-1", actor=0, at=FRIDAY, signed_on=BEGAN - timedelta(days=90), expires_on=last)
    changes = Change.objects.count()
    ended("HT-1", DAY)
    assert Contract.objects.get().expires_on == last
    assert Change.objects.count() == changes


def test_another_partys_number_is_not_his_to_end(dealer):
    register("武汉经销处", actor=0, at=FRIDAY)
    contract("武汉经销处", "HT-2", actor=0, at=FRIDAY, signed_on=BEGAN, expires_on=ENDS)
    with pytest.raises(Refused) as refused:
        ended("HT-2", DAY)
    assert [each.code for each in refused.value.reasons] == ["parties.no_contract"]
    assert Contract.objects.get().expires_on == ENDS


def granted(since, until=None):
    return grant_territory("黄石经销处", "湖北黄石", actor=0, at=FRIDAY, since=since, until=until)


def free(on):
    return words.territory_free([("湖北黄石", None, None, on)], at=FRIDAY) == [True]


def taken_back(until=DAY, **more):
    return end_territory("黄石经销处", "湖北黄石", actor=1, at=FRIDAY, until=until, **more)


def test_a_territory_is_taken_back_before_it_begins(dealer):
    later = DAY + timedelta(days=30)
    granted(later)
    assert taken_back() == 1
    assert (free(later), free(later + timedelta(days=400))) == (True, True)
    register("武汉经销处", actor=0, at=FRIDAY)
    grant_territory("武汉经销处", "湖北黄石", actor=0, at=FRIDAY, since=DAY)
    with pytest.raises(Refused) as refused:
        taken_back()
    assert [each.code for each in refused.value.reasons] == ["parties.no_territory"]


def test_what_was_granted_anew_stays_where_the_grant_that_ends_is_named(dealer):
    renewed = DAY + timedelta(days=1)
    granted(BEGAN, renewed)
    new = granted(renewed, ENDS)
    assert taken_back(since=BEGAN) == 1
    assert (free(DAY), free(renewed)) == (True, False)
    assert Territory.objects.get(id=new.id).until == ENDS
    assert taken_back() == 1
    assert free(renewed)
