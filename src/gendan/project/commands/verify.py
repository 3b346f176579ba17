"""核验 | Look whether every event is still what was written, and no case is gone.

Every hash is computed anew, every chain is held against its case and against the anchors that are kept outside the
database. The books of money are added up anew: each movement balances, each running total is the sum of its entries; so
are the balances of goods.
Where nothing is found, the state is anchored, so that the next look knows it. Exit code 1 where something is found.
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

BOOKS: Final[dict[str, Words]] = {
    "unbalanced": Words(
        "凭证 {about} 不平，或少了分录。", "Movement {about} does not balance, or entries are missing."
    ),
    "balance": Words(
        "账户 {about} 的余额不是分录之和。", "The balance of account {about} is not the sum of its entries."
    ),
    "month": Words(
        "账户 {about} 的月度发生额不是分录之和。", "The month's total of account {about} is not that of its entries."
    ),
    "case": Words(
        "{about}：单据的款项与凭证不符。", "{about}: what stands for the case is not what its movements come to."
    ),
    "loose": Words(
        "收款 {about} 的未核销数与凭证不符。", "What is left of receipt {about} is not what its movements leave."
    ),
    "limit": Words("担保人 {about} 的占用小于零。", "Guarantor {about}: less than nothing stands."),
}
"""What is said of each code of `money.verifying`."""

STOCK: Final = Words("库存账与流水不符：{about}", "The goods ledger does not agree with its movements: {about}")
"""What is said of each fault of `stock.verifying`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the output."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")
    parser.add_argument("--no-anchor", action="store_true", help="只查看，不写存档 | write no anchor, look only")


def run(arguments: argparse.Namespace) -> int:
    """Look; 1 where something is found."""
    from gendan.project.environment import ready

    with ready():
        from gendan.cases import anchors
        from gendan.cases.verifying import verify
        from gendan.money import verifying as books
        from gendan.stock import verifying as goods

        verified = verify()
        of_money = books.verify()
        of_stock = goods.faults()
        found = len(verified.faults) + len(of_money.faults) + len(of_stock)
        if not found and not arguments.no_anchor:
            anchors.take(datetime.now(UTC))
    if arguments.json:
        print(json.dumps({**asdict(verified), "books": asdict(of_money), "stock": of_stock}, ensure_ascii=False))
    else:
        for fault in verified.faults:
            for text in FAULTS[fault.code]:
                print(text.format(number=fault.number or fault.case, seq=fault.seq, where=fault.where))
        for wrong in of_money.faults:
            for text in BOOKS[wrong.code]:
                print(text.format(about=wrong.about))
        for differs in of_stock:
            for text in STOCK:
                print(text.format(about=differs))
        if found:
            tell(
                "verify.found",
                count=found,
                events=verified.events,
                cases=verified.cases,
                anchors=verified.anchors,
            )
        else:
            tell("verify.sound", events=verified.events, cases=verified.cases, anchors=verified.anchors)
    return 1 if found else 0
