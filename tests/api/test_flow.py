"""Boards, flows, what cases did and who has how much, over the API, under the caller's rights."""

import pytest

from gendan.packs.drawing import elk
from tests.api.client import codes, told
from tests.cases.company import FRIDAY, act, do, opening

pytestmark = pytest.mark.django_db
DOORS = "/packs/doors/procedures/door_order"


@pytest.fixture
def worked(office):
    """Three of wang's: one quoted and claimed by him, two received."""
    cases = [do(opening(), office.wang).case for _ in range(3)]
    do(act(cases[0], "quote"), office.wang, FRIDAY)
    return cases


def test_the_board_counts_what_the_lists_count(caller, worked):
    columns = told(caller("wang").get(f"{DOORS}/board?first=1"))["columns"]
    assert {each["state"]: (each["count"], len(each["rows"])) for each in columns if each["count"]} == {
        "received": (2, 1),
        "quoted": (1, 1),
    }
    for each in columns:
        listed = told(caller("wang").get(f"{DOORS}/cases?state={each['state']}"))
        assert listed["count"] == each["count"]
    ended = told(caller("wang").get(f"{DOORS}/board?ended=true"))["columns"]
    assert {each["state"] for each in ended} - {each["state"] for each in columns} == {"dispatched", "stopped"}
    assert codes(caller("stranger").get(f"{DOORS}/board"), 404) == ["missing"]


@pytest.mark.skipif(not elk.ENGINE.is_file(), reason="the layout engine is built by make setup")
def test_the_flow_is_told_and_drawn(caller, worked):
    flow = told(caller("wang").get(f"{DOORS}/flow", Accept_Language="en"))
    assert {each["state"]: each["count"] for each in flow["states"] if each["count"]} == {"received": 2, "quoted": 1}
    assert next(each for each in flow["states"] if each["state"] == "received")["visits"] == 1
    assert flow["drawing"].startswith("<svg")


def test_what_cases_did_and_where_they_strayed(caller, worked):
    did = told(caller("wang").get(f"{DOORS}/process?days=0"))
    assert did["cases"] == 3
    assert [
        (each["source"], each["action"], each["target"], each["count"], each["strays"]) for each in did["steps"]
    ] == [
        ("", "open", "received", 3, False),
        ("received", "quote", "quoted", 1, False),
    ]
    assert told(caller("sun").get(f"{DOORS}/process?days=0"))["cases"] == 0
    assert codes(caller("wang").get(f"{DOORS}/process?version=9.9.9"), 404) == ["missing"]
    log = caller("wang").get(f"{DOORS}/process.xes")
    content = b"".join(log.streaming_content)
    assert content.count(b"<trace>") == 3
    read = told(caller("zhao").upload("/process/read", content, name="log.xes"))
    assert (read["cases"], read["variants"]) == (3, 2)
    assert codes(caller("zhao").upload("/process/read", b"<html/>", name="log.xes"), 409) == ["value.file"]
    assert caller("buyer").upload("/process/read", content, name="log.xes").status_code == 403


def test_the_load_is_told_to_who_is_above_and_handed_over_case_by_case(caller, office, worked):
    from gendan.core.command import Command, Verb

    for case in worked:
        do(Command(verb=Verb.CLAIM, case=case), office.wang)
    lin = caller("lin")
    lines = {(each["queue"], each["name"]): each for each in told(lin.get("/load"))["lines"]}
    assert lines["doors.order_taker", "wang"]["open"] == 3
    listed = told(lin.get(f"/load/doors.order_taker/{office.wang}"))
    assert listed["count"] == 3
    assert told(lin.get("/load/doors.order_taker/0"))["count"] == 0
    assert codes(lin.get(f"/load/doors.cashier/{office.qian}"), 404) == ["missing"]
    for name in ("wang", "stranger"):
        assert codes(caller(name).get("/load"), 404) == ["missing"]
        assert codes(caller(name).get("/load/late"), 404) == ["missing"]
    given = {"queue": "doors.order_taker", "giver": office.wang, "taker": office.zhao, "reason": "休假"}
    assert codes(caller("wang").post("/load/hand-over", given), 404) == ["missing"]
    refused = told(lin.post("/load/hand-over", {**given, "taker": office.sun}))
    assert (refused["done"], refused["left"]) == (0, 3)
    assert {reason["code"] for each in refused["cases"] for reason in each["reasons"]} == {"value.person"}
    handed = told(lin.post("/load/hand-over", given))
    assert (handed["done"], handed["left"]) == (3, 0)
    lines = {(each["queue"], each["name"]): each["open"] for each in told(lin.get("/load"))["lines"]}
    assert (lines["doors.order_taker", "wang"], lines["doors.order_taker", "zhao"]) == (0, 3)
    assert told(lin.get("/load/late?days=31"))["count"] == 3
