"""The packs that the checker is tried on, and the words of areas that they use."""

from functools import lru_cache
from pathlib import Path

from gendan.core.vocabulary import Vocabulary
from gendan.packs.check.words_file import read_words
from gendan.packs.reader import SHIPPED
from gendan.project.vocabulary import declared
from tests.packs.packs_at_hand import DOORS, edited, files_of
from tests.packs.reference import reference_packs

OWN = Path(__file__).parent / "packs"
WORDS = DOORS.parent / "doors_words.yaml"


@lru_cache(maxsize=1)
def words() -> Vocabulary:
    """The words of this Gendan, and those of orders, money and stock, as far as packs here use them."""
    vocabulary, findings = read_words(WORDS.read_bytes(), WORDS.name)
    assert findings == ()
    return vocabulary.joined(declared())


def pack(name: str) -> dict[str, bytes]:
    """The files of the pack of that name."""
    return files_of(OWN / name if (OWN / name).is_dir() else DOORS.parent / name)


def sound_packs() -> dict[str, dict[str, bytes]]:
    """Packs that nothing is wrong with: of several departments, of the reference, and those that Gendan ships."""
    packs = {"doors": pack("doors")} | {folder.name: files_of(folder) for folder in sorted(OWN.iterdir())}
    packs |= {f"reference {name}": files for name, files in reference_packs().items()}
    return packs | {f"shipped {folder.parent.name}": files_of(folder.parent) for folder in SHIPPED.glob("*/pack.yaml")}


__all__ = ["WORDS", "edited", "pack", "sound_packs", "words"]
