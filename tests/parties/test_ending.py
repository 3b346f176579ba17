"""A contract that is ended before its time, and the territory that goes with it."""

from datetime import date, timedelta

import pytest

from gendan.core.refusals import Refused
from gendan.parties.actions import contract, end_contract, register
from gendan.parties.models import Change, Contract
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
