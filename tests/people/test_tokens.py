"""Tokens of the API: only their hash is kept, they end at once, and their use is written down."""

from datetime import timedelta

import pytest

from gendan.people import actions
from gendan.people.actions import SYSTEM
from gendan.people.errors import ActRefused
from gendan.people.models import Access, AccessLog, Token
from gendan.people.tokens import tokens_of, use_token
from tests.people.company import NOW, hire
from tests.statements import statements

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def wang() -> int:
    return hire("wang")


def issue(person: int, scopes=("cases.read",), expires_at=NOW + 48 * HOUR) -> str:
    return actions.issue_token(person, actor=person, at=NOW, name="桌面", scopes=scopes, expires_at=expires_at)


def used(text: str, at=NOW, address: str = "10.0.0.1"):
    return use_token(text, address=address, at=at)


def test_a_token_is_its_owners_and_only_its_hash_is_kept(wang):
    text = issue(wang)
    use = used(text)
    assert (use.person, use.scopes) == (wang, {"cases.read"})
    row = Token.objects.get()
    assert text not in str(vars(row))
    assert text != issue(wang)


@pytest.mark.parametrize(
    ("scopes", "asked", "allowed"),
    [
        (["cases"], "cases.read", True),
        (["cases"], "cases", True),
        (["cases.read"], "cases.write", False),
        (["cases.read"], "cases", False),
        (["case"], "cases.read", False),
        (["cases", "imports.run"], "imports.run", True),
    ],
)
def test_scopes_hold_what_lies_below_them(wang, scopes, asked, allowed):
    assert used(issue(wang, scopes)).allows(asked) is allowed


def test_what_is_no_token_any_more_is_none(wang):
    text = issue(wang)
    assert used(text) is not None
    assert used(text, NOW + 48 * HOUR) is None
    actions.revoke_token(Token.objects.get().pk, actor=wang, at=NOW)
    assert used(text) is None
    second = issue(wang)
    assert used(second) is not None
    actions.deactivate(wang, actor=SYSTEM, at=NOW, reason="离职")
    assert used(second) is None
    actions.reactivate(wang, actor=SYSTEM, at=NOW, reason="返聘")
    assert used(second) is None
    assert [each.revoked_at for each in tokens_of(wang)] == [NOW, NOW]


def test_guesses_are_refused_and_logged_without_the_secret(wang):
    text = issue(wang)
    for guess in ("", "x", text[:-1], text + "x", text.upper(), "gendan_" + "x" * 500, "gendan_\x00", "gendan_\ud800"):
        assert used(guess) is None
    refused = AccessLog.objects.filter(kind=Access.TOKEN_REFUSED)
    assert refused.count() == 8
    assert not any(text[:-1] in row.about for row in refused)


def test_bad_wishes_are_refused(wang):
    for scopes in ([], ["Cases"], ["cases read"], [""], ["x" * 61]):
        with pytest.raises(ActRefused, match="scopes"):
            issue(wang, scopes)
    for expires_at in (NOW, NOW - HOUR, NOW + timedelta(days=800)):
        with pytest.raises(ActRefused, match="expiry"):
            issue(wang, expires_at=expires_at)


def test_use_is_written_once_an_hour_and_at_every_change_of_address(wang):
    text = issue(wang)
    for at, address in ((NOW, "a"), (NOW, "a"), (NOW + HOUR / 2, "a"), (NOW + HOUR / 2, "b"), (NOW + 2 * HOUR, "b")):
        used(text, at, address)
    rows = AccessLog.objects.filter(kind=Access.TOKEN_USED).order_by("id").values_list("at", "address", "person")
    assert list(rows) == [(NOW, "a", wang), (NOW + HOUR / 2, "b", wang), (NOW + 2 * HOUR, "b", wang)]
    row = Token.objects.get()
    assert (row.used_at, row.used_from) == (NOW + 2 * HOUR, "b")


def test_a_use_costs_one_look_at_the_epoch(wang):
    text = issue(wang)
    used(text)
    assert statements(lambda: used(text)) == 1
