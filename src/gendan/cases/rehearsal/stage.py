"""The stage of one story: the pack active, people in its posts, the names and the clock that the story gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from gendan.cases import library, turning
from gendan.cases.basis import Basis, basis
from gendan.cases.commands import run_many
from gendan.cases.models import Case as CaseRow
from gendan.cases.models import Clock as ClockRow
from gendan.cases.models import Outbox, RecordVersion, SettingValue
from gendan.cases.outbox import follow
from gendan.cases.references import make_known
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rows import Stored
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.headers import comparable
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.story import Cast, ImportRows, Story, When, Written
from gendan.core.text import Place
from gendan.core.values import encode, parse
from gendan.packs.reader import read_pack, shipped_packs
from gendan.packs.reading.stories import cast
from gendan.people.access import current_epoch
from gendan.people.actions import assign_region, create_person, hold
from gendan.people.epoch import move_epoch
from gendan.people.regions import region_of

MOST_ROUNDS = 10_000
"""Looks at the clocks between two steps, at most: a reminder every minute for a week."""

# What is due among the story's own cases, and when the next thing is.
_CLOCKS = "from cases_clock where case_id > %(first)s and next_at"
_FOLLOWS = "from cases_outbox where case_id > %(first)s and sort = 'follow' and"
_WAITS = (
    f"select exists (select {_CLOCKS} <= %(now)s) or exists (select {_FOLLOWS} next_at <= %(now)s),"
    f" (select min(id) {_FOLLOWS} dead)"
)
_NEXT = (
    f"select least((select min(next_at) {_CLOCKS} is not null), (select min(next_at) {_FOLLOWS} next_at is not null))"
)

SYSTEM = "system"
SUPERIOR = "superior"


@dataclass(slots=True)
class Stage:
    """Where one story is played. `now` is its clock, in UTC; `last` the case last spoken of."""

    pack: Pack
    files: Mapping[str, bytes]
    now: datetime
    definition: int = 0
    first: int = 0  # the last case that stood before the story
    first_version: int = 0  # the last version of a record that stood before it
    cases: MutableMapping[str, int] = field(default_factory=dict)
    people: dict[Cast, int] = field(default_factory=dict)
    last: int | None = None
    _hangs: bool | None = None  # whether anything hangs on the day

    @classmethod
    def set_up(cls, pack: Pack, files: Mapping[str, bytes], story: Story, at: datetime) -> Stage:
        """The pack made active and its people hired, as of the story's first moment. In the caller's transaction."""
        last = CaseRow.objects.aggregate(last=Max("id"))["last"]
        version = RecordVersion.objects.aggregate(last=Max("id"))["last"]
        stage = cls(pack, files, at, first=last or 0, first_version=version or 0)
        _others(pack, at)
        stage.definition = library.try_out(pack, files, at=at)
        for name, said in story.settings.items():
            setting = pack.settings.get(name)
            if setting is None:
                raise Difference("unknown_name", story.place.of("settings", name), what="settings", name=name)
            value = parse(setting.field, as_written(said), stage.basis.calendar.timezone)
            SettingValue.objects.create(
                pack=pack.name, name=name, value=encode(setting.field, value), at=at, by=0, reason=story.name
            )
        if story.settings:
            move_epoch()
        for who, places in story.regions.items():
            for place in places:
                stage.give_region(who, place, story.place.of("regions"))
        return stage

    def copy(self) -> Stage:
        """A stage as this one stands, on which a story goes on by itself."""
        return replace(self, cases=dict(self.cases), people=dict(self.people))

    @property
    def basis(self) -> Basis:
        """What is judged under, now."""
        return basis(self.definition, current_epoch())

    @property
    def own(self) -> frozenset[int]:
        """The cases of the story, those that its cases opened included."""
        return frozenset(CaseRow.objects.filter(id__gt=self.first).values_list("id", flat=True))

    # -- time

    def advance(self, when: When | None, place: Place) -> None:
        """Let time pass to the moment of a step."""
        if when is None:
            self.settle()
            return
        calendar = self.basis.calendar
        if when.moment is not None:
            target = when.moment.replace(tzinfo=calendar.timezone).astimezone(UTC)
        else:
            assert when.later is not None  # one of the two, by the reader
            target = when.later.of(self.now, calendar)
        if target < self.now:
            raise Difference("time_back", place, moment=f"{target.astimezone(calendar.timezone):%Y-%m-%d %H:%M}")
        self.pass_until(target)

    def pass_until(self, target: datetime) -> None:
        """Let time pass to `target`, which is not before now: what comes due on the way happens at its own moment."""
        self.settle()
        for _ in range(MOST_ROUNDS):
            due, turn = self._next(), self._turn()
            if turn is not None and turn <= target and (due is None or turn <= due):
                self.now = turn
                turning.look_behind(self.first, turn)
                self.settle()
                continue
            if due is None or due > target:
                break
            # A clock that fell due earlier is looked at now; a queue that waits is asked at its moment.
            self.now = max(self.now, due)
            if not self._look():
                break
        self.now = target
        self.settle()

    def settle(self) -> None:
        """Do what follows at this moment, until nothing more does."""
        due, dead = self._waits()
        while due and self._look():
            due, dead = self._waits()
        if dead is not None:
            row = Outbox.objects.get(id=dead)
            raise Difference("dead", Place(), word=row.word, error=row.error)

    def _waits(self) -> tuple[bool, int | None]:
        """Whether something is due now, and the first of what followed and can't be done; in one look, as it is asked
        several times a step."""
        with connection.cursor() as cursor:
            cursor.execute(_WAITS, {"first": self.first, "now": self.now})
            due, dead = cursor.fetchone()
        return due, dead

    def _look(self) -> bool:
        due = ClockRow.objects.filter(case_id__gt=self.first, next_at__lte=self.now).order_by("next_at", "case_id")
        ticks = [Command(verb=Verb.TICK, case=case) for case in dict.fromkeys(due.values_list("case_id", flat=True))]
        outcomes = list(run_many(ticks, person=0, at=self.now))
        ticked = [each for each in outcomes if each.done and not each.unchanged]
        followed = follow(self.now, beyond=self.first)
        return bool(ticked or followed.done)

    def _turn(self) -> datetime | None:
        """When the day turns next; None where nothing of the story's packs hangs on it."""
        if self._hangs is None:
            opened = (each.procedure for name in self.pack.procedures.values() for each in name.openings.values())
            others = {name.partition(".")[0] for name in opened if "." in name} - {self.pack.name}
            packs = [each for _, each in library.active_packs() if each.name in others] if others else []
            self._hangs = any(turning.hangs_on_day(each) for each in (self.pack, *packs))
        if not self._hangs:
            return None
        zone = self.basis.calendar.timezone
        day = self.now.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def _next(self) -> datetime | None:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, {"first": self.first})
            (moment,) = cursor.fetchone()
        return None if moment is None else moment.astimezone(UTC)

    # -- people

    def person(self, of: Cast, place: Place) -> int:
        """The person in a post of the pack; one is hired at the first asking. 0 is the system."""
        if of.role == SYSTEM:
            return 0
        if of.role not in self.pack.posts:
            raise Difference("unknown_person", place, name=of.role)
        found = self.people.get(of)
        if found is None:
            found = self.people[of] = self._hire(of)
        return found

    def give_region(self, of: Cast, named: str, place: Place) -> None:
        """Let a province or city be the person's in his post."""
        region = region_of(named)
        if region is None:
            raise Difference("unknown_name", place, what="regions", name=named)
        post = f"{self.pack.name}.{of.role}"
        assign_region(self.person(of, place), post, region.province, region.city or "", actor=0, at=self.now)

    def _hire(self, of: Cast) -> int:
        stem = hashlib.sha256(f"{self.pack.name}/{of.role}/{of.person}/{self.first}".encode()).hexdigest()[:16]
        title = of.person or self.pack.posts[of.role].title.zh
        person = create_person(actor=0, at=self.now, username=f"rehearsal-{stem}", name=title)
        hold(person, f"{self.pack.name}.{of.role}", actor=0, at=self.now, since=self.now.date() - timedelta(days=366))
        return person

    def acting(
        self, of: Cast | None, place: Place, *, case: int | None, given: Mapping[str, object]
    ) -> tuple[int, str | None]:
        """Who acts in a step: a person, or an outside party by the field that names it (then 0 and the party)."""
        if of is None:
            return 0, None
        if of.role in self.pack.posts or of.role == SYSTEM:
            return self.person(of, place), None
        if of.role == SUPERIOR and case is not None:
            post = self.pack.posts.get(self.stored(case, place).case.post or "")
            if post is None or post.reports_to is None:
                raise Difference("unknown_person", place, name=of.role)
            return self.person(Cast(post.reports_to), place), None
        value = given.get(of.role) if case is None else None
        if case is not None:
            stored = self.stored(case, place)
            field_ = self.procedure(stored).fields.get(of.role)
            value = stored.case.data.get(of.role) if field_ is not None else None
            if field_ is not None and field_.type == "person" and isinstance(value, int):
                return value, None
        if value is None:
            raise Difference("unknown_person", place, name=of.role)
        return 0, str(value)

    # -- cases

    def case(self, name: str | None, place: Place) -> int:
        """The case that a story calls `name`: `o`, its last child `o.loss`, its second `o.loss.2`; None: the last."""
        if name is None:
            if self.last is None:
                raise Difference("no_case", place)
            return self.last
        head, *children = name.split(".")
        found = self.cases.get(head)
        if found is None:
            raise Difference("unknown_case", place, name=name)
        for at, child in enumerate(children):
            if child.isdigit():
                continue
            wanted = int(children[at + 1]) if at + 1 < len(children) and children[at + 1].isdigit() else 1
            rows = list(
                CaseRow.objects.filter(parent=found, parent_name=child).order_by("id").values_list("id", flat=True)
            )
            # The newest one, unless the story numbers them: a second contact is the one that runs.
            if not rows or wanted > len(rows):
                raise Difference("unknown_case", place, name=name)
            found = rows[wanted - 1] if at + 1 < len(children) else rows[-1]
        return found

    def call(self, name: str | None, case: int) -> None:
        """Call a case by a name from here on; it is the one last spoken of."""
        self.last = case
        if name is not None:
            self.cases[name] = case

    def _number(self, name: str, place: Place) -> str:
        """The number of a case that a value names: by what the story calls it, else the number itself."""
        if name.partition(".")[0] not in self.cases:
            return name
        return self.stored(self.case(name, place), place).case.number

    def stored(self, case: int, place: Place) -> Stored:
        """The case as it stands."""
        found = glimpse(case)
        if found is None:
            raise Difference("unknown_case", place, name=str(case))
        return found

    def procedure(self, stored: Stored) -> Procedure:
        """The procedure of a case."""
        return library.procedure(stored.definition, stored.case.procedure)

    # -- values

    def given(
        self, values: Mapping[str, Written], asked: Mapping[str, Field], place: Place, unknown: Iterable[str] = ()
    ) -> dict[str, object]:
        """What a step gives, ready for a command: people by their posts, files by their names, the rest as written.

        Parties, products and units that the pack's areas do not know are made, unless the story expects to be refused
        for them: `unknown` are the codes that it expects.
        """
        given = {name: self._value(said, asked.get(name), place.of("with", name)) for name, said in values.items()}
        refused = set(unknown)
        make_known(self.pack, [each for each in asked.values() if f"value.{each.name}" not in refused], given, self.now)
        return given

    def know(self, step: ImportRows, rows: Iterable[Mapping[str, object]]) -> None:
        """Makes the parties, products and units that rows of an import name and nothing knows, unless the story expects
        that rows are refused."""
        declared = self.pack.imports.get(step.name)
        if declared is None or step.refused or step.faulty:
            return
        opened = self.pack.procedures.get(declared.opens or "")
        written = self.pack.records.get(declared.writes or "")
        fields = opened.fields if opened is not None else written.fields if written is not None else {}
        names = {comparable(header): name for header, name in declared.columns}
        for row in rows:
            given = {**step.constants, **{names.get(comparable(header), ""): value for header, value in row.items()}}
            make_known(self.pack, [fields[name] for name in given if name in fields], given, self.now)

    def paper(self, name: str) -> dict[str, Json]:
        """A file as a story names one: its name is all that is known of it."""
        return {
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "name": name,
            "size": len(name),
            "type": "application/octet-stream",
        }

    def _value(self, said: Written, field_: Field | None, place: Place) -> object:
        if field_ is not None and isinstance(said, str) and said and field_.type in self.pack.procedures:
            return self._number(said, place)
        if field_ is not None and field_.type == "person" and isinstance(said, str) and said:
            return self.person(cast(said), place)
        if field_ is not None and field_.type == "file" and isinstance(said, str) and said:
            return self.paper(said)
        if field_ is not None and field_.type == "rows" and isinstance(said, tuple):
            columns = {column.name: column for column in field_.columns}
            return [
                {name: self._value(each, columns.get(name), place) for name, each in row.items()}
                if isinstance(row, Mapping)
                else row
                for row in said
            ]
        return as_written(said)


