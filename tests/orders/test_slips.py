"""Wage slips: no piece is paid twice, what comes too late is carried into the next, what was voided is free."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from gendan.cases.numbers import rehearsed
from gendan.core.refusals import Refused
from gendan.orders import actions, ledgers
from gendan.orders import queries as facts
from gendan.orders.models import WagePaid
from tests.cases.test_races import at_once
from tests.orders.test_entries import call

AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)


def day(number, month=10):
    return date(2026, month, number)


def report(made, on, **who):
    actions.progress([replace(call("orders.progress", made=made, step="下料", on=on, **who), at=AT)])


def slip(case, since, until, **who):
    given = call("orders.pay", case, since=since, until=until, **(who or {"worker": "老李"}))
    with transaction.atomic():
        actions.pay([given])
    return facts.slip_totals([case])[case]


def told(case, since, until, **who):
    with pytest.raises(Refused) as refused:
        slip(case, since, until, **who)
    return [(each.code, dict(each.parameters)) for each in refused.value.reasons]


@pytest.fixture
def rate(db):
    actions.set_rate(step="下料", wage=Decimal(8), since=day(1, 1), actor=1, at=AT)


def test_two_slips_of_one_worker_have_no_day_in_common(rate):
    report(3, day(5), worker="老李")
    report(2, day(9), person=5, worker="老李")
    assert slip(21, day(1), day(5)) == 24
    taken = {"slip": "", "since": "2026-10-01", "until": "2026-10-05"}
    assert told(22, day(5), day(9)) == [("orders.paid", taken)]
    assert slip(22, day(6), day(9)) == 0
    assert slip(23, day(1), day(9), person=5) == 16
    assert [found[0] for found in told(24, day(1), day(31))] == ["orders.paid"] * 2
    same = [call("orders.pay", case, worker="老周", since=day(1), until=day(2)) for case in (31, 32)]
    with pytest.raises(Refused) as refused:
        actions.pay(same)
    assert [dict(each.parameters)["slip"] for each in refused.value.reasons] == ["2026-31"]


def test_what_comes_too_late_for_a_slip_is_carried_into_the_next_once(rate):
    report(3, day(1), worker="老李")
    assert slip(21, day(1), day(5)) == 24
    report(1, day(2), worker="老李")
    actions.correct_wage(worker="老李", on=day(1), amount=Decimal("-2.50"), reason="多报", actor=1, at=AT)
    report(1, day(6), worker="老李")
    assert slip(22, day(6), day(7)) == Decimal("13.50")
    lines = facts.slip_rows([22])[22]
    assert [(each["day"], each["amount"], each["carried"], each["reason"]) for each in lines] == [
        (None, 8, False, ""),
        (day(2), 8, True, ""),
        (day(1), Decimal("-2.50"), True, "多报"),
    ]
    assert [str(getattr(row[5], "zh", row[5])) for row in ledgers.slip(22, {}, at=AT).rows] == [
        "",
        "补入",
        "补入 多报",
        "",
    ]
    assert slip(23, day(8), day(9)) == 0
    # The first slip is drawn up anew: what the second one pays stays there.
    assert slip(21, day(1), day(5)) == 24
    assert WagePaid.objects.count() == 5


def test_a_slip_that_is_drawn_up_anew_frees_its_days(rate):
    report(3, day(5), worker="老李")
    assert slip(21, day(1), day(9)) == 24
    assert slip(21, day(1), day(4)) == 0
    assert slip(22, day(5), day(9)) == 24
    assert [found[0] for found in told(21, day(1), day(5))] == ["orders.paid"]


def test_what_was_voided_is_free_for_another_slip(rate):
    report(3, day(5), worker="老李")
    slip(21, day(1), day(9))
    with pytest.raises(Refused):
        actions.void_slip([call("orders.void_slip", 21, reason=" ")])
    for _ in range(2):
        actions.void_slip([call("orders.void_slip", 21, reason="日期错"), call("orders.void_slip", 22, reason="无")])
    assert (facts.slip_totals([21]), facts.slip_rows([21])) == ({}, {})
    assert [row[5] for row in ledgers.slip(21, {}, at=AT).rows][-1].endswith("日期错")
    assert slip(22, day(1), day(9)) == 24
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as on:
        on.execute("delete from orders_wageslipvoid")


def test_a_rehearsal_has_workers_of_its_own(rate):
    report(3, day(5), worker="老李")
    slip(21, day(1), day(9))
    with rehearsed():
        report(2, day(5), worker="老李")
        assert slip(22, day(5), day(9)) == 16
        assert [each.name for each in ledgers.wages(day(1), day(9), worker="老李")] == ["老李"]


@pytest.mark.django_db(transaction=True)
def test_of_many_slips_at_once_one_pays_the_pieces():
    actions.set_rate(step="下料", wage=Decimal(8), since=day(1, 1), actor=1, at=AT)
    report(3, day(5), worker="老李")

    def drawn(case):
        try:
            return slip(case, day(1), day(9))
        except Refused as refused:
            return refused.reasons[0].code

    found = at_once(*[lambda case=case: drawn(case) for case in range(40, 60)])
    assert sorted(map(str, found)) == ["24.00", *["orders.paid"] * 19]
