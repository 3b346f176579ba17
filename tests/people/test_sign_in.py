"""Signing in: nothing tells an enemy more than no; the lockout holds on every road, and every try is written down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import RequestFactory

from gendan.people import actions
from gendan.people.actions import SYSTEM
from gendan.people.errors import SignInRefused
from gendan.people.lockout import PAIR, WIDE
from gendan.people.models import Access, AccessLog, Person, SignInTry
from gendan.people.sign_in import check
from tests.people.company import NOW, PASSWORD, hire

MINUTE = timedelta(minutes=1)


def tried(username: str, password: str, address: str = "10.0.0.1", at=NOW) -> str:
    try:
        return check(username, password, address=address, at=at).username
    except SignInRefused as refused:
        return refused.code


def fail(times: int, username: str = "wang", address: str = "10.0.0.1", at=NOW) -> list[str]:
    return [tried(username, f"guess {number}", address, at) for number in range(times)]


@pytest.fixture
def wang(db) -> int:
    return hire("wang", password=PASSWORD)


def test_the_right_password_in_whatever_letters_of_the_name(wang):
    assert tried("wang", PASSWORD) == tried(" WANG ", PASSWORD) == tried("ｗａｎｇ", PASSWORD) == "wang"
    assert tried("wang", PASSWORD.upper()) == tried("wang", "") == tried("wang", PASSWORD + " ") == "credentials"


def test_whatever_is_wrong_the_answer_is_the_same_and_costs_one_hash(wang, monkeypatch):
    hire("new")
    gone = hire("gone", password=PASSWORD)
    actions.deactivate(gone, actor=hire("admin", administrator=True) and SYSTEM, at=NOW, reason="离职")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))
    answers = {}
    for username, password in [
        ("wang", "wrong"),
        ("nobody", PASSWORD),
        ("new", PASSWORD),
        ("new", ""),
        ("gone", PASSWORD),
        ("", PASSWORD),
        ("wang\x00", PASSWORD + "x"),
        ("x" * 10_000, PASSWORD),
        ("wang", PASSWORD + "x" * 10_000),
    ]:
        hashed.clear()
        answers[username, password] = (tried(username, password), len(hashed))
    assert set(answers.values()) == {("credentials", 1)}


def test_a_long_password_is_not_right_by_its_beginning(db):
    long = "correct horse " * 73 + "12"
    assert len(long) == 1024
    hire("long", password=long)
    assert tried("long", long) == "long"
    assert tried("long", long + "x") == "credentials"


def test_five_failures_lock_the_name_from_that_address_for_a_quarter_of_an_hour(wang):
    assert fail(6) == ["credentials"] * 5 + ["locked"]
    assert tried("wang", PASSWORD) == "locked"
    assert tried("wang", PASSWORD, at=NOW + 14 * MINUTE) == "locked"
    with pytest.raises(SignInRefused) as refused:
        check("wang", PASSWORD, address="10.0.0.1", at=NOW + MINUTE)
    assert refused.value.until == NOW + 15 * MINUTE
    assert tried("wang", PASSWORD, address="10.0.0.2") == "wang"
    assert tried("wang", PASSWORD, at=NOW + 15 * MINUTE) == "wang"


def test_one_who_does_not_exist_is_locked_as_well(db):
    assert fail(7, "nobody") == ["credentials"] * 5 + ["locked"] * 2


def test_the_right_password_begins_the_count_anew(wang):
    answers = [*fail(4), tried("wang", PASSWORD), *fail(5)]
    assert answers == ["credentials"] * 4 + ["wang"] + ["credentials"] * 5
    assert tried("wang", PASSWORD) == "locked"


def test_slow_failures_do_not_lock_and_old_ones_are_forgotten(wang):
    answers = [tried("wang", "wrong", at=NOW + 4 * number * MINUTE) for number in range(20)]
    assert set(answers) == {"credentials"}
    assert SignInTry.objects.count() <= 9


def test_guesses_spread_over_addresses_or_names_are_locked_too(wang):
    SignInTry.objects.bulk_create(
        SignInTry(username="wang", address=f"10.1.0.{number}", at=NOW) for number in range(WIDE.failures)
    )
    assert tried("wang", PASSWORD, address="10.9.9.9") == "locked"
    hire("li", password=PASSWORD)
    SignInTry.objects.all().delete()
    SignInTry.objects.bulk_create(
        SignInTry(username=f"name{number}", address="10.2.0.1", at=NOW) for number in range(WIDE.failures)
    )
    assert tried("li", PASSWORD, address="10.2.0.1") == "locked"
    assert tried("li", PASSWORD, address="10.2.0.2") == "li"


def test_every_try_is_in_the_access_log(wang):
    tried("wang", PASSWORD)
    fail(6)
    tried("nobody", "x")
    rows = AccessLog.objects.order_by("id").values_list("kind", "username", "person", "address")
    expected = [(Access.SIGNED_IN, "wang", wang), *[(Access.REFUSED, "wang", wang)] * 5]
    expected += [(Access.LOCKED, "wang", None), (Access.REFUSED, "nobody", None)]
    assert list(rows) == [(*row, "10.0.0.1") for row in expected]


def test_djangos_own_road_is_under_the_same_lockout(wang):
    request = RequestFactory().post("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6")
    request.at = NOW
    assert authenticate(request, username="wang", password=PASSWORD).pk == wang
    fail(5)
    assert authenticate(request, username="wang", password=PASSWORD) is None
    # Without a moment there is no lockout to be judged, and nobody is signed in.
    assert authenticate(None, username="wang", password=PASSWORD) is None
    assert authenticate(None, username="wang", password=PASSWORD, at=NOW).pk == wang


def test_the_user_model_has_no_road_of_its_own():
    assert get_user_model() is Person
    assert not hasattr(Person, "is_superuser")


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_count_each_other():
    hire("wang", password=PASSWORD)

    def guess(number: int) -> str:
        try:
            return tried("wang", f"guess {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(24)))
    assert sorted(answers) == ["credentials"] * PAIR.failures + ["locked"] * (24 - PAIR.failures)
