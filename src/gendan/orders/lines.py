"""Lines of orders, frozen: as JSON in the order in which they stood, counted, and found again in their case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from gendan.cases import library
from gendan.cases.effects import Call
from gendan.core.events import Json
from gendan.core.expression.values import is_number
from gendan.core.values import plain

QUANTITY: Final = "quantity"

Line = Mapping[str, object]


def rows(value: object) -> list[Line]:
    """An argument of rows as lines; nothing where it is not filled."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def frozen(lines: Iterable[Line]) -> list[Json]:
    """Lines as JSON, without what is not filled."""
    return [{str(name): plain(value) for name, value in line.items() if value not in (None, "", [])} for line in lines]


def pieces_of(line: Line) -> Decimal:
    """How many pieces a line is for: one where it does not say."""
    value = line.get(QUANTITY)
    if isinstance(value, str):
        try:
            return Decimal(value)
        except ArithmeticError:
            return Decimal(1)
    return Decimal(str(value)) if is_number(value) else Decimal(1)


def bare(value: Decimal) -> Decimal:
    """A number without idle zeros: 3, where the database keeps 3.0000."""
    return Decimal(str(plain(value)))


def pieces(lines: Iterable[Line]) -> Decimal:
    """How many pieces all lines are for."""
    return sum((pieces_of(line) for line in lines), Decimal(0))


def field_of(call: Call, argument: str = "lines") -> str:
    """The field of rows of the call's case from which an argument comes: the one that the pack names there, if it is
    just one.
    """
    procedure = library.procedure(call.definition, call.procedure)
    names = {
        name
        for action in procedure.actions.values()
        for effect in action.then
        if effect.word == call.word
        for given, expression in effect.arguments
        if given == argument
        for name in expression.names
    }
    fields = [name for name in names if (field := procedure.fields.get(name)) is not None and field.type == "rows"]
    return fields[0] if len(fields) == 1 else ""
