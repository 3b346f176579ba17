"""Every shipped pack: each story holds, and each that shows a row of the register says which."""

import pytest

from gendan.cases.rehearsal import rehearse
from gendan.packs.reader import SHIPPED, read_pack

PACKS = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))


def _stories():
    for folder in PACKS:
        for story in read_pack(folder).stories:
            yield pytest.param(folder, story.name, id=f"{folder.name}: {story.name}")


@pytest.mark.django_db
@pytest.mark.parametrize(("folder", "name"), list(_stories()))
def test_story_holds(folder, name):
    reading = read_pack(folder)
    assert reading.findings == ()
    (result,) = [result for result in rehearse(reading, only=name) if result.story.name == name]
    assert result.difference is None, result.difference
