"""An order's whole way, as stories of a small pack tell it."""

from pathlib import Path

import pytest

from gendan.cases.rehearsal import rehearse
from gendan.packs.folder import read_folder
from gendan.packs.reader import read_pack

SHOP = Path(__file__).parent / "shop"


def test_the_stories_of_the_shop_hold(db):
    files, findings = read_folder(SHOP)
    assert findings == ()
    reading = read_pack(dict(files))
    assert reading.findings == ()
    results = rehearse(reading)
    assert len(results) == 3
    for result in results:
        if result.difference is not None:
            pytest.fail(f"{result.story.name}: {result.difference}")
