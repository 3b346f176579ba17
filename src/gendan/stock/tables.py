"""台账 What stock shows as pages of its own, and as files: goods, units, movements, what came and went, code lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.stock import facts, queries, reports, units
from gendan.stock.actions.places import code_titles
from gendan.stock.models import CodeLoad, CodeLoadRow
from gendan.stock.models.ledger import Movement
from gendan.stock.places import OUTSIDE, places
from gendan.stock.refusals import REFUSALS

SORTS: Final[Mapping[str, Text]] = {
    Movement.Sort.RECEIVE.value: Text("入库", "Received"),
    Movement.Sort.SEND_BACK.value: Text("退供方", "Sent back"),
    Movement.Sort.TRANSFER.value: Text("调拨", "Transferred"),
    Movement.Sort.ISSUE.value: Text("领料", "Issued"),
    Movement.Sort.DISPATCH.value: Text("发货", "Dispatched"),
    Movement.Sort.TAKE_BACK.value: Text("退货", "Taken back"),
    Movement.Sort.LOSE.value: Text("报损", "Written off"),
    Movement.Sort.ADJUST.value: Text("盘点调账", "Adjusted by a count"),
}
RECODED: Final = Text("更换编码", "Code replaced")
_ASK_UNITS: Final = Text("填编码或产品来查。", "Look for a code or a product.")
_ASK_TRAIL: Final = Text("填任一编码，看这一件去过哪里。", "Give any code of a unit to see where it was.")

Given = Mapping[str, Any]
DAY: Final = timedelta(days=1)


def _columns(*named: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(title=Text(zh, en), type=kind) for zh, en, kind in named)


_GOODS = _columns(
    ("产品", "Product", "text"),
    ("库位", "Place", "text"),
    ("数量", "Quantity", "decimal"),
    ("占用", "Held", "decimal"),
    ("可用", "Free", "decimal"),
    ("单位", "Unit", "text"),
)
_TO_SCAN = _columns(
    ("单号", "Number", "case"),
    ("产品", "Product", "text"),
    ("占用件数", "Units held", "int"),
    ("已扫件数", "Units scanned", "int"),
)
_MOVEMENTS = _columns(
    ("时间", "When", "moment"),
    ("事项", "What", "text"),
    ("产品", "Product", "text"),
    ("数量", "Quantity", "decimal"),
    ("单位", "Unit", "text"),
    ("从", "From", "text"),
    ("到", "To", "text"),
    ("往来单位或车间", "Party or workshop", "text"),
    ("备注", "Remark", "text"),
)
_NUMBER = Column(title=Text("单号", "Number"), type="case", row_stays=True)


def _order(asked: str) -> Column:
    """The order that a movement names, told to who sees the case that moved the goods: he wrote it, or reads it there.
    Who asks for one order is shown what he sees of it, and does not learn by asking what there is."""
    return Column(title=Text("订单", "Order"), type="case", row_stays=not asked)


def _of(case: int | None, text: str) -> tuple[int, str] | str:
    """What is told of a case: to all where it is none's."""
    return text if case is None or not text else (case, text)


def _place(name: str) -> Text | str:
    return OUTSIDE.get(name, name)


def _text(given: Given, name: str) -> str:
    return str(given.get(name) or "").strip()


def _zone() -> ZoneInfo:
    """Where the site is: its tables' days are days there."""
    return ZoneInfo(settings.TIME_ZONE)


def _since(given: Given) -> datetime | None:
    day = given.get("since")
    return datetime(day.year, day.month, day.day, tzinfo=_zone()) if day is not None else None


def _until(given: Given) -> datetime | None:
    """The end of the last day that is asked for."""
    day = given.get("until")
    return datetime(day.year, day.month, day.day, tzinfo=_zone()) + DAY if day is not None else None


def goods(given: Given, *, at: datetime, most: int) -> Table:
    """Goods by place: now, or as they stood at a moment."""
    found = queries.goods(
        product=_text(given, "product"), place=_text(given, "place"), moment=given.get("moment"), limit=most
    )
    rows = ((each.product, each.place, each.quantity, each.held, each.free, each.measure) for each in found)
    return Table(columns=_GOODS, rows=tuple(rows))


