"""The doors office, and callers in the name of its people."""

import pytest

from tests.api.client import Caller


@pytest.fixture
def office(db, settings, tmp_path):
    from gendan.cases.registry import with_words
    from tests.cases import words
    from tests.cases.company import doors

    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    words.reset()
    with with_words(words.VOCABULARY):
        yield doors()


@pytest.fixture
def caller(office):
    """Gives a caller by the person's name."""
    known = {}

    def of(name, *scopes):
        if (name, scopes) not in known:
            known[name, scopes] = Caller(getattr(office, name), scopes or ("read", "act", "import"))
        return known[name, scopes]

    return of


@pytest.fixture
def shop(db, settings, tmp_path):
    """The shop's review desk."""
    from tests.cases.shop import open_shop

    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return open_shop()


@pytest.fixture
def desk(shop):
    """Gives a caller of the review desk by the person's name."""
    known = {}

    def of(name, *scopes):
        if (name, scopes) not in known:
            known[name, scopes] = Caller(getattr(shop, name), scopes or ("read", "act", "import"))
        return known[name, scopes]

    return of


@pytest.fixture
def claims(db, settings, tmp_path):
    """Two desks that must not see each other's claims, a doctor, a lead, an insured and his opponent."""
    from pathlib import Path

    from gendan.cases import library
    from tests.cases.company import FRIDAY, Company

    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    folder = Path(__file__).parent / "fixtures" / "claims"
    company = Company(library.activate(folder, by=0, at=FRIDAY).definition)
    for name, post in (("ea", "east"), ("ed", "east"), ("wes", "west"), ("doc", "doctor"), ("li", "lead")):
        company.hire(name, post, pack="claims")
    company.hire("insured", party="王家")
    company.hire("opponent", party="李家")
    company.hire("witness")
    company.hire("boss", administrator=True)
    company.calls = {name: Caller(person, ("read", "act", "import")) for name, person in company.people.items()}
    return company
