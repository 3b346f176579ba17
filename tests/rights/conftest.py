"""One seed for each test: two departments, and everybody who might look or send."""

import pytest

from tests.rights.seed import seeded


@pytest.fixture
def seed(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return seeded()
