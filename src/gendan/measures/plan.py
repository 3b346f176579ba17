"""From a declared measure to what must be read of each event, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

import orjson

from gendan.cases.basis import Basis
from gendan.core.events import Json
from gendan.core.expression import Expression
from gendan.core.expression import parse as expression
from gendan.core.expression.tree import Name
from gendan.core.field import Field
from gendan.core.pack import Figure, Measure
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason
from gendan.core.text import Text
from gendan.core.values import encode, parse
from gendan.measures.asked import Asked, Following, asked, own_fields, recorded_by
from gendan.measures.dimensions import Dimension
from gendan.measures.errors import NotMeasurable
from gendan.measures.matching import Match, Sort, matches
from gendan.measures.relation import Followed, Wanted

_TICK: Final = timedelta(microseconds=1)
BOOKED: Final = Field(name="booked", title=Text("金额", "Amount"), type="money")
"""What an entry of an area's dated amounts has alone: how much it is."""
AMOUNT: Final = expression(BOOKED.name)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A measure, or one part of a ratio (`term`), ready to be read and judged.

    `procedures` are those that it is about, by their full names. `value` is what is added up, `base` the matched
    events, `deadline` the clock whose ends are the base. `only`: nothing but what is credited to these persons.
    """

    measure: Measure
    under: Basis
    procedures: Mapping[str, Procedure]
    figure: Figure
    base: tuple[Match, ...]
    value: Expression | None
    where: Expression | None
    dimensions: tuple[Dimension, ...] = ()
    filters: tuple[tuple[Dimension, object], ...] = ()
    only: frozenset[int] | None = None
    term: str = ""

    @cached_property
    def everything(self) -> tuple[Dimension, ...]:
        """The dimensions that are grouped by, and those that are filtered by alone."""
        return tuple(dict.fromkeys((*self.dimensions, *(each for each, _ in self.filters))))

    @cached_property
    def deadline(self) -> str | None:
        """The clock whose ends are counted."""
        return next((each.name for each in self.base if each.sort is Sort.CLOCK), None)

    @cached_property
    def latest(self) -> bool:
        """Whether no event is named, so that fields are read as they stand now."""
        return self.booked is not None or any(each.sort is Sort.CREATED and not each.name for each in self.base)

    @cached_property
    def booked(self) -> str | None:
        """The area's word whose dated amounts are the base."""
        return next((each.name for each in self.base if each.sort is Sort.BOOKED), None)

    @cached_property
    def intervals(self) -> bool:
        """Whether that clock judges interval after interval."""
        return self.deadline is not None and any(
            self.deadline in each.deadlines and each.deadlines[self.deadline].every is not None
            for each in self.procedures.values()
        )

    @cached_property
    def acts(self) -> tuple[str, ...]:
        """The actions and parts that the base is made of."""
        return tuple(
            dict.fromkeys(each.name for each in self.base if each.sort in (Sort.ACTED, Sort.PART, Sort.OPENED))
        )

    @cached_property
    def own(self) -> Mapping[str, Field]:
        """The fields that the base's events have alone."""
        if self.booked is not None:
            return {BOOKED.name: BOOKED}
        return {name: each for act in self.acts for name, each in own_fields(self._declared, act).items()}

    @cached_property
    def asked(self) -> Asked:
        """All that its expressions ask. Raises NotMeasurable for what is not known of the past."""
        found = asked((self.value, self.where, self.measure.among), self._declared, self.own)
        unknown = set(found.unknowable)
        if self.booked is not None and (found.past or found.parent or found.following):
            # An entry of an area's books is no event of the case: what was before it and after it, no one can say.
            unknown.add(self.booked)
        if unknown:
            raise NotMeasurable(self.measure.name, sorted(unknown)[0])
        return found

    @cached_property
    def judged_by_act(self) -> bool:
        """Whether whoever does the act of the base says by it himself what is judged: then it is no credit to him
        alone."""
        if self.figure not in (Figure.SHARE, Figure.SCORE) or self.deadline is not None:
            return False
        recorded = frozenset().union(*(recorded_by(self._declared, act) for act in self.acts))
        read = [each for each in (self.where, self.value) if each is not None]
        named = {name for each in read for name in (*each.names, *(word.partition(".")[0] for word in each.words))}
        filled = {each.name for each in self.base if each.sort is Sort.FILLED}
        return bool(filled) or not recorded.isdisjoint(named)

    @cached_property
    def following(self) -> tuple[Following, ...]:
        """What is asked to follow, in a fixed order."""
        return tuple(self.asked.following.values())

    @cached_property
    def credit(self) -> str:
        """Who is credited: `actor`, `owner`, `signers`, `actor of ACTION`, or the name of a field."""
        return self.measure.credit or ("owner" if self.deadline is not None else "actor")

    @cached_property
    def _declared(self) -> tuple[Procedure, ...]:
        return tuple(self.procedures.values())

    def wanted(self, *, listing: bool, credited: bool) -> Wanted:
        """What to read. `listing`: rows are shown one by one. `credited`: who is credited matters."""
        credited = credited or listing
        names = self._standing(listing=listing, credited=credited)
        now = self._now()
        clock = self.deadline
        begins = self.measure.from_
        starts = matches(self._declared, begins, states=True) if begins is not None else ()
        by = self._credited_act() if credited else ()
        inputs = [*names, *(f"now.{name}" for name in now)]
        inputs += self._plain(listing=listing, credited=credited)
        if self.figure is Figure.TIME:
            inputs += ["t", "start", *(["path"] if self.measure.spent else [])]
        inputs += [f"follow{number}" for number in range(len(self.following))]
        if by:
            inputs.append("credit")
        owner = credited and clock is not None and self.credit == "owner" and not self.intervals
        if owner:
            inputs.append("owner")
        signed = next(iter(self.acts), None) if credited and self.credit == "signers" else None
        if signed is not None:
            inputs += ["signed", "signers"]
        return Wanted(
            matches=self.base,
            starts=starts,
            path=bool(starts and self.measure.spent),
            standing=names,
            now=now,
            inputs=tuple(dict.fromkeys(inputs)),
            following=tuple(self._followed(each) for each in self.following),
            by=by,
            owner=owner,
            signed=signed,
            clock=clock,
            intervals=self.intervals,
        )

    def _standing(self, *, listing: bool, credited: bool) -> tuple[str, ...]:
        fields = set() if self.latest else {*self.asked.fields}
        fields |= {each.field for each in self.everything if each.field is not None and not each.now}
        names = [f"field.{name}" for name in sorted(fields)]
        if credited and self._credit_field is not None:
            names.append(f"field.{self._credit_field}")
        dims = {each.name for each in self.everything}
        if listing or "state" in dims or self._reads("state"):
            names.append("state")
        if credited and (self.credit == "owner" and (self.deadline is None or self.intervals)):
            names += ["holder_was", "holder"]
        if listing or "post" in dims:
            names += ["post_was", "post"]
        filled = [each.name for each in self.base if each.sort is Sort.FILLED]
        names += [f"field.{name}" for name in filled if self.value is None]
        return tuple(dict.fromkeys(names))

    def _now(self) -> tuple[str, ...]:
        fields = {name for name in self.asked.ended if name in self.fields}
        if self.latest:
            fields |= self.asked.fields
        # A dimension may be a field of other procedures than those in which the events happen: then it is empty.
        fields |= {each.field for each in self.everything if each.field is not None and each.now}
        fields &= self.fields.keys()
        return tuple(sorted(fields))

    def _plain(self, *, listing: bool, credited: bool) -> list[str]:
        dims = {each.name for each in self.everything}
        found = []
        if "state@end" in dims or "state" in self.asked.ended:
            found.append("state_now")
        if self._reads("kind") or "kind" in dims or any(word.startswith("kind.") for word in self._words):
            found.append("case_kind")
        if "procedure" in dims or len(self.procedures) > 1:
            found.append("procedure")
        if self.asked.own:
            found.append("own")
        if credited or "actor" in self._words:
            found += ["actor", "event"]
        if self.deadline is not None:
            found += ["ticks", "t"] if self.intervals else ["clock_state"]
        if self.asked.past or self.asked.facts or self.asked.parent or self._reads("number") or self._reads("label"):
            found += ["case_id", "seq", "number"]
        if listing or self.reads_time:
            found.append("t")
        return found

    @cached_property
    def reads_time(self) -> bool:
        """Whether it matters for more than a time when the event happened."""
        if self.asked.past or self.asked.parent or any(each.name == "post" for each in self.everything):
            return True
        by_clock = not self._words.isdisjoint({"now", "today"})
        by_days = any(call.word == "workdays" for each in self._expressions for call in each.calls)
        return by_clock or by_days or any(not isinstance(each.window, timedelta) for each in self.following)

    @cached_property
    def measured(self) -> frozenset[str]:
        """The inputs of a figure that nothing but the value reads: rows which differ in them alone are judged alike."""
        if self.asked.past or self.asked.facts or self.asked.parent:
            return frozenset()
        if self.figure is Figure.TIME:
            return frozenset({"start", "path"} if self.reads_time else {"t", "start", "path"})
        name = self.value_field
        if name is None:
            return frozenset()
        conditions = [each for each in (self.where, self.measure.among) if each is not None]
        read = asked(conditions, self._declared, self.own)
        read_fields = read.fields | read.ended | {each.field for each in self.everything}
        credited = name == self._credit_field
        return frozenset() if credited or name in read_fields else frozenset({self._value_input(name)})

    @cached_property
    def value_field(self) -> str | None:
        """The field of the case that is the value, where it is nothing but a field."""
        if self.figure is Figure.TIME or self.value is None or not isinstance(self.value.tree, Name):
            return None
        name = self.value.tree.name
        return name if name in self.fields and name not in self.own else None

    def _value_input(self, name: str) -> str:
        return f"now.{name}" if self.latest else f"field.{name}"

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields of all its procedures, by name."""
        return {name: each for of in reversed(self._declared) for name, each in of.fields.items()}

    @cached_property
    def _expressions(self) -> tuple[Expression, ...]:
        return tuple(each for each in (self.value, self.where, self.measure.among) if each is not None)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*(each.words for each in self._expressions)) if self._expressions else frozenset()

    def _reads(self, name: str) -> bool:
        return name not in self.fields and any(name in each.names for each in self._expressions)

    @cached_property
    def _credit_field(self) -> str | None:
        return self.credit if self.credit in self.fields else None

    def _credited_act(self) -> tuple[Match, ...]:
        if not self.credit.startswith("actor of "):
            return ()
        return matches(self._declared, self.credit.removeprefix("actor of ").strip())

    def _followed(self, following: Following) -> Followed:
        found = matches(self._declared, following.action)
        own = own_fields(self._declared, following.action)
        texts = []
        for name, value in following.values:
            declared = own.get(name) or self.fields.get(name)
            said = _encoded(declared, value, self.under)
            bare = said if isinstance(said, str) else _json(said)
            texts.append(("own", name, bare) if name in own else ("field", name, _json(said)))
        window = following.window
        within = window // _TICK if isinstance(window, timedelta) else None
        return Followed(found, tuple(texts), within)


def meant(scope: Iterable[Procedure], base: Iterable[Match]) -> dict[str, Procedure]:
    """Those procedures in which the base's events happen, by their full names."""
    names = {name for each in base for name in each.procedures}
    return {f"{each.pack}.{each.name}": each for each in scope if f"{each.pack}.{each.name}" in names}


def _encoded(declared: Field | None, value: object, under: Basis) -> Json:
    if declared is None:
        return value if isinstance(value, str | int | bool) else str(value)
    parsed = parse(declared, value, under.calendar.timezone)
    if isinstance(parsed, Reason):
        return str(value)
    return encode(declared, parsed)


def _json(value: Json) -> str:
    return orjson.dumps(value).decode()
