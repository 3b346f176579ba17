"""A person's messages over the API: listed page by page, narrowed, and read by nobody but himself."""

import pytest

from tests.api.client import Caller, told
from tests.notices.company import MONDAY, repair, take
from tests.notices.company import told as act_and_tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return repair()


@pytest.fixture
def five(desk):
    """Five repairs shown to the fitter: five messages told alike, and as many to Bob."""
    for number in range(5):
        act_and_tell(desk, take(desk, by_whom=desk.bob), "show", at=MONDAY, remark=f"第{number + 1}台")
    return desk


def numbers(page):
    return [each["number"] for each in page["messages"]]


def test_messages_are_paged_newest_first_and_each_names_its_case(five):
    fay = Caller(five.fay)
    first = told(fay.get("/messages?limit=2"))
    assert numbers(first) == ["2026-005", "2026-004"]
    assert first["unread"] == {"count": 5, "capped": False}
    newest = first["messages"][0]
    assert (newest["procedure"], newest["word"], newest["title"]) == ("repair.job", "notice.look", "请查看")
    assert (newest["read"], newest["ask"]) == (False, False)
    assert told(fay.get(f"/cases/{newest['case']}"))["number"] == "2026-005"
    second = told(fay.get(f"/messages?limit=2&after={first['next']}"))
    third = told(fay.get(f"/messages?limit=2&after={second['next']}"))
    assert numbers(second) + numbers(third) == ["2026-003", "2026-002", "2026-001"]
    assert third["next"] is None


def test_what_is_read_leaves_the_unread_and_stays_in_the_list(five):
    fay = Caller(five.fay)
    ids = [each["id"] for each in told(fay.get("/messages"))["messages"]]
    assert told(fay.post("/messages/read", {"messages": ids[:1]})) == {"read": 1}
    assert told(fay.post("/messages/read", {"messages": ids[:1]})) == {"read": 0}
    assert numbers(told(fay.get("/messages?unread_only=true"))) == ["2026-004", "2026-003", "2026-002", "2026-001"]
    assert told(fay.post("/messages/read", {"upto": ids[3], "like": ids[4]})) == {"read": 2}
    assert told(fay.post("/messages/read")) == {"read": 2}
    page = told(fay.get("/messages"))
    assert [each["read"] for each in page["messages"]] == [True] * 5
    assert page["unread"] == {"count": 0, "capped": False}


def test_nobody_sees_or_reads_the_messages_of_another(five):
    fay, bob, ann = Caller(five.fay), Caller(five.bob), Caller(five.ann)
    of_fay = [each["id"] for each in told(fay.get("/messages"))["messages"]]
    assert told(ann.get("/messages"))["messages"] == []
    assert told(ann.post("/messages/read", {"messages": of_fay})) == {"read": 0}
    assert told(bob.get(f"/messages?like={of_fay[0]}"))["messages"] == []
    assert told(bob.post("/messages/read", {"like": of_fay[0]})) == {"read": 0}
    assert told(fay.get("/messages"))["unread"]["count"] == 5


def test_a_token_reaches_as_far_as_its_scope(five):
    looking = Caller(five.fay, ("read",))
    told(looking.get("/messages"))
    assert told(looking.post("/messages/read"), 403)["code"] == "scope"
    assert told(Caller().get("/messages"), 401)["code"] == "token"


@pytest.mark.parametrize("query", ["after=0", "after=x", "limit=501", "unread_only=maybe", "like=-1", "unread=true"])
def test_a_question_that_is_none_is_refused(five, query):
    assert told(Caller(five.fay).get(f"/messages?{query}"), 422)["code"] == "malformed"


@pytest.mark.parametrize("body", [{"messages": ["1"]}, {"messages": [0]}, {"upto": True}, {"all": True}])
def test_a_body_that_is_none_reads_nothing(five, body):
    fay = Caller(five.fay)
    assert told(fay.post("/messages/read", body), 422)["code"] == "malformed"
    assert told(fay.get("/messages"))["unread"]["count"] == 5


def test_what_is_told_alike_is_one_heap_that_names_its_newest_cases(five):
    fay, stranger = Caller(five.fay), Caller(five.ann)
    page = told(fay.get("/messages/heaps"))
    (heap,) = page["heaps"]
    assert (heap["count"], heap["newest"]["number"], page["next"]) == (5, "2026-005", None)
    assert heap["since"] == told(fay.get("/messages"))["messages"][-1]["at"]
    assert [each["number"] for each in heap["cases"]] == [f"2026-00{number}" for number in (5, 4, 3, 2, 1)]
    assert told(fay.get(f"/cases/{heap['cases'][-1]['case']}"))["number"] == "2026-001"
    assert len(numbers(told(fay.get(f"/messages?like={heap['newest']['id']}")))) == 5
    assert page["unread"] == {"count": 5, "capped": False}
    told(fay.post("/messages/read", {"like": heap["newest"]["id"]}))
    assert told(fay.get("/messages/heaps"))["heaps"] == []
    assert told(stranger.get("/messages/heaps"))["heaps"] == []
