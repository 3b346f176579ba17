"""What is reserved is kept until it goes or the case ends; what is picked takes the place of what nobody has seen."""

import pytest

from gendan.stock import facts, queries
from gendan.stock.actions import holding, moving
from tests.stock.yard import D, job, receive, refused, stands

pytestmark = pytest.mark.usefixtures("warehouse")


def test_what_is_reserved_is_not_free_and_goes_with_its_case():
    receive(product="门", quantity=5)
    holding.reserve([job(1, product="门", quantity=3)])
    assert refused(moving.dispatch, job(2, product="门", quantity=3)) == ["stock.short"]
    moving.dispatch([job(1, customer="王记")])
    assert facts.reserved([1]) == {1: 0}
    assert facts.dispatched([1, 2]) == {1: 3, 2: 0}
    assert stands() == {("门", "成品库"): D(2)}


def test_a_case_that_holds_nothing_sends_nothing():
    receive(product="门", quantity=5)
    moving.dispatch([job(1)])
    assert stands() == {("门", "成品库"): D(5)}


def test_asked_again_a_case_holds_what_it_asks_for():
    receive(product="门", quantity=5)
    receive(product="窗", quantity=5)
    holding.reserve([job(1, lines=[{"product": "门", "quantity": 2}, {"product": "门", "quantity": 3}])])
    assert facts.reserved([1]) == {1: 5}
    holding.reserve([job(1, product="门", quantity=1)])
    assert facts.reserved([1]) == {1: 1}
    holding.reserve([job(1, product="窗", quantity=2)])
    assert facts.reserved([1]) == {1: 3}
    holding.reserve([job(1, lines=[{"product": "窗", "quantity": 4}])])
    assert facts.reserved([1]) == {1: 4}
    holding.release([job(1)])
    assert facts.reserved([1]) == {1: 0}


def test_what_is_there_is_kept_and_the_rest_is_short():
    receive(product="门", quantity=2)
    holding.reserve([job(1, product="门", quantity=5, part=True)])
    assert (facts.reserved([1]), facts.short([1])) == ({1: 2}, {1: 3})
    receive(product="门", quantity=9)
    holding.reserve([job(1, product="门", quantity=5, part=True)])
    assert (facts.reserved([1]), facts.short([1])) == ({1: 5}, {1: 0})


def test_held_units_are_told_with_who_holds_them():
    receive(product="机", codes="A1 A2 A3")
    holding.reserve([job(1, product="机", quantity=2)])
    assert [row["code"] for row in facts.codes([1])[1]] == ["A1", "A2"]
    assert refused(holding.reserve, job(2, codes="A1")) == ["stock.held"]
    assert refused(moving.dispatch, job(None, codes="A2")) == ["stock.held"]
    holding.reserve([job(2, codes="A3")])
    assert refused(holding.reserve, job(3, product="机", quantity=1)) == ["stock.short"]


def test_a_picked_unit_takes_the_place_of_one_that_nobody_has_seen():
    receive(product="机", codes="A1 A2 A3 A4")
    holding.reserve([job(1, product="机", quantity=2)])
    holding.pick([job(1, codes="A4")])
    holding.pick([job(1, codes="A2")])
    assert [row["code"] for row in facts.codes([1])[1]] == ["A2", "A4"]
    assert facts.picked([1]) == {1: 2}
    assert facts.reserved([1]) == {1: 2}
    holding.pick([job(1, codes="A1")])
    assert facts.reserved([1]) == {1: 3}
    moving.dispatch([job(1, customer="王记")])
    assert [each.codes[0] for each in queries.at_place(product="机")] == ["A3"]


def test_what_is_held_is_still_held_at_another_place():
    receive(product="机", codes="A1 A2")
    receive(product="门", quantity=5)
    holding.reserve([job(1, lines=[{"product": "机", "quantity": 1}, {"product": "门", "quantity": 2}])])
    moving.transfer([job(1, product="门", quantity=3, target="分库"), job(1, codes="A1", target="分库")])
    assert facts.reserved([1]) == {1: 3}
    moving.dispatch([job(1)])
    assert stands() == {("机", "成品库"): D(1), ("门", "成品库"): D(2), ("门", "分库"): D(1)}


def test_many_cases_at_once_take_turns():
    receive(product="门", quantity=3)
    holding.reserve([job(case, product="门", quantity=1) for case in (1, 2, 3)])
    assert facts.reserved([1, 2, 3]) == {1: 1, 2: 1, 3: 1}
    assert refused(holding.reserve, job(4, product="门", quantity=1)) == ["stock.short"]
    moving.dispatch([job(case) for case in (1, 2)])
    assert facts.dispatched([1, 2, 3]) == {1: 1, 2: 1, 3: 0}


def test_what_waits_to_be_scanned_is_told_by_case_and_product():
    receive(product="机", codes="A1 A2 A3")
    receive(product="台", codes="B1")
    receive(product="门", quantity=5)
    holding.reserve([job(1, lines=[{"product": "机", "quantity": 2}, {"product": "门", "quantity": 1}])])
    holding.reserve([job(2, product="台", quantity=1)])
    holding.pick([job(1, codes="A1")])

    def waits():
        return [(each.case, each.product, each.held, each.picked) for each in queries.to_scan()]

    assert waits() == [(1, "机", 2, 1), (2, "台", 1, 0)]
    holding.pick([job(1, codes="A3"), job(2, codes="B1")])
    assert waits() == []
