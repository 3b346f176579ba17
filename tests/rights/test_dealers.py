"""Two dealers side by side: whatever address one asks or sends, of orders, terminals, papers, money, files, nothing of
the other's is told, and nothing of it changes."""

import re

import pytest
from django.test import Client

from gendan.cases.models import Case
from gendan.parties.models import Party
from gendan.people import actions
from gendan.stock.models import Unit
from tests.api.client import Caller, told
from tests.cases.company import FRIDAY, do
from tests.parties.trade import CITY, Trade, application
from tests.rights.addresses import calls, pages
from tests.rights.answers import text_of
from tests.rights.test_changes import ALLOWED, OF_ONESELF, OWN_BUSINESS, send, state

pytestmark = pytest.mark.django_db
PASSWORD = "看得见-看不见-2026"
OF_CITY = re.compile(f"zz7[a-z]+|{CITY}|SN[01]")
"""What is the city dealer's alone."""


class Dealers:
    """The payment company after the city dealer ordered, paid ahead and activated; clients and callers by name."""

    def __init__(self):
        trade = Trade.open()
        self.company = trade
        self.clients, self.callers = {}, {}
        trade.witness = trade.clerk
        for name in ("city", "county", "other"):
            person = trade.people[name]
            actions.set_password(person, PASSWORD, actor=0, at=FRIDAY)
            self.clients[name], self.callers[name] = Client(), Caller(person)
            entered = self.clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
            assert entered.status_code == 302
        order = Case.objects.get(id=trade.order(trade.city))
        city = self.callers["city"]
        told(city.post(f"/cases/{order.uid}/comments", {"text": "zz7comment"}))
        told(city.upload(f"/cases/{order.uid}/attachments", b"zz7content", name="zz7file.txt"))
        activation = Case.objects.get(id=do(application("SN0", user_name="zz7user"), trade.city).case)
        self.things = {
            name: {
                "pack": "dealers",
                "procedure": name,
                "post": "channel_specialist",
                "queue": f"dealers.{name}",
                "uid": str(each.uid),
                "sha256": told(city.get(f"/cases/{order.uid}"))["attachments"][0]["sha256"],
                "field": "dealer",
                "person": trade.city,
                "party": Party.objects.get(name=CITY).id,
                "unit": Unit.objects.get(code_1="SN0").id,
                "source": str(trade.definition),
            }
            for name, each in (("city_order", order), ("activation", activation))
        }


@pytest.fixture
def dealers(settings, tmp_path, time_machine):
    time_machine.move_to(FRIDAY)
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return Dealers()


def seen_by(dealers, name, marks):
    """The marks that the dealer is shown anywhere, each with the first address; what he asks for is no sight."""
    seen = {}
    for address in (*pages(), *calls()):
        for path in address.of(dealers.things) if address.method == "GET" else ():
            face = dealers.clients[name] if address.face == "pages" else dealers.callers[name]
            response = face.get(path if address.face == "pages" else path.removeprefix("/api"))
            assert response.status_code < 500, path
            for mark in marks.findall(text_of(response)):
                if mark not in path:
                    seen.setdefault(mark, path)
    return seen


def test_a_dealer_sees_his_own_and_nothing_of_another(dealers):
    assert set(seen_by(dealers, "city", OF_CITY)) >= {"zz7comment", "zz7file", "zz7content", "zz7user", CITY, "SN0"}
    assert seen_by(dealers, "other", OF_CITY) == {}
    # The dealer below knows who stands above him, and no more.
    assert set(seen_by(dealers, "county", OF_CITY)) <= {CITY}


def test_a_dealer_changes_nothing_of_another(dealers):
    before = state()
    assert "cases_case" in before
    assert not "cases_case".startswith(OWN_BUSINESS)
    for address in (*pages(), *calls()):
        method = "POST" if address.face == "pages" else address.method
        if method == "GET" or address.name in OF_ONESELF or ("opponent", address.name) in ALLOWED:
            continue
        for path in address.of(dealers.things):
            response = send(dealers, "other", address, method, path)
            assert response.status_code < 500, path
            assert OF_CITY.findall(text_of(response)) == [], path
    now = state()
    assert [name for name in now if now[name] != before[name]] == []
