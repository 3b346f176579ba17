"""Writes docs/area-words.md from what the areas declare: `make area-words`."""

from pathlib import Path

from gendan.packs.wording.area_words import page
from gendan.project.vocabulary import declared

REFERENCE = Path(__file__).parents[2] / "docs" / "area-words.md"


def main() -> None:
    REFERENCE.write_text(page(declared()), "utf-8")


if __name__ == "__main__":
    main()
