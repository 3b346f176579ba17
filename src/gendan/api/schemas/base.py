"""What all of the API's types share: exact on the way in, described on the way out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, StrictBool, StrictInt, StrictStr

from gendan.api.json_values import shown

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Text without control characters other than tab and line ends."""
NAME = r"^[a-z][a-z0-9_]{0,59}$"


CLOSED: dict[str, JsonValue] = {"additionalProperties": False}
"""In the schema of an object whose names follow a pattern: there are no others."""


class Given(Schema):
    """A body: what it does not know is refused, and nothing is taken for what it is not."""

    model_config = ConfigDict(extra="forbid")


class Told(Schema):
    """A part of an answer."""


def _written(value: object) -> object:
    if value is not None and not isinstance(value, str):
        raise ValueError("must be written as text")
    return value


def _aware(value: object) -> object:
    """A moment as ISO 8601 with its offset, and nothing else that a date library would take for one."""
    said = _written(value)
    if isinstance(said, str):
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is None or len(said) < 16:
            raise ValueError("must be a moment with its offset")
        return moment.astimezone(UTC)
    return said


def _whole(value: object) -> object:
    """A whole number, also where it is written with a point: 7.0 is 7 to JSON."""
    if isinstance(value, Decimal) and value.adjusted() < 18 and value == value.to_integral_value():
        return int(value)
    return value


def _day(value: object) -> object:
    said = _written(value)
    if isinstance(said, str):
        if len(said) != 10:
            raise ValueError("must be written YYYY-MM-DD")
        return date.fromisoformat(said)
    return said


Text = Annotated[StrictStr, Field(pattern=PLAIN)]
Name = Annotated[StrictStr, Field(pattern=NAME)]
WHOLE: Final = BeforeValidator(_whole)
"""Stands behind the bounds of a whole number: before them, its schema would not have them."""
Whole = Annotated[StrictInt, WHOLE]
Truth = StrictBool
Moment = Annotated[datetime, BeforeValidator(_aware)]
Day = Annotated[date, BeforeValidator(_day)]
Version = Annotated[StrictInt, Field(ge=0, le=2**31 - 1), WHOLE]
RowNumber = Annotated[StrictInt, Field(ge=1, le=5000), WHOLE]
PersonId = Annotated[StrictInt, Field(ge=1, le=2**53, description="A person's id."), WHOLE]
Values = Annotated[
    dict[Name, Any],
    Field(
        max_length=500,
        json_schema_extra=CLOSED,
        description=(
            "Values by the field's name. Text, numbers (also as text), true and false, dates (YYYY-MM-DD), moments"
            " (ISO 8601), checklists (item: answer), rows (a list of objects). A field of type `file` takes the `file`"
            " that `POST /files` gave."
        ),
        examples=[{"carrier": "SF", "amount": "120.00"}],
    ),
]
Json = Annotated[Any, BeforeValidator(shown)]
"""Any value, as JSON tells it."""


class TextTold(Told):
    """A label of the pack in both languages; `en` is empty where the pack has none."""

    zh: str
    en: str
