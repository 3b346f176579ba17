"""The review desk's day, over the API: orders come in, are listed and reviewed, go to the warehouse and come back."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.utils import timezone

from gendan.api.routes import imports as api_imports
from gendan.cases.prose import reason_in_words
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.core.text import Text
from gendan.people import actions
from gendan.people.models import Access, AccessLog
from gendan.web.views import imports as web_imports
from tests.api.client import Caller, codes, downloaded, told
from tests.cases.shop import PAID, REFUNDED, UNPAID, sheet

pytestmark = pytest.mark.django_db

PACK = "/packs/shop_review"
ORDERS = f"{PACK}/procedures/shop_order"
IMPORT = f"{PACK}/imports/shop_export"
CHECKED = dict.fromkeys(("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), True)


def brought_in(caller, *lines):
    """The run of a file that was uploaded, previewed and brought in."""
    file = told(caller.upload(f"{IMPORT}/files", sheet(*lines), name="orders.csv"), 201)["file"]
    seen = told(caller.post(f"{IMPORT}/preview", {"file": file}))
    mapping = {**seen["mapping"], "constants": {"shop": "天猫旗舰店"}}
    seen = told(caller.post(f"{IMPORT}/preview", {"file": file, "mapping": mapping}))
    assert seen["refused"] == []
    run = told(caller.post(f"{IMPORT}/runs", {"file": file, "mapping": mapping, "keep": "good"}), 201)
    return told(caller.post(f"/imports/{run['id']}/advance"))


def test_orders_come_in_and_the_same_file_changes_nothing(desk):
    xu = desk("xu")
    run = brought_in(xu, UNPAID, PAID, REFUNDED, "x,not money,0,上海,2020-02-21 00:00:00,,0")
    assert (run["stage"], run["rows"], run["opened"], run["faulty"]) == ("done", 4, 3, 1)
    rows = told(xu.get(f"/imports/{run['id']}/rows?fate=faulty", Accept_Language="en"))["rows"]
    assert [(row["row"], row["reasons"][0]["code"]) for row in rows] == [(5, "value.amount")]
    assert rows[0]["reasons"][0]["parameters"]["column"] == "总金额"
    again = brought_in(xu, UNPAID, PAID, REFUNDED)
    assert (again["opened"], again["unchanged"]) == (0, 3)
    assert [each["id"] for each in told(xu.get(f"{IMPORT}/runs"))["runs"]] == [again["id"], run["id"]]


def test_lists_filter_sort_page_and_are_kept(desk):
    xu = desk("xu")
    brought_in(
        xu,
        *(
            f"{n},{n}.5,{n}.5,{'上海' if n % 2 else '江苏省'},2020-02-20 10:00:00,2020-02-20 10:01:00,0"
            for n in range(1, 8)
        ),
    )
    first = told(xu.get(f"{ORDERS}/cases?state=unreviewed&sort=-amount&limit=3"))
    assert [row["values"]["amount"] for row in first["rows"]] == ["7.50", "6.50", "5.50"]
    assert (first["count"], first["capped"]) == (7, False)
    following = told(xu.get(f"{ORDERS}/cases?state=unreviewed&sort=-amount&limit=3&after={first['next']}"))
    assert [row["values"]["amount"] for row in following["rows"]] == ["4.50", "3.50", "2.50"]
    found = told(xu.get(f"{ORDERS}/cases?filter=province:is:上海&filter=amount:range:3..&sort=amount"))
    assert [row["values"]["amount"] for row in found["rows"]] == ["3.50", "5.50", "7.50"]
    assert codes(xu.get(f"{ORDERS}/cases?filter=receiver:is:x")) == ["value.receiver"]
    assert codes(xu.get(f"{ORDERS}/cases?sort=receiver")) == ["value.receiver"]
    assert codes(xu.get(f"{ORDERS}/cases?state=nowhere")) == ["value.state"]
    assert codes(xu.get(f"{ORDERS}/cases?after=bm9uc2Vuc2U"), 404) == ["missing"]
    asked = {"state": ["unreviewed"], "filter": ["province:is:上海"], "sort": ["-amount"]}
    told(xu.put(f"{ORDERS}/saved/上海", {"asked": asked, "shared": True}))
    shared = told(desk("he").get(f"{ORDERS}/saved"))["lists"]
    assert [(each["name"], each["own"], each["asked"]["filter"]) for each in shared] == [
        ("上海", False, ["province:is:上海"])
    ]
    assert codes(desk("he").delete(f"{ORDERS}/saved/上海"), 404) == ["missing"]
    told(xu.delete(f"{ORDERS}/saved/上海"), 204)


def test_a_kept_list_has_columns_an_audience_and_another_name(desk):
    xu, he = desk("xu"), desk("he")
    whole = {"asked": {"state": ["unreviewed"]}, "columns": ["amount", "province"], "shared": True, "default": True}
    kept = told(xu.put(f"{ORDERS}/saved/大单", {**whole, "post": "reviewer"}))
    assert (kept["columns"], kept["post"], kept["default"]) == (["amount", "province"], "reviewer", True)
    assert codes(xu.put(f"{ORDERS}/saved/x", {**whole, "columns": ["nothing"]})) == ["value.nothing"]
    assert codes(xu.put(f"{ORDERS}/saved/x", {**whole, "post": "nobody"})) == ["value.post"]
    renamed = told(xu.post(f"{ORDERS}/saved/大单/rename", {"name": "大额"}))
    assert renamed == {**kept, "name": "大额"}
    told(xu.put(f"{ORDERS}/saved/小单", {"asked": {}}))
    assert codes(xu.post(f"{ORDERS}/saved/小单/rename", {"name": "大额"})) == ["value.name"]
    assert codes(he.post(f"{ORDERS}/saved/大额/rename", {"name": "x"}), 404) == ["missing"]
    assert [each["name"] for each in told(xu.get(f"{ORDERS}/saved"))["lists"]] == sorted(["大额", "小单"])


def test_an_export_holds_what_the_list_shows_and_no_formula(desk):
    xu = desk("xu")
    told(
        xu.post(f"{ORDERS}/cases", {"given": {"shop": "天猫旗舰店", "order_no": "9", "receiver": "=HYPERLINK(1)"}}),
        201,
    )
    response = xu.get(f"{ORDERS}/export?form=csv&state=unpaid")
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = downloaded(response).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["order_no"], row["receiver"]) for row in rows] == [("9", "'=HYPERLINK(1)")]


def test_a_batch_is_chosen_started_advanced_and_told_row_by_row(desk):
    xu, he = desk("xu"), desk("he")
    brought_in(xu, *(f"{n},10,10,上海,2020-02-20 10:00:00,2020-02-20 10:01:00,0" for n in range(1, 6)))
    batch = told(xu.post(f"{ORDERS}/batches", {"verb": "claim", "everything": {"state": ["unreviewed"]}}), 201)
    assert (batch["stage"], batch["count"]) == ("ready", 5)
    uid = told(xu.get(f"{ORDERS}/cases?limit=1"))["rows"][0]["uid"]
    told(he.post(f"/cases/{uid}/claim"))
    told(xu.post(f"/batches/{batch['id']}/start"))
    done = told(xu.post(f"/batches/{batch['id']}/advance", Accept_Language="en"))
    assert (done["stage"], done["succeeded"], done["refused"]) == ("done", 4, 1)
    assert [reason["code"] for reason in done["groups"][0]["reasons"]] == ["claimed", "stale"]
    rows = told(xu.get(f"/batches/{batch['id']}/rows?show=refused"))["rows"]
    assert [row["uid"] for row in rows] == [uid]
    # Another person's batch is not there for anybody else.
    for response in (
        he.get(f"/batches/{batch['id']}"),
        he.get(f"/batches/{batch['id']}/rows"),
        he.post(f"/batches/{batch['id']}/advance"),
        he.post(f"/batches/{batch['id']}/again"),
    ):
        assert codes(response, 404) == ["missing"]
    again = told(xu.post(f"/batches/{batch['id']}/again"), 201)
    assert again["count"] == 1
    told(xu.post(f"/batches/{again['id']}/drop"))
    text = downloaded(xu.get(f"/batches/{batch['id']}/export?form=csv")).decode("utf-8-sig")
    assert [row["outcome"] for row in csv.DictReader(io.StringIO(text))].count("done") == 4


def test_a_batch_gives_single_cases_values_of_their_own_and_keeps_them_for_those_refused(desk):
    xu = desk("xu")
    brought_in(xu, *(f"{n},10,10,上海,2020-02-20 10:00:00,2020-02-20 10:01:00,0" for n in range(1, 4)))
    asked = {"action": "put_aside", "everything": {"state": ["unreviewed"]}}
    batch = told(xu.post(f"{ORDERS}/batches", asked), 201)["id"]
    first, second, _third = [row["uid"] for row in told(xu.get(f"/batches/{batch}/rows"))["rows"]]
    alone = [{"case": first, "given": {"reason": "地址不全"}}, {"case": second, "given": {"aside": "nowhere"}}]
    body = {"given": {"aside": "other", "reason": "核对"}, "each": alone}
    elsewhere = [{"case": "0190a4a4-0000-7000-8000-000000000000", "given": {}}]
    assert codes(xu.post(f"/batches/{batch}/start", {**body, "each": elsewhere}), 404) == ["missing"]
    told(xu.post(f"/batches/{batch}/start", body))
    done = told(xu.post(f"/batches/{batch}/advance"))
    assert (done["succeeded"], done["refused"]) == (2, 1)
    assert [one["code"] for one in done["groups"][0]["reasons"]] == ["value.aside"]
    history = told(xu.get(f"/cases/{first}/history"))
    assert "地址不全" in str(history)
    assert "核对" not in str(history)
    again = told(xu.post(f"/batches/{batch}/again"), 201)["id"]
    told(xu.post(f"/batches/{again}/start", {"given": {"aside": "other", "reason": "核对"}}))
    assert told(xu.post(f"/batches/{again}/advance"))["refused"] == 1, "what was given to it alone is kept"


def test_orders_go_to_the_warehouse_and_come_back(desk):
    zhou, xu, gao, luo = desk("zhou"), desk("xu"), desk("gao"), desk("luo")
    uids, numbers = [], []
    for number in ("T1", "T2"):
        given = {
            "shop": "天猫旗舰店",
            "order_no": number,
            "province": "浙江省",
            "address": "杭州市西湖区文三路1号",
            "amount": 100.00,
            "paid": "100",
            "refund": 0,
            "paid_at": "2026-10-08T09:00:00+08:00",
            "lines": [{"sku": "A36", "quantity": 1}],
        }
        opened = told(zhou.post(f"{ORDERS}/cases", {"given": given}), 201)
        told(xu.post(f"/cases/{opened['uid']}/actions/approve", {"given": {"compared": CHECKED}}))
        told(gao.post(f"/cases/{opened['uid']}/actions/finance_review"))
        uids.append(opened["uid"])
        numbers.append(opened["number"])
    assert codes(gao.get(f"{PACK}/exchanges/warehouse/batches"), 403) == ["access"]
    sent = told(luo.post(f"{PACK}/exchanges/warehouse/batches", {"cases": uids}, Idempotency_Key="b1"), 201)
    assert [row["sent"] for row in sent["rows"]] == [True, True]
    again = told(luo.post(f"{PACK}/exchanges/warehouse/batches", {"cases": uids}, Idempotency_Key="b1"), 201)
    assert again["number"] == sent["number"]
    answers = [
        {"单号": numbers[0], "结果": "已发货", "运单号": "SF1"},
        {"单号": numbers[0], "结果": "已发货", "运单号": "SF1"},
        {"单号": "nowhere", "结果": "已发货"},
    ]
    answered = told(luo.post(f"{PACK}/exchanges/warehouse/answers", {"rows": answers}))
    assert [each["fate"] for each in answered["answers"]] == ["done", "again", "unmatched"]
    assert told(luo.get(f"/cases/{uids[0]}"))["state"] == "shipped"
    batches = told(luo.get(f"{PACK}/exchanges/warehouse/batches"))["batches"]
    assert [(each["number"], each["rows"], each["unanswered"]) for each in batches] == [(sent["number"], 2, 1)]
    by_file = f"{PACK}/exchanges/warehouse/answers/files"
    answered = told(luo.upload(by_file, f"单号,结果,运单号\n{numbers[0]},已发货,SF1\n".encode(), name="answers.csv"))
    assert [each["fate"] for each in answered["answers"]] == ["again"]
    assert codes(luo.upload(by_file, b"PK\x03\x04 no sheet", name="answers.xlsx")) != []
    assert codes(gao.upload(by_file, b"x", name="answers.csv"), 403) == ["access"]
    left = told(luo.get(f"{PACK}/exchanges/warehouse/batches/{sent['uid']}/rows?unanswered=true"))["rows"]
    assert [row["match"] for row in left] == [numbers[1]]
    text = downloaded(luo.get(f"/exchanges/{sent['uid']}/export?form=csv")).decode("utf-8-sig")
    assert [row["单号"] for row in csv.DictReader(io.StringIO(text))] == numbers


def test_work_is_counted_and_the_next_case_named(desk):
    xu = desk("xu")
    brought_in(xu, UNPAID, PAID)
    work = told(xu.get("/workbench"))
    assert [(each["queue"], each["count"]) for each in work["queues"]] == [("shop_review.reviewer", 2)]
    uid = told(xu.get("/workbench/next"))["uid"]
    told(xu.post(f"/cases/{uid}/claim"))
    assert told(xu.get("/workbench"))["mine"]["count"] + told(xu.get("/workbench"))["waiting"]["count"] == 1
    assert len(told(xu.get("/queues/shop_review.reviewer"))["rows"]) == 1
    # A queue that is not the caller's is empty for him.
    assert told(desk("luo").get("/queues/shop_review.reviewer"))["rows"] == []


def test_a_pack_is_described_to_those_who_work_in_it(desk, shop):
    pack = told(desk("xu").get(PACK, Accept_Language="en"))
    assert {each["name"] for each in pack["procedures"]} >= {"shop_order", "buyer_contact"}
    assert {each["name"]: each["yours"] for each in pack["posts"]}["reviewer"] is True
    order = told(desk("xu").get(ORDERS, Accept_Language="en"))
    by_name = {each["name"]: each for each in order["actions"]}
    assert by_name["approve"]["gates"] != []
    assert {ask["name"]: ask["needed"] for ask in by_name["contact"]["asks"]} == {"topic": True}
    assert next(each for each in order["fields"] if each["name"] == "amount")["title"] == "Total"
    stranger = desk("stranger")
    assert told(stranger.get("/packs"))["packs"] == []
    for path in (PACK, ORDERS, f"{ORDERS}/cases", f"{ORDERS}/export", f"{ORDERS}/saved"):
        assert codes(stranger.get(path), 404) == ["missing"]
    assert AccessLog.objects.filter(kind=Access.NOT_SEEN, person=shop.stranger).count() == 5
    assert codes(stranger.post(f"{ORDERS}/cases", {"given": {}}), 404) == ["missing"]
    assert codes(stranger.get(f"{IMPORT}/runs"), 403) == ["access"]


def test_administrators_keep_settings_tables_and_people(shop):
    at = timezone.now()
    boss = actions.create_person(actor=0, at=at, username="boss", name="老板", administrator=True)
    admin = Caller(boss, ("admin", "read"))
    setting = told(admin.get(f"{PACK}/settings/most_in_parcel"))
    assert setting["history"] == []
    assert codes(admin.put(f"{PACK}/settings/most_in_parcel", {"value": "plenty"})) == ["value.most_in_parcel"]
    changed = told(admin.put(f"{PACK}/settings/most_in_parcel", {"value": 1, "reason": "试行"}))
    assert (changed["value"], changed["history"][0]["by"]) == (1, boss)
    table = told(admin.get(f"{PACK}/tables/contracted"))
    kept = told(admin.put(f"{PACK}/tables/contracted", {"rows": table["rows"][:1], "reason": "少一家"}))
    assert (kept["rows"], len(kept["history"])) == (table["rows"][:1], 1)
    person = told(admin.post("/people", {"username": "new", "name": "小新"}), 201)
    told(admin.post(f"/people/{person['id']}/posts", {"post": "shop_review.reviewer"}), 201)
    assert told(admin.get(f"/people/{person['id']}"))["posts"] == ["shop_review.reviewer"]
    taken = told(admin.post("/people", {"username": "new", "name": "小新"}), 409)
    assert taken["people"]["code"] == "people.username"
    told(admin.post(f"/people/{person['id']}/deactivate", {"reason": "离职"}))
    assert told(admin.post("/verify"))["faults"] == []
    xu = Caller(shop.xu, ("admin", "read"))
    assert told(xu.put(f"{PACK}/settings/most_in_parcel", {"value": 1}), 403)["code"] == "access"
    assert told(xu.post("/people", {"username": "other", "name": "旁人"}), 403)["code"] == "access"


@pytest.mark.parametrize("speaks", [api_imports._speaker, lambda here, _: web_imports._speaker(here)])
def test_what_is_wrong_with_a_record_is_called_by_its_title(speaks):
    born = Field(name="born_on", title=Text("出生日期"), type="date")
    here = SimpleNamespace(under=SimpleNamespace(pack=None), procedure=None, fields={"born_on": born})
    reason = Reason("value.born_on", {"given": "1991-13-02", "expected": {"type": "date"}})
    said = reason_in_words(reason, speaks(here, SimpleNamespace(language="zh")))
    assert said.startswith("“出生日期”不能是“1991-13-02”")
