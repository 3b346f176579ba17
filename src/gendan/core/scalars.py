"""Single values as people and programs write them: each type's own reading, without a field's bounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from gendan.core.events import Json, moment

TEXT_MOST = 20_000
"""Characters of a text."""
CENT = Decimal("0.01")
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
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
"""How most numbers are written: within all bounds, and nothing to be taken off."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def to_cents(amount: Decimal | int) -> Decimal:
    """The amount with two decimals; half a cent goes up, away from zero, as tills and tax do it."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


class NotThis(ValueError):
    """What was given is not of the field's type, or outside its bounds."""


def read_text(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise NotThis
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_MOST or _CONTROL.search(text):
        raise NotThis
    return text


def read_bool(raw: object) -> bool:
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
    if isinstance(raw, str) and _PLAIN_NUMBER.fullmatch(raw):
        return Decimal(raw)
    if isinstance(raw, bool):
        raise NotThis
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, (Decimal, int)):
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
    if isinstance(raw, str) and not _PLAIN_NUMBER.fullmatch(raw):
        raw = raw.lstrip("¥￥").removesuffix("元").strip()
    value = _number(raw)
    rounded = value.quantize(CENT)
    if value != rounded:
        raise NotThis
    return rounded


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


def read_moment(raw: object, zone: ZoneInfo) -> datetime:
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
    text = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", read_text(raw)))
    if not _PHONE.fullmatch(text):
        raise NotThis
    return text


def _id_number(raw: object) -> str:
    """A resident's card by its check digit (GB 11643), or another paper's number of letters and digits."""
    text = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", read_text(raw))).upper()
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
    return read_text(raw)


def _file(raw: object) -> dict[str, Json]:
    if not isinstance(raw, Mapping):
        raise NotThis
    digest, name, size, kind = (raw.get(key) for key in ("sha256", "name", "size", "type"))
    if not (isinstance(digest, str) and _SHA256.fullmatch(digest) and isinstance(name, str) and name):
        raise NotThis
    if not isinstance(size, int) or isinstance(size, bool) or size < 0 or not isinstance(kind, str):
        raise NotThis
    return {"sha256": digest, "name": read_text(name), "size": size, "type": kind}


def read_reference(raw: object) -> str:
    """A case or a record, by its number or key."""
    text = read_text(raw)
    if len(text) > 200:
        raise NotThis
    return text


READERS: Mapping[str, Callable[[object], object]] = {
    "text": read_text,
    "bool": read_bool,
    "int": _int,
    "decimal": _number,
    "money": _money,
    "date": _date,
    "time_of_day": _time,
    "person": _person,
    "party": read_text,
    "contact": read_text,
    "product": read_text,
    "unit": read_text,
    "phone": _phone,
    "id_number": _id_number,
    "address": _address,
    "file": _file,
}
"""How a value of each type is read; moments need a zone besides, choices, rows and checklists their field."""
