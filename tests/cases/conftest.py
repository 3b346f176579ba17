"""The office and its words, for every test of this folder that asks for them."""

import pytest

from tests.cases import words


@pytest.fixture
def office(db):
    from gendan.cases.registry import with_words
    from tests.cases.company import doors

    words.reset()
    with with_words(words.VOCABULARY):
        yield doors()


@pytest.fixture
def desk(db):
    from tests.cases.desk import open_desk

    return open_desk()


@pytest.fixture
def shop(db):
    from tests.cases.shop import open_shop

    return open_shop()


@pytest.fixture
def kept_files(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return tmp_path / "attachments"
