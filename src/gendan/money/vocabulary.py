"""The words that this room gives to packs."""

from __future__ import annotations

from typing import Final

from gendan.core.expression.types import BOOL, MOMENT, MONEY, PERSON, TEXT
from gendan.core.field import Choice, Field
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Fact, Lookup, Panel, Reference, Vocabulary, by_name, titled
from gendan.money.ledgers.declared import LEDGERS
from gendan.money.refusals import REFUSALS

_IN: Final = ("money.receive", "money.refund", "money.allocate", "money.correct", "money.match")
"""Words that change what came in for a case."""


def _reference(name: str, resolve: str, look_up: str, make: str) -> Reference:
    within = "gendan.money.picking"
    return Reference(
        type=f"money.{name}",
        area="money",
        resolve=f"{within}:{resolve}",
        look_up=f"{within}:{look_up}",
        make=f"{within}:{make}",
    )


_AMOUNT = titled("amount", "金额", "Amount", "money")
_KIND = titled("kind", "收款类别", "Kind of receipt", listed="money.kinds")
_MEANS = titled(
    "kind",
    "收款类别",
    "Kind of receipt",
    choices=(
        Choice(name="cash", title=Text("现金", "Cash")),
        Choice(name="mobile", title=Text("移动支付", "Mobile payment")),
        Choice(name="card", title=Text("刷卡", "Card")),
        Choice(name="cheque", title=Text("支票", "Cheque")),
        Choice(name="bank", title=Text("银行", "Bank")),
    ),
)
"""A text: besides these, what the site has added."""
_INCOME = titled(
    "kind",
    "收入类别",
    "Kind of income",
    choices=(
        Choice(name="goods", title=Text("货款", "Goods")),
        Choice(name="sales", title=Text("营业收入", "Sales")),
        Choice(name="loss", title=Text("损失补偿", "Compensation for losses")),
    ),
)
_PLACES: Final = (
    Choice(name="cash", title=Text("现金", "Cash")),
    Choice(name="safe", title=Text("保险柜", "Safe")),
    Choice(name="bank", title=Text("银行", "Bank")),
    Choice(name="lent", title=Text("借出", "Lent")),
)
_INTO = titled("into", "收入账户", "Goes to", listed="money.accounts", choices=_PLACES)
_OUT_OF = titled("out_of", "付出账户", "Paid from", listed="money.accounts", choices=_PLACES)
_DESK = titled("desk", "收款钱箱", "Taken at the till", listed="money.tills")
_ON = titled("on", "到账日期", "Day of the money", "date")
_REFERENCE = titled("reference", "流水号", "Reference")
_MEMO = titled("memo", "说明", "Note")
_SLIP = titled("slip", "凭据", "Slip", "file")
_PARTY = titled("party", "往来单位", "Party", "party")
_RECEIPT = titled("receipt", "收款编号", "Number of the receipt", "int")


def _fact(name: str, zh: str, en: str, *changed_by: str, minimum: int | None = None, dated: bool = False) -> Fact:
    return Fact(
        name=f"money.{name}",
        type=MONEY,
        title=Text(zh, en),
        loader=f"gendan.money.queries:{name}",
        minimum=minimum,
        changed_by=changed_by,
        dated=f"gendan.money.dated:{name}" if dated else "",
    )


_FACTS: Final = (
    _fact("received", "已收款", "Received", *_IN, minimum=0, dated=True),
    _fact("charged", "应收款", "Charged", "money.charge", "money.correct", dated=True),
    _fact("due", "未收款", "Still due", "money.charge", *_IN),
    _fact("refunded", "已退款", "Paid back", "money.refund", "money.correct", minimum=0, dated=True),
    _fact("secured", "已收及担保", "Received or guaranteed", "money.guarantee", "money.release", *_IN, minimum=0),
    _fact("difference", "长短款", "Over or short", "money.count", "money.correct", dated=True),
    Fact(
        name="money.guaranteed",
        type=BOOL,
        title=Text("有担保", "Guaranteed"),
        loader="gendan.money.queries:guaranteed",
        changed_by=("money.guarantee", "money.release", *_IN),
    ),
)

