"""The demo company: what a first look at Gendan shows."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from gendan.cases.models import Case, Clock, ImportRun
from gendan.cases.verifying import verify
from gendan.people.models import Person
from gendan.project import demo
from gendan.project.demo.orders import Drawer

MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_the_same_seed_draws_the_same_orders():
    first, second = (list(Drawer(7).orders(50, MONDAY)) for _ in range(2))
    assert first == second
    assert len({order.values["order_no"] for order in first}) == 50


def test_orders_have_the_shape_of_a_real_month():
    orders = list(Drawer(7).orders(4000, MONDAY))
    provinces = Counter(order.values["province"] for order in orders)
    assert abs(provinces["上海"] / 4000 - 0.12) < 0.02
    assert abs(sum("paid_at" not in order.values for order in orders) / 4000 - 0.14) < 0.02
    assert abs(sum(order.values["refund"] != "0.00" for order in orders) / 4000 - 0.20) < 0.02
    places = Counter((order.values["shop"], order.values["buyer"], order.values["address"]) for order in orders)
    assert sum(count > 1 for count in places.values()) > 100
    assert all(order.ordered_at < MONDAY for order in orders)


@pytest.mark.django_db
@pytest.mark.parametrize("now", [MONDAY, datetime(2026, 10, 4, 18, 0, tzinfo=UTC)])
def test_the_company_is_at_work(settings, tmp_path, now):
    settings.GENDAN_ATTACHMENTS = tmp_path
    assert demo.is_empty()
    assert demo.ways_in("zh").departments == ()
    demo.seed(now)
    assert not demo.is_empty()

    states = Counter(Case.objects.filter(procedure="shop_review.shop_order").values_list("state", flat=True))
    assert sum(states.values()) == 1499
    for state in ("unreviewed", "unpaid", "set_aside", "contacting", "approved", "released", "sent", "shipped"):
        assert states[state] > 0, state
    late = Case.objects.filter(late=True, final=None)
    assert 0 < late.filter(state="unreviewed").count() < states["unreviewed"]
    assert Case.objects.filter(procedure="exchange.batch", state="waiting").count() == 2
    assert Case.objects.filter(procedure="shop_review.task").count() == 4
    (run,) = ImportRun.objects.all()
    assert (run.stage, run.opened, run.faulty) == ("done", 59, 1)
    assert not Clock.objects.filter(next_at__lte=now).exists()
    assert Case.objects.filter(opened_at__gt=now).count() == 0
    assert verify().faults == ()

    orders, above = demo.ways_in("en").departments
    assert [way.role for way in orders.people][:2] == ["Review supervisor", "Order reviewer"]
    assert [way.role for way in above.people] == ["Director", "Administrator"]
    for way in (orders.people[0], *above.people):
        assert Person.objects.get(username=way.username).check_password(way.password)
