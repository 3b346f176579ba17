"""The shop desk's month over the real file: the figures agree to the cent with the file counted by itself."""

import csv
import os
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from gendan.cases import imports
from gendan.cases.models import Case
from gendan.measures import queries
from gendan.measures.archiving import archive_months
from gendan.measures.periods import parse
from tests.cases.shop import open_shop

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATER = datetime(2026, 10, 31, 12, tzinfo=UTC)
OCTOBER = parse("2026-10")
EVERY = 28
"""Every 28th order of the file, a thousand of them; GENDAN_WHOLE_MONTH=1 takes all, which lasts minutes."""
IN = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)


def number(text):
    return Decimal(text).quantize(Decimal("0.01"))


@pytest.fixture
def month(db, real_orders):
    """The file as rows, and the desk into which it was brought: every order comes in as the file has it."""
    with real_orders.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name.strip(): value.strip() for name, value in row.items()} for row in csv.DictReader(file)]
    rows = rows[:: 1 if os.environ.get("GENDAN_WHOLE_MONTH") else EVERY]
    shop = open_shop()
    done = imports.run_rows("shop_review.shop_export", rows, constants={"shop": "二月天猫店"}, person=shop.zhou, at=IN)
    assert not [row.reasons for row in done if row.reasons]
    return shop, rows


def state_of(row):
    """Where an order stands when it comes in, from the file's row alone."""
    if not row["订单付款时间"]:
        return "unpaid"
    refund = number(row["退款金额"])
    return (
        "set_aside" if refund > 0 or number(row["买家实际支付金额"]) + refund != number(row["总金额"]) else "unreviewed"
    )


def figure(name, **more):
    return queries.figure("shop_review", name, OCTOBER, viewer=0, at=LATER, compared=False, **more)


def groups(of):
    return {group.key[0]: group.value.value for group in of.groups}


def test_the_month_agrees_to_the_cent(month, archive):
    shop, rows = month
    assert figure("orders").total.value == len(rows) == Case.objects.filter(procedure="shop_review.shop_order").count()
    assert figure("value").total.value == sum(number(row["总金额"]) for row in rows)
    refunded = sum(number(row["退款金额"]) > 0 for row in rows)
    assert figure("refund_share").total.value == Decimal(refunded) / len(rows)
    assert figure("refunds").total.value == sum(number(row["退款金额"]) for row in rows)
    average = sum(number(row["总金额"]) for row in rows) / len(rows)
    assert abs(figure("average").total.value - average) < Decimal("1e-20")
    assert groups(figure("orders", by=["state"])) == Counter(state_of(row) for row in rows)
    by_province = defaultdict(Decimal)
    for row in rows:
        by_province[row["收货地址"]] += number(row["总金额"])
    assert groups(figure("value", by=["province"])) == by_province

    from gendan.cases.commands import run_many
    from gendan.core.command import Command, Verb

    checked = dict.fromkeys(
        ("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), True
    )
    waiting = list(
        Case.objects.filter(procedure="shop_review.shop_order", state="unreviewed")
        .order_by("id")
        .values_list("id", "data__province")
    )[:600]
    hours, carriers, late = [], Counter(), 0
    for nth, first in enumerate(range(0, len(waiting), 100)):
        # 9:30 on a Friday; the review is due after four working hours, at 15:00.
        at = IN + timedelta(hours=nth + 1)
        commands = [
            Command(verb=Verb.ACT, case=case, action="approve", given={"compared": checked})
            for case, _ in waiting[first : first + 100]
        ]
        outcomes = list(run_many(commands, person=shop.xu, at=at))
        assert all(each.done for each in outcomes), outcomes[0].reasons
        worked = _worked(at)
        hours += [worked] * len(commands)
        late += len(commands) * (worked > 4)
    for case in Case.objects.filter(state="approved"):
        carriers[case.data["carrier"]] += 1
    assert figure("reviewed").total.value == len(hours)
    assert figure("review_time").total.value == median(hours)
    assert figure("late_share").total.value == Decimal(late) / len(hours)
    assert groups(figure("reviewed", by=["carrier"])) == carriers

    list(archive_months(archive, at=LATER))
    for name in ("orders", "value", "refund_share", "review_time", "late_share"):
        kept, live = (figure(name, by=["province"], source=source) for source in ("archive", "live"))
        assert (kept.total, kept.groups, kept.digest) == (live.total, live.groups, live.digest), name


def _worked(at):
    """Working hours since 9:30 of that Friday, counted by hand: the lunch from 12:00 to 13:30 is none."""
    minutes = (at.astimezone(SHANGHAI).hour * 60 + at.astimezone(SHANGHAI).minute) - (9 * 60 + 30)
    lunch = max(0, min(minutes, 240) - 150)
    return Decimal(minutes - lunch) / 60
