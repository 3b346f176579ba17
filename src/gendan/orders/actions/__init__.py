"""What changes the orders' area: quotations, production sheets, progress, wages. The only writers."""

from gendan.orders.actions.making import issue, progress, promise, recall, rework, settle
from gendan.orders.actions.paying import correct_wage, pay, void_slip
from gendan.orders.actions.quoting import price, take_original
from gendan.orders.actions.ruling import set_lead_time, set_rate, set_route

__all__ = [
    "correct_wage",
    "issue",
    "pay",
    "price",
    "progress",
    "promise",
    "recall",
    "rework",
    "set_lead_time",
    "set_rate",
    "set_route",
    "settle",
    "take_original",
    "void_slip",
]
