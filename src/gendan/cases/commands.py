"""The one door: the only functions that change a case.

A page, an API call, an import, a timer, a batch, the administration: all go through `run` or `run_many`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from psycopg.errors import DeadlockDetected

from gendan.cases import bulk, effects, judging, loading, recall, store
from gendan.cases.effects import Call
from gendan.cases.given_values import look_up_given_values
from gendan.cases.judging import Judge, Judgement, Task, follow_rows
from gendan.cases.loading import NO_WORDS, Loader
from gendan.cases.numbers import LockNeeded, NoNumbers, Numbers, PlainNumbers, SeriesMissing
from gendan.cases.outcome import Outcome, refused
from gendan.cases.rows import Stored
from gendan.cases.store import Conflict, OutboxRow, Write
from gendan.core.command import Command, Verb
from gendan.core.refusals import Reason, Refused
from gendan.people.log import log_access, log_accesses
from gendan.people.models import Access

__all__ = ["CHUNK", "Outcome", "run", "run_many"]

CHUNK: Final = 1000
"""Commands that `run_many` takes into one transaction."""

TRIES: Final = 5
"""How often a command that met a quicker one is judged anew."""


def run(
    command: Command, *, person: int, at: datetime, party: str | None = None, read: store.Read | None = None
) -> Outcome:
    """Do one command, or refuse it for all reasons at once. What happens, in this order and in one transaction:

    1. access: who the person is to the case's pack. Who may not see the case learns only that it is `missing`, and
    that is logged; who may not do the act gets `access`, alone. 2. lock and load: the case under its lock, its clocks,
    and whether the command's key was done before. 3. facts: what the areas know of it, loaded after the lock. 4.
    decide: the engine's judgement: events, or a refusal with every reason. 5. append events, hashed into the case's
    chain, and 6. project: the case's row, its clocks and its unique values. 7. inside effects: the areas' work. Where
    one fails, the command fails (`effect.WORD`) and nothing of it stands. 8. queue outside effects and commands that
    follow. 9. commit.

    `person` 0 is the system; `party` an outside party that acts under its own sign-in. A refusal is a value, in
    `Outcome.reasons`. Called inside a transaction it is part of that one. The same key with the same command is done
    once and answered again (`replayed`); with another command it is refused (`key`).

    `read` is what the caller has just read of the case and the command's key (`store.look`), or recalled of it
    (`cases.recall`): it needs not be read again where it still stands when the case is written.
    """
    for left in reversed(range(TRIES)):
        try:
            if left == TRIES - 1:
                done = _unlocked(command, person=person, at=at, party=party, read=read)
                if done is not None:
                    return done
            return _once(command, person=person, at=at, party=party)
        except Conflict:
            if not left:
                raise
        except DeadlockDetected:
            # The server ended one of two that waited for each other. Inside another transaction that one is lost as a
            # whole.
            if not left or transaction.get_connection().in_atomic_block:
                raise
    raise AssertionError


_needs_lock: set[tuple[Verb, str | None, str | None]] = set()
"""Acts of which it was seen that they do more than write their case: for the next time, nothing else."""


def _unlocked(
    command: Command, *, person: int, at: datetime, party: str | None, read: store.Read | None
) -> Outcome | None:
    """Do a command that writes nothing but its case, without a transaction and its lock first: None where it does more.

    What is judged is the case as it stood; the one statement that writes it finds out whether its row stands so still,
    and is the whole transaction. Whatever an area learns of a case, it learns under the case's lock, and marks the row
    (`looking.look_again`): so that a fact which changed after the row was read is found out too.

    Judged first is the case as this process recalls it. Only what that statement has proved comes of it: a refusal, or
    that nothing is to be changed, is judged anew from what is read now.
    """
    if command.others or _about(command) in _needs_lock or transaction.get_connection().in_atomic_block:
        return None
    known = read or recall.recall_for(command)
    if known is not None and known.recalled:
        try:
            judgement = _judged(command, known, person=person, at=at, party=party)
            if judgement is None:
                return None
            if judgement.outcome.done and judgement.writes:
                recall.keep(store.write_alone(judgement.writes[0], known))
                return judgement.outcome
        except Conflict:
            recall.forget(command.case)
        known = None
    known = known or (store.begin(command.key) if command.case is None else store.look(command.case, command.key))
    judgement = _judged(command, known, person=person, at=at, party=party)
    if judgement is None:
        return None
    for write in judgement.writes:
        known = store.write_alone(write, known)
    recall.keep(known)
    return _told(judgement, command, person=person, at=at)


def _judged(command: Command, known: store.Read, *, person: int, at: datetime, party: str | None) -> Judgement | None:
    """What comes of a command by what is known of its case; None where it writes more than its case."""
    task = Task(command=command, stored=known.stored, earlier=known.earlier)
    numbers = PlainNumbers(at) if command.case is None else NoNumbers(at)
    loader = Loader(at=at, epoch=known.epoch, numbers=numbers)
    judge = Judge(person=person, party=party, at=at, epoch=known.epoch, loader=loader)
    try:
        judgement = judge.judge(task, _words(judge, [task]))
        if judgement.inside or len(judgement.writes) > 1:
            raise LockNeeded
    except LockNeeded as needed:
        # What somebody made up is no act: it is not remembered.
        if not isinstance(needed, SeriesMissing) and _is_act(judge, task):
            _needs_lock.add(_about(command))
        return None
    return judgement


def _about(command: Command) -> tuple[Verb, str | None, str | None]:
    return command.verb, command.action, command.procedure


def _is_act(judge: Judge, task: Task) -> bool:
    if task.command.case is None:
        # It was judged so far that it was named: its procedure stands.
        return True
    procedure = judging.procedure_of(task.stored, judge.epoch) if task.stored is not None else None
    action = task.command.action
    return procedure is not None and (action is None or action in procedure.actions or action in procedure.parts)


def _told(judgement: Judgement, command: Command, *, person: int, at: datetime) -> Outcome:
    if judgement.hidden:
        log_access(Access.NOT_SEEN, at=at, person=person, about=f"case {command.case}")
    return judgement.outcome


class _Failed(Exception):
    """An inside effect failed: the transaction is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def _once(command: Command, *, person: int, at: datetime, party: str | None) -> Outcome:
    recall.forget(command.case)
    try:
        with transaction.atomic():
            judgement = _judge_one(command, person=person, at=at, party=party)
            for write in judgement.writes:
                store.write(write)
            if judgement.inside:
                _run_inside(judgement, at)
    except _Failed as failed:
        return failed.outcome
    return _told(judgement, command, person=person, at=at)


