"""What prices promise: sums agree to the cent, whatever is priced; a list counts on its last day; nothing changes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import RawCursor

from gendan.catalogue import actions, panels
from gendan.catalogue.models import PriceList
from gendan.catalogue.pricing import MODES, Component, Special, Surcharge, Tariff, price
from gendan.catalogue.queries import list_prices, look_up, prices_at, resolve
from gendan.catalogue.quoting import Terms, quote, quote_many
from gendan.core.refusals import Refused
from gendan.parties import actions as parties

AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
TODAY = date(2026, 10, 9)
WIDE = [
    {"name": "width", "title": "宽", "type": "decimal"},
    {"name": "height", "title": "高", "type": "decimal"},
    {"name": "material", "title": "材质", "type": "text"},
]
AREA = {
    "product": "D1",
    "title": "门扇",
    "measure": "width * height / 1000000",
    "least": "1.5",
    "unit": "m²",
    "rate": "680",
}


def door(code="D1", **more):
    return actions.describe(code=code, actor=1, at=AT, **{"unit": "樘", "attributes": WIDE, **more})


FIVE = {"product": "D1", "rate": "5"}


def publish(**more):
    said = {"name": "价表", "since": date(2026, 1, 1), "prices": [AREA], **more}
    return actions.publish(actor=1, at=AT, **said)


def one(line, **terms):
    return quote([line], Terms(on=terms.pop("on", TODAY), **terms))[0].priced


amounts = st.decimals(min_value=0, max_value=5000, places=4)


@given(
    lines=st.lists(st.tuples(amounts, amounts, st.integers(1, 40)), min_size=1, max_size=30),
    percents=st.lists(st.decimals(min_value=-30, max_value=60, places=3), max_size=3),
    to=st.sampled_from(["0.01", "0.05", "0.10", "1", "5"]),
    mode=st.sampled_from(sorted(MODES)),
)
@settings(max_examples=150)
def test_the_steps_of_every_line_sum_to_its_amount_to_the_cent(lines, percents, to, mode):
    surcharges = [
        Surcharge(title=str(each), percent=each, per="line" if place == 2 else "piece")
        for place, each in enumerate(percents)
    ]
    tariff = Tariff(
        price=1,
        list=1,
        name="价表",
        version=1,
        components=(
            Component(title="门扇", measure="width / 3", rate="height", least=Decimal("0.5")),
            Component(title="五金", rate="height / 7"),
        ),
        surcharges=tuple(surcharges),
        to=Decimal(to),
        mode=mode,
    )
    total = Decimal(0)
    for width, height, pieces in lines:
        try:
            found = price(tariff, {"width": width, "height": height}, Decimal(pieces))
        except Refused as refused:
            codes = [each.code for each in refused.reasons]
            found = None
        if found is None:
            assert codes == ["catalogue.negative"]
            continue
        of_piece = sum(step.amount for step in found.steps if step.sort != "line")
        of_line = sum(step.amount for step in found.steps if step.sort == "line")
        assert of_piece == found.price
        assert found.price % Decimal(to) == 0
        assert found.price * pieces + of_line == found.amount
        assert found.amount == found.amount.quantize(Decimal("0.01"))
        total += found.amount
    assert total == total.quantize(Decimal("0.01"))


def test_ten_thousand_lines_agree_to_the_cent(db):
    door()
    publish(surcharges=[{"title": "加急", "percent": "3.33"}])
    lines = [
        {"product": "D1", "quantity": 1 + n % 7, "width": Decimal(700 + n % 311) / 7, "height": Decimal(2000 + n)}
        for n in range(10_000)
    ]
    quoted = quote(lines, Terms(on=TODAY))
    total = sum(each.priced.amount for each in quoted)
    steps = sum(step.amount * each.priced.quantity for each in quoted for step in each.priced.steps)
    assert total == steps
    assert total == sum(Decimal(str(each.priced.amount)) for each in reversed(quoted))


def test_a_list_that_ends_today_still_counts_today(db):
    door()
    publish(until=TODAY)
    line = {"product": "D1", "width": 1000, "height": 2000}
    assert one(line).price == Decimal("1360.00")
    with pytest.raises(Refused) as refused:
        one(line, on=TODAY + timedelta(days=1))
    assert [each.code for each in refused.value.reasons] == ["catalogue.no_price"]
    actions.end(name="价表", until=TODAY - timedelta(days=1), actor=1, at=AT)
    with pytest.raises(Refused):
        one(line)
    actions.end(name="价表", until=TODAY + timedelta(days=30), actor=1, at=AT)
    assert one(line, on=TODAY + timedelta(days=30)).price == Decimal("1360.00")


def test_the_narrowest_list_counts_then_the_latest(db):
    door(series="实木")
    line = {"product": "D1", "width": 1000, "height": 2000}
    publish(name="通用", prices=[{"series": "实木", "rate": "100"}])
    assert one(line, grade="A", channel="网店").price == 100
    publish(name="A级", grade="A", prices=[{"series": "实木", "rate": "90"}])
    assert one(line, grade="A", channel="网店").price == 90
    assert one(line, grade="B").price == 100
    publish(name="A级", grade="A", since=date(2026, 9, 1), prices=[{"series": "实木", "rate": "85"}])
    assert one(line, grade="A").price == 85
    assert one(line, grade="A", on=date(2026, 8, 31)).price == 90
    publish(name="A级网店", grade="A", channel="网店", prices=[{"series": "实木", "rate": "80"}])
    assert one(line, grade="A", channel="网店").price == 80
    assert one(line, grade="A", list="通用").price == 100
    publish(name="A级网店", grade="A", channel="网店", since=date(2026, 9, 1), prices=[{"product": "D1", "rate": "70"}])
    assert one(line, grade="A", channel="网店").price == 70


def test_what_was_published_never_changes(db):
    door()
    published = publish()
    for statement in (
        "update catalogue_pricelist set name = 'x'",
        "update catalogue_price set components = '[]'",
        "delete from catalogue_price",
        "update catalogue_productversion set content = '{}'",
        "truncate catalogue_specialprice",
    ):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as on:
            on.execute(statement)
    assert publish().version == published.version + 1
    assert PriceList.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "cells"),
    [
        ({"prices": [{**AREA, "rate": "680 +"}]}, [("prices", 1, "rate", "unfinished")]),
        ({"prices": [{**AREA, "rate": "price"}]}, [("prices", 1, "rate", "unknown_name")]),
        ({"prices": [AREA, {**AREA, "product": "D9"}]}, [("prices", 2, "product", "product")]),
        ({"prices": [{**AREA, "rate": "table.wood(material)"}]}, [("prices", 1, "rate", "unknown_call")]),
        ({"prices": [{**AREA, "rate": "material"}]}, [("prices", 1, "rate", "wrong_type")]),
        ({"prices": [{**AREA, "least": "viel"}]}, [("prices", 1, "least", "number")]),
        ({"surcharges": [{"title": "x", "when": "width"}]}, None),
        ({"surcharges": [{"title": "x", "amount": "5", "percent": "5"}]}, None),
        (
            {"tables": [{"table": "t", "key": "a", "value": "1"}, {"table": "t", "key": "a", "value": "2"}]},
            [("tables", 2, "key", "doubled")],
        ),
    ],
)
def test_a_list_with_a_mistake_is_not_published(db, more, cells):
    door()
    with pytest.raises(Refused) as refused:
        publish(**more)
    if cells is not None:
        told = [
            (each.about, cell["row"], cell["column"], cell["why"])
            for each in refused.value.reasons
            for cell in each.parameters["cells"]
        ]
        assert told == cells
    assert PriceList.objects.count() == 0


def test_everything_wrong_is_told_at_once(db):
    with pytest.raises(Refused) as refused:
        publish(name="", until=date(2025, 1, 1), round_to="0.001", round_mode="x", prices=[])
    assert [each.code for each in refused.value.reasons] == [
        "needs.name",
        "value.until",
        "value.round_to",
        "value.round_mode",
        "needs.prices",
    ]


def test_tables_and_calls_in_formulas(db):
    door()
    publish(
        prices=[
            {"product": "D1", "rate": "table.wood(material) + up(width, 100) / 100 + max(height, 5) - min(height, 5)"}
        ],
        tables=[{"table": "wood", "key": "橡木", "value": "680"}],
    )
    assert one({"product": "D1", "width": 801, "height": 7, "material": "橡木"}).price == 691
    for material, code in (("松木", "catalogue.no_rate"), ("", "catalogue.unfilled")):
        with pytest.raises(Refused) as refused:
            one({"product": "D1", "width": 801, "height": 7, "material": material})
        assert [(each.code, each.parameters["line"]) for each in refused.value.reasons] == [(code, 1)]


def test_every_line_without_a_price_is_told(db):
    door()
    door("D2", offered=False)
    publish()
    lines = [
        {"product": "D1", "width": 1000, "height": 2000},
        {"product": "D2"},
        {"product": "D3"},
        {},
        {"product": "D1", "width": 1000},
        {"product": "D1", "width": 1000, "height": 2000, "quantity": 0},
    ]
    with pytest.raises(Refused) as refused:
        quote(lines, Terms(on=TODAY))
    assert [(each.parameters["line"], each.code) for each in refused.value.reasons] == [
        (2, "catalogue.withdrawn"),
        (3, "catalogue.unknown_product"),
        (4, "catalogue.unknown_product"),
        (5, "catalogue.unfilled"),
        (6, "catalogue.quantity"),
    ]


def test_queries_do_not_grow_with_lines(db, monkeypatch):
    door()
    publish()
    line = {"product": "D1", "width": 1000, "height": 2000}
    quote([line], Terms(on=TODAY))
    asked = []
    execute = RawCursor.execute
    monkeypatch.setattr(
        RawCursor, "execute", lambda on, *more, **said: asked.append(more) or execute(on, *more, **said)
    )
    quote_many([([line] * 50, Terms(on=TODAY, party="王记"))] * 40)
    assert len(asked) == 3


def test_a_special_price_is_the_partys_alone(db):
    door()
    publish()
    actions.grant(party="王记", product="D1", price=Decimal(900), since=TODAY, until=TODAY, case=1, actor=1, at=AT)
    line = {"product": "D1", "width": 1000, "height": 2000, "quantity": 2}
    assert one(line, party="王记").amount == 1800
    assert one(line, party="李记").amount == 2720
    assert one(line, party="王记", on=TODAY + timedelta(days=1)).amount == 2720
    with pytest.raises(Refused):
        actions.grant(
            party="王记", product="D1", price=Decimal(9), percent=Decimal(9), since=TODAY, case=1, actor=1, at=AT
        )


def test_a_special_price_is_kept_under_every_name_of_the_party(db):
    door()
    publish()
    parties.register("王记门业", actor=1, at=AT)
    actions.grant(party="王记门业", product="D1", price=Decimal(900), since=TODAY, case=1, actor=1, at=AT)
    parties.change("王记门业", name="王记木门", actor=1, at=AT)
    line = {"product": "D1", "width": 1000, "height": 2000}
    assert one(line, party="王记木门").price == 900
    assert one(line, party="王记门业").price == 900
    assert [each[0] for each in panels.specials("王记木门", at=AT).rows] == ["D1"]


def test_a_special_price_and_its_percentage_stand_in_the_derivation():
    tariff = Tariff(price=1, list=1, name="价表", version=1, components=(Component(title="门", rate="99.99"),))
    found = price(tariff, {}, Decimal(1), special=Special(case=3, percent=Decimal("12.5")))
    assert [(step.sort, str(step.amount)) for step in found.steps] == [("component", "99.99"), ("special", "-12.50")]
    assert found.price == Decimal("87.49")


def test_products_are_found_by_code_in_any_case_and_by_a_name_that_is_one_products(db):
    door("D1", name="橡木门")
    door("D2", name="松木门")
    door("D3", name="松木门")
    assert resolve(["d1", "橡木门", "松木门", "D3", "x"]) == {"d1": "D1", "橡木门": "D1", "D3": "D3"}
    assert [each[0] for each in look_up("松木")] == ["D2", "D3"]


def test_the_list_price_of_what_no_line_need_tell(db):
    door("D1", attributes=[{**WIDE[0], "value": "1000"}, {**WIDE[1], "value": "2000"}])
    door("D2")
    publish(prices=[AREA, {**AREA, "product": "D2"}])
    asked = [("D1", TODAY, None, None), ("D2", TODAY, None, None), ("D1", None, None, None)]
    assert list_prices(asked) == [Decimal("1360.00"), None, None]


def test_a_price_as_it_was_known_stays_whatever_is_published_and_ended_later(db):
    door("D1", attributes=[{**WIDE[0], "value": "1000"}, {**WIDE[1], "value": "2000"}])
    first = publish(prices=[AREA])
    later = AT + timedelta(minutes=1)
    actions.publish(name="乙", since=TODAY, grade="甲", prices=[FIVE], actor=1, at=later)
    actions.end(name=first.name, until=date(2026, 2, 1), actor=1, at=later)
    asked = [("D1", AT, "甲", None), ("D1", later, "甲", None), ("D1", later, None, None), ("D1", None, "甲", None)]
    assert prices_at(asked) == [Decimal("1360.00"), Decimal("5.00"), None, None]


def test_describing_the_same_again_is_no_new_version(db):
    assert door().version == 1
    assert door().version == 1
    assert door(name="新名").version == 2
    with pytest.raises(Refused) as refused:
        door(attributes=[{"name": "宽", "type": "decimal"}, {"name": "quantity"}, {"name": "w", "type": "x"}], unit="")
    assert [each.code for each in refused.value.reasons] == ["needs.unit", "value.attributes"]
