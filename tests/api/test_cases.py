"""A case from its opening to its end, over the API."""

import pytest

from gendan.people.models import Access, AccessLog
from tests.api.client import codes, told

pytestmark = pytest.mark.django_db

ORDERS = "/packs/doors/procedures/door_order/cases"
LINES = [{"width": 860, "opening": "left_in"}]


def opened(caller, **given):
    return told(caller.post(ORDERS, {"given": {"customer": "王记门业", "lines": LINES, **given}}), 201)


def test_a_case_is_opened_looked_at_and_taken_on(caller):
    wang = caller("wang")
    case = opened(wang)
    assert (case["state"], case["version"], case["replayed"], case["opened"]) == ("received", 1, False, [])
    response = wang.get(f"/cases/{case['uid']}")
    page = told(response)
    assert response["ETag"] == '"1"'
    assert (page["number"], page["procedure"], page["state_title"]) == (case["number"], "doors.door_order", "已接单")
    fields = {each["name"]: each for each in page["fields"]}
    assert fields["customer"]["value"] == "王记门业"
    assert fields["lines"]["value"] == [{"width": "860", "opening": "left_in"}]
    by_action = {each["action"]: each for each in page["available"] if each["verb"] == "act"}
    assert by_action["quote"]["open"] is True
    assert [reason["code"] for reason in by_action["draft"]["reasons"]] == ["access"]
    assert [each["name"] for each in page["deadlines"]] == ["offer"]
    done = told(wang.post(f"/cases/{case['uid']}/actions/quote"))
    assert (done["state"], done["version"]) == ("quoted", 2)
    lines = told(wang.get(f"/cases/{case['uid']}/history", Accept_Language="en"))["lines"]
    assert [line["kind"] for line in lines] == ["opened", "acted"]
    assert {line["who"] for line in lines} == {"wang"}


def test_a_refusal_tells_every_reason_in_the_language_asked_for(caller):
    wang = caller("wang")
    case = opened(wang)
    response = wang.post(f"/cases/{case['uid']}/actions/confirm", {"seen": 0}, Accept_Language="en-GB,zh;q=0.5")
    assert sorted(codes(response)) == ["needs.signed_quote", "stale", "state"]
    problem = response.json()
    assert response["Content-Language"] == "en"
    assert (problem["type"], problem["code"]) == ("urn:gendan:problem:refused", "refused")
    assert problem["case"] == {"uid": case["uid"], "number": case["number"], "version": 1, "state": "received"}
    assert any("Please fill in" in reason["says"] for reason in problem["reasons"])
    chinese = wang.post(f"/cases/{case['uid']}/actions/confirm", {"seen": 0}, Accept_Language="zh").json()
    assert any("请填写" in reason["says"] for reason in chinese["reasons"])


def test_what_is_not_the_callers_to_see_is_not_there_and_logged(caller, office):
    case = opened(caller("wang"))
    stranger = caller("stranger")
    for response in (
        stranger.get(f"/cases/{case['uid']}"),
        stranger.get(f"/cases/{case['uid']}/history"),
        stranger.post(f"/cases/{case['uid']}/actions/quote"),
        stranger.post(f"/cases/{case['uid']}/claim"),
        stranger.post(f"/cases/{case['uid']}/comments", {"text": "hello"}),
        stranger.get(f"/cases?number={case['number']}"),
        stranger.get(ORDERS),
    ):
        assert codes(response, 404) == ["missing"]
        assert case["number"] not in response.content.decode()
    logged = AccessLog.objects.filter(kind=Access.NOT_SEEN, person=office.stranger)
    assert logged.count() == 7
    nowhere = "01980000-0000-7000-8000-000000000000"
    there, gone = stranger.get(f"/cases/{case['uid']}").json(), stranger.get(f"/cases/{nowhere}").json()
    assert {**there, "instance": ""} == {**gone, "instance": ""}


def test_a_key_makes_a_command_happen_once(caller):
    wang, zhao = caller("wang"), caller("zhao")
    body = {"given": {"customer": "王记门业", "lines": LINES}}
    first = wang.post(ORDERS, body, Idempotency_Key="k-1")
    again = wang.post(ORDERS, body, Idempotency_Key="k-1")
    assert told(first, 201)["uid"] == told(again, 201)["uid"]
    assert (again["Idempotency-Replayed"], again.json()["replayed"]) == ("true", True)
    other = wang.post(ORDERS, {"given": {"customer": "李记门业"}}, Idempotency_Key="k-1")
    assert codes(other) == ["key"]
    # Another person's keys are his own.
    assert told(zhao.post(ORDERS, body, Idempotency_Key="k-1"), 201)["uid"] != first.json()["uid"]


def test_if_match_holds_a_command_to_the_version_that_was_seen(caller):
    wang = caller("wang")
    uid = opened(wang)["uid"]
    assert told(wang.post(f"/cases/{uid}/actions/quote", If_Match='"1"'))["version"] == 2
    assert codes(wang.post(f"/cases/{uid}/actions/amend", If_Match='"1"'), 412) == ["stale"]
    assert codes(wang.post(f"/cases/{uid}/actions/amend", {"seen": 1})) == ["stale"]
    assert told(wang.post(f"/cases/{uid}/actions/amend", If_Match='"2"'))["version"] == 3
    assert codes(wang.post(f"/cases/{uid}/actions/quote", {"seen": 1}, If_Match='"3"')) == ["value.seen"]


def test_two_on_one_case_the_second_is_told_who(caller, office):
    wang, zhao = caller("wang"), caller("zhao")
    uid = opened(wang)["uid"]
    told(wang.post(f"/cases/{uid}/claim"))
    response = zhao.post(f"/cases/{uid}/claim", Accept_Language="en")
    assert codes(response) == ["claimed"]
    assert response.json()["reasons"][0]["parameters"]["holder"] == office.wang
    assert response.json()["detail"] == "wang has claimed this case."
    told(wang.post(f"/cases/{uid}/hand-over", {"person": office.zhao}))
    assert told(zhao.get(f"/cases/{uid}"))["holder_name"] == "zhao"
    told(zhao.post(f"/cases/{uid}/release", {"reason": "午休"}))
    assert told(wang.get(f"/cases/{uid}"))["holder"] is None


def test_numbers_are_read_exactly(caller):
    wang = caller("wang")
    case = told(
        wang.client.generic(
            "POST",
            f"/api{ORDERS}",
            '{"given": {"customer": "王记门业", "lines": [{"width": 860.50, "opening": "left_in"}]}}',
            content_type="application/json",
            headers={"Authorization": f"Bearer {wang.token}"},
        ),
        201,
    )
    page = told(wang.get(f"/cases/{case['uid']}"))
    fields = {each["name"]: each["value"] for each in page["fields"]}
    assert fields["lines"] == [{"width": "860.5", "opening": "left_in"}]
