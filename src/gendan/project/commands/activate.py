"""启用包 | Make a pack the active version of its name, and move the running cases that it says how to move.

The pack is checked first; with findings that are errors it is not activated. A version that was activated never
changes: give a changed pack a new version.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from gendan.project.words import default_language, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack's folder."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="包的文件夹 | the folder of the pack")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")
    parser.add_argument(
        "--language",
        choices=["zh", "en"],
        default=default_language(),
        help="输出所用的语言 | the language of what is printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Activate it; 1 where it is refused, or a running case can't be moved."""
    from gendan.project.environment import ready

    with ready():
        from gendan.cases import library, moving
        from gendan.core.refusals import Refused

        at = datetime.now(UTC)
        try:
            activated = library.activate(arguments.folder, by=0, at=at)
        except library.Unsound as unsound:
            return _unsound(unsound, arguments)
        except Refused as refused:
            return _refused(refused, arguments)
        outcomes = list(moving.move(activated.definition, by=0, at=at))
        stayed = [outcome.number for outcome in outcomes if not outcome.done]
    moved = len(outcomes) - len(stayed)
    pack = activated.pack
    if arguments.json:
        said = {"activated": True, "pack": pack.name, "version": pack.version, "hash": pack.hash, "new": activated.new}
        print(json.dumps({**said, "moved": moved, "stayed": stayed}, ensure_ascii=False))
    else:
        tell("activate.done", pack=pack.name, version=pack.version, hash=pack.hash[:12])
        if outcomes:
            tell("activate.moved", moved=moved, stayed=", ".join(stayed) or "0")
    return 1 if stayed else 0


def _refused(refused: Exception, arguments: argparse.Namespace) -> int:
    from gendan.cases.prose import Speaker, reasons_in_words
    from gendan.core.refusals import Refused

    assert isinstance(refused, Refused)
    changed = any((each.code, each.parameters.get("what")) == ("basis", "version") for each in refused.reasons)
    if arguments.json:
        codes = ["version" if changed else each.code for each in refused.reasons]
        print(json.dumps({"activated": False, "findings": [], "reason": codes[0]}))
    elif changed:
        tell("activate.changed")
    else:
        for each in reasons_in_words(refused.reasons, Speaker(language=arguments.language)):
            print(each)
    return 1


def _unsound(unsound: Exception, arguments: argparse.Namespace) -> int:
    from gendan.cases.library import Unsound
    from gendan.packs.wording import as_json, line

    assert isinstance(unsound, Unsound)
    if arguments.json:
        findings = [as_json(each) for each in unsound.findings]
        print(json.dumps({"activated": False, "findings": findings}, ensure_ascii=False))
    else:
        for each in unsound.findings:
            print(line(each, arguments.language))
        tell("activate.unsound", count=len(unsound.findings))
    return 1
