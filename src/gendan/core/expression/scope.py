"""Where an expression's values come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

Rows = Sequence[Mapping[str, object]]


class Scope(Protocol):
    """What an expression sees while it is evaluated.

    Values are int, Decimal, str, bool, date, aware datetime, time, timedelta, Workdays, list, Mapping and None;
    never float. What is not filled is None, an empty text or an empty list.
    """

    def name(self, name: str) -> object:
        """The value of a field of the case, or of the event being judged."""

    def word(self, word: str) -> object:
        """The value of a dotted word, of `x@end`, and of `now`, `today`, `actor`."""

    def call(
        self, word: str, arguments: tuple[object, ...], keywords: Mapping[str, object], member: str | None
    ) -> object:
        """The value of a call; symbols come as texts: `last(quote).reason` is ("last", ("quote",), {}, "reason").

        Never asked for what needs no case: given, minutes, hours, days, workdays, sum, any, all.
        """

    def expect(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """Be told that the call of an area's word will be asked for with each of these arguments: once for each row."""

    def rows(self, head: str) -> Rows | None:
        """The rows that `head` names in `sum(head.field)`: a field of rows, or children. None where it names none."""

    def add_workdays(self, start: date | datetime, count: Decimal) -> date | datetime | None:
        """`start + workdays(count)` by the calendar, backwards where `count` is negative; of the type of `start`."""


@dataclass(frozen=True)
class MappingScope:
    """A scope of values that are all known beforehand; calls are looked up by the way they are written.

    A call's key is as in `{"last(quote).reason": "price"}`. What is missing is not filled.
    """

    names: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)
    calls: Mapping[str, object] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)

    def name(self, name: str) -> object:
        """The field, or None."""
        return self.names.get(name)

    def word(self, word: str) -> object:
        """The word, or None."""
        return self.words.get(word)

    def call(
        self, word: str, arguments: tuple[object, ...], keywords: Mapping[str, object], member: str | None
    ) -> object:
        """The call, or None."""
        written = [str(argument) for argument in arguments]
        written += [f"{name}={value}" for name, value in keywords.items()]
        return self.calls.get(f"{word}({', '.join(written)})" + (f".{member}" if member else ""))

    def expect(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """All is known."""

    def rows(self, head: str) -> Rows | None:
        """The rows, or None."""
        return self.tables.get(head)

    def add_workdays(self, start: date | datetime, count: Decimal) -> date | datetime | None:
        """Not known without a calendar: not filled."""
        return None


class RowScope:
    """One row, in front of the scope in which its rows stand."""

    __slots__ = ("_head", "_outer", "_row")

    def __init__(self, outer: Scope, head: str, row: Mapping[str, object]) -> None:
        self._outer, self._head, self._row = outer, head + ".", row

    def name(self, name: str) -> object:
        """The row's field where the row has one of that name, otherwise the case's."""
        return self._row[name] if name in self._row else self._outer.name(name)

    def word(self, word: str) -> object:
        """The row's field where the word begins with the rows' name."""
        return self._row.get(word[len(self._head) :]) if word.startswith(self._head) else self._outer.word(word)

    def call(
        self, word: str, arguments: tuple[object, ...], keywords: Mapping[str, object], member: str | None
    ) -> object:
        """As outside."""
        return self._outer.call(word, arguments, keywords, member)

    def expect(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """As outside."""
        self._outer.expect(word, asked)

    def rows(self, head: str) -> Rows | None:
        """As outside."""
        return self._outer.rows(head)

    def add_workdays(self, start: date | datetime, count: Decimal) -> date | datetime | None:
        """As outside."""
        return self._outer.add_workdays(start, count)