def _judge_one(command: Command, *, person: int, at: datetime, party: str | None) -> Judgement:
    task = Task(command=command)
    if command.others and command.case is not None:
        read = bulk.read([command.case, *command.others], [command.key] if command.key is not None else [])
        task.stored = read.cases.get(command.case)
        task.others = tuple(read.cases[each] for each in command.others if each in read.cases)
        task.earlier = read.keys.get(command.key) if command.key is not None else None
        epoch = read.epoch
        if len(task.others) != len(command.others):
            return Judgement(outcome=Outcome(reasons=judging.MISSING))
    else:
        one = store.read(command.case, command.key) if command.case is not None else store.begin(command.key)
        task.stored, task.earlier, epoch = one.stored, one.earlier, one.epoch
    loader = Loader(at=at, epoch=epoch, numbers=Numbers(at), others=task.others)
    judge = Judge(person=person, party=party, at=at, epoch=epoch, loader=loader)
    return judge.judge(task, _words(judge, [task]))


def _words(judge: Judge, tasks: list[Task]) -> loading.Words:
    asked = []
    for task in tasks:
        if task.stored is not None and task.earlier is None:
            procedure = judging.procedure_of(task.stored, judge.epoch)
            if procedure is not None:
                asked.append((procedure, task.command, task.stored.case.id))
    return judge.loader.words(asked) if asked else NO_WORDS


def _run_inside(judgement: Judgement, at: datetime) -> None:
    try:
        follow = effects.run_inside(judgement.inside)
    except Refused as failed:
        # Of the case only what stood before the command: the rest is rolled back.
        before = judgement.writes[0].before
        raise _Failed(_refused_by_effect(failed.reasons, before)) from failed
    if follow:
        bulk.queue(_queued(follow, at))


def _refused_by_effect(reasons: tuple[Reason, ...], before: Stored | None) -> Outcome:
    return refused(reasons, None if before is None else before.case)


def _queued(follow: list[tuple[Call, Command]], at: datetime) -> list[tuple[int, OutboxRow]]:
    queued = []
    for number, (call, command) in enumerate(follow):
        row = follow_rows([command], f"{call.key}/{number}", at)[0]
        queued.append((call.case, row))
    return queued


