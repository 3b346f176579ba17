"""字段 Fields: what cases, events, records, rows and settings hold, as a pack declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from gendan.core.amount import Amount
from gendan.core.events import Json
from gendan.core.expression import Expression
from gendan.core.text import Place, Text

_NOTHING: Final[Mapping[str, Json]] = MappingProxyType({})

FIELD_TYPES = frozenset(
    [
        "text",
        "choice",
        "bool",
        "int",
        "decimal",
        "money",
        "date",
        "moment",
        "time_of_day",
        "person",
        "party",
        "contact",
        "product",
        "unit",
        "phone",
        "id_number",
        "address",
        "file",
        "checklist",
        "rows",
    ]
)
"""The types of fields that the language itself has; a procedure's or a record's name is a type besides."""

HIDDEN_TYPES = frozenset({"id_number"})
"""Types whose values are encrypted at rest, masked on pages, and searched by keyed hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a choice, or one item of a checklist."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who sees a field: a post (perhaps only after an action was done), or the case's owner."""

    post: str | None = None
    owner: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """字段 A fact of a case, of an event, of a record or of a row; also a setting's or a table column's type.

    `choices` are a choice's options or a checklist's items, and what some values of an area's text are called;
    `columns` the fields of `rows`; `unit` a quantity's unit.
    `listed` is the list that a text is picked from: `table.till` (the keys of a table), an area's
    (`stock.places`), or what stands in a text of records (`record.appliance.serial`), which is offered alone.
    `posts` are those whose holders a person may be chosen from, none: everybody who works in the department.
    `like` is an example of a text, by which each is written: digits for digits, letters for letters, all else as is.
    `new` lets a party be named that is not registered yet: an action of the procedure registers it.
    `unique` is None, or the states over which the value is unique: `("open",)` for all that are not final;
    `unique_with` are the fields together with which it is (a dealer's month: neither the dealer nor the month alone).
    `seen_by` None means everybody who sees the case.
    """

    name: str
    title: Text
    type: str
    unit: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    listed: str = ""
    like: str = ""
    site: bool = False
    columns: tuple[Field, ...] = ()
    posts: tuple[str, ...] = ()
    new: bool = False
    computed: Expression | None = None
    required: Expression | None = None
    unique: tuple[str, ...] | None = None
    unique_with: tuple[str, ...] = ()
    seen_by: tuple[Viewer, ...] | None = None
    keep: Amount | None = None
    filter: bool = False
    source: str | None = None
    place: Place = field(default=Place(), compare=False)

    @property
    def names(self) -> str:
        """What kind of thing its text may name: the list that it is picked from, else its type (`party`)."""
        return self.listed or self.type

    def held(self, data: Mapping[str, Json], changed: Mapping[str, Json] = _NOTHING) -> Json:
        """What a case with this data, but for what has `changed`, holds alone by a unique field; None where any of it
        is not filled."""
        names = (self.name, *self.unique_with)
        of_them = [changed[name] if name in changed else data.get(name) for name in names]
        return None if None in of_them else of_them if self.unique_with else of_them[0]

    @property
    def hidden(self) -> bool:
        """Whether the value is personal data that is encrypted at rest."""
        return self.type in HIDDEN_TYPES
