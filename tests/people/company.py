"""A small company for tests: people by username, a pack of three posts in two heights."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import Client

from gendan.core.pack import Pack, Post
from gendan.core.text import Text
from gendan.people import actions
from gendan.people.actions import SYSTEM
from gendan.people.sessions import KEY, open_session

NOW = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)  # Monday, 9:30 in Shanghai
PASSWORD = "correct-horse-battery"


def post(name: str, reports_to: str | None = None) -> Post:
    return Post(name=name, title=Text(name), reports_to=reports_to)


def shop(name: str = "shop") -> Pack:
    posts = (post("manager"), post("lead", "manager"), post("auditor", "lead"), post("finance"))
    return Pack(name=name, version="1", title=Text("网店"), hash=f"{name}-1", posts={each.name: each for each in posts})


def hire(username: str, *posts: str, at: datetime = NOW, password: str = "", **given) -> int:
    person = actions.create_person(actor=SYSTEM, at=at, username=username, name=username.title(), **given)
    for each in posts:
        actions.hold(person, each, actor=SYSTEM, at=at)
    if password:
        actions.set_password(person, password, actor=SYSTEM, at=at)
    return person


def signed_in(client: Client, person: int, at: datetime) -> Client:
    """The client, with the cookie of a browser in which `person` has signed in at `at`."""
    store = SessionStore()
    store[KEY] = open_session(person, at=at, address="127.0.0.1").hex
    store.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client
