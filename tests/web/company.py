"""The site's people, for the browser tests."""


def seed():
    return {}
