import pytest

from tests.stock import yard


@pytest.fixture
def warehouse(db):
    yard.build()
    yield
    yard.sound()
