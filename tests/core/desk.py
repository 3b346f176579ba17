"""A desk in memory: it does what the one door does, without a database, and folds every decision anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from gendan.core import engine
from gendan.core.case import Case
from gendan.core.command import SYSTEM, Actor, Available, Command, Decision, Refusal, Verb
from gendan.core.events import Event
from gendan.core.facts import Facts, Identity, Other
from gendan.core.fold import fold_all
from gendan.core.pack import Pack
from gendan.core.past import past_of
from gendan.core.procedure import Procedure
from gendan.packs.reader import read_pack
from gendan.people.calendars import standard_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DOORS = Path(__file__).parent.parent / "packs" / "fixtures" / "doors"


def at(text: str) -> datetime:
    """A moment of Shanghai's wall clock: "2026-10-09 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def written(name: str) -> str:
    """A procedure that tests share, in the pack language."""
    return (Path(__file__).parent / "procedures" / f"{name}.yaml").read_text("utf-8")


def pack_of(*procedures: str, head: str = "") -> Pack:
    """A pack of procedures written in the pack language, with the posts that they may need."""
    posts = ["clerk", "maker", "checker", "boss", "cashier", "keeper", "seat_a", "seat_b", "seat_c", "seat_d"]
    listed = "\n".join(f"  {post}: {{title: {post}, reports_to: boss}}" for post in posts if post != "boss")
    text = (
        f"pack: desk\nversion: 1.0.0\ntitle: 台\ncalendar: standard\nposts:\n  boss: {{title: boss}}\n{listed}\n{head}"
    )
    files = {"pack.yaml": text.encode()}
    for number, procedure in enumerate(procedures):
        files[f"procedures/p{number}.yaml"] = procedure.encode()
    reading = read_pack(files, library={})
    wrong = [finding for finding in reading.findings if finding.is_error]
    assert not wrong, wrong
    assert reading.pack is not None
    return reading.pack


