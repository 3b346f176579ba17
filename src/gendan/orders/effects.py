"""What actions of packs may do with orders."""

from typing import Final

from gendan.core.expression.types import BOOL, DATE, DECIMAL, INT, PARTY, PERSON, TEXT
from gendan.core.expression.types import Type as Kind
from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord
from gendan.orders.wording import CALLED

LINES: Final = Kind("rows")

EFFECTS: Final = (
    EffectWord(
        name="orders.price",
        title=Text("核价", "Price the lines"),
        titles=CALLED,
        handler="gendan.orders.actions:price",
        arguments={
            "lines": LINES,
            "party": PARTY,
            "grade": TEXT,
            "channel": TEXT,
            "list": TEXT,
            "urgent": BOOL,
            "on": DATE,
            "by_hand": BOOL,
        },
        required=("lines",),
    ),
    EffectWord(
        name="orders.original",
        title=Text("留存客户原始单", "Keep the customer's original"),
        titles=CALLED,
        handler="gendan.orders.actions:take_original",
        arguments={"lines": LINES},
        required=("lines",),
    ),
    EffectWord(
        name="orders.issue",
        title=Text("下达生产单", "Issue the production sheet"),
        titles=CALLED,
        handler="gendan.orders.actions:issue",
        arguments={"lines": LINES, "steps": TEXT, "keeps": BOOL},
    ),
    EffectWord(
        name="orders.recall",
        title=Text("收回生产单", "Withdraw the production sheet"),
        titles=CALLED,
        handler="gendan.orders.actions:recall",
        arguments={"reason": TEXT},
    ),
    EffectWord(
        name="orders.settle",
        title=Text("结算已做的工序", "Settle what was done"),
        titles=CALLED,
        handler="gendan.orders.actions:settle",
    ),
    EffectWord(
        name="orders.progress",
        title=Text("报工", "Report pieces made"),
        titles=CALLED,
        handler="gendan.orders.actions:progress",
        arguments={
            "made": DECIMAL,
            "step": TEXT,
            "line": INT,
            "person": PERSON,
            "worker": TEXT,
            "on": DATE,
        },
        required=("made",),
    ),
    EffectWord(
        name="orders.rework",
        title=Text("返工", "Send pieces back"),
        titles=CALLED,
        handler="gendan.orders.actions:rework",
        arguments={"made": DECIMAL, "step": TEXT, "line": INT, "reason": TEXT, "on": DATE},
        required=("made",),
    ),
    EffectWord(
        name="orders.promise",
        title=Text("答复交期", "Promise a day"),
        titles=CALLED,
        handler="gendan.orders.actions:promise",
        arguments={"on": DATE, "reason": TEXT},
        required=("on",),
    ),
    EffectWord(
        name="orders.pay",
        title=Text("出计件工资单", "Draw up a wage slip"),
        titles=CALLED,
        handler="gendan.orders.actions:pay",
        arguments={"person": PERSON, "worker": TEXT, "since": DATE, "until": DATE},
        required=("since", "until"),
    ),
    EffectWord(
        name="orders.void_slip",
        title=Text("作废工资单", "Void the wage slip"),
        titles=CALLED,
        handler="gendan.orders.actions:void_slip",
        arguments={"reason": TEXT},
        required=("reason",),
    ),
)
"""The effects of this room."""
