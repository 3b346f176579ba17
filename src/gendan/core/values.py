"""Field values: from what a form, a file or a program gives, to Python, to the JSON of events, and back.

In Python a value is: text, choice, party, contact, product, unit, phone, id_number, address and references `str`; bool
`bool`; int and person `int`; decimal and money `Decimal`; date `date`; moment an aware `datetime`; time_of_day `time`;
file and checklist `dict`; rows a list of dicts. What is not filled is None.

In JSON: no floats. Decimals are strings without idle zeros, money with two places, dates and times ISO, moments integer
microseconds. Equal values have equal JSON, so that a change can be seen by comparing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from gendan.core.events import Json, microseconds, moment
from gendan.core.procedure import Field
from gendan.core.refusals import Reason

Value = object

TEXT_MOST = 20_000
"""Characters of a text."""
ROWS_MOST = 5_000
"""Rows of a field."""
_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 18
_SMALLEST = -12
_INT_MOST = 2**53
"""Beyond it a JSON number is not the same in every program that reads it."""

_TRUE = frozenset({"true", "yes", "y", "1", "on", "是", "有", "对", "√", "真"})
_FALSE = frozenset({"false", "no", "n", "0", "off", "否", "无", "错", "×", "假"})
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.(\d{1,6}))?)?")
_PHONE = re.compile(r"\+?[\d*]{3,20}((x|ext|转)\d{1,6})?")
_IDENTITY_CARD = re.compile(r"\d{17}[\dX]")
_OTHER_IDENTITY = re.compile(r"[A-Z0-9]{5,20}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class NotThis(ValueError):
    """What was given is not of the field's type, or outside its bounds."""


def parse(field: Field, raw: object, zone: ZoneInfo, added: Collection[str] = ()) -> Value | Reason:
    """The value of `field` in what was given, None where not filled, or the Reason `value.FIELD` why it is none.

    `raw` is a text from a form or a file, or a value that has its type already. `zone` is where a moment without one
    was written. `added` are the choices that the site has added to a field with `site`.
    """
    try:
        return _parsed(field, raw, zone, added)
    except NotThis as fault:
        parameters: dict[str, object] = {"given": _shown(raw), "expected": expected(field, added)}
        if fault.args:
            parameters["cells"] = fault.args[0]
        return Reason(f"value.{field.name}", parameters)


def expected(field: Field, added: Collection[str] = ()) -> dict[str, object]:
    """What would be taken for `field`, as plain values: its type, bounds, unit and options."""
    told: dict[str, object] = {"type": field.type}
    if field.unit:
        told["unit"] = field.unit
    if field.min is not None:
        told["min"] = _plain(field.min)
    if field.max is not None:
        told["max"] = _plain(field.max)
    if field.choices:
        told["options"] = [choice.name for choice in field.choices] + [name for name in added if name]
    return told


def filled(value: object) -> bool:
    """Whether a value is there. Empty text, an empty list and nothing are not; 0 and false are."""
    return value is not None and value not in ("", [], {})


def complete(field: Field, value: object) -> bool:
    """Whether a needed field is satisfied: filled, and a checklist with an answer to every item."""
    if not filled(value):
        return False
    if field.type == "checklist" and isinstance(value, Mapping):
        return all(choice.name in value for choice in field.choices)
    return True


def encode(field: Field, value: Value, conceal: Callable[[Field, str], Json] | None = None) -> Json:
    """The JSON of a value that `parse` or an expression gave. `conceal` encrypts what is hidden."""
    if value is None:
        return None
    kind = field.type
    if kind == "money":
        return format(Decimal(str(value)).quantize(_CENT), "f")
    if kind == "decimal":
        return _plain(Decimal(str(value)))
    if kind == "rows" and isinstance(value, list):
        columns = {column.name: column for column in field.columns}
        return [
            {
                name: encode(columns[name], cell, conceal)
                for name, cell in row.items()
                if name in columns and filled(cell)
            }
            for row in value
        ]
    if field.hidden and conceal is not None:
        return conceal(field, str(value))
    return plain(value)


