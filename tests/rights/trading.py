"""A counter that sells: what is in its areas' tables, of which some is of a case and some of none."""

from pathlib import Path
from typing import Final

from tests.api.client import Caller, told
from tests.cases.company import Company

COUNTER: Final = Path(__file__).parent / "fixtures" / "counter"
SALES: Final = "/packs/counter/procedures/sale"
BUYER: Final = "张记五金"

OF_SALE: Final = frozenset({"zz7sold", "zz7payment"})
"""What the tables of the sale tell."""
OF_AREAS: Final = frozenset({"zz7grade", "zz7shelf", "zz7advance"})
"""What the tables of parties, stock and money tell besides."""


def traded(company: Company, seller: Caller) -> dict[str, object]:
    """What the counter has after two parties were registered, money came in ahead, and one sale."""
    for party, grade in ((BUYER, "甲"), ("赵记锁厂", "zz7grade")):
        registered = {"name": party, "sorts": ["customer"], "grade": grade}
        told(seller.post("/areas/parties.register", {"given": registered}))
    for place in ("柜台", "zz7shelf"):
        told(seller.post("/areas/stock.place", {"given": {"name": place}}))
    told(seller.post("/areas/stock.receive", {"given": {"product": "钥匙坯", "quantity": "3", "target": "zz7shelf"}}))
    ahead = {"party": BUYER, "amount": "50", "kind": "transfer", "reference": "zz7advance"}
    told(seller.post("/areas/money.prepay", {"given": ahead}))
    given = {"buyer": BUYER, "goods": "zz7sold", "amount": "30"}
    uid = told(seller.post(f"{SALES}/cases", {"given": given}), 201)["uid"]
    paid = {"amount": "30", "kind": "cash", "reference": "zz7payment"}
    told(seller.post(f"/cases/{uid}/areas/money.receive", {"given": paid}))
    return {
        "pack": "counter",
        "procedure": "sale",
        "post": "seller",
        "queue": "counter.seller",
        "uid": uid,
        "person": company.seller,
    }
