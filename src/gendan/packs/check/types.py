"""The types that fields, settings and kinds have in conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from gendan.core.expression import Type, types
from gendan.core.field import Field
from gendan.core.procedure import Kind
from gendan.core.vocabulary import Argument

_PLAIN = {
    "text": types.TEXT,
    "bool": types.BOOL,
    "int": types.INT,
    "decimal": types.DECIMAL,
    "money": types.MONEY,
    "date": types.DATE,
    "moment": types.MOMENT,
    "time_of_day": types.TIME_OF_DAY,
    "person": types.PERSON,
    "party": types.PARTY,
    "contact": types.PARTY,
    "product": types.TEXT,
    "unit": types.TEXT,
    "phone": types.TEXT,
    "id_number": types.TEXT,
    "address": types.TEXT,
    "file": types.FILE,
    "checklist": types.CHECKLIST,
}


def field_type(field: Field, names: Collection[str] = ()) -> Type:
    """The type of a field's value; `names` are the procedures and record types that a field may point to."""
    if field.type in names:
        return types.reference(field.type)
    if field.type == "choice":
        # What a site may add to is text to us: it may add what the condition names.
        return types.TEXT if field.site else types.choice(choice.name for choice in field.choices)
    if field.type == "rows":
        return types.rows({column.name: field_type(column, names) for column in field.columns})
    return _PLAIN.get(field.type, types.UNKNOWN)


def argument_type(argument: Argument, names: Collection[str] = ()) -> Type:
    """The type that an area's word takes by a name."""
    return field_type(argument, names) if isinstance(argument, Field) else argument


def kind_columns(kinds: Iterable[Kind]) -> dict[str, Type]:
    """The types of `kind.x`, by column; of a text, with all that it is: nothing else can be asked for."""
    found: dict[str, Type] = {}
    texts: dict[str, dict[str, None]] = {}
    for kind in kinds:
        for column, value in kind.values:
            texts.setdefault(column, {})[str(value)] = None
            found[column] = (
                types.union(found[column], value_type(value)) or types.UNKNOWN if column in found else value_type(value)
            )
    return {
        column: Type("text", options=tuple(texts[column])) if each == types.TEXT else each
        for column, each in found.items()
    }


def value_type(value: object) -> Type:
    """The type of a kind's value."""
    if isinstance(value, bool):
        return types.BOOL
    if isinstance(value, int):
        return types.INT
    return types.DECIMAL if isinstance(value, Decimal) else types.TEXT


def may_hold(given: Type, wanted: Type) -> bool:
    """Whether some value of type `given` has a place in a field of type `wanted`."""
    if given.kind == "choice" and wanted.kind == "choice":
        return not given.options or not wanted.options or bool(set(given.options) & set(wanted.options))
    return types.comparable(given, wanted)
