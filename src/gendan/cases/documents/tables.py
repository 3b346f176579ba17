"""台账打印 Any table of an area as a paper: the letterhead, what was asked, the rows, and who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.cases.documents.letterhead import letterhead
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Ledger, Table
from gendan.packs.printing import printed
from gendan.people import access

TEMPLATE: Final = "documents/table.typ"
MOST: Final = 3000
"""Rows of one print."""
RIGHT: Final = frozenset({"money", "decimal", "int"})

_NARROWEST, _WIDEST, _LOOKED_AT = 4, 26, 200
_CAPITALS: Final = Text("大写", "In capitals")
_NOTHING: Final = Text("没有内容。", "Nothing.")
_LEFT: Final = Text("只打印前 {most} 行。", "The first {most} rows only.")


def table_paper(
    ledger: Ledger,
    table: Table,
    given: Mapping[str, object],
    *,
    at: datetime,
    language: str,
    closing: str = "",
) -> bytes:
    """The PDF of a ledger's table, at most MOST rows of it; `given` are its filters, `closing` an amount that is said
    in capitals."""
    names = {person: member.name for person, member in access.organization().members.items()}
    speaker = Speaker(language=language, people=names, zone=ZoneInfo(settings.TIME_ZONE))
    rows = [_cells(table.columns, row, speaker) for row in table.rows[:MOST]]
    about = [
        [speaker.say(field.title), value_in_words(field, given[field.name], speaker)]
        for field in ledger.fields
        if given.get(field.name) not in (None, "")
    ]
    if len(table.rows) > MOST:
        about.append(["", _LEFT.in_language(language).format(most=MOST)])
    heads = [speaker.say(column.title) for column in table.columns]
    stands = letterhead()
    data: dict[str, Any] = {
        "language": "en" if language.startswith("en") else "zh",
        "company": dict(stands.texts()),
        "title": speaker.say(ledger.title),
        "printed": speaker.moment(at),
        "about": about,
        "heads": heads,
        "rows": rows,
        "widths": _widths(heads, rows),
        "right": [place for place, column in enumerate(table.columns) if column.type in RIGHT],
        "closing": closing,
        "signs": [speaker.say(each) for each in ledger.signs],
        "words": {"capitals": _CAPITALS.in_language(language)},
        "nothing": _NOTHING.in_language(language),
    }
    template = Path(__file__).with_name("table.typ").read_bytes()
    return printed({TEMPLATE: template, **stands.files()}, TEMPLATE, data, at)


def _cells(columns: Sequence[Column], row: Sequence[object], speaker: Speaker) -> list[str]:
    return [_cell(column, value, speaker) for column, value in zip(columns, row, strict=False)]


def _cell(column: Column, value: object, speaker: Speaker) -> str:
    if isinstance(value, tuple):
        value = value[1]  # of a link, what it is called
    if isinstance(value, Text):
        return speaker.say(value)
    if column.type in ("link", "case"):
        return "" if value is None else str(value)
    return value_in_words(Field(name="cell", title=Text(""), type=column.type), value, speaker)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is to the others, by what stands in it."""
    return [
        min(
            _WIDEST, max(_NARROWEST, _wide(head), *(_wide(row[place]) for row in rows[:_LOOKED_AT] if place < len(row)))
        )
        for place, head in enumerate(heads)
    ]


def _wide(text: str) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in text) // 2 + 1