def staffed(pack: Pack, acting: Iterable[Cast | None]) -> tuple[Cast, ...]:
    """Who must be hired before the first step: holders of posts each of whose holders gets a case, by who acts in the
    story, else one each."""
    openings = (opening for each in pack.procedures.values() for opening in each.openings.values())
    wanted = {who.name for opening in openings for who in opening.for_holders}
    found = dict.fromkeys(of for of in acting if of is not None and of.role in wanted)
    return (*found, *(Cast(post) for post in sorted(wanted - {of.role for of in found})))


def _others(pack: Pack, at: datetime) -> None:
    """Makes active the shipped packs in which the pack opens cases of other departments, where they are not yet."""
    openings = [opening for each in pack.procedures.values() for opening in each.openings.values()]
    wanted = {opening.procedure.partition(".")[0] for opening in openings if "." in opening.procedure} - {pack.name}
    for name, where in shipped_packs().items() if wanted else ():
        if name in wanted and library.active(name, current_epoch()) is None:
            reading = read_pack(where)
            if reading.pack is not None:
                library.try_out(reading.pack, reading.files, at=at)


def as_written(said: Written) -> Any:
    """What a story writes, as plain lists and dicts."""
    if isinstance(said, Mapping):
        return {name: as_written(each) for name, each in said.items()}
    if isinstance(said, tuple):
        return [as_written(each) for each in said]
    return said
