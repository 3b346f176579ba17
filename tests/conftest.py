"""What all tests share: a PostgreSQL of their own, started when the first test asks for a database and not before."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# How long one example takes says more about the machine, and what else runs on it, than about the code.
hypothesis.settings.register_profile("gendan", deadline=None, print_blob=True)
hypothesis.settings.load_profile("gendan")

ROOT = Path(__file__).parents[1]


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


@pytest.fixture(autouse=True)
def anchors_of_its_own(settings, tmp_path: Path) -> None:
    """No test is measured against the anchors of another's database."""
    settings.GENDAN_ANCHORS = tmp_path / "anchors"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for tests in a real browser; without one they are skipped, unless it is demanded."""
    found = chromium_path()
    if found is not None:
        return found
    if os.environ.get("GENDAN_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium was found, and GENDAN_REQUIRE_BROWSER=1 demands one")
    pytest.skip("no Chromium was found: tests in a browser did not run")


@pytest.fixture(scope="session")
def real_orders() -> Path:
    """The file of 28,010 real orders beside the project; only where CI runs must it be there."""
    path = Path(os.environ.get("GENDAN_REAL_ORDERS") or ROOT.parent / "shared" / "data" / "tmall_orders_2020_02.csv")
    if path.is_file():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"the real orders are not at {path}")
    pytest.skip("the file of real orders is not here")


LONG = (
    "tests/web/test_every_page.py",
    "tests/rights/test_sight.py",
    "tests/web/test_real_file.py",
    "tests/stories/test_shipped.py",
    "tests/web/test_diversion_day.py",
    "tests/web/test_terminals_day.py",
    "tests/web/test_doors_day.py",
    "tests/web/test_cash_desk_day.py",
    "tests/web/test_dealer_service_day.py",
    "tests/web/test_desk.py",
    "tests/project/test_jobs.py",
    "tests/web/test_system.py",
    "tests/web/test_figures.py",
    "tests/project/test_serve.py",
    "tests/web/test_live.py",
    "tests/web/test_flow.py",
    "tests/api/test_contract.py",
    "tests/web/test_domains_day.py",
    "tests/web/test_dealers_day.py",
    "tests/web/test_freight_day.py",
    "tests/web/test_many.py",
    "tests/web/test_manual.py",
    "tests/web/test_warehouse_day.py",
    "tests/web/test_components.py",
    "tests/cases/test_imports.py",
    "tests/packs/test_drawing.py",
    "tests/project/test_departments.py",
)
"""Files that take minutes: they begin first, so that no worker is left with one of them when the others are done."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    first = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: first.get(item.nodeid.partition("::")[0], len(LONG)))


def pytest_collection_finish() -> None:
    """Collect as seldom as Gendan's own processes do: to walk thousands of tests again and again takes its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def chromium_path() -> str | None:
    """A Chromium of this machine: GENDAN_CHROMIUM, else the first that is installed.

    The headless shell shows pages as the browser does, without the windows of one: a day walked through pages takes a
    third less of the processor.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("GENDAN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_report_header() -> list[str]:
    """Say on what this run works."""
    return [
        f"database: {'DATABASE_URL' if os.environ.get('DATABASE_URL') else 'embedded PostgreSQL'}",
        f"browser: {chromium_path() or 'none found, tests in a browser are skipped'}",
    ]
