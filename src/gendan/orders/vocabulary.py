"""The words that this room gives to packs: what lines cost, how far they are made, what was earned, what differs."""

from decimal import Decimal
from typing import Final

from gendan.core.expression.types import BOOL, DATE, DECIMAL, INT, MONEY, PERSON, TEXT, rows
from gendan.core.expression.types import Type as Kind
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, Fact, Ledger, Lookup, Panel, Reference, Vocabulary, titled
from gendan.orders.effects import EFFECTS
from gendan.orders.wording import REFUSALS

_PRICE: Final = "orders.price"
_ISSUE: Final = "orders.issue"
_QUERIES: Final = "gendan.orders.queries:"
_PICKING: Final = "gendan.orders.picking:"
_SLIP_BY: Final = ("orders.pay", "orders.void_slip")
_MADE_BY: Final = ("orders.progress", "orders.rework", "orders.issue", "orders.recall", "orders.price")


def _fact(
    name: str, zh: str, en: str, kind: Kind, loader: str, *by: str, least: int | None = None, dated: str = ""
) -> Fact:
    return Fact(
        name=f"orders.{name}",
        title=Text(zh, en),
        type=kind,
        loader=loader,
        minimum=least,
        changed_by=by,
        dated=dated,
    )


def _list(name: str, resolve: str, look_up: str) -> Reference:
    return Reference(
        type=f"orders.{name}",
        area="orders",
        resolve=_PICKING + resolve,
        look_up=_PICKING + look_up,
        make=_PICKING + "make_nothing",
    )


_DONE: Final = rows({"step": TEXT, "pieces": DECIMAL, "reworked": DECIMAL, "wage": MONEY, "cost": MONEY})
_SINCE: Final = titled("since", "起用日", "From", "date")
_SERIES: Final = titled("series", "系列（空为全部）", "Series (all where empty)", listed="catalogue.series")
_STEP: Final = titled("step", "工序", "Step", listed="orders.steps")
_WORKER: Final = titled("worker", "无账号的工人", "Worker without an account", listed="orders.workers")

