"""转述 What may be told of a case outside the door: the case as it stood at one of its events, read for one reader.

Messages and papers are made after the commit, perhaps much later and perhaps twice; what they say is of the event that
led to them, not of whatever came since. Areas' facts, which have no past here, are told as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from gendan.cases import store
from gendan.cases.basis import Basis, basis
from gendan.cases.effects import Call
from gendan.cases.loading import Loader
from gendan.cases.numbers import Numbers
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.cases.rows import Stored
from gendan.cases.sight import sees_field
from gendan.core.case import Case
from gendan.core.command import Actor, Command, Verb
from gendan.core.events import Event, Json
from gendan.core.field import Field
from gendan.core.fold import fold
from gendan.core.plan import plan_of
from gendan.core.procedure import Procedure
from gendan.core.record import Record
from gendan.core.values import decode, plain
from gendan.people import access


@dataclass(frozen=True, kw_only=True)
class Told:
    """A case as it stood at an event. `action` is what was done (empty for time passing), by `person`, at `at`."""

    case: Case
    definition: int
    basis: Basis
    procedure: Procedure
    record: Record
    action: str
    person: int
    at: datetime

    def speaker(self, language: str, epoch: int | None = None) -> Speaker:
        """Who says it in `language`: with the pack's labels, the calendar's zone, and the names of all who occur."""
        people = {person for person in (self.case.holder, self.person, self.case.opened_by) if person}
        for field in (*self.procedure.fields.values(), *self.own_fields()):
            value = self.record.name(field.name) if field.type == "person" else None
            if isinstance(value, int):
                people.add(value)
        return Speaker(
            language=language,
            procedure=self.procedure,
            pack=self.basis.pack,
            people=access.names_of(people, epoch=epoch),
            zone=self.basis.calendar.timezone,
        )

    def field(self, name: str) -> Field | None:
        """The field called `name`: of the event alone, else of the case."""
        own = next((field for field in self.own_fields() if field.name == name), None)
        return own or self.procedure.fields.get(name)

    def may_tell(self, field: Field, reader: Actor) -> bool:
        """Whether the field's value may be told to `reader`: nothing hidden, and nothing that he may not see."""
        return not field.hidden and sees_field(field, self.case, reader)

    def value(self, name: str) -> object:
        """A field's typed value, or a dotted word's. Nobody's rights are asked."""
        return self.record.word(name) if "." in name else self.record.name(name)

    def say(self, name: str, reader: Actor, speaker: Speaker) -> str:
        """A field's value, or a dotted word's, in words; nothing where it is not filled or not for `reader`."""
        field = self.field(name)
        if field is not None and not self.may_tell(field, reader):
            return ""
        return value_in_words(field, self.value(name), speaker)

    def arguments(self, call: Call) -> Mapping[str, tuple[Field | None, object]]:
        """What an effect was given, typed as far as the pack says what it is, each with the field it stands for."""
        declared = self.procedure.actions.get(self.action)
        written = (
            next((dict(each.arguments) for each in declared.then if each.word == call.word), {}) if declared else {}
        )
        found: dict[str, tuple[Field | None, object]] = {}
        for name, said in call.arguments.items():
            expression = written.get(name)
            value = None if expression is None else expression.evaluate(self.record)
            field = None if expression is None else self.field(expression.text.strip())
            # What was given stands; that it is said anew only gives it its type.
            found[name] = (field, value) if plain(value) == said else (field, said)
        return found

    def own_fields(self) -> tuple[Field, ...]:
        """The fields of the event alone."""
        action = self.procedure.actions.get(self.action)
        return tuple(ask.field for ask in action.asks if ask.own) if action is not None else ()


def told(call: Call, words: Iterable[str] = ()) -> Told:
    """The case of an outside effect, as it stood at the event that led to it.

    `words` are areas' facts that will be asked for. Raises KeyError where the case or its pack is not here any more.
    """
    epoch = access.current_epoch()
    case, body, event = _as_of(call.case, call.seq)
    under = basis(call.definition, epoch)
    procedure = under.procedure(case.procedure)
    action = body.get("do")
    seen = Told(
        case=case,
        definition=call.definition,
        basis=under,
        procedure=procedure,
        record=_record(case, call.definition, under, epoch, person=event.actor, at=event.at, words=words),
        action=action if isinstance(action, str) else "",
        person=event.actor,
        at=event.at,
    )
    given = body.get("with")
    if isinstance(given, dict):
        fields = {field.name: field for field in seen.own_fields()}
        seen.record.own = {name: _typed(fields.get(name), value) for name, value in given.items()}
    return seen


def standing(case: int, at: datetime) -> Told:
    """The case as it stands at `at`. Raises KeyError where it, or its pack, is not here any more."""
    epoch = access.current_epoch()
    stored = store.glimpse(case)
    if stored is None:
        raise KeyError(case)
    under = basis(stored.definition, epoch)
    return Told(
        case=stored.case,
        definition=stored.definition,
        basis=under,
        procedure=under.procedure(stored.case.procedure),
        record=_record(stored.case, stored.definition, under, epoch, person=0, at=at, words=()),
        action="",
        person=0,
        at=at,
    )


def _record(
    case: Case, definition: int, under: Basis, epoch: int, *, person: int, at: datetime, words: Iterable[str]
) -> Record:
    procedure = under.procedure(case.procedure)
    loader = Loader(at=at, epoch=epoch, numbers=Numbers(at))
    areas = loader.loaded({word: [case.id] for word in words})
    stored = Stored(case=case, definition=definition, actors=())
    facts = loader.facts(Command(verb=Verb.ACT, case=case.id), stored, (), under, procedure, areas)
    return Record(plan_of(procedure), case, facts, Actor(person=person), under.calendar, at)


def _as_of(case: int, seq: int) -> tuple[Case, Mapping[str, Json], Event]:
    """The case after its event `seq`; that event's body and itself, or those of the act that it goes with."""
    stands: Case | None = None
    acted: tuple[Mapping[str, Json], Event] | None = None
    for event, _ in store.events_of(case):
        if event.seq > seq:
            break
        stands = fold(stands, event)
        body = orjson.loads(event.body)
        # An act may be followed by events of the same command that say nothing of it (a claim that went with it).
        if acted is None or "do" in body or event.at != acted[1].at:
            acted = body, event
    if stands is None or acted is None:
        raise KeyError(case)
    return stands, *acted


def _typed(field: Field | None, value: Json) -> object:
    # What is hidden is never told, and so need not be read.
    return value if field is None or field.hidden else decode(field, value)
