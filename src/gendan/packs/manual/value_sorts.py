"""What sort of value a part of an expression is: one of a field's choices, a moment, a text, a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gendan.core.expression.tree import Arithmetic, Call, Conditional, Constant, Name, Negative, Node, Symbol, Word
from gendan.core.field import Field
from gendan.packs.manual.speech import Speech

TIMES: Final = frozenset({"date", "moment", "time_of_day"})
NUMBERS: Final = frozenset({"int", "decimal", "money"})


@dataclass(frozen=True)
class Sorts:
    """Tells the sort of an expression's parts; `speech` knows what its names are."""

    speech: Speech

    def field_of(self, node: Node) -> Field | None:
        """The field whose choices and unit the value has."""
        speech = self.speech
        match node:
            case Name(name=name):
                return speech.field_of(name)
            case Word(word=word):
                head, _, rest = word.removesuffix("@end").partition(".")
                if not rest:
                    return speech.field_of(head)
                if head == "setting":
                    return speech.pack.settings[rest].field if rest in speech.pack.settings else None
                if head == "parent":
                    return next((each.fields[rest] for each in speech.parents if rest in each.fields), None)
                rows = speech.field_of(head)
                if rows is not None:
                    return next((column for column in rows.columns if column.name == rest), None)
                return speech.child_field(head, rest)
            case Call():
                return _field_of_call(node, self.speech)
            case Arithmetic(left=left, right=right, operator="+" | "-"):
                return self.field_of(left) or self.field_of(right)
        return None

    def is_time(self, node: Node) -> bool:
        """Whether it is a date or a moment."""
        match node:
            case Word(word="now" | "today"):
                return True
            case Call(word="at"):
                return True
            case Arithmetic(operator="+", left=left, right=right):
                return self.is_time(left) or self.is_time(right)
            case Arithmetic(operator="-", left=left, right=right):
                return self.is_time(left) and not self.is_time(right)
        field = self.field_of(node)
        return field is not None and field.type in TIMES

    def is_text(self, node: Node) -> bool:
        """Whether it is written text."""
        if isinstance(node, Constant):
            return isinstance(node.value, str)
        if isinstance(node, Conditional):
            return self.is_text(node.then) or self.is_text(node.otherwise)
        if isinstance(node, Arithmetic):
            return self.is_text(node.left) or self.is_text(node.right)
        field = self.field_of(node)
        return field is not None and field.type in ("text", "choice", "address", "phone")

    def is_number(self, node: Node) -> bool:
        """Whether it counts or measures."""
        if isinstance(node, Constant):
            return isinstance(node.value, int | Decimal) and not isinstance(node.value, bool)
        if isinstance(node, Call) and (declared := self.speech.vocabulary.lookups.get(node.word)) is not None:
            return declared.type.kind in NUMBERS
        return isinstance(node, Arithmetic | Negative) and not self.is_time(node)


def _field_of_call(node: Call, speech: Speech) -> Field | None:
    """The field whose choices and unit the call's value has."""
    if node.word == "last" and node.member is not None:
        name = symbol(node)
        return speech.child_field(name, node.member) if speech.opening(name) else speech.asked_by(name, node.member)
    if node.word.startswith("record."):
        record = speech.pack.records.get(node.word[7:])
        return record.fields.get(node.member or "") if record is not None else None
    if node.word.startswith("table."):
        table = speech.pack.tables.get(node.word[6:])
        if table is None:
            return None
        wanted = node.member or table.name
        first = table.columns[0] if table.columns and node.member is None else None
        return next((column for column in table.columns if column.name == wanted), first)
    return None


def symbol(node: Call) -> str:
    """The name that a call is about, its first argument; empty where that is none."""
    first = node.arguments[0] if node.arguments else None
    return first.name if isinstance(first, Symbol | Name) else ""
