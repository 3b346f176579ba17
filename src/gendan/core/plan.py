"""A procedure, made ready to be run: what each action touches, computed once and kept with the procedure.

Nothing here judges anything. It answers, without searching, which clocks an action moves, which acts of the past some
rule asks for, and which facts a command needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from gendan.core.action_plan import ActionPlan, of_deadline, of_field
from gendan.core.day import reads_day
from gendan.core.deadlines import Clock, Terms
from gendan.core.expression import Expression
from gendan.core.procedure import Action, Deadline, Moment, Procedure, Routing
from gendan.core.worktime import Calendar

OPEN = "open"
"""The action by which every case opens."""

PARENT = "parent"
"""Among the words needed: the parent's fields."""
OPEN_CASES = "open_cases"
"""Among the words needed: counts of other open cases."""

_PAST = ("done", "last", "count", "at", "valid")
_OWN_HEADS = frozenset({"setting", "kind"})
_OF_FIELDS = frozenset({"sum", "any", "all", "given", "minutes", "hours", "days"})
_OWN_FAMILIES = ("table.", "record.")
_OWN_CALLS = _OF_FIELDS | {*_PAST, "signed", "workdays"}


class Plan:
    """A procedure made ready. Take it by `plan_of`."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.full_name = f"{procedure.pack}.{procedure.name}" if procedure.pack else procedure.name
        self.fields = procedure.fields
        self.actions: Mapping[str, ActionPlan] = {
            action.name: ActionPlan(procedure, action) for action in procedure.actions.values()
        }
        self.part_of: Mapping[str, str] = {
            slot.part.name: each.name
            for each in self.actions.values()
            for slot in each.slots.values()
            if slot.part is not None
        }
        self.required = tuple(each for each in self.fields.values() if each.required is not None)
        self.unique = tuple(each for each in self.fields.values() if each.unique is not None)
        self.kept = tuple(each for each in self.fields.values() if each.keep is not None)
        self._of_columns = tuple(
            column.computed for each in self.fields.values() for column in each.columns if column.computed is not None
        )
        self.computed_rows = tuple(
            name for name, each in self.fields.items() if any(column.computed is not None for column in each.columns)
        )
        self.computed = {name: each.computed for name, each in self.fields.items() if each.computed is not None}
        self.covering = tuple(each for each in self.actions.values() if each.action.covers)
        self.sealing = tuple(each for each in self.covering if each.covers_words)
        self.signed = tuple(each for each in self.actions.values() if each.ring is not None)
        by_itself = [each.action for each in self.actions.values() if each.action.after is not None]
        self.by_fact = tuple(action for action in by_itself if action.after and action.after.fact)
        self._awaited = tuple(each.after.fact for each in self.by_fact if each.after and each.after.fact)
        self.by_time = tuple(action for action in by_itself if action.after and action.after.amount)
        self.heard = frozenset(action for opening in procedure.openings.values() for _, action in opening.then)
        self.by_late: Mapping[str, tuple[Action, ...]] = {
            name: tuple(a for a in procedure.actions.values() if a.after is not None and a.after.late == name)
            for name in procedure.deadlines
        }
        self.by_act: Mapping[str, tuple[str, ...]] = {
            **{name: each.clocks for name, each in self.actions.items()},
            **{part: self.actions[action].clocks for part, action in self.part_of.items()},
        }
        self.by_enter = _by_state(procedure, Moment.ENTER)
        self.by_leave = _by_state(procedure, Moment.LEAVE)
        self.pausing = tuple(
            each for each in procedure.deadlines.values() if each.pauses_in or each.pauses_while is not None
        )
        self._terms: dict[str, tuple[Calendar, Terms]] = {}
        self._started: dict[str, tuple[Calendar, datetime, str, Clock]] = {}

    def static_terms(self, deadline: Deadline, calendar: Calendar) -> Terms | None:
        """The terms of a deadline that reads no setting, made once for a calendar; None before `keep_terms`."""
        known = self._terms.get(deadline.name)
        return known[1] if known is not None and known[0] is calendar else None

    def keep_terms(self, deadline: Deadline, calendar: Calendar, terms: Terms) -> None:
        """Keeps terms that only the calendar changes."""
        if not any(each.reads for each in (*deadline.warn, *((deadline.remind,) if deadline.remind else ()))) and (
            deadline.every is None or deadline.every.setting is None
        ):
            self._terms[deadline.name] = (calendar, terms)

    def started(self, deadline: Deadline, calendar: Calendar, at: datetime, under: str) -> Clock | None:
        """The first run of a clock that was started at the same moment under the same basis; None where there was none.

        Cases that come together start the same clock, unless their own values have a say in it.
        """
        known = self._started.get(deadline.name)
        if known is None or known[0] is not calendar or known[1] != at or known[2] != under:
            return None
        return known[3]

    def keep_started(self, deadline: Deadline, calendar: Calendar, at: datetime, under: str, clock: Clock) -> None:
        """Keeps the first run of a clock that hangs on nothing but the moment and the basis `under`."""
        if under and deadline.name in self._alike:
            self._started[deadline.name] = (calendar, at, under, clock)

    @cached_property
    def _alike(self) -> frozenset[str]:
        """The deadlines whose rules read nothing of a case."""
        return frozenset(
            name
            for name, deadline in self.procedure.deadlines.items()
            if all(
                rule.when is None and all(reading.name.startswith("setting.") for reading in rule.reads)
                for rule in deadline.due
            )
        )

    # -- what rules ask of the past

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Every expression of the procedure."""
        return tuple(_expressions(self))

    @cached_property
    def asked_whether_done(self) -> frozenset[str]:
        """The actions and parts of which some rule asks whether they are done."""
        asked = (name for each in self.expressions for name in (*each.symbols("done"), *each.symbols("valid")))
        return frozenset(asked)

    @cached_property
    def remembered(self) -> Mapping[str, tuple[str, ...]]:
        """The actions and parts that some rule asks about, and the values of their last event that it reads."""
        members: dict[str, dict[str, None]] = {}
        for expression in self.expressions:
            for call in expression.calls:
                if call.word not in _PAST:
                    continue
                for symbol in call.symbols:
                    if symbol is not None and (symbol in self.actions or symbol in self.part_of):
                        found = members.setdefault(symbol, {})
                        if call.member is not None:
                            found[call.member] = None
        for name in self._named_acts():
            members.setdefault(name, {})
        for each in self.actions.values():
            if each.action.corrects is not None:
                found = members.setdefault(each.name, {})
                found.update((name, None) for name, (_, own) in each.asks.items() if own)
        return {name: tuple(found) for name, found in members.items()}

    def _named_acts(self) -> Iterator[str]:
        for each in self.actions.values():
            yield from each.action.unlike
            after = each.action.after
            if after is not None and after.since is not None and after.since in self.actions:
                yield after.since
        for state in self.procedure.states.values():
            if state.owner is not None and state.owner.by is Routing.ACTOR and state.owner.of is not None:
                yield state.owner.of
        for each_field in self.fields.values():
            yield from (viewer.after for viewer in each_field.seen_by or () if viewer.after is not None)

    @cached_property
    def reads_children(self) -> frozenset[str]:
        """The openings and links of which some rule reads state or figures: these matter before the end too."""
        names = {
            *self.procedure.openings,
            *(link.procedure for each in self.actions.values() for link in each.action.links),
        }
        found = {
            word.partition(".")[0] for expression in self.expressions for word in expression.words if "." in word
        } | {name for expression in self.expressions for name in expression.symbols("last")}
        return frozenset(names & found)

    # -- what must be known

    @cached_property
    def _always(self) -> frozenset[str]:
        """The words that any act may need: seals, what follows by itself, pauses, priority, who sees."""
        found: set[str] = {word for each in self.sealing for word in each.covers_words}
        procedure = self.procedure
        found |= self._read(self._awaited)
        found |= self._read(each.pauses_while for each in self.pausing if each.pauses_while is not None)
        found |= self._read((procedure.priority,) if procedure.priority is not None else ())
        found |= self._read((*self.computed.values(), *self._of_columns))
        return frozenset(found)

    @cached_property
    def _by_action(self) -> Mapping[str, frozenset[str]]:
        return {name: self._always | self._of_action(each) for name, each in self.actions.items()}

    def _of_action(self, each: ActionPlan) -> set[str]:
        found = self._read(each.conditions)
        states = {target.state for target in each.action.to}
        if "back" in states:
            states = set(self.procedure.states)
        clocks = {
            *each.clocks,
            *(name for state in states for name in self.by_enter.get(state, ())),
            *(name for state in each.sources for name in self.by_leave.get(state, ())),
        }
        asked = {*each.asks, *(name for name, _ in each.action.sets)}
        clocks |= {name for name in self.procedure.deadlines if asked & set(self.due_reads(name))}
        for name in clocks:
            found |= self._read(of_deadline(self.procedure.deadlines[name]))
        return found

    def needed(self, action: str | None) -> frozenset[str]:
        """The facts that the action, or any act at all where None, is judged by: areas' words, PARENT, OPEN_CASES."""
        if action is None:
            return self._always
        action = self.part_of.get(action, action)
        return self._by_action.get(action, self._always)

    @cached_property
    def needed_for_all(self) -> frozenset[str]:
        """The facts that every action together is judged by."""
        return frozenset(self._read(self.expressions) | self._always)

    @cached_property
    def needed_for_tick(self) -> frozenset[str]:
        """The facts that the passing of time is judged by."""
        found: set[str] = set(self._always)
        for deadline in self.procedure.deadlines.values():
            if deadline.met is not None:
                found |= self._read((deadline.met,))
        return frozenset(found)

    @cached_property
    def needed_for_clocks(self) -> frozenset[str]:
        """The facts that any clock is computed by."""
        found: set[str] = set(self._always)
        for deadline in self.procedure.deadlines.values():
            found |= self._read(of_deadline(deadline))
        return frozenset(found)

    def _read(self, expressions: Iterable[Expression]) -> set[str]:
        """The words that the expressions read, those of computed fields included."""
        found: set[str] = set()
        seen: set[str] = set()
        queue = list(expressions)
        while queue:
            expression = queue.pop()
            for word in expression.words:
                self._note(word.removesuffix("@end"), found)
            for call in expression.calls:
                if call.word == OPEN_CASES:
                    found.add(OPEN_CASES)
                elif call.word not in _OWN_CALLS and not call.word.startswith(_OWN_FAMILIES):
                    self._note(call.word, found)
            for name in expression.names - seen:
                seen.add(name)
                if (computed := self.computed.get(name)) is not None:
                    queue.append(computed)
        return found

    def _note(self, word: str, found: set[str]) -> None:
        head, dot, _ = word.partition(".")
        if not dot or head in _OWN_HEADS or head in self.fields or head in self.procedure.openings:
            return
        if head == PARENT:
            found.add(PARENT)
        elif not any(link.procedure == head for each in self.actions.values() for link in each.action.links):
            found.add(word)

    # -- what hangs on what

    @cached_property
    def _depends(self) -> Mapping[str, frozenset[str]]:
        """The fields that each computed field reads, through others too."""
        found: dict[str, frozenset[str]] = {}

        def reach(name: str, path: frozenset[str]) -> frozenset[str]:
            if name in found:
                return found[name]
            expression = self.computed.get(name)
            if expression is None or name in path:
                return frozenset((name,))
            names = expression.reads
            reached = frozenset().union(*(reach(each, path | {name}) for each in names), names)
            found[name] = reached
            return reached

        for name in self.computed:
            reach(name, frozenset())
        return found

    def depends(self, name: str) -> frozenset[str]:
        """The fields that the value of the field `name` hangs on; itself where it is not computed."""
        return self._depends.get(name, frozenset((name,)))

    def reads(self, expression: Expression) -> frozenset[str]:
        """The fields that an expression reads, through computed ones too."""
        names = expression.reads
        return names.union(*(self.depends(name) for name in names)) if names else names

    @cached_property
    def volatile(self) -> frozenset[str]:
        """Computed fields that read more than fields: they are computed anew at every act."""
        found = {
            name
            for name, expression in self.computed.items()
            if any(word.partition(".")[0] not in self.fields for word in expression.words)
            or any(call.word not in _OF_FIELDS for call in expression.calls)
        }
        found |= {name for name in self.computed if self.depends(name) & found}
        return frozenset(found)

    @cached_property
    def from_areas(self) -> tuple[str, ...]:
        """Computed fields that read what areas know of the case: they change without any act on it."""
        return tuple(name for name, each in self.computed.items() if self._read((each,)) - {PARENT, OPEN_CASES})

    @cached_property
    def _restless(self) -> tuple[str, ...]:
        areas = frozenset(self.from_areas)
        return tuple(name for name, each in self.computed.items() if name in areas or reads_day(each, self.procedure))

    def restless(self, *, ended: bool) -> tuple[str, ...]:
        """Computed fields that change without any act: with what areas know, and until the case ends with the day."""
        return self.from_areas if ended else self._restless

    @cached_property
    def looks_at_areas(self) -> bool:
        """Whether anything of a case follows what areas know of it: a computed field, or what happens by itself."""
        return bool(self.from_areas) or bool(self._read(self._awaited) - {PARENT, OPEN_CASES})

    @cached_property
    def _due_reads(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for deadline in self.procedure.deadlines.values():
            names = {reading.name for rule in deadline.due for reading in rule.reads if "." not in reading.name}
            for rule in deadline.due:
                if isinstance(rule.when, Expression):
                    names |= rule.when.reads
            found[deadline.name] = frozenset(names).union(*(self.depends(name) for name in names))
        return found

    def due_reads(self, deadline: str) -> frozenset[str]:
        """The fields whose change computes the deadline anew."""
        return self._due_reads[deadline]


def plan_of(procedure: Procedure) -> Plan:
    """The procedure's plan, made at the first call and kept with it."""
    plan: Plan | None = procedure.__dict__.get("_plan")
    if plan is None:
        plan = Plan(procedure)
        procedure.__dict__["_plan"] = plan
    return plan


def _by_state(procedure: Procedure, moment: Moment) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for deadline in procedure.deadlines.values():
        for trigger in (*deadline.starts, *deadline.stops, *deadline.drops):
            if trigger.moment is moment and deadline.name not in found.setdefault(trigger.name, []):
                found[trigger.name].append(deadline.name)
    return {name: tuple(names) for name, names in found.items()}


def _expressions(plan: Plan) -> Iterator[Expression]:
    procedure = plan.procedure
    for each_field in procedure.fields.values():
        yield from of_field(each_field)
    if procedure.priority is not None:
        yield procedure.priority
    for gate in procedure.gates.values():
        yield gate.when
    for each in plan.actions.values():
        yield from each.conditions
        if each.action.after is not None and each.action.after.fact is not None:
            yield each.action.after.fact
    for deadline in procedure.deadlines.values():
        yield from of_deadline(deadline)
