"""Figures over the API: under the rights of who asks, each with its grounds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from tests.api.client import Caller, told
from tests.cases.shop import open_shop

PATH = "/packs/shop_review/measures"
CHECKED = dict.fromkeys(("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), True)


@pytest.fixture
def desk(db):
    """A month's first orders, of which two are reviewed by each of two reviewers."""
    shop = open_shop()
    now = timezone.now()
    for number in range(6):
        given = {
            "shop": "天猫旗舰店", "order_no": f"T{number}", "province": ["上海", "江苏省"][number % 2],
            "amount": f"{number}.10", "paid": f"{number}.10", "refund": "0", "paid_at": now - timedelta(hours=1),
            "lines": [{"sku": "A", "quantity": 1}],
        }  # fmt: skip
        opened = run(Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), person=shop.zhou, at=now)
        assert opened.done, opened.reasons
        if number < 4:
            reviewer = (shop.xu, shop.he)[number % 2]
            command = Command(verb=Verb.ACT, case=opened.case, action="approve", given={"compared": CHECKED})
            assert run(command, person=reviewer, at=now).done
    shop.month = f"{now + timedelta(hours=8):%Y-%m}"
    return shop


def asked(desk, who, name, rest=""):
    return Caller(getattr(desk, who)).get(f"{PATH}/{name}/figure?period={desk.month}{rest}")


def test_who_leads_sees_whole_figures_with_their_grounds(desk):
    figure = told(asked(desk, "zhou", "value", "&by=province"))
    assert figure["total"]["value"] == "15.60"
    assert {group["key"][0]: group["value"]["value"] for group in figure["groups"]} == {
        "上海": "6.30",
        "江苏省": "9.30",
    }
    assert figure["rule"]["pack"] == "shop_review"
    assert "之和" in figure["definition"]
    assert figure["provisional"] is True
    grounds = told(Caller(desk.zhou).get(f"{PATH}/value/grounds?period={desk.month}&limit=4"))
    assert len(grounds["grounds"]) == 4
    rest = told(Caller(desk.zhou).get(f"{PATH}/value/grounds?period={desk.month}&limit=4&after={grounds['next']}"))
    assert len(rest["grounds"]) == 2
    assert rest["next"] is None


def test_a_clerk_sees_his_own_alone(desk):
    whole = told(asked(desk, "zhou", "reviewed", "&by=person"))
    assert {group["key"][0]: group["value"]["value"] for group in whole["groups"]} == {desk.xu: "2", desk.he: "2"}
    own = told(asked(desk, "xu", "reviewed", "&by=person"))
    assert (own["total"]["value"], [group["key"] for group in own["groups"]]) == ("2", [[desk.xu]])
    grounds = told(Caller(desk.xu).get(f"{PATH}/reviewed/grounds?period={desk.month}"))
    assert {each["person"] for each in grounds["grounds"]} == {desk.xu}
    assert asked(desk, "xu", "reviewed", f"&where=person={desk.he}").status_code == 403


def test_a_scorecard_is_its_persons_and_his_superiors(desk):
    path = f"/packs/shop_review/scorecards/reviewer?period={desk.month}"
    mine = told(Caller(desk.xu).get(path))
    assert [card["person"] for card in mine["cards"]] == [desk.xu]
    assert mine["cards"][0]["total"] == "100"
    above = told(Caller(desk.zhou).get(path))
    assert {card["person"] for card in above["cards"]} == {desk.xu, desk.he}
    assert Caller(desk.gao).get(path).status_code == 403


def test_who_has_no_business_here_learns_nothing(desk):
    assert asked(desk, "stranger", "orders").status_code == 404
    assert asked(desk, "zhou", "no_such").status_code == 404
    assert Caller(desk.zhou).get(f"{PATH}/orders/figure?period=2026-13").status_code == 404
    assert asked(desk, "zhou", "orders", "&by=phone").status_code == 409


def test_a_figure_is_kept_beside_those_before(desk):
    path = f"{PATH}/orders/kept?period={desk.month}"
    zhou = Caller(desk.zhou)
    first = told(zhou.post(path))
    assert told(zhou.post(path))["id"] == first["id"], "the same figure under the same rule stands once"
    run(
        Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given={"shop": "天猫旗舰店", "order_no": "T99"}),
        person=desk.zhou,
        at=timezone.now(),
    )
    told(zhou.post(path))
    kept = told(zhou.get(path))["kept"]
    assert [each["value"] for each in kept] == ["6.000000000000", "7.000000000000"]
    assert kept[0]["rule"] == kept[1]["rule"]
    assert kept[0]["digest"] != kept[1]["digest"]
    assert Caller(desk.xu).get(path).status_code == 403


def test_measures_say_what_they_count(desk):
    listed = told(Caller(desk.xu).get(PATH, Accept_Language="en"))["measures"]
    by_name = {each["name"]: each for each in listed}
    assert by_name["on_time"]["definition"].startswith("The share of clocks")
    assert by_name["review_time"]["target"] == {"operator": "<=", "value": "4", "setting": "review_time"}
    assert "province" in by_name["orders"]["dimensions"]
    series = told(Caller(desk.zhou).get(f"{PATH}/orders/series?every=day&count=3"))["figures"]
    assert [each["total"]["value"] for each in series] == ["0", "0", "6"]
