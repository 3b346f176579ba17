"""What money shows on the page of a party."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.money.statements import last_lines, of_party
from gendan.money.wording import sort_title
from gendan.people.access import day_of

DAYS: Final = 92
LINES: Final = 8

_COLUMNS: Final = (
    Column(title=Text("日期", "Day"), type="date"),
    Column(title=Text("事项", "What")),
    Column(title=Text("单据", "Case"), type="case", row_stays=True),
    Column(title=Text("金额", "Amount"), type="money"),
    Column(title=Text("余额", "Balance"), type="money"),
)


def account(name: str, *, at: datetime) -> Table:
    """The party's last lines of three months, the newest first, with what it owed after each."""
    today = day_of(at)
    accounts = of_party(name)
    lines = last_lines(accounts, today - timedelta(days=DAYS), today, LINES) if accounts else []
    return Table(
        columns=_COLUMNS,
        rows=tuple((line.on, sort_title(line.sort), line.case, line.amount, line.balance) for line in reversed(lines)),
        address=f"/areas/tables/money.statement/?party={quote(name)}",
    )
