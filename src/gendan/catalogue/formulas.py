"""算式 The formulas of price lists: the pack language over a product's attributes, and a few calls that prices need.

A formula sees the attributes by name, `quantity`, `urgent`, `grade` and `channel`; `table.NAME(key)` reads a table of
the list; `max(a, b)`, `min(a, b)`, and `up(x, step)` and `down(x, step)`, which bring x to a whole number of steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Final

from gendan.core.expression import (
    LANGUAGE,
    Expression,
    ExpressionError,
    Finding,
    MappingNames,
    Parameter,
    Signature,
    Type,
    check,
    parse,
)
from gendan.core.expression.scope import Rows
from gendan.core.expression.types import BOOL, DECIMAL, INT, TEXT, choice
from gendan.core.expression.values import is_number

TYPES: Final = ("decimal", "int", "text", "choice", "bool")
"""The types of attributes."""

GENERAL: Final[Mapping[str, Type]] = {"quantity": DECIMAL, "urgent": BOOL, "grade": TEXT, "channel": TEXT}
"""What a formula sees of every line, besides the product's attributes."""

_TWO: Final = Signature((Parameter("a", DECIMAL), Parameter("b", DECIMAL)), DECIMAL)
_STEPPED: Final = Signature((Parameter("x", DECIMAL), Parameter("step", DECIMAL)), DECIMAL)
_CALLS: Final[Mapping[str, Signature]] = {
    "max": _TWO,
    "min": _TWO,
    "up": _STEPPED,
    "down": _STEPPED,
    "given": LANGUAGE["given"],
}
_TABLE: Final = "table."


@lru_cache(maxsize=4096)
def formula(text: str) -> Expression:
    """The formula that `text` writes. Raises ExpressionError."""
    return parse(text)


def attribute_type(attribute: Mapping[str, object]) -> Type:
    """The type of a product's attribute in formulas."""
    kind = attribute.get("type")
    if kind == "choice":
        options = attribute.get("options")
        return choice([str(each) for each in options] if isinstance(options, list) else [])
    return {"decimal": DECIMAL, "int": INT, "bool": BOOL}.get(str(kind), TEXT)


def faults(
    text: str, attributes: Mapping[str, Type], tables: Mapping[str, object], *, wanted: Type
) -> list[Finding | ExpressionError]:
    """What is wrong with a formula over `attributes`: it can't be read, names what is not there, or gives what is not
    `wanted`.
    """
    try:
        expression = formula(text)
    except ExpressionError as fault:
        return [fault]
    names = MappingNames(
        fields={**GENERAL, **attributes},
        signatures={**_CALLS, **{f"{_TABLE}{name}": Signature((Parameter("key"),), DECIMAL) for name in tables}},
    )
    return list(check(expression, names, wanted))


@dataclass(frozen=True, slots=True)
class LineScope:
    """What a formula sees of one line. `missed` gathers the keys that a table has not got."""

    values: Mapping[str, object]
    tables: Mapping[str, Mapping[str, str]]
    missed: list[str]

    def name(self, name: str) -> object:
        """An attribute of the line, or what every line has."""
        return self.values.get(name)

    def word(self, word: str) -> object:
        """Nothing: formulas have no words."""
        return None

    def call(
        self, word: str, arguments: tuple[object, ...], keywords: Mapping[str, object], member: str | None
    ) -> object:
        """A call of prices; nothing where an argument is not filled."""
        if word.startswith(_TABLE):
            return self._cell(word.removeprefix(_TABLE), arguments)
        if len(arguments) != 2 or not all(is_number(each) for each in arguments):
            return None
        left, right = (Decimal(str(each)) for each in arguments)
        if word in ("max", "min"):
            return max(left, right) if word == "max" else min(left, right)
        return stepped(left, right, ROUND_CEILING if word == "up" else ROUND_FLOOR) if right > 0 else None

    def _cell(self, table: str, arguments: Sequence[object]) -> object:
        key = arguments[0] if arguments else None
        if key is None or key == "":
            return None
        found = self.tables.get(table, {}).get(_key(key))
        if found is None:
            self.missed.append(f"{table}({_key(key)})")
            return None
        return Decimal(found)

    def expect(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """Nothing: prices ask no area."""

    def rows(self, head: str) -> Rows | None:
        """None: a line has no rows."""
        return None

    def add_workdays(self, start: date | datetime, count: Decimal) -> date | datetime | None:
        """Nothing: prices know no calendar."""
        return None


def _key(key: object) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, Decimal):
        text = format(key, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return str(key)


def stepped(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    """`value` as a whole number of `step`, rounded as a mode of `decimal` says."""
    return (value / step).quantize(Decimal(1), rounding=rounding) * step
