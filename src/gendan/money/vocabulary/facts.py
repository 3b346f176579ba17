"""What packs can ask of money: of a case, a party, a till."""

from __future__ import annotations

from typing import Final

from gendan.core.expression.types import BOOL, MOMENT, MONEY, PERSON, TEXT
from gendan.core.text import Text
from gendan.core.vocabulary import Fact, Lookup
from gendan.money.vocabulary.arguments import MEANS, PARTY

_IN: Final = ("money.receive", "money.refund", "money.allocate", "money.correct", "money.match")
"""Words that change what came in for a case."""


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


FACTS: Final = (
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

LOOKUPS: Final = (
    Lookup(
        name="money.balance",
        type=MONEY,
        title=Text("往来余额", "Balance of the party"),
        loader="gendan.money.queries:balances_of_parties",
        arguments={"party": PARTY},
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
        arguments={"till": TEXT, "kind": MEANS, "since": MOMENT},
    ),
)
