"""Requests that are not as they should be, and requests without a right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.people import actions
from gendan.people.models import Access, AccessLog
from tests.api.client import Caller, codes, told
from tests.api.test_cases import LINES, ORDERS, opened
from tests.people.company import PASSWORD

pytestmark = pytest.mark.django_db


def raw(caller, body, content_type="application/json", path=ORDERS):
    return caller.client.generic(
        "POST",
        f"/api{path}",
        body,
        content_type=content_type,
        headers={"Authorization": f"Bearer {caller.token}", "Accept-Language": "en"},
    )


def places(response):
    return [(each["in"], each["path"], each["code"]) for each in told(response, 422)["places"]]


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[1, 2",
        '{"given": NaN}',
        '{"given": {"customer": "\\u0000"}}',
        '{"given": {"customer": "\\ud800"}}',
        '{"given": {"customer": ' + "[" * 40 + "]" * 40 + "}}",
        '{"given": {"customer": ' + "[" * 100_000 + "]" * 100_000 + "}}",
        '{"given": {"customer": ' + "9" * 5000 + "e}}",
        b"\xff\xfe{}",
    ],
)
def test_what_is_no_json_is_told_so(caller, body):
    response = raw(caller("wang"), body)
    assert places(response) == [("body", [], "json_invalid")]
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[]", ("body", [], "model_attributes_type")),
        ('{"given": 5}', ("body", ["given"], "dict_type")),
        ('{"given": {}, "kindly": 1}', ("body", ["kindly"], "extra_forbidden")),
        ('{"given": {"Customer!": 1}}', ("body", ["given", "Customer!", "[key]"], "string_pattern_mismatch")),
        ('{"given": {}, "kind": 7}', ("body", ["kind"], "string_type")),
    ],
)
def test_bad_types_are_told_with_their_places(caller, body, expected):
    assert places(raw(caller("wang"), body)) == [expected]


def test_other_content_and_too_much_of_it_are_refused(caller):
    wang = caller("wang")
    assert told(raw(wang, "given=1", "application/x-www-form-urlencoded"), 415)["code"] == "media_type"
    assert told(raw(wang, '{"given": {"customer": "' + "王" * 4_000_000 + '"}}'), 413)["code"] == "too_large"


def test_a_form_that_can_not_be_read(caller):
    wang = caller("wang")
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"):
        assert told(raw(wang, "--x", kind, path="/files"), 422)["code"] == "malformed"


def test_an_address_that_is_none_and_a_method_that_is_none(caller):
    wang = caller("wang")
    assert told(wang.get("/nothing/here"), 404)["code"] == "missing"
    response = wang.delete(ORDERS)
    assert told(response, 405)["code"] == "method"
    assert set(response["Allow"].split(", ")) >= {"GET", "POST"}
    assert places(wang.get(f"{ORDERS}?stat=received")) == [("query", ["stat"], "extra_forbidden")]
    assert told(wang.get(f"{ORDERS}?text=%00"), 422)["code"] == "malformed"
    assert told(wang.get("/cases/not-a-uid"), 422)["code"] == "malformed"


def test_values_that_can_not_be_are_reasons(caller):
    wang = caller("wang")
    response = wang.post(ORDERS, {"given": {"customer": "王记", "deliver_on": "gestern", "height": 3, "lines": LINES}})
    assert sorted(codes(response)) == ["unasked.height", "value.deliver_on"]
    assert sorted(codes(wang.post(ORDERS, {"given": {"lines": [{"width": 10**30}]}}))) == [
        "needs.customer",
        "value.lines",
    ]


def test_without_a_token_nothing_is_told(office, caller):
    uid = opened(caller("wang"))["uid"]
    for token in (None, "", "gendan_nonsense", "x" * 5000):
        nobody = Caller(token=token) if token is not None else Caller()
        response = nobody.get(f"/cases/{uid}")
        assert told(response, 401)["code"] == "token"
        assert response["WWW-Authenticate"] == "Bearer"
    # A browser's session opens no door of the API.
    browser = Caller()
    actions.set_password(office.wang, PASSWORD, actor=0, at=timezone.now())
    browser.client.post("/sign-in/", {"username": "wang", "password": PASSWORD})
    assert browser.client.get("/password/").status_code == 200
    assert told(browser.post(f"/cases/{uid}/claim"), 401)["code"] == "token"


def test_a_token_reaches_as_far_as_its_scopes(office, caller):
    uid = opened(caller("wang"))["uid"]
    reader = caller("wang", "read")
    told(reader.get(f"/cases/{uid}"))
    response = reader.post(f"/cases/{uid}/claim")
    assert (told(response, 403)["code"], response.json()["scope"]) == ("scope", "act")
    actor = caller("wang", "act")
    assert told(actor.get(f"/cases/{uid}"), 403)["scope"] == "read"
    told(actor.post(f"/cases/{uid}/claim"))
    # The scope of administration does not make an administrator.
    for method, path in (("get", "/access-log"), ("post", "/verify"), ("get", f"/people/{office.zhao}")):
        assert told(getattr(caller("wang", "admin"), method)(path), 403)["code"] == "access"


def test_a_token_that_was_revoked_or_whose_owner_left_is_none(office, caller):
    wang = caller("wang")
    mine = told(wang.get("/tokens"))["tokens"][0]["id"]
    assert told(caller("zhao").delete(f"/tokens/{mine}"), 403)["code"] == "scope"
    told(wang.delete(f"/tokens/{mine}"), 204)
    assert told(wang.get("/me"), 401)["code"] == "token"
    zhao = caller("zhao")
    told(zhao.get("/me"))
    actions.deactivate(office.zhao, actor=0, at=timezone.now(), reason="离职")
    assert told(zhao.get("/me"), 401)["code"] == "token"


def test_a_post_that_was_given_up_ends_its_rights_at_once(office, caller):
    wang = caller("wang")
    uid = opened(caller("zhao"))["uid"]
    told(wang.get(f"/cases/{uid}"))
    actions.release(office.wang, "doors.order_taker", actor=0, at=timezone.now())
    assert codes(wang.get(f"/cases/{uid}"), 404) == ["missing"]
    assert codes(wang.post(f"/cases/{uid}/claim"), 404) == ["missing"]


def test_signing_in_gives_a_token_and_tries_are_counted(office):
    at = timezone.now()
    actions.set_password(office.wang, PASSWORD, actor=0, at=at)
    nobody = Caller()
    asked = {
        "username": "wang",
        "password": PASSWORD,
        "name": "仓库对接",
        "scopes": ["read"],
        "expires_at": (at + timedelta(days=30)).isoformat(),
    }
    issued = told(nobody.post("/tokens", asked), 201)
    assert issued["scopes"] == ["read"]
    assert told(Caller(token=issued["token"]).get("/me"))["username"] == "wang"
    answers = [nobody.post("/tokens", {**asked, "password": "wrong"}) for _ in range(6)]
    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert told(nobody.post("/tokens", asked), 429)["code"] == "locked"
    unknown = nobody.post("/tokens", {**asked, "username": "nobody", "password": "wrong"})
    assert {**unknown.json()} == {**answers[0].json()}
    assert AccessLog.objects.filter(kind=Access.LOCKED, username="wang").count() == 2
    late = nobody.post("/tokens", {**asked, "username": "zhao", "expires_at": "2020-01-01T00:00:00Z"})
    assert late.status_code == 401
