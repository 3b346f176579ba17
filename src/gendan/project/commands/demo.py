"""演示公司 | Set up the demo company in an empty database, or add departments to it.

0: done, or there already. 1: the database holds other data, or a department could not be set up. With --try nothing
stays: each department is played up to --at, and what did not go as its demo says is told with its place.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from gendan.project.words import default_language, say

if TYPE_CHECKING:
    from gendan.cases.demonstration import Shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which departments, and whether they are to stay."""
    parser.add_argument("packs", metavar="PACK", nargs="*", help="随附的包，不写则全部 | a shipped pack (default: all)")
    parser.add_argument("--try", dest="trial", action="store_true", help="试演，不留下 | play it, and keep nothing")
    parser.add_argument(
        "--at", type=datetime.fromisoformat, help="演到何时（默认此刻），配合 --try | up to when (default: now)"
    )
    parser.add_argument(
        "--language",
        choices=["zh", "en"],
        default=default_language(),
        help="输出所用的语言 | the language of what is printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Set it up."""
    from gendan.project.environment import ready

    with ready():
        from gendan.project import demo

        unknown = set(arguments.packs) - set(demo.demos())
        if unknown:
            say("demo.unknown", names="、".join(sorted(unknown)), known="、".join(demo.demos()))
            return 1
        if arguments.trial:
            return _try(arguments.packs, arguments.at, arguments.language)
        return _set_up(arguments.packs)


def _set_up(packs: Sequence[str]) -> int:
    from django.utils import timezone

    from gendan.project import demo

    if demo.company() is None:
        if not demo.is_empty():
            say("demo.not_empty")
            return 1
        if not packs or demo.FIRST in packs:
            demo.seed()
        else:
            demo.begin()
    failed = 0
    for pack, error in demo.furnish(packs, now=timezone.now):
        if error is None:
            say("demo.added", name=pack)
        else:
            say("demo.failed", name=pack, reason=error)
            failed = 1
    say("demo.seeded")
    return failed


def _try(packs: Sequence[str], at: datetime | None, language: str) -> int:
    from django.db import transaction
    from django.utils import timezone

    from gendan.packs.wording import line
    from gendan.project import demo

    moment = timezone.now() if at is None else timezone.make_aware(at) if at.tzinfo is None else at
    failed = 0
    for pack in packs or [each for each in demo.demos() if each != demo.FIRST]:
        try:
            with transaction.atomic():
                failed += _told(pack, demo.rehearsed(pack, at=moment), language)
                transaction.set_rollback(True)
        except demo.Unreadable as unreadable:
            failed += 1
            for finding in unreadable.findings:
                print(line(finding, language), file=sys.stderr)
    return 1 if failed else 0


def _told(pack: str, shown: Shown, language: str) -> int:
    """Tell what a demo came to; 1 where a scene went no further than a step."""
    english = language == "en"
    steps, cases = f"{shown.steps}", f"{shown.cases}"
    print(f"{pack}: {steps} steps, {cases} cases" if english else f"{pack}：{steps} 步，{cases} 张单")
    for procedure, state, count, late in shown.standing:
        told = f"  ({late} late)" if english else f"  （逾期 {late}）"
        print(f"  {procedure:<24} {state:<16} {count:>4}" + (told if late else ""))
    for left in shown.left:
        print(f"✗ {left.said(language)}", file=sys.stderr)
    return 1 if shown.left else 0
