"""归档 | Copy months of events to Parquet files, from which the same figures are computed much faster.

The database keeps everything. A month is that in which cases were opened; one in which nothing is new since is passed
over, so the command may be run as often as one likes. Needs the extra: pip install "gendan[analytics]". The folder is
GENDAN_ARCHIVE, else `archive` in the data folder.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime

from gendan.project.words import say, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which months, and the output."""
    parser.add_argument(
        "--since", type=_month, metavar="YYYY-MM", help="归档的起始月份 | the first month of cases to archive"
    )
    parser.add_argument("--until", type=_month, metavar="YYYY-MM", help="最后一个月 | the last one")
    parser.add_argument(
        "--anew", action="store_true", help="没有新内容的月份也重做 | also the months in which nothing is new"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Archive; 1 where the extra is missing."""
    from gendan.project.environment import ready

    with ready():
        from gendan.measures.archive import folder
        from gendan.measures.archiving import archive_months
        from gendan.measures.errors import ArchiveMissing

        done = []
        try:
            for month in archive_months(
                folder(),
                at=datetime.now(UTC),
                since=arguments.since,
                until=arguments.until,
                anew=arguments.anew,
            ):
                done.append(month)
                if not arguments.json:
                    tell(
                        "archive.month",
                        month=f"{month.month // 100}-{month.month % 100:02}",
                        procedure=month.procedure,
                        events=month.events,
                        cases=month.cases,
                        kilobytes=month.bytes // 1024,
                    )
        except ArchiveMissing as error:
            say("archive.no_engine", extra=error.parameters.get("extra", ""))
            return 1
        where = str(folder())
    if arguments.json:
        print(json.dumps({"folder": where, "months": [asdict(month) for month in done]}, ensure_ascii=False))
    else:
        tell("archive.done", count=len(done), folder=where)
    return 0


def _month(text: str) -> int:
    """202002 of `2020-02`."""
    try:
        return int(datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).strftime("%Y%m"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM") from None
