"""The words that this room gives to packs."""

from __future__ import annotations

from decimal import Decimal

from gendan.core.expression import Type
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import (
    AreaAction,
    EffectWord,
    Fact,
    Lookup,
    Panel,
    Vocabulary,
    titled,
)
from gendan.stock.declared import LEDGERS, ORDER, PRODUCT, place
from gendan.stock.references import REFERENCES
from gendan.stock.refusals import REFUSALS

_QUANTITY = titled("quantity", "数量", "Quantity", "decimal")
_MEASURE = titled("measure", "单位", "Unit")
_NOTE = titled("note", "备注", "Remark")
_LINES = titled(
    "lines",
    "货品",
    "Goods",
    "rows",
    columns=(
        PRODUCT,
        _QUANTITY,
        _MEASURE,
        place("place", "库位", "Place"),
        titled("code", "编码", "Code"),
        titled("code_2", "第二编码", "Second code"),
        titled("code_3", "第三编码", "Third code"),
    ),
)
_CODES = titled("codes", "编码（可多个）", "Codes (one or several)", listed="stock.codes")
_RECODE = {
    "unit": titled("unit", "单件", "Unit", "unit"),
    "number": Field(
        name="number",
        title=Text("第几编码（1 至 3）", "Which code (1 to 3)"),
        type="int",
        min=Decimal(1),
        max=Decimal(3),
    ),
    "code": titled("code", "新编码", "New code"),
    "note": titled("note", "原因", "Why"),
}
_WHAT = {
    "product": PRODUCT,
    "quantity": _QUANTITY,
    "measure": _MEASURE,
    "codes": _CODES,
    "lines": _LINES,
    "list": titled("list", "编码文件", "File of codes", "file"),
}
_SOURCE = {"source": place("source", "从库位", "From place")}
_TARGET = {"target": place("target", "到库位", "To place")}
_INSPECT = {"inspect": titled("inspect", "先待检", "Inspect first", "bool")}
_SUPPLIER = {"supplier": titled("supplier", "供方", "Supplier", "party")}
_CUSTOMER = {"customer": titled("customer", "客户", "Customer", "party")}
_ORDER = {"order": ORDER}
_LAST = {"note": _NOTE}
_INSPECTED = {"inspected": titled("inspected", "从待检区取", "From inspection", "bool")}


def _fact(name: str, kind: str, zh: str, en: str, loader: str, *changed_by: str, columns: str = "") -> Fact:
    return Fact(
        name=f"stock.{name}",
        type=Type(kind, columns=tuple((column, Type("text")) for column in columns.split())),
        title=Text(zh, en),
        loader=f"gendan.stock.facts:{loader}",
        minimum=None if kind == "rows" else 0,
        changed_by=changed_by,
    )


def _effect(name: str, zh: str, en: str, arguments: dict[str, Field], *required: str) -> EffectWord:
    held = name == "reserve"
    return EffectWord(
        name=f"stock.{name}",
        title=Text(zh, en),
        handler=f"gendan.stock.effects:{name}",
        arguments=arguments,
        required=required,
        holds=held,
        release="gendan.stock.effects:release" if held else None,
    )


def _lookup(name: str, kind: str, zh: str, en: str, *arguments: str) -> Lookup:
    return Lookup(
        name=f"stock.{name}",
        type=Type(kind),
        title=Text(zh, en),
        loader=f"gendan.stock.lookups:{name}",
        arguments={each: Type("text") for each in arguments},
        minimum=None if kind in ("text", "party") else 0,
    )


