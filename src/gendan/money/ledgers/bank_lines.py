"""银行流水 Lines of the bank that are not matched yet, with what each may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from gendan.core.text import Text
from gendan.core.vocabulary import Table
from gendan.money.bank import matching
from gendan.money.ledgers.columns import AMOUNT, DAY, column
from gendan.money.wording import key_title


def bank_lines(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """银行流水 Lines of the bank that are not matched yet, with what each may be."""
    lines = matching.unmatched(account=str(given.get("account") or "") or None, limit=most)
    rows = [
        (line.line, line.on, key_title(line.account), line.payer, line.amount, _said(line), _proposed(line))
        for line in lines
    ]
    columns = (
        column("行号", "Line", "int"),
        DAY,
        column("账户", "Account"),
        column("对方", "From"),
        AMOUNT,
        column("摘要", "What the bank says"),
        column("可能是", "May be", "link"),
    )
    return Table(columns=columns, rows=tuple(rows))


def _said(line: matching.Open) -> str:
    return " ".join(part for part in (line.reference, line.memo) if part)


_BECAUSE: Final = {
    "number": Text("单号", "number"),
    "party": Text("户名", "name"),
    "amount": Text("金额", "amount"),
}


def _proposed(line: matching.Open) -> object:
    """A link to the form that matches the line, filled with what it most likely is."""
    if not line.proposals:
        query: dict[str, object] = {"line": line.line}
        return (f"/areas/do/money.match/?{urlencode(query)}", Text("匹配……", "Match …"))
    best = line.proposals[0]
    query = {"line": line.line, **({"number": best.number} if best.number else {"party": best.party})}
    called = " ".join(part for part in (best.number, best.party) if part)
    why: Sequence[Text] = [_BECAUSE[each] for each in best.because]
    says = Text(
        f"{called}（{'、'.join(each.zh for each in why)}相符）",
        f"{called} ({', '.join(each.in_language('en') for each in why)})",
    )
    return (f"/areas/do/money.match/?{urlencode(query)}", says)
