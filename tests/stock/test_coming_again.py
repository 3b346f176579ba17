"""Units that came in before: from whom they may come again, and what is said of those that may not."""

from zoneinfo import ZoneInfo

import pytest

from gendan.cases.prose.reasons import reason_in_words
from gendan.cases.prose.speaker import Speaker
from gendan.core.refusals import Refused
from gendan.parties.actions import registering
from gendan.stock import lists, tables, units
from gendan.stock.actions import coming, moving
from gendan.stock.models import Balance, Outside
from gendan.stock.places import places
from tests.stock.yard import KEEPER, NOON, D, job, receive, stands

pytestmark = pytest.mark.usefixtures("warehouse")


def test_what_went_back_to_a_supplier_comes_in_again_under_its_new_name_and_of_its_old_one():
    registering.register("江南", actor=KEEPER, at=NOON, sorts=["supplier"])
    receive(product="机", codes="A1 A2", supplier="江南")
    moving.send_back([job(codes="A1", supplier="江南")])
    registering.change("江南", name="江南仪表", actor=KEEPER, at=NOON)
    moving.send_back([job(codes="A2", supplier="江南仪表")])
    receive(codes="A1 A2 A3", product="机", supplier="江南仪表")
    assert stands() == {("机", "成品库"): D(3)}
    outside = {(each.party, each.quantity) for each in Balance.objects.filter(place=Outside.SUPPLIER.value)}
    assert outside == {("江南", D(-2)), ("江南仪表", D(-1))}


def test_a_code_that_came_before_is_refused_with_where_it_is_also_where_nobody_has_it():
    receive(product="机", codes="A1")
    moving.lose([job(codes="A1")])
    (told,) = reasons(coming.receive, job(product="机", codes="A1", target="成品库"))
    assert said(told, "zh") == "编码“A1”的货已经来过：机，报损，最近由吴于 2026-10-09 12:00 经手。"
    assert said(told, "en").startswith("The unit “A1” has come in before: 机, Lost; ")
    (told,) = lists.taken_by(lists.Row(1, "机", ("A1", None, None)), units.by_codes(["A1"]), places())
    assert said(told, "zh") == "编码“A1”已属于另一件货：机 A1，报损。"
    told = tables._said([[told.code, dict(told.parameters)]])
    assert told.zh == "编码“A1”已属于另一件货：机 A1，报损。"


def reasons(function, *jobs):
    with pytest.raises(Refused) as caught:
        function(list(jobs))
    return caught.value.reasons


def said(reason, language):
    return reason_in_words(reason, Speaker(language=language, people={KEEPER: "吴"}, zone=ZoneInfo("Asia/Shanghai")))
