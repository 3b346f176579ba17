"""A count is written down beside the book, and booked when somebody decides it."""

import pytest

from gendan.stock import facts, queries
from gendan.stock.actions import counting, moving
from tests.stock.yard import D, job, receive, refused, stands

pytestmark = pytest.mark.usefixtures("warehouse")


def test_differences_are_told_and_the_book_follows_when_booked():
    receive(lines=[{"product": "门", "quantity": 5}, {"product": "窗", "quantity": 5}])
    found = [{"product": "门", "quantity": 4}, {"product": "窗", "quantity": 7}]
    counting.count([job(1, place="成品库", lines=found)])
    assert facts.differing([1]) == {1: 2}
    assert facts.counted_lines([1, 2]) == {1: 2, 2: 0}
    moving.dispatch([job(2, product="门", quantity=2)])
    counting.adjust([job(1)])
    assert stands() == {("门", "成品库"): D(2), ("窗", "成品库"): D(7)}


def test_what_is_counted_again_takes_the_place_of_the_first_count():
    receive(product="门", quantity=5)
    counting.count([job(1, place="成品库", product="门", quantity=3)])
    counting.count([job(1, place="成品库", product="门", quantity=5)])
    assert facts.differing([1]) == {1: 0}
    counting.adjust([job(1)])
    assert stands() == {("门", "成品库"): D(5)}


def test_nothing_of_a_product_may_be_found():
    receive(product="门", quantity=5)
    counting.count([job(1, place="成品库", product="门", quantity=0)])
    counting.adjust([job(1)])
    assert stands() == {}


def test_units_are_counted_by_their_codes():
    receive(product="机", codes="A1 A2 A3")
    receive(product="机", codes="B1", target="分库")
    counting.count([job(1, place="成品库", codes="A1 A2 B1 X9")])
    (line, unknown) = facts.differences([1])[1]
    assert (line["missing"], line["unexpected"], line["book"], line["counted"]) == ("A3", "B1", 3, 3)
    assert unknown["unexpected"] == "X9"
    counting.adjust([job(1)])
    assert [each.codes[0] for each in queries.at_place(product="机", place="成品库")] == ["A1", "A2", "B1"]
    assert queries.find("A3")[0].place == "lost"


def test_nothing_is_booked_that_nobody_counted():
    assert refused(counting.adjust, job(1)) == ["stock.uncounted"]