def plain(value: Value) -> Json:
    """The JSON of a value whose field is not known: a seal, an effect's argument."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def decode(field: Field, value: Json, reveal: Callable[[Field, Json], str] | None = None) -> Value:
    """The Python value of a field's JSON. `reveal` decrypts what is hidden."""
    if value is None:
        return None
    kind = field.type
    if kind in {"money", "decimal"}:
        return Decimal(value)  # type: ignore[arg-type]
    if kind == "date":
        return date.fromisoformat(value)  # type: ignore[arg-type]
    if kind == "moment":
        return moment(value)  # type: ignore[arg-type]
    if kind == "time_of_day":
        return time.fromisoformat(value)  # type: ignore[arg-type]
    if kind == "rows" and isinstance(value, list):
        columns = {column.name: column for column in field.columns}
        return [
            {name: decode(columns[name], cell, reveal) if name in columns else cell for name, cell in row.items()}
            for row in value
            if isinstance(row, dict)
        ]
    if field.hidden and reveal is not None:
        return reveal(field, value)
    return value


def _plain(value: Decimal) -> str:
    """A decimal without exponent and idle zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _shown(raw: object) -> object:
    """What was given, short enough to stand in a refusal."""
    if raw is None or isinstance(raw, bool | int):
        return raw
    return str(raw)[:100]


def _parsed(field: Field, raw: object, zone: ZoneInfo, added: Collection[str]) -> Value:
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", [], (), {}):
        return None
    kind = field.type
    if kind == "choice":
        return _choice(field, raw, added)
    if kind == "rows":
        return _rows(field, raw, zone)
    if kind == "checklist":
        return _checklist(field, raw)
    if kind == "moment":
        return _moment(raw, zone)
    reader = _READERS.get(kind)
    value = reader(raw) if reader is not None else _reference(raw)
    measured = len(value) if isinstance(value, str) else value
    if isinstance(measured, int | Decimal) and not isinstance(measured, bool):
        if field.min is not None and measured < field.min:
            raise NotThis
        if field.max is not None and measured > field.max:
            raise NotThis
    return value


def _text(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise NotThis
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_MOST or _CONTROL.search(text):
        raise NotThis
    return text


def _bool(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int) and raw in (0, 1):
        return bool(raw)
    if isinstance(raw, str):
        if raw.lower() in _TRUE:
            return True
        if raw.lower() in _FALSE:
            return False
    raise NotThis


def _number(raw: object) -> Decimal:
    """A finite number of at most 18 digits before the point and 12 after it.

    A program's float is taken as it writes it: 0.1 is a tenth.
    """
    if isinstance(raw, bool):
        raise NotThis
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal | int):
        if isinstance(raw, int) and abs(raw) >= _LARGEST:
            raise NotThis
        value = Decimal(raw)
    elif isinstance(raw, str) and len(raw) <= 60:
        text = unicodedata.normalize("NFKC", raw).strip().replace(" ", "")
        if not _NUMBER.fullmatch(text) or not any(character.isdigit() for character in text):
            raise NotThis
        try:
            value = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise NotThis from None
    else:
        raise NotThis
    if not value.is_finite() or value.adjusted() >= 18:
        raise NotThis
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _SMALLEST:
        raise NotThis
    return value


def _int(raw: object) -> int:
    value = _number(raw)
    if value != value.to_integral_value() or abs(value) > _INT_MOST:
        raise NotThis
    return int(value)


def _money(raw: object) -> Decimal:
    if isinstance(raw, str):
        raw = raw.lstrip("¥￥").removesuffix("元").strip()
    value = _number(raw)
    if value != value.quantize(_CENT):
        raise NotThis
    return value.quantize(_CENT)


def _date(raw: object) -> date:
    if isinstance(raw, datetime):
        raise NotThis
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str):
        text = unicodedata.normalize("NFKC", raw)
        if (found := _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)) is not None:
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                raise NotThis from None
    raise NotThis


def _moment(raw: object, zone: ZoneInfo) -> datetime:
    if isinstance(raw, datetime):
        return (raw if raw.tzinfo else raw.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(raw, int) and not isinstance(raw, bool):
        try:
            return moment(raw)
        except OverflowError:
            raise NotThis from None
    if not isinstance(raw, str):
        raise NotThis
    try:
        given = datetime.fromisoformat(raw)
    except ValueError:
        day, _, hour = raw.partition(" ")
        given = datetime.combine(_date(day), _time(hour.strip() or "0:00"))
    try:
        return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise NotThis from None


def _time(raw: object) -> time:
    if isinstance(raw, time):
        return raw.replace(tzinfo=None)
    if isinstance(raw, str) and (found := _TIME.fullmatch(raw)) is not None:
        hour, minute, second, part = found.groups()
        try:
            return time(int(hour), int(minute), int(second or 0), int((part or "0").ljust(6, "0")))
        except ValueError:
            raise NotThis from None
    raise NotThis


def _person(raw: object) -> int:
    if isinstance(raw, str) and not raw.isdecimal():
        raise NotThis
    value = _int(raw)
    if value <= 0:
        raise NotThis
    return value


def _phone(raw: object) -> str:
    text = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", _text(raw)))
    if not _PHONE.fullmatch(text):
        raise NotThis
    return text


def _id_number(raw: object) -> str:
    """A resident's card by its check digit (GB 11643), or another paper's number of letters and digits."""
    text = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", _text(raw))).upper()
    if _IDENTITY_CARD.fullmatch(text):
        total = sum(int(digit) * (2 ** (17 - index) % 11) for index, digit in enumerate(text[:17]))
        if "10X98765432"[total % 11] != text[17]:
            raise NotThis
        return text
    if len(text) == 18 or not _OTHER_IDENTITY.fullmatch(text):
        raise NotThis
    return text


def _address(raw: object) -> str:
    if isinstance(raw, Mapping):
        raw = "".join(str(raw.get(part) or "") for part in ("province", "city", "district", "street"))
    return _text(raw)


def _file(raw: object) -> dict[str, Json]:
    if not isinstance(raw, Mapping):
        raise NotThis
    digest, name, size, kind = (raw.get(key) for key in ("sha256", "name", "size", "type"))
    if not (isinstance(digest, str) and _SHA256.fullmatch(digest) and isinstance(name, str) and name):
        raise NotThis
    if not isinstance(size, int) or isinstance(size, bool) or size < 0 or not isinstance(kind, str):
        raise NotThis
    return {"sha256": digest, "name": _text(name), "size": size, "type": kind}


def _reference(raw: object) -> str:
    """A case or a record, by its number or key."""
    text = _text(raw)
    if len(text) > 200:
        raise NotThis
    return text


def _choice(field: Field, raw: object, added: Collection[str]) -> str:
    if not isinstance(raw, str):
        raise NotThis
    for choice in field.choices:
        if raw in (choice.name, choice.title.zh) or (choice.title.en and raw.lower() == choice.title.en.lower()):
            return choice.name
    if field.site and raw in added:
        return raw
    raise NotThis


def _checklist(field: Field, raw: object) -> dict[str, Json]:
    """Answers by item: yes or no, or a short text. A list of items says yes to these and no to the others."""
    items = [choice.name for choice in field.choices]
    if isinstance(raw, list | tuple):
        if not all(isinstance(each, str) and each in items for each in raw):
            raise NotThis
        return {item: item in raw for item in items}
    if not isinstance(raw, Mapping) or not all(name in items for name in raw):
        raise NotThis
    answers: dict[str, Json] = {}
    for item in items:
        answer = raw.get(item)
        if not filled(answer):
            continue
        try:
            answers[item] = _bool(answer)
        except NotThis:
            answers[item] = _text(answer)
    return answers


def _rows(field: Field, raw: object, zone: ZoneInfo) -> list[dict[str, Value]] | None:
    """Rows by column name. Rows without any value are left out; every bad cell is told at once."""
    if not isinstance(raw, list | tuple) or len(raw) > ROWS_MOST:
        raise NotThis
    columns = {column.name: column for column in field.columns}
    rows: list[dict[str, Value]] = []
    bad: list[dict[str, object]] = []
    for number, given in enumerate(raw, 1):
        if not isinstance(given, Mapping):
            raise NotThis
        row: dict[str, Value] = {}
        for name, cell in given.items():
            column = columns.get(name)
            if column is None or column.computed is not None:
                if column is None and filled(cell):
                    bad.append({"row": number, "column": str(name)[:100], "given": _shown(cell), "expected": {}})
                continue
            value = parse(column, cell, zone)
            if isinstance(value, Reason):
                bad.append({"row": number, "column": name, **value.parameters})
            elif filled(value):
                row[name] = value
        if row:
            rows.append(row)
    if bad:
        raise NotThis(bad[:100])
    if (field.min is not None and len(rows) < field.min) or (field.max is not None and len(rows) > field.max):
        raise NotThis
    return rows or None


_READERS: Mapping[str, Callable[[object], Value]] = {
    "text": _text,
    "bool": _bool,
    "int": _int,
    "decimal": _number,
    "money": _money,
    "date": _date,
    "time_of_day": _time,
    "person": _person,
    "party": _text,
    "contact": _text,
    "product": _text,
    "unit": _text,
    "phone": _phone,
    "id_number": _id_number,
    "address": _address,
    "file": _file,
}