def run_many(
    commands: Iterable[Command], *, person: int, at: datetime, batch: str | None = None, party: str | None = None
) -> Iterator[Outcome]:
    """Do many commands, lazily: one outcome for each, in their order. One refusal hinders no other.

    Commands are taken by CHUNK into one transaction each, with a handful of statements for all of them; what was
    yielded is committed, unless the caller has a transaction of his own around it. Memory does not grow with the
    number of commands. A case that comes twice begins a new transaction, so that the second command sees what the
    first has done.

    With `batch` every command without a key gets one, `BATCH:ROW` with its place counted from 0: a batch that was
    interrupted is given again as it was, and what had been done is answered again and not done twice.
    """
    for chunk in _chunks(_keyed(commands, batch)):
        yield from _many(chunk, person=person, at=at, party=party)


def _keyed(commands: Iterable[Command], batch: str | None) -> Iterator[Command]:
    if batch is None:
        yield from commands
        return
    for number, command in enumerate(commands):
        yield command if command.key is not None else replace(command, key=f"{batch}:{number}")


def _chunks(commands: Iterator[Command]) -> Iterator[list[Command]]:
    chunk: list[Command] = []
    cases: set[int] = set()
    keys: set[str] = set()
    for command in commands:
        named = {each for each in (command.case, *command.others) if each is not None}
        if len(chunk) >= CHUNK or not cases.isdisjoint(named) or command.key in keys:
            yield chunk
            chunk, cases, keys = [], set(), set()
        chunk.append(command)
        cases |= named
        if command.key is not None:
            keys.add(command.key)
    if chunk:
        yield chunk


def _many(chunk: list[Command], *, person: int, at: datetime, party: str | None) -> list[Outcome]:
    for left in reversed(range(TRIES)):
        try:
            return _chunk(chunk, person=person, at=at, party=party)
        except _Failed:
            # Some effect of some command failed, and all is rolled back: halves find it, and the rest stands.
            if len(chunk) == 1:
                return [run(chunk[0], person=person, at=at, party=party)]
            middle = len(chunk) // 2
            return [
                outcome
                for half in (chunk[:middle], chunk[middle:])
                for outcome in _many(half, person=person, at=at, party=party)
            ]
        except (Conflict, DeadlockDetected):
            if transaction.get_connection().in_atomic_block and not left:
                raise
    return [run(command, person=person, at=at, party=party) for command in chunk]


def _chunk(chunk: list[Command], *, person: int, at: datetime, party: str | None) -> list[Outcome]:
    hidden: list[int] = []
    with transaction.atomic():
        cases = {each for command in chunk for each in (command.case, *command.others) if each is not None}
        read = bulk.read(cases, [command.key for command in chunk if command.key is not None])
        opens = sum(command.case is None for command in chunk)
        numbers = Numbers(at, block=max(1, opens))
        judge = Judge(
            person=person,
            party=party,
            at=at,
            epoch=read.epoch,
            loader=Loader(at=at, epoch=read.epoch, numbers=numbers),
        )
        tasks = [
            Task(
                command=command,
                stored=read.cases.get(command.case) if command.case is not None else None,
                earlier=read.keys.get(command.key) if command.key is not None else None,
                others=tuple(read.cases[each] for each in command.others if each in read.cases),
            )
            for command in chunk
        ]
        words = _words(judge, tasks)
        look_up_given_values(judge, tasks)
        outcomes, writes, inside = [], list[Write](), list[Call]()
        for task in tasks:
            mark = numbers.mark()
            judge.loader.others = task.others
            if len(task.others) != len(task.command.others):
                judgement = Judgement(outcome=Outcome(reasons=judging.MISSING))
            else:
                judgement = judge.judge(task, words)
            if not judgement.outcome.done:
                numbers.rewind(mark)
            if judgement.hidden and task.command.case is not None:
                hidden.append(task.command.case)
            outcomes.append(judgement.outcome)
            writes.extend(judgement.writes)
            inside.extend(judgement.inside)
        numbers.flush()
        bulk.write(writes)
        if inside:
            try:
                follow = effects.run_inside(inside)
            except Refused as failed:
                raise _Failed(Outcome(reasons=failed.reasons)) from failed
            if follow:
                bulk.queue(_queued(follow, at))
    if hidden:
        log_accesses(Access.NOT_SEEN, [f"case {case}" for case in hidden], at=at, person=person)
    return outcomes
