"""Every shipped pack: it is sound, and each of its stories holds."""

import pytest

from gendan.cases.rehearsal import rehearse
from gendan.packs.reader import SHIPPED, read_pack

PACKS = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_its_stories_hold(folder):
    reading = read_pack(folder)
    assert reading.findings == ()
    results = rehearse(reading)
    assert {result.story.name: result.difference for result in results if result.difference is not None} == {}
    assert len(results) == len(reading.stories)
