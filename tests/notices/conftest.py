"""The repair desk, for every test of this folder that asks for it."""

import pytest


@pytest.fixture
def desk(db):
    from tests.notices.company import repair

    return repair()


@pytest.fixture
def letterbox(settings):
    """What the site's mail server took."""
    from tests.notices.servers import mail_server

    with mail_server(settings) as box:
        yield box
