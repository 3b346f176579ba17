"""Products and prices go out as workbooks and come in again as they were."""

from datetime import UTC, date, datetime

import pytest

from gendan.cases import attachments
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.registry import vocabulary
from gendan.catalogue import asked, sheets, tags
from gendan.catalogue.actions import describe, publish
from gendan.catalogue.models import PriceList, Product
from gendan.core.refusals import Refused

AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"


def kept(path, name):
    with path.open("rb") as content:
        return attachments.store(content, name=name, by=1, at=AT)


def test_a_price_list_goes_out_and_comes_in_as_it_was(db, tmp_path):
    describe(code="D1", unit="樘", attributes=[{"name": "width", "type": "decimal"}], actor=1, at=AT)
    first = publish(
        name="价表",
        since=date(2026, 1, 1),
        prices=[
            {"product": "D1", "title": "门扇", "measure": "width / 1000", "least": "0.8", "unit": "米", "rate": "500"},
            {"product": "D1", "title": "五金", "rate": "=80"[1:]},
        ],
        surcharges=[{"title": "加急", "when": "urgent", "percent": "20"}],
        tables=[{"table": "wood", "key": "橡木", "value": "680"}],
        actor=1,
        at=AT,
    )
    path = tmp_path / "prices.xlsx"
    assert sheets.write_prices(path, first) == 4
    again = asked.publish(
        arguments={"name": "价表", "since": date(2026, 2, 1), "file": kept(path, "prices.xlsx")}, person=1, at=AT
    )
    assert again == {"name": "价表", "version": 2}
    second = PriceList.objects.get(version=2)
    assert [each.components for each in second.prices.all()] == [each.components for each in first.prices.all()]
    assert (second.surcharges, second.tables) == (first.surcharges, first.tables)


def test_products_go_out_and_come_in_as_they_were(db, tmp_path):
    attributes = [
        {"name": "width", "title": "宽", "type": "decimal", "unit": "mm"},
        {"name": "opening", "title": "开向", "type": "choice", "options": ["左", "右"], "value": "左"},
    ]
    describe(code="D1", name="门", unit="樘", attributes=attributes, actor=1, at=AT)
    describe(code="D2", unit="套", offered=False, actor=1, at=AT)
    path = tmp_path / "products.xlsx"
    assert sheets.write_products(path) == 2
    assert asked.describe(arguments={"file": kept(path, "p.xlsx")}, person=1, at=AT) == {"products": 2}
    assert list(Product.objects.order_by("code").values_list("code", "version")) == [("D1", 1), ("D2", 1)]
    file = tmp_path / "more.csv"
    file.write_text("产品编码,名称,单位,属性\nD1,新门,樘,\nD4,窗,,\n", encoding="gb18030")
    with pytest.raises(Refused) as refused:
        asked.describe(arguments={"file": kept(file, "more.csv")}, person=1, at=AT)
    assert [each.parameters["cells"] for each in refused.value.reasons] == [
        [{"row": 2, "column": "unit", "given": "D4"}]
    ]


def test_price_tags_are_a_page_each(db):
    fixed = [{"name": "size", "title": "规格", "type": "text", "value": "860×2050"}]
    for code in ("D1", "门2"):
        describe(code=code, unit="樘", attributes=fixed, actor=1, at=AT)
    describe(code="D3", unit="樘", actor=1, at=AT)
    prices = [{"product": code, "rate": "1280.5"} for code in ("D1", "门2")]
    publish(name="价表", since=date(2026, 1, 1), prices=prices, actor=1, at=AT)
    told = tags.data({}, date(2026, 10, 9), "zh")
    assert [(each["code"], each["price"], each["bars"]) for each in told["tags"]] == [
        ("D1", "1,280.50", True),
        ("门2", "1,280.50", False),
    ]
    made = tags.paper({}, at=AT, language="zh")
    assert made.startswith(b"%PDF")
    assert made == tags.paper({}, at=AT, language="zh")
    assert tags.paper({"text": "none"}, at=AT, language="en").startswith(b"%PDF")


def test_the_empty_template_explains_every_column(db, tmp_path):
    path = tmp_path / "template.xlsx"
    assert sheets.write_prices(path, None) == 0
    from gendan.cases.sheets import open_table

    told = [line.cells[0] for line in open_table(path, sheet="填写说明").rows()]
    assert len(told) >= 15


def test_what_is_wrong_in_rows_is_told_by_line_and_column(db):
    words = vocabulary().actions["catalogue.publish"]
    spoken = Speaker(language="zh", fields={field.name: field for field in words.fields})
    given = {"name": "价表", "since": date(2026, 1, 1), "prices": [{"product": "D9", "rate": "1"}, {"rate": "+"}]}
    with pytest.raises(Refused) as refused:
        asked.publish(arguments=given, person=1, at=AT)
    assert reasons_in_words(refused.value.reasons, spoken) == [
        "“价格”第 1 行“产品编码”不能是“D9”（没有这个产品）；第 2 行“产品编码”不能是“空”（不能空着）。"
    ]
    english = Speaker(language="en", fields=spoken.fields)
    assert "line 1 “Product code” can't be “D9”" in reasons_in_words(refused.value.reasons, english)[0]
