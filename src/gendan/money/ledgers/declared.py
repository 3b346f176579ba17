"""The ledgers of money as the vocabulary declares them: plain data."""

from __future__ import annotations

from typing import Final

from gendan.core.text import Text
from gendan.core.vocabulary import Ledger, titled
from gendan.money.vocabulary.arguments import ACCOUNT, KIND, NUMBER, PARTY

_SINCE: Final = titled("since", "自", "From", "date")
_UNTIL: Final = titled("until", "至", "Until", "date")
LEDGERS: Final = (
    Ledger(
        name="money.statement",
        title=Text("对账单", "Statement"),
        loader="gendan.money.ledgers.statements:statement_table",
        signs=(Text("制表", "Made by"), Text("对方核对（盖章）", "Agreed by the other side (seal)")),
        closing="gendan.money.ledgers.statements:closing",
        filters={
            "party": PARTY,
            "account": ACCOUNT,
            "number": NUMBER,
            "since": _SINCE,
            "until": _UNTIL,
        },
    ),
    Ledger(
        name="money.receipts",
        title=Text("收款", "Receipts"),
        loader="gendan.money.ledgers.receipts:receipts",
        filters={
            "party": PARTY,
            "kind": KIND,
            "since": _SINCE,
            "until": _UNTIL,
            "loose": titled("loose", "只看未核销", "Only what no case has yet", "bool"),
        },
    ),
    Ledger(
        name="money.bank_lines",
        title=Text("待匹配流水", "Bank lines to match"),
        loader="gendan.money.ledgers.bank_lines:bank_lines",
        filters={"account": ACCOUNT},
    ),
    Ledger(
        name="money.dismissed_lines",
        title=Text("不属于我方的流水", "Bank lines that are none of ours"),
        loader="gendan.money.ledgers.bank_lines:dismissed_lines",
        filters={"account": ACCOUNT, "since": _SINCE, "until": _UNTIL},
    ),
    Ledger(
        name="money.aging",
        title=Text("账龄", "Aging"),
        loader="gendan.money.ledgers.owing:aged",
        filters={"day": titled("day", "截至", "As of", "date")},
    ),
    Ledger(
        name="money.collection",
        title=Text("回款率", "Collection"),
        loader="gendan.money.ledgers.owing:collection",
        filters={"since": _SINCE},
    ),
    Ledger(name="money.guarantees", title=Text("担保", "Guarantees"), loader="gendan.money.ledgers.owing:guarantees"),
    Ledger(
        name="money.kinds", title=Text("收款类别", "Kinds of receipts"), loader="gendan.money.ledgers.receipts:kinds"
    ),
    Ledger(
        name="money.movements",
        title=Text("收付款", "Money"),
        loader="gendan.money.ledgers.statements:of_case",
        about="case",
    ),
)
