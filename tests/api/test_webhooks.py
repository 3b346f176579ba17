"""Webhooks by the API: an administrator keeps them, nobody else learns of them."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.cases.outbox import drain
from gendan.notices.models import WebhookDelivery
from gendan.notices.webhooks.delivering import deliver
from gendan.people import actions
from tests.api.client import Caller, codes, told
from tests.notices.receiving import listening

pytestmark = pytest.mark.django_db
ORDERS = "/packs/doors/procedures/door_order"
ORDER = {"given": {"customer": "王记", "lines": [{"width": 860, "opening": "left_in"}]}}


@pytest.fixture
def boss(office):
    person = actions.create_person(actor=0, at=timezone.now(), username="boss", name="老板", administrator=True)
    return Caller(person, ("read", "act", "admin"))


@pytest.fixture
def receiver(settings):
    settings.GENDAN_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as found:
        yield found


def given(receiver, office, **more):
    return {"name": "ERP", "address": receiver.address, "owner": office.wang, **more}


def test_a_webhook_from_its_making_to_its_end(boss, office, caller, receiver):
    made = told(boss.post("/webhooks", given(receiver, office, procedures=["doors"], kinds=["opened"])), 201)
    assert made["secret"].startswith("whsec_")
    assert "secret" not in told(boss.get(f"/webhooks/{made['id']}"))
    uid = told(caller("wang").post(f"{ORDERS}/cases", ORDER), 201)["uid"]
    now = timezone.now()
    drain(now)
    assert deliver(now).sent == 1
    assert receiver.says()[0]["data"]["case"]["uid"] == uid
    page = told(boss.get(f"/webhooks/{made['id']}/deliveries?state=sent"))
    assert [(each["kind"], each["tries"]) for each in page["deliveries"]] == [("case.opened", 1)]
    delivery = page["deliveries"][0]["id"]
    full = told(boss.get(f"/webhook-deliveries/{delivery}"))
    assert json.loads(full["body"])["data"]["case"]["uid"] == uid
    assert (full["attempts"][0]["status"], full["attempts"][0]["sent"]["webhook-id"]) == (204, full["key"])
    assert told(boss.post(f"/webhook-deliveries/{delivery}/replay"))["state"] == "queued"
    assert deliver(now + timedelta(seconds=1)).sent == 1
    assert len(receiver.came) == 2
    ping = told(boss.post(f"/webhooks/{made['id']}/ping"), 201)["delivery"]
    assert WebhookDelivery.objects.get(pk=ping).kind == "ping"
    other = told(boss.post(f"/webhooks/{made['id']}/secret", {"overlap_hours": 0}), 201)["secret"]
    assert other != made["secret"]
    assert told(boss.post(f"/webhooks/{made['id']}/pause", {"reason": "搬家"}))["paused_why"] == "搬家"
    assert told(boss.post(f"/webhooks/{made['id']}/resume"))["paused_at"] is None
    changed = told(boss.put(f"/webhooks/{made['id']}", given(receiver, office, name="仓库")))
    assert (changed["name"], changed["kinds"]) == ("仓库", [])
    assert told(boss.delete(f"/webhooks/{made['id']}"))["ended_at"] is not None
    assert told(boss.get("/webhooks"))["webhooks"] == []
    assert [each["id"] for each in told(boss.get("/webhooks?ended=true"))["webhooks"]] == [made["id"]]
    assert told(boss.post(f"/webhooks/{made['id']}/ping"), 409)["webhook"]["code"] == "webhook.ended"


def test_what_can_not_be_is_told_in_the_callers_language(boss, office, receiver, settings):
    settings.GENDAN_WEBHOOK_NETWORKS = []
    problem = told(boss.post("/webhooks", given(receiver, office), Accept_Language="en"), 409)
    assert problem["webhook"]["code"] == "webhook.private"
    assert problem["detail"].startswith("“127.0.0.1” is inside a private network")
    problem = told(boss.post("/webhooks", given(receiver, office), Accept_Language="zh"), 409)
    assert "内部网络" in problem["detail"]
    assert codes(boss.get("/webhooks/999999"), 404) == ["missing"]
    assert told(boss.post("/webhooks", given(receiver, office, kinds=["exploded"])), 422)["code"] == "malformed"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/webhooks"),
        ("POST", "/webhooks"),
        ("GET", "/webhooks/{id}"),
        ("PUT", "/webhooks/{id}"),
        ("DELETE", "/webhooks/{id}"),
        ("POST", "/webhooks/{id}/secret"),
        ("POST", "/webhooks/{id}/pause"),
        ("POST", "/webhooks/{id}/resume"),
        ("POST", "/webhooks/{id}/ping"),
        ("GET", "/webhooks/{id}/deliveries"),
        ("GET", "/webhook-deliveries/{delivery}"),
        ("POST", "/webhook-deliveries/{delivery}/replay"),
    ],
)
def test_nobody_else_keeps_webhooks_or_reads_what_they_sent(boss, office, caller, receiver, method, path):
    made = told(boss.post("/webhooks", given(receiver, office)), 201)["id"]
    ping = told(boss.post(f"/webhooks/{made}/ping"), 201)["delivery"]
    body = {"POST": {}, "PUT": {}}.get(method)
    if (method, path) in (("POST", "/webhooks"), ("PUT", "/webhooks/{id}")):
        body = given(receiver, office)
    asked = path.format(id=made, delivery=ping)
    assert told(caller("wang", "admin").call(method, asked, body), 403)["code"] == "access"
    narrow = Caller(boss.person, ("read", "act"))
    assert told(narrow.call(method, asked, body), 403)["code"] == "scope"
