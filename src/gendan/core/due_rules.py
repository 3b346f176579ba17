"""时限规则 The rules of a deadline as values. What each means, and when it makes a thing due, says `core.due`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from gendan.core.amount import Amount


class Counts(StrEnum):
    """What a clock counts in, and so what a pause moves it by: time that elapses, or the calendar's open time."""

    ELAPSED = "elapsed"
    WORK = "work"


class Closed(StrEnum):
    """Where a day of the month goes that is not a working day."""

    NEXT = "next"
    BEFORE = "before"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Reading:
    """A name that a rule reads, and the types it accepts there: `date`, `moment`, `amount`, `int`, `decimal`."""

    name: str
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndOfWorkday:
    """`end of workday +plus`"""

    plus: int = 0


@dataclass(frozen=True, slots=True)
class TimeOfWorkday:
    """`10:00 workday +plus`"""

    time: time
    plus: int = 0


@dataclass(frozen=True, slots=True)
class FromField:
    """`AMOUNT before FIELD` or, with `after`, `AMOUNT after FIELD`"""

    amount: Amount
    field: str
    after: bool = False


@dataclass(frozen=True, slots=True)
class EndOfField:
    """`end of FIELD`: the end of that date, or of the day of that moment"""

    field: str


@dataclass(frozen=True, slots=True)
class AtField:
    """`FIELD`: that moment, or the end of that date"""

    field: str


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`day 3 of month`"""

    day: int
    closed: Closed = Closed.NEXT


By = EndOfWorkday | TimeOfWorkday | FromField | EndOfField | AtField | DayOfMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One rule of a deadline: `amount` (in) or `by`, one of them; counted where the cut-off and the condition hold.

    `when` is opaque here: whoever evaluates the rule is asked whether it holds.
    """

    amount: Amount | None = None
    by: By | None = None
    before: time | None = None
    when: object | None = None

    @property
    def is_unconditional(self) -> bool:
        """Whether it always counts."""
        return self.before is None and self.when is None

    @property
    def counts(self) -> Counts:
        """What it counts in. (Of a setting that is itself an amount, only DueMoment knows.)"""
        amount = self.by.amount if isinstance(self.by, FromField) else self.amount
        working = isinstance(self.by, EndOfWorkday | TimeOfWorkday) or (amount is not None and amount.is_working)
        return Counts.WORK if working else Counts.ELAPSED

    @property
    def reads(self) -> tuple[Reading, ...]:
        """The fields and settings it reads, besides those of its condition."""
        amount = self.by.amount if isinstance(self.by, FromField) else self.amount
        found = _amount_reads(amount)
        if isinstance(self.by, FromField | EndOfField | AtField):
            found += (Reading(self.by.field, ("date", "moment")),)
        return found


@dataclass(frozen=True, slots=True)
class Warn:
    """`30 minutes before` it is due, the owner is told."""

    amount: Amount

    @property
    def reads(self) -> tuple[Reading, ...]:
        """The settings it reads."""
        return _amount_reads(self.amount)


@dataclass(frozen=True, slots=True)
class Remind:
    """Once late, those who were told are told again, `every` so often, `most` so many times (None: until it ends)."""

    every: Amount
    most: int | None = None

    @property
    def reads(self) -> tuple[Reading, ...]:
        """The settings it reads."""
        return _amount_reads(self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMoment:
    """What rules come to.

    - `at`: when it is due, in UTC. None where no rule counts (`index` None too), or what the rule reads is not filled
      yet (`lacks` names it): then nothing is due until it is.
    - `index`: the rule that counts. `counts`: what it counts in.
    - `computed`: whether it hangs on a year whose holidays are not announced yet.
    """

    at: datetime | None = None
    index: int | None = None
    counts: Counts = Counts.ELAPSED
    computed: bool = False
    lacks: str | None = None


def _amount_reads(amount: Amount | None) -> tuple[Reading, ...]:
    if amount is None or amount.setting is None:
        return ()
    return (Reading(amount.setting, ("amount",) if amount.unit is None else ("int", "decimal")),)


def reads(rules: Iterable[Due]) -> tuple[Reading, ...]:
    """All that the rules read, each once, besides their conditions."""
    return tuple(dict.fromkeys(reading for rule in rules for reading in rule.reads))
