"""The ledgers of stock as the vocabulary declares them, and the fields that they share with its other words."""

from __future__ import annotations

from typing import Final

from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import Ledger, by_name, titled


def place(name: str, zh: str, en: str) -> Field:
    """A field that names a place of goods."""
    return titled(name, zh, en, listed="stock.places")


def _ledger(name: str, zh: str, en: str, *filters: Field) -> Ledger:
    return Ledger(
        name=f"stock.{name}",
        title=Text(zh, en),
        loader=f"gendan.stock.tables:{name}",
        filters=by_name(*filters),
    )


PRODUCT: Final = titled("product", "产品", "Product", listed="stock.goods")
ORDER: Final = titled("order", "用于订单", "For the order")
_PLACE: Final = place("place", "仓库或库位", "Warehouse or place")
_DAYS: Final = (titled("since", "从", "From", "date"), titled("until", "到（含）", "To (included)", "date"))
LEDGERS: Final = (
    _ledger(
        "goods",
        "货品",
        "Goods",
        PRODUCT,
        _PLACE,
        titled("moment", "截至（空：现在）", "As of (empty: now)", "moment"),
    ),
    _ledger("to_scan", "待扫码拣货", "Waiting to be scanned"),
    _ledger("found_units", "单件", "Units", titled("code", "任一编码", "Any code"), PRODUCT, _PLACE),
    _ledger("trail", "单件去向", "A unit's trail", titled("code", "任一编码", "Any code")),
    _ledger(
        "movements",
        "出入库流水",
        "Movements",
        PRODUCT,
        _PLACE,
        titled("party", "往来单位", "Party"),
        ORDER,
        *_DAYS,
    ),
    _ledger("turnover", "进出存", "In, out and left", _PLACE, *_DAYS),
    _ledger("usage", "用料与损耗", "Material and loss", ORDER, *_DAYS),
    _ledger("loads", "编码清单记录", "Code lists", titled("load", "批次（看有错的行）", "Load (to see its faults)")),
    Ledger(
        name="stock.of_case",
        title=Text("出入库明细", "Goods moved"),
        loader="gendan.stock.tables:of_case",
        about="case",
    ),
    Ledger(
        name="stock.codes_of_case",
        title=Text("编码清单", "Codes"),
        loader="gendan.stock.tables:codes_of_case",
        about="case",
        inside=True,
    ),
)
