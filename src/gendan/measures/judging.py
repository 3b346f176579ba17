"""From a row of the relation to what it is: counted or not and why, whose, how much, in which group.

The one place where a measure is judged, whether its figure is asked or its list. Rows that are alike are judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.events import Json, microseconds, moment
from gendan.core.expression import EvaluationError
from gendan.core.pack import Figure
from gendan.core.plan import plan_of
from gendan.core.procedure import Procedure
from gendan.measures import spans
from gendan.measures.credit import Posts, acting_posts, loaded, persons
from gendan.measures.dimensions import Dimension
from gendan.measures.history import History, histories
from gendan.measures.matching import Sort
from gendan.measures.plan import Plan
from gendan.measures.relation import IN_WINDOW, MAY_FOLLOW
from gendan.measures.results import Why
from gendan.measures.sources import Source
from gendan.measures.standing import Standing, facts_of, following_key
from gendan.people.organization import Organization

Row = Mapping[str, Any]
Counted = tuple[Decimal | None, int, int]
"""A value, how many events have it, and the sum of their marks."""
_ONE: Final = Decimal(1)
_INTERVALS: Final = {"kept": "met", "missed": "late"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a row was judged to be. Times are µs in `value`; `t` is when it happened, 0 where the row does not say."""

    t: int
    actor: int
    person: int | None
    post: str | None
    state: str
    value: Decimal | None
    base: bool
    counted: bool
    why: Why | None
    provisional: bool
    self_judged: bool
    by: tuple[object, ...]


