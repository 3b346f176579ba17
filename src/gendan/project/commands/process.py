"""说出一个流程的单实际走过的路 | Tell the ways that the cases of a procedure really took.

`gendan process PACK.PROCEDURE [--days 90] [--json]` tells every step with how often it was taken, how long cases waited
before it, and whether the active version declares it. `--xes FILE` writes the same cases as an event log; `--read FILE`
tells a log from elsewhere instead, and keeps nothing of it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from gendan.cases.queries.process import Paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The procedure or the log, how far back, and in which form."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("procedure", nargs="?", metavar="PACK.PROCEDURE", help="哪个流程 | which procedure")
    which.add_argument("--read", metavar="FILE", help="XES 日志 | a log in XES")
    parser.add_argument(
        "--days", type=_days, default=90, help="最近多少天开的单，0 为全部 | opened within days; 0: all"
    )
    parser.add_argument("--xes", metavar="FILE", help="把这些单写成 XES 日志 | write these cases as a log in XES")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def _days(said: str) -> int:
    days = int(said)
    if days < 0:
        raise argparse.ArgumentTypeError("不能小于 0 | must not be less than 0")
    return days


def run(arguments: argparse.Namespace) -> int:
    """0 where it could be told, else 1."""
    from gendan.project import environment

    with environment.ready():
        from gendan.cases import xes

        if arguments.read:
            try:
                with Path(arguments.read).open("rb") as file:
                    did = xes.paths_of(xes.read_log(file))
            except (OSError, xes.LogFault) as error:
                print(f"{arguments.read}: {error}", file=sys.stderr)
                return 1
            _tell(did, (False,) * len(did.steps), as_json=arguments.json)
            return 0
        return _own(arguments)


def _own(arguments: argparse.Namespace) -> int:
    from gendan.cases import library, xes
    from gendan.cases.queries import process
    from gendan.people import access

    packs = {pack.name: pack for _, pack in library.active_packs()}
    name, _, bare = arguments.procedure.partition(".")
    declared = packs[name].procedures.get(bare) if name in packs else None
    if declared is None:
        print(f"没有这个流程：{arguments.procedure} | There is no such procedure.", file=sys.stderr)
        return 1
    at = datetime.now(UTC)
    since = at - timedelta(days=arguments.days) if arguments.days > 0 else None
    cases = process.seen_cases(declared, person=0, at=at, since=since)
    if arguments.xes:
        pieces = xes.written(
            declared.title.zh,
            process.traces(cases),
            titles={key: action.title.zh for key, action in declared.actions.items()},
            people={key: member.name for key, member in access.organization().members.items()},
        )
        with Path(arguments.xes).open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    did = process.paths(cases)
    _tell(did, process.strays(did.steps, declared), as_json=arguments.json)
    return 0


def _tell(did: Paths, strays: tuple[bool, ...], *, as_json: bool) -> None:
    steps: list[dict[str, Any]] = [
        {
            "source": each.source,
            "action": each.action,
            "target": each.target.strip("\0"),
            "rejects": each.rejects,
            "count": each.count,
            "cases": each.cases,
            "wait_seconds": None if each.wait is None else round(each.wait.total_seconds()),
            "strays": stray,
        }
        for each, stray in zip(did.steps, strays, strict=True)
    ]
    if as_json:
        told = {"cases": did.cases, "capped": did.capped, "steps": steps, "variants": did.variants}
        print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
        return
    print(f"{did.cases} 单，{did.variants} 种路径 | {did.cases} cases, {did.variants} paths")
    for step in steps:
        wait = "" if step["wait_seconds"] is None else f"  {step['wait_seconds'] / 3600:.1f} h"
        mark = "  !" if step["strays"] else ""
        named = f" {step['action']}" if step["action"] else ""
        print(f"{step['count']:>8}  {step['source'] or '·'} →{named} → {step['target'] or '·'}{wait}{mark}")
