"""Lists that people keep: for themselves, for a post, for all; with columns, a name that changes, and one that comes
first."""

import pytest

from gendan.cases import saved
from gendan.cases.queries import ListQuery
from gendan.core.command import Actor
from tests.cases.company import FRIDAY

ORDERS = "doors.door_order"
WANG, ZHAO, QIAN = (
    Actor(person=1, posts=frozenset({"order_taker"})),
    Actor(person=2, posts=frozenset({"order_taker"})),
    Actor(person=3, posts=frozenset({"cashier"}), stands_in={9: frozenset({"sheet_maker"})}),
)

pytestmark = pytest.mark.django_db


def keep(name, actor=WANG, **more):
    kept = saved.Saved(name=name, query=ListQuery(procedure=ORDERS, text="王"), **more)
    saved.save(kept, actor=actor, at=FRIDAY)


def names(actor):
    return [each.name for each in saved.lists_of(ORDERS, actor)]


def test_a_list_is_seen_by_those_for_whom_it_is_kept(db):
    keep("自己")
    keep("全体", shared=True)
    keep("制单", shared=True, post="sheet_maker")
    keep("接单", shared=True, post="order_taker")
    assert names(WANG) == sorted(["自己", "全体", "制单", "接单"])
    assert names(ZHAO) == sorted(["全体", "接单"])
    assert names(QIAN) == sorted(["全体", "制单"]), "who stands in works with what the absent works with"


def test_what_was_kept_comes_back_whole(db):
    keep("列", columns=("deliver_on", "customer"), shared=True, post="cashier", default=True)
    (own,) = saved.lists_of(ORDERS, WANG)
    assert (own.columns, own.shared, own.post, own.default, own.own) == (
        ("deliver_on", "customer"),
        True,
        "cashier",
        True,
        True,
    )
    assert own.query == ListQuery(procedure=ORDERS, text="王")
    (other,) = saved.lists_of(ORDERS, QIAN)
    assert (other.own, other.default) == (False, False), "what one sees first is one's own matter"


def test_one_list_comes_first_and_the_last_one_chosen_it_is(db):
    keep("甲", default=True)
    keep("乙", default=True)
    keep("丙", ZHAO, default=True)
    assert {each.name: each.default for each in saved.lists_of(ORDERS, WANG)} == {"甲": False, "乙": True}
    keep("乙")
    assert not any(each.default for each in saved.lists_of(ORDERS, WANG))


def test_a_list_is_renamed_by_its_own_person_and_never_over_another(db):
    keep("甲", columns=("customer",))
    keep("乙")
    assert saved.rename(ORDERS, "甲", " 丙 ", person=WANG.person, at=FRIDAY)
    assert names(WANG) == sorted(["乙", "丙"])
    assert not saved.rename(ORDERS, "丙", "乙", person=WANG.person, at=FRIDAY)
    assert not saved.rename(ORDERS, "丙", "丁", person=ZHAO.person, at=FRIDAY)
    assert not saved.rename(ORDERS, "没有", "丁", person=WANG.person, at=FRIDAY)
    assert saved.rename(ORDERS, "丙", "丙", person=WANG.person, at=FRIDAY)
    assert next(each.columns for each in saved.lists_of(ORDERS, WANG) if each.name == "丙") == ("customer",)
    assert saved.drop(ORDERS, "丙", person=WANG.person)
    assert not saved.drop(ORDERS, "丙", person=WANG.person)
