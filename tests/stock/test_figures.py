"""What stood, came and went: of all goods, and at a cost that does not grow with what came before."""

from datetime import date, timedelta

import pytest
from django.db import connection

from gendan.stock import facts, reports, tables
from gendan.stock.actions import moving
from tests.stock.yard import NOON, D, job, later, receive

pytestmark = pytest.mark.usefixtures("warehouse")
MANY = 5_003
GOODS = """
insert into stock_good (product, measure, coded, made_at, made_by)
select 'P' || n, '件', false, %(at)s, 7 from generate_series(1, %(many)s) n
"""
MOVED = """
insert into stock_movement (at, sort, product, source, target, party, quantity, given, measure, source_after,
    target_after, actor, order_number, note)
select %(at)s, 'receive', 'P' || n, 1, p.id, '', 1, 1, '', -1, 1, 7, '', ''
from generate_series(1, %(many)s) n, stock_place p where p.name = '成品库'
"""
STANDS = """
insert into stock_balance (product, place, party, quantity, held, at)
select product, place, '', change, 0, at
from stock_movement, lateral (values (source, -1), (target, 1)) e (place, change)
"""


@pytest.fixture
def full(warehouse):
    """More products than a paper was given lines."""
    with connection.cursor() as on:
        for statement in (GOODS, MOVED, STANDS):
            on.execute(statement, {"at": NOON, "many": MANY})


def test_papers_are_given_all_lines(full, monkeypatch):
    monkeypatch.setattr(facts, "_opened", lambda cases: dict.fromkeys(cases, later(1)))
    assert len(facts.standing([1])[1]) == MANY
    assert len(facts.day([1])[1]) == MANY


def read(do):
    """How many rows of movements `do` has the server read."""
    fetched = (
        "select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables"
        " where relname = 'stock_movement'"
    )
    with connection.cursor() as on:
        on.execute("set local enable_seqscan = off")
        on.execute("set local enable_bitmapscan = off")
        on.execute(fetched)
        ((before,),) = on.fetchall()
        do()
        on.execute(fetched)
        return on.fetchall()[0][0] - before


def test_what_a_day_costs_does_not_grow_with_the_days_before():
    told = []

    def day():
        today = NOON + timedelta(days=30)
        told.append(reports.turnover(since=today, until=today + timedelta(days=1)))

    for number in range(10):
        receive(product="门", quantity=2, at=later(number))
    few = read(day)
    for number in range(10, 60):
        receive(product="门", quantity=2, at=later(number))
    assert read(day) == few
    assert [(each.before, each.came, each.went, each.after) for (each,) in told] == [
        (D(20), D(0), D(0), D(20)),
        (D(120), D(0), D(0), D(120)),
    ]


def test_without_a_first_day_the_last_one_is_told():
    receive(product="门", quantity=10)
    moving.dispatch([job(product="门", quantity=4, customer="王记", at=NOON + timedelta(days=3))])

    def figures(**given):
        return [row[3:] for row in tables.turnover(given, at=NOON + timedelta(days=9), most=10).rows]

    assert figures(until=date(2026, 10, 12)) == figures(since=date(2026, 10, 12), until=date(2026, 10, 12))
    assert figures(until=date(2026, 10, 12)) == [(D(10), D(0), D(4), D(6))]
    assert figures(since=date(2026, 10, 12)) == [(D(10), D(0), D(4), D(6))]
    assert figures() == [(D(6), D(0), D(0), D(6))]
    # Days the wrong way round hold nothing, and what stands at either end is one.
    assert figures(since=date(2026, 10, 13), until=date(2026, 10, 10)) == [(D(10), D(0), D(0), D(10))]
