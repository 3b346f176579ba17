"""Packs that were worked with, for tests of what is counted of it."""

import pytest

from tests.measures.walk import MEASURED, Walk


@pytest.fixture(params=sorted(MEASURED))
def walked(db, request):
    """Every pack with measures: worked with at random, and its stories played."""
    walk = Walk(MEASURED[request.param])
    walk.walk(45)
    walk.tell()
    assert walk.cases
    return walk


@pytest.fixture
def archive(settings, tmp_path):
    """A folder for an archive."""
    settings.GENDAN_ARCHIVE = tmp_path / "archive"
    return tmp_path / "archive"
