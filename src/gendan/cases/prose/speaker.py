"""Who speaks to whom: the reader's language, and the names of what is spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from gendan.core.engine.timing import AFTER, KEEP
from gendan.core.field import Field
from gendan.core.listing import KIND
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """What is needed to say something about cases of one procedure.

    `language` is "zh…" or "en…". `people` are names by id, for those that may be named. `zone` is the zone in which
    times are told. `pack` names posts; `fields` are those of what is spoken of where it is no case: a setting, a
    table, a record. What is not known is called by its bare name, so that nothing is ever left out.
    """

    language: str
    procedure: Procedure | None = None
    pack: Pack | None = None
    people: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    zone: tzinfo = UTC

    @property
    def english(self) -> bool:
        """Whether the reader's language is English."""
        return self.language.startswith("en")

    def say(self, text: Text) -> str:
        """`text` in the reader's language."""
        return text.in_language(self.language)

    def both(self, chinese: str, english: str) -> str:
        """One of two texts, by the reader's language."""
        return english if self.english else chinese

    def listed(self, names: list[str]) -> str:
        """Several names as one text."""
        return (", " if self.english else "、").join(names)

    def person(self, person: object) -> str:
        """A person's name by id; the system's for 0."""
        if person == 0:
            return self.both("系统", "the system")
        if isinstance(person, int):
            return self.people.get(person) or self.both(f"人员 {person}", f"person {person}")
        return str(person) if person else self.both("他人", "somebody")

    def post(self, name: str) -> str:
        """A post's title; `name` may be written `pack.post`."""
        bare = name.rpartition(".")[2]
        post = self.pack.posts.get(bare) if self.pack else None
        return self.say(post.title) if post else bare

    def field_of(self, name: str, action: str | None = None) -> Field | None:
        """The field called `name` that `action` asks of the event alone, else the case's."""
        if name in self.fields:
            return self.fields[name]
        if self.procedure is None:
            return None
        acts = self.procedure.actions
        named = [acts[action]] if action is not None and action in acts else []
        for each in named:
            for ask in each.asks:
                if ask.own and ask.field.name == name:
                    return ask.field
        for part in self.procedure.parts.values():
            for ask in part.asks:
                if ask.own and ask.field.name == name and (action is None or part.name == action):
                    return ask.field
        known = self.procedure.fields.get(name)
        if known is not None:
            return known
        return next((ask.field for each in acts.values() for ask in each.asks if ask.field.name == name), None)

    def field(self, name: str, action: str | None = None) -> str:
        """A field's title."""
        known = self.field_of(name, action)
        if known is None and name == KIND:
            return self.both("类别", "Kind")
        return self.say(known.title) if known else name

    def action(self, name: str) -> str:
        """An action's or a part's title."""
        if self.procedure is not None:
            found = self.procedure.actions.get(name) or self.procedure.parts.get(name)
            if found is not None:
                return self.say(found.title)
        return name

    def state(self, name: str | None) -> str:
        """A state's title."""
        known = self.procedure.states.get(name) if self.procedure and name else None
        return self.say(known.title) if known else name or ""

    def deadline(self, name: str) -> str:
        """A deadline's title; of a clock by which an action happens by itself, the action's; of one by which a field is
        emptied, the field's."""
        known = self.procedure.deadlines.get(name) if self.procedure else None
        if known is None and name.startswith(AFTER):
            return self.action(name.removeprefix(AFTER))
        if known is None and name.startswith(KEEP):
            return self.both("保存到期：", "Kept until: ") + self.field(name.removeprefix(KEEP))
        return self.say(known.title) if known else name

    def child(self, name: str) -> str:
        """What a child is called: its procedure's title where it is in this pack."""
        opening = self.procedure.openings.get(name) if self.procedure else None
        known = self.pack.procedures.get(opening.procedure) if self.pack and opening else None
        return self.say(known.title) if known else name

    def child_state(self, name: str, state: str) -> str:
        """A state's title as the child's procedure has it."""
        opening = self.procedure.openings.get(name) if self.procedure else None
        procedure = self.pack.procedures.get(opening.procedure) if self.pack and opening else None
        known = procedure.states.get(state) if procedure else None
        return self.say(known.title) if known else state

    def kind(self, name: str | None) -> str:
        """A kind's title."""
        known = self.procedure.kinds.get(name) if self.procedure and name else None
        return self.say(known.title) if known else name or ""

    def moment(self, value: datetime) -> str:
        """A moment, to the minute, in the zone: 2026-03-01 09:30."""
        return value.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")