class Judge:
    """Judges the rows of one plan. `bounds` are the first and last moment that are asked for (µs)."""

    def __init__(
        self, plan: Plan, source: Source, *, at: datetime, organization: Organization, bounds: tuple[int, int]
    ) -> None:
        self.plan = plan
        self._source = source
        self._at = microseconds(at)
        self._now = at
        self._bounds = bounds
        self._posts = Posts(plan.under.pack.name, organization)
        self._zone: ZoneInfo = plan.under.calendar.timezone
        self._only = next(iter(plan.procedures)) if len(plan.procedures) == 1 else None
        self._fields = plan.fields
        self._values: dict[tuple[str, str | None], Decimal | None] = {}
        self._keys = [
            following_key(each.action, {"within": each.window, **dict(each.values)}) for each in plan.following
        ]

    def judged(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Judged]]:
        """Each row with what it is. One row is several where it holds several intervals, or several signers."""
        asked = self.plan.asked
        known = histories(self.plan, self._source, rows) if asked.past or asked.facts or asked.parent else {}
        for row in rows:
            history = known.get((row["case_id"], row["seq"])) if known else None
            yield from ((row, each) for each in self._row(row, history))

    def tallied(self, rows: Sequence[Row]) -> Iterator[tuple[int, Judged, Sequence[Counted]]]:
        """What a figure adds up of rows that were counted together: the period, what they are, and each value with how
        many events have it.

        Rows that differ in nothing but what their value reads are judged once; then only their values are taken.
        """
        measured = self.plan.measured
        if not measured:
            for row, judged in self.judged(rows):
                yield row.get("period") or 0, judged, ((judged.value, row["n"], row["mark"]),)
            return
        alike: dict[tuple[object, ...], tuple[Row, list[Counted]]] = {}
        others = [name for name in (rows[0] if rows else ()) if name not in measured and name not in ("n", "mark")]
        for row in rows:
            value = self._measured(row)
            key = (value is None, *(row[name] for name in others))
            found = alike.get(key)
            if found is None:
                found = alike[key] = (row, [])
            found[1].append((value, row["n"], row["mark"]))
        for row, values in alike.values():
            for judged in self._row(row, None):
                none = judged.value is None
                whole = [(None, sum(each[1] for each in values), sum(each[2] for each in values))] if none else values
                yield row.get("period") or 0, judged, whole

    def _measured(self, row: Row) -> Decimal | None:
        """The value of a row, from what nothing else reads."""
        plan = self.plan
        name = self._only if self._only is not None else row["procedure"]
        if plan.figure is Figure.TIME:
            return self._time(row, plan.procedures[name], row["t"])
        (column,) = plan.measured
        key = (name, row[column])
        if key not in self._values:
            ready = plan_of(plan.procedures[name])
            case = Case(procedure=ready.full_name, definition=plan.under.pack.hash)
            facts = facts_of(plan.under, {}, {})
            scope = Standing(ready, case, facts, Actor(person=0), plan.under.calendar, self._now)
            field = ready.fields.get(column.partition(".")[2])
            self._values[key] = _number(scope.read(field, loaded(row[column]))) if field is not None else None
        return self._values[key]

    def _row(self, row: Row, history: History | None) -> Iterable[Judged]:
        if not self.plan.intervals:
            yield from self._one(row, history, row.get("clock_state"), row.get("t") or 0)
            return
        for name, what, when in loaded(row.get("ticks")) or ():
            if name == self.plan.deadline and what in _INTERVALS and self._bounds[0] <= when < self._bounds[1]:
                yield from self._one(row, history, _INTERVALS[what], when)

    def _one(self, row: Row, history: History | None, clock: str | None, t: int) -> Iterable[Judged]:
        plan = self.plan
        procedure = plan.procedures[self._only if self._only is not None else row["procedure"]]
        provisional, scope = self._scope(row, procedure, history, clock, t)
        why, base, counted, value = self._what(row, procedure, scope, clock, t)
        charged = self._charged(procedure)
        for person in persons(plan, row, charged is not None) if "actor" in row else (None,):
            self_judged = person is not None and self._alone(row, procedure, person)
            credited = None if self_judged else person
            if plan.only is not None and credited not in plan.only:
                continue
            queue = charged if charged else _post(row)
            post = queue
            if "post" in row or "post_was" in row:
                day = moment(t).astimezone(self._zone).date()
                post = self._posts.of(person, queue, acting_posts(procedure, plan.acts), day)
            found = [self._dimension(each, row, scope, credited, post) for each in plan.everything]
            if any(found[plan.everything.index(each)] != wanted for each, wanted in plan.filters):
                continue
            yield Judged(
                t=t,
                actor=row.get("actor") or 0,
                person=credited,
                post=post,
                state=row.get("state") or "",
                value=value,
                base=base,
                counted=counted,
                why=why,
                provisional=provisional and base,
                self_judged=self_judged,
                by=tuple(found[: len(plan.dimensions)]),
            )

    # -- what it is

    def _what(
        self, row: Row, procedure: Procedure, scope: Standing, clock: str | None, t: int
    ) -> tuple[Why | None, bool, bool, Decimal | None]:
        """Why it does not count, whether it is of the base, whether it counts, and its value."""
        plan = self.plan
        try:
            if clock == "dropped":
                return Why.DROPPED, False, False, None
            if plan.measure.among is not None and not plan.measure.among.holds(scope):
                return Why.AMONG, False, False, None
            holds = plan.where is None or plan.where.holds(scope)
            if plan.figure is Figure.SHARE:
                return (None if holds else Why.WHERE), True, holds, _ONE if holds else Decimal(0)
            if not holds:
                return Why.WHERE, False, False, None
            if plan.figure is Figure.COUNT:
                return None, True, True, _ONE
            value = self._time(row, procedure, t) if plan.figure is Figure.TIME else self._value(scope)
        except EvaluationError:
            # A value of a kind that the condition can't judge holds nothing.
            return Why.WHERE, False, False, None
        if value is None:
            return (Why.NO_START if plan.figure is Figure.TIME else Why.EMPTY), False, False, None
        return None, True, True, value

    def _time(self, row: Row, procedure: Procedure, t: int) -> Decimal | None:
        start = row.get("start")
        if start is None:
            return None
        measure = self.plan.measure
        return spans.spent(
            procedure,
            self.plan.under.calendar,
            unit=measure.unit,
            of=measure.spent,
            start=int(start),
            end=t,
            path=row.get("path") or "",
        )

    def _value(self, scope: Standing) -> Decimal | None:
        plan = self.plan
        if plan.value is not None:
            return _number(plan.value.evaluate(scope))
        filled = next((each.name for each in plan.base if each.sort is Sort.FILLED), None)
        return _scored(scope.name(filled)) if filled is not None else None

    def _charged(self, procedure: Procedure) -> str | None:
        """Whose lateness it is besides the owner's: a post's, or (empty) somebody's outside; None: the owner's."""
        deadline = procedure.deadlines.get(self.plan.deadline or "")
        if deadline is None or deadline.charged is None or deadline.charged == "owner":
            return None
        return deadline.charged if deadline.charged in self.plan.under.pack.posts else ""

    def _alone(self, row: Row, procedure: Procedure, person: int) -> bool:
        """Whether the person alone judged what would be credited to him."""
        if not self.plan.judged_by_act or row.get("actor") != person:
            return False
        return not any(
            (action := procedure.actions.get(act)) is not None and action.signs is not None for act in self.plan.acts
        )

    # -- what it is judged by

    def _scope(
        self, row: Row, procedure: Procedure, history: History | None, clock: str | None, t: int
    ) -> tuple[bool, Standing]:
        plan, under = self.plan, self.plan.under
        ready = plan_of(procedure)
        prefixes = ("field.", "now.") if plan.latest else ("field.",)
        data = {
            name.partition(".")[2]: value
            for name, said in row.items()
            if name.startswith(prefixes) and (value := loaded(said)) is not None
        }
        case = Case(
            procedure=ready.full_name,
            definition=under.pack.hash,
            kind=row.get("case_kind"),
            number=row.get("number") or "",
            state=row.get("state") or "",
            data=data,
            children=history.children if history is not None else {},
            chain=history.chain if history is not None else {},
        )
        words = history.words if history is not None else {}
        facts = facts_of(under, words, history.parent if history is not None else {})
        now = moment(t) if t else self._now
        scope = Standing(ready, case, facts, Actor(person=row.get("actor") or 0), under.calendar, now)
        if history is not None:
            scope.past = history.past
        if plan.asked.own:
            said = loaded(row.get("own")) or {}
            scope.own = {name: scope.read(plan.own[name], said.get(name)) for name in plan.asked.own}
        if clock is not None:
            scope.said = {"met": clock == "met", "late": clock == "late"}
        scope.ended = self._ended(row, scope)
        follows, provisional = self._follows(row, scope, t)
        scope.follows = follows
        return provisional, scope

    def _ended(self, row: Row, scope: Standing) -> Mapping[str, object]:
        found: dict[str, object] = {"state": row.get("state_now")}
        for name, said in row.items():
            if name.startswith("now."):
                field = self._fields[name[4:]]
                found[field.name] = scope.read(field, loaded(said))
        return found

    def _follows(self, row: Row, scope: Standing, t: int) -> tuple[dict[str, bool], bool]:
        found: dict[str, bool] = {}
        provisional = False
        for number, each in enumerate(self.plan.following):
            followed = row[f"follow{number}"]
            window = each.window
            if isinstance(window, timedelta):
                found[self._keys[number]] = followed == IN_WINDOW
                provisional |= followed == MAY_FOLLOW
                continue
            last = scope.add_workdays(moment(t), window.count)
            until = microseconds(last) if isinstance(last, datetime) else t
            found[self._keys[number]] = followed is not None and int(followed) <= until
            provisional |= until > self._at and not found[self._keys[number]]
        return found, provisional

    def _dimension(self, of: Dimension, row: Row, scope: Standing, person: int | None, post: str | None) -> object:
        if of.field is not None:
            if of.now:
                return scope.ended.get(of.field)
            field = scope.plan.fields.get(of.field)
            return scope.read(field, scope.case.data.get(of.field)) if field is not None else None
        match of.name:
            case "person":
                return person
            case "post":
                return post
            case "state":
                return row.get("state")
            case "state@end":
                return row.get("state_now")
            case "kind":
                return row.get("case_kind")
            case _:
                return row["procedure"]


def _post(row: Row) -> str | None:
    """The post in whose queue the case was before the act, or with it where it was in none."""
    was, now = loaded(row.get("post_was")), loaded(row.get("post"))
    said: Json = was if was is not None else now
    return said if isinstance(said, str) else None


def _number(value: object) -> Decimal | None:
    """A value that can be added; yes counts 1 and no 0."""
    if isinstance(value, bool):
        return Decimal(int(value))
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _scored(value: object) -> Decimal | None:
    """The score of what was filled in: the number itself, of a checklist the share of its items that were answered
    yes, of rows the mean of all their numbers."""
    if isinstance(value, Mapping):
        return Decimal(sum(each is True for each in value.values())) / len(value) if value else None
    if isinstance(value, list):
        numbers = [
            number
            for row in value
            if isinstance(row, Mapping)
            for each in row.values()
            if (number := _number(each)) is not None
        ]
        return sum(numbers, Decimal(0)) / len(numbers) if numbers else None
    return _number(value)
