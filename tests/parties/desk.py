"""A department that works with parties, its people, and their ways in."""

from datetime import date

from django.test import Client
from django.utils import timezone

from gendan.cases import library
from gendan.packs.reader import read_pack
from gendan.people.actions import create_person, hold, set_password
from tests.api.client import Caller
from tests.packs.reference import reference_packs

PASSWORD = "找得到-找不到-2026"
PACK = reference_packs()["dealing"]
"""The pack that the reference of the language shows."""


def files():
    return dict(PACK)


class Desk:
    """People by name: lin leads, chen works, wang is outside. `clients` are signed-in browsers, `callers` tokens."""

    def __init__(self):
        at = timezone.now()
        reading = read_pack(files())
        library.try_out(reading.pack, reading.files, at=at)
        self.people, self.clients, self.callers = {}, {}, {}
        for name, post in (("lin", "manager"), ("chen", "clerk"), ("nobody", None), ("wang", None)):
            person = create_person(actor=0, at=at, username=name, name=name, party="深圳王记" if name == "wang" else "")
            if post:
                hold(person, f"dealing.{post}", actor=0, at=at, since=date(2026, 1, 1))
            set_password(person, PASSWORD, actor=0, at=at)
            self.people[name] = person
            self.clients[name] = Client()
            entered = self.clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
            assert entered.status_code == 302
            self.callers[name] = Caller(person)
