"""The shop's review desk with its people, for tests of what comes in and goes out."""

from pathlib import Path

import gendan
from gendan.cases import library
from tests.cases.company import FRIDAY, Company

REVIEW = Path(gendan.__file__).parent / "packs" / "shipped" / "shop_review"

HEADER = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
UNPAID = "1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0"
PAID = "2,21.0,21.0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0"
REFUNDED = "5,64.8,0.0,江苏省,2020-02-20 23:57:04,2020-02-20 23:57:11,64.8"


def sheet(*lines, header=HEADER):
    """A shop's export as bytes."""
    return "\n".join([header, *lines, ""]).encode()


def open_shop():
    """The review pack, active, with a person in each post and one in none."""
    company = Company(library.activate(REVIEW, by=0, at=FRIDAY).definition)
    company.hire("zhou", "supervisor", pack="shop_review")
    company.hire("xu", "reviewer", pack="shop_review")
    company.hire("he", "reviewer", pack="shop_review")
    company.hire("gao", "finance", pack="shop_review")
    company.hire("luo", "warehouse_printer", pack="shop_review")
    company.hire("stranger")
    return company