def to_scan(given: Given, *, at: datetime, most: int) -> Table:
    """What cases hold of pieces with codes that nobody has scanned yet."""
    found = queries.to_scan(limit=most)
    rows = (((each.case, each.number), each.product, each.held, each.picked) for each in found)
    return Table(columns=_TO_SCAN, rows=tuple(rows))


def movements(given: Given, *, at: datetime, most: int) -> Table:
    """Movements, the newest first."""
    found = queries.movements(
        product=_text(given, "product"),
        place=_text(given, "place"),
        party=_text(given, "party"),
        order=_text(given, "order"),
        since=_since(given),
        until=_until(given),
        limit=most,
    )
    columns = (*_MOVEMENTS[:-1], _NUMBER, _order(_text(given, "order")), _MOVEMENTS[-1])
    return Table(columns=columns, rows=tuple(_went(each) for each in found))


def _went(each: queries.Went) -> tuple[object, ...]:
    return (
        each.at,
        SORTS[each.sort],
        each.product,
        each.quantity,
        each.measure,
        _place(each.source),
        _place(each.target),
        each.party,
        _of(each.case, each.number),
        _of(each.case, each.order),
        each.note,
    )


def found_units(given: Given, *, at: datetime, most: int) -> Table:
    """Units by any of their codes, or those of a product: where each is, with whom, and which case holds it."""
    titles = code_titles()
    columns = (
        *_columns(("产品", "Product", "text")),
        *(Column(title=titles[number]) for number in (1, 2, 3)),
        *_columns(("所在", "Where", "text"), ("往来单位", "Party", "text")),
        Column(title=Text("占用单号", "Held by"), type="case", row_stays=True),
    )
    code, product = _text(given, "code"), _text(given, "product")
    found = queries.find_ever(code) if code else []
    if not code and product:
        found = queries.at_place(product=product, place=_text(given, "place"), limit=most)
    rows = (
        (each.product, *each.codes, _place(each.place), each.party, _of(each.holder, each.held_by)) for each in found
    )
    return Table(columns=columns, rows=tuple(rows), empty=None if code or product else _ASK_UNITS)


def trail(given: Given, *, at: datetime, most: int) -> Table:
    """Where the unit of a code was, and which codes of it were replaced, the newest first."""
    here = places()
    columns = (
        *_columns(("时间", "When", "moment"), ("事项", "What", "text"), ("从", "From", "text"), ("到", "To", "text")),
        *_columns(("往来单位", "Party", "text"), ("备注", "Remark", "text")),
    )
    rows: list[tuple[object, ...]] = []
    for unit in queries.find_ever(_text(given, "code")) if _text(given, "code") else ():
        told: dict[tuple[datetime, int], tuple[object, ...]] = {}
        for place, stay in enumerate(units.history(unit.id)[:most]):
            source, target = _place(here.name_of(stay.source)), _place(here.name_of(stay.target))
            told[stay.at, -place] = (stay.at, SORTS[stay.sort], source, target, stay.party, stay.note)
        for place, each in enumerate(units.recodings(unit.id), 1):
            told[each.at, place] = (each.at, RECODED, each.before, each.after, "", each.note)
        rows += [told[mark] for mark in sorted(told, reverse=True)]
    return Table(columns=columns, rows=tuple(rows[:most]), empty=None if _text(given, "code") else _ASK_TRAIL)