class Desk:
    """Cases of one pack, their events, and the clock on the wall."""

    def __init__(self, pack: Pack, now: str = "2026-10-09 09:30") -> None:
        self.pack = pack
        self.now = at(now)
        self.calendar = standard_calendar()
        self.cases: dict[int, Case] = {}
        self.events: dict[int, list[Event]] = {}
        self.words: dict[str, object] = {}
        self.tables: dict[tuple[object, ...], object] = {}
        self.settings: dict[str, object] = {name: each.default for name, each in pack.settings.items()}
        self.routes: dict[str, int] = {}
        self.queue: list[Command] = []
        self.effects: list[tuple[str, dict[str, object], tuple[str, ...]]] = []
        self.people: dict[str, Actor] = {}
        self.last: Decision | None = None
        self.names = 0
        self.left: set[int] = set()
        self.loaded = False

    # -- people

    def as_(self, who: str) -> Actor:
        """A post's only holder, or `name (post post)`."""
        if who == "system":
            return SYSTEM
        if who not in self.people:
            name, _, posts = who.removesuffix(")").partition(" (")
            held = frozenset((posts or name).split())
            person = 100 + len(self.people)
            over = frozenset(post for post, each in self.pack.posts.items() if each.reports_to in held)
            self.people[who] = Actor(person=person, name=name, posts=held, oversees=over)
        return self.people[who]

    def party(self, name: str) -> Actor:
        return Actor(person=0, party=name)

    def deputy(self, who: str, of: str) -> Actor:
        """`who` as he stands in for `of`."""
        absent = self.as_(of)
        return replace(self.as_(who), stands_in={absent.person: absent.posts})

    # -- time

    def pass_(self, **span: int) -> None:
        self.now += timedelta(**span)

    def at(self, text: str) -> None:
        self.now = at(text)

    def tick(self) -> None:
        """Every case is looked at, and what is queued is done."""
        for case in list(self.cases.values()):
            self.run(Command(verb=Verb.TICK, case=case.id), SYSTEM)
        self.drain()

    # -- the door

    def procedure(self, name: str) -> Procedure:
        return self.pack.procedures[name.rpartition(".")[2]]

    def identity(self, procedure: str | None) -> Identity:
        self.names += 1
        number = f"N{self.names}" if procedure is not None else ""
        return Identity(id=self.names, uid=f"uid-{self.names}", number=number, label=number.lower())

    def facts(self, command: Command, case: Case | None) -> Facts:
        procedure = self.procedure(case.procedure if case is not None else command.procedure or "")
        wanted = engine.words_needed(procedure, command)
        if command.verb is Verb.ACT and command.action is None:
            wanted = engine.words_needed_for_all(procedure)
        parent_id = case.parent if case is not None else command.extra.get("parent")
        parent: dict[str, object] = {}
        if isinstance(parent_id, int) and parent_id in self.cases:
            mother = self.cases[parent_id]
            parent = {**mother.data, "state": mother.state, "number": mother.number}
        holders = {} if command.person is None else {a.person: a.posts for a in self.people.values()}
        return Facts(
            words={word: value for word, value in self.words.items() if word in wanted},
            settings=self.settings,
            table=lambda name, key, column: self.tables.get((name, *key, column or name)),
            open_cases=lambda name, where: sum(
                each.final is None
                and each.procedure.endswith(f".{name}")
                and all(each.data.get(field) == value for field, value in where)
                for each in self.cases.values()
                if case is None or each.id != case.id
            ),
            parent=parent,
            taken=lambda field, value: next(
                (
                    each.number
                    for each in self.cases.values()
                    if each.data.get(field) == value and each.final is None and (case is None or each.id != case.id)
                ),
                None,
            ),
            route=lambda by, post, value: self.routes.get(f"{by.value} {post} {value}"),
            other=self._other,
            others=tuple(self.cases[other] for other in command.others if other in self.cases),
            identity=self.identity,
            holders=holders,
            gone=self.left.__contains__,
            past=lambda: past_of(self.events[case.id]) if case is not None else (),
            definition="hash",
            under="1f",
        )

    def _other(self, procedure: str, given: object) -> Other | None:
        for each in self.cases.values():
            if given in (each.number, each.id) and each.procedure.endswith(procedure):
                return Other(id=each.id, number=each.number, procedure=procedure, state=each.state, final=each.final)
        return None

    def run(self, command: Command, actor: Actor) -> Decision | Refusal:
        case = self.cases[command.case] if command.case is not None else None
        procedure = self.procedure(case.procedure if case is not None else command.procedure or "")
        before = orjson.dumps(case.data) if case is not None else b""
        facts = self.facts(command, case)
        answer = engine.decide(procedure, case, command, facts, actor, self.calendar, self.now)
        if case is not None:
            assert orjson.dumps(case.data) == before  # a case is never changed in place
        if isinstance(answer, Decision):
            self.last = answer
            self._keep(answer)
        return answer

    def _keep(self, decision: Decision) -> None:
        if decision.events:
            history = self.events.setdefault(decision.case.id, [])
            history.extend(decision.events)
            assert fold_all(history) == decision.case
            assert round_trip(decision.case) == decision.case
            self.cases[decision.case.id] = decision.case
        self.effects += [(each.word, dict(each.arguments), each.to) for each in decision.effects]
        for beside in decision.beside:
            self._keep(beside)
        for opening in decision.opens:
            child = self.run(opening.command(), SYSTEM)
            assert isinstance(child, Decision), child
        self.queue += decision.follow

    def drain(self) -> None:
        """Does what follows, until nothing does. One key is done once."""
        keys: set[str | None] = set()
        while self.queue:
            command = self.queue.pop(0)
            if command.key is None or command.key not in keys:
                keys.add(command.key)
                self.run(command, SYSTEM)

    # -- shorter words for tests

    def open(self, procedure: str, who: str | Actor = "clerk", kind: str | None = None, **given: object) -> int:
        answer = self.try_open(procedure, who, kind, **given)
        assert isinstance(answer, Decision), answer
        self.drain()
        return answer.case.id

    def try_open(
        self, procedure: str, who: str | Actor = "clerk", kind: str | None = None, **given: object
    ) -> Decision | Refusal:
        command = Command(verb=Verb.OPEN, procedure=f"{self.pack.name}.{procedure}", given=given, kind=kind)
        return self.run(command, self._actor(who))

    def _actor(self, who: str | Actor) -> Actor:
        return who if isinstance(who, Actor) else self.as_(who)

    def do(
        self,
        case: int,
        action: str,
        who: str | Actor = "clerk",
        *,
        more: Mapping[str, object] | None = None,
        **given: object,
    ) -> Case:
        """Does an action that must be allowed."""
        answer = self.act(case, action, who, more=more, **given)
        assert isinstance(answer, Decision), [reason.code for reason in answer.reasons]
        self.drain()
        return self.cases[case]

    def act(
        self,
        case: int,
        action: str,
        who: str | Actor = "clerk",
        *,
        more: Mapping[str, object] | None = None,
        **given: object,
    ) -> Decision | Refusal:
        command = Command(verb=Verb.ACT, case=case, action=action, given=given)
        return self.run(replace(command, **(more or {})), self._actor(who))  # type: ignore[arg-type]

    def verb(self, verb: Verb, case: int, who: str | Actor = "clerk", **said: object) -> Decision | Refusal:
        answer = self.run(Command(verb=verb, case=case, **said), self._actor(who))  # type: ignore[arg-type]
        self.drain()
        return answer

    def refused(self, case: int, action: str, who: str | Actor = "clerk", **said: object) -> list[str]:
        """The codes for which an action is refused; none where it is allowed."""
        return codes(self.act(case, action, who, **said))  # type: ignore[arg-type]

    def available(self, case: int, who: str | Actor = "clerk") -> dict[str, Available]:
        stands = self.cases[case]
        procedure = self.procedure(stands.procedure)
        command = Command(verb=Verb.ACT, case=case)
        found = engine.available(
            procedure, stands, self.facts(command, stands), self._actor(who), self.calendar, self.now
        )
        return {each.action: each for each in found}

    def can(self, case: int, who: str | Actor = "clerk") -> list[str]:
        """The pack's actions that are open to somebody."""
        actions = self.procedure(self.cases[case].procedure).actions
        return [name for name, each in self.available(case, who).items() if not each.reasons and name in actions]

    def state(self, case: int) -> str:
        return self.cases[case].state

    def due(self, case: int, clock: str) -> str:
        """A clock's due moment on Shanghai's wall, or how it ended."""
        stands = self.cases[case].clocks[clock]
        if stands.has_ended:
            return stands.state.value
        return "" if stands.due_at is None else f"{stands.due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def codes(answer: Decision | Refusal) -> list[str]:
    return [reason.code for reason in answer.reasons] if isinstance(answer, Refusal) else []


def round_trip(case: Case) -> Case:
    """The case with its JSON parts written and read again."""
    parts = ("data", "memory", "children", "chain", "pending")
    return replace(case, **{name: orjson.loads(orjson.dumps(getattr(case, name))) for name in parts})
