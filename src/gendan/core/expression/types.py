"""The types of values in conditions, and which of them may meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its `kind`, and what that kind needs.

    `options` are a choice's, or all that a text can be; `of` is a list's item; `columns` are the fields of rows;
    `reference` names the procedure or record type that a reference points to ("" for any).
    """

    kind: str
    options: tuple[str, ...] = ()
    of: "Type | None" = None
    columns: tuple[tuple[str, "Type"], ...] = ()
    reference: str = ""

    def __str__(self) -> str:
        if self.kind == "list" and self.of is not None:
            return f"list of {self.of}"
        return self.reference or self.kind

    @property
    def is_number(self) -> bool:
        """Whether it counts or measures: int, decimal or money."""
        return self.kind in _NUMBERS

    @property
    def is_text(self) -> bool:
        """Whether it is written text, free or chosen."""
        return self.kind in _TEXTS

    @property
    def is_ordered(self) -> bool:
        """Whether < and > have a meaning."""
        return self.kind in _ORDERED


BOOL = Type("bool")
INT = Type("int")
DECIMAL = Type("decimal")
MONEY = Type("money")
TEXT = Type("text")
DATE = Type("date")
MOMENT = Type("moment")
TIME_OF_DAY = Type("time_of_day")
DURATION = Type("duration")
DAYS = Type("days")
"""A duration of whole days, the only one that a date can take."""
WORKDAYS = Type("workdays")
"""Working days: they become time only when a calendar adds them to a date or a moment."""
PERSON = Type("person")
PARTY = Type("party")
FILE = Type("file")
CHECKLIST = Type("checklist")
UNKNOWN = Type("unknown")
"""Not known here, or known to be wrong and already said: it meets everything without another finding."""

_NUMBERS = frozenset({"int", "decimal", "money"})
_TEXTS = frozenset({"text", "choice"})
_SPANS = frozenset({"duration", "days"})
_ACTING = frozenset({"person", "party"})
_ORDERED = frozenset({*_NUMBERS, *_TEXTS, *_SPANS, "date", "moment", "time_of_day", "unknown"})
_FAMILIES = (_NUMBERS, _TEXTS, _SPANS, _ACTING)


def choice(options: Iterable[str]) -> Type:
    """One of `options`."""
    return Type("choice", options=tuple(options))


def list_of(item: Type) -> Type:
    """Several values of one type."""
    return Type("list", of=item)


def rows(columns: Mapping[str, Type]) -> Type:
    """Rows, each with the same fields."""
    return Type("rows", columns=tuple(columns.items()))


def reference(name: str = "") -> Type:
    """A case of the procedure, or a record of the type, called `name`; of any where `name` is empty."""
    return Type("reference", reference=name)


def comparable(left: Type, right: Type) -> bool:
    """Whether the two can be equal at all, so that asking makes sense."""
    if "unknown" in (left.kind, right.kind):
        return True
    if left.kind == "reference" and right.kind == "reference":
        return not left.reference or not right.reference or left.reference == right.reference
    if left.kind == "list" and right.kind == "list":
        return left.of is None or right.of is None or comparable(left.of, right.of)
    return left.kind == right.kind or any(left.kind in family and right.kind in family for family in _FAMILIES)


def fits(given: Type, expected: Type) -> bool:
    """Whether a value of type `given` may stand where `expected` is asked for: int may widen to decimal and money; a
    party is called by its name, and a case or record by its number or key, which are texts. Rows are taken by the
    columns that both have, of which there is one at least."""
    if "unknown" in (given.kind, expected.kind):
        return True
    if expected.kind == "int":
        return given.kind == "int"
    if expected.kind == "choice" and given.kind == "choice":
        return set(given.options) <= set(expected.options)
    if expected.kind == "days":
        return given.kind == "days"
    if expected.kind == "rows" and given.kind == "rows" and given.columns and expected.columns:
        wanted = dict(expected.columns)
        common = [(each, wanted[name]) for name, each in given.columns if name in wanted]
        return bool(common) and all(fits(*pair) for pair in common)
    if expected.kind == "text" and given.kind in ("party", "reference"):
        return True
    return comparable(given, expected)


def union(left: Type, right: Type) -> Type | None:
    """The type of a value that is either; None where they have nothing in common."""
    if left.kind == "unknown" or right.kind == "unknown":
        return UNKNOWN
    if left == right:
        return left
    if not comparable(left, right):
        return None
    if left.is_number:
        order = ("int", "decimal", "money")
        return left if order.index(left.kind) >= order.index(right.kind) else right
    if left.kind == "choice" and right.kind == "choice":
        return choice(dict.fromkeys((*left.options, *right.options)))
    if left.is_text:
        return TEXT
    if left.kind in _SPANS:
        return DURATION
    return left if left.kind not in _ACTING else PARTY