_LOOKUPS: Final = (
    Lookup(
        name="money.balance",
        type=MONEY,
        title=Text("往来余额", "Balance of the party"),
        loader="gendan.money.queries:balances_of_parties",
        arguments={"party": _PARTY},
    ),
    Lookup(
        name="money.limit_left",
        type=MONEY,
        title=Text("担保额度余额", "Limit left"),
        loader="gendan.money.queries:limits_left",
        arguments={"person": PERSON},
        minimum=0,
    ),
    Lookup(
        name="money.till_balance",
        type=MONEY,
        title=Text("钱箱账面", "By the books in the till"),
        loader="gendan.money.queries:till_balances",
        arguments={"till": TEXT},
    ),
    Lookup(
        name="money.unsettled",
        type=MONEY,
        title=Text("点款查出、未处理的长短款", "Over or short that was counted and is not settled"),
        loader="gendan.money.queries:unsettled_amounts",
        arguments={"till": TEXT, "amount": MONEY},
        minimum=0,
    ),
    Lookup(
        name="money.desk_received",
        type=MONEY,
        title=Text("钱箱收款", "Taken at the till"),
        loader="gendan.money.queries:desk_received",
        arguments={"till": TEXT, "kind": _MEANS, "since": MOMENT},
    ),
)


def _effect(name: str, zh: str, en: str, arguments: dict[str, Field], *required: str) -> EffectWord:
    return EffectWord(
        name=f"money.{name}",
        title=Text(zh, en),
        handler=f"gendan.money.effects:{name}",
        arguments=arguments,
        required=required,
    )


_TILL = titled("till", "钱箱", "Till", listed="money.tills")
_EFFECTS: Final = (
    _effect("charge", "记应收", "Charge", {"amount": _AMOUNT, "kind": _INCOME, "memo": _MEMO}, "amount"),
    _effect(
        "receive",
        "收款",
        "Receive",
        {
            "amount": _AMOUNT,
            "kind": _KIND,
            "into": _INTO,
            "desk": _DESK,
            "on": _ON,
            "reference": _REFERENCE,
            "memo": _MEMO,
            "slip": _SLIP,
        },
        "amount",
        "kind",
    ),
    _effect("allocate", "核销", "Use money paid ahead", {"amount": _AMOUNT}, "amount"),
    _effect(
        "refund",
        "退款",
        "Pay back",
        {"amount": _AMOUNT, "out_of": _OUT_OF, "kind": _KIND, "desk": _DESK, "memo": _MEMO},
        "amount",
    ),
    EffectWord(
        name="money.guarantee",
        title=Text("担保", "Guarantee"),
        handler="gendan.money.effects:guarantee",
        arguments={"person": titled("person", "担保人", "Guarantor", "person"), "amount": _AMOUNT},
        required=("person", "amount"),
        holds=True,
        release="gendan.money.effects:release",
    ),
    _effect("release", "解除担保", "Release the guarantee", {}),
    _effect(
        "float",
        "领备用金",
        "Hand out the float",
        {"till": _TILL, "amount": _AMOUNT, "out_of": _OUT_OF},
        "till",
        "amount",
    ),
    _effect(
        "drop",
        "投款",
        "Drop from the till",
        {
            "till": _TILL,
            "amount": _AMOUNT,
            "into": _INTO,
            "witness": titled("witness", "见证人", "Witness", "person"),
            "memo": _MEMO,
        },
        "till",
        "amount",
    ),
    _effect(
        "move",
        "转存",
        "Move between places",
        {"out_of": _OUT_OF, "into": _INTO, "amount": _AMOUNT},
        "out_of",
        "into",
        "amount",
    ),
    _effect(
        "count",
        "点款",
        "Count the till",
        {"till": _TILL, "counted": titled("counted", "实点", "Counted", "money")},
        "till",
        "counted",
    ),
    _effect(
        "settle",
        "长短款处理",
        "Settle an over or short",
        {"till": _TILL, "amount": _AMOUNT, "kind": _INCOME, "memo": _MEMO},
        "till",
        "amount",
        "kind",
    ),
)


_PLACE_SORT: Final = Field(
    name="sort",
    title=Text("种类", "Sort"),
    type="choice",
    choices=(
        Choice(name="till", title=Text("钱箱", "Till")),
        Choice(name="safe", title=Text("保险柜", "Safe")),
        Choice(name="bank", title=Text("银行账户", "Bank account")),
        Choice(name="clearing", title=Text("在途款", "Clearing")),
    ),
)
_ACCOUNT: Final = titled("account", "账户（钱箱）", "Till or account", listed="money.accounts")
_NUMBER: Final = titled("number", "单号", "Case number")


def _act(
    name: str, zh: str, en: str, arguments: tuple[Field, ...], required: tuple[str, ...], *, site: bool = False
) -> AreaAction:
    return AreaAction(
        name=f"money.{name}",
        title=Text(zh, en),
        handler=f"gendan.money.acts:{name}",
        arguments=by_name(*arguments),
        required=required,
        about="site" if site else "case",
    )


