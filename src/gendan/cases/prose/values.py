"""Values as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gendan.cases.prose.speaker import Speaker
from gendan.core.field import Field
from gendan.core.values import filled


def value_in_words(field: Field | None, value: object, speaker: Speaker) -> str:
    """A typed value as the reader sees it; empty where it is not filled. Of many rows the first three are told."""
    if not filled(value):
        return ""
    kind = field.type if field is not None else ""
    if isinstance(value, bool):
        return speaker.both("是" if value else "否", "Yes" if value else "No")
    if kind == "choice" and field is not None:
        return next((speaker.say(each.title) for each in field.choices if each.name == value), str(value))
    if kind == "person":
        return speaker.person(value)
    if isinstance(value, str):
        # Most values are texts, and a page may hold tens of thousands: they are not asked what else they might be.
        return value
    if isinstance(value, datetime):
        return speaker.moment(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return _number(field, value)
    if isinstance(value, Mapping):
        return _checklist(field, value, speaker) if kind == "checklist" else str(value.get("name") or _pairs(value))
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return _rows(field, value, speaker)
    return str(value)


def _number(field: Field | None, value: int | Decimal) -> str:
    if field is not None and field.type == "money":
        text = f"{Decimal(value):,.2f}"
    elif isinstance(value, Decimal):
        text = f"{value.normalize():,f}"
    else:
        text = str(value)
    return f"{text} {field.unit}" if field is not None and field.unit else text


def _checklist(field: Field | None, value: Mapping[object, object], speaker: Speaker) -> str:
    titles = {each.name: speaker.say(each.title) for each in field.choices} if field is not None else {}
    # In the order of the pack, whichever they were kept in.
    order = [name for name in (*titles, *map(str, value)) if name in value]
    return speaker.listed([f"{titles.get(name, name)} {'✓' if value[name] else '✗'}" for name in dict.fromkeys(order)])


def _rows(field: Field | None, value: Sequence[object], speaker: Speaker) -> str:
    columns = {column.name: column for column in field.columns} if field is not None else {}
    lines = []
    for row in value:
        if isinstance(row, Mapping):
            cells = [value_in_words(columns.get(str(name)), cell, speaker) for name, cell in row.items()]
            lines.append(" ".join(cell for cell in cells if cell))
        else:
            lines.append(str(row))
    shown = speaker.both("；", "; ").join(lines[:3])
    if len(lines) > 3:
        shown += speaker.both(f" 等 {len(lines)} 行", f" and {len(lines) - 3} more")
    return shown


def _pairs(value: Mapping[object, object]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in value.items())


def span_in_words(span: timedelta, speaker: Speaker) -> str:
    """A length of time, in its two largest units: 2天3小时, 45分钟."""
    minutes = max(0, int(abs(span).total_seconds() // 60))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    if days:
        return speaker.both(
            f"{days}天" + (f"{hours}小时" if hours else ""), f"{days} d" + (f" {hours} h" if hours else "")
        )
    if hours:
        return speaker.both(
            f"{hours}小时" + (f"{minutes}分" if minutes else ""), f"{hours} h" + (f" {minutes} min" if minutes else "")
        )
    return speaker.both(f"{minutes}分钟", f"{minutes} min")
