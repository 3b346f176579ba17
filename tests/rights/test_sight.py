"""Every page and every call, for every actor and every object: who may see a thing sees it, and nobody else does."""

import pytest

from tests.rights.addresses import VALUES, WITHOUT, Address, calls, pages
from tests.rights.answers import MARKS, text_of
from tests.rights.seed import SEEN

pytestmark = pytest.mark.django_db


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
