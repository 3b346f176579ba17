"""银行流水 Lines of the bank that are not matched yet, with what each may be; lines that are none of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from gendan.core.text import Text
from gendan.core.vocabulary import Table
from gendan.money.bank import matching
from gendan.money.ledgers.columns import AMOUNT, BY, DAY, column, days_of
from gendan.money.wording import key_title
from gendan.people import access


def bank_lines(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """银行流水 Lines of the bank that are not matched yet, with what each may be."""
    lines = matching.unmatched(account=_account(given), limit=most)
    rows = [(*_read(line), _proposed(line)) for line in lines]
    return Table(columns=(*_LINE, column("可能是", "May be", "link")), rows=tuple(rows))


def dismissed_lines(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """不属于我方的流水 Lines that somebody said are none of ours: why, who and when."""
    since, until = days_of(given, at)
    lines = matching.dismissed(account=_account(given), since=since, until=until, limit=most)
    people = access.names_of({line.by for line in lines})
    rows = [(*_read(line), line.note, people.get(line.by, ""), line.at, _back(line)) for line in lines]
    columns = (*_LINE, column("原因", "Why"), BY, column("时间", "At", "moment"), column("", "", "link"))
    return Table(columns=columns, rows=tuple(rows))


_LINE: Final = (
    column("行号", "Line", "int"),
    DAY,
    column("账户", "Account"),
    column("对方", "From"),
    AMOUNT,
    column("摘要", "What the bank says"),
)


def _account(given: Mapping[str, object]) -> str | None:
    return str(given.get("account") or "") or None


def _read(line: matching.Line) -> tuple[object, ...]:
    """The cells of `_LINE`."""
    return (line.line, line.on, key_title(line.account), line.payer, line.amount, _said(line))


def _back(line: matching.Dismissed) -> object:
    """A link to the form that brings the line back."""
    return (f"/areas/do/money.reopen_line/?{urlencode({'line': line.line})}", Text("重新待匹配……", "Bring back …"))


def _said(line: matching.Line) -> str:
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
