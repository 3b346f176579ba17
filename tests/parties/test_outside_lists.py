"""An outside party's lists: nobody of the house to choose, nothing offered that is not its own, nothing shared."""

import re

import pytest

from gendan.cases import library, saved
from gendan.cases.queries import ListQuery
from gendan.core.refusals import Refused
from gendan.people import access
from tests.api.client import Caller
from tests.cases.company import FRIDAY
from tests.parties.trade import Trade
from tests.web.test_packs import signed_in
from tests.web.test_records import page

ORDERS = "dealers.city_order"
LIST = "/lists/dealers/city_order/"
SAVED = "/packs/dealers/procedures/city_order/saved"


@pytest.fixture
def trade(db, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    return Trade.open()


def options(seen, name):
    """The choices of a select on a page, by their words."""
    select = re.search(rf'<select[^>]* name="{name}"[^>]*>(.*?)</select>', seen, re.S)
    return re.findall(r"<option[^>]*>([^<]*)</option>", select[1]) if select else []


def test_he_is_told_nobody_of_the_house_and_offered_the_papers_that_go_to_him(trade):
    trade.order(trade.city)
    house, outside = (page(signed_in(person).get(LIST)) for person in (trade.channel, trade.city))
    assert set(options(house, "holder")) >= {"channel", "clerk", "leader"}
    assert (options(outside, "holder"), options(outside, "audience")) == ([], [])
    assert "打印“发货单”" in options(house, "action")
    assert options(outside, "action") == ["打印“订货单”", "打印“三码表”"]
    # Where no paper goes to him, there is nothing to tick rows for.
    month = page(signed_in(trade.city).get("/lists/dealers/dealer_month/"))
    assert (options(month, "action"), "data-needs-chosen" in month, "data-all" in month) == ([], False, False)


def test_he_keeps_lists_for_himself_alone_and_is_shown_none_of_others(trade):
    kept = saved.Saved(name="武汉的单", query=ListQuery(procedure=ORDERS, text="武汉经销处"), shared=True)
    channel, city = (access.actor(each, library.pack(trade.definition), FRIDAY) for each in (trade.channel, trade.city))
    saved.save(kept, actor=channel, at=FRIDAY)
    assert [each.name for each in saved.lists_of(ORDERS, city)] == []
    assert "武汉的单" not in page(signed_in(trade.city).get(LIST))
    assert Caller(trade.city, ("read",)).get(SAVED).json() == {"lists": []}

    with pytest.raises(Refused):
        saved.save(saved.Saved(name="读我", query=ListQuery(procedure=ORDERS), shared=True), actor=city, at=FRIDAY)
    sent = {"asked": {}, "columns": [], "shared": True, "post": None, "default": False}
    assert Caller(trade.city, ("read", "act")).put(f"{SAVED}/读我", sent).status_code == 403
    signed_in(trade.city).post(f"{LIST}save/", {"save": "读我", "query": "", "audience": "*"})
    assert [each.name for each in saved.lists_of(ORDERS, channel)] == ["武汉的单"]
    assert [(each.name, each.shared) for each in saved.lists_of(ORDERS, city)] == [("读我", False)]
