"""What people do with money, each granted to posts by its name."""

from __future__ import annotations

from typing import Final

from gendan.core.field import Choice, Field
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, by_name, titled
from gendan.money.vocabulary.arguments import (
    ACCOUNT,
    AMOUNT,
    INTO,
    KIND,
    LINE,
    MEMO,
    NUMBER,
    ON,
    OUT_OF,
    PARTY,
    RECEIPT,
    REFERENCE,
    SLIP,
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


ACTIONS: Final = (
    _act("receive", "收款", "Receive", (AMOUNT, KIND, INTO, ON, REFERENCE, SLIP, MEMO), ("amount",)),
    _act("refund", "退款", "Pay back", (AMOUNT, OUT_OF, MEMO), ("amount",)),
    _act("allocate", "核销", "Use money paid ahead", (AMOUNT, RECEIPT), ("amount",)),
    _act(
        "prepay",
        "收预收款",
        "Receive ahead",
        (PARTY, AMOUNT, KIND, INTO, ON, REFERENCE, SLIP, MEMO),
        ("party", "amount", "kind"),
        site=True,
    ),
    _act(
        "repay",
        "退预收款",
        "Pay back what was paid ahead",
        (RECEIPT, AMOUNT, OUT_OF, MEMO),
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
            LINE,
            NUMBER,
            PARTY,
            KIND,
            titled("note", "不属于我方的原因", "Why it is none of ours"),
        ),
        ("line",),
        site=True,
    ),
    _act(
        "reopen_line",
        "流水重新待匹配",
        "Bring a bank line back",
        (LINE, titled("reason", "原因", "Why")),
        ("line", "reason"),
        site=True,
    ),
    _act(
        "bank_file",
        "读入银行流水",
        "Read a bank's file",
        (
            titled("file", "流水文件（Excel、CSV）", "File (Excel, CSV)", "file"),
            ACCOUNT,
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
        (ACCOUNT, AMOUNT, titled("on", "截至哪天", "As of", "date"), MEMO),
        ("account", "amount"),
        site=True,
    ),
    _act("move", "转存", "Move between places", (OUT_OF, INTO, AMOUNT, MEMO), ("out_of", "into", "amount"), site=True),
    _act(
        "kind",
        "设收款类别",
        "Set a kind of receipt",
        (
            titled("code", "代号", "Code"),
            titled("title", "名称", "Title"),
            titled("english", "英文名称", "English title"),
            INTO,
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
