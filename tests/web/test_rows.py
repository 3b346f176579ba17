"""Rows of tables, which are written without a template: everything in them is escaped, and nothing is left out."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from gendan.cases.models import Case
from gendan.cases.prose import Speaker
from gendan.cases.queries.case import FieldView
from gendan.core.command import Actor, Command, Verb
from gendan.core.field import Field, Viewer
from gendan.core.text import Text
from gendan.people import actions
from gendan.web.views.case_facts import facts_of
from tests.cases.company import do
from tests.cases.shop import open_shop

pytestmark = pytest.mark.django_db
PASSWORD = "审单-demo-2026"
LIST = "/lists/shop_review/shop_order/"
SHARP = "<script>alert('x')</script>&\"王"


@pytest.fixture
def client(db):
    shop = open_shop()
    now = timezone.now()
    for number in range(3):
        given = {"order_no": f"T{number}", "buyer": SHARP, "shop": "天猫旗舰店", "paid": "1.00", "amount": "1.00"}
        do(Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), shop.zhou, at=now)
    actions.set_password(shop.zhou, PASSWORD, actor=actions.SYSTEM, at=now)
    client = Client()
    assert client.post("/sign-in/", {"username": "zhou", "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("address", ["/lists/shop_review/shop_order/", "/find/?q=tmqjd"])
def test_what_cases_hold_is_shown_as_text(client, address):
    page = client.get(address).content.decode()
    rows = re.findall(r"<tr data-case=.*?</tr>", page)
    assert len(rows) == 3
    assert "<script>alert" not in page
    assert all("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;王" in row for row in rows)
    assert all(re.search(r'<td class="id"><a href="/cases/[0-9a-f-]{36}/">\d{6}-\d+</a>', row) for row in rows)


def test_rows_of_a_list_can_be_ticked_and_made_a_batch(client):
    page = client.get("/lists/shop_review/shop_order/").content.decode()
    uids = re.findall(r'name="case" value="([0-9a-f-]{36})"', page)
    assert len(uids) == 3
    made = client.post(
        "/batches/of/shop_review/shop_order/", {"case": [*uids, "x"], "action": "verb.claim", "query": ""}
    )
    batch = client.get(made["Location"]).content.decode()
    assert len(re.findall(r"<tr data-case=", batch)) == 3


def test_a_batch_gives_each_case_what_stands_on_its_line_and_the_rest_to_all(client):
    uids = re.findall(r'name="case" value="([0-9a-f-]{36})"', client.get(LIST).content.decode())
    made = client.post("/batches/of/shop_review/shop_order/", {"case": uids, "action": "refresh", "query": ""})
    ready = client.get(made["Location"]).content.decode()
    numbers = re.findall(r'name="f-case-by-case-\d+-case-number" value="([^"]+)"', ready)
    assert len(set(numbers)) == 3
    address = f"{made['Location']}run/"
    # Which case it is, for the reader; then amount, paid: of the first both, of the second one, of the third none.
    lines = [f"{numbers[0]}\t{SHARP}\t7.00\t6.00", f"{numbers[1]}\t\t\t8.00", numbers[2]]
    sent = {"f-amount": "5.00", "f-paid": "", "f-case-by-case-there": "1"}
    wrong = "\n".join([*lines, "202001-9999\t\t1.00", f"{numbers[0]}\t\t1.00"])
    refused = client.post(address, {**sent, "f-case-by-case-table": wrong})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "第 4 行：这一批里没有单号“202001-9999”" in said
    assert f"第 5 行：单号“{numbers[0]}”重复了" in said
    assert 'value="8.00"' in said
    client.post(address, {**sent, "f-case-by-case-table": "\n".join(lines)})
    client.post(f"{made['Location']}step/")
    data = dict(Case.objects.values_list("number", "data"))
    told = [(data[each]["amount"], data[each]["paid"]) for each in numbers]
    assert told == [("7.00", "6.00"), ("5.00", "8.00"), ("5.00", "1.00")]


def test_a_field_that_one_does_not_see_is_not_told_to_be_empty_either():
    abuse = Field(name="abuse", title=Text("辱骂", "Abuse"), type="bool", seen_by=(Viewer(post="clerk"),))
    phone = Field(name="phone", title=Text("电话", "Phone"), type="phone")
    for posts, wanted in ((["clerk"], ["辱骂", "电话"]), ([], ["电话"])):
        actor = Actor(person=1, posts=frozenset(posts))
        case = SimpleNamespace(holder=None, post="")
        page = SimpleNamespace(
            case=case, actor=actor, fields=[FieldView(field=abuse, value=None), FieldView(field=phone, value="")]
        )
        assert facts_of(page, Speaker(language="zh-hans"))[1] == wanted
