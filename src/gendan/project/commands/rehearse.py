"""演练 | Play a pack's stories through the one door, on a real database, in transactions that are rolled back.

0: every story held. 1: one did not, or the pack could not be read; each difference is told with its place.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gendan.project.findings import tell_findings
from gendan.project.words import default_language

if TYPE_CHECKING:
    from gendan.cases.rehearsal import Result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which packs, and which of their stories."""
    parser.add_argument("folders", metavar="DIR", type=Path, nargs="+", help="包的文件夹 | the folder of a pack")
    parser.add_argument("--only", metavar="STORY", help="只演练名称含此的故事 | only stories named so")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")
    parser.add_argument(
        "--language",
        choices=["zh", "en"],
        default=default_language(),
        help="输出所用的语言 | the language of what is printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Play them."""
    from gendan.packs.reader import read_pack
    from gendan.project.environment import ready_for_stories

    spoken: str = arguments.language
    readings = [read_pack(folder) for folder in arguments.folders]
    if unsound := [reading for reading in readings if not reading.sound]:
        return tell_findings(
            [finding for reading in unsound for finding in reading.findings], spoken, as_json=arguments.json
        )
    with ready_for_stories():
        from gendan.cases.rehearsal import rehearse

        results = [result for reading in readings for result in rehearse(reading, only=arguments.only)]
    if arguments.json:
        print(json.dumps([_told(result, spoken) for result in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            print(_line(result, spoken))
        passed = sum(result.passed for result in results)
        print(f"{passed}/{len(results)}")
    if not results:
        print("没有这样的故事 | no such story", file=sys.stderr)
        return 1
    return 0 if all(result.passed for result in results) else 1


def _line(result: Result, spoken: str) -> str:
    from gendan.cases.rehearsal.result import WORDING

    if result.difference is None:
        return f"✓ {result.story.name}"
    difference = result.difference
    said = WORDING[difference.code].said(spoken, difference.parameters)
    return f"✗ {result.story.name}\n    {difference.place}: {said}"


def _told(result: Result, spoken: str) -> dict[str, object]:
    from gendan.cases.rehearsal.result import WORDING

    told: dict[str, object] = {
        "story": result.story.name,
        "shows": list(result.story.shows),
        "passed": result.passed,
        "steps": result.steps,
    }
    if result.difference is not None:
        place = result.difference.place
        told["difference"] = {
            "code": result.difference.code,
            "says": WORDING[result.difference.code].said(spoken, result.difference.parameters),
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "parameters": {name: str(value) for name, value in result.difference.parameters.items()},
        }
    return told