VOCABULARY = Vocabulary.of(
    ("stock",),
    [
        _fact("reserved", "decimal", "已预留", "Reserved", "reserved", "stock.reserve", "stock.pick"),
        _fact("short", "decimal", "缺货数", "Short", "short", "stock.reserve"),
        _fact("picked", "int", "已拣件数", "Units picked", "picked", "stock.pick"),
        _fact("dispatched", "decimal", "已发货", "Dispatched", "dispatched", "stock.dispatch"),
        _fact("issued", "decimal", "已领料", "Issued", "issued", "stock.issue"),
        _fact("received", "decimal", "已入库", "Received", "received", "stock.receive"),
        _fact("lost", "decimal", "已报损", "Written off", "lost", "stock.lose"),
        _fact("counted", "int", "盘点行数", "Lines counted", "counted_lines", "stock.count"),
        _fact("differing", "int", "账实不符行数", "Lines that differ", "differing", "stock.count"),
        _fact("codes", "rows", "编码清单", "Codes", "codes", columns="product code code_1 code_2 code_3"),
        _fact("lines", "rows", "出入库明细", "Goods moved", "lines", columns="product quantity measure from to"),
        _fact(
            "differences",
            "rows",
            "盘点差异",
            "Differences",
            "differences",
            columns="product place book counted difference missing unexpected",
        ),
        _fact(
            "standing",
            "rows",
            "开单时库存",
            "Stock when the case was opened",
            "standing",
            columns="product place quantity measure",
        ),
        _fact(
            "day",
            "rows",
            "当日进出存",
            "The day's goods in and out",
            "day",
            columns="product place measure before came went after",
        ),
        _fact(
            "last_month",
            "rows",
            "上月进出存",
            "Last month's goods in and out",
            "last_month",
            columns="product place measure before came went after",
        ),
        _fact(
            "usage",
            "rows",
            "上月用料与损耗",
            "Last month's material and loss",
            "usage",
            columns="order workshop product measure planned unplanned lost",
        ),
        _lookup("free", "decimal", "可用数量", "Free", "product"),
        _lookup("free_at", "decimal", "库位可用数量", "Free at a place", "product", "place"),
        _lookup("place_of", "text", "所在库位", "Where a unit is", "unit"),
        _lookup("product_of", "text", "编码的产品", "Product of a unit", "unit"),
        _lookup("holder_of", "party", "在谁手中", "With whom a unit is", "unit"),
        Lookup(
            name="stock.is_with",
            type=Type("bool"),
            title=Text("在该单位手中", "Is with the party"),
            arguments={"unit": Type("text"), "party": Type("party")},
            loader="gendan.stock.lookups:is_with",
        ),
        _lookup("used", "decimal", "订单用料", "Material used for an order", "order", "product"),
        _lookup("lost_for", "decimal", "订单损耗", "Material lost for an order", "order", "product"),
        _effect(
            "reserve",
            "预留",
            "Reserve",
            {**_WHAT, **_SOURCE, "part": titled("part", "有多少留多少", "As much as there is", "bool")},
        ),
        _effect("dispatch", "发货出库", "Dispatch", {**_WHAT, **_SOURCE, **_CUSTOMER, **_LAST}),
        _effect("receive", "入库", "Receive", {**_WHAT, **_TARGET, **_INSPECT, **_SUPPLIER, **_LAST}),
        _effect(
            "send_back",
            "退供方",
            "Return to the supplier",
            {**_WHAT, **_SOURCE, **_INSPECTED, **_SUPPLIER, **_LAST},
        ),
        _effect(
            "take_back",
            "退货入库",
            "Take back",
            {
                **_WHAT,
                **_TARGET,
                **_INSPECT,
                **_CUSTOMER,
                "of": titled("of", "原发货单号", "Number it was sent by"),
                **_LAST,
            },
        ),
        _effect("transfer", "调拨", "Transfer", {**_WHAT, **_SOURCE, **_INSPECTED, **_TARGET, **_LAST}, "target"),
        _effect(
            "issue",
            "领料出库",
            "Issue",
            {
                **_WHAT,
                **_SOURCE,
                "workshop": titled("workshop", "领用部门", "Workshop"),
                **_ORDER,
                "planned": titled("planned", "计划内", "Planned", "bool"),
                "maker": titled("maker", "制单人", "Made out by", "person"),
                **_LAST,
            },
        ),
        _effect(
            "lose",
            "报损",
            "Write off",
            {
                **_WHAT,
                **_SOURCE,
                **_INSPECTED,
                "workshop": titled("workshop", "已领用的部门", "Workshop that has drawn it"),
                **_ORDER,
                **_LAST,
            },
        ),
        _effect("count", "盘点", "Count", {"place": place("place", "库位", "Place"), **_WHAT}, "place"),
        _effect("adjust", "按盘点调账", "Book what was counted", _LAST),
        _effect("recode", "更换编码", "Replace a code", _RECODE, "unit", "number"),
        AreaAction(name="stock.read", title=Text("查看库存", "Look at stock"), about="site"),
        AreaAction(
            name="stock.receive",
            title=Text("入库", "Receive goods"),
            handler="gendan.stock.site:receive",
            arguments={**_WHAT, **_TARGET, **_INSPECT, **_SUPPLIER, **_LAST},
            about="site",
        ),
        AreaAction(
            name="stock.load_codes",
            title=Text("导入编码清单", "Bring in a list of codes"),
            handler="gendan.stock.site:load_codes",
            arguments={
                "list": titled("list", "清单文件", "List", "file"),
                "product": titled(
                    "product", "产品（清单未写明时）", "Product (where the list names none)", listed="stock.goods"
                ),
                **_TARGET,
                **_SUPPLIER,
                "all_or_none": titled("all_or_none", "有错整份不收", "All rows or none", "bool"),
            },
            required=("list", "target"),
            about="site",
        ),
        AreaAction(
            name="stock.place",
            title=Text("新建库位", "New place"),
            handler="gendan.stock.site:place",
            arguments={
                "name": titled("name", "库位名称", "Name"),
                "warehouse": place(
                    "warehouse", "所属仓库（空：它就是仓库）", "Within the warehouse (empty: it is one)"
                ),
                "inspection": titled("inspection", "待检区", "For inspection", "bool"),
            },
            required=("name",),
            about="site",
        ),
        AreaAction(
            name="stock.packing",
            title=Text("声明包装单位", "Declare a packing unit"),
            handler="gendan.stock.site:packing",
            arguments={
                "product": PRODUCT,
                "measure": titled("measure", "包装单位", "Packing unit"),
                "factor": titled("factor", "含基本单位数", "Holds so many", "decimal"),
                "own": titled("own", "基本单位（新货品）", "Own unit (of new goods)"),
            },
            required=("product", "measure", "factor"),
            about="site",
        ),
        AreaAction(
            name="stock.name_code",
            title=Text("命名编码", "Name a sort of code"),
            handler="gendan.stock.site:name_code",
            arguments={
                "number": Field(
                    name="number", title=Text("第几编码", "Which"), type="int", min=Decimal(1), max=Decimal(3)
                ),
                "title": titled("title", "名称", "Name"),
            },
            required=("number", "title"),
            about="site",
        ),
        AreaAction(
            name="stock.recode",
            title=Text("更换编码", "Replace a code"),
            handler="gendan.stock.site:recode",
            arguments=_RECODE,
            required=("unit", "number", "code", "note"),
            about="site",
        ),
        AreaAction(
            name="stock.pick",
            title=Text("拣货扫码", "Pick by code"),
            handler="gendan.stock.site:pick",
            arguments={"codes": _CODES},
            required=("codes",),
        ),
        *LEDGERS,
        Panel(
            name="stock.with_party",
            title=Text("在该单位的货", "Goods with this party"),
            about="party",
            loader="gendan.stock.panels:with_party",
        ),
    ],
    title=Text("库存", "Stock"),
    references=REFERENCES,
    refusals=REFUSALS,
)
