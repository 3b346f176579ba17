"""What sorts of movements and accounts are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text
from gendan.money.staging import unstaged

MOVEMENTS: Final[Mapping[str, Text]] = {
    "charge": Text("应收", "Charge"),
    "receipt": Text("收款", "Receipt"),
    "allocation": Text("核销", "Allocation"),
    "refund": Text("退款", "Refund"),
    "guarantee": Text("担保", "Guarantee"),
    "release": Text("解除担保", "Release of a guarantee"),
    "transfer": Text("转存", "Transfer"),
    "count": Text("点款长短", "Over or short"),
    "settlement": Text("长短款处理", "Settlement of an over or short"),
    "opening": Text("期初", "Opening"),
}
"""By `models.MovementSort`."""

ACCOUNTS: Final[Mapping[str, Text]] = {
    "receivable": Text("应收账款", "Receivable"),
    "advance": Text("预收账款", "Paid ahead"),
    "till": Text("钱箱", "Till"),
    "safe": Text("保险柜", "Safe"),
    "bank": Text("银行账户", "Bank account"),
    "clearing": Text("在途款", "Clearing"),
    "income": Text("收入", "Income"),
    "difference": Text("长短款待查", "Over or short, being looked into"),
    "guarantee": Text("担保占用", "Guarantees given"),
    "guaranteed": Text("担保对应", "Guarantees, other side"),
    "opening": Text("期初", "Opening"),
}
"""By `models.AccountSort`."""

SHIPPED: Final[Mapping[str, Text]] = {
    "bank": Text("银行", "Bank"),
    "cash": Text("现金", "Cash"),
    "safe": Text("保险柜", "Safe"),
    "mobile": Text("移动支付", "Mobile payment"),
    "card": Text("刷卡", "Card"),
    "cheque": Text("支票", "Cheque"),
    "lent": Text("借出", "Lent"),
    "goods": Text("货款", "Goods"),
    "sales": Text("营业收入", "Sales"),
    "handed_in": Text("长款上交", "Overs handed in"),
    "written_off": Text("短款承担", "Shorts borne"),
    "corrected": Text("查明更正", "Found and corrected"),
    "loss": Text("损失", "Losses"),
}
"""What the keys of accounts that every site has are called; others are called by their keys."""


def sort_title(sort: str) -> Text:
    """What a sort of movements or accounts is called."""
    return MOVEMENTS.get(sort) or ACCOUNTS.get(sort) or Text(sort)


def key_title(key: str) -> Text:
    """What an account is called."""
    called = unstaged(key)
    return SHIPPED.get(called) or Text(called)
