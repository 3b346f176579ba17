"""The estate's service center: the fixture pack of records, routines, children and links, with people in its posts."""

from pathlib import Path

from gendan.cases import library
from tests.cases.company import FRIDAY, Company

ESTATE = Path(__file__).parents[1] / "packs" / "fixtures" / "estate"


def open_estate(folder=ESTATE):
    company = Company(library.activate(folder, by=0, at=FRIDAY).definition)
    company.hire("boss", "manager", pack="estate")
    company.hire("ann", "desk", pack="estate")
    company.hire("bob", "desk", pack="estate")
    company.hire("fred", "fitter", pack="estate")
    company.hire("gus", "fitter", pack="estate")
    company.hire("iris", "inspector", pack="estate")
    company.hire("ivan", "inspector", pack="estate")
    company.hire("kim", "keeper", pack="estate")
    company.hire("tess", "treasurer", pack="estate")
    return company
