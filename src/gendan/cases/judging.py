"""From a command to what is to be written: whose pack, who acts, what is known, what the engine decides.

One `Judge` serves the commands of one transaction. It writes nothing: what it answers is written by `cases.store`
(one) or `cases.bulk` (many).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

import orjson

from gendan.cases import (
    effects,
    holding,
    keys,
    library,
    listening,
    mentions,
    outcome,
    outside,
    records,
    serial,
    store,
    unique,
)
from gendan.cases.basis import Basis, basis, write_down
from gendan.cases.effects import Call
from gendan.cases.loading import Loader, Words
from gendan.cases.mentions import Sighted
from gendan.cases.outcome import Opened, Outcome
from gendan.cases.projecting import definition_of, ended_at, project
from gendan.cases.queuing import queue_once
from gendan.cases.rows import Stored, document, with_actors
from gendan.cases.sight import hidden, sees
from gendan.cases.store import Earlier, OutboxRow, Write, cursor
from gendan.core.case import Case
from gendan.core.command import SYSTEM, Actor, Command, Decision, EffectCall, Refusal, Verb
from gendan.core.engine import decide
from gendan.core.events import GENESIS, Kind, chained
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.people import access
from gendan.people.access import names_of
from gendan.people.trying import tried_by


@dataclass(slots=True, kw_only=True)
class Task:
    """A command on its way. `stored` is its case as read under the lock (None: it opens one, or there is none)."""

    command: Command
    stored: Stored | None = None
    earlier: Earlier | None = None
    others: tuple[Stored, ...] = ()


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What became of a task: its outcome, and what is to be written and run for it if it was allowed.

    `hidden`: the case was there, and the actor may not see it.
    """

    outcome: Outcome
    writes: list[Write] = field(default_factory=list)
    inside: list[Call] = field(default_factory=list)
    hidden: bool = False


MISSING: Final = (Reason("missing"),)


@dataclass(slots=True, kw_only=True)
class Judge:
    """Judges the commands of one actor in one transaction."""

    person: int
    party: str | None
    at: datetime
    epoch: int
    loader: Loader
    in_hand: dict[unique.Held, tuple[int, str] | None] = field(default_factory=dict)
    known_values: dict[unique.Held, tuple[int, str] | None] = field(default_factory=dict)
    written_down: set[str] = field(default_factory=set)
    _actors: dict[int, Actor] = field(default_factory=dict)

    def judge(self, task: Task, words: Words) -> Judgement:
        """Judge one task. `words` are the areas' facts that were loaded for it and its like.

        Who looks with another's eyes does nothing in his name, whichever road he took.
        """
        if tried_by() is not None:
            return Judgement(outcome=Outcome(reasons=(Reason("access"),)))
        command = task.command
        digest = keys.digest(command, person=self.person, party=self.party) if command.key is not None else b""
        if task.earlier is not None:
            return Judgement(outcome=self._again(task.earlier, digest))
        stored = task.stored
        definition = self.definition(task)
        if definition is None:
            return Judgement(outcome=Outcome(reasons=MISSING))
        under = basis(definition, self.epoch)
        # A case is judged by its own procedure, whichever the command names.
        name = stored.case.procedure if stored is not None else command.procedure or ""
        procedure = under.pack.procedures.get(name.partition(".")[2])
        if procedure is None:
            return Judgement(outcome=Outcome(reasons=MISSING))
        try:
            actor = self.actor(under)
        except Refused as refused:
            return Judgement(outcome=Outcome(reasons=refused.reasons))
        if stored is not None and hidden(procedure, stored.case, stored.actors, actor):
            return Judgement(outcome=Outcome(reasons=MISSING), hidden=True)
        if any(self._hidden(other) for other in task.others):
            return Judgement(outcome=Outcome(reasons=MISSING), hidden=True)
        if command.verb is Verb.COMMENT and stored is not None:
            sighted = Sighted.of(stored, actor, under, self.at, self.epoch)
            if unseen := mentions.unseen(str(command.given.get("text") or command.reason or ""), sighted):
                return Judgement(outcome=outcome.refused(unseen, stored.case))
        decided = self._decide(task, under, procedure, actor, words)
        if isinstance(decided, Refusal):
            reasons = decided.reasons if stored is None else _dated(decided.reasons, stored.case)
            return Judgement(outcome=outcome.refused(reasons, None if stored is None else stored.case))
        made = _Made(self, actor, digest)
        refused_child = made.take(decided, stored, under)
        if refused_child is not None:
            return Judgement(outcome=outcome.refused(refused_child, None if stored is None else stored.case))
        return made.judgement(decided, command, task)

    def _hidden(self, other: Stored) -> bool:
        """Whether another case that the command names must be missing to the actor."""
        under = basis(other.definition, self.epoch)
        procedure = under.pack.procedures.get(other.case.procedure.partition(".")[2])
        return procedure is None or hidden(procedure, other.case, other.actors, self.actor(under))

    def definition(self, task: Task) -> int | None:
        """The pack version that the task's case runs under, or will."""
        if task.stored is not None:
            if task.command.verb is Verb.MOVE and self.person == 0:
                target = task.command.extra.get("definition")
                return target if isinstance(target, int) else None
            return task.stored.definition
        if task.command.verb is not Verb.OPEN or task.command.procedure is None:
            return None
        return library.active(task.command.procedure.partition(".")[0], self.epoch)

    def actor(self, under: Basis) -> Actor:
        """Who acts. Raises Refused for somebody who may do nothing."""
        if self.person == 0:
            return SYSTEM if self.party is None else Actor(person=0, party=self.party)
        known = self._actors.get(under.definition)
        if known is not None:
            return known
        actor = access.actor(self.person, under.pack, self.at, epoch=self.epoch)
        if self.party is not None and not actor.is_party(self.party):
            raise Refused((Reason("access"),))
        self._actors[under.definition] = actor
        return actor

    def _decide(self, task: Task, under: Basis, procedure: Procedure, actor: Actor, words: Words) -> Decision | Refusal:
        command, stored = task.command, task.stored
        taken = unique.Taken(
            procedure.fields,
            f"{procedure.pack}.{procedure.name}",
            stored.case.id if stored is not None else 0,
            self.known_values,
            self.in_hand,
            None if actor.party is None else partial(self._is_seen, actor),
        )
        others = tuple(each.case for each in task.others)
        facts = self.loader.facts(command, stored, others, under, procedure, words, taken=taken)
        if actor.party is not None:
            facts = replace(facts, references=outside.narrowed(facts.references, actor))
        return decide(
            procedure,
            None if stored is None else stored.case,
            command,
            facts,
            actor,
            under.calendar,
            self.at,
        )

    def _is_seen(self, actor: Actor, case: int) -> bool:
        stored = store.glimpse(case)
        if stored is None:
            return False
        procedure = basis(stored.definition, self.epoch).procedure(stored.case.procedure)
        return sees(procedure, stored.case, stored.actors, actor)

    @staticmethod
    def _again(earlier: Earlier, digest: bytes) -> Outcome:
        if earlier.digest != digest:
            return Outcome(reasons=(Reason("key"),))
        return outcome.from_json(earlier.outcome)


