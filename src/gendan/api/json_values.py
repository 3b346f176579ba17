"""Values as JSON: exact on the way in and on the way out.

Out: decimals and money are strings, moments ISO 8601 with their offset, dates and times ISO. In: a number with a point
is read as the decimal that was written, never as a float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import orjson
from pydantic import BaseModel

from gendan.core.text import Text

_BEYOND: Final = re.compile("[\x00\ud800-\udfff]")
_DIGITS_MOST: Final = 18
_DEEP_MOST: Final = 32


class NoJson(ValueError):
    """The body is no JSON that is taken: not well formed, too deep, or with characters that no text may have."""


def read(body: bytes) -> Any:
    """What a body says. Raises NoJson."""
    try:
        said = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS_MOST else Decimal(digits),
            parse_constant=_constant,
        )
    except (ValueError, RecursionError) as error:
        raise NoJson(str(error)) from error
    _demand_sound(said, 0)
    return said


def _constant(name: str) -> None:
    raise NoJson(name)


def _demand_sound(said: object, depth: int) -> None:
    if depth > _DEEP_MOST:
        raise NoJson("too deep")
    if isinstance(said, str):
        if _BEYOND.search(said):
            raise NoJson("characters that no text may have")
    elif isinstance(said, dict):
        for name, each in said.items():
            _demand_sound(name, depth)
            _demand_sound(each, depth + 1)
    elif isinstance(said, list):
        for each in said:
            _demand_sound(each, depth + 1)


def shown(value: object) -> Any:
    """A value as JSON tells it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Mapping):
        return {str(name): shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [shown(each) for each in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    return str(value)


def written(told: object) -> bytes:
    """What is told, as the bytes of an answer. Raises TypeError for what JSON can't tell."""
    return orjson.dumps(told, default=_written)


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    raise TypeError(type(value).__name__)
