"""Every page and every call, for every actor and every object: who may see a thing sees it, and nobody else does."""

import io
import re
import zipfile

import pytest
from django.db import connection

from tests.rights.addresses import VALUES, WITHOUT, Address, calls, pages
from tests.rights.seed import SEEN, seeded

pytestmark = pytest.mark.django_db

MARKS = re.compile("|".join(sorted(frozenset().union(*SEEN.values()), key=len, reverse=True)))

OWN_BUSINESS = (
    "people_accesslog",
    "people_signinsession",
    "people_signinattempt",
    "people_token",
    "django_session",
    "procrastinate_",
    "cases_savedlist",
    "cases_watch",
    "api_keptanswer",
)
"""Tables that anybody writes who does no more than look (a token keeps when it was used), and those of one's own."""


@pytest.fixture
def seed(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return seeded()


def text_of(response) -> str:
    """What an answer tells, spreadsheets and packs unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return " ".join((content.decode(errors="replace"), response.get("Content-Disposition", "")))


def look(seed, actor: str, address: Address, path: str) -> str:
    client = seed.clients[actor] if address.face == "pages" else seed.callers[actor]
    response = client.get(path if address.face == "pages" else path.removeprefix("/api"))
    assert response.status_code < 500, (actor, path)
    if actor == "anonymous" and address.face == "api":
        assert response.status_code in (200, 401), path
    return text_of(response)


def seen_by(seed, actor: str) -> dict[str, str]:
    """Every mark that the actor is shown anywhere, with the first address at which he is; asking for it is no sight."""
    seen: dict[str, str] = {}
    for address in (*pages(), *calls()):
        if address.method != "GET":
            continue
        for path in address.of(seed.things):
            for mark in MARKS.findall(look(seed, actor, address, path)):
                if mark not in path:
                    seen.setdefault(mark, path)
    return seen


def test_who_may_see_a_thing_sees_it_and_nobody_else_does(seed):
    known = set(VALUES) | set(WITHOUT) | set().union(*seed.things.values())
    unknown = {(each.path, name) for each in (*pages(), *calls()) for name in each.names if name not in known}
    assert unknown == set(), "give the parameter a value in tests/rights/addresses.py, or an object in seed.py"
    seen = {actor: seen_by(seed, actor) for actor in SEEN}
    leaked = {(actor, mark, path) for actor, by in seen.items() for mark, path in by.items() if mark not in SEEN[actor]}
    assert leaked == set()
    assert {actor: SEEN[actor] - by.keys() for actor, by in seen.items() if SEEN[actor] - by.keys()} == {}


def test_who_has_no_part_changes_nothing_by_any_road(seed):
    before = state()
    for actor in ("witness", "opponent", "anonymous"):
        for address in (*pages(), *calls()):
            method = "POST" if address.face == "pages" else address.method
            if method == "GET" or address.name in OF_EVERYBODY:
                continue
            for path in address.of(seed.things):
                response = send(seed, actor, address, method, path)
                assert response.status_code < 500, (actor, path)
                assert MARKS.findall(text_of(response)) == [], (actor, path)
        assert changed(before) == [], actor


def send(seed, actor: str, address: Address, method: str, path: str):
    """A form or a call with something in it that might be taken."""
    body = {"reason": "zz", "text": "zz", "title": "zz", "name": "zz", "verb": "claim"}
    if address.face == "pages":
        return seed.clients[actor].post(path, {**body, "person": seed.company.witness})
    return seed.callers[actor].call(method, path.removeprefix("/api"), body)


OF_EVERYBODY = {"language", "theme", "sign_in", "sign_out", "issue_token", "tokens", "sessions_end"}
"""Forms that change nothing but how the sender himself is served."""


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    now = state()
    return [name for name in now if now[name] != before[name]]


def state() -> dict[str, str]:
    """A digest of every table that is not of everybody's own business."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [name for (name,) in cursor.fetchall() if not name.startswith(OWN_BUSINESS)]
        told = {}
        for name in tables:
            cursor.execute(f"select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from \"{name}\" t")
            told[name] = cursor.fetchone()[0]
        return told
