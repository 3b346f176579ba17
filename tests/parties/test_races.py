"""What is done to parties at the same moment: one of those who want the same has it."""

import threading
import time

import pytest
from django.db import connection, transaction

from gendan.core.refusals import Reason, Refused
from gendan.parties.actions import change, contract, grant_territory, merge
from gendan.parties.models import Change, Contract, Party, PartyName, Phone, Territory
from gendan.people.actions import create_person
from tests.cases.test_races import at_once
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


def test_of_a_hundred_at_once_on_one_territory_one_has_it_and_the_rest_hear_who_as_far_as_they_may():
    for number in range(100):
        registered(f"经销商{number}", sorts=["dealer"])
    outside = create_person(actor=0, at=AT, username="outside", name="外人", party="经销商99")
    heard: list[Reason | None] = [None] * 100

    def ask(number):
        try:
            grant_territory(f"经销商{number}", "湖南长沙", actor=outside if number == 99 else 0, at=AT, since=DAY)
        except Refused as refused:
            (heard[number],) = refused.reasons

    # Twenty work at once, each on five dealers: as many connections as an office has. The outsider is the last of his.
    at_once(*[lambda part=range(at, 100, 20): [ask(number) for number in part] for at in range(20)])
    (held,) = Territory.objects.select_related("party")
    winner = held.party.name
    refused = {number: each for number, each in enumerate(heard) if each is not None}
    assert set(refused) == {number for number in range(100) if f"经销商{number}" != winner}
    inside = [each for number, each in refused.items() if number != 99]
    assert {(each.code, each.parameters["party"]) for each in inside} == {("parties.territory", winner)}
    assert (refused[99].code, set(refused[99].parameters)) == ("parties.taken", {"region"})
    assert winner not in str(refused[99].parameters)


def test_one_contract_number_at_once_is_one_partys():
    """The second asks while the first has written his and is not done."""
    for name in ("甲", "乙"):
        registered(name)
    written = threading.Event()

    def first():
        contract("甲", "HT-1", actor=0, at=AT, signed_on=DAY)
        written.set()
        wait_for_another()

    def second():
        written.wait(10)
        contract("乙", "HT-1", actor=0, at=AT, signed_on=DAY)

    assert raced(first, second) == ["done", "parties.contract"]
    assert Contract.objects.get().party.name == "甲"
    assert Change.objects.filter(kind="contract").count() == 1


def wait_for_another():
    """Until another connection waits for what this one holds."""
    for _ in range(200):
        with connection.cursor() as on:
            on.execute(
                "select exists (select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid)))"
            )
            if on.fetchone()[0]:
                return
        time.sleep(0.05)


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
