"""What conditions see: the case as it will be after what is asked, with the facts beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from gendan.core import values
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.events import Json, moment
from gendan.core.expression.scope import Rows, RowScope
from gendan.core.facts import Facts
from gendan.core.field import Choice, Field
from gendan.core.plan import Plan
from gendan.core.text import Text
from gendan.core.worktime import Calendar

Value = object

_MISSING = object()
_TYPED = {
    name: Field(name=name, title=Text(""), type=name) for name in ("decimal", "money", "date", "moment", "time_of_day")
}
"""Stand-ins for the fields of children, of which only the type is known here."""


class Record:
    """The scope in which a procedure's expressions are evaluated.

    `changed` are the case's fields as they will be, typed; `own` the values of the event alone. Everything else comes
    from the case, decoded when it is first read. `acting` is the action that counts as done already (empty while it is
    judged), `entering` the state that it leads to.
    """

    __slots__ = (
        "_cache",
        "acting",
        "actor",
        "at",
        "calendar",
        "case",
        "changed",
        "entering",
        "facts",
        "now",
        "own",
        "plan",
    )

    def __init__(self, plan: Plan, case: Case, facts: Facts, actor: Actor, calendar: Calendar, now: datetime) -> None:
        self.plan = plan
        self.case = case
        self.facts = facts
        self.actor = actor
        self.calendar = calendar
        self.now = now
        self.at = now
        self.changed: dict[str, Value] = {}
        self.own: dict[str, Value] = {}
        self.acting = ""
        self.entering: str | None = None
        self._cache: dict[str, Value] = {}

    def name(self, name: str) -> Value:
        """A field of the event, or of the case; also `state`, `kind` and `number`, where no field is called so."""
        if name in self.own:
            return self.own[name]
        if name in self.changed:
            return self.changed[name]
        value = self._cache.get(name, _MISSING)
        if value is not _MISSING:
            return value
        field = self.plan.fields.get(name)
        if field is None:
            if name == "state" and self.entering is not None:
                return self.entering
            return getattr(self.case, name) if name in ("state", "kind", "number", "label") else None
        if field.computed is not None:
            self._cache[name] = None  # what depends on itself is not filled
            value = field.computed.evaluate(self)
        else:
            value = self.decoded(field, self.case.data.get(name))
        self._cache[name] = value
        return value

    def decoded(self, field: Field, value: Json) -> Value:
        """The field's value from its JSON; a checklist with every item, unanswered ones as nothing."""
        if value is None:
            return None
        decoded = values.decode(field, value, self.facts.reveal)
        return whole(field.choices, decoded) if field.type == "checklist" else decoded

    def stored(self, name: str) -> Value:
        """The field's value before the command."""
        field = self.plan.fields[name]
        return self.decoded(field, self.case.data.get(name))

    def change(self, field: Field, value: Value) -> None:
        """Lets the field have `value`; what was computed is computed anew."""
        self.changed[field.name] = whole(field.choices, value) if field.type == "checklist" else value
        self._cache.clear()

    def forget(self) -> None:
        """Computes anew what was computed: something besides fields has changed."""
        self._cache.clear()

    def word(self, word: str) -> Value:
        """A dotted word: an area's fact, a setting, the kind's, the parent's, a child's; `now`, `today`, `actor`."""
        value = self.facts.words.get(word, _MISSING)
        if value is not _MISSING:
            return value
        head, _, rest = word.removesuffix("@end").partition(".")
        if not rest:
            return self._bare(head)
        if head == "setting":
            return self.facts.settings.get(rest)
        if head == "kind":
            return self._kind(rest)
        if head == "parent":
            return self.facts.parent.get(rest)
        return self._child(head, rest)

    def _bare(self, word: str) -> Value:
        if word == "now":
            return self.now
        if word == "today":
            return self.calendar.local(self.now).date()
        if word == "actor":
            return self.actor.party if self.actor.party is not None else self.actor.person
        return None

    def _kind(self, column: str) -> Value:
        kind = self.plan.procedure.kinds.get(self.case.kind or "")
        return None if kind is None else kind.value(column)

    def children(self, name: str) -> list[Mapping[str, Json]]:
        """What is known of the children of that name, oldest first."""
        found = self.case.children.get(name)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def _child(self, name: str, member: str) -> Value:
        children = self.children(name)
        return figure(children[-1], member) if children else None

    def rows(self, head: str) -> Rows | None:
        """The rows of a field, or the children of a name with their figures."""
        field = self.plan.fields.get(head)
        if field is not None:
            if field.type != "rows":
                return None
            found = self.name(head)
            return self._with_computed(field, found) if isinstance(found, list) else ()
        if head in self.plan.procedure.openings or head in self.case.children:
            return [figures(child) for child in self.children(head)]
        own = self.own.get(head)
        return own if isinstance(own, list) else None

    def _with_computed(self, field: Field, rows: list[dict[str, Value]]) -> Rows:
        computed = [column for column in field.columns if column.computed is not None]
        if not computed:
            return rows
        found = [dict(row) for row in rows]
        scopes = [RowScope(self, field.name, row) for row in found]
        for column in computed:
            assert column.computed is not None
            column.computed.foretell(self, scopes)
            for row, scope in zip(found, scopes, strict=True):
                row[column.name] = column.computed.evaluate(scope)
        return found

    def expect(self, word: str, asked: Sequence[tuple[Value, ...]]) -> None:
        """What a record or an area's word will be asked for, row by row."""
        self.facts.look_ahead(word, asked)

    def call(self, word: str, arguments: tuple[Value, ...], keywords: Mapping[str, Value], member: str | None) -> Value:
        """The case's past, its signatures, tables, records, other open cases, and areas' words with arguments."""
        answer = _CALLS.get(word)
        if answer is not None:
            return answer(self, str(arguments[0]), member)
        if word == "open_cases":
            return self.facts.open_cases(str(arguments[0]), tuple(sorted(keywords.items())))
        if word.startswith("table."):
            return self.facts.table(word[6:], arguments, member)
        if word.startswith("record."):
            return self.facts.record(word[7:], arguments, member)
        return self.facts.looked_up(word, arguments) if "." in word else None

    # -- the past

    def memory(self, name: str) -> Mapping[str, Json]:
        """What is remembered of an action or part; empty where it was never done."""
        found = self.case.memory.get(name)
        return found if isinstance(found, dict) else {}

    def done(self, name: str, _: str | None = None) -> bool:
        """Whether the action was done, and nothing it covers has changed since."""
        return name == self.acting or (bool(self.memory(name)) and self.memory(name).get("ok") is not False)

    def valid(self, name: str, _: str | None = None) -> bool:
        """Whether it is done, and what it sealed still stands."""
        if name == self.acting:
            return True
        entry = self.case.chain.get(name)
        again = isinstance(entry, dict) and "again" in entry
        return self.done(name) and not again and not self.broken(name)

    def broken(self, name: str) -> dict[str, tuple[Json, Json]]:
        """The sealed words of a done action that have changed since: by word, what was signed and what stands."""
        entry = self.case.chain.get(name)
        if not isinstance(entry, dict) or not entry.get("done"):
            return {}
        return self.differs(_sealed(entry))

    def differs(self, seals: Mapping[str, Json]) -> dict[str, tuple[Json, Json]]:
        """The words whose values are not those of `seals`."""
        found: dict[str, tuple[Json, Json]] = {}
        for word, signed in seals.items():
            stands = values.plain(self.word(word))
            if stands != signed:
                found[word] = (signed, stands)
        return found

    def count(self, name: str, _: str | None = None) -> int:
        """How often an action was done; how many children or rows of that name there are."""
        if name in self.plan.fields:
            return len(self.rows(name) or ())
        if name in self.case.children or name in self.plan.procedure.openings:
            return len(self.children(name))
        count = self.memory(name).get("n", 0)
        return (count if isinstance(count, int) else 0) + (name == self.acting)

    def when(self, name: str, _: str | None = None) -> datetime | None:
        """When an action was last done: the moment at which it happened."""
        if name == self.acting:
            return self.at
        at = self.memory(name).get("at")
        return moment(at) if isinstance(at, int) else None

    def last(self, name: str, member: str | None) -> Value:
        """A value of an action's last event, or of the last child of that name."""
        if member is None:
            return None
        if name == self.acting:
            return self.name(member)
        if name in self.case.children or name in self.plan.procedure.openings:
            return self._child(name, member)
        known = self.memory(name).get("with")
        if not isinstance(known, dict) or member not in known:
            return None
        action = self.plan.actions.get(self.plan.part_of.get(name, name))
        asked = action.asks.get(member) if action is not None else None
        part = next((s.part for s in action.slots.values() if s.part and s.part.name == name), None) if action else None
        if asked is None and part is not None:
            asked = next(((ask.field, ask.own) for ask in part.asks if ask.field.name == member), None)
        field = asked[0] if asked is not None else self.plan.fields.get(member)
        return known[member] if field is None else self.decoded(field, known[member])

    def signed(self, name: str, _: str | None = None) -> bool:
        """Whether a post or part has signed, and the signature stands."""
        for entry in self.case.chain.values():
            signatures = entry.get("signed") if isinstance(entry, dict) else None
            for each in signatures if isinstance(signatures, list) else ():
                if isinstance(each, dict) and not each.get("void") and str(each.get("as")).partition("#")[0] == name:
                    return True
        return False

    def add_workdays(self, start: date | datetime, count: Decimal) -> date | datetime | None:
        """Working days from a date or moment on. A date takes whole days, a part of one counting as one."""
        calendar = self.calendar
        if isinstance(start, datetime):
            time = timedelta(microseconds=int(abs(count) * (calendar.workday // timedelta(microseconds=1))))
            return calendar.add(start, time) if count >= 0 else calendar.subtract(start, time)
        days = int(abs(count).to_integral_value(ROUND_CEILING))
        if count >= 0:
            return calendar.working_day(start, days)
        for _ in range(days):
            start = calendar.working_day_before(start)
        return start


def figure(child: Mapping[str, Json], member: str) -> Value:
    """One figure of a child as its parent knows it."""
    if member in ("state", "number", "final"):
        return child.get(member)
    gives, types = child.get("gives"), child.get("types")
    value = gives.get(member) if isinstance(gives, dict) else None
    kind = types.get(member) if isinstance(types, dict) else None
    return values.decode(_TYPED[kind], value) if isinstance(kind, str) and kind in _TYPED else value


def figures(child: Mapping[str, Json]) -> dict[str, Value]:
    """A child as a row: its state, number, how it ended, and its figures."""
    gives = child.get("gives")
    members = ("state", "number", "final", *(gives if isinstance(gives, dict) else ()))
    return {member: figure(child, member) for member in members}


def whole(choices: tuple[Choice, ...], answers: Value) -> Value:
    """A checklist's answers with every item: an item without an answer is there, not filled."""
    if not isinstance(answers, Mapping) or not answers:
        return answers
    return {choice.name: answers.get(choice.name) for choice in choices}


def _sealed(entry: Mapping[str, Json]) -> Mapping[str, Json]:
    """What the signatures of a done action sealed: each word as its last standing signature had it."""
    seals = entry.get("seals")
    return seals if isinstance(seals, dict) else {}


_CALLS: Mapping[str, Callable[[Record, str, str | None], Value]] = {
    "done": Record.done,
    "valid": Record.valid,
    "count": Record.count,
    "at": Record.when,
    "last": Record.last,
    "signed": Record.signed,
}
