"""docs/pack-checks.md tells every code, with the words that `gendan check` prints."""

import re
from pathlib import Path

from gendan.packs.wording import CATALOGUE

HANDBOOK = Path(__file__).parents[3] / "docs" / "pack-checks.md"
_ROW = re.compile(r"^\| `(\w+)` \| (.*) \| (.*) \|$", re.M)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{{", "{").replace("}}", "}")


def test_the_handbook_says_of_every_code_what_the_command_says() -> None:
    told = {code: (said, mend) for code, said, mend in _ROW.findall(HANDBOOK.read_text("utf-8"))}
    assert told == {code: (_cell(words.en), _cell(words.mend_en)) for code, words in CATALOGUE.items()}
