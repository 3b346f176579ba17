"""核验 | Look whether every event is still what was written, and no case is gone.

Every hash is computed anew, every chain is held against its case and against the anchors that are kept outside the
database. Where nothing is found, the state is anchored, so that the next look knows it. Exit code 1 where something is
found.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from gendan.project.words import Words, tell

FAULTS: Final[dict[str, Words]] = {
    "changed": Words("{number}：第 {seq} 条事件被改过。", "{number}: event {seq} was changed."),
    "gap": Words(
        "{number}：第 {seq} 条事件之前少了事件，或多了事件。",
        "{number}: before event {seq} one is missing, or was put in.",
    ),
    "head": Words(
        "{number}：单据指向的不是它的最后一条事件（第 {seq} 条）。",
        "{number}: the case does not point to its last event ({seq}).",
    ),
    "no_case": Words(
        "{number}：有它的记录，但单据不在了。", "{number}: something of it is there, and the case is gone."
    ),
    "no_events": Words("{number}：单据没有任何事件。", "{number}: the case has no events."),
    "rewritten": Words(
        "{number}：事件链与存档时（第 {seq} 条）不同，被整个改写过。",
        "{number}: the chain is not the one that was anchored at event {seq}: it was rewritten whole.",
    ),
    "removed": Words(
        "{number}：存档时有 {seq} 条事件，现在没有了：单据或其最后的事件被删除。",
        "{number}: of the {seq} events that were anchored some are gone: the case or its last events were removed.",
    ),
    "anchor": Words(
        "存档文件 {where} 第 {seq} 行起不是原来写下的内容，或之前的存档被拿走。",
        "Anchor file {where} is not as it was written from line {seq} on, or an anchor before it was taken away.",
    ),
}
"""What is said of each code of `cases.verifying`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the output."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--no-anchor", action="store_true", help="write no anchor, look only")


def run(arguments: argparse.Namespace) -> int:
    """Look; 1 where something is found."""
    from gendan.project.environment import ready

    with ready():
        from gendan.cases import anchors
        from gendan.cases.verifying import verify

        verified = verify()
        if not verified.faults and not arguments.no_anchor:
            anchors.take(datetime.now(UTC))
    if arguments.json:
        print(json.dumps(asdict(verified), ensure_ascii=False))
    else:
        for fault in verified.faults:
            for text in FAULTS[fault.code]:
                print(text.format(number=fault.number or fault.case, seq=fault.seq, where=fault.where))
        if verified.faults:
            tell(
                "verify.found",
                count=len(verified.faults),
                events=verified.events,
                cases=verified.cases,
                anchors=verified.anchors,
            )
        else:
            tell("verify.sound", events=verified.events, cases=verified.cases, anchors=verified.anchors)
    return 1 if verified.faults else 0
