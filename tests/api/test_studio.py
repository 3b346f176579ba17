"""Packs, settings and calendars over the API: all that the pages do, for administrators alone."""

import io
import zipfile

import pytest

from gendan.people import actions
from tests.api.client import Caller, codes, told
from tests.cases.company import FRIDAY
from tests.cases.desk import PROCEDURE, files, open_desk
from tests.cases.test_studio import STORY


@pytest.fixture
def desk(db):
    return open_desk()


@pytest.fixture
def admin(desk):
    person = actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True)
    return Caller(person, ("read", "act", "admin"))


def test_a_draft_is_prepared_played_and_put_in_force(desk, admin):
    draft = told(admin.post("/packs/desk/drafts", {"source": f"v{desk.definition}"}), 201)
    at = f"/packs/desk/sources/{draft['source']}"
    body = {"path": "stories/desk.yaml", "text": STORY, "seen": 0}
    saved = told(admin.put(f"/drafts/{draft['id']}/file", body))
    refused = told(admin.put(f"/drafts/{draft['id']}/file", {**body, "text": "x", "seen": 1}), 409)
    assert refused["studio"]["code"] == "studio.stale"
    assert refused["studio"]["parameters"]["stands"] == STORY
    typed = {"path": "procedures/ticket.yaml", "text": PROCEDURE.replace("by: second", "by: nobody")}
    assert not told(admin.post(f"/drafts/{draft['id']}/check", typed))["sound"]
    assert [each["code"] for each in told(admin.get(at))["reasons"]] == ["stories_missing"]
    assert told(admin.post(f"{at}/activate"), 409)["studio"]["code"] == "studio.stories_missing"
    run = told(admin.post(f"{at}/stories"), 201)["id"]
    for _ in range(2):
        state = told(admin.post(f"/story-runs/{run}/advance"))
    assert (state["stage"], state["passed"]) == ("done", True)
    assert told(admin.get(at))["reasons"] == []
    versions = told(admin.post(f"{at}/activate"))["versions"]
    assert [(each["version"], each["in_force"]) for each in versions] == [("1.0.1", True), ("1.0.0", False)]
    difference = told(admin.get(f"/packs/desk/difference?old=v{desk.definition}&new={versions[0]['source']}"))
    assert [each["path"] for each in difference["changes"]] == ["pack"]
    assert told(admin.get(f"/drafts/{draft['id']}"))["ended_at"] is not None
    assert saved["revision"] == 2


def test_a_pack_goes_out_as_an_archive_and_comes_in_as_a_draft(desk, admin):
    content = admin.get(f"/packs/desk/sources/v{desk.definition}/archive").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files()
    assert told(admin.upload("/drafts", content, "desk.zip"), 201)["pack"] == "desk"
    assert told(admin.upload("/drafts", b"no zip", "desk.zip"), 409)["studio"]["code"] == "studio.archive"


def test_settings_tables_and_choices_are_told_foreseen_and_set(desk, admin):
    site = told(admin.get("/packs/desk/site"))
    assert [(each["name"], each["value"]) for each in site["settings"]] == [("limit", 4)]
    assert told(admin.post("/packs/desk/settings/limit/effect", {"value": 2}))["moved"] == 0
    assert codes(admin.post("/packs/desk/settings/limit/effect", {"value": 9})) == ["value.limit"]
    rows = {"rows": [{"province": "浙江", "fee": "12"}, {"province": "", "fee": "1"}]}
    assert codes(admin.post("/packs/desk/tables/fee/effect", rows)) == ["needs.province"]
    assert told(admin.put("/packs/desk/tables/fee", {"rows": rows["rows"][:1]}))["rows"] == [
        {"province": "浙江", "fee": "12.00"}
    ]
    assert codes(admin.get("/packs/desk/choices/ticket/name"), 404) == ["missing"]


