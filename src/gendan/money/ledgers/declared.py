"""The ledgers of money as the vocabulary declares them: plain data."""

from __future__ import annotations

from typing import Final

from gendan.core.text import Text
from gendan.core.vocabulary import Ledger, titled

_ACCOUNT: Final = titled("account", "账户（钱箱）", "Till or account", listed="money.accounts")
_NUMBER: Final = titled("number", "单号", "Case number")
_KIND: Final = titled("kind", "收款类别", "Kind of receipt", listed="money.kinds")
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
            "party": titled("party", "往来单位", "Party", "party"),
            "account": _ACCOUNT,
            "number": _NUMBER,
            "since": _SINCE,
            "until": _UNTIL,
        },
    ),
    Ledger(
        name="money.receipts",
        title=Text("收款", "Receipts"),
        loader="gendan.money.ledgers.receipts:receipts",
        filters={
            "party": titled("party", "往来单位", "Party", "party"),
            "kind": _KIND,
            "since": _SINCE,
            "until": _UNTIL,
            "loose": titled("loose", "只看未核销", "Only what no case has yet", "bool"),
        },
    ),
    Ledger(
        name="money.bank_lines",
        title=Text("待匹配流水", "Bank lines to match"),
        loader="gendan.money.ledgers.bank_lines:bank_lines",
        filters={"account": _ACCOUNT},
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
