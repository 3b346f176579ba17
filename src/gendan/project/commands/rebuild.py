"""重建 | Rebuild what stands of every case (row, clocks, unique values, words to find it by) from its events.

With --check nothing is written: it only says what differs. Exit code 1 where --check finds a difference, or where
events can't be followed.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from gendan.project.words import tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do with differences."""
    parser.add_argument("--check", action="store_true", help="只比较，不写入 | compare only, write nothing")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Rebuild or compare."""
    from gendan.project.environment import ready

    with ready():
        from gendan.cases.rebuilding import rebuild

        rebuilt = rebuild(check=arguments.check)
    if arguments.json:
        print(json.dumps(asdict(rebuilt), ensure_ascii=False))
    else:
        for each in rebuilt.differences:
            tell(
                "rebuild.differs",
                number=each.number or each.case,
                what=each.what,
                stands=each.stands or "-",
                rebuilt=each.rebuilt or "-",
            )
        if arguments.check:
            tell("rebuild.compared", cases=rebuilt.cases, count=len(rebuilt.differences))
        else:
            tell("rebuild.done", cases=rebuilt.cases, count=len(rebuilt.differences))
    unmended = [
        each for each in rebuilt.differences if each.what == "events" or (each.what == "row" and not each.rebuilt)
    ]
    return 1 if (rebuilt.differences if arguments.check else unmended) else 0
