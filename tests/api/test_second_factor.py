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


def test_an_app_is_enrolled_renewed_and_removed_over_the_api(wang):
    caller = Caller(wang, ("read",))
    assert told(caller.get("/me/sign-in"))["second_factor"] is False
    begun = told(caller.post("/me/second-factor"))
    right = {"enrolment": begun["enrolment"], "code": code(begun["secret"], timezone.now()), "password": PASSWORD}
    assert told(caller.put("/me/second-factor", {**right, "password": "wrong"}), 409)["people"]["code"] == (
        "people.password_wrong"
    )
    codes = told(caller.put("/me/second-factor", right))["recovery_codes"]
    assert told(caller.get("/me/sign-in"))["recovery_codes"] == len(codes) == 8
    mine = {"password": PASSWORD, "code": codes[0]}
    new = told(caller.post("/me/second-factor/recovery-codes", mine))["recovery_codes"]
    assert told(caller.post("/me/second-factor/remove", {**mine, "code": codes[1]}), 409)["people"]["code"] == (
        "people.code"
    )
    told(caller.post("/me/second-factor/remove", {**mine, "code": new[0]}), 204)
    assert told(caller.get("/me/sign-in"))["second_factor"] is False


def test_administrators_reset_apps_and_link_accounts(wang):
    li = hire("li", password=PASSWORD)
    enrol(li, timezone.now())
    admin, plain, own = Caller(wang, ("admin",)), Caller(wang, ("act",)), Caller(li, ("act",))
    assert told(admin.get(f"/people/{li}/sign-in"))["second_factor"] is True
    reset = f"/people/{li}/second-factor/reset"
    assert told(plain.post(reset, {"checked": "当面"}), 403)["code"] == "scope"
    assert told(Caller(li, ("admin",)).post(reset, {"checked": "当面"}), 403)["code"] == "access"
    told(admin.post(reset, {"checked": "当面"}), 204)
    account = {"provider": "wecom", "subject": "corp/li", "checked": "工号"}
    assert told(own.post(f"/people/{li}/accounts", account), 403)["code"] == "scope"
    made = told(admin.post(f"/people/{li}/accounts", account), 201)["id"]
    assert told(admin.get(f"/people/{li}/sign-in"))["accounts"][0]["subject"] == "corp/li"
    assert told(plain.post(f"/accounts/{made}/unlink", {}), 403)["code"] == "scope"
    assert told(own.post(f"/accounts/{made}/unlink", {}), 409)["people"]["code"] == "people.password_wrong"
    told(own.post(f"/accounts/{made}/unlink", {"password": PASSWORD}), 204)
    assert told(own.get("/me/sign-in"))["accounts"] == []
