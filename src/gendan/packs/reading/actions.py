"""动作 Actions and parts, from their models to values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gendan.core.expression import Expression
from gendan.core.field import Field
from gendan.core.procedure import (
    BACK,
    Action,
    After,
    Ask,
    Corrects,
    Effect,
    Link,
    Merge,
    Opening,
    Part,
    Role,
    Split,
    Target,
    Who,
)
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.fields import FieldReader, item
from gendan.packs.reading.people import People, holders_of
from gendan.packs.schema.procedure import ActionModel, AnyBut, Arguments, AskItem, OpeningModel, PartModel
from gendan.packs.source import Node

_ELSEWHERE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
"""A procedure of another department's pack, `PACK.PROCEDURE`: what it asks is known where that pack is active."""


@dataclass(slots=True)
class Names:
    """The names that one procedure declares."""

    fields: Known
    states: Known
    gates: Known
    actions: Known
    parts: Known
    deadlines: Known
    openings: Known
    words: Known  # covers may also name areas' words


@dataclass(slots=True)
class ActionReader:
    """Makes the actions and parts of one procedure."""

    context: Context
    names: Names
    fields: Mapping[str, Field]
    finals: frozenset[str]
    people: People
    own: FieldReader
    path: str
    kinds: bool

    def action(self, name: str, model: ActionModel, node: Node) -> Action:
        """One action; what is wrong with it is noted."""
        asks = self._asks(model.asks, node, f"{self.path}.actions.{name}")
        return Action(
            name=name,
            title=self.context.text(model.title, f"{self.path}.actions.{name}", otherwise=name),
            by=self.people.all(model.by, node, "by"),
            entered_by=self.people.all(model.entered_by, node, "entered_by"),
            sources=self._sources(name, model, node),
            to=self._targets(model, node),
            asks=asks,
            needs=self._needs(model.needs, asks, node),
            sets=self._sets(model, node),
            gates=self._listed("gate", model.gates, self.names.gates, node, "gates"),
            signs=None if model.signs is None else self.people.signs(model.signs, node.at("signs")),
            unlike=self._listed("action", model.unlike, self._acts, node, "unlike"),
            covers=self._covers(model, node),
            reject=self._reject(model, node),
            then=self._effects(model, node),
            opens=tuple(
                self._opening(each, opening, node.at("opens", each), asks) for each, opening in model.opens.items()
            ),
            links=self._links(model, node),
            happened=model.happened,
            corrects=self._corrects(model, node),
            reopens=model.reopens,
            after=self._after(model, node),
            split=self._split(model, node),
            merge=self._merge(model, node),
            together=self._together(model, node),
            source=model.source,
            place=node.place,
        )

    def part(self, name: str, model: PartModel, node: Node) -> Part:
        """One part of a signed action."""
        asks = self._asks(model.asks, node, f"{self.path}.parts.{name}")
        return Part(
            name=name,
            title=self.context.text(model.title, f"{self.path}.parts.{name}", otherwise=name),
            by=self.people.all(model.by, node, "by"),
            asks=asks,
            needs=self._needs(model.needs, asks, node),
            gates=self._listed("gate", model.gates, self.names.gates, node, "gates"),
            when=model.when,
            source=model.source,
            place=node.place,
        )

    @property
    def _acts(self) -> Known:
        """Actions and parts: what persons do."""
        both = (*self.names.actions.names, *self.names.parts.names)
        return Known(both, self.names.actions.whole and self.names.parts.whole)

    def _listed(self, what: str, names: tuple[str, ...], known: Known, node: Node, key: str) -> tuple[str, ...]:
        for index, name in enumerate(names):
            self.context.refer(what, name, known, item(node, key, index).here)
        return names

    def _sources(self, name: str, model: ActionModel, node: Node) -> tuple[str, ...]:
        given = model.from_
        running = tuple(each for each in self.names.states.names if each not in self.finals)
        if given is None:
            if name != "open":
                self.context.error("missing_key", node.at_key, key="from")
            return ()
        if name == "open":
            self.context.error("open_has_from", node.at("from").at_key)
            return ()
        if isinstance(given, AnyBut):
            within = node.at("from")
            self._listed("state", given.any_but, self.names.states, within, "any_but")
            return tuple(each for each in running if each not in given.any_but)
        if given == ("any",):
            return running
        for index, each in enumerate(given):
            self.context.refer("state", each, self.names.states, item(node, "from", index).here, also=("any",))
            if each == "any":
                self.context.error("any_in_list", item(node, "from", index).here)
        return tuple(dict.fromkeys(each for each in given if each in self.names.states))

    def _targets(self, model: ActionModel, node: Node) -> tuple[Target, ...]:
        at = node.at("to")
        targets = []
        for index, each in enumerate(model.to):
            spot = at.at(index) if isinstance(at.value, list) else at
            self.context.refer("state", each.state, self.names.states, spot.at("state").here, also=(BACK,))
            targets.append(Target(state=each.state, when=each.when))
        return tuple(targets)

    def _asks(self, asks: tuple[AskItem, ...], node: Node, path: str) -> tuple[Ask, ...]:
        read: list[Ask] = []
        at = node.at("asks")
        for index, each in enumerate(asks):
            spot = at.at(index) if isinstance(at.value, list) else at
            if isinstance(each, str):
                if each == "kind" and self.kinds:
                    continue  # every case of a procedure with kinds is asked for its kind when it opens
                self.context.refer("field", each, self.names.fields, spot.here)
                field = self.fields.get(each)
                if field is not None:
                    if field.computed is not None:
                        self.context.error("computed_asked", spot.here, name=each)
                    read.append(Ask(field=field))
                continue
            for name, model in each.items():
                if name in self.names.fields:
                    self.context.error("own_field_hides", spot.at(name).at_key, name=name)
                read.append(Ask(field=self.own.read(name, model, spot.at(name), f"{path}.asks.{name}"), own=True))
        seen: set[str] = set()
        for ask in read:
            if ask.field.name in seen:
                self.context.error("asked_twice", at.here, name=ask.field.name)
            seen.add(ask.field.name)
        return tuple(read)

    def _needs(self, needs: tuple[str, ...], asks: tuple[Ask, ...], node: Node) -> tuple[str, ...]:
        own = tuple(ask.field.name for ask in asks if ask.own)
        wanted = []
        for index, name in enumerate(needs):
            if name == "kind" and self.kinds:
                continue
            self.context.refer("field", name, self.names.fields, item(node, "needs", index).here, also=own)
            wanted.append(name)
        return tuple(wanted)

    def _sets(self, model: ActionModel, node: Node) -> tuple[tuple[str, Expression], ...]:
        for name in model.sets:
            at = node.at("sets", name)
            self.context.refer("field", name, self.names.fields, at.at_key)
            if name in self.fields and self.fields[name].computed is not None:
                self.context.error("computed_asked", at.at_key, name=name)
        return tuple(model.sets.items())

    def _covers(self, model: ActionModel, node: Node) -> tuple[str, ...]:
        for index, name in enumerate(model.covers):
            if "." not in name:
                self.context.refer("field", name, self.names.fields, item(node, "covers", index).here)
        return model.covers

    def _reject(self, model: ActionModel, node: Node) -> str | None:
        if model.reject is not None:
            at = node.at("reject")
            self.context.refer("state", model.reject, self.names.states, at.here, also=(BACK,))
            if model.signs is None:
                self.context.error("reject_without_signs", at.at_key)
        return model.reject

    def _effects(self, model: ActionModel, node: Node) -> tuple[Effect, ...]:
        at = node.at("then")
        effects = []
        for index, each in enumerate(model.then):
            spot = at.at(index) if isinstance(at.value, list) else at
            if isinstance(each, str):
                effects.append(self._effect(each, Arguments(), spot, spot))
            else:
                effects += [self._effect(word, given, spot.at(word), spot) for word, given in each.items()]
        return tuple(effects)

    def _effect(self, word: str, given: Arguments, at: Node, spot: Node) -> Effect:
        area, dot, name = word.partition(".")
        place = at.at_key if at is not spot else at.here
        if not dot or not name:
            self.context.error("effect_not_dotted", place, name=word)
        elif area == "document":
            self.context.refer("document", name, self.context.documents, place)
        elif area == "notice":
            self.context.refer("notice", name, self.context.notices, place)
            if not given.to:
                self.context.error("notice_to_nobody", place, name=name)
        arguments = tuple((given.__pydantic_extra__ or {}).items())
        return Effect(word=word, arguments=arguments, to=self.people.told(given.to, at, "to"), place=at.place)

    def _opening(self, name: str, model: OpeningModel, node: Node, asks: tuple[Ask, ...]) -> Opening:
        if not _ELSEWHERE.fullmatch(model.procedure):
            self.context.refer("procedure", model.procedure, self.context.procedures, node.at("procedure").here)
        rows = model.for_
        holders: tuple[Who, ...] = ()
        if rows is not None and holders_of(rows) != rows:
            rows, holders = None, self._holders(model, node.at("for"))
        if rows is not None:
            at = node.at("for")
            if not rows.startswith("each "):
                self.context.error("for_not_each", at.here, given=rows[:60])
            rows = rows.removeprefix("each ").strip()
            fields = {**self.fields, **{ask.field.name: ask.field for ask in asks if ask.own}}
            known = Known({*self.names.fields.names, *fields}, self.names.fields.whole)
            if self.context.refer("field", rows, known, at.here) and rows in fields:
                if fields[rows].type != "rows":
                    self.context.error("field_not_rows", at.here, name=rows, type=fields[rows].type)
                if not model.many:
                    self.context.error("each_without_many", at.here)
        self._listed("field", model.takes, self.names.fields, node, "takes")
        for state, action in model.then.items():
            self.context.refer("action", action, self.names.actions, node.at("then", state).here)
        return Opening(
            name=name,
            procedure=model.procedure,
            many=model.many,
            for_each=rows,
            for_holders=holders,
            when=model.when,
            takes=model.takes,
            with_=tuple(model.with_.items()),
            gives=tuple(model.gives.items()),
            then=tuple(model.then.items()),
            place=node.place,
        )

    def _holders(self, model: OpeningModel, at: Node) -> tuple[Who, ...]:
        if not model.many:
            self.context.error("each_without_many", at.here)
        posts = [post.strip() for post in holders_of(model.for_ or "").split(",")]
        for post in posts:
            self.context.refer("post", post, self.context.posts, at.here)
        return tuple(Who(role=Role.POST, name=post) for post in posts)

    def _links(self, model: ActionModel, node: Node) -> tuple[Link, ...]:
        links = []
        for procedure, state in model.links.items():
            at = node.at("links", procedure)
            self.context.refer("procedure", procedure, self.context.procedures, at.at_key)
            links.append(Link(procedure=procedure, state=state, place=at.place))
        return tuple(links)

    def _corrects(self, model: ActionModel, node: Node) -> Corrects | None:
        if model.corrects is None:
            return None
        return Corrects(by=self.people.all(model.corrects.by, node.at("corrects"), "by"), within=model.corrects.within)

    def _after(self, model: ActionModel, node: Node) -> After | None:
        after, at = model.after, node.at("after")
        if after is None:
            return None
        if sum(each is not None for each in (after.late, after.in_, after.fact)) != 1:
            self.context.error("after_needs_one", at.here)
        if after.late is not None:
            self.context.refer("deadline", after.late, self.names.deadlines, at.at("late").here)
        if after.in_ is not None:
            if after.since is None:
                self.context.error("missing_key", at.at_key, key="since")
            else:
                known = Known(
                    (*self.names.fields.names, *self.names.actions.names),
                    self.names.fields.whole and self.names.actions.whole,
                )
                self.context.refer("moment", after.since, known, at.at("since").here)
        elif after.since is not None:
            self.context.error("since_without_in", at.at("since").at_key)
        if "system" not in model.by:
            self.context.error("after_not_system", (node.get("by") or node).at_key)
        return After(late=after.late, amount=after.in_, since=after.since, fact=after.fact, place=at.place)

    def _rows(self, name: str, at: Node) -> None:
        if self.context.refer("field", name, self.names.fields, at.here):
            field = self.fields.get(name)
            if field is not None and field.type != "rows":
                self.context.error("field_not_rows", at.here, name=name, type=field.type)

    def _split(self, model: ActionModel, node: Node) -> Split | None:
        self._listed("field", model.keeps, self.names.fields, node, "keeps")
        if model.splits is None:
            if model.keeps:
                self.context.error("keeps_without_splits", node.at("keeps").at_key)
            return None
        self._rows(model.splits, node.at("splits"))
        return Split(rows=model.splits, keeps=model.keeps)

    def _merge(self, model: ActionModel, node: Node) -> Merge | None:
        merges, at = model.merges, node.at("merges")
        if merges is None:
            return None
        self._listed("field", merges.same, self.names.fields, at, "same")
        if self.context.refer("state", merges.ends, self.names.states, at.at("ends").here) and (
            merges.ends in self.names.states and merges.ends not in self.finals
        ):
            self.context.error("merge_ends_open", at.at("ends").here, name=merges.ends)
        rows = merges.lines
        if rows is not None:
            self._rows(rows, at.at("lines"))
        else:
            found = [field.name for field in self.fields.values() if field.type == "rows"]
            if len(found) > 1:
                self.context.warn("merge_rows_unclear", at.at_key, known=tuple(found))
            rows = found[0] if found else None
        return Merge(same=merges.same, ends=merges.ends, rows=rows)

    def _together(self, model: ActionModel, node: Node) -> tuple[str, ...]:
        if model.together is None:
            return ()
        return self._listed("field", model.together.same, self.names.fields, node.at("together"), "same")