@dataclass(slots=True)
class _Made:
    """What a decision, its children and its cases beside come to, gathered for the write."""

    judge: Judge
    actor: Actor
    digest: bytes
    writes: list[Write] = field(default_factory=list)
    inside: list[Call] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)

    def take(self, decision: Decision, stored: Stored | None, under: Basis) -> tuple[Reason, ...] | None:
        """Gather a decision. The reasons are given back where a child that must open with it may not."""
        if decision.events:
            self._write(decision, stored, under)
        elif decision.follow:
            # Nothing is new of the case itself, but what lies outside it has made an action's condition true.
            stem = f"{decision.case.uid}/{decision.case.seq}"
            rows = follow_rows(decision.follow, stem, self.judge.at)
            queue_once((decision.case.id, row) for row in rows)
        for beside in decision.beside:
            before = self._before(beside)
            if before is None:
                self.opened.append(Opened("", beside.case.id, beside.case.uid, beside.case.number))
            if (reasons := self.take(beside, before, under)) is not None:
                return reasons
        for opening in decision.opens:
            command = opening.command()
            child_task = Task(command=command)
            definition = self.judge.definition(child_task)
            if definition is None:
                return (Reason("basis", {"what": opening.procedure}),)
            child_under = basis(definition, self.judge.epoch)
            child = child_under.pack.procedures.get(opening.procedure.partition(".")[2])
            if child is None:
                return (Reason("basis", {"what": opening.procedure}),)
            command = opening.of(child).command()
            parent = Stored(case=decision.case, definition=under.definition, actors=())
            facts = self.judge.loader.facts(command, None, (), child_under, child, {}, parent=parent)
            decided = decide(child, None, command, facts, SYSTEM, child_under.calendar, self.judge.at)
            if isinstance(decided, Refusal):
                return decided.reasons
            self.opened.append(Opened(opening.name, decided.case.id, decided.case.uid, decided.case.number))
            if (reasons := self.take(decided, None, child_under)) is not None:
                return reasons
        return None

    def judgement(self, decision: Decision, command: Command, task: Task) -> Judgement:
        """The judgement over all that was gathered."""
        case = decision.case
        done = Outcome(
            case=case.id,
            uid=case.uid,
            number=case.number,
            version=case.version,
            state=case.state,
            unchanged=not self.writes,
            opened=tuple(self.opened),
        )
        if command.key is not None and self.writes:
            self.writes[0].key = (command.key, self.digest, document(outcome.to_json(done)))
        for write in self.writes:
            for freed in write.frees:
                self.judge.in_hand[freed] = None
            for taken in write.takes:
                self.judge.in_hand[taken] = (write.after.case.id, write.after.case.number)
        return Judgement(outcome=done, writes=self.writes, inside=self.inside)

    def _before(self, beside: Decision) -> Stored | None:
        for each in self.judge.loader.others:
            if each.case.id == beside.case.id:
                return each
        return None

    def _write(self, decision: Decision, stored: Stored | None, under: Basis) -> None:
        if under.under not in self.judge.written_down:
            write_down(under)
            self.judge.written_down.add(under.under)
        case = decision.case
        head = stored.case.head if stored is not None else GENESIS
        hashes = []
        for event in decision.events[:-1]:
            head = chained(head, event)
            hashes.append(head)
        # The engine's fold has come to the last one already.
        hashes.append(case.head)
        after = Stored(
            case=case,
            definition=definition_of(case, stored, under),
            actors=with_actors(stored.actors if stored is not None else (), decision.events),
            ended_at=ended_at(case, stored, self.judge.at),
        )
        write = Write(before=stored, after=after, events=decision.events, hashes=tuple(hashes), at=self.judge.at)
        project(write, under)
        self._follows(write, decision, under)
        self.writes.append(write)

    def _follows(self, write: Write, decision: Decision, under: Basis) -> None:
        case = write.after.case
        stem = f"{case.uid}/{case.seq}"
        for at, effect in enumerate(decision.effects):
            key = f"{stem}/effect/{at}"
            if effects.is_outside(effect.word):
                said = effects.body(
                    effect,
                    seq=case.seq,
                    uid=case.uid,
                    number=case.number,
                    procedure=case.procedure,
                    definition=write.after.definition,
                    person=self.actor.person,
                )
                write.outbox.append(
                    OutboxRow(sort="effect", word=effect.word, key=key, body=document(said), next_at=self.judge.at)
                )
            else:
                self._call(write, effect, key)
        entered = write.before is None or write.before.case.state != case.state
        # A value that is corrected afterwards stands in the record too.
        if under.pack.records and (entered or write.before is None or write.before.case.data != case.data):
            name = case.procedure.partition(".")[2]
            for kind in records.written_by(under.pack, name, case.state, case.final):
                self._call(write, EffectCall(word=f"record.{kind}", arguments=case.data), f"{stem}/record.{kind}")
        if case.final is not None and entered and holding.may_hold(under.pack):
            self._call(write, EffectCall(word=holding.RELEASE), f"{stem}/release")
        write.outbox.extend(follow_rows(decision.follow, stem, self.judge.at))
        remarks = [event for event in decision.events if event.kind is Kind.COMMENTED]
        if remarks:
            sighted = Sighted.of(write.after, self.actor, under, self.judge.at, self.judge.epoch)
            write.outbox.extend(mentions.rows(remarks, sighted, self.actor.person))
        write.outbox.extend(
            listening.heard(decision.events, case, write.after.definition, self.judge.epoch, self.judge.at)
        )

    def _call(self, write: Write, effect: EffectCall, key: str) -> None:
        case = write.after.case
        self.inside.append(
            Call(
                case=case.id,
                seq=case.seq,
                uid=case.uid,
                number=case.number,
                procedure=case.procedure,
                definition=write.after.definition,
                word=effect.word,
                arguments=effect.arguments,
                to=effect.to,
                person=self.actor.person,
                at=self.judge.at,
                key=key,
            )
        )


