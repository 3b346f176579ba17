"""The page of units: the tree with who works in each, and what administrators do to it."""

import re

import pytest
from django.urls import reverse

from gendan.people import actions
from gendan.people.models import Unit
from gendan.people.units import units
from tests.cases.company import FRIDAY
from tests.web.test_packs import signed_in

PAGE = reverse("web:units")
BY = {"actor": 0, "at": FRIDAY}


@pytest.fixture
def estate(db):
    from tests.cases.estate import open_estate

    return open_estate()


@pytest.fixture
def tree(estate):
    """A company with the estate's service in it, where Ann works."""
    company = actions.create_unit(**BY, name="总公司", name_english="Head office")
    service = actions.create_unit(**BY, name="客服中心", parent=company, pack="estate")
    actions.set_unit(estate.ann, service, **BY)
    return company, service


@pytest.fixture
def admin(estate):
    return signed_in(actions.create_person(**BY, username="hui", name="何管", administrator=True))


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def leaves(text):
    """The titles in the tree, each with what stands beside it."""
    found = re.findall(r'class="title">([^<]+)</a>(.*?)</div>', text)
    return [(title, *re.findall(r">([^<>]+)</span>", rest)) for title, rest in found]


def change(admin, what, **sent):
    return admin.post(reverse("web:unit_change", args=[what]), sent)


def test_colleagues_see_the_tree_with_its_people_and_change_nothing(estate, tree):
    ann = signed_in(estate.ann)
    assert leaves(page(ann.get(PAGE))) == [("总公司", "1 人"), ("客服中心", "1 人", "物业服务中心")]
    told = page(ann.get(PAGE, {"unit": tree[1]}))
    assert f'<a href="/people/{estate.ann}/">ann</a>' in told
    assert "?pack=estate" in told
    assert "<form" not in told[told.index('id="unit"') : told.index("</main>")]
    assert change(ann, "new", name="x").status_code == 404
    assert ann.get(PAGE, {"unit": "999"}).status_code == 404


def test_who_acts_for_an_outside_party_is_not_told_of_it(estate, tree):
    buyer = signed_in(actions.create_person(**BY, username="buyer", name="买家", party="王记"))
    assert buyer.get(PAGE).status_code == 404


def test_an_administrator_makes_names_moves_and_closes_units(estate, tree, admin):
    company, service = tree
    assert change(admin, "new", unit=service, name="热线组", pack="").status_code == 302
    hotline = Unit.objects.get(name="热线组")
    assert hotline.parent_id == service
    change(admin, "change", unit=hotline.pk, name="电话组", name_english="Calls", pack="estate")
    change(admin, "move", unit=hotline.pk, parent=company)
    change(admin, "put", unit=hotline.pk, person=estate.bob)
    found = units()[hotline.pk]
    assert (found.name, found.parent, found.pack, found.people) == ("电话组", company, "estate", (estate.bob,))
    assert "还有 1 人" in page(change(admin, "close", unit=hotline.pk, reason="并入"), 422)
    change(admin, "take", unit=hotline.pk, person=estate.bob)
    assert change(admin, "close", unit=hotline.pk, reason="并入").status_code == 302
    assert ("电话组", "已撤销") in leaves(page(admin.get(PAGE, {"unit": hotline.pk})))
    change(admin, "reopen", unit=hotline.pk, reason="又要了")
    assert units()[hotline.pk].closed_at is None


def test_what_can_not_be_is_said_where_it_was_tried(estate, tree, admin):
    company, service = tree
    assert "不能循环" in page(change(admin, "move", unit=company, parent=service), 422)
    assert "已有部门" in page(change(admin, "new", unit=company, name="客服中心"), 422)
    assert "请填写" in page(change(admin, "new", unit=company, name=" "), 422)
    for what, sent in (("change", {"unit": service, "name": "x", "pack": "nothing"}), ("dissolve", {"unit": service})):
        assert change(admin, what, **sent).status_code == 404
    assert change(admin, "close", reason="x").status_code == 404
    assert len(units()) == 2


def test_english_readers_find_english_names(estate, tree, admin):
    admin.cookies["django_language"] = "en"
    assert leaves(page(admin.get(PAGE)))[0] == ("Head office", "1 person")
