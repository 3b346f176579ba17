"""What several words of money ask for: amounts, kinds, places, slips."""

from __future__ import annotations

from typing import Final

from gendan.core.field import Choice
from gendan.core.text import Text
from gendan.core.vocabulary import titled

AMOUNT: Final = titled("amount", "金额", "Amount", "money")
KIND: Final = titled("kind", "收款类别", "Kind of receipt", listed="money.kinds")
MEANS: Final = titled(
    "kind",
    "收款类别",
    "Kind of receipt",
    choices=(
        Choice(name="cash", title=Text("现金", "Cash")),
        Choice(name="mobile", title=Text("移动支付", "Mobile payment")),
        Choice(name="card", title=Text("刷卡", "Card")),
        Choice(name="cheque", title=Text("支票", "Cheque")),
        Choice(name="bank", title=Text("银行", "Bank")),
    ),
)
"""A text: besides these, what the site has added."""
INCOME: Final = titled(
    "kind",
    "收入类别",
    "Kind of income",
    choices=(
        Choice(name="goods", title=Text("货款", "Goods")),
        Choice(name="sales", title=Text("营业收入", "Sales")),
        Choice(name="loss", title=Text("损失补偿", "Compensation for losses")),
    ),
)
PLACES: Final = (
    Choice(name="cash", title=Text("现金", "Cash")),
    Choice(name="safe", title=Text("保险柜", "Safe")),
    Choice(name="bank", title=Text("银行", "Bank")),
    Choice(name="lent", title=Text("借出", "Lent")),
)
INTO: Final = titled("into", "收入账户", "Goes to", listed="money.accounts", choices=PLACES)
OUT_OF: Final = titled("out_of", "付出账户", "Paid from", listed="money.accounts", choices=PLACES)
DESK: Final = titled("desk", "收款钱箱", "Taken at the till", listed="money.tills")
ON: Final = titled("on", "到账日期", "Day of the money", "date")
REFERENCE: Final = titled("reference", "流水号", "Reference")
MEMO: Final = titled("memo", "说明", "Note")
SLIP: Final = titled("slip", "凭据", "Slip", "file")
PARTY: Final = titled("party", "往来单位", "Party", "party")
RECEIPT: Final = titled("receipt", "收款编号", "Number of the receipt", "int")
TILL: Final = titled("till", "钱箱", "Till", listed="money.tills")
ACCOUNT: Final = titled("account", "账户（钱箱）", "Till or account", listed="money.accounts")
NUMBER: Final = titled("number", "单号", "Case number")
LINE: Final = titled("line", "流水行", "Bank line", "int")