def turnover(given: Given, *, at: datetime, most: int) -> Table:
    """What came in and went out over days; without a first day on the last one, today where none is named."""
    today = at.astimezone(_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    last = _until(given)
    until = last or at
    since = min(_since(given) or (today if last is None else last - DAY), until)
    columns = (
        *_columns(("产品", "Product", "text"), ("库位", "Place", "text"), ("单位", "Unit", "text")),
        *_columns(("期初", "Before", "decimal"), ("入", "In", "decimal"), ("出", "Out", "decimal")),
        *_columns(("期末", "After", "decimal")),
    )
    found = reports.turnover(since=since, until=until, place=_text(given, "place"), limit=most)
    rows = ((each.product, each.place, each.measure, each.before, each.came, each.went, each.after) for each in found)
    return Table(columns=columns, rows=tuple(rows))


def usage(given: Given, *, at: datetime, most: int) -> Table:
    """Material by order and workshop: planned, beyond the plan, lost."""
    columns = (
        _order(_text(given, "order")),
        *_columns(("车间", "Workshop", "text"), ("产品", "Product", "text")),
        *_columns(("计划内", "Planned", "decimal"), ("计划外", "Unplanned", "decimal"), ("损耗", "Lost", "decimal")),
        *_columns(("单位", "Unit", "text")),
    )
    found = reports.usage(order=_text(given, "order"), since=_since(given), until=_until(given), limit=most)
    rows = (
        (_of(each.case, each.order), each.party, each.product, each.planned, each.unplanned, each.lost, each.measure)
        for each in found
    )
    return Table(columns=columns, rows=tuple(rows))


def loads(given: Given, *, at: datetime, most: int) -> Table:
    """Code lists that came in, the newest first, or the rows of one (`load`) that could not be taken."""
    wanted = _text(given, "load")
    if wanted:
        columns = _columns(("行", "Row", "int"), ("不能收的原因", "Why it was not taken", "text"))
        faults = CodeLoadRow.objects.filter(load__id__in=_ids(wanted)).order_by("row")[:most]
        return Table(columns=columns, rows=tuple((each.row, _said(each.reasons)) for each in faults))
    columns = (
        *_columns(("时间", "When", "moment"), ("文件", "File", "text"), ("进度", "Stage", "text")),
        *_columns(
            ("行数", "Rows", "int"), ("入库", "Received", "int"), ("已有", "Known", "int"), ("有错", "Faulty", "int")
        ),
        *_columns(("批次", "Load", "text")),
    )
    rows = (
        (
            each.made_at,
            each.file_name,
            STAGES[each.stage],
            each.total,
            each.received,
            each.unchanged,
            each.faulty,
            str(each.id),
        )
        for each in CodeLoad.objects.order_by("-id")[:most]
    )
    return Table(columns=columns, rows=tuple(rows))


STAGES: Final[Mapping[str, Text]] = {
    CodeLoad.Stage.RUNNING.value: Text("导入中", "Running"),
    CodeLoad.Stage.DONE.value: Text("完成", "Done"),
    CodeLoad.Stage.REJECTED.value: Text("整份未收", "Nothing kept"),
}


def _ids(text: str) -> list[str]:
    from uuid import UUID

    try:
        return [str(UUID(text))]
    except ValueError:
        return []


def _said(reasons: list[list[Any]]) -> Text:
    """The reasons of a row in both languages."""

    def said(language: str) -> str:
        return " ".join(
            REFUSALS[code]
            .in_language(language)
            .format_map(_Open({name: _plain(value, language) for name, value in given.items()}))
            for code, given in reasons
        )

    return Text(said("zh"), said("en"))


class _Open(dict[str, str]):
    """Parameters of which some were not told: they stay empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _plain(value: object, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value[language])
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def of_case(case: int, given: Given, *, at: datetime) -> Table:
    """What a case has moved, and its units."""
    columns = (
        *_columns(("产品", "Product", "text"), ("数量", "Quantity", "decimal"), ("单位", "Unit", "text")),
        *_columns(("从", "From", "text"), ("到", "To", "text")),
    )
    language = str(given.get("language") or "zh")

    def said(name: object) -> str:
        word = _place(str(name))
        return word.in_language(language) if isinstance(word, Text) else word

    moved = facts.lines([case])[case]
    rows = ((row["product"], row["quantity"], row["measure"], said(row["from"]), said(row["to"])) for row in moved)
    return Table(columns=columns, rows=tuple(rows))


def codes_of_case(case: int, given: Given, *, at: datetime) -> Table:
    """The codes of the units that a case has moved or holds."""
    titles = code_titles()
    columns = (*_columns(("产品", "Product", "text")), *(Column(title=titles[number]) for number in (1, 2, 3)))
    rows = ((row["product"], row["code_1"], row["code_2"], row["code_3"]) for row in facts.codes([case])[case])
    return Table(columns=columns, rows=tuple(rows))
