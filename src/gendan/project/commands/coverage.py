"""覆盖 | Which rows of the register the passing stories show, and which rows of the same systems none shows.

0: every story that cites a row held. 1: one did not, or cites a row that the register has not, or a pack has errors.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gendan.project.findings import tell_findings
from gendan.project.words import default_language

if TYPE_CHECKING:
    from gendan.core.story import Story
    from gendan.packs.coverage import Coverage
    from gendan.packs.reader import Reading

TITLES = {
    "shown": ("已演示", "shown"),
    "failing": ("故事未通过", "its story fails"),
    "unshown": ("未演示", "not shown"),
    "unclear": ("原文不清，未演示", "unclear in the manual, not shown"),
    "unknown": ("登记册中没有", "not in the register"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the packs, --language and --json."""
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="DIR",
        help="包的文件夹，不写则随附的 | folders of packs (default: the shipped ones)",
    )
    parser.add_argument(
        "--language",
        choices=("zh", "en"),
        default=default_language(),
        help="输出所用的语言 | the language of what is printed",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Play the stories, and tell."""
    from gendan.packs.coverage import coverage
    from gendan.packs.reader import read_pack, shipped_packs

    readings = [read_pack(folder) for folder in (arguments.folders or shipped_packs().values())]
    wrong = [finding for reading in readings for finding in reading.findings if finding.is_error]
    if wrong:
        return tell_findings(wrong, arguments.language, as_json=arguments.json)
    told = coverage(_played(readings))
    if arguments.json:
        print(json.dumps(told.as_json(), ensure_ascii=False, indent=1))
    else:
        for text in lines(told, arguments.language):
            print(text)
    return 1 if told.failing or told.unknown else 0


def _played(readings: list[Reading]) -> list[tuple[Story, bool]]:
    """Every story that cites a row, with whether it held."""
    from gendan.project.environment import ready_for_stories

    with ready_for_stories():
        from gendan.cases.rehearsal import rehearse

        results = [result for reading in readings for result in rehearse(reading)]
    return [(result.story, result.passed) for result in results if result.story.shows]


def lines(told: Coverage, language: str) -> list[str]:
    """What is printed for people: a line for each row, and how many there are of each sort."""
    which = 1 if language == "en" else 0
    printed = [f"{row}  {TITLES['shown'][which]}  {' · '.join(stories)}" for row, stories in told.shown.items()]
    printed += [f"{row}  {TITLES['failing'][which]}  {' · '.join(stories)}" for row, stories in told.failing.items()]
    printed += [f"{row.id}  {TITLES['unshown'][which]}  {row.asks}" for row in told.unshown]
    printed += [f"{row.id}  {TITLES['unclear'][which]}  {row.asks}" for row in told.unclear]
    printed += [f"{row}  {TITLES['unknown'][which]}" for row in told.unknown]
    counts = (
        ("shown", len(told.shown)),
        ("failing", len(told.failing)),
        ("unshown", len(told.unshown)),
        ("unclear", len(told.unclear)),
        ("unknown", len(told.unknown)),
    )
    return [*printed, "  ".join(f"{TITLES[name][which]} {count}" for name, count in counts)]
