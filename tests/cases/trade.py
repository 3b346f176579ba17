"""A trade desk: the fixture pack of contracts, with people in its posts."""

from pathlib import Path

from gendan.cases import library
from tests.cases.company import FRIDAY, Company

TRADE = Path(__file__).parents[1] / "packs" / "fixtures" / "trade"


def open_trade():
    company = Company(library.activate(TRADE, by=0, at=FRIDAY).definition)
    company.hire("hana", "head", pack="trade")
    company.hire("carl", "clerk", pack="trade")
    company.hire("cleo", "clerk", pack="trade")
    company.hire("abel", "auditor", pack="trade")
    company.hire("alma", "auditor", pack="trade")
    company.hire("lars", "lawyer", pack="trade")
    company.hire("pia", "payer", pack="trade")
    return company
