"""记款 What changes money, each function in its caller's transaction: nothing else writes this room.

Who acts (`actor`, a person's id, 0 the system) and when (`at`) are keywords everywhere. A case whose money changes is
held by its lock before: by the door for what is done on it, by `cases.hold` for what concerns several.
"""

from gendan.money.actions.charging import Charge, charge
from gendan.money.actions.correcting import correct
from gendan.money.actions.guaranteeing import guarantee, release, set_limit
from gendan.money.actions.kinds import KindGiven, declare_kind, open_place
from gendan.money.actions.receiving import Receipt, allocate, prepay, receive, refund, repay
from gendan.money.actions.tills import count, drop, float_to, move, opening, settle

__all__ = [
    "Charge",
    "KindGiven",
    "Receipt",
    "allocate",
    "charge",
    "correct",
    "count",
    "declare_kind",
    "drop",
    "float_to",
    "guarantee",
    "move",
    "open_place",
    "opening",
    "prepay",
    "receive",
    "refund",
    "release",
    "repay",
    "set_limit",
    "settle",
]
