"""Acts ask who may, refuse with a code, change nothing then, and are written down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from gendan.core.calendar_mapping import to_mapping
from gendan.people import actions
from gendan.people.actions import SYSTEM
from gendan.people.calendars import calendar, standard_calendar
from gendan.people.epoch import current_epoch
from gendan.people.errors import CODES, ActRefused
from gendan.people.models import Act, Deputy, Holding, LinkedAccount, Person, SignInSession, Token
from gendan.people.sessions import open_session
from gendan.people.units import below, units
from tests.people.company import NOW, PASSWORD, hire

pytestmark = pytest.mark.django_db

TOMORROW = date(2026, 11, 3)


def refused(act, *given, **named) -> str:
    """The code by which the act is refused; everything stands as it stood."""
    before = Act.objects.count()
    with pytest.raises(ActRefused) as caught, transaction.atomic():
        act(*given, **named)
    assert Act.objects.count() == before
    assert caught.value.code in CODES
    return caught.value.code


@pytest.fixture
def staff() -> dict[str, int]:
    admin = hire("admin", administrator=True)
    boss = hire("boss", "shop.manager")
    wang = hire("wang", "shop.auditor", superior=boss, password=PASSWORD)
    li = hire("li", "shop.auditor")
    dealer = hire("dealer", party="王记门业")
    return {"admin": admin, "boss": boss, "wang": wang, "li": li, "dealer": dealer}


def every_act(staff: dict[str, int], actor: int) -> dict[str, tuple]:
    """Each act that is somebody else's than `actor`'s, ready to be tried: on wang, or on things of his."""
    wang, li, common = staff["wang"], staff["li"], {"actor": actor, "at": NOW}
    session = open_session(wang, at=NOW)
    stand_in = Deputy.objects.create(absent_id=wang, deputy_id=li, since=NOW.date(), until=TOMORROW, reason="x").pk
    token = Token.objects.create(
        person_id=wang, name="x", digest=b"x", scopes=["a"], issued_at=NOW, expires_at=NOW + timedelta(days=1)
    ).pk
    region = actions.assign_region(wang, "shop.auditor", "广东", actor=SYSTEM, at=NOW)
    linked = {"provider": "oidc", "subject": "wang"}
    account = LinkedAccount.objects.get_or_create(person_id=wang, **linked, defaults={"linked_at": NOW})[0].pk
    return {
        "create_person": (actions.create_person, [], {**common, "username": "new", "name": "New"}),
        "change_person": (actions.change_person, [wang], {**common, "phone": "1"}),
        "set_superior": (actions.set_superior, [wang, None], common),
        "set_unit": (actions.set_unit, [wang, None], common),
        "set_administrator": (actions.set_administrator, [actor, True], common),
        "deactivate": (actions.deactivate, [wang], {**common, "reason": "x"}),
        "reactivate": (actions.reactivate, [wang], {**common, "reason": "x"}),
        "create_unit": (actions.create_unit, [], {**common, "name": "x"}),
        "move_unit": (actions.move_unit, [1, None], common),
        "change_unit": (actions.change_unit, [1], {**common, "name": "x"}),
        "close_unit": (actions.close_unit, [1], {**common, "reason": "x"}),
        "reopen_unit": (actions.reopen_unit, [1], {**common, "reason": "x"}),
        "hold": (actions.hold, [actor, "shop.finance"], common),
        "release": (actions.release, [wang, "shop.auditor"], common),
        "deputize": (actions.deputize, [wang, actor], {**common, "until": TOMORROW, "reason": "x"}),
        "end_deputy": (actions.end_deputy, [stand_in], common),
        "assign_region": (actions.assign_region, [wang, "shop.auditor", "广东"], common),
        "withdraw_region": (actions.withdraw_region, [region], common),
        "set_password": (actions.set_password, [wang, "another-good-one"], common),
        "share_password": (actions.share_password, [[wang], "another-good-one"], common),
        "change_password": (actions.change_password, [wang, PASSWORD, "another-good-one"], common),
        "issue_password_link": (actions.issue_password_link, [wang], {**common, "checked": "x"}),
        "end_session": (actions.end_session, [session], common),
        "end_sessions": (actions.end_sessions, [wang], common),
        "issue_token": (
            actions.issue_token,
            [wang],
            {**common, "name": "x", "scopes": ["a"], "expires_at": NOW + timedelta(days=1)},
        ),
        "revoke_token": (actions.revoke_token, [token], common),
        "change_calendar": (actions.change_calendar, [to_mapping(standard_calendar())], common),
        "begin_second_factor": (actions.begin_second_factor, [wang], common),
        "confirm_second_factor": (actions.confirm_second_factor, [wang, "x", "123456", PASSWORD], common),
        "renew_recovery_codes": (actions.renew_recovery_codes, [wang, PASSWORD, "123456"], common),
        "remove_second_factor": (actions.remove_second_factor, [wang, PASSWORD, "123456"], common),
        "reset_second_factor": (actions.reset_second_factor, [wang], {**common, "checked": "x"}),
        "link_own_account": (actions.link_own_account, [wang, "oidc", "x", "x", PASSWORD], common),
        "link_account": (actions.link_account, [wang, "oidc", "x"], {**common, "checked": "x"}),
        "unlink_account": (actions.unlink_account, [account], common),
    }


NEED_NO_RIGHT = {
    "person_of_link": "a look, by who has the link's secret",
    "set_password_by_link": "by who has the link's secret",
    "confirm_oneself": "a look, by who knows the password",
    "read_enrolment": "a look, by who has the signed text",
    "read_calendar": "a reading of what was said, of nothing that stands",
    "name_party": "by the area that keeps parties, which has judged it",
    "SYSTEM": "no act",
    "Enrolment": "no act",
}


def test_every_act_is_tried_by_a_stranger(staff):
    assert set(every_act(staff, 1)) | set(NEED_NO_RIGHT) == set(actions.__all__)


def test_a_colleague_a_dealer_and_a_nobody_are_refused_every_act(staff):
    enemy = hire("enemy", "shop.finance")
    tries = {}
    for actor in (enemy, staff["dealer"], 4711, -1):
        for name, (act, given, named) in every_act(staff, actor).items():
            tries[actor, name] = refused(act, *given, **named)
        Deputy.objects.all().delete()
        Token.objects.all().delete()
    assert set(tries.values()) == {"access"}


def test_an_administrator_who_has_left_is_one_no_more(staff):
    actions.deactivate(staff["admin"], actor=hire("second", administrator=True), at=NOW, reason="离职")
    for act, given, named in every_act(staff, staff["admin"]).values():
        assert refused(act, *given, **named) == "access"


def test_no_administrator_becomes_another_by_password_or_token(staff):
    admin, wang = staff["admin"], staff["wang"]
    acts = every_act(staff, admin)
    for name in ("set_password", "change_password", "issue_token"):
        act, given, named = acts[name]
        assert refused(act, *given, **named) == "access"
    assert refused(actions.deputize, wang, admin, actor=admin, at=NOW, until=TOMORROW, reason="x") == "access"
    assert refused(actions.issue_password_link, admin, actor=admin, at=NOW, checked="x") == "access"


def test_the_last_administrator_stays(staff):
    admin = staff["admin"]
    assert refused(actions.deactivate, admin, actor=admin, at=NOW, reason="x") == "last_administrator"
    assert refused(actions.set_administrator, admin, False, actor=admin, at=NOW) == "last_administrator"
    actions.set_administrator(staff["li"], True, actor=admin, at=NOW)
    actions.set_administrator(admin, False, actor=admin, at=NOW)
    assert list(Person.objects.filter(is_administrator=True).values_list("pk", flat=True)) == [staff["li"]]


def test_usernames_are_taken_in_whatever_letters(staff):
    for given in ("WANG", " wang", "ｗａｎｇ", "", "a b", "x" * 151, "a\x00b"):
        assert refused(actions.create_person, actor=SYSTEM, at=NOW, username=given, name="X") == "username"
    assert refused(actions.create_person, actor=SYSTEM, at=NOW, username="x", name="  ") == "empty"
    assert refused(actions.create_person, actor=SYSTEM, at=NOW, username="x", name="X" * 101) == "too_long"
    assert refused(actions.create_person, actor=SYSTEM, at=NOW, username="x", name="X", language="fr") == "language"
    assert refused(actions.create_person, actor=SYSTEM, at=NOW, username="x", name="X", superior=999) == "missing"


def test_outsiders_hold_nothing_and_stand_above_nobody(staff):
    dealer, wang = staff["dealer"], staff["wang"]
    assert refused(actions.hold, dealer, "shop.auditor", actor=SYSTEM, at=NOW) == "outsider"
    assert refused(actions.set_administrator, dealer, True, actor=SYSTEM, at=NOW) == "outsider"
    assert refused(actions.set_superior, wang, dealer, actor=SYSTEM, at=NOW) == "outsider"
    assert refused(actions.deputize, wang, dealer, actor=wang, at=NOW, until=TOMORROW, reason="x") == "outsider"


def test_nobody_stands_above_himself(staff):
    boss, wang, admin = staff["boss"], staff["wang"], staff["admin"]
    assert refused(actions.set_superior, boss, wang, actor=admin, at=NOW) == "circle"
    assert refused(actions.set_superior, boss, boss, actor=admin, at=NOW) == "circle"
    top = actions.create_unit(actor=admin, at=NOW, name="公司")
    inside = actions.create_unit(actor=admin, at=NOW, name="客服部", parent=top, pack="shop")
    assert refused(actions.move_unit, top, inside, actor=admin, at=NOW) == "circle"
    assert refused(actions.create_unit, actor=admin, at=NOW, name="客服部", parent=top) == "unit_name"
    actions.set_unit(wang, inside, actor=admin, at=NOW)
    assert Person.objects.get(pk=wang).unit_id == inside


def test_a_unit_is_closed_when_nobody_is_left_in_it(staff):
    wang, admin = staff["wang"], staff["admin"]
    by = {"actor": admin, "at": NOW}
    top = actions.create_unit(**by, name="公司")
    inside = actions.create_unit(**by, name="客服部", parent=top)
    actions.set_unit(wang, inside, **by)
    assert refused(actions.close_unit, top, **by, reason="x") == "unit_below"
    assert refused(actions.close_unit, inside, **by, reason="x") == "unit_people"
    actions.set_unit(wang, top, **by)
    assert refused(actions.close_unit, inside, **by, reason=" ") == "empty"
    actions.close_unit(inside, **by, reason="并入公司")
    assert units()[inside].closed_at == NOW
    for refusing in (
        (actions.close_unit, (inside,), {"reason": "x"}),
        (actions.change_unit, (inside,), {"name": "x"}),
        (actions.move_unit, (inside, None), {}),
        (actions.set_unit, (wang, inside), {}),
        (actions.create_unit, (), {"name": "x", "parent": inside}),
    ):
        act, given, more = refusing
        assert refused(act, *given, **by, **more) == "unit_closed"
    actions.reopen_unit(inside, **by, reason="又要了")
    actions.set_unit(wang, inside, **by)
    assert (units()[inside].closed_at, units()[inside].people, units()[top].people) == (None, (wang,), ())


def test_a_unit_is_renamed_and_moved_and_its_name_is_its_own(staff):
    by = {"actor": staff["admin"], "at": NOW}
    top = actions.create_unit(**by, name="公司")
    first, second = (actions.create_unit(**by, name=name, parent=top) for name in ("客服部", "财务部"))
    assert refused(actions.change_unit, second, **by, name="客服部") == "unit_name"
    actions.change_unit(second, **by, name="客服二部", name_english="Service 2", pack="shop")
    actions.change_unit(second, **by, name="客服二部")
    found = units()[second]
    assert (found.name, found.called("en"), found.called("zh"), found.pack) == (
        "客服二部",
        "Service 2",
        "客服二部",
        "shop",
    )
    actions.move_unit(second, None, **by)
    actions.change_unit(second, **by, name="客服部")
    assert refused(actions.move_unit, second, top, **by) == "unit_name"
    assert below(top, units()) == {top, first}
    changes = Act.objects.filter(what="change_unit").order_by("id").values_list("details", flat=True)
    assert [each["after"] for each in changes] == [
        {"name": "客服二部", "name_english": "Service 2", "pack": "shop"},
        {"name": "客服部"},
    ]


def test_posts_are_named_by_pack_and_held_once_at_a_time(staff):
    wang, admin = staff["wang"], staff["admin"]
    for given in ("auditor", "shop.", "shop.a.b", "Shop.auditor", "shop.auditor; drop"):
        assert refused(actions.hold, wang, given, actor=admin, at=NOW) == "post"
    assert refused(actions.hold, wang, "shop.auditor", actor=admin, at=NOW) == "overlap"
    assert refused(actions.hold, 999, "shop.lead", actor=admin, at=NOW) == "missing"
    yesterday = NOW.date() - timedelta(days=1)
    assert refused(actions.hold, wang, "shop.lead", actor=admin, at=NOW, until=yesterday) == "span"
    assert refused(actions.release, wang, "shop.lead", actor=admin, at=NOW) == "not_held"
    # A holding that is yet to come never begins once it is released.
    actions.hold(wang, "shop.lead", actor=admin, at=NOW, since=date(2027, 1, 1))
    actions.release(wang, "shop.lead", actor=admin, at=NOW)
    later = Holding.objects.get(person=wang, post="shop.lead")
    assert later.until == later.since == date(2027, 1, 1)


def test_standing_in_has_an_end_a_reason_and_two_people(staff):
    wang, li, boss, common = staff["wang"], staff["li"], staff["boss"], {"at": NOW, "reason": "年假"}
    assert refused(actions.deputize, wang, wang, actor=wang, until=TOMORROW, **common) == "self"
    assert refused(actions.deputize, wang, li, actor=wang, until=NOW.date(), **common) == "span"
    assert refused(actions.deputize, wang, li, actor=wang, at=NOW, until=TOMORROW, reason=" ") == "empty"
    posts = ["shop.manager"]
    assert refused(actions.deputize, wang, li, actor=wang, until=TOMORROW, posts=posts, **common) == "not_held"
    assert refused(actions.deputize, wang, boss, actor=boss, until=TOMORROW, **common) == "access"
    stand_in = actions.deputize(wang, li, actor=boss, until=TOMORROW, **common)
    actions.end_deputy(stand_in, actor=li, at=NOW)
    assert refused(actions.end_deputy, stand_in, actor=li, at=NOW) == "span"
    assert refused(actions.end_deputy, 999, actor=li, at=NOW) == "missing"


def test_regions_are_places_and_belong_to_holders(staff):
    li, admin = staff["li"], staff["admin"]
    assert refused(actions.assign_region, li, "shop.auditor", "火星", actor=admin, at=NOW) == "province"
    assert refused(actions.assign_region, li, "shop.auditor", "广东", "长沙", actor=admin, at=NOW) == "city"
    assert refused(actions.assign_region, li, "shop.finance", "广东", actor=admin, at=NOW) == "not_held"


def test_weak_passwords_are_refused_with_every_problem(staff):
    with pytest.raises(ActRefused) as caught:
        actions.set_password(staff["wang"], "wang", actor=SYSTEM, at=NOW)
    assert caught.value.code == "password"
    assert set(caught.value.parameters["problems"]) >= {"password_too_short", "password_too_similar"}
    long = "x" * 2000
    assert refused(actions.set_password, staff["wang"], long, actor=SYSTEM, at=NOW) == "password"


def test_a_new_password_ends_all_other_sessions(staff):
    wang = staff["wang"]
    here, there = open_session(wang, at=NOW), open_session(wang, at=NOW)
    assert refused(actions.change_password, wang, "wrong", "next-good-one", actor=wang, at=NOW) == "password_wrong"
    actions.change_password(wang, PASSWORD, "next-good-one", actor=wang, at=NOW, session=here)
    assert SignInSession.objects.get(pk=here).ended_at is None
    assert SignInSession.objects.get(pk=there).ended_at == NOW


def test_the_present_password_is_no_road_around_the_lockout(staff):
    wang = staff["wang"]
    codes = [refused_outside(wang, f"guess-{number}") for number in range(6)]
    assert codes == ["password_wrong"] * 5 + ["locked"]
    assert refused_outside(wang, PASSWORD) == "locked"


def refused_outside(person: int, present: str) -> str:
    with pytest.raises(ActRefused) as caught:
        actions.change_password(person, present, "next-good-one", actor=person, at=NOW)
    return caught.value.code


def test_a_password_link_works_once_for_a_day_and_the_newest_alone(staff):
    wang, admin = staff["wang"], staff["admin"]
    assert refused(actions.issue_password_link, wang, actor=admin, at=NOW, checked="") == "empty"
    first = actions.issue_password_link(wang, actor=admin, at=NOW, checked="当面核对身份证")
    second = actions.issue_password_link(wang, actor=admin, at=NOW, checked="电话回拨")
    third = NOW + timedelta(hours=24)
    assert actions.person_of_link(first, at=NOW) is None
    assert actions.person_of_link(second, at=NOW) == wang
    assert refused(actions.set_password_by_link, first, "next-good-one", at=NOW) == "link"
    assert refused(actions.set_password_by_link, second, "next-good-one", at=third) == "link"
    assert refused(actions.set_password_by_link, second, "short", at=NOW) == "password"
    assert actions.set_password_by_link(second, "next-good-one", at=NOW) == wang
    assert refused(actions.set_password_by_link, second, "next-good-one", at=NOW) == "link"
    assert Person.objects.get(pk=wang).check_password("next-good-one")


def test_a_link_dies_with_the_account_and_with_a_change_of_password(staff):
    wang, admin = staff["wang"], staff["admin"]
    link = actions.issue_password_link(wang, actor=admin, at=NOW, checked="x")
    actions.change_password(wang, PASSWORD, "next-good-one", actor=wang, at=NOW)
    assert refused(actions.set_password_by_link, link, "third-good-one", at=NOW) == "link"
    link = actions.issue_password_link(wang, actor=admin, at=NOW, checked="x")
    actions.deactivate(wang, actor=admin, at=NOW, reason="离职")
    assert refused(actions.set_password_by_link, link, "third-good-one", at=NOW) == "link"


def test_calendars_change_by_versions(staff):
    admin, body = staff["admin"], to_mapping(standard_calendar())
    assert actions.change_calendar(body, actor=admin, at=NOW) == 1
    assert actions.change_calendar(body, actor=admin, at=NOW) == 1
    closed = {**body, "days": {**body["days"], "2026-11-11": []}}
    before = current_epoch()
    assert actions.change_calendar(closed, actor=admin, at=NOW) == 2
    assert current_epoch() > before
    assert calendar("standard") != calendar("standard", 1) == standard_calendar()
    assert refused(actions.change_calendar, {**body, "week": {}}, actor=admin, at=NOW) == "calendar"


def test_every_act_is_written_down_with_who_and_whom(staff):
    admin, wang, li = staff["admin"], staff["wang"], staff["li"]
    actions.release(wang, "shop.auditor", actor=admin, at=NOW)
    actions.deputize(wang, li, actor=wang, at=NOW, until=TOMORROW, reason="年假")
    token = actions.issue_token(
        wang, actor=wang, at=NOW, name="桌面", scopes=["cases.read"], expires_at=NOW + timedelta(days=9)
    )
    rows = list(Act.objects.order_by("-id").values_list("what", "by", "whom", "details")[:3])
    assert [row[:3] for row in rows] == [
        ("issue_token", wang, wang),
        ("deputize", wang, wang),
        ("release", admin, wang),
    ]
    assert rows[1][3] == {"deputy": li, "posts": [], "since": "2026-11-02", "until": "2026-11-03", "reason": "年假"}
    secrets = [token, PASSWORD]
    assert not any(
        secret in str(details) for details in Act.objects.values_list("details", flat=True) for secret in secrets
    )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_put_each_other_out_at_once_leave_one():
    one, two = hire("one", administrator=True), hire("two", administrator=True)

    def put_out(actor: int, person: int) -> str:
        try:
            actions.deactivate(person, actor=actor, at=NOW, reason="x")
        except ActRefused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(put_out, (one, two), (two, one)))
    assert sorted(answers) == ["access", "done"]
    assert Person.objects.filter(is_administrator=True, is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_post_given_eight_times_at_once_is_held_once():
    wang = hire("wang")

    def give(_: int) -> str:
        try:
            actions.hold(wang, "shop.auditor", actor=SYSTEM, at=NOW)
        except ActRefused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(give, range(8)))
    assert sorted(answers) == ["done"] + ["overlap"] * 7
    assert Holding.objects.count() == 1
