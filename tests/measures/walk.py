"""A pack worked with at random, by a fixed seed: cases opened and acted on by whoever may, while time passes."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

import gendan
from gendan.cases import library, outbox, ticking
from gendan.cases.basis import basis
from gendan.cases.commands import run
from gendan.cases.rehearsal.play import Player
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rehearsal.stage import Stage, staffed
from gendan.cases.sight import shown
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.core.procedure import Role, Signs
from gendan.core.story import Expect
from gendan.packs.folder import read_folder
from gendan.packs.reader import read_pack
from gendan.people import actions
from gendan.people.access import current_epoch

ROOT = Path(__file__).parents[1]
SHIPPED = Path(gendan.__file__).parent / "packs" / "shipped"
PACKS = {
    folder.parent.name: folder.parent
    for root in (SHIPPED, ROOT / "packs" / "fixtures", ROOT / "packs" / "check" / "packs")
    for folder in sorted(root.glob("*/pack.yaml"))
}
"""Every pack that is shipped, and those of the tests, by name."""
MEASURED = {name: folder for name, folder in PACKS.items() if (found := read_pack(folder).pack) and found.measures}
MOST_STORIES = 4
BEGIN = datetime(2026, 9, 28, 1, 30, tzinfo=UTC)
"""A working Monday, 9:30 in Shanghai."""


class Walk:
    """One pack, active, with two holders of every post; `now` is the moment it has come to."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.now = BEGIN
        files, _ = read_folder(folder)
        reading = read_pack(files)
        self.pack, self.files, self.stories = reading.pack, reading.files, reading.stories
        self.definition = library.try_out(reading.pack, dict(reading.files), at=BEGIN)
        self.holders = {}
        self.cases = []
        above = {}
        for post in self.pack.posts.values():
            self.holders[post.name] = []
            for nth in (1, 2):
                person = actions.create_person(
                    actor=0, at=BEGIN, username=f"{self.pack.name}-{post.name}-{nth}", name=f"{post.title.zh}{nth}"
                )
                actions.hold(person, f"{self.pack.name}.{post.name}", actor=0, at=BEGIN, since=BEGIN.date())
                self.holders[post.name].append(person)
                above[person] = post

    @property
    def under(self):
        return basis(self.definition, current_epoch())

    def walk(self, steps: int) -> None:
        """Take so many steps; what is refused is refused."""
        for _ in range(steps):
            self.now += timedelta(minutes=self.random.choice((1, 7, 40, 200, 900)))
            ticking.tick(self.now, 100)
            while outbox.follow(self.now, beyond=0).done:
                pass
            if not self.cases or self.random.random() < 0.2:
                self._open()
            else:
                self._act(self.random.choice(self.cases))

    def tell(self) -> None:
        """Play the pack's own stories too, each on a stage of its own, and leave what they did."""
        for story in self.stories[:MOST_STORIES]:
            with suppress(Difference), transaction.atomic(), shown():
                at = story.at.replace(tzinfo=self.under.calendar.timezone).astimezone(UTC) if story.at else None
                if at is None:
                    continue
                player = Player(Stage.set_up(self.pack, self.files, story, at))
                for each in staffed(self.pack, (step.actor for step in story.steps)):
                    player.stage.person(each, story.place)
                for step in story.steps:
                    if not isinstance(step, Expect):
                        player.play(step)

    def _open(self) -> None:
        procedure = self.random.choice(list(self.pack.procedures.values()))
        action = procedure.actions["open"]
        kind = self.random.choice([*procedure.kinds]) if procedure.kinds else None
        command = Command(
            verb=Verb.OPEN, procedure=f"{self.pack.name}.{procedure.name}", given=self._given(action.asks), kind=kind
        )
        outcome = run(command, person=self._person(action.by), at=self.now)
        if outcome.done:
            self.cases.append(outcome.case)

    def _act(self, case: int) -> None:
        stored = glimpse(case)
        procedure = library.procedure(stored.definition, stored.case.procedure)
        open_to = [each for each in procedure.actions.values() if stored.case.state in each.sources]
        if not open_to:
            return
        action = self.random.choice(open_to)
        people = [*action.by, *action.entered_by, *(_signers(procedure, action.signs) if action.signs else ())]
        asks = [*action.asks, *(ask for part in procedure.parts.values() for ask in part.asks)]
        asked = action.asks if action.signs is None else asks
        command = Command(verb=Verb.ACT, case=case, action=action.name, given=self._given(asked))
        run(command, person=self._person(people, stored), at=self.now)

    def _person(self, people, stored=None) -> int:
        named = [who.name for who in people if who.role is Role.POST and who.name in self.holders]
        if stored is not None:
            data = stored.case.data
            meant = [data.get(who.name) for who in people if who.role is Role.FIELD]
            meant = [each for each in meant if isinstance(each, int)]
            if meant and not (named and self.random.random() < 0.5):
                return self.random.choice(meant)
        if stored is not None and stored.case.holder and self.random.random() < 0.8:
            return stored.case.holder
        if not named:
            return self.random.choice([person for each in self.holders.values() for person in each] or [0])
        return self.random.choice(self.holders[self.random.choice(named)])

    def _given(self, asks) -> dict:
        return {
            ask.field.name: value
            for ask in asks
            if self.random.random() < 0.96 and (value := self._value(ask.field)) is not None and not ask.field.computed
        }

    def _value(self, field):
        choose = self.random.choice
        listed = str(field.listed or "").removeprefix("table.")
        if listed in self.under.tables:
            return choose([str(key[0]) for key in self.under.tables[listed]])
        match field.type:
            case "choice":
                return choose([each.name for each in field.choices] or [None])
            case "bool":
                return choose((True, True, False))
            case "int":
                return choose((1, 1, 2, 3))
            case "money" | "decimal":
                least = field.min if field.min is not None else Decimal(0)
                return str(least + Decimal(choose(("10.50", "0.05", "7", "33.33"))))
            case "date":
                return (self.now + timedelta(days=choose((1, 3, 10)))).date().isoformat()
            case "moment":
                return self.now + timedelta(hours=choose((-2, 5, 30)))
            case "checklist":
                return {each.name: True for each in field.choices}
            case "file":
                return {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}
            case "person":
                return choose([person for each in self.holders.values() for person in each])
            case "rows":
                return [{column.name: self._value(column) for column in field.columns}]
            case "phone":
                return "13800138000"
            case "text" | "party" | "address" | "contact" | "product":
                return choose(("甲", "乙", "丙's", "上海", f"第{self.random.randrange(900)}号"))
            case _:
                return None


def _signers(procedure, signs: Signs):
    for each in signs.of:
        if isinstance(each, Signs):
            yield from _signers(procedure, each)
        elif each.role is Role.PART:
            yield from procedure.parts[each.name].by
        else:
            yield each
