"""Signing and what goes with it, comments, corrections and clocks, over the API."""

from decimal import Decimal

import pytest

from tests.api.client import codes, told
from tests.api.test_cases import LINES, ORDERS
from tests.cases import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(caller, office):
    """An order at the auditors', its deposit paid; and the callers by name."""
    uid = told(caller("wang").post(ORDERS, {"given": {"customer": "王记门业", "lines": LINES}}), 201)["uid"]
    told(caller("wang").post(f"/cases/{uid}/actions/quote"))
    file = told(caller("buyer").upload("/files", b"%PDF-1.7 quote", name="报价单.pdf"), 201)["file"]
    told(caller("buyer").post(f"/cases/{uid}/actions/confirm", {"given": {"signed_quote": file}}))
    told(caller("sun").post(f"/cases/{uid}/actions/draft"))
    from gendan.cases import queries

    words.facts["money.received"] = {queries.find(uid): Decimal(500)}
    words.facts["orders.total"] = {queries.find(uid): Decimal(1000)}
    return uid


def signatures(caller, uid):
    return [(each["slot"], each["name"], each["void"]) for each in told(caller.get(f"/cases/{uid}"))["signatures"]]


def test_all_sign_and_a_signature_is_taken_back(drafted, caller):
    li, chen = caller("li"), caller("chen")
    assert told(li.post(f"/cases/{drafted}/actions/audit"))["state"] == "drafted"
    assert [each[1:] for each in signatures(li, drafted)] == [("li", False)]
    assert codes(li.post(f"/cases/{drafted}/actions/audit")) == ["signed"]
    told(li.post(f"/cases/{drafted}/actions/audit/withdraw", {"reason": "看错了"}))
    assert [each[1:] for each in signatures(li, drafted)] == [("li", True)]
    told(li.post(f"/cases/{drafted}/actions/audit"))
    assert told(chen.post(f"/cases/{drafted}/actions/audit"))["state"] == "released"


def test_a_signer_sends_it_back_with_a_reason(drafted, caller):
    chen = caller("chen")
    offered = {(each["verb"], each["action"]) for each in told(chen.get(f"/cases/{drafted}"))["available"]}
    assert {("act", "audit"), ("reject", "audit"), ("hand_signature", "audit")} <= offered
    assert codes(chen.post(f"/cases/{drafted}/actions/audit/reject")) == ["needs.reason"]
    assert told(chen.post(f"/cases/{drafted}/actions/audit/reject", {"reason": "尺寸不对"}))["state"] == "confirmed"
    lines = told(chen.get(f"/cases/{drafted}/history"))["lines"]
    assert (lines[-1]["kind"], lines[-1]["quote"]) == ("rejected", "尺寸不对")


def test_a_signature_is_handed_on_and_one_more_is_asked(drafted, caller, office):
    li, chen, zhao = caller("li"), caller("chen"), caller("zhao")
    told(li.post(f"/cases/{drafted}/actions/audit/hand-signature", {"person": office.zhao}))
    assert told(zhao.post(f"/cases/{drafted}/actions/audit"))["state"] == "drafted"
    told(chen.post(f"/cases/{drafted}/actions/audit/add-signer", {"person": office.hu}))
    # Who is asked sees what he is to sign, though his post does not.
    assert [row["uid"] for row in told(caller("hu").get(ORDERS))["rows"]] == [drafted]
    assert "turn" in codes(chen.post(f"/cases/{drafted}/actions/audit"))
    told(caller("hu").post(f"/cases/{drafted}/actions/audit"))
    assert told(chen.post(f"/cases/{drafted}/actions/audit"))["state"] == "released"


def test_who_made_it_may_not_sign(drafted, caller, office):
    from django.utils import timezone

    from gendan.people import actions

    actions.hold(office.sun, "doors.order_auditor", actor=0, at=timezone.now())
    assert codes(caller("sun").post(f"/cases/{drafted}/actions/audit")) == ["unlike.draft"]


def test_remarks_and_files_do_not_make_a_page_stale(drafted, caller):
    wang = caller("wang")
    version = told(wang.get(f"/cases/{drafted}"))["version"]
    told(wang.post(f"/cases/{drafted}/comments", {"text": "客户催单"}))
    told(wang.upload(f"/cases/{drafted}/attachments", b"note", name="a/../b.txt"))
    page = told(wang.get(f"/cases/{drafted}"))
    assert page["version"] == version
    assert page["attachments"][-1]["name"] == "b.txt"
    assert codes(wang.upload(f"/cases/{drafted}/attachments", b"<html><script>")) == ["value.file"]
    assert codes(wang.upload(f"/cases/{drafted}/attachments", b"")) == ["value.file"]
    assert told(wang.post(f"/cases/{drafted}/comments", {"text": ""}), 422)["places"][0]["path"] == ["text"]


def test_a_superior_decides_how_a_clock_counts(drafted, caller):
    wang, lin = caller("wang"), caller("lin")
    asked = {"clocks": {"offer": False}, "reason": "客户改了要求"}
    assert codes(wang.post(f"/cases/{drafted}/deadlines/overrule", asked), 403) == ["access"]
    assert codes(lin.post(f"/cases/{drafted}/deadlines/overrule", {"clocks": {"offer": False}})) == ["needs.reason"]
    told(lin.post(f"/cases/{drafted}/deadlines/overrule", asked))
    clocks = {each["name"]: each["state"] for each in told(lin.get(f"/cases/{drafted}"))["deadlines"]}
    assert clocks["offer"] == "late"
