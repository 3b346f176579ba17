"""A decision in the making: what is judged, the reasons found, and the event's body as it grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from gendan.core.case import Case
from gendan.core.command import Actor, ChildOpening, Command, Decision, EffectCall, Refusal
from gendan.core.deadlines import Clock, to_json
from gendan.core.events import Event, Json, Kind, microseconds
from gendan.core.facts import Facts
from gendan.core.fold import folded
from gendan.core.plan import Plan
from gendan.core.record import Record
from gendan.core.refusals import Reason
from gendan.core.worktime import Calendar


@dataclass(slots=True)
class Draft:
    """One command on its way through the engine.

    `at` is the moment at which the thing happened, `now` when it is recorded. `case` is as the events so far left it.
    """

    plan: Plan
    case: Case
    command: Command
    facts: Facts
    actor: Actor
    calendar: Calendar
    now: datetime
    record: Record
    at: datetime
    reasons: list[Reason] = field(default_factory=list)
    body: dict[str, Json] = field(default_factory=dict)
    clocks: dict[str, Clock] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    effects: list[EffectCall] = field(default_factory=list)
    opens: list[ChildOpening] = field(default_factory=list)
    follow: list[Command] = field(default_factory=list)
    beside: list[Decision] = field(default_factory=list)

    @classmethod
    def of(
        cls, plan: Plan, case: Case, command: Command, facts: Facts, actor: Actor, calendar: Calendar, now: datetime
    ) -> Draft:
        """A draft in which nothing has been judged."""
        record = Record(plan, case, facts, actor, calendar, now)
        return cls(plan, case, command, facts, actor, calendar, now, record, now)

    def refuse(self, code: str, **parameters: object) -> None:
        """Adds a reason."""
        self.reasons.append(Reason(code, parameters))

    def refused(self, code: str, **parameters: object) -> Refusal:
        """The refusal with one more reason."""
        self.refuse(code, **parameters)
        return self.refusal

    @property
    def refusal(self) -> Refusal:
        """All reasons, each once."""
        seen: dict[str, Reason] = {}
        for reason in self.reasons:
            seen.setdefault(reason.code, reason)
        return Refusal(reasons=tuple(seen.values()))

    def resolve(self, name: str) -> object:
        """The value of what a due rule reads: a field, a setting, the kind's; the moment of an action."""
        if "." in name:
            return self.record.word(name)
        if name not in self.plan.fields and name in self.plan.actions:
            return self.record.when(name)
        return self.record.name(name)

    def clock(self, name: str) -> Clock | None:
        """The clock as it stands in this draft."""
        changed = self.clocks.get(name)
        return changed if changed is not None else self.case.clocks.get(name)

    def set_clock(self, name: str, clock: Clock) -> None:
        """Lets the clock be so; one that is as it was leaves no trace."""
        if clock is not self.clock(name):
            self.clocks[name] = clock

    def entry(self, action: str) -> Mapping[str, Json]:
        """The signatures of an action, as they stand in this draft."""
        changed = self.body.get("chain")
        found = changed.get(action) if isinstance(changed, dict) and action in changed else self.case.chain.get(action)
        return found if isinstance(found, dict) else {}

    def set_entry(self, action: str, entry: Mapping[str, Json] | None, void: Iterable[Json] = ()) -> None:
        """Lets the signatures of an action be so; `void` are the slots of those that no longer stand."""
        chain = self.body.setdefault("chain", {})
        assert isinstance(chain, dict)  # made here alone
        chain[action] = None if entry is None else dict(entry)
        gone = list(void)
        if gone:
            told = self.body.setdefault("void", {})
            assert isinstance(told, dict)  # made here alone
            before = told.get(action)
            told[action] = [*(before if isinstance(before, list) else ()), *gone]

    def undo(self, action: str) -> None:
        """What was done counts as done no longer."""
        known = self.case.memory.get(action)
        if isinstance(known, dict) and known.get("ok") is not False:
            undone = self.body.setdefault("undo", [])
            assert isinstance(undone, list)  # made here alone
            if action not in undone:
                undone.append(action)

    def append(self, kind: Kind, *, case_id: int | None = None) -> None:
        """Makes the event of the body so far, and the case after it. The next event begins with an empty body."""
        body = {key: value for key, value in self.body.items() if value is not None or key in _NOTHING_IS_A_VALUE}
        if self.clocks:
            body["clocks"] = {name: to_json(clock) for name, clock in self.clocks.items()}
        if self.facts.under:
            body["under"] = self.facts.under
        first = case_id is not None
        event = Event(
            case=case_id if case_id is not None else self.case.id,
            seq=1 if first else self.case.seq + 1,
            kind=kind,
            actor=self.actor.person,
            at=self.now,
            body=orjson.dumps(body),
        )
        self.case = folded(None if first else self.case, event, body, self.clocks)
        self.record.case = self.case
        self.record.entering = None
        self.record.acting = ""
        self.record.changed.clear()
        self.record.forget()
        self.events.append(event)
        self.body = {}
        self.clocks = {}

    def decision(self) -> Decision:
        """What the draft came to."""
        return Decision(
            case=self.case,
            events=tuple(self.events),
            effects=tuple(self.effects),
            opens=tuple(self.opens),
            follow=tuple(self.follow),
            beside=tuple(self.beside),
        )

    def begin(self, **said: Json) -> None:
        """Begins the event's body, with who is meant besides the actor and when it happened."""
        self.body.update({key: value for key, value in said.items() if value is not None})
        if self.at != self.now:
            self.body["happened"] = microseconds(self.at)


_NOTHING_IS_A_VALUE = frozenset({"post", "party"})
