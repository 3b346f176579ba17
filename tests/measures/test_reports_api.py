"""Reports over the API: what pages show of them, under the same rights."""

import pytest
from django.utils import timezone

from gendan.cases import store
from gendan.measures import periods
from gendan.measures.reports.declared import declared
from gendan.measures.reports.making import open_reports
from tests.api.client import Caller, told
from tests.measures import test_reports

pytestmark = pytest.mark.django_db
office = test_reports.office
LOOKED = {"looked_over": {"figures": True, "changes": True, "anomalies": True}}


def opened(period="2026-10"):
    (outcome,) = open_reports(declared("common.complaints_month"), periods.parse(period), timezone.now())
    return store.glimpse(outcome.case).case.uid


def test_a_report_is_read_submitted_and_fetched(office):
    leader, uid = Caller(office.people["leader"]), opened()
    (row,) = told(leader.get("/reports"))["rows"]
    assert (row["uid"], row["declared"], row["period"], row["state"]) == (
        uid, "common.complaints_month", "2026-10", "pooled",
    )  # fmt: skip
    before = told(leader.get(f"/reports/{uid}"))
    assert (before["frozen"], before["differs"]) == (None, False)
    assert before["live"]["figures"][0]["title"] == {"zh": "件数", "en": "Cases"}
    told(leader.post(f"/cases/{uid}/actions/look_over", {"given": LOOKED}))
    told(leader.post(f"/cases/{uid}/actions/submit", {"given": {"remarks": "无", "confirmed": "邮件"}}))
    after = told(leader.get(f"/reports/{uid}"))
    assert after["frozen"]["by"] == office.people["leader"]
    assert after["frozen"]["digest"] == after["live"]["digest"] == before["live"]["digest"]
    assert after["remarks"] == "无"
    for form, begins in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = leader.get(f"/reports/{uid}/file?form={form}")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)


def test_others_are_not_told_of_it(office):
    uid, stranger = opened(), Caller(office.people["stranger"])
    assert told(stranger.get("/reports")) == {"rows": []}
    for path in (f"/reports/{uid}", f"/reports/{uid}/file", "/reports/0197f2a0-0000-7000-8000-000000000000"):
        assert stranger.get(path).status_code == 404
