"""Many at once on the last unit, and on one code: exactly one has it, and the rest hear who."""

import pytest

from gendan.core.refusals import Refused
from gendan.stock import facts, queries
from gendan.stock.actions import coming, holding, moving
from tests.cases.test_races import at_once
from tests.stock.yard import build, job, receive, sound

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 100


def tried(function, of):
    def work():
        try:
            function([of])
        except Refused as refused:
            return refused.reasons
        return ()

    return work


def outcomes(works):
    told = at_once(*works)
    assert sum(reasons == () for reasons in told) == 1
    return {reason.code for reasons in told for reason in reasons}


def test_the_last_piece_goes_to_exactly_one():
    build()
    receive(product="门", quantity=1)
    assert outcomes([tried(holding.reserve, job(case, product="门", quantity=1)) for case in range(1, MANY + 1)]) == {
        "stock.short"
    }
    assert sum(facts.reserved(range(1, MANY + 1)).values()) == 1
    sound()


def test_the_last_unit_and_one_code_go_to_exactly_one():
    build()
    receive(product="机", codes="A1")
    assert outcomes([tried(holding.reserve, job(case, codes="A1")) for case in range(1, MANY + 1)]) == {"stock.held"}
    holder = next(case for case, held in facts.reserved(range(1, MANY + 1)).items() if held)
    moving.dispatch([job(holder)])
    sound()


def test_one_code_comes_in_once():
    build()
    works = [tried(coming.receive, job(product="机", codes="A1", target="成品库")) for _ in range(MANY)]
    assert outcomes(works) == {"stock.taken"}
    assert len(queries.at_place(product="机")) == 1
    sound()
