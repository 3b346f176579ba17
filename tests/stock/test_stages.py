"""A rehearsal has warehouses of its own, called as the site's may be, with nothing of the site's in them."""

import pytest

from gendan.cases.numbers import rehearsed
from gendan.stock import lookups
from gendan.stock.actions import moving
from gendan.stock.actions.places import make_place
from gendan.stock.places import places
from tests.stock.yard import KEEPER, NOON, D, job, receive, refused, stands

pytestmark = pytest.mark.usefixtures("warehouse")


def test_the_site_and_a_rehearsal_do_not_meet():
    receive(product="门", quantity=5)
    with rehearsed():
        assert lookups.free([("门",)]) == [0]
        assert refused(moving.dispatch, job(product="门", quantity=1)) == ["stock.short"]
        make_place("成品库", actor=KEEPER, at=NOON)
        receive(product="门", quantity=2)
        assert (lookups.free([("门",)]), lookups.free_at([("门", "成品库")])) == ([2], [2])
        moving.dispatch([job(product="门", quantity=2)])
        assert len(places().by_id) == 1
    assert lookups.free([("门",)]) == [5]
    assert stands() == {("门", "成品库"): D(5)}
