"""What the engine is told besides the case: areas' facts for many cases at once, and lookups that are asked when
wanted.

All of it is loaded under the lock of the cases that are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import orjson

from gendan.cases import library, registry, store
from gendan.cases.answers import one
from gendan.cases.basis import Basis, basis
from gendan.cases.concealing import conceal, reveal
from gendan.cases.numbers import Numbers
from gendan.cases.record_words import RecordWords
from gendan.cases.references import LookedUp, References
from gendan.cases.rows import Stored
from gendan.core.case import Case
from gendan.core.command import Command, Verb
from gendan.core.engine import words_needed
from gendan.core.events import Json
from gendan.core.facts import Facts, Identity, Other
from gendan.core.past import Passed, past_of
from gendan.core.procedure import Procedure, Routing
from gendan.core.values import decode, encode, plain
from gendan.people import access

Words = Mapping[str, Mapping[int, object]]
"""Areas' facts by word, then by case."""

NO_WORDS: Final[Words] = {}


def nothing_taken(name: str, value: Json) -> str | None:
    """That no other case holds any value."""
    return None


@dataclass(slots=True, kw_only=True)
class Loader:
    """Loads for the commands of one transaction. `others` are the locked cases of a merge."""

    at: datetime
    epoch: int
    numbers: Numbers
    others: tuple[Stored, ...] = ()
    references: References = field(default_factory=References)
    looked_up: LookedUp = field(init=False)
    _records: dict[int, RecordWords] = field(default_factory=dict)
    _loads: dict[str, dict[int, int]] = field(default_factory=dict)
    _moving: set[int] = field(default_factory=set)
    _pasts: dict[int, list[Passed]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.looked_up = LookedUp(self.at)

    def words(self, asked: Iterable[tuple[Procedure, Command, int]]) -> Words:
        """The facts that commands on cases will be judged by: one call of its loader for each word."""
        wanted: dict[str, list[int]] = {}
        for procedure, command, case in asked:
            if command.verb is Verb.MOVE:
                self._moving.add(case)
            for word in words_needed(procedure, command):
                wanted.setdefault(word, []).append(case)
        return self.loaded(wanted)

    def loaded(self, wanted: Mapping[str, list[int]]) -> Words:
        """Facts by word for the given cases. A word that is no area's is left out."""
        if not wanted:
            return NO_WORDS
        facts = registry.vocabulary().facts
        found: dict[str, Mapping[int, object]] = {}
        for word, cases in wanted.items():
            declared = facts.get(word)
            if declared is not None:
                found[word] = registry.implementation(declared.loader)(cases)
        return found

    def past(self, case: int) -> Sequence[Passed]:
        """What happened to a case: read for all that move with it in this transaction at once."""
        if case not in self._pasts:
            wanted = sorted({case, *self._moving} - self._pasts.keys())
            self._pasts |= {each: past_of(events) for each, events in store.histories(wanted).items()}
        return self._pasts.get(case, ())

    def facts(
        self,
        command: Command,
        stored: Stored | None,
        others: tuple[Case, ...],
        under: Basis,
        procedure: Procedure,
        words: Words,
        *,
        parent: Stored | None = None,
        taken: Callable[[str, Json], str | None] = nothing_taken,
    ) -> Facts:
        """All that `command` is judged by besides its case."""
        case = stored.case if stored is not None else None
        of_case = {word: values.get(case.id) for word, values in words.items()} if case is not None and words else {}
        told = registry.told_facts()
        if told:
            of_case = {**of_case, **told}
        lookup = _Lookup(self, under, procedure, case)
        return Facts(
            words=of_case,
            settings=under.settings,
            choices=under.choices.get(procedure.name, {}),
            table=under.cell,
            record=self.records(under),
            looked_up=self.looked_up,
            look_ahead=lookup.ahead,
            references=self.references.under(under),
            open_cases=lookup.open_cases,
            parent=_Parent(self, command, case, parent),
            taken=taken,
            route=lookup.route,
            other=lookup.other,
            others=others,
            identity=lookup.identity,
            past=lookup.past,
            holders=self._holders(command, under),
            gone=lookup.gone,
            holding=lookup.holding,
            conceal=conceal,
            reveal=reveal,
            definition=under.pack.hash,
            under=under.under,
        )

    def records(self, under: Basis) -> RecordWords:
        """The declared records that are read by a pack version."""
        found = self._records.get(under.definition)
        if found is None:
            found = self._records[under.definition] = RecordWords(under, self.at)
        return found

    def _holders(self, command: Command, under: Basis) -> Mapping[int, frozenset[str]]:
        if command.person is None:
            return {}
        standing = access.organization(self.epoch)
        if not standing.active(command.person):
            return {}
        return {command.person: access.actor(command.person, under.pack, self.at, epoch=self.epoch).posts}

    def least_loaded(self, post: str) -> int | None:
        """Of the post's holders the one with the fewest open cases; of equals the one who came first."""
        loads = self._loads.get(post)
        if loads is None:
            holders = access.holders(post, self.at, epoch=self.epoch)
            loads = self._loads[post] = dict.fromkeys(holders, 0)
            with store.cursor() as on:
                on.execute(
                    "select holder, count(*) from cases_case where final is null and holder = any($1::bigint[])"
                    " group by holder",
                    [list(holders)],
                )
                loads.update(on.fetchall())
        if not loads:
            return None
        chosen = min(loads, key=lambda person: (loads[person], person))
        loads[chosen] += 1
        return chosen


@dataclass(slots=True)
class _Lookup:
    """Answers that are asked for by values which only the engine knows."""

    loader: Loader
    under: Basis
    procedure: Procedure
    case: Case | None

    def identity(self, procedure: str | None) -> Identity:
        """A new id, uid and number for a case of `procedure` (`pack.procedure`)."""
        loader = self.loader
        if procedure is None:
            return loader.numbers.identity(None, loader.at.date())
        pack, _, name = procedure.partition(".")
        under = self.under
        if pack != under.pack.name:
            definition = library.active(pack, loader.epoch)
            if definition is None:
                raise KeyError(procedure)
            under = basis(definition, loader.epoch)
        return loader.numbers.identity(under.pack.procedures[name], under.calendar.local(loader.at).date())

    def past(self) -> Sequence[Passed]:
        """What happened to the case."""
        return self.loader.past(self.case.id) if self.case is not None else ()

    def open_cases(self, procedure: str, where: tuple[tuple[str, object], ...]) -> int:
        """How many cases of the pack's procedure are open with these values; the case itself is not counted."""
        fields = self.under.pack.procedures[procedure].fields
        wanted: dict[str, Json] = {}
        for name, value in where:
            wanted[name] = encode(fields[name], value) if name in fields else plain(value)
        with store.cursor() as on:
            on.execute(
                "select count(*) from cases_case where procedure = $1::text and final is null"
                " and data @> $2::jsonb and id <> $3::bigint",
                [
                    f"{self.under.pack.name}.{procedure}",
                    orjson.dumps(wanted).decode(),
                    str(self.case.id if self.case is not None else 0),
                ],
            )
            return int(one(on)[0])

    def route(self, by: Routing, post: str | None, value: object) -> int | None:
        """The holder of `post` who is chosen by region, by load, or as the party's keeper; None: it lies in the queue.

        Who keeps a party, the parties' area knows; where there is none, nobody does.
        """
        if post is None:
            return None
        full = f"{self.under.pack.name}.{post}"
        if by is Routing.LOAD:
            return self.loader.least_loaded(full)
        if by is Routing.REGION and isinstance(value, str):
            from gendan.people.regions import region_of

            region = region_of(value)
            if region is None:
                return None
            return access.region_holder(full, region.province, region.city, self.loader.at, epoch=self.loader.epoch)
        if by is Routing.KEEPER and isinstance(value, str) and (known := registry.vocabulary().keeper) is not None:
            keeper: int | None = registry.implementation(known)(value)
            return keeper if keeper in access.holders(full, self.loader.at, epoch=self.loader.epoch) else None
        return None

    def holding(self, posts: tuple[str, ...]) -> tuple[int, ...]:
        """Who holds one of the pack's posts, by id."""
        loader = self.loader
        named = [f"{self.under.pack.name}.{post}" for post in posts]
        found = access.holders_of(named, loader.at, epoch=loader.epoch)
        return tuple(sorted({person for persons in found.values() for person in persons}))

    def gone(self, person: int) -> bool:
        """Whether the person is not active any more."""
        return not access.organization(self.loader.epoch).active(person)

    def ahead(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """Find the records, or ask the area, for all of these arguments at once."""
        if word.startswith("record."):
            self.loader.records(self.under).expect(word[7:], asked)
        else:
            self.loader.looked_up.expect(word, asked)

    def other(self, procedure: str, given: object) -> Other | None:
        """The case meant by its number or id."""
        name = procedure if "." in procedure else f"{self.under.pack.name}.{procedure}"
        by_id = isinstance(given, int)
        with store.cursor() as on:
            on.execute(
                "select id, number, procedure, state, final from cases_case where procedure = $1::text and "
                + ("id = $2::bigint" if by_id else "number = $2::text")
                + " order by id desc limit 1",
                [name, str(given)],
            )
            row = on.fetchone()
        return None if row is None else Other(id=row[0], number=row[1], procedure=row[2], state=row[3], final=row[4])


class _Parent(Mapping[str, object]):
    """The parent's fields, typed, with its state and number; read when they are first asked for."""

    def __init__(self, loader: Loader, command: Command, case: Case | None, parent: Stored | None) -> None:
        self._loader = loader
        self._id = case.parent if case is not None else command.extra.get("parent")
        self._parent = parent
        self._values: dict[str, object] | None = None

    def _read(self) -> dict[str, object]:
        if self._values is None:
            parent = self._parent
            if parent is None and isinstance(self._id, int):
                parent = store.glimpse(self._id)
            self._values = {} if parent is None else self._typed(parent)
        return self._values

    def _typed(self, parent: Stored) -> dict[str, object]:
        procedure = library.procedure(parent.definition, parent.case.procedure)
        fields = procedure.fields
        values = {name: decode(fields[name], value) for name, value in parent.case.data.items() if name in fields}
        return {**values, "state": parent.case.state, "number": parent.case.number}

    def __getitem__(self, name: str) -> object:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __bool__(self) -> bool:
        return bool(self._read())
