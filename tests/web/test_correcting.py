"""What was recorded is corrected on the case's page, by whom it is his to correct, and both stand."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from gendan.cases.models import Case
from gendan.core.command import Command, Verb
from gendan.people import actions
from tests.cases.company import act, do
from tests.cases.trade import open_trade

pytestmark = pytest.mark.django_db
PASSWORD = "合同-demo-2026"


@pytest.fixture
def trade(db):
    return open_trade()


@pytest.fixture
def signed_in(trade):
    def of(name):
        actions.set_password(getattr(trade, name), PASSWORD, actor=actions.SYSTEM, at=timezone.now())
        client = Client()
        assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
        return client

    return of


@pytest.fixture
def case(trade):
    """A contract that was submitted with a wrong note."""
    now = timezone.now()
    given = {"buyer": "王记", "amount": "500"}
    opened = do(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), trade.carl, at=now)
    do(act(opened.case, "submit", given={"note": "写错了"}), trade.carl, at=now)
    return opened


def form(client, case):
    page = client.get(f"/cases/{case.uid}/").content.decode()
    return re.search(r'<details class="act"[^>]*id="act-verb-correct-submit">.*?</details>', page, re.S)


def test_the_form_holds_what_was_recorded_and_the_correction_stands_beside_it(signed_in, case):
    head = signed_in("hana")
    found = form(head, case)
    assert "更正：送审" in found[0]
    assert ">写错了</textarea>" in found[0]
    address = f"/cases/{case.uid}/do/verb-correct-submit/"
    (seen,) = re.findall(r'name="seen" value="(\d+)"', found[0])
    refused = head.post(address, {"f-note": "写对了", "seen": seen, "key": "a"})
    assert refused.status_code == 422
    assert "请填写“原因”" in refused.content.decode()
    assert ">写对了</textarea>" in refused.content.decode()
    assert head.post(address, {"f-note": "写对了", "reason": "笔误", "seen": seen, "key": "b"}).status_code == 302
    page = head.get(f"/cases/{case.uid}/").content.decode()
    assert "写错了" in page
    assert ">写对了</textarea>" in form(head, case)[0]
    assert "笔误" in page


def test_nobody_else_is_offered_it(signed_in, case):
    assert form(signed_in("carl"), case) is None
    assert Case.objects.get(id=case.case).state == "review"
