"""What the ledgers of money share: their columns, links to cases, what movements and kinds are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from gendan.cases.models import Case
from gendan.core.text import Text
from gendan.core.vocabulary import Column
from gendan.money.models import Kind
from gendan.money.wording import sort_title
from gendan.people.access import day_of

MONTH: Final = timedelta(days=31)
Named = tuple[int, str]


def column(zh: str, en: str, kind: str = "text") -> Column:
    return Column(title=Text(zh, en), type=kind)


DAY = column("日期", "Day", "date")
CASE = Column(title=Text("单据", "Case"), type="case", row_stays=True)
"""The number is told to who sees the case; the entry stands for all who may read the books."""
PARTY = column("往来单位", "Party")
AMOUNT = column("金额", "Amount", "money")
BY = column("经办人", "By")
KIND = column("类别", "Kind")
REFERENCE = column("流水号、说明", "Reference, note")


def named(cases: Iterable[int]) -> dict[int, Named]:
    """Each case with its number, as a cell of `CASE` holds it."""
    return {case: (case, number) for case, number in Case.objects.filter(id__in=set(cases)).values_list("id", "number")}


def what(sort: str, takes_back: bool, taken_back: bool) -> Text:
    """What a movement is called: that it was taken back, or takes back another."""
    title = sort_title(sort)
    if takes_back:
        return Text(f"冲正：{title.zh}", f"Taken back: {title.in_language('en')}")
    if taken_back:
        return Text(f"{title.zh}（已冲正）", f"{title.in_language('en')} (was taken back)")
    return title


def kind_titles() -> dict[str, Text]:
    """What each kind of receipt is called, by its code."""
    return {kind.code: Text(kind.zh, kind.en) for kind in Kind.objects.all()}


def days_of(given: Mapping[str, object], at: datetime) -> tuple[date, date]:
    """From which to which day; without any, the last month."""
    until = given.get("until")
    last = until if isinstance(until, date) else day_of(at)
    since = given.get("since")
    return (since if isinstance(since, date) else last - MONTH, last)
