"""What forms offer to be picked: cases by their number, steps, series and values; and who may fill in which form."""

from datetime import date

import pytest
from django.utils import timezone

from gendan.cases.commands import run
from gendan.catalogue import actions as catalogue
from gendan.core.command import Command, Verb
from gendan.orders import actions as orders
from gendan.people import actions
from tests.orders.test_ledgers import AT, PASSWORD, order, shop, signed, step

__all__ = ["order", "shop"]

NEW = "/lists/shop/question/new/"


@pytest.fixture
def known(shop):
    orders.set_route(steps=["下料", "组装"], since=date(2026, 1, 1), actor=1, at=AT)
    attributes = [{"name": "material", "title": "材质", "type": "choice", "options": ["橡木", "松木"]}]
    catalogue.describe(code="D2", unit="樘", series="实木门", attributes=attributes, actor=1, at=AT)
    prices = [{"series": "实木门", "title": "门扇", "rate": "table.wood(material)"}]
    tables = [{"table": "wood", "key": key, "value": "1"} for key in ("橡木", "柚木")]
    catalogue.publish(name="木门", since=date(2026, 1, 1), prices=prices, tables=tables, actor=1, at=AT)
    return shop


def offered(name, kind, **query):
    answer = signed(name).get(f"/references/{kind}/", query)
    return [each["value"] for each in answer.json()["found"]] if answer.status_code == 200 else answer.status_code


def asked(person, **given):
    given = {"customer": "王记", **given}
    return run(Command(verb=Verb.OPEN, procedure="shop.question", given=given), person=person, at=timezone.now())


def test_a_field_that_names_a_case_takes_one_that_is_there(shop, order):
    found = asked(shop["wang"], door=order.number)
    assert found.done
    refused = asked(shop["wang"], door="没有的单")
    assert [reason.code for reason in refused.reasons] == ["value.door"]
    page = signed("wang").post(NEW, {"f-customer": "王记", "f-door": "没有的单", "key": "1"})
    assert "“门单”不能是“没有的单”：没有这张单，请从清单里选。" in page.content.decode()


def test_cases_are_offered_by_number_to_who_sees_them(shop, order):
    assert 'data-refers="/references/shop.door/"' in signed("wang").get(NEW).content.decode()
    assert offered("wang", "shop.door", q=order.number[:4]) == [order.number]
    assert offered("wang", "shop.door", q="999") == []
    assert offered("stranger", "shop.door") == 404
    assert offered("wang", "shop.nothing") == 404


def test_steps_series_and_values_are_offered_and_only_series_must_be_known(known):
    assert offered("wang", "orders.steps") == ["下料", "组装"]
    assert offered("wang", "catalogue.series", q="木") == ["实木门"]
    assert offered("wang", "catalogue.values", q="木", of="material") == ["橡木", "松木", "柚木"]
    assert offered("wang", "catalogue.values", of="width") == []
    assert offered("wang", "orders.workers") == []
    assert offered("stranger", "orders.steps") == 404
    assert asked(known["wang"], step="打蜡", series="实木门").done
    refused = asked(known["wang"], series="实木")
    assert [reason.code for reason in refused.reasons] == ["value.series"]


@pytest.fixture
def outside(shop):
    person = actions.create_person(actor=0, at=AT, username="wanghai", name="王海", party="王记")
    actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=timezone.now())
    return person


def test_a_customer_opens_a_case_of_his_own_on_the_page(shop, outside, order):
    client = signed("wanghai")
    assert NEW in client.get("/lists/shop/question/").content.decode()
    page = client.get(NEW).content.decode()
    # He is not asked who he is, nor for a person of the house.
    assert [name in page for name in ("f-door", "f-customer", "f-helper", ">lin<")] == [True, False, False, False]
    answer = client.post(NEW, {"f-door": order.number, "key": "1"})
    assert answer.status_code == 302
    assert "王记" in client.get(answer.headers["Location"]).content.decode()


def test_a_party_finds_the_lists_of_its_cases_and_no_others(shop, outside):
    seen = signed("wanghai").get("/").content.decode()
    assert ["/lists/shop/door/" in seen, "/lists/shop/question/" in seen] == [True, True]


def test_what_an_area_knows_shows_at_once_and_lists_follow(shop, order):
    # Told by the page before the case's own event; that one follows in the queue.
    assert "2,580.00" in signed("ma").get(f"/cases/{order.uid}/").content.decode()
    step(0, verb=Verb.TICK, case=order.case)
    told = signed("wang").get("/lists/shop/door/", {"columns": "quoted_at,worth"}).content.decode()
    assert [amount in told for amount in ("2,580.00", "5,160.00")] == [True, True]
    history = signed("ma").get(f"/cases/{order.uid}/").content.decode()
    assert history.count("台账或日期有变，数字已更新") == 1
    step(0, verb=Verb.TICK, case=order.case)
    assert signed("ma").get(f"/cases/{order.uid}/").content.decode().count("台账或日期有变") == 1


def test_an_effect_queues_a_look_where_something_reads_the_area(shop, order):
    from gendan.cases.models import Outbox

    queued = [row.body for row in Outbox.objects.filter(case_id=order.case) if row.sort == "follow"]
    assert [row["verb"] for row in queued] == ["tick"]
