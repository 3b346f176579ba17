"""Products and price lists as files: read from xlsx or CSV, and written with a sheet that explains the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter
from django.utils.translation import get_language

from gendan.cases.attachments import path_of
from gendan.cases.sheets import Unreadable, open_table
from gendan.catalogue.models import PriceList, Product
from gendan.catalogue.vocabulary import PRICES, SURCHARGES, TABLES
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text

Row = dict[str, str]

PRODUCT: Final = (
    (
        "code",
        Text("产品编码", "Product code"),
        Text("必填，唯一；再次导入同一编码即更新。", "Needed and unique; the same code again updates it."),
    ),
    ("name", Text("名称", "Name"), Text("空着时与编码相同。", "The code, where it is empty.")),
    ("name_english", Text("英文名称", "English name"), Text("英文单据上印的名称。", "What English papers print.")),
    ("series", Text("系列", "Series"), Text("同一系列可以共用一个价格。", "Products of a series may share a price.")),
    ("unit", Text("单位", "Unit"), Text("必填，如 樘、件、平方米。", "Needed, such as piece or m².")),
    ("offered", Text("在售", "Offered"), Text("是或否；空着为是。", "Yes or no; yes where it is empty.")),
    (
        "attributes",
        Text("属性", "Attributes"),
        Text(
            "逐项用分号隔开，每项写：代号:名称:类型:单位:可选值=固定值。类型是 decimal、int、text、choice、bool；"
            "可选值用 | 隔开；固定值可省。例：width:宽:decimal:mm; opening:开向:choice::left|right",
            "One after the other with semicolons, each NAME:TITLE:TYPE:UNIT:OPTIONS=VALUE. Types are decimal, int,"
            " text, choice and bool; options are parted by |; the fixed value may be left out.",
        ),
    ),
)
"""The columns of a sheet of products: name, title, and what it takes."""

_EXPLAINED: Final[Mapping[str, Text]] = {
    "product": Text(
        "产品编码；一个产品可以有几行，每行一个组成。", "A product's code; several rows are several components."
    ),
    "series": Text("整个系列同价时填系列，不填产品编码。", "A series instead of a product, for all of its products."),
    "title": Text("报价单的价格明细里印的名称。", "What the derivation of the price prints."),
    "measure": Text(
        "按什么计量，如 width*height/1000000；空着按件。", "What is counted, such as width*height/1000000."
    ),
    "least": Text("计量不足时按此计，如最小面积 1.5。", "At least this much is counted, such as 1.5 m²."),
    "most": Text("计量最多计到此数。", "At most this much is counted."),
    "unit": Text("计量单位，只用于显示。", "The unit of the measure, for show."),
    "rate": Text(
        "每一计量单位的单价，可写算式，如 680 if material == '不锈钢' else 520。", "The price of one, or a formula."
    ),
    "when": Text("何时收取，如 urgent or width > 1200；空着总收。", "When it is charged; always, where it is empty."),
    "amount": Text("金额或算式；与百分比二选一。", "An amount or a formula; or else a percentage."),
    "percent": Text("占价格组成之和的百分数，如 20。", "Of the sum of the components, such as 20."),
    "per": Text("每件（piece）或每行（line）。", "For each piece, or once for the line."),
    "table": Text("表的代号，算式里写 table.代号(属性)。", "The table's name: table.NAME(attribute) in formulas."),
    "key": Text("属性的值。", "The attribute's value."),
    "value": Text("对应的数。", "The number for it."),
}
SHEETS: Final = ((PRICES, "价格"), (SURCHARGES, "附加费"), (TABLES, "对照表"))
"""The sheets of a workbook of prices."""


def _path(value: object) -> Path:
    path = path_of(str(value.get("sha256", ""))) if isinstance(value, Mapping) else None
    if path is None:
        raise Refused((Reason("value.file", {"given": "", "expected": {"type": "file"}}),))
    return path


def product_rows(file: object) -> Iterator[Mapping[str, object]]:
    """The products in a file, each as `actions.describe` takes it. Raises Refused where it is no such table."""
    titles = {name: (title.zh, title.en, name) for name, title, _ in PRODUCT}
    for row in _rows(_path(file), titles, "", ("code", "unit")):
        yield {
            **{name: row.get(name, "") for name in ("code", "name", "name_english", "series", "unit")},
            "offered": row.get("offered", "").strip().lower() not in ("否", "no", "false", "0", "停售"),
            "attributes": attributes(row.get("attributes", "")),
        }


def attributes(text: str) -> list[dict[str, object]]:
    """Attributes as a cell writes them: NAME:TITLE:TYPE:UNIT:OPTIONS=VALUE, parted by semicolons."""
    found: list[dict[str, object]] = []
    for one in text.replace("；", ";").replace("：", ":").replace("\n", ";").split(";"):
        if not one.strip():
            continue
        said, _, value = one.partition("=")
        parts = [*(part.strip() for part in said.split(":")), "", "", "", "", ""][:5]
        found.append(
            {
                "name": parts[0],
                "title": parts[1] or parts[0],
                "type": parts[2] or "text",
                "unit": parts[3],
                "options": parts[4].replace("|", ","),
                "value": value.strip(),
            }
        )
    return found


def price_rows(file: object) -> dict[str, list[Row]]:
    """The rows of a workbook of prices by argument of `catalogue.publish`. A CSV has prices alone."""
    path = _path(file)
    found: dict[str, list[Row]] = {}
    for argument, sheet in SHEETS:
        titles = {each.name: (each.title.zh, each.title.en, each.name) for each in argument.columns}
        try:
            found[argument.name] = list(_rows(path, titles, sheet, ()))
        except Unreadable:
            if argument is PRICES:
                found[argument.name] = list(_rows(path, titles, "", ("rate",)))
    return found


def _rows(path: Path, titles: Mapping[str, Sequence[str]], sheet: str, needed: Iterable[str]) -> Iterator[Row]:
    table = open_table(path, wanted=[title for each in titles.values() for title in each], sheet=sheet)
    columns = {}
    for name, called in titles.items():
        column = next((found for title in called if (found := table.column(title)) is not None), None)
        if column is not None:
            columns[name] = column.place
    missing = [titles[name][0] for name in needed if name not in columns]
    if missing:
        raise Unreadable("missing_column", column=missing[0], given=[each.header for each in table.columns])
    for line in table.rows():
        row = {
            name: line.cells[place].strip()
            for name, place in columns.items()
            if place < len(line.cells) and line.cells[place].strip()
        }
        if row:
            yield row


def _said(text: Text) -> str:
    return text.in_language(get_language() or "zh")


def products_workbook(path: Path, given: Mapping[str, object]) -> int:
    """The workbook of products that `catalogue.product` reads again."""
    return write_products(path)


def prices_workbook(path: Path, given: Mapping[str, object]) -> int:
    """The workbook of a list that `catalogue.publish` reads again; the empty template where no list is named."""
    found = PriceList.objects.order_by("-version").filter(name=str(given.get("list") or ""))
    version = given.get("version")
    return write_prices(path, (found.filter(version=version) if isinstance(version, int) else found).first())


def write_products(path: Path) -> int:
    """Write all products as a workbook whose second sheet explains the columns; gives how many there are."""
    found = Product.objects.order_by("code")
    rows = (
        [
            product.code,
            product.name,
            product.name_english,
            product.series,
            product.unit,
            _said(Text("是", "yes")) if product.offered else _said(Text("否", "no")),
            "; ".join(_written(each) for each in product.attributes),
        ]
        for product in found.iterator(chunk_size=2000)
    )
    explained = [(_said(title), _said(says)) for _, title, says in PRODUCT]
    return _write(path, [(_said(Text("产品", "Products")), [head for head, _ in explained], rows)], explained)


def _written(attribute: Mapping[str, object]) -> str:
    options = attribute.get("options")
    parts = [
        str(attribute["name"]),
        str(attribute.get("title", "")),
        str(attribute.get("type", "text")),
        str(attribute.get("unit", "")),
        "|".join(str(each) for each in options) if isinstance(options, list) else "",
    ]
    said = ":".join(parts).rstrip(":")
    return f"{said}={attribute['value']}" if attribute.get("value") not in (None, "") else said


def write_prices(path: Path, published: PriceList | None) -> int:
    """Write a price list as a workbook that can be published again; without one the empty template.

    Its last sheet explains the columns.
    """
    rows: dict[str, list[list[str]]] = {"prices": [], "surcharges": [], "tables": []}
    if published is not None:
        for price in published.prices.select_related("product").order_by("id"):
            for component in price.components:
                said = {"product": price.product.code if price.product else "", "series": price.series, **component}
                rows["prices"].append([str(said.get(column.name, "")) for column in PRICES.columns])
        rows["surcharges"] = [
            [str(said.get(column.name, "")) for column in SURCHARGES.columns] for said in published.surcharges
        ]
        rows["tables"] = [
            [table, key, value] for table, cells in published.tables.items() for key, value in cells.items()
        ]
    explained = [
        (f"{sheet} · {_said(column.title)}", _said(_EXPLAINED[column.name]))
        for argument, sheet in SHEETS
        for column in argument.columns
    ]
    sheets = [(sheet, _heads(argument), rows[argument.name]) for argument, sheet in SHEETS]
    return _write(path, sheets, explained)


def _heads(argument: Field) -> list[str]:
    return [_said(column.title) for column in argument.columns]


def _write(
    path: Path,
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]],
    explained: Sequence[tuple[str, str]],
) -> int:
    count = 0
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for title, heads, rows in sheets:
            page = book.add_worksheet(title)
            page.freeze_panes(1, 0)
            for place, head in enumerate(heads):
                page.write_string(0, place, head, bold)
                page.set_column(place, place, max(12, len(head) * 2))
            for number, row in enumerate(rows, 1):
                count += 1
                for place, cell in enumerate(row):
                    if cell:
                        page.write_string(number, place, cell)
        page = book.add_worksheet(_said(Text("填写说明", "How to fill it in")))
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 90, wrapped)
        for number, (head, says) in enumerate(explained):
            page.write_string(number, 0, head, bold)
            page.write_string(number, 1, says, wrapped)
    return count
