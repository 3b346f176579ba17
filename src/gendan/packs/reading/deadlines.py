"""时限 Deadlines, from their models to values."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.core.due import Remind
from gendan.core.field import Field
from gendan.core.procedure import Deadline, Moment, Trigger
from gendan.packs.reading.actions import Names
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.fields import item
from gendan.packs.reading.people import People
from gendan.packs.schema.deadline import DeadlineModel, EnterModel, RemindModel, TriggerItem
from gendan.packs.source import Node


class DeadlineReader:
    """Makes the deadlines of one procedure."""

    def __init__(self, context: Context, names: Names, fields: Mapping[str, Field], people: People, path: str) -> None:
        self.context = context
        self.names = names
        self.fields = fields
        self.people = people
        self.path = path

    def read(self, name: str, model: DeadlineModel, node: Node) -> Deadline:
        """One deadline; what is wrong with it is noted."""
        if model.pauses is not None:
            for index, state in enumerate(model.pauses.in_ or ()):
                self.context.refer("state", state, self.names.states, item(node.at("pauses"), "in", index).here)
            if model.pauses.in_ is None and model.pauses.while_ is None:
                self.context.error("pauses_needs_one", node.at("pauses").at_key)
        if model.charged is not None:
            whole = self.context.posts.whole and self.names.fields.whole
            known = Known((*self.context.posts.names, *self.names.fields.names, *self.context.exchanges.names), whole)
            self.context.outside("charged", model.charged, known, node.at("charged").here)
        if (model.every is None) != (model.met is None):
            given = "every" if model.every is not None else "met"
            self.context.error("missing_key", node.at_key, key="met" if given == "every" else "every")
        if model.every is None and not model.due:
            self.context.error("missing_key", node.at_key, key="due")
        for key in ("due", "earliest"):
            for index, rule in enumerate(model.due if key == "due" else model.earliest):
                for reading in rule.rule().reads:
                    self._reads(reading.name, item(node, key, index))
        return Deadline(
            name=name,
            title=self.context.text(model.title, f"{self.path}.deadlines.{name}", otherwise=name),
            starts=self._triggers(model.starts, node, "starts"),
            stops=self._triggers(model.stops, node, "stops"),
            drops=self._triggers(model.drops, node, "drops"),
            due=tuple(rule.rule() for rule in model.due),
            when=model.when,
            pauses_in=(model.pauses.in_ or ()) if model.pauses else (),
            pauses_while=model.pauses.while_ if model.pauses else None,
            warn=model.warn,
            notify=self.people.told(model.late.notify, node.at("late"), "notify") if model.late else (),
            remind=self._remind(model, node),
            every=model.every,
            met=model.met,
            earliest=tuple(rule.rule() for rule in model.earliest),
            charged=model.charged,
            source=model.source,
            place=node.place,
        )

    def _reads(self, name: str, at: Node) -> None:
        """A field or setting from which the due moment is counted."""
        head, dot, rest = name.partition(".")
        if dot:
            if head == "setting":
                self.context.refer("setting", rest, self.context.settings, at.here)
            return
        if self.context.refer("field", name, self.names.fields, at.here) and name in self.fields:
            kind = self.fields[name].type
            if kind not in ("date", "moment"):
                self.context.error("field_not_moment", at.here, name=name, type=kind)

    def _remind(self, model: DeadlineModel, node: Node) -> Remind | None:
        within = model.late.remind if model.late else None
        if model.remind is not None and within is not None:
            self.context.error("remind_twice", node.at("late", "remind").at_key)
        given: RemindModel | None = model.remind or within
        if given is None:
            return None
        if given.most is not None and given.most < 1:
            at = node.at("remind") if model.remind else node.at("late", "remind")
            self.context.error("time_remind_most", at.at("most").here, given=given.most)
        return Remind(given.every, given.most)

    def _triggers(self, items: tuple[TriggerItem, ...], node: Node, key: str) -> tuple[Trigger, ...]:
        both = (*self.names.actions.names, *self.names.parts.names)
        acts = Known(both, self.names.actions.whole and self.names.parts.whole)
        triggers = []
        for index, each in enumerate(items):
            at = item(node, key, index)
            if isinstance(each, EnterModel):
                triggers += self._states(each, at)
                continue
            self.context.refer("action", each, acts, at.here)
            moment = Moment.PART if each in self.names.parts and each not in self.names.actions else Moment.ACTION
            triggers.append(Trigger(moment=moment, name=each))
        return tuple(triggers)

    def _states(self, model: EnterModel, at: Node) -> list[Trigger]:
        given = [(Moment.ENTER, model.enter), (Moment.LEAVE, model.leave)]
        found = [Trigger(moment=moment, name=name) for moment, name in given if name is not None]
        if len(found) != 1:
            self.context.error("trigger_needs_one", at.here)
        for trigger in found:
            self.context.refer("state", trigger.name, self.names.states, at.at(trigger.moment.value).here)
        return found
