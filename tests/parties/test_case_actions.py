"""The form of an area's action on a case: for who sees the case and is granted it, once for a key."""

import pytest
from django.test import Client
from django.utils import timezone

from gendan.cases import library
from gendan.cases.commands import run
from gendan.cases.registry import with_words
from gendan.core.command import Command, Verb
from gendan.packs.reader import read_pack
from gendan.people.actions import create_person, hold, set_password
from tests.api.client import Caller, codes, told
from tests.cases import site_area
from tests.cases.site_area import PACK, WORDS

AT = timezone.now()
PASSWORD = "看得见-看不见-2026"


@pytest.fixture
def yard(db):
    """A case, and a clerk and a guard with their browsers."""
    site_area.reset()
    with with_words(WORDS):
        reading = read_pack({path: text.encode() for path, text in PACK.items()})
        library.try_out(reading.pack, reading.files, at=AT)
        people, clients = {}, {}
        for name in ("clerk", "guard"):
            people[name] = create_person(actor=0, at=AT, username=name, name=name)
            set_password(people[name], PASSWORD, actor=0, at=AT)
            hold(people[name], f"yard_desk.{name}", actor=0, at=AT, since=AT.date())
            clients[name] = Client()
            clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
        site_area.grades["王家"] = "A"
        command = Command(verb=Verb.OPEN, procedure="yard_desk.delivery", given={"customer": "王家"})
        case = run(command, person=people["clerk"], at=AT)
        yield case, people, clients


def test_the_case_offers_it_and_it_is_done_once(yard):
    case, _people, clients = yard
    address = f"/cases/{case.uid}/areas/yard.mark/"
    assert address in clients["clerk"].get(f"/cases/{case.uid}/").content.decode()
    assert clients["clerk"].get(address).status_code == 200
    for _ in range(2):
        answer = clients["clerk"].post(address, {"f-urgent": "true", "key": "once"})
        assert answer.headers["Location"].startswith(f"/cases/{case.uid}/")
    assert site_area.done == [("mark", {"case": case.case, "urgent": True})]
    assert clients["clerk"].post(address, {"f-urgent": "vielleicht", "key": "k"}).status_code == 422
    assert clients["guard"].get(address).status_code == 404
    assert clients["clerk"].get(f"/cases/{case.uid}/areas/yard.register/").status_code == 404


def test_the_api_can_do_it_too(yard):
    case, people, _ = yard
    clerk, guard = Caller(people["clerk"]), Caller(people["guard"])
    offered = told(clerk.get(f"/cases/{case.uid}/areas"))["actions"]
    assert [(each["word"], [field["name"] for field in each["arguments"]]) for each in offered] == [
        ("yard.mark", ["urgent"])
    ]
    assert told(guard.get(f"/cases/{case.uid}/areas"))["actions"] == []
    body = {"given": {"urgent": True}}
    told(clerk.post(f"/cases/{case.uid}/areas/yard.mark", body, Idempotency_Key="k"))
    assert told(clerk.post(f"/cases/{case.uid}/areas/yard.mark", body, Idempotency_Key="k"))["replayed"]
    assert len(site_area.done) == 1
    assert guard.post(f"/cases/{case.uid}/areas/yard.mark", body).status_code == 404
    assert codes(clerk.post(f"/cases/{case.uid}/areas/yard.mark", {"given": {"urgnt": True}})) == ["unasked.urgnt"]
    assert clerk.post(f"/cases/{case.uid}/areas/yard.register", {"given": {}}).status_code == 404
