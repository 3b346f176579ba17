"""What steps do with money."""

from __future__ import annotations

from typing import Final

from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, titled
from gendan.money.vocabulary.arguments import AMOUNT, DESK, INCOME, INTO, KIND, MEMO, ON, OUT_OF, REFERENCE, SLIP, TILL


def _effect(name: str, zh: str, en: str, arguments: dict[str, Field], *required: str) -> EffectWord:
    return EffectWord(
        name=f"money.{name}",
        title=Text(zh, en),
        handler=f"gendan.money.effects:{name}",
        arguments=arguments,
        required=required,
    )


EFFECTS: Final = (
    _effect("charge", "记应收", "Charge", {"amount": AMOUNT, "kind": INCOME, "memo": MEMO}, "amount"),
    _effect(
        "receive",
        "收款",
        "Receive",
        {
            "amount": AMOUNT,
            "kind": KIND,
            "into": INTO,
            "desk": DESK,
            "on": ON,
            "reference": REFERENCE,
            "memo": MEMO,
            "slip": SLIP,
        },
        "amount",
        "kind",
    ),
    _effect("allocate", "核销", "Use money paid ahead", {"amount": AMOUNT}, "amount"),
    _effect(
        "refund",
        "退款",
        "Pay back",
        {"amount": AMOUNT, "out_of": OUT_OF, "kind": KIND, "desk": DESK, "memo": MEMO},
        "amount",
    ),
    EffectWord(
        name="money.guarantee",
        title=Text("担保", "Guarantee"),
        handler="gendan.money.effects:guarantee",
        arguments={"person": titled("person", "担保人", "Guarantor", "person"), "amount": AMOUNT},
        required=("person", "amount"),
        holds=True,
        release="gendan.money.effects:release",
    ),
    _effect("release", "解除担保", "Release the guarantee", {}),
    _effect(
        "float",
        "领备用金",
        "Hand out the float",
        {"till": TILL, "amount": AMOUNT, "out_of": OUT_OF},
        "till",
        "amount",
    ),
    _effect(
        "drop",
        "投款",
        "Drop from the till",
        {
            "till": TILL,
            "amount": AMOUNT,
            "into": INTO,
            "witness": titled("witness", "见证人", "Witness", "person"),
            "memo": MEMO,
        },
        "till",
        "amount",
    ),
    _effect(
        "move",
        "转存",
        "Move between places",
        {"out_of": OUT_OF, "into": INTO, "amount": AMOUNT},
        "out_of",
        "into",
        "amount",
    ),
    _effect(
        "count",
        "点款",
        "Count the till",
        {"till": TILL, "counted": titled("counted", "实点", "Counted", "money")},
        "till",
        "counted",
    ),
    _effect(
        "settle",
        "长短款处理",
        "Settle an over or short",
        {"till": TILL, "amount": AMOUNT, "kind": INCOME, "memo": MEMO},
        "till",
        "amount",
        "kind",
    ),
)