def follow_rows(commands: Iterable[Command], stem: str, at: datetime) -> list[OutboxRow]:
    """Outbox rows for commands that follow; each has a key, so that it is done once."""
    found = []
    for number, command in enumerate(commands):
        key = command.key or f"{stem}/follow/{number}"
        word = f"{command.verb.value}.{command.action}" if command.action else command.verb.value
        said = orjson.dumps(serial.to_json(replace(command, key=key))).decode()
        found.append(OutboxRow(sort="follow", word=word, key=key, body=said, next_at=at))
    return found


def _dated(reasons: tuple[Reason, ...], case: Case) -> tuple[Reason, ...]:
    """The reasons; where the case has changed since it was seen, with who changed it and when."""
    if not any(reason.code == "stale" for reason in reasons):
        return reasons
    with cursor() as on:
        on.execute(
            "select actor, at from cases_event where case_id = $1::bigint and seq = $2::integer",
            [str(case.id), str(case.version)],
        )
        row = on.fetchone()
    if row is None:
        return reasons
    actor, at = row
    told = {"by": names_of([actor]).get(actor, actor) if actor else 0, "at": at}
    return tuple(
        Reason(reason.code, {**reason.parameters, **told}) if reason.code == "stale" else reason for reason in reasons
    )


def procedure_of(stored: Stored, epoch: int) -> Procedure | None:
    """The procedure that a stored case runs under, None where its pack version is not here."""
    under = basis(stored.definition, epoch)
    return under.pack.procedures.get(stored.case.procedure.partition(".")[2])
