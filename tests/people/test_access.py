"""Who somebody is to a pack: posts by days, stand-ins, who oversees and leads; never through somebody who has left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from gendan.core.command import SYSTEM as SYSTEM_ACTOR
from gendan.core.refusals import Refused
from gendan.people import access, actions
from gendan.people.actions import SYSTEM
from gendan.people.epoch import current_epoch, move_epoch
from gendan.people.models import Holding
from tests.people.company import NOW, hire, post, shop
from tests.statements import statements

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_the_system_is_the_system_and_a_stranger_is_nobody():
    assert access.actor(0, shop(), NOW) == SYSTEM_ACTOR
    with pytest.raises(Refused) as refused:
        access.actor(4711, shop(), NOW)
    assert [reason.code for reason in refused.value.reasons] == ["access"]


def test_posts_are_those_of_the_pack_and_several_may_hold_one():
    wang = hire("wang", "shop.auditor", "shop.finance", "doors.auditor")
    li = hire("li", "shop.auditor", "shop.nothing")
    assert access.actor(wang, shop(), NOW).posts == {"auditor", "finance"}
    assert access.actor(wang, shop("doors"), NOW).posts == {"auditor"}
    assert access.actor(li, shop(), NOW).posts == {"auditor"}
    assert access.holders("shop.auditor", NOW) == (wang, li)
    assert access.holders_of(["shop.finance", "shop.lead"], NOW) == {"shop.finance": (wang,), "shop.lead": ()}


def test_a_post_is_held_from_its_first_day_in_the_sites_zone_and_ends_at_once():
    wang = hire("wang")
    actions.hold(wang, "shop.auditor", actor=SYSTEM, at=NOW, since=date(2026, 11, 5), until=date(2026, 11, 7))
    # 16:00 UTC is midnight in Shanghai.
    held = {
        moment: bool(access.actor(wang, shop(), moment).posts)
        for moment in (
            datetime(2026, 11, 4, 15, 59, tzinfo=UTC),
            datetime(2026, 11, 4, 16, 0, tzinfo=UTC),
            datetime(2026, 11, 6, 15, 59, tzinfo=UTC),
            datetime(2026, 11, 6, 16, 0, tzinfo=UTC),
        )
    }
    assert list(held.values()) == [False, True, True, False]
    li = hire("li", "shop.auditor")
    assert access.actor(li, shop(), NOW).posts == {"auditor"}
    actions.release(li, "shop.auditor", actor=SYSTEM, at=NOW)
    assert access.actor(li, shop(), NOW).posts == frozenset()
    actions.hold(li, "shop.auditor", actor=SYSTEM, at=NOW)
    assert access.actor(li, shop(), NOW).posts == {"auditor"}
    assert Holding.objects.filter(person=li).count() == 2


def test_a_deputy_takes_over_all_posts_or_the_named_ones_and_never_passes_them_on():
    wang, li, zhao = hire("wang", "shop.auditor", "shop.finance"), hire("li"), hire("zhao")
    actions.deputize(wang, li, actor=wang, at=NOW, until=date(2026, 11, 4), reason="年假", posts=["shop.auditor"])
    actions.deputize(li, zhao, actor=li, at=NOW, until=date(2026, 11, 4), reason="病假")
    assert access.actor(li, shop(), NOW).stands_in == {wang: {"auditor"}}
    assert access.actor(li, shop("doors"), NOW).stands_in == {}
    assert access.actor(zhao, shop(), NOW).stands_in == {li: frozenset()}
    assert access.actor(li, shop(), NOW + 2 * DAY).stands_in == {}
    assert access.deputies_of(wang, NOW) == (li,)
    actions.deputize(wang, li, actor=wang, at=NOW, until=date(2026, 11, 3), reason="年假")
    assert access.actor(li, shop(), NOW).stands_in == {wang: {"auditor", "finance"}}
    assert access.actor(li, shop(), NOW + DAY).stands_in == {wang: {"auditor"}}


def test_who_oversees_and_who_leads():
    boss = hire("boss", "shop.manager")
    lead = hire("lead", "shop.lead", superior=boss)
    wang = hire("wang", "shop.auditor", superior=lead)
    assert access.actor(boss, shop(), NOW).oversees == {"lead", "auditor"}
    assert access.actor(lead, shop(), NOW).oversees == {"auditor"}
    assert access.actor(wang, shop(), NOW).oversees == frozenset()
    assert access.actor(boss, shop(), NOW).leads == {lead}
    assert access.superiors_of([boss, lead, wang]) == {boss: None, lead: boss, wang: lead}
    # Whoever stands in for his superior oversees and leads as he does, but not himself.
    actions.deputize(lead, wang, actor=lead, at=NOW, until=date(2026, 11, 4), reason="出差")
    assert access.actor(wang, shop(), NOW).oversees == {"auditor"}
    assert access.actor(wang, shop(), NOW).leads == frozenset()
    # When the superior has left, the one above him is it.
    actions.deactivate(lead, actor=SYSTEM, at=NOW, reason="离职")
    assert access.superior_of(wang) == boss
    assert access.actor(boss, shop(), NOW).leads == {wang}


def test_who_has_left_acts_no_more_in_whatever_way():
    wang, li = hire("wang", "shop.auditor"), hire("li")
    actions.assign_region(wang, "shop.auditor", "广东", actor=SYSTEM, at=NOW)
    actions.deputize(wang, li, actor=wang, at=NOW, until=date(2026, 12, 1), reason="年假")
    assert access.actor(wang, shop(), NOW).posts == {"auditor"}
    actions.deactivate(wang, actor=SYSTEM, at=NOW, reason="离职")
    with pytest.raises(Refused):
        access.actor(wang, shop(), NOW)
    assert access.actor(li, shop(), NOW).stands_in == {}
    assert access.holders("shop.auditor", NOW) == ()
    assert access.region_holder("shop.auditor", "广东省", None, NOW) is None
    assert access.names_of([wang, 4711]) == {wang: "Wang"}
    actions.reactivate(wang, actor=SYSTEM, at=NOW, reason="返聘")
    assert access.actor(wang, shop(), NOW).posts == {"auditor"}


def test_a_city_goes_before_its_province_and_the_later_assignment_before_the_earlier():
    wang, li, zhao = (hire(name, "user.specialist") for name in ("wang", "li", "zhao"))
    first = actions.assign_region(wang, "user.specialist", "广东", actor=SYSTEM, at=NOW)
    actions.assign_region(li, "user.specialist", "广东省", "深圳", actor=SYSTEM, at=NOW)
    actions.assign_region(zhao, "user.specialist", "广东省", actor=SYSTEM, at=NOW, since=date(2026, 11, 3))
    places = [("广东省", "深圳市"), ("广东省", "广州市"), ("广东省", None), ("浙江省", None)]
    assert access.region_holders("user.specialist", places, NOW) == (li, wang, wang, None)
    assert access.region_holders("user.specialist", places, NOW + DAY) == (li, zhao, zhao, None)
    assert access.region_holder("shop.auditor", "广东省", None, NOW) is None
    # An assignment counts only while its person holds the post.
    actions.release(li, "user.specialist", actor=SYSTEM, at=NOW)
    assert access.region_holder("user.specialist", "广东省", "深圳市", NOW) == wang
    actions.withdraw_region(first, actor=SYSTEM, at=NOW)
    assert access.region_holder("user.specialist", "广东省", "深圳市", NOW) is None


def test_posts_of_a_hierarchy_that_goes_round_do_not_hang():
    pack = shop()
    round_ = {**pack.posts, "manager": post("manager", "auditor")}
    wang = hire("wang", "shop.lead")
    looped = type(pack)(name="shop", version="1", title=pack.title, posts=round_)
    assert access.actor(wang, looped, NOW).oversees == {"manager", "auditor"}


def test_the_second_asking_costs_one_look_at_the_epoch_and_none_where_it_is_known():
    wang = hire("wang", "shop.auditor")
    access.actor(wang, shop(), NOW)
    assert statements(lambda: access.actor(wang, shop(), NOW)) == 1
    epoch = current_epoch()
    assert statements(lambda: access.actor(wang, shop(), NOW, epoch=epoch)) == 0
    assert statements(lambda: access.holders_of(["shop.auditor", "shop.finance"], NOW, epoch=epoch)) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_loading_costs_the_same_for_one_and_for_three(people):
    for number in range(people):
        hire(f"person{number}", "shop.auditor")
    found = []
    assert statements(lambda: found.extend(access.holders("shop.auditor", NOW))) == 6
    assert len(found) == people


def test_every_road_moves_the_epoch_sql_by_hand_too():
    wang = hire("wang", "shop.auditor")
    assert access.actor(wang, shop(), NOW).posts == {"auditor"}
    with connection.cursor() as cursor:
        cursor.execute("delete from people_holding where person_id = %s", [wang])
    assert access.actor(wang, shop(), NOW).posts == frozenset()
    before = current_epoch()
    assert move_epoch() == current_epoch() > before


def test_what_was_cached_in_a_transaction_that_came_to_nothing_is_not_believed():
    wang = hire("wang")
    with transaction.atomic():
        actions.hold(wang, "shop.auditor", actor=SYSTEM, at=NOW)
        assert access.actor(wang, shop(), NOW).posts == {"auditor"}
        transaction.set_rollback(True)
    assert access.actor(wang, shop(), NOW).posts == frozenset()
    actions.hold(wang, "shop.finance", actor=SYSTEM, at=NOW)
    assert access.actor(wang, shop(), NOW).posts == {"finance"}
