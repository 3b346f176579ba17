"""What all tests share: a PostgreSQL of their own, started when the first test asks for a database and not before."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment, django_db_blocker) -> Iterator[None]:
    """A migrated database for this process, on the embedded PostgreSQL or on the one that DATABASE_URL names.

    Takes the place of pytest-django's own: several runs may share one server, and only changed migrations are run.
    """
    from gendan.project.database import running
    from tests.databases import own_database

    with (
        running() as address,
        django_db_blocker.unblock(),
        own_database(address, fresh=bool(request.config.getoption("create_db"))),
        django_db_blocker.block(),
    ):
        yield
