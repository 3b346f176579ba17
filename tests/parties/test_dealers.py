"""A dealer's people see what is the dealer's, are told nothing of others, and one person has one terminal."""

import re

import pytest

from gendan.cases import references
from gendan.cases.commands import run
from gendan.cases.models import Case
from gendan.cases.queries import work
from gendan.parties.actions import register
from gendan.parties.models import PartyName
from gendan.stock.models import Whereabouts
from gendan.web.forms.reading import name_of
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.test_races import at_once
from tests.parties.trade import CITY, COUNTY, OTHER, Trade, application, opening
from tests.web.test_packs import signed_in
from tests.web.test_records import page


@pytest.fixture
def trade(db, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    return Trade.open()


def cases(found):
    return [row.id for row in found.rows]


class TestBench:
    def test_a_dealers_bench_has_what_waits_for_him_and_what_the_house_works_on(self, trade):
        mine, theirs = trade.order(trade.city), trade.order(trade.other, OTHER)
        assert cases(work.mine(person=trade.city, at=FRIDAY)) == []
        assert cases(work.waiting(person=trade.city, at=FRIDAY)) == [mine]
        agreed = {"ship_on": "2026-10-15", "ship_to": "湖北省黄石市颐阳路1号", "talked_by": "phone", "preorder": True}
        do(act(mine, "agree", given=agreed), trade.channel)
        assert cases(work.mine(person=trade.city, at=FRIDAY)) == [mine]
        assert cases(work.waiting(person=trade.city, at=FRIDAY)) == []
        assert work.next_case(person=trade.city, at=FRIDAY) == str(Case.objects.get(pk=mine).uid)
        assert cases(work.waiting(person=trade.other, at=FRIDAY)) == [theirs]
        seen = page(signed_in(trade.city).get("/"))
        assert "等您办的单" in seen
        assert "我的岗位的队列" not in seen
        assert Case.objects.get(pk=mine).number in seen
        assert Case.objects.get(pk=theirs).number not in seen

    def test_a_dealers_way_around_names_his_matters_and_none_of_the_houses(self, trade):
        trade.order(trade.city)
        seen = page(signed_in(trade.city).get("/"))
        lists = set(re.findall(r'href="/lists/(\w+/\w+)/"', seen))
        assert {"dealers/city_order", "dealers/county_signing", "dealers/activation"} <= lists
        assert not lists & {"dealers/task", "dealers/appraisal", "dealers/purchase", "dealers/goods_receipt"}
        assert not [each for each in lists if each.startswith("common/")]
        assert "/lists/dealers/city_order/new/" in seen
        assert "/lists/dealers/purchase/new/" not in seen

    def test_whoever_works_in_the_house_has_his_bench_as_ever(self, trade):
        trade.order(trade.city)
        seen = page(signed_in(trade.channel).get("/"))
        assert "我的岗位的队列" in seen
        assert "/lists/dealers/goods_receipt/" not in page(signed_in(trade.clerk).get("/"))


def test_what_a_case_is_about_names_what_is_so_and_leaves_out_what_is_not(trade):
    register("总部", actor=0, at=FRIDAY)
    do(application("SN0"), trade.city)
    do(application("SN3", "总部", id_number="110105194912310011"), trade.clerk)
    seen = page(signed_in(trade.clerk).get("/find/?q=张三"))
    assert "黄石经销处 · SN0 · 张三 · 华中区" in seen
    assert "总部 · 公司内部机具 · SN3 · 张三 · 华中区" in seen


class TestNew:
    def test_a_signing_names_a_dealer_who_is_not_registered_yet_by_his_whole_name(self, trade):
        below = {"upline": CITY, "region": "湖北黄石大冶市"}
        signing = do(opening("county_signing", dealer="大冶 经销处(新)", **below), trade.city)
        assert Case.objects.get(pk=signing.case).data["dealer"] == "大冶 经销处（新）"
        assert not PartyName.objects.filter(name__startswith="大冶").exists()
        for number in ("1380000000", "1" * 20):
            refused = run(opening("county_signing", dealer=number, **below), person=trade.city, at=FRIDAY)
            assert codes(refused) == ["value.dealer"]
        looked = signed_in(trade.channel).get("/parties/named/?name=大冶", follow=True)
        assert "“大冶”还没有登记" in page(looked)
        said = page(signed_in(trade.city).get("/lists/dealers/county_signing/new/"))
        assert said.count("还没有登记的，写全称") == 1


class TestOthers:
    def test_he_names_a_party_as_it_is_called_and_learns_of_none_by_its_phone(self, trade):
        by_phone = opening("county_signing", upline=OTHER, dealer="13800000001", region="湖北武汉江夏区")
        refused = run(by_phone, person=trade.other, at=FRIDAY)
        assert [reason.code for reason in refused.reasons] == ["value.dealer"]
        assert CITY not in str(refused.reasons)
        by_name = opening("county_signing", upline=OTHER, dealer=COUNTY, region="湖北武汉江夏区")
        assert do(by_name, trade.other).done
        own = opening("city_order", dealer="13800000001", lines=[{"product": "刷卡机", "quantity": "1"}])
        assert do(own, trade.city).done
        at_hand = [references.look_up("party", text, 9, person=trade.other, at=FRIDAY) for text in ("黄石", "武汉", "")]
        assert [[value for value, _, _ in each] for each in at_hand] == [[OTHER], [OTHER], [OTHER]]
        assert references.look_up("unit", "SN", 9, person=trade.other, at=FRIDAY) is None

    def test_that_another_has_it_is_said_without_the_others_number(self, trade):
        mine = do(application("SN0"), trade.city)
        for person, told in ((trade.city, mine.number), (trade.clerk, mine.number), (trade.other, "")):
            dealer, device = (OTHER, "SN3") if person == trade.other else (CITY, "SN1")
            refused = run(application(device, dealer), person=person, at=FRIDAY)
            assert codes(refused) == ["unique.id_number"]
            assert refused.reasons[0].parameters["number"] == told
        form = {name_of(name): value for name, value in application("SN3", OTHER).given.items()}
        sent = signed_in(trade.other).post("/lists/dealers/activation/new/", {**form, "key": "k"})
        said = sent.content.decode()
        assert "已在另一张单中。" in said
        assert mine.number not in said

    def test_a_device_of_another_is_not_his_to_activate_even_as_the_companys_own(self, trade):
        assert codes(run(application("SN0", OTHER), person=trade.other, at=FRIDAY)) == ["gate.sold"]
        register("总部", actor=0, at=FRIDAY)
        assert codes(run(application("SN0", "总部"), person=trade.other, at=FRIDAY)) == ["access"]
        assert do(application("SN0", "总部"), trade.clerk).done
        below = application("SN1", COUNTY, id_number="110105194912310011")
        assert do(below, trade.county).done


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_on_one_persons_terminal_are_one():
    trade = Trade.open(devices=101)
    assert Whereabouts.objects.filter(party=CITY).count() == 100

    def some(part):
        return [run(application(f"SN{number}"), person=trade.clerk, at=FRIDAY) for number in part]

    # Twenty work at once, each on five applications: as many connections as an office has.
    results = at_once(*[lambda part=range(at, 100, 20): some(part) for at in range(20)])
    outcomes = [outcome for each in results for outcome in each]
    (winner,) = [outcome for outcome in outcomes if outcome.done]
    refused = [outcome for outcome in outcomes if outcome is not winner]
    assert {tuple(codes(outcome)) for outcome in refused} == {("unique.id_number",)}
    assert {outcome.reasons[0].parameters["number"] for outcome in refused} == {winner.number}
    assert Case.objects.count() == 1
