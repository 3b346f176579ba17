"""Whatever one name is mistaken for another, the checker answers, and every answer has its words."""

import random
import re

import pytest

from gendan.packs.check import check_folder
from gendan.packs.reader import read_pack
from gendan.packs.wording import line
from tests.packs.check.at_hand import pack, words

NAMES = ("doors", "hotline", "hotel", "domains", "freight", "telecom", "appeals", "sales", "returns", "keys")
OPERATORS = ["<", ">", "<=", ">=", "==", "!="]


def _mistaken(files: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The files with one name of a procedure written where another of its sort stood, or one sign for another."""
    procedures = read_pack(files).pack
    assert procedures is not None
    path = chance.choice(sorted(name for name in files if name.startswith("procedures/")))
    text = files[path].decode()
    procedure = procedures.procedures[re.search(r"procedure: (\w+)", text)[1]]  # type: ignore[index]
    sorts = [list(procedure.states), list(procedure.actions), list(procedures.posts), list(procedure.fields), OPERATORS]
    names = chance.choice(sorts)
    written = "|".join(rf"(?<![\w.]){name}(?!\w|:)" if name[0].isalpha() else f"(?<= ){name}(?= )" for name in names)
    found = [match for match in re.finditer(written, text) if not text.startswith(":", match.end())]
    if not found:
        return files
    at = chance.choice(found)
    return {**files, path: (text[: at.start()] + chance.choice(names) + text[at.end() :]).encode()}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_mistaken_for_another_never_stops_the_checker(name: str) -> None:
    chance = random.Random(name)
    for _ in range(8):
        for finding in check_folder(_mistaken(pack(name), chance), vocabulary=words()):
            assert finding.place.line >= 1
            assert line(finding, "zh")
            assert line(finding, "en")
