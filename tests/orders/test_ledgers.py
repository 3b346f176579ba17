"""What areas show as tables: pages, files and calls tell the same, to those who may look."""

import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gendan.cases import library
from gendan.cases.commands import run
from gendan.cases.registry import vocabulary
from gendan.catalogue import actions as catalogue
from gendan.core.command import Command, Verb
from gendan.orders import actions as orders
from gendan.people import actions
from tests.orders.test_way import SHOP

PASSWORD = "审单-demo-2026"
AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)


@pytest.fixture
def shop(db):
    library.activate(SHOP, by=0, at=AT)
    people = {}
    for name, post in (("lin", "supervisor"), ("wang", "taker"), ("ma", "maker"), ("stranger", "")):
        person = actions.create_person(actor=0, at=AT, username=name, name=name)
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=timezone.now())
        if post:
            actions.hold(person, f"shop.{post}", actor=0, at=AT)
        people[name] = person
    catalogue.describe(code="D1", unit="樘", attributes=[{"name": "width", "type": "decimal"}], actor=1, at=AT)
    prices = [{"product": "D1", "title": "门扇", "measure": "width", "unit": "mm", "rate": "1.5"}]
    catalogue.publish(name="价表", since=date(2026, 1, 1), prices=prices, actor=1, at=AT)
    orders.set_rate(step="下料", wage=3, since=date(2026, 1, 1), actor=1, at=AT)
    return people


def signed(name):
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def step(person, **said):
    done = run(Command(key=str(timezone.now()), **said), person=person, at=timezone.now())
    assert done.done, done.reasons
    return done


@pytest.fixture
def order(shop):
    lines = [{"product": "D1", "width": 860, "quantity": 2}]
    opened = step(shop["wang"], verb=Verb.OPEN, procedure="shop.door", given={"customer": "王记", "lines": lines})
    step(shop["wang"], verb=Verb.ACT, case=opened.case, action="quote")
    return opened


SITE = sorted(
    each.name
    for each in vocabulary().ledgers.values()
    if each.about == "site" and each.name.split(".")[0] in ("catalogue", "orders")
)


@pytest.mark.parametrize("word", SITE)
def test_who_may_look_at_the_area_sees_its_ledgers_and_nobody_else(shop, word):
    page = f"/areas/tables/{word}/"
    assert signed("lin").get(page).status_code == 200
    assert signed("stranger").get(page).status_code == 404
    assert signed("stranger").get(f"{page}export.csv").status_code == 404


def test_products_are_searched_and_go_out(shop):
    client = signed("lin")
    assert "D1" in client.get("/areas/tables/catalogue.products/?f-text=d1").content.decode()
    assert "D1" not in client.get("/areas/tables/catalogue.products/?text=zz").content.decode().split("<main")[1]
    content = b"".join(client.get("/areas/tables/catalogue.products/export.csv").streaming_content).decode("utf-8-sig")
    assert content.splitlines()[1].startswith("D1,D1,,樘,width")
    assert client.get("/areas/tables/catalogue.lists/?day=x").status_code == 422
    assert client.get("/areas/tables/catalogue.lists/export.csv?day=x").status_code == 404
    assert client.get("/areas/tables/orders.rules/export.workbook").status_code == 404


@pytest.mark.parametrize(("query", "rows"), [("?list=价表&version=1", 1), ("", 0)])
def test_the_workbook_of_a_list_can_be_published_again(shop, query, rows):
    answer = signed("lin").get(f"/areas/tables/catalogue.prices/export.workbook{query}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["价格", "附加费", "对照表", "填写说明"]
    assert len(book.get_sheet_by_name("价格").to_python()) == 1 + rows


def test_how_a_price_came_about_is_shown_line_by_line(shop, order):
    client = signed("ma")
    page = client.get(f"/cases/{order.uid}/tables/orders.prices/").content.decode()
    assert "2,580.00" in page
    assert "860 mm × 1.5" in page
    whole = client.get(f"/cases/{order.uid}/").content.decode()
    assert f"/cases/{order.uid}/tables/orders.prices/" in whole
    # No step of an order draws up a wage slip.
    assert "/tables/orders.slip/" not in whole
    assert signed("stranger").get(f"/cases/{order.uid}/tables/orders.prices/").status_code == 404
    assert client.get(f"/cases/{order.uid}/tables/orders.wage_table/").status_code == 404
    answer = client.get(f"/cases/{order.uid}/tables/orders.prices/export.csv")
    assert "合计,,,2580.00" in b"".join(answer.streaming_content).decode()


def test_wages_of_the_month_with_their_sum(shop, order):
    step(
        shop["wang"],
        verb=Verb.ACT,
        case=order.case,
        action="copy",
        given={"originals": [{"product": "D1", "width": 860, "quantity": 2}]},
    )
    step(shop["wang"], verb=Verb.ACT, case=order.case, action="issue")
    step(
        shop["ma"], verb=Verb.ACT, case=order.case, action="report", given={"made": 2, "step": "下料", "worker": "老李"}
    )
    page = signed("lin").get("/areas/tables/orders.wage_table/").content.decode()
    assert page.count("6.00") == 2
    assert "老李" in page
    assert "老李" in signed("lin").get(f"/cases/{order.uid}/tables/orders.production/").content.decode()
