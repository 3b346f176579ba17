"""The packs whose manuals are tried, and one who speaks about them."""

from datetime import date
from functools import lru_cache

from gendan.core.pack import Pack
from gendan.packs.manual import Behind, InForce, Manual, manual_of
from gendan.packs.manual.flow import drawings_of
from gendan.packs.manual.speech import Speech
from gendan.packs.reader import Reading, read_pack
from gendan.packs.register.rows import register_rows
from gendan.people.calendars import standard_calendar
from tests.packs.check.at_hand import sound_packs, words

DAY = date(2026, 11, 22)
LANGUAGES = ("zh", "en")
DRAWN = frozenset({"doors"})
"""Drawings are held by tests of their own; here one pack shows where they go."""


@lru_cache(maxsize=1)
def readings() -> dict[str, Reading]:
    """Every sound pack, read once."""
    return {name: read_pack(files) for name, files in sound_packs().items()}


def pack(name: str) -> Pack:
    """A sound pack by its name among them."""
    found = readings()[name].pack
    assert found is not None
    return found


@lru_cache(maxsize=64)
def manual(name: str, language: str) -> Manual:
    """The whole manual of a sound pack."""
    reading = readings()[name]
    assert reading.pack is not None
    return manual_of(
        reading.pack,
        language=language,
        made_on=DAY,
        vocabulary=words(),
        in_force=InForce(calendar=standard_calendar()),
        behind=Behind(stories=reading.stories, rows=register_rows()),
        drawings=drawings_of(reading.pack, language) if name in DRAWN else {},
    )


def speech(name: str, procedure: str, language: str = "zh") -> Speech:
    """One who speaks about a procedure."""
    found = pack(name)
    return Speech(pack=found, language=language, vocabulary=words(), procedure=found.procedures[procedure])
