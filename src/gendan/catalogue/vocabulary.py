"""The words that this room gives to packs: what a product is and costs, special prices, and who may publish."""

from decimal import Decimal
from typing import Final

from gendan.core.expression.types import BOOL, DATE, DECIMAL, MOMENT, MONEY, PARTY, TEXT
from gendan.core.field import Choice, Field
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Ledger, Lookup, Panel, Reference, Vocabulary, titled

PRODUCT: Final = Field(name="product", title=Text("产品", "Product"), type="product")


def _choices(**titles: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(name=name, title=Text(*title)) for name, title in titles.items())


ATTRIBUTES: Final = titled(
    "attributes",
    "属性",
    "Attributes",
    "rows",
    columns=(
        titled("name", "代号", "Name"),
        titled("title", "名称", "Title"),
        titled(
            "type",
            "类型",
            "Type",
            "choice",
            choices=_choices(
                decimal=("数字", "Number"),
                int=("整数", "Whole number"),
                text=("文字", "Text"),
                choice=("选项", "Choice"),
                bool=("是否", "Yes or no"),
            ),
        ),
        titled("unit", "单位", "Unit"),
        titled("options", "可选值", "Options"),
        titled("value", "固定值", "Fixed value"),
    ),
)
"""What a product declares of itself: see `models.Product`."""

PRICES: Final = titled(
    "prices",
    "价格",
    "Prices",
    "rows",
    columns=(
        titled("product", "产品编码", "Product code"),
        titled("series", "系列", "Series"),
        titled("title", "组成", "Component"),
        titled("measure", "计量式", "Measure"),
        titled("least", "最少", "At least", "decimal"),
        titled("most", "最多", "At most", "decimal"),
        titled("unit", "计量单位", "Unit"),
        titled("rate", "单价式", "Rate"),
    ),
)
SURCHARGES: Final = titled(
    "surcharges",
    "附加费",
    "Surcharges",
    "rows",
    columns=(
        titled("title", "名称", "Title"),
        titled("when", "条件", "When"),
        titled("amount", "金额式", "Amount"),
        titled("percent", "百分比", "Percent", "decimal"),
        titled("per", "计法", "For each", "choice", choices=_choices(piece=("每件", "Piece"), line=("每行", "Line"))),
    ),
)
TABLES: Final = titled(
    "tables",
    "对照表",
    "Tables",
    "rows",
    columns=(
        titled("table", "表", "Table"),
        titled("key", "键", "Key"),
        titled("value", "值", "Value", "decimal"),
    ),
)

_CALLED = {
    "party": Text("单位", "Party"),
    "price": Text("价格", "Price"),
    "percent": Text("百分比", "Per cent"),
    "since": Text("起始日期", "Since"),
    "until": Text("截止日期", "Until"),
}
"""What people call the arguments of effects."""

