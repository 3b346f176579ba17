"""Every shipped pack: it is sound, and each of its stories holds."""

import pytest

from gendan.cases import store
from gendan.cases.rehearsal import rehearse
from gendan.packs.reader import SHIPPED, read_pack

PACKS = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))


@pytest.fixture(autouse=True)
def _what_is_written_is_what_is_read(monkeypatch):
    """What a step leaves in memory is the case as it is read: the next one may be judged by it (`cases.recall`)."""
    write = store.write

    def looked_at(one):
        write(one)
        assert store.glimpse(one.after.case.id) == one.after

    monkeypatch.setattr(store, "write", looked_at)


@pytest.mark.django_db
@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_its_stories_hold(folder):
    reading = read_pack(folder)
    assert reading.findings == ()
    results = rehearse(reading)
    assert {result.story.name: result.difference for result in results if result.difference is not None} == {}
    assert len(results) == len(reading.stories)
