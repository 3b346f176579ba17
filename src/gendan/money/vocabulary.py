"""The words that this room gives to packs."""

from __future__ import annotations

from typing import Final

from gendan.core.expression.types import BOOL, MOMENT, MONEY, PERSON, TEXT
from gendan.core.field import Choice, Field
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Fact, Lookup, Panel, Reference, Vocabulary
from gendan.money.ledgers.declared import LEDGERS
from gendan.money.refusals import REFUSALS

_IN: Final = ("money.receive", "money.refund", "money.allocate", "money.correct", "money.match")
"""Words that change what came in for a case."""


def _field(name: str, kind: str, zh: str, en: str, listed: str = "") -> Field:
    return Field(name=name, title=Text(zh, en), type=kind, listed=listed and f"money.{listed}")


def _reference(name: str, resolve: str, look_up: str, make: str) -> Reference:
    within = "gendan.money.picking"
    return Reference(
        type=f"money.{name}",
        area="money",
        resolve=f"{within}:{resolve}",
        look_up=f"{within}:{look_up}",
        make=f"{within}:{make}",
    )


_AMOUNT = _field("amount", "money", "金额", "Amount")
_KIND = _field("kind", "text", "收款类别", "Kind of receipt", "kinds")
_INCOME = _field("kind", "text", "收入类别", "Kind of income")
_INTO = _field("into", "text", "收入账户", "Goes to", "accounts")
_OUT_OF = _field("out_of", "text", "付出账户", "Paid from", "accounts")
_DESK = _field("desk", "text", "收款钱箱", "Taken at the till", "tills")
_ON = _field("on", "date", "到账日期", "Day of the money")
_REFERENCE = _field("reference", "text", "流水号", "Reference")
_MEMO = _field("memo", "text", "说明", "Note")
_SLIP = _field("slip", "file", "凭据", "Slip")
_PARTY = _field("party", "party", "往来单位", "Party")
_RECEIPT = _field("receipt", "int", "收款编号", "Number of the receipt")


def _fact(name: str, zh: str, en: str, *changed_by: str, minimum: int | None = None) -> Fact:
    return Fact(
        name=f"money.{name}",
        type=MONEY,
        title=Text(zh, en),
        loader=f"gendan.money.queries:{name}",
        minimum=minimum,
        changed_by=changed_by,
    )


_FACTS: Final = (
    _fact("received", "已收款", "Received", *_IN, minimum=0),
    _fact("charged", "应收款", "Charged", "money.charge", "money.correct"),
    _fact("due", "未收款", "Still due", "money.charge", *_IN),
    _fact("refunded", "已退款", "Paid back", "money.refund", "money.correct", minimum=0),
    _fact("secured", "已收及担保", "Received or guaranteed", "money.guarantee", "money.release", *_IN, minimum=0),
    _fact("difference", "长短款", "Over or short", "money.count", "money.correct"),
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
        name="money.desk_received",
        type=MONEY,
        title=Text("钱箱收款", "Taken at the till"),
        loader="gendan.money.queries:desk_received",
        arguments={"till": TEXT, "kind": TEXT, "since": MOMENT},
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


_TILL = _field("till", "text", "钱箱", "Till", "tills")
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
        arguments={"person": _field("person", "person", "担保人", "Guarantor"), "amount": _AMOUNT},
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
            "witness": _field("witness", "person", "见证人", "Witness"),
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
        {"till": _TILL, "counted": _field("counted", "money", "实点", "Counted")},
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
_ACCOUNT: Final = _field("account", "text", "账户（钱箱）", "Till or account", "accounts")
_NUMBER: Final = _field("number", "text", "单号", "Case number")


def _act(
    name: str, zh: str, en: str, arguments: tuple[Field, ...], required: tuple[str, ...], *, site: bool = False
) -> AreaAction:
    return AreaAction(
        name=f"money.{name}",
        title=Text(zh, en),
        handler=f"gendan.money.acts:{name}",
        arguments={each.name: each for each in arguments},
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
        (_field("movement", "int", "凭证编号", "Number of the movement"), _field("reason", "text", "原因", "Reason")),
        ("movement", "reason"),
        site=True,
    ),
    _act(
        "limit",
        "设担保额度",
        "Set a guarantor's limit",
        (_field("person", "person", "担保人", "Guarantor"), _field("limit", "money", "额度", "Limit")),
        ("person", "limit"),
        site=True,
    ),
    _act(
        "match",
        "匹配流水",
        "Match a bank line",
        (
            _field("line", "int", "流水行", "Bank line"),
            _NUMBER,
            _PARTY,
            _KIND,
            _field("note", "text", "不属于我方的原因", "Why it is none of ours"),
        ),
        ("line",),
        site=True,
    ),
    _act(
        "bank_file",
        "读入银行流水",
        "Read a bank's file",
        (
            _field("file", "file", "流水文件（Excel、CSV）", "File (Excel, CSV)"),
            _ACCOUNT,
            _field("on", "text", "日期列（认不出时填）", "Column of the day, where it is not known"),
            _field("credit", "text", "收入列", "Column of what came in"),
            _field("debit", "text", "支出列", "Column of what left"),
            _field("reference", "text", "流水号列", "Column of the reference"),
            _field("payer", "text", "对方户名列", "Column of the payer"),
            _field("memo", "text", "摘要列", "Column of the note"),
        ),
        ("file", "account"),
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
            _field("code", "text", "代号", "Code"),
            _field("title", "text", "名称", "Title"),
            _field("english", "text", "英文名称", "English title"),
            _INTO,
            _field("up_to_due", "bool", "不超过未收款", "Never more than is due"),
            _field("needs_slip", "bool", "须有凭据", "Needs a slip"),
            _field("stopped", "bool", "停用", "Not used any more"),
        ),
        ("code", "title", "into"),
        site=True,
    ),
    _act(
        "place",
        "开账户",
        "Open a till or account",
        (
            _field("name", "text", "名称", "Name"),
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
