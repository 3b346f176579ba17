"""The shop's site before its busiest month: the same people, and few orders, so that other tests have no part in it."""

from tests.web import company


def seed() -> dict[str, object]:
    """People and as many orders as they have been told of. Returns what the tests need to know."""
    return company.seed(orders=70)
