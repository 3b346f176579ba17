"""A token is issued for password and code together: the API does not pass the authenticator app by."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.api.client import Caller, told
from tests.people.authenticator import code, enrol
from tests.people.company import PASSWORD, hire


@pytest.fixture
def wang(db) -> int:
    return hire("wang", password=PASSWORD, administrator=True)


def asked(**more):
    until = (timezone.now() + timedelta(days=1)).isoformat()
    body = {"username": "wang", "password": PASSWORD, "name": "t", "scopes": ["read"], "expires_at": until, **more}
    return Caller().post("/tokens", body)


def test_a_token_is_for_password_and_code(wang):
    secret, codes = enrol(wang, timezone.now())
    assert told(asked(), 401)["code"] == "second_factor"
    assert told(asked(code="000000"), 401)["code"] == "code"
    assert told(asked(password="wrong", code=code(secret, timezone.now())), 401)["code"] == "credentials"
    assert told(asked(code=code(secret, timezone.now())), 201)["token"]
    assert told(asked(code=codes[0]), 201)["token"]
    for _ in range(5):
        asked(code="000000")
    assert told(asked(code=codes[1]), 429)["code"] == "locked"


def test_who_must_have_an_app_gets_no_token_without_one(wang):
    with override_settings(GENDAN_SECOND_FACTOR="administrators"):
        assert told(asked(), 401)["code"] == "second_factor_required"
    assert told(asked(), 201)["token"]
