"""What the language's own page promises, sentence by sentence: packs that use all of it are sound, and their stories
hold when they run through the one door."""

from pathlib import Path

import pytest

from gendan.cases.rehearsal import rehearse
from gendan.packs.check import check_pack
from gendan.packs.reader import read_pack
from gendan.project.vocabulary import declared
from tests.packs import packs_at_hand
from tests.packs.reference import reference_packs

FIXTURES = Path(__file__).parents[1] / "packs" / "fixtures"
PACKS = ["acceptance", "estate", "expense", "helpline", "rentals", "trade"]


def _stories():
    for name in PACKS:
        for story in read_pack(FIXTURES / name).stories:
            yield pytest.param(name, story.name, id=f"{name}: {story.name}")


@pytest.mark.parametrize("name", PACKS)
def test_pack_is_sound(name):
    reading = read_pack(FIXTURES / name)
    assert reading.findings == ()
    assert reading.pack is not None
    assert check_pack(reading.pack, vocabulary=declared(), stories=reading.stories, files=reading.files) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "story"), list(_stories()))
def test_story_holds(name, story):
    (result,) = [result for result in rehearse(read_pack(FIXTURES / name), only=story) if result.story.name == story]
    assert result.difference is None, result.difference


@pytest.mark.django_db
def test_the_stories_of_the_reference_hold():
    """Among them: the system does what an answer leads to where the pack has it do so."""
    results = rehearse(read_pack(reference_packs()["repair"]))
    assert {result.story.name: str(result.difference) for result in results if result.difference} == {}


@pytest.mark.django_db
def test_another_department_is_another_pack():
    files = packs_at_hand.files_of(FIXTURES / "expense")
    posts = "{supervisor: manager, reviewer: assistant, finance: audit, warehouse_printer: cashier}"
    uses = f"uses:\n  shop_review: {{take: [task], posts: {posts}}}\n"
    files = packs_at_hand.edited(files, "pack.yaml", uses, "")
    files = packs_at_hand.edited(files, "procedures/claim.yaml", "procedure: task,", "procedure: shop_review.task,")
    reading = read_pack(files)
    assert reading.findings == ()
    (result,) = rehearse(reading, only="超额说明与总监")
    assert result.difference is None, result.difference
