"""Who has a case: queue, claim, release, take over, hand over, deputies, routing."""

from __future__ import annotations

import pytest

from gendan.core.command import SYSTEM, Decision, Verb
from tests.core.desk import Desk, codes, pack_of, written

JOB = written("job")
PACK = pack_of(JOB)


@pytest.fixture
def desk() -> Desk:
    return Desk(PACK)


def test_one_claims_and_then_only_he_acts(desk: Desk) -> None:
    case = desk.open("job")
    assert desk.cases[case].holder is None
    desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    assert desk.cases[case].holder == desk.as_("甲 (clerk)").person
    answer = desk.verb(Verb.CLAIM, case, "乙 (clerk)")
    assert not isinstance(answer, Decision)
    assert answer.reasons[0].parameters == {"holder": desk.as_("甲 (clerk)").person}
    assert desk.refused(case, "next", "乙 (clerk)") == ["claimed"]
    assert desk.refused(case, "note", "boss") == []  # what is his own by post, no claim binds
    again = desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    assert isinstance(again, Decision)
    assert again.events == ()
    assert codes(desk.verb(Verb.CLAIM, case, "keeper")) == ["access"]


def test_an_unclaimed_act_claims_and_the_claim_outlasts_states_of_the_post(desk: Desk) -> None:
    case = desk.open("job")
    desk.do(case, "next", "甲 (clerk)")
    assert desk.cases[case].holder == desk.as_("甲 (clerk)").person
    desk.do(case, "go", "甲 (clerk)", where="load")
    assert (desk.cases[case].post, desk.cases[case].holder) == ("keeper", None)
    assert len(desk.events[case]) == 3


def test_release_puts_it_back(desk: Desk) -> None:
    case = desk.open("job")
    assert codes(desk.verb(Verb.RELEASE, case)) == ["state"]
    desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    assert codes(desk.verb(Verb.RELEASE, case, "乙 (clerk)")) == ["claimed"]
    assert codes(desk.verb(Verb.RELEASE, case, "keeper")) == ["access"]
    desk.verb(Verb.RELEASE, case, "甲 (clerk)")
    assert desk.cases[case].holder is None
    assert desk.refused(case, "next", "乙 (clerk)") == []


def test_a_superior_takes_over_by_name(desk: Desk) -> None:
    case = desk.open("job")
    desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    assert codes(desk.verb(Verb.TAKE_OVER, case, "乙 (clerk)")) == ["access"]
    desk.verb(Verb.TAKE_OVER, case, "boss", reason="甲病假")
    assert desk.cases[case].holder == desk.as_("boss").person
    assert desk.refused(case, "next", "甲 (clerk)") == ["claimed"]
    desk.do(case, "next", "boss")  # he has it now, though he does not hold the post


def test_a_deputy_acts_for_the_absent_and_the_record_names_both(desk: Desk) -> None:
    case = desk.open("job")
    desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    deputy = desk.deputy("keeper", of="甲 (clerk)")
    desk.do(case, "next", deputy)
    stands, event = desk.cases[case], desk.events[case][-1]
    assert event.actor == desk.as_("keeper").person
    assert f'"for":{desk.as_("甲 (clerk)").person}'.encode() in event.body
    assert stands.holder == desk.as_("甲 (clerk)").person
    desk.verb(Verb.TAKE_OVER, case, deputy)
    assert desk.cases[case].holder == desk.as_("keeper").person


def test_handing_over(desk: Desk) -> None:
    case = desk.open("job")
    desk.verb(Verb.CLAIM, case, "甲 (clerk)")
    other, keeper = desk.as_("乙 (clerk)").person, desk.as_("keeper").person
    assert codes(desk.verb(Verb.HAND_OVER, case, "甲 (clerk)")) == ["needs.person"]
    assert codes(desk.verb(Verb.HAND_OVER, case, "甲 (clerk)", person=keeper)) == ["value.person"]
    assert codes(desk.verb(Verb.HAND_OVER, case, "乙 (clerk)", person=other)) == ["claimed"]
    desk.verb(Verb.HAND_OVER, case, "甲 (clerk)", person=other)
    assert desk.cases[case].holder == other


@pytest.mark.parametrize(
    ("where", "route"),
    [("region", "region keeper 杭州"), ("load", "load keeper None"), ("kept", "keeper keeper 王记")],
)
def test_the_owner_is_chosen(desk: Desk, where: str, route: str) -> None:
    desk.routes[route] = 77
    case = desk.open("job", address="杭州", buyer="王记")
    after = desk.do(case, "go", where=where)
    assert (after.post, after.holder) == ("keeper", 77)


def test_the_owner_is_who_did_it_or_whom_a_field_names(desk: Desk) -> None:
    case = desk.open("job", "甲 (clerk)", person=55)
    desk.do(case, "go", "乙 (clerk)", where="load")
    after = desk.do(case, "go", "keeper", where="first")
    assert (after.post, after.holder) == ("clerk", desk.as_("甲 (clerk)").person)
    after = desk.do(case, "go", "甲 (clerk)", where="named")
    assert (after.post, after.holder) == (None, 55)


def test_waiting_for_a_party_and_resting(desk: Desk) -> None:
    case = desk.open("job", buyer="王记")
    after = desk.do(case, "go", where="buyers")
    assert (after.post, after.party) == ("clerk", "王记")
    after = desk.do(case, "go", where="rest")
    assert (after.post, after.party, after.holder) == (None, None, None)


def test_an_end_is_nobodys(desk: Desk) -> None:
    case = desk.open("job", buyer="王记")
    after = desk.do(case, "go", where="end")
    assert (after.final, after.post, after.holder) == ("done", None, None)
    assert codes(desk.verb(Verb.TAKE_OVER, case, "boss")) == ["access"]


def test_remarks_and_files_leave_the_version_as_it_is(desk: Desk) -> None:
    case = desk.open("job")
    version = desk.cases[case].version
    assert codes(desk.verb(Verb.COMMENT, case)) == ["needs.text"]
    desk.verb(Verb.COMMENT, case, given={"text": "已电话"})
    file = {"sha256": "b" * 64, "name": "a.png", "size": 1, "type": "image/png"}
    assert codes(desk.verb(Verb.ATTACH, case, given={"file": "a.png"})) == ["value.file"]
    desk.verb(Verb.ATTACH, case, given={"file": file})
    assert desk.cases[case].version == version
    assert desk.cases[case].seq == version + 2
    desk.do(case, "next", more={"seen": version})


def test_the_system_claims_nothing(desk: Desk) -> None:
    case = desk.open("job")
    assert codes(desk.verb(Verb.CLAIM, case, SYSTEM)) == ["access"]  # type: ignore[arg-type]
