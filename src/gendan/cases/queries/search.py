"""查找 Cases by whatever is known of them, across all departments, of what a person may see.

Words are looked up by their beginnings, the newest cases first. A common beginning is met soon among the newest; a
rare one has few cases in all: so the newest are walked first, and the index is asked only where that was not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases import library
from gendan.cases.queries.lists import own_cases
from gendan.cases.queries.paging import Parameters
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.searching import projection
from gendan.cases.searching.finding import NEWEST, asked
from gendan.cases.sight import may_see_field, posts_of, seen_states, seen_wholly, sees, sees_field, works_with
from gendan.cases.store import cursor
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.people import access

MOST: Final = 20_000
"""Cases with the words that are looked at for what the person may see."""
SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found: cases that are not ended first, then the newest. `more`: there may be others."""

    rows: tuple[Row, ...]
    more: bool = False


def search(text: str, *, person: int, at: datetime, limit: int = SHOWN) -> Search:
    """The cases that `text` finds and that the person sees. Each of its terms must be the beginning of one of a case's
    words; a whole ID number finds the cases that hold it."""
    terms = asked(text)
    epoch = access.current_epoch()
    sight = _Sight.of(person, at, epoch) if terms else None
    if sight is None:
        return Search(rows=())
    found: dict[int, Sequence[Any]] = {}
    for statement, parameters in _statements(terms, sight, limit + 1):
        for line in _asked(statement, parameters):
            if line[0] not in found and sight.finds(line):
                found[line[0]] = line[:_WIDTH]
        if len(found) > limit:
            break
    rows = made(list(found.values())[:limit], person, at, epoch)
    return Search(rows=tuple(sorted(rows, key=_order)), more=len(found) > limit)


def _order(row: Row) -> tuple[bool, int]:
    return row.final is not None, -row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """What a person may find: the departments in which he works, and who he is to each."""

    person: int
    at: datetime
    epoch: int
    departments: Sequence[tuple[Pack, Actor]]

    @classmethod
    def of(cls, person: int, at: datetime, epoch: int) -> _Sight | None:
        """None for somebody who works in no department, or not at all any more."""
        found = []
        for _number, pack in library.active_packs():
            try:
                actor = access.actor(person, pack, at, epoch=epoch)
            except Refused:
                return None
            if any(works_with(procedure, actor) for procedure in pack.procedures.values()):
                found.append((pack, actor))
        return cls(person=person, at=at, epoch=epoch, departments=found) if found else None

    def packs(self) -> str:
        """The departments as a query of the database."""
        return " | ".join(projection.vector([projection.PACK + pack.name]) for pack, _actor in self.departments)

    def fields(self) -> list[str]:
        """The rows of words that may be read: everybody's, and those of fields that he sees in some case at least."""
        found = {projection.OPEN}
        for pack, actor in self.departments:
            for procedure in pack.procedures.values():
                found.update(each.name for each in procedure.fields.values() if may_see_field(each, actor))
        return sorted(found)

    def where(self, parameters: Parameters) -> str:
        """The condition of the cases that he sees."""
        wholly: list[str] = []
        states: list[str] = []
        others: list[Procedure] = []
        for pack, actor in self.departments:
            posts = posts_of(actor)
            for procedure in pack.procedures.values():
                name = f"{pack.name}.{procedure.name}"
                if actor.system or not posts.isdisjoint(seen_wholly(procedure)):
                    wholly.append(name)
                    continue
                states += [f"{name}.{state}" for state in seen_states(procedure, posts)]
                others.append(procedure)
        parts = [f"procedure = any({parameters.add(wholly, 'text[]')})"] if wholly else []
        if others:
            parts.append(f"(procedure || '.' || state) = any({parameters.add(states, 'text[]')})")
            parts.append(own_cases(others, self.departments[0][1], parameters))
        return f"({' or '.join(parts)})"

    def finds(self, line: Sequence[Any]) -> bool:
        """Whether he sees the case of a line, and for every term one of the fields that hold it."""
        (full_name, definition), (state, final) = line[2:4], line[7:9]
        pack = library.pack(definition)
        procedure = pack.procedures[full_name.partition(".")[2]]
        queue, holder, opened_by, data, memory = line[10], line[11], line[17], line[18], line[19]
        actors, party, chain, *holding = line[_WIDTH:]
        case = Case(
            procedure=full_name,
            definition="",
            state=state,
            final=final,
            holder=holder,
            opened_by=opened_by,
            party=party,
            post=queue.partition(".")[2] if queue else None,
            data=orjson.loads(data),
            memory=orjson.loads(memory),
            chain=orjson.loads(chain),
        )
        actor = access.actor(self.person, pack, self.at, epoch=self.epoch)
        if not sees(procedure, case, actors or (), actor):
            return False
        return all(any(_reads(procedure, name, case, actor) for name in fields) for fields in holding)


def _reads(procedure: Procedure, name: str, case: Case, actor: Actor) -> bool:
    if name == projection.OPEN:
        return True
    field = procedure.fields.get(name)
    return field is not None and sees_field(field, case, actor)


_WIDTH: Final = len(COLUMNS.split(","))
_OF_CASE: Final = ", ".join(f"c.{name.strip()}" for name in COLUMNS.split(","))


def _statements(terms: Sequence[str], sight: _Sight, most: int) -> Iterator[tuple[str, Parameters]]:
    """The newest cases, walked; all that have the terms in one row; and, of several terms, those that have them in
    rows of their own."""
    yield _statement(terms[0], terms, sight, most, newest=True)
    yield _statement(" & ".join(f"({term})" for term in terms), terms, sight, most)
    if len(terms) > 1:
        yield _statement(terms[0], terms, sight, most)


def _statement(
    driver: str, terms: Sequence[str], sight: _Sight, most: int, *, newest: bool = False
) -> tuple[str, Parameters]:
    parameters = Parameters()
    query = parameters.add(f"({driver}) & ({sight.packs()})", "tsquery")
    fields = parameters.add(sight.fields(), "text[]")
    slots = [parameters.add(term, "tsquery") for term in terms]
    if newest:
        # Written as a function, the index of words is not asked: of a common word it would bring up every case.
        candidates = (
            f"select s.case_id from cases_searchrow s where ts_match_vq(s.words, {query}) and s.field = any({fields})"
            f" and s.case_id > (select coalesce(max(case_id), 0) - {NEWEST:d} from cases_searchrow)"
            " order by s.case_id desc"
        )
    else:
        # Put in order before they are joined: so only as many cases are read as are shown.
        candidates = (
            f"select case_id from (select s.case_id from cases_searchrow s where s.words @@ {query}"
            f" and s.field = any({fields}) limit {MOST:d}) k order by case_id desc"
        )
    holds = "select t.field from cases_searchrow t where t.case_id = c.id and t.words @@ {}"
    holding = "".join(f", array({holds.format(slot)})" for slot in slots)
    also = "".join(f" and exists ({holds.format(slot)})" for slot in slots) if len(slots) > 1 else ""
    statement = (
        f"select {_OF_CASE}, c.actors, c.party, c.chain::text{holding}"
        f" from ({candidates}) f join cases_case c on c.id = f.case_id"
        f" where {sight.where(parameters)}{also} order by f.case_id desc limit {2 * most:d}"
    )
    return statement, parameters


def _asked(statement: str, parameters: Parameters) -> list[Sequence[Any]]:
    with transaction.atomic(), cursor() as on:
        # What words are told to hold, the planner can only guess: it must never walk the table from its oldest end.
        on.execute("set local enable_seqscan = off")
        on.execute(statement, parameters.values)
        return on.fetchall()
