"""The scalars of a pack: text that says a number, a yes, an amount of time or a condition; each is typed here alone.

Every validator takes text, raises `PydanticCustomError` with a code of `packs.wording`, and gives the typed value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gendan.core.due import Amount, DueError, Warn, parse_amount, parse_warn
from gendan.core.expression import Expression, ExpressionError, parse

MAX_DIGITS = 30
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{1,30})?|\.\d{1,30})")
SCALAR = {"type": ["string", "number", "boolean"]}
"""What an editor takes for a scalar: it types `1.0` and `true` before we read them as text."""


def wrong(code: str, **params: Any) -> PydanticCustomError:
    """An error that becomes a finding with `code`."""
    return PydanticCustomError(code, code, params)


def scalar(value: object) -> str:
    """The text of a scalar; lists and mappings are refused."""
    if isinstance(value, str):
        return value
    raise wrong("not_text")


def _name(value: str) -> str:
    if not value.isidentifier() or len(value) > 60:
        raise wrong("bad_name", name=value[:80])
    return value


def _label(value: str) -> str:
    if not value.strip() or value != value.strip() or len(value) > 60:
        raise wrong("bad_label", name=value[:80])
    return value


def _bool(value: object) -> bool:
    text = scalar(value)
    if text in ("true", "false"):
        return text == "true"
    raise wrong("not_bool", given=text[:40])


def read_decimal(text: str) -> Decimal:
    """The number that a text says, exactly; ValueError where it says none, or one of more than 30 digits."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text[:40])
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text[:40]) from error


def _decimal(value: object) -> Decimal:
    text = scalar(value)
    try:
        return read_decimal(text)
    except ValueError:
        raise wrong("not_number", given=text[:40]) from None


def _integer(value: object) -> int:
    number = _decimal(value)
    if number != int(number):
        raise wrong("not_integer", given=str(number))
    return int(number)


def read_moment(text: str) -> datetime:
    """The wall-clock moment that a text says: 2026-10-09 09:30."""
    for shape in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 (a wall clock's time: the calendar gives the zone)
        except ValueError:
            continue
    raise wrong("not_moment", given=text[:40])


def _moment(value: object) -> datetime:
    return read_moment(scalar(value))


def _said(value: object) -> str | int | tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(map(str, value))
    return value if isinstance(value, str | int) else str(value)


def _expression(value: object) -> Expression:
    text = scalar(value)
    try:
        return parse(text)
    except ExpressionError as error:
        params = {name: _said(each) for name, each in error.params.items()}
        raise wrong(f"expression_{error.code}", column=error.column, **params) from None


Value = TypeVar("Value")


def time_wrong(error: DueError) -> PydanticCustomError:
    """What is wrong with an amount or a moment, as an error with a code of ours."""
    params = {name: _said(each) for name, each in error.parameters.items()}
    return wrong("time_" + error.code.replace(".", "_"), **params)


def _timed(read: Callable[[str], Value]) -> Callable[[object], Value]:
    def validate(value: object) -> Value:
        text = scalar(value)
        try:
            return read(text)
        except DueError as error:
            raise time_wrong(error) from None

    return validate


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Read:
    """An annotation: the text is read by `reader`, and described to editors by `described` (and `types`)."""

    reader: Callable[[object], Any]
    described: str
    types: tuple[str, ...] = ("string", "number", "boolean")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.reader)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": list(self.types) if len(self.types) > 1 else self.types[0], "description": self.described}


Scalar = Annotated[str, Read(scalar, "text")]
Name = Annotated[
    str,
    BeforeValidator(scalar),
    AfterValidator(_name),
    WithJsonSchema(
        # Editors' \w is ASCII alone; names may be Chinese.
        {
            "type": "string",
            "pattern": r"^[A-Za-z_\u00aa-\uffff][0-9A-Za-z_\u00aa-\uffff]*$",
            "description": "a name: letters, digits, underscores",
        }
    ),
]
Label = Annotated[str, BeforeValidator(scalar), AfterValidator(_label)]
Bool = Annotated[bool, Read(_bool, "true or false", ("boolean",))]
Number = Annotated[Decimal, Read(_decimal, "a number", ("number", "string"))]
Integer = Annotated[int, Read(_integer, "a whole number", ("integer", "string"))]
LocalMoment = Annotated[datetime, Read(_moment, "date and time of the calendar's zone: 2026-10-09 09:30", ("string",))]
Condition = Annotated[Expression, Read(_expression, "a condition or a value, in the guard language")]
Span = Annotated[
    Amount, Read(_timed(parse_amount), "an amount of time: 30 minutes, 2 work hours, 3 workdays, setting.limit")
]
Warning_ = Annotated[Warn, Read(_timed(parse_warn), "when to warn: 30 minutes before", ("string",))]
Names = Annotated[
    tuple[Scalar, ...],
    BeforeValidator(_many),
    WithJsonSchema(
        {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}], "description": "one name, or a list of names"}
    ),
]
