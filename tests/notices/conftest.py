"""The repair desk, for every test of this folder that asks for it."""

import pytest


@pytest.fixture
def desk(db):
    from tests.notices.company import repair

    return repair()
