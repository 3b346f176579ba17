"""A count is written down beside the book, and booked when somebody decides it."""

import pytest

from gendan.stock import facts, queries
from gendan.stock.actions import counting, holding, moving
from tests.stock.yard import KEEPER, NOON, D, job, later, receive, refused, stands, told

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


def test_pieces_with_codes_are_booked_by_their_codes_alone():
    receive(product="机", codes="A1 A2 A3")
    counting.count([job(1, place="成品库", product="机", quantity=3)])
    assert facts.differing([1]) == {1: 0}
    counting.adjust([job(1)])
    for found in (0, 2, 4):
        counting.count([job(1, place="成品库", product="机", quantity=found)])
        assert facts.differing([1]) == {1: 1}
        assert refused(counting.adjust, job(1)) == ["stock.count_codes"]
    counting.count([job(1, place="成品库", codes="A1 A3")])
    counting.adjust([job(1)])
    assert stands() == {("机", "成品库"): D(2)}


def test_what_was_found_is_written_and_agrees_with_what_was_scanned():
    receive(product="机", codes="A1 A2 A3")
    receive(product="门", quantity=5)
    blank = job(1, place="成品库", lines=[{"product": "门", "quantity": None}])
    assert refused(counting.count, blank) == ["stock.not_counted"]
    both = job(1, place="成品库", lines=[{"product": "机", "quantity": 9}], codes="A1 A2")
    assert told(counting.count, both) == {"product": "机", "given": 9, "scanned": 2}
    counting.count([job(1, place="成品库", lines=[{"product": "机", "quantity": 2}], codes="A1 A2")])
    assert facts.differences([1])[1][0]["missing"] == "A3"


def test_who_holds_what_is_missing_is_told():
    receive(product="门", quantity=5)
    holding.reserve([job(2, product="门", quantity=5)])
    counting.count([job(1, place="成品库", product="门", quantity=3)])
    reasons = told(counting.adjust, job(1))
    assert {name: reasons[name] for name in ("wanted", "free", "measure")} == {"wanted": 2, "free": 0, "measure": "件"}


def test_a_count_is_booked_once_and_who_comes_second_hears_when_and_by_whom():
    receive(product="门", quantity=5)
    counting.count([job(1, place="成品库", product="门", quantity=4)])
    counting.adjust([job(1)])
    assert told(counting.adjust, job(1, at=later(5), actor=KEEPER + 1)) == {
        "by": KEEPER,
        "at": NOON,
    }
    assert stands() == {("门", "成品库"): D(4)}
    counting.count([job(1, place="成品库", product="门", quantity=3)])
    assert refused(counting.adjust, job(1), job(1)) == ["stock.adjusted"]
    counting.adjust([job(1)])
    assert stands() == {("门", "成品库"): D(3)}


def test_a_count_without_differences_is_booked_once_too():
    receive(product="门", quantity=5)
    counting.count([job(1, place="成品库", product="门", quantity=5)])
    counting.adjust([job(1)])
    assert refused(counting.adjust, job(1)) == ["stock.adjusted"]
