"""The pages of money: for who is granted its words, in both languages, and for nobody else."""

import pytest
from django.test import Client

from gendan.cases.ledgers import of_area
from gendan.cases.registry import vocabulary
from gendan.money.models import Movement
from gendan.people import actions as people
from tests.money.house import AT, PARTY, money

pytestmark = pytest.mark.django_db


PASSWORD = "a long pass phrase 7"


def signed_in(house, name):
    people.set_password(getattr(house, name), PASSWORD, actor=people.SYSTEM, at=AT)
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def filled(house):
    case = house.order("100.00")
    house.receive(case, "30.00")
    house.prepay("50.00")
    house.limit(house.boss, "60.00")
    house.guarantee(case, house.boss, "40.00")
    return house


def test_every_page_and_form_answers_its_people(filled):
    words = [each.name for each in of_area("money")]
    forms = [
        each.name for each in vocabulary().actions.values() if each.name.startswith("money.") and each.about == "site"
    ]
    addresses = [f"/areas/tables/{word}/" for word in words]
    addresses += [f"/areas/do/{word}/" for word in forms if vocabulary().actions[word].handler]
    client = signed_in(filled, "cashier")
    for language in ("zh-hans", "en"):
        for address in addresses:
            assert client.get(address, headers={"accept-language": language}).status_code == 200, address
    assert client.get("/areas/money/").url == "/areas/tables/money.statement/", "balances come first"
    stranger = signed_in(filled, "seller")
    assert stranger.get("/areas/money/").status_code == 404
    assert {stranger.get(address).status_code for address in addresses} == {404}


def test_a_statement_by_page_and_by_file(filled):
    client = signed_in(filled, "cashier")
    page = client.get("/areas/tables/money.statement/", {"party": PARTY, "since": "2026-10-01"}).content.decode()
    assert "100.00" in page
    assert "上期结余" in page
    file = client.get("/areas/tables/money.statement/export.csv", {"party": PARTY})
    assert "上期结余" in b"".join(file.streaming_content).decode("utf-8-sig")
    file.close()


def test_a_form_takes_money_once(filled):
    client = signed_in(filled, "cashier")
    form = {"party": PARTY, "amount": "7.50", "kind": "转账", "key": "0b7a1f3e-1111-4222-8333-444455556666"}
    names = {f"f-{name}" if name != "key" else name: value for name, value in form.items()}
    answers = [client.post("/areas/do/money.prepay/", {**form, **names}).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Movement.objects.filter(amount=money("7.50")).count() == 1
