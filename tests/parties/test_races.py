"""What is done to parties at the same moment: one of those who want the same has it."""

import threading

import pytest
from django.db import connection, transaction

from gendan.core.refusals import Refused
from gendan.parties.actions import change, grant_territory, merge
from gendan.parties.models import Party, PartyName, Phone
from tests.parties.test_parties import AT, DAY, registered

pytestmark = pytest.mark.django_db(transaction=True)


def raced(*doing):
    outcomes = []

    def run(act):
        try:
            with transaction.atomic():
                act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_name_at_once_is_one_party():
    outcomes = raced(*[lambda: registered("抢注")] * 12)
    assert outcomes == ["done"] + ["parties.name"] * 11
    assert PartyName.objects.filter(name="抢注").count() == 1


def test_one_territory_at_once_is_one_partys():
    for number in range(8):
        registered(f"经销商{number}", sorts=["dealer"])
    outcomes = raced(
        *[
            lambda number=number: grant_territory(f"经销商{number}", "湖南长沙", actor=0, at=AT, since=DAY)
            for number in range(8)
        ]
    )
    assert outcomes == ["done"] + ["parties.territory"] * 7


def test_two_who_put_each_other_above_make_no_circle():
    for name in ("甲", "乙"):
        registered(name, sorts=["dealer"])
    outcomes = raced(
        lambda: change("甲", actor=0, at=AT, upline="乙"), lambda: change("乙", actor=0, at=AT, upline="甲")
    )
    assert outcomes == ["done", "parties.circle"]


def test_merged_both_ways_at_once_one_stays():
    for name in ("甲", "乙"):
        registered(name, phones=["13800000001"])
    outcomes = raced(lambda: merge("甲", "乙", actor=0, at=AT), lambda: merge("乙", "甲", actor=0, at=AT))
    assert outcomes == ["done", "parties.same"]
    assert Party.objects.filter(merged=None).count() == 1
    assert Phone.objects.count() == 1
