"""What administrators see of the installation by the API, and what others do not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.cases.models import Case, Outbox
from gendan.people import actions
from gendan.people.models import AccessLog, Act
from gendan.people.sessions import open_session
from tests.api.client import Caller, codes, told

pytestmark = pytest.mark.django_db
ORDERS = "/packs/doors/procedures/door_order"
ORDER = {"given": {"customer": "王记", "lines": [{"width": 860, "opening": "left_in"}]}}


@pytest.fixture
def boss(office):
    person = actions.create_person(actor=0, at=timezone.now(), username="boss", name="老板", administrator=True)
    return Caller(person, ("read", "act", "admin"))


@pytest.mark.parametrize(
    "path",
    ["/packs/doors/rights", "/series", "/series/1", "/jobs", "/health", "/channels", "/all-tokens", "/acts"],
)
def test_nobody_else_looks_into_the_system(office, caller, boss, path):
    assert told(caller("wang", "admin").get(path), 403)["code"] == "access"
    assert told(Caller(boss.person, ("read",)).get(path), 403)["code"] == "scope"


def test_the_rights_of_posts_are_what_the_pack_says(boss):
    rights = told(boss.get("/packs/doors/rights"))
    assert (rights["pack"], rights["active"]) == ("doors", True)
    order = next(each for each in rights["procedures"] if each["procedure"] == "door_order")
    assert order["sight"]["order_taker"]["everything"] is True
    assert order["sight"]["order_auditor"]["everything"] is False
    assert "drafted" in order["sight"]["order_auditor"]["states"]
    assert order["actions"]["quote"] == {"order_taker": ["does"]}
    assert order["actions"]["audit"] == {"order_auditor": ["signs"], "technical_supervisor": ["signs"]}
    assert order["actions"]["confirm"] == {"order_taker": ["enters"]}
    assert order["others"]["halt"] == ["system"]
    assert "customer" in order["others"]["confirm"]
    assert order["fields"]["lines"]["order_taker"] == {
        "sees": [{"sees": "always", "after": None}],
        "fills": ["open", "amend"],
    }
    assert codes(boss.get("/packs/nothing/rights"), 404) == ["missing"]
    assert codes(boss.get("/packs/doors/rights?version=9.9.9"), 404) == ["missing"]


def test_a_series_tells_its_last_number_and_its_gaps(boss, caller):
    wang = caller("wang")
    for _ in range(3):
        told(wang.post(f"{ORDERS}/cases", ORDER), 201)
    found = next(each for each in told(boss.get("/series"))["series"] if each["procedure"] == "doors.door_order")
    assert (found["last"], found["next"], found["gapless"]) == (3, 4, False)
    full = told(boss.get(f"/series/{found['id']}"))
    assert (full["used"], full["missing"], full["gaps"]) == (3, 0, [])
    second = Case.objects.order_by("id")[1]
    Case.objects.filter(pk=second.pk).update(number="elsewhere")
    full = told(boss.get(f"/series/{found['id']}"))
    assert (full["used"], full["missing"], full["gaps"]) == (2, 1, [{"first": 2, "last": 2}])


def test_what_failed_is_tried_again_or_given_up_with_a_reason(boss, caller):
    told(caller("wang").post(f"{ORDERS}/cases", ORDER), 201)
    case = Case.objects.get()
    now = timezone.now()
    rows = [
        Outbox.objects.create(
            case_id=case.pk,
            sort="effect",
            word="notice.x",
            key=f"k{place}",
            body={},
            created_at=now,
            dead=True,
            tries=8,
            error="no channel",
        )
        for place in range(2)
    ]
    jobs = told(boss.get("/jobs"))
    assert (jobs["outbox_dead"], [each["number"] for each in jobs["undone"]]) == (2, [case.number] * 2)
    assert boss.post(f"/outbox/{rows[0].pk}/retry").status_code == 204
    row = Outbox.objects.get(pk=rows[0].pk)
    assert (row.dead, row.tries, row.next_at is not None) == (False, 0, True)
    assert told(boss.post(f"/outbox/{rows[1].pk}/give-up", {"reason": " "}), 422)["code"] == "malformed"
    assert boss.post(f"/outbox/{rows[1].pk}/give-up", {"reason": "渠道已停"}).status_code == 204
    assert told(boss.get("/jobs"))["outbox_dead"] == 0
    assert codes(boss.post(f"/outbox/{rows[1].pk}/retry"), 404) == ["missing"]
    assert [each.what for each in Act.objects.filter(by=boss.person).order_by("id")][-2:] == [
        "retry_outbox",
        "give_up_outbox",
    ]
    assert told(caller("wang", "admin").post(f"/outbox/{rows[0].pk}/retry"), 403)["code"] == "access"


def test_a_failed_job_runs_again_or_is_let_be(boss):
    from django.db import connection

    with connection.cursor() as on:
        made = []
        for _ in range(2):
            on.execute(
                "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts) values"
                " ('gendan', 'gendan.import_run', '{\"run\": \"x\"}', 'failed', 1) returning id"
            )
            made.append(on.fetchone()[0])
    assert {each["id"] for each in told(boss.get("/jobs"))["failed"]} == set(made)
    assert boss.post(f"/jobs/{made[0]}/retry").status_code == 204
    assert boss.post(f"/jobs/{made[1]}/give-up", {"reason": "文件已重新导入"}).status_code == 204
    jobs = told(boss.get("/jobs"))
    assert (jobs["failed"], jobs["jobs"].get("failed", 0), jobs["jobs"]["todo"]) == ([], 0, 1)


def test_health_tells_what_works_and_what_does_not(boss):
    health = told(boss.get("/health", Accept_Language="en"))
    lines = {each["code"]: each for each in health["lines"]}
    assert lines["database"]["mark"] == "good"
    assert lines["clock"]["mark"] == "good"
    # No worker runs beside these tests.
    assert (lines["worker"]["mark"], health["mark"]) == ("bad", "bad")
    assert lines["worker"]["advice"].startswith("No worker is alive")
    assert {"disk", "jobs", "outbox", "anchors", "backup", "webhooks", "versions"} <= set(lines)


def test_channels_tell_what_is_set_and_nothing_secret(boss, settings):
    settings.GENDAN_SMS_URL = "https://sms.example/send?key=secret"
    settings.GENDAN_SMS_TOKEN = "hush"
    said = boss.get("/channels")
    channels = {each["name"]: each for each in told(said)["channels"]}
    assert (channels["mail"]["configured"], channels["sms"]["configured"]) == (False, True)
    assert b"secret" not in said.content
    assert b"hush" not in said.content
    assert told(boss.post("/channels/mail/try"))["outcome"] == "not_configured"
    assert told(boss.post("/channels/sms/try"))["outcome"] == "no_address"


def test_sessions_are_seen_and_ended_by_their_owner_and_administrators(boss, office, caller):
    now = timezone.now()
    own, other = open_session(office.wang, at=now), open_session(office.zhao, at=now)
    wang = caller("wang")
    assert [each["id"] for each in told(wang.get("/sessions"))["sessions"]] == [str(own)]
    assert told(wang.get("/sessions?everybody=true"), 403)["code"] == "scope"
    assert told(caller("wang", "admin").get("/sessions?everybody=true"), 403)["code"] == "access"
    assert {each["id"] for each in told(boss.get("/sessions?everybody=true"))["sessions"]} == {str(own), str(other)}
    assert wang.delete(f"/sessions/{other}").status_code == 403
    assert wang.delete(f"/sessions/{own}").status_code == 204
    assert boss.delete(f"/sessions/{other}").status_code == 204
    assert told(boss.get("/sessions?everybody=true"))["sessions"] == []
    open_session(office.wang, at=now)
    assert told(wang.delete(f"/people/{office.zhao}/sessions"), 403)["code"] == "scope"
    assert told(caller("wang", "admin").delete(f"/people/{office.zhao}/sessions"), 403)["code"] == "access"
    assert told(boss.delete(f"/people/{office.wang}/sessions"))["ended"] == 1
    assert told(wang.delete(f"/people/{office.wang}/sessions"))["ended"] == 0
    assert codes(boss.delete("/people/999999/sessions"), 404) == ["missing"]


def test_the_logs_are_asked_by_person_kind_and_text(boss, office, caller):
    told(caller("zhao").get("/me"))
    assert caller("zhao").get("/cases/0199d6d2-0000-7000-8000-000000000000").status_code == 404
    lines = told(boss.get(f"/access-log?person={office.zhao}&kind=token_used"))["lines"]
    assert {each["person"] for each in lines} == {office.zhao}
    assert told(boss.get("/access-log?text=nothing-like-it"))["lines"] == []
    assert told(boss.get("/access-log?until=2000-01-01"))["lines"] == []
    acts = told(boss.get("/acts?what=issue_token"))["acts"]
    assert {each["what"] for each in acts} == {"issue_token"}
    assert "gendan_" not in str(acts)


def test_the_organization_is_told_with_its_days(boss, office, caller):
    today = timezone.localdate()
    later = today + timedelta(days=30)
    actions.hold(office.zhao, "doors.sheet_maker", actor=0, at=timezone.now(), since=later)
    posts = {each["name"]: each for each in told(caller("wang").get("/packs/doors/organization"))["posts"]}
    assert posts["doors.order_taker"]["reports_to"] == "doors.office_supervisor"
    held = {each["person"]: each for each in posts["doors.sheet_maker"]["holders"]}
    assert (held[office.sun]["now"], held[office.zhao]["now"]) == (True, False)
    assert held[office.zhao]["since"] == later.isoformat()
    assert codes(caller("buyer").get("/packs/doors/organization"), 404) == ["missing"]


def test_an_administrator_looks_with_anothers_eyes_and_does_nothing(boss, office, caller):
    uid = told(caller("wang").post(f"{ORDERS}/cases", ORDER), 201)["uid"]
    assert boss.get(f"/cases/{uid}").status_code == 404
    seen = told(boss.get(f"/cases/{uid}", Try_As=str(office.wang)))
    assert {each["action"] for each in seen["available"] if each["open"] and each["verb"] == "act"} >= {"quote"}
    assert told(boss.get("/me", Try_As=str(office.wang)))["id"] == office.wang
    # What follows is himself again.
    assert boss.get(f"/cases/{uid}").status_code == 404
    assert told(boss.post(f"/cases/{uid}/claim", {}, Try_As=str(office.wang)), 403)["code"] == "access"
    assert boss.get(f"/cases/{uid}", Try_As=str(office.stranger)).status_code == 404
    looks = AccessLog.objects.filter(kind="tried")
    assert {each.person_id for each in looks} == {boss.person}
    assert {each.details["as"] for each in looks} == {office.wang, office.stranger}
    # The look that found nothing stands in his name too, and not in hers whose eyes they were.
    hidden = AccessLog.objects.filter(kind="not_seen", details__as=office.stranger).get()
    assert hidden.person_id == boss.person
    assert not AccessLog.objects.filter(kind="not_seen", person=office.stranger).exists()
    for other in (caller("wang", "read", "admin"), Caller(boss.person, ("read",))):
        assert other.get(f"/cases/{uid}", Try_As=str(office.zhao)).status_code == 403
    assert boss.get("/me", Try_As="999999").status_code == 404
    assert boss.get("/me", Try_As="wang").status_code == 404


def test_units_are_made_named_moved_and_closed(boss, office, caller):
    top = told(boss.post("/units", {"name": "总公司", "name_english": "Head office"}), 201)
    desk = told(boss.post("/units", {"name": "客服部", "parent": top["id"], "pack": "shop_review"}), 201)
    assert (desk["parent"], desk["pack"], desk["people"]) == (top["id"], "shop_review", [])
    assert told(boss.put(f"/people/{office.wang}/unit", {"unit": desk["id"]}))["unit"] == desk["id"]
    wang = caller("wang")
    seen = {each["id"]: each for each in told(wang.get("/units"))["units"]}
    assert seen[desk["id"]]["people"] == [office.wang]
    assert told(boss.patch(f"/units/{desk['id']}", {"name": "服务部"}))["name"] == "服务部"
    refused = told(boss.post(f"/units/{desk['id']}/close", {"reason": "并入"}), 409)
    assert refused["people"]["code"] == "people.unit_people"
    assert told(boss.put(f"/people/{office.wang}/unit", {"unit": None}))["unit"] is None
    assert told(boss.post(f"/units/{desk['id']}/close", {"reason": "并入"}))["closed_at"] is not None
    assert told(boss.post(f"/units/{desk['id']}/reopen", {"reason": "又要"}))["closed_at"] is None
    assert told(boss.put(f"/units/{desk['id']}/parent", {"parent": None}))["parent"] is None
    admin = caller("wang", "admin")
    assert told(admin.post("/units", {"name": "x"}), 403)["code"] == "access"
    assert told(admin.patch(f"/units/{desk['id']}", {"name": "x"}), 403)["code"] == "access"
