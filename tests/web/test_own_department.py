"""Which department the figures open on: the reader's own, then the one that he has chosen."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from gendan.cases import library
from gendan.people import actions
from gendan.people.models import Person
from tests.cases.company import FRIDAY
from tests.cases.shop import REVIEW
from tests.web.test_packs import signed_in

pytestmark = pytest.mark.django_db
FIGURES = reverse("web:figures")


@pytest.fixture
def departments():
    library.activate(REVIEW.parent / "common", by=0, at=FRIDAY)
    library.activate(REVIEW, by=0, at=FRIDAY)


def person(*posts, **more):
    found = actions.create_person(actor=0, at=FRIDAY, username="sun", name="孙丽华", **more)
    for post, since in posts:
        actions.hold(found, post, actor=0, at=FRIDAY, since=since)
    return signed_in(found)


def shown(client, query=""):
    response = client.get(FIGURES + query)
    assert response.status_code == 200
    return [each.value for each in response.context["packs"] if each.chosen]


def test_they_open_on_the_department_in_which_the_reader_has_held_a_post_longest(departments):
    early, late = date(2026, 1, 1), date(2026, 3, 1)
    assert shown(person(("common.leader", late), ("shop_review.supervisor", early))) == ["shop_review"]


def test_a_deputy_sees_the_figures_of_the_departments_in_which_he_stands_in(departments):
    absent = actions.create_person(actor=0, at=FRIDAY, username="qin", name="秦怡")
    actions.hold(absent, "shop_review.supervisor", actor=0, at=FRIDAY)
    deputy = person()
    actions.deputize(
        absent, Person.objects.get(username="sun").pk, actor=0, at=timezone.now(), until=date(2100, 1, 1), reason="休假"
    )
    assert [each.value for each in deputy.get(FIGURES).context["packs"]] == ["shop_review"]


def test_who_holds_no_post_sees_the_first(departments):
    assert shown(person(administrator=True)) == ["common"]


def test_they_open_on_the_department_that_was_chosen_last(departments):
    reader = person(("shop_review.supervisor", None), ("common.leader", None))
    assert shown(reader, "?pack=common&period=2026-10") == ["common"]
    assert shown(reader) == ["common"]
    assert shown(reader, "?pack=nothing") == ["common"]
    assert shown(reader, "?pack=shop_review") == shown(reader) == ["shop_review"]


def test_a_choice_of_a_department_stays_where_the_period_changes(departments):
    told = person(administrator=True).get(FIGURES + "?pack=shop_review&period=2026-10").content.decode()
    assert '<input type="hidden" name="pack" value="shop_review">' in told
    assert 'name="period"' not in told
