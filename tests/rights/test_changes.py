"""Every form and every call, sent by those who have no part in anything: nothing changes, and nothing is told."""

import pytest
from django.db import connection

from tests.rights.addresses import Address, calls, pages
from tests.rights.answers import MARKS, text_of

pytestmark = pytest.mark.django_db

OWN_BUSINESS = (
    "people_accesslog",
    "people_signinsession",
    "people_signintry",
    "people_token",
    "django_session",
    "procrastinate_",
    "cases_savedlist",
    "cases_watch",
    "api_keptanswer",
)
"""Tables that anybody writes who does no more than look (a token keeps when it was used), and those of one's own."""
OF_ONESELF = {"language", "theme", "sign_in", "sign_out", "issue_token", "tokens", "sessions_end"}
"""Forms that change nothing but how the sender himself is served."""
ALLOWED = {("opponent", "open")}
"""What is somebody's right after all: the pack lets an outside party open a case of its own."""


def test_who_has_no_part_changes_nothing_by_any_road(seed):
    before = state()
    for actor in ("witness", "opponent", "anonymous"):
        for address in (*pages(), *calls()):
            method = "POST" if address.face == "pages" else address.method
            if method == "GET" or address.name in OF_ONESELF or (actor, address.name) in ALLOWED:
                continue
            for path in address.of(seed.things):
                response = send(seed, actor, address, method, path)
                assert response.status_code < 500, (actor, path)
                assert MARKS.findall(text_of(response)) == [], (actor, path)
        now = state()
        assert [name for name in now if now[name] != before[name]] == [], actor


def send(seed, actor: str, address: Address, method: str, path: str):
    """A form or a call with something in it that might be taken."""
    body = {"reason": "zz", "text": "zz", "title": "zz", "name": "zz", "verb": "claim"}
    if address.face == "pages":
        return seed.clients[actor].post(path, {**body, "person": seed.company.witness})
    return seed.callers[actor].call(method, path.removeprefix("/api"), body)


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