VOCABULARY = Vocabulary.of(
    ("orders",),
    [
        # What it costs.
        _fact("total", "报价总额", "Total quoted", MONEY, _QUERIES + "totals", "orders.price", least=0),
        _fact("quoted", "当前明细已报价", "The lines as they stand are quoted", BOOL, _QUERIES + "quoted", _PRICE),
        _fact("quotations", "报价次数", "Times quoted", INT, _QUERIES + "quotations", "orders.price", least=0),
        _fact("difference", "较上次报价", "Above the quotation before", MONEY, _QUERIES + "difference", _PRICE),
        _fact("lines", "报价行数", "Lines quoted", INT, _QUERIES + "lines", "orders.price", least=0),
        _fact("pieces", "报价件数", "Pieces quoted", DECIMAL, _QUERIES + "pieces", "orders.price", least=0),
        # How far it is made.
        _fact("made", "完工件数", "Pieces made", DECIMAL, _QUERIES + "made", *_MADE_BY, least=0),
        _fact("unmade", "未完工件数", "Pieces not made yet", DECIMAL, _QUERIES + "unmade", *_MADE_BY, least=0),
        _fact("reworked", "返工件数", "Pieces made again", DECIMAL, _QUERIES + "reworked", "orders.rework", least=0),
        _fact("sheet", "生产单号", "Production sheet", TEXT, _QUERIES + "sheet_numbers", _ISSUE, "orders.recall"),
        _fact("sheets", "生产单版数", "Sheets issued", INT, _QUERIES + "sheets", "orders.issue", least=0),
        _fact(
            "cost_done",
            "已做工序成本",
            "Cost of what was done",
            MONEY,
            _QUERIES + "costs_done",
            "orders.progress",
            least=0,
        ),
        _fact(
            "cost_unsettled",
            "未结算的工序成本",
            "Cost of what was done and not settled",
            MONEY,
            _QUERIES + "costs_unsettled",
            "orders.progress",
            "orders.settle",
            least=0,
        ),
        _fact(
            "wages",
            "计件工资",
            "Piece wages",
            MONEY,
            _QUERIES + "wages_done",
            "orders.progress",
            least=0,
            dated=_QUERIES + "wages_dated",
        ),
        _fact("slip_total", "工资单合计", "Total of the wage slip", MONEY, _QUERIES + "slip_totals", *_SLIP_BY),
        # What was promised.
        _fact("promised", "答复交期", "Day promised", DATE, _QUERIES + "promised", "orders.promise"),
        _fact("promises", "答复交期次数", "Days promised", INT, _QUERIES + "promises", "orders.promise", least=0),
        # What differs.
        _fact(
            "different",
            "三方不一致处数",
            "Places where the sources differ",
            INT,
            "gendan.orders.comparing:different",
            "orders.price",
            "orders.original",
            "orders.issue",
            "orders.recall",
            least=0,
        ),
        _fact(
            "sources",
            "可核对的来源数",
            "Sources to compare",
            INT,
            "gendan.orders.comparing:compared",
            "orders.price",
            "orders.original",
            "orders.issue",
            "orders.recall",
            least=0,
        ),
        # Rows for papers and pages.
        _fact(
            "quotation",
            "报价明细",
            "Quoted lines",
            rows(
                {
                    "line": INT,
                    "product": TEXT,
                    "product_name": TEXT,
                    "unit": TEXT,
                    "quantity": DECIMAL,
                    "price": MONEY,
                    "amount": MONEY,
                    "list": TEXT,
                }
            ),
            _QUERIES + "quotation_rows",
            "orders.price",
        ),
        _fact(
            "derivation",
            "价格明细",
            "How prices came about",
            rows(
                {
                    "line": INT,
                    "product": TEXT,
                    "sort": TEXT,
                    "title": TEXT,
                    "measure": DECIMAL,
                    "unit": TEXT,
                    "rate": DECIMAL,
                    "percent": DECIMAL,
                    "formula": TEXT,
                    "amount": MONEY,
                }
            ),
            _QUERIES + "derivation_rows",
            "orders.price",
        ),
        _fact(
            "differences",
            "三方不一致",
            "What differs",
            rows({"line": INT, "field": TEXT, "original": TEXT, "quotation": TEXT, "sheet": TEXT}),
            "gendan.orders.comparing:differences",
        ),
        _fact(
            "done",
            "已做工序",
            "What was done",
            _DONE,
            _QUERIES + "done_rows",
            "orders.progress",
        ),
        _fact(
            "unsettled",
            "未结算的已做工序",
            "What was done and not settled",
            _DONE,
            _QUERIES + "unsettled_rows",
            "orders.progress",
            "orders.settle",
        ),
        _fact(
            "slip",
            "工资明细",
            "Lines of the wage slip",
            rows(
                {
                    "step": TEXT,
                    "pieces": DECIMAL,
                    "rate": DECIMAL,
                    "amount": MONEY,
                    "reason": TEXT,
                    "day": DATE,
                    "carried": BOOL,
                }
            ),
            _QUERIES + "slip_rows",
            *_SLIP_BY,
        ),
        # Asked with arguments.
        Lookup(
            name="orders.lead_days",
            title=Text("工期天数", "Lead time in days"),
            type=INT,
            arguments={"series": TEXT, "urgent": BOOL, "day": DATE},
            minimum=1,
            loader="gendan.orders.production:lead_days",
        ),
        Lookup(
            name="orders.sheets_between",
            title=Text("两号之间的生产单数", "Production sheets between two numbers"),
            type=INT,
            arguments={"first": TEXT, "last": TEXT},
            minimum=0,
            loader="gendan.orders.volumes:sheets_between",
        ),
        Lookup(
            name="orders.sheet_day",
            title=Text("生产单日期", "Day of a production sheet"),
            type=DATE,
            arguments={"number": TEXT},
            loader="gendan.orders.volumes:sheet_days",
        ),
        Lookup(
            name="orders.earned",
            title=Text("个人计件工资", "Piece wages of a person"),
            type=MONEY,
            arguments={"person": PERSON, "since": DATE, "until": DATE},
            loader="gendan.orders.wages:earned",
        ),
        *EFFECTS,
        # What people do besides cases.
        AreaAction(
            name="orders.rate",
            title=Text("定计件单价", "Set a piece rate"),
            handler="gendan.orders.asked:set_rate",
            about="site",
            arguments={
                "step": _STEP,
                "series": _SERIES,
                "product": titled("product", "产品编码（空为全部）", "Product code (all where empty)", "product"),
                "wage": titled("wage", "每件工资", "Wage of a piece", "decimal", unit="元", min=Decimal(0)),
                "cost": titled(
                    "cost",
                    "每件成本（空为工资）",
                    "Cost of a piece (its wage where empty)",
                    "decimal",
                    unit="元",
                    min=Decimal(0),
                ),
                "since": _SINCE,
            },
            required=("step", "wage", "since"),
        ),
        AreaAction(
            name="orders.route",
            title=Text("定工序路线", "Set the steps"),
            handler="gendan.orders.asked:set_route",
            about="site",
            arguments={
                "series": _SERIES,
                "steps": titled("steps", "工序（按先后，逗号隔开）", "Steps (in their order, with commas)"),
                "since": _SINCE,
            },
            required=("steps", "since"),
        ),
        AreaAction(
            name="orders.lead_time",
            title=Text("定工期", "Set a lead time"),
            handler="gendan.orders.asked:set_lead_time",
            about="site",
            arguments={
                "series": _SERIES,
                "urgent": titled("urgent", "加急", "Urgent", "bool"),
                "days": titled("days", "天数", "Days", "int", unit="天", min=Decimal(1), max=Decimal(999)),
                "since": _SINCE,
            },
            required=("days", "since"),
        ),
        AreaAction(
            name="orders.correct_wage",
            title=Text("更正计件工资", "Correct piece wages"),
            handler="gendan.orders.asked:correct_wage",
            about="site",
            arguments={
                "person": titled("person", "员工", "Person", "person"),
                "worker": _WORKER,
                "on": titled("on", "日期", "Day", "date"),
                "step": _STEP,
                "amount": titled("amount", "增减金额", "Amount, up or down", "money"),
                "reason": titled("reason", "原因", "Reason"),
            },
            required=("on", "amount", "reason"),
        ),
        AreaAction(name="orders.read", title=Text("查看订单与工资", "Look at orders and wages"), about="site"),
        Ledger(
            name="orders.wage_table",
            title=Text("计件工资", "Piece wages"),
            loader="gendan.orders.ledgers:wage_table",
            filters={
                "since": titled("since", "自", "From", "date"),
                "until": titled("until", "至", "Until", "date"),
                "worker": _WORKER,
                "person": titled("person", "员工", "Person", "person"),
            },
        ),
        Ledger(
            name="orders.rules",
            title=Text("计件单价、路线与工期", "Rates, steps and lead times"),
            loader="gendan.orders.ledgers:rules",
        ),
        Ledger(
            name="orders.prices",
            title=Text("报价与价格明细", "Quotation and how prices came about"),
            loader="gendan.orders.ledgers:quotation",
            about="case",
            filled_by=frozenset({"orders.price"}),
        ),
        Ledger(
            name="orders.comparison",
            title=Text("三方核对", "The three sources compared"),
            loader="gendan.orders.ledgers:differences",
            about="case",
            inside=True,
            filled_by=frozenset({"orders.original", "orders.price", "orders.issue"}),
        ),
        Ledger(
            name="orders.production",
            title=Text("报工记录", "Pieces reported"),
            loader="gendan.orders.ledgers:production",
            about="case",
            inside=True,
            filled_by=frozenset({"orders.progress", "orders.rework"}),
        ),
        Ledger(
            name="orders.slip",
            title=Text("工资单明细", "Lines of the wage slip"),
            loader="gendan.orders.ledgers:slip",
            about="case",
            filled_by=frozenset({"orders.pay"}),
        ),
        Panel(
            name="orders.quotations",
            title=Text("报价", "Quotations"),
            about="party",
            loader="gendan.orders.panels:quotations",
        ),
    ],
    title=Text("订单", "Orders"),
    references=(
        _list("steps", "resolve_any", "look_up_steps"),
        _list("workers", "resolve_any", "look_up_workers"),
        _list("sheets", "resolve_sheets", "look_up_sheets"),
    ),
    refusals=REFUSALS,
)