_ACTIONS: Final = (
    _act("receive", "收款", "Receive", (_AMOUNT, _KIND, _INTO, _ON, _REFERENCE, _SLIP, _MEMO), ("amount",)),
    _act("refund", "退款", "Pay back", (_AMOUNT, _OUT_OF, _MEMO), ("amount",)),
    _act("allocate", "核销", "Use money paid ahead", (_AMOUNT, _RECEIPT), ("amount",)),
    _act(
        "prepay",
        "收预收款",
        "Receive ahead",
        (_PARTY, _AMOUNT, _KIND, _INTO, _ON, _REFERENCE, _SLIP, _MEMO),
        ("party", "amount", "kind"),
        site=True,
    ),
    _act(
        "repay",
        "退预收款",
        "Pay back what was paid ahead",
        (_RECEIPT, _AMOUNT, _OUT_OF, _MEMO),
        ("receipt", "amount"),
        site=True,
    ),
    _act(
        "correct",
        "冲正",
        "Take back",
        (titled("movement", "凭证编号", "Number of the movement", "int"), titled("reason", "原因", "Reason")),
        ("movement", "reason"),
        site=True,
    ),
    _act(
        "limit",
        "设担保额度",
        "Set a guarantor's limit",
        (titled("person", "担保人", "Guarantor", "person"), titled("limit", "额度", "Limit", "money")),
        ("person", "limit"),
        site=True,
    ),
    _act(
        "match",
        "匹配流水",
        "Match a bank line",
        (
            titled("line", "流水行", "Bank line", "int"),
            _NUMBER,
            _PARTY,
            _KIND,
            titled("note", "不属于我方的原因", "Why it is none of ours"),
        ),
        ("line",),
        site=True,
    ),
    _act(
        "bank_file",
        "读入银行流水",
        "Read a bank's file",
        (
            titled("file", "流水文件（Excel、CSV）", "File (Excel, CSV)", "file"),
            _ACCOUNT,
            titled("on", "日期列（认不出时填）", "Column of the day, where it is not known"),
            titled("credit", "收入列", "Column of what came in"),
            titled("debit", "支出列", "Column of what left"),
            titled("reference", "流水号列", "Column of the reference"),
            titled("payer", "对方户名列", "Column of the payer"),
            titled("memo", "摘要列", "Column of the note"),
        ),
        ("file", "account"),
        site=True,
    ),
    _act(
        "opening",
        "记期初余额",
        "Enter an opening balance",
        (_ACCOUNT, _AMOUNT, titled("on", "截至哪天", "As of", "date"), _MEMO),
        ("account", "amount"),
        site=True,
    ),
    _act(
        "move", "转存", "Move between places", (_OUT_OF, _INTO, _AMOUNT, _MEMO), ("out_of", "into", "amount"), site=True
    ),
    _act(
        "kind",
        "设收款类别",
        "Set a kind of receipt",
        (
            titled("code", "代号", "Code"),
            titled("title", "名称", "Title"),
            titled("english", "英文名称", "English title"),
            _INTO,
            titled("up_to_due", "不超过未收款", "Never more than is due", "bool"),
            titled("needs_slip", "须有凭据", "Needs a slip", "bool"),
            titled("stopped", "停用", "Not used any more", "bool"),
        ),
        ("code", "title", "into"),
        site=True,
    ),
    _act(
        "place",
        "开账户",
        "Open a till or account",
        (
            titled("name", "名称", "Name"),
            _PLACE_SORT,
        ),
        ("name", "sort"),
        site=True,
    ),
    AreaAction(name="money.read", title=Text("看账", "Read the books")),
)

VOCABULARY: Final = Vocabulary.of(
    ("money",),
    [
        *_FACTS,
        *_LOOKUPS,
        *_EFFECTS,
        *_ACTIONS,
        *LEDGERS,
        Panel(
            name="money.account",
            title=Text("往来账", "Account"),
            about="party",
            loader="gendan.money.panels:account",
        ),
    ],
    title=Text("款项", "Money"),
    references=(
        _reference("tills", "resolve_tills", "look_up_tills", "make_tills"),
        _reference("accounts", "resolve_accounts", "look_up_accounts", "make_none"),
        _reference("kinds", "resolve_kinds", "look_up_kinds", "make_none"),
    ),
    refusals=REFUSALS,
    files="gendan.money.slips:holds",
)
