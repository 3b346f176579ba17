"""A trading company's orders, and the books of its money."""

import pytest

from tests.money.house import House


@pytest.fixture
def house(db):
    return House.open()