def test_a_calendar_is_told_foreseen_and_changed(desk, admin):
    stands = told(admin.get("/calendars/standard"))
    assert (stands["number"], [each["number"] for each in stands["versions"]]) == (0, [0])
    assert stands["holidays"]["2026-10-01"] == {"zh": "国庆节", "en": "National Day"}
    assert stands["holidays"].keys() <= stands["days"].keys()
    body = {name: stands[name] for name in ("zone", "week", "days", "standard_day", "announced")}
    body["days"] = {**body["days"], "2026-10-12": []}
    assert told(admin.post("/calendars/standard/effect", body))["moved"] == 0
    changed = told(admin.put("/calendars/standard", body))
    assert (changed["number"], changed["days"]["2026-10-12"]) == (1, [])
    assert told(admin.get("/calendars/standard?version=0"))["days"].get("2026-10-12") is None
    assert told(admin.put("/calendars/standard", {**body, "week": {}}), 409)["people"]["code"] == "people.calendar"
    assert admin.get("/calendars/nothing").status_code == 404
    assert {each["name"] for each in told(admin.get("/calendars"))["calendars"]} == {"standard"}


def test_a_department_runs_by_the_calendar_that_is_chosen_for_it(desk, admin):
    stands = told(admin.get("/calendars/standard"))
    body = {name: stands[name] for name in ("zone", "week", "days", "standard_day", "announced")}
    told(admin.put("/calendars/guangxi", body))
    wanted = {"calendar": "guangxi", "reason": "branch"}
    assert told(admin.post("/packs/desk/calendar/effect", wanted))["moved"] == 0
    chosen = told(admin.put("/packs/desk/calendar", wanted))
    assert (chosen["calendar"], chosen["own"], chosen["history"][0]["reason"]) == ("guangxi", "standard", "branch")
    calendars = told(admin.get("/calendars"))["calendars"]
    assert {each["name"]: each["packs"] for each in calendars} == {"guangxi": ["desk"], "standard": []}
    assert told(admin.put("/packs/desk/calendar", {"calendar": None}))["calendar"] == "standard"
    assert admin.put("/packs/desk/calendar", {"calendar": "nothing"}).status_code == 404
    clerk = Caller(desk.ann, ("read", "act", "admin"))
    assert clerk.get("/packs/desk/calendar").status_code == 403
    assert clerk.put("/packs/desk/calendar", wanted).status_code == 403


def test_none_of_it_is_a_clerks(desk, admin):
    clerk = Caller(desk.ann, ("read", "act"))
    owner = Caller(desk.ann, ("read", "act", "admin"))
    draft = told(admin.post("/packs/desk/drafts", {"source": f"v{desk.definition}"}), 201)["id"]
    version = f"/packs/desk/sources/v{desk.definition}"
    for path in ("/packs/desk/versions", version, f"{version}/archive", f"/drafts/{draft}", "/packs/desk/site"):
        assert clerk.get(path).status_code == 403
        assert owner.get(path).status_code == 403
    for path, body in (
        (f"{version}/activate", {}),
        (f"{version}/stories", {}),
        ("/packs/desk/drafts", {"source": f"v{desk.definition}"}),
        (f"/drafts/{draft}/put-away", {}),
        (f"/drafts/{draft}/check", {"path": "pack.yaml", "text": ""}),
        (f"/drafts/{draft}/file/remove", {"path": "tables/fee.csv", "seen": 1}),
        ("/packs/desk/settings/limit/effect", {"value": 2}),
    ):
        assert owner.post(path, body).status_code == 403
    assert owner.upload("/drafts", b"", "x.zip").status_code in (403, 422)
    assert owner.put(f"/drafts/{draft}/file", {"path": "pack.yaml", "text": "", "seen": 1}).status_code == 403
    body = {"zone": "Asia/Shanghai", "week": {"monday": ["09:00-12:00"]}}
    assert owner.put("/calendars/standard", body).status_code == 403
    assert clerk.get("/calendars/standard").status_code == 200


def test_a_shipped_pack_is_begun_as_a_draft(desk, admin):
    packs = {each["name"]: each for each in told(admin.get("/shipped-packs"))["packs"]}
    assert packs["freight"]["in_force"] is None
    assert "exchange" not in packs
    draft = told(admin.post("/shipped-packs/freight/draft"), 201)
    assert (draft["pack"], admin.post("/shipped-packs/nothing/draft").status_code) == ("freight", 404)
    clerk = Caller(desk.ann, ("read", "act", "admin"))
    assert clerk.post("/shipped-packs/freight/draft").status_code in (403, 404)
