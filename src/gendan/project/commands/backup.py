"""备份 | Write everything into one file: database, attached files, anchors and the secret key.

Work goes on meanwhile. PATH is a file that is not there yet, or a folder, in which it gets a name by its moment; with
--keep N only the newest N of that folder stay. Whoever can read the file can read everything: guard it.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from gendan.project.words import tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to."""
    parser.add_argument("path", type=Path, help="备份文件或文件夹 | a file that is not there yet, or a folder")
    parser.add_argument("--keep", type=_count, metavar="N", help="文件夹中只保留最新的 N 份 | keep the newest N only")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Make a backup."""
    from gendan.project.database import address
    from gendan.project.environment import ready

    with ready(migrated=False):
        from gendan.project.backup.making import keep_newest, make

        made = make(arguments.path, url=address(), at=datetime.now(UTC))
        gone = keep_newest(arguments.path, arguments.keep) if arguments.keep and arguments.path.is_dir() else []
    if arguments.json:
        said = {"path": str(made.path), "size": made.size, "cases": made.manifest.cases, "events": made.manifest.events}
        print(json.dumps({**said, "removed": [str(path) for path in gone]}, ensure_ascii=False))
    else:
        size = f"{made.size / 1e6:,.1f}"
        tell("backup.made", path=made.path, size=size, cases=made.manifest.cases, events=made.manifest.events)
        for path in gone:
            tell("backup.removed", path=path)
    return 0


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("N ≥ 1")
    return count