VOCABULARY = Vocabulary.of(
    ("catalogue",),
    [
        Lookup(
            name="catalogue.known",
            title=Text("产品在售", "Product is offered"),
            type=BOOL,
            arguments={"product": PRODUCT},
            loader="gendan.catalogue.queries:known",
        ),
        Lookup(
            name="catalogue.price",
            title=Text("目录单价", "List price"),
            type=MONEY,
            arguments={"product": PRODUCT, "day": DATE, "grade": TEXT, "channel": TEXT},
            optional=("grade", "channel"),
            minimum=0,
            loader="gendan.catalogue.queries:list_prices",
        ),
        Lookup(
            name="catalogue.price_at",
            title=Text("当时的目录单价", "List price as it was known"),
            type=MONEY,
            arguments={"product": PRODUCT, "moment": MOMENT, "grade": TEXT, "channel": TEXT},
            optional=("grade", "channel"),
            minimum=0,
            loader="gendan.catalogue.queries:prices_at",
        ),
        Lookup(
            name="catalogue.series",
            title=Text("产品系列", "Series of a product"),
            type=TEXT,
            arguments={"product": PRODUCT},
            loader="gendan.catalogue.queries:series_of",
        ),
        EffectWord(
            name="catalogue.special",
            title=Text("特价生效", "Grant a special price"),
            titles=_CALLED,
            handler="gendan.catalogue.asked:grant",
            arguments={
                "party": PARTY,
                "product": PRODUCT,
                "price": MONEY,
                "percent": DECIMAL,
                "since": DATE,
                "until": DATE,
            },
            required=("party", "product"),
        ),
        AreaAction(
            name="catalogue.product",
            title=Text("登记产品", "Describe products"),
            handler="gendan.catalogue.asked:describe",
            about="site",
            arguments={
                "code": titled("code", "产品编码", "Product code"),
                "name": titled("name", "名称", "Name"),
                "name_english": titled("name_english", "英文名称", "English name"),
                "series": titled("series", "系列", "Series"),
                "unit": titled("unit", "单位", "Unit"),
                "attributes": ATTRIBUTES,
                "offered": titled("offered", "在售", "Offered", "bool"),
                "file": titled("file", "产品表（xlsx 或 CSV）", "Sheet of products (xlsx or CSV)", "file"),
            },
        ),
        AreaAction(
            name="catalogue.publish",
            title=Text("发布价格表", "Publish a price list"),
            handler="gendan.catalogue.asked:publish",
            about="site",
            arguments={
                "name": titled("name", "价格表", "Price list"),
                "grade": titled("grade", "客户等级", "Grade"),
                "channel": titled("channel", "渠道", "Channel"),
                "since": titled("since", "起始日", "From", "date"),
                "until": titled("until", "截止日（当天仍有效）", "Until (that day included)", "date"),
                "round_to": titled("round_to", "单价取整到", "Round a price to", "money", min=Decimal("0.01")),
                "round_mode": titled(
                    "round_mode",
                    "取整方式",
                    "Rounding",
                    "choice",
                    choices=_choices(
                        half_up=("四舍五入", "Half up"),
                        half_even=("四舍六入五成双", "Half to even"),
                        up=("进一", "Up"),
                        down=("舍去", "Down"),
                    ),
                ),
                "file": titled("file", "价格工作簿（xlsx）", "Workbook of prices (xlsx)", "file"),
                "prices": PRICES,
                "surcharges": SURCHARGES,
                "tables": TABLES,
            },
            required=("name", "since"),
        ),
        AreaAction(
            name="catalogue.end",
            title=Text("价格表到期", "End a price list"),
            handler="gendan.catalogue.asked:end",
            about="site",
            arguments={
                "name": titled("name", "价格表", "Price list"),
                "version": titled("version", "版本", "Version", "int", min=Decimal(1)),
                "until": titled("until", "截止日（当天仍有效）", "Until (that day included)", "date"),
            },
            required=("name", "until"),
        ),
        AreaAction(name="catalogue.read", title=Text("查看产品与价格", "Look at products and prices"), about="site"),
        Ledger(
            name="catalogue.products",
            title=Text("产品", "Products"),
            loader="gendan.catalogue.ledgers:products",
            workbook="gendan.catalogue.sheets:products_workbook",
            filters={"text": titled("text", "编码、名称或系列", "Code, name or series")},
        ),
        Ledger(
            name="catalogue.lists",
            title=Text("价格表", "Price lists"),
            loader="gendan.catalogue.ledgers:lists",
            filters={"day": titled("day", "有效日", "In force on", "date")},
        ),
        Ledger(
            name="catalogue.prices",
            title=Text("价格", "Prices"),
            loader="gendan.catalogue.ledgers:prices",
            workbook="gendan.catalogue.sheets:prices_workbook",
            filters={
                "list": titled("list", "价格表", "Price list"),
                "version": titled("version", "版本", "Version", "int", min=Decimal(1)),
            },
        ),
        Ledger(
            name="catalogue.tags",
            title=Text("价签", "Price tags"),
            loader="gendan.catalogue.tags:table",
            paper="gendan.catalogue.tags:paper",
            filters={
                "text": titled("text", "编码", "Code"),
                "day": titled("day", "有效日", "In force on", "date"),
                "grade": titled("grade", "客户等级", "Grade"),
                "channel": titled("channel", "渠道", "Channel"),
            },
        ),
        Ledger(
            name="catalogue.granted",
            title=Text("特价", "Special prices"),
            loader="gendan.catalogue.ledgers:specials",
            filters={
                "party": titled("party", "客户", "Party"),
                "all": titled("all", "连同已过期的", "Those that are over too", "bool"),
            },
        ),
        Panel(
            name="catalogue.specials",
            title=Text("特价", "Special prices"),
            about="party",
            loader="gendan.catalogue.panels:specials",
        ),
    ],
    title=Text("产品与价格", "Products and prices"),
    references=(
        Reference(
            type="product",
            area="catalogue",
            resolve="gendan.catalogue.queries:resolve",
            look_up="gendan.catalogue.queries:look_up",
            make="gendan.catalogue.actions:make_known",
        ),
        Reference(
            type="catalogue.series",
            area="catalogue",
            resolve="gendan.catalogue.picking:resolve_series",
            look_up="gendan.catalogue.picking:look_up_series",
            make="gendan.catalogue.picking:make_series",
        ),
        Reference(
            type="catalogue.values",
            area="catalogue",
            resolve="gendan.catalogue.picking:resolve_values",
            look_up="gendan.catalogue.picking:look_up_values",
            make="gendan.catalogue.picking:make_values",
            of_field=True,
        ),
    ),
    refusals={
        "catalogue.unknown_product": Text(
            "第 {line} 行：没有产品“{product}”。", "Line {line}: there is no product “{product}”."
        ),
        "catalogue.withdrawn": Text(
            "第 {line} 行：产品“{product}”已停售。", "Line {line}: “{product}” is not offered any more."
        ),
        "catalogue.no_price": Text(
            "第 {line} 行：“{product}”在当天没有这个等级和渠道的价格。",
            "Line {line}: “{product}” has no price on this day for this grade and channel.",
        ),
        "catalogue.quantity": Text(
            "第 {line} 行：“{product}”的数量应大于 0。", "Line {line}: the quantity of “{product}” must be above 0."
        ),
        "catalogue.unfilled": Text(
            "第 {line} 行：“{product}”计价还缺 {missing}。", "Line {line}: to price “{product}”, {missing} is missing."
        ),
        "catalogue.no_rate": Text(
            "第 {line} 行：“{product}”的价格表里查不到 {missing}。",
            "Line {line}: the price list of “{product}” has no {missing}.",
        ),
        "catalogue.wrong_formula": Text(
            "第 {line} 行：“{product}”的算式“{formula}”算不出价格。",
            "Line {line}: the formula “{formula}” gives no price for “{product}”.",
        ),
        "catalogue.negative": Text(
            "第 {line} 行：“{product}”的价格算成了负数（{given}）。",
            "Line {line}: the price of “{product}” is below zero ({given}).",
        ),
        "catalogue.price_or_percent": Text(
            "“{product}”的特价要么给单价，要么给 0 到 100 的折让百分比。",
            "A special price of “{product}” is a price, or a percentage off between 0 and 100.",
        ),
        "catalogue.until": Text(
            "特价截止 {given} 早于起始 {since}。", "The special price ends on {given}, before {since}."
        ),
    },
)
