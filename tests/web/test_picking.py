"""Texts that are picked from a list: a table's keys as the site has them, and what areas keep."""

import pytest
from django.urls import reverse

from gendan.cases import library, site
from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from gendan.money.actions import open_place
from gendan.packs.reader import SHIPPED
from tests.api.client import Caller, told
from tests.cases.company import FRIDAY, Company, do
from tests.stock import yard
from tests.web.test_packs import signed_in
from tests.web.test_records import page

READY = dict.fromkeys(("computer", "counter", "prices", "invoices", "phones", "clean"), True)


@pytest.fixture
def desk(db):
    company = Company(library.activate(SHIPPED / "cash_desk", by=0, at=FRIDAY).definition)
    company.hire("li", "cashier", pack="cash_desk")
    company.hire("qian", "accountant", pack="cash_desk")
    company.hire("stranger")
    return company


def begin(till):
    return Command(verb=Verb.OPEN, procedure="cash_desk.shift", given={"till": till, "ready": READY})


def test_a_table_offers_its_keys_as_the_site_has_them(desk):
    cashier, address = signed_in(desk.li), reverse("web:references", args=["cash_desk.table.till"])
    assert [each["value"] for each in cashier.get(address).json()["found"]] == ["前台一号", "餐厅一号"]
    assert cashier.get(address, {"q": "餐厅"}).json()["found"] == [
        {"value": "餐厅一号", "says": "300.00 · 100.00 · 3000.00"}
    ]
    assert signed_in(desk.stranger).get(address).status_code == 404
    assert cashier.get(reverse("web:references", args=["cash_desk.table.nothing"])).status_code == 404
    assert f'data-refers="{address}"' in page(cashier.get(reverse("web:open", args=["cash_desk", "shift"])))
    rows = [
        *site.table_rows("cash_desk", "till"),
        {"till": "吧台", "float": "100.00", "change": "50.00", "most": "500.00"},
    ]
    site.set_table("cash_desk", "till", rows, by=desk.qian, at=FRIDAY)
    found = told(Caller(desk.li).get("/references/cash_desk.table.till?q=吧"))["found"]
    assert [each["value"] for each in found] == ["吧台"]
    assert do(begin(" 吧台 "), desk.li).done


def test_what_stands_in_no_list_is_refused_in_words(desk):
    (reason,) = run(begin("后门"), person=desk.li, at=FRIDAY).reasons
    assert (reason.code, reason.parameters["expected"]["list"]) == ("value.till", "table.till")
    cashier = signed_in(desk.li)
    sent = {"f-till": "后门", "key": "k", **{f"f-ready-{name}": "true" for name in READY}}
    seen = page(cashier.post(reverse("web:open", args=["cash_desk", "shift"]), sent), 422)
    assert "清单里没有这一项" in seen
    opening = {
        "till": "前台一号",
        "place": "1",
        "lines": [{"code": "T01", "quantity": 1}, {"code": "X9", "quantity": 1}],
    }
    command = Command(verb=Verb.OPEN, procedure="cash_desk.bill", given=opening)
    refused = run(command, person=desk.li, at=FRIDAY).reasons
    assert [reason.parameters["cells"][0]["row"] for reason in refused if reason.code == "value.lines"] == [2]


def test_areas_offer_what_they_keep(desk):
    accountant = signed_in(desk.qian)
    open_place("餐厅一号", "till", actor=1, at=FRIDAY)

    def offered(word, text=""):
        found = accountant.get(reverse("web:references", args=[word]), {"q": text}).json()["found"]
        return [each["value"] for each in found]

    assert offered("money.tills", "餐厅") == ["餐厅一号"]
    assert {"银行", "保险柜", "餐厅一号"} <= set(offered("money.accounts"))
    assert offered("money.kinds", "转账") == ["转账"]
    form = page(accountant.get(reverse("web:area_do", args=["money.prepay"])))
    assert 'data-refers="/references/money.kinds/"' in form
    given = {"out_of": "没有这个", "into": "保险柜", "amount": "5"}
    answer = Caller(desk.qian).post("/areas/money.move", {"given": given}, idempotency_key="m1")
    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (409, "value.out_of")


def test_stock_offers_places_and_goods(db):
    company = Company(library.activate(SHIPPED / "warehouse", by=0, at=FRIDAY).definition)
    company.hire("liu", "statistician", pack="warehouse")
    yard.build()
    yard.receive(product="门", quantity=5)
    clerk = signed_in(company.liu)

    def offered(word, text):
        return clerk.get(reverse("web:references", args=[word]), {"q": text}).json()["found"]

    assert offered("stock.places", "A1") == [{"value": "成品库/A1", "says": "成品库"}]
    assert offered("stock.goods", "门") == [{"value": "门", "says": "5 件"}]
    opening = {
        "plan": "P1",
        "move_on": "2026-10-12",
        "source": "成品库",
        "target": "月球",
        "lines": [{"product": "门", "quantity": "1"}],
    }
    command = Command(verb=Verb.OPEN, procedure="warehouse.transfer", given=opening)
    refused = run(command, person=company.liu, at=FRIDAY)
    assert [reason.code for reason in refused.reasons] == ["value.target"]
