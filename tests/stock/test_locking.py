"""Whoever handles goods locks all their balances at once, in one order: two who want the same never wait in a ring."""

import pytest

from gendan.stock.actions import coming, counting, holding, moving
from gendan.stock.ledger import Ledger
from tests.statements import statements
from tests.stock.yard import job, receive

pytestmark = pytest.mark.usefixtures("warehouse")
PRODUCTS = ("门", "窗", "框", "机")


@pytest.fixture
def locked(monkeypatch):
    """How often each handling has asked for locks that it had not."""
    times = []
    lock = Ledger.lock

    def told(self, keys, everywhere=(), inner=()):
        keys, everywhere = set(keys), set(everywhere)
        if keys - self.standing.keys() or everywhere:
            times.append((keys, everywhere))
        lock(self, keys, everywhere, inner)

    monkeypatch.setattr(Ledger, "lock", told)
    return times


def rows(quantity):
    return [{"product": each, "quantity": quantity} for each in PRODUCTS[:3]]


def test_each_handling_of_many_jobs_locks_once(locked):
    def handled(act, *jobs):
        locked.clear()
        act(list(jobs))
        return len(locked)

    codes = {"product": "机", "codes": "A1 A2 A3"}
    some, one = {"lines": rows(10)}, {"lines": rows(1)}
    told = {
        "receive": handled(coming.receive, job(target="成品库", **some), job(target="成品库", **codes)),
        "transfer": handled(moving.transfer, job(target="分库", **one), job(target="分库", codes="A1")),
        "reserve": handled(holding.reserve, job(1, **one), job(2, codes="A2")),
        "pick": handled(holding.pick, job(2, codes="A2")),
        "dispatch": handled(moving.dispatch, job(1, customer="王记"), job(2, customer="李记")),
        "take_back": handled(
            coming.take_back,
            job(customer="王记", target="成品库", **one),
            job(customer="李记", target="成品库", codes="A2"),
        ),
        "issue": handled(moving.issue, job(3, workshop="一车间", **one), job(4, workshop="二车间", **one)),
        "lose": handled(moving.lose, job(workshop="一车间", **one), job(workshop="二车间", **one)),
        "send_back": handled(moving.send_back, job(supplier="江南", **one), job(codes="A2")),
        "count": handled(
            counting.count,
            job(5, place="成品库/A1", lines=rows(2)),
            job(6, place="分库", lines=rows(2), codes="A1 A3"),
        ),
        "adjust": handled(counting.adjust, job(5), job(6)),
        "release": handled(holding.release, job(1), job(2)),
    }
    assert {name: times for name, times in told.items() if times > 1} == {}


def test_a_count_of_many_products_costs_the_statements_of_one():
    receive(lines=rows(5))
    receive(product="机", quantity=5)

    def counted(case, *products):
        found = [{"product": each, "quantity": 1} for each in products]
        return statements(lambda: counting.count([job(case, place="成品库/A1", lines=found)]))

    assert counted(1, "机") == counted(2, *PRODUCTS[:3])
