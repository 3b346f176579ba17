"""清单 Lists of a procedure's cases: declared by the pack or made by a person, paged by key.

Each state is a scan of its own in the order of an index, and the scans are merged: a list costs what its page shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from psycopg.errors import DataError

from gendan.cases import indexes, library
from gendan.cases.answers import one
from gendan.cases.queries.paging import (
    COUNT_MOST,
    Key,
    NoSuchPage,
    Page,
    Parameters,
    beyond,
    merged,
    order,
    pack_place,
    selected,
    unpack_place,
)
from gendan.cases.queries.rows import COLUMNS, made
from gendan.cases.searching import finding, projection
from gendan.cases.sight import finds_by, naming, posts_of, seen_states, seen_wholly
from gendan.cases.store import cursor
from gendan.core.command import Actor
from gendan.core.field import Field
from gendan.core.listing import KIND, Filter, Test
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.values import encode, parse
from gendan.core.worktime import Calendar
from gendan.people import access

BUILT_IN: Final[Mapping[str, Key]] = {
    "due": Key(indexes.DUE, "timestamptz"),
    "opened": Key("id", "bigint"),
    "opened_at": Key("id", "bigint"),
    "priority": Key("priority", "bigint"),
}
"""Orders that every list has besides its declared fields: those of `core.listing.ORDERS`."""

ASKED_TO_SIGN: Final = (
    "(chain <> '{{}}' and (jsonb_path_exists(chain, '$.*.add[*] ? (@.person == $p)', jsonb_build_object('p', {0}))"
    " or jsonb_path_exists(chain, '$.*.to.* ? (@.person == $p)', jsonb_build_object('p', {0}))))"
)
"""Signatures that were handed to a person, or that he was asked to give before another's."""
_TEXTS: Final = frozenset(("text", "address", "phone", "party", "contact", "product"))

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which cases of a procedure, in which order.

    `states` empty: all that are not final. `holder`: "" anyone's, "nobody", "me", or a person's id. `sort`: fields with
    `filter: true`, or `due`, `opened`; "-" before one that falls; empty: in the order in which they were opened.
    `number`: the beginning of a case's number. `text`: that, or a part of one of the declared fields of text. `late`:
    only those with a clock that is past its due moment.
    `definition` is the pack version that the fields are read by; None: the active.
    """

    procedure: str
    states: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    holder: str = ""
    sort: tuple[str, ...] = ()
    number: str = ""
    text: str = ""
    late: bool = False
    definition: int | None = None


def declared(procedure: Procedure, name: str) -> ListQuery:
    """The query of a list that the pack declares. Raises KeyError."""
    view = procedure.lists[name]
    return ListQuery(
        procedure=f"{procedure.pack}.{procedure.name}",
        states=view.states,
        filters=view.where,
        holder=view.holder,
        sort=view.sort,
    )


def page(
    query: ListQuery, *, person: int, at: datetime, after: str | None = None, limit: int = PAGE, count: bool = True
) -> Page:
    """A page of a list, of what `person` may see.

    Raises Refused (`missing`) for a procedure that is not here, (`value.FIELD`) for a filter or order that can't be,
    and NoSuchPage for a place that is none.
    """
    epoch = access.current_epoch()
    scan = _Scan.of(query, person, at, epoch)
    if not scan.states:
        return Page(rows=())
    parameters = Parameters()
    place = None if after is None else unpack_place(after, len(scan.keys))
    branches = [
        f"(select {COLUMNS}, {selected(scan.keys)} from cases_case where {scan.where(state, parameters)}"
        + (f" and {beyond(scan.keys, place, parameters)}" if place is not None else "")
        + f" order by {order(scan.keys)} limit {limit + 1:d})"
        for state in scan.states
    ]
    with cursor() as on:
        try:
            on.execute(merged(branches, scan.keys, limit + 1), parameters.values, binary=True)
        except DataError as error:
            raise NoSuchPage(after) from error
        found = on.fetchall()
    width = len(COLUMNS.split(","))
    shown = made([line[:width] for line in found[:limit]], person, at, epoch)
    following = pack_place(found[limit - 1][width:]) if len(found) > limit else None
    counted, capped = _count(scan) if count else (0, False)
    return Page(rows=shown, next=following, count=counted, capped=capped)


def ids(query: ListQuery, *, person: int, at: datetime, most: int) -> list[int]:
    """The ids of the list's cases in its order, at most `most`: for acting on all that a filter shows."""
    scan = _Scan.of(query, person, at, access.current_epoch())
    if not scan.states:
        return []
    parameters = Parameters()
    branches = [
        f"(select id, {selected(scan.keys)} from cases_case where {scan.where(state, parameters)}"
        f" order by {order(scan.keys)} limit {most:d})"
        for state in scan.states
    ]
    with cursor() as on:
        on.execute(merged(branches, scan.keys, most), parameters.values)
        return [row[0] for row in on]


def counted(query: ListQuery, *, person: int, at: datetime) -> tuple[int, bool]:
    """How many cases the list has, at most COUNT_MOST, and whether there are more."""
    scan = _Scan.of(query, person, at, access.current_epoch())
    return _count(scan) if scan.states else (0, False)


def conditions(query: ListQuery, *, person: int, at: datetime, parameters: Parameters) -> dict[str, str]:
    """The condition of each state's cases, as SQL over `cases_case`, by state: what else is asked of a list's cases
    stands on these, so that its figures are the list's. Raises Refused as `page`."""
    scan = _Scan.of(query, person, at, access.current_epoch())
    return {state: scan.where(state, parameters) for state in scan.states}


def _count(scan: _Scan) -> tuple[int, bool]:
    parameters = Parameters()
    branches = [
        f"(select 1 from cases_case where {scan.where(state, parameters)} limit {COUNT_MOST + 1:d})"
        for state in scan.states
    ]
    with cursor() as on:
        on.execute(
            f"select count(*) from (select 1 from ({' union all '.join(branches)}) a limit {COUNT_MOST + 1:d}) b",
            parameters.values,
        )
        found: int = one(on)[0]
    return min(found, COUNT_MOST), found > COUNT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """A query made ready: its states, its keys, and what makes the condition of each state's scan."""

    query: ListQuery
    procedure: Procedure
    calendar: Calendar
    states: tuple[str, ...]
    seen: frozenset[str]
    wholly: bool
    keys: tuple[Key, ...]
    actor: Actor
    found: Sequence[int] | None

    @classmethod
    def of(cls, query: ListQuery, person: int, at: datetime, epoch: int) -> _Scan:
        from gendan.cases.basis import basis

        definition = query.definition
        if definition is None:
            definition = library.active(query.procedure.partition(".")[0], epoch)
        if definition is None:
            raise Refused((Reason("missing"),))
        under = basis(definition, epoch)
        pack: Pack = under.pack
        procedure = pack.procedures.get(query.procedure.partition(".")[2])
        if procedure is None:
            raise Refused((Reason("missing"),))
        actor = access.actor(person, pack, at, epoch=epoch)
        posts = posts_of(actor)
        states = query.states or tuple(name for name, state in procedure.states.items() if state.final is None)
        return cls(
            query=query,
            procedure=procedure,
            calendar=under.calendar,
            states=tuple(dict.fromkeys(states)),
            seen=seen_states(procedure, posts),
            wholly=actor.system or not posts.isdisjoint(seen_wholly(procedure)),
            keys=_keys(procedure, query.sort, actor),
            actor=actor,
            found=_found(query.text, procedure, actor) if query.text else None,
        )

    def where(self, state: str, parameters: Parameters) -> str:
        """The condition of one state's scan."""
        # The procedure stands as a literal: the lists' indexes are made for one procedure each.
        name = self.query.procedure.replace("'", "''")
        parts = [f"procedure = '{name}'", f"state = {parameters.add(state, 'text')}"]
        if not self.wholly and state not in self.seen:
            parts.append(self._own(parameters))
        parts.extend(self._held(state, parameters))
        if self.query.number:
            parts.append(f"starts_with(number, {parameters.add(self.query.number, 'text')})")
        if self.query.late:
            parts.append("late")
        if self.query.text:
            parts.append(self._text(parameters))
        parts.extend(self._filter(each, parameters) for each in self.query.filters)
        return " and ".join(parts)

    def _held(self, state: str, parameters: Parameters) -> list[str]:
        holder = str(self.actor.person) if self.query.holder == "me" else self.query.holder
        if holder == "nobody":
            return ["holder is null"]
        if not holder.isdecimal():
            return []
        held = [f"holder = {parameters.add(holder, 'bigint')}"]
        declared = self.procedure.states.get(state)
        if declared is not None and declared.final is None:
            # What one person holds is little beside all that there is, and has an index of its own.
            held.append("final is null")
        return held

    def _text(self, parameters: Parameters) -> str:
        if self.found is not None:
            return f"id = any({parameters.add(self.found, 'bigint[]')})"
        found = [f"starts_with(number, {parameters.add(self.query.text, 'text')})"]
        named = [each for each in self.procedure.filters if each.type in _TEXTS and finds_by(each, self.actor)]
        if named:
            part = parameters.add(_part(self.query.text), "text")
            found += [f"data->>'{field.name}' ilike {part}" for field in named]
        return f"({' or '.join(found)})"

    def _own(self, parameters: Parameters) -> str:
        return own_cases([self.procedure], self.actor, parameters)

    def _filter(self, each: Filter, parameters: Parameters) -> str:
        if each.field == KIND and self.procedure.kinds and each.test is Test.IS:
            return f"kind = any({parameters.add([*each.values], 'text[]')})"
        field = self.procedure.fields.get(each.field)
        if field is None or not field.filter:
            raise Refused((Reason(f"value.{each.field}", {"given": each.field, "expected": {"type": "filter"}}),))
        if not finds_by(field, self.actor):
            raise Refused((Reason(f"hidden.{field.name}"),))
        named = f"data->>'{field.name}'"
        if each.test is Test.EMPTY:
            return f"not data ? '{field.name}'"
        if each.test is Test.FILLED:
            return f"data ? '{field.name}'"
        if each.test is Test.CONTAINS:
            return f"{named} ilike {parameters.add(_part(each.values[0] if each.values else ''), 'text')}"
        value = indexes.expression(field)
        kind = indexes.sql_type(field)
        if each.test is Test.IS:
            said = [self._said(field, written) for written in each.values]
            return f"{value} = any({parameters.add(said, f'{kind}[]')})"
        parts = []
        for written, sign in zip(each.values, (">=", "<="), strict=False):
            if written:
                parts.append(f"{value} {sign} {parameters.add(self._bound(field, written, sign), kind)}")
        filled = f"data ? '{field.name}'"
        return f"({' and '.join([filled, *parts])})"

    def _said(self, field: Field, written: str) -> str:
        value = parse(field, written, self.calendar.timezone)
        if isinstance(value, Reason):
            raise Refused((value,))
        said = encode(field, value)
        text = ("true" if said else "false") if isinstance(said, bool) else said
        return str(text)[:200] if indexes.sql_type(field) == "text" else str(text)

    def _bound(self, field: Field, written: str, sign: str) -> str:
        if field.type == "moment" and sign == "<=":
            # A day as the upper bound includes the whole day.
            day = parse(replace(field, type="date"), written, self.calendar.timezone)
            if isinstance(day, date):
                after = datetime.combine(day + timedelta(days=1), time(), self.calendar.timezone)
                return str(int(self._said(field, after.isoformat())) - 1)
        return self._said(field, written)


def _found(text: str, procedure: Procedure, actor: Actor) -> Sequence[int] | None:
    """The cases that have the words of a text, where they are few; None where values must be looked through."""
    known = [each for each in procedure.fields.values() if projection.found_by(each) and finds_by(each, actor)]
    rows = [projection.OPEN, *(each.name for each in known if each.seen_by is not None)]
    return finding.few(text, pack=procedure.pack, fields=rows)


def own_cases(procedures: Sequence[Procedure], actor: Actor, parameters: Parameters) -> str:
    """The condition of cases that have to do with the actor himself, whatever his posts see: he holds or opened them,
    acted on them, is named by them or asked to sign. Of several procedures each is asked for its own fields."""
    person = parameters.add(str(actor.person), "bigint")
    parts = [f"holder = {person}", f"opened_by = {person}", f"{person} = any(actors)"]
    if actor.party is not None:
        names = parameters.add(sorted(actor.parties | {actor.party}), "text[]")
        parts.append(f"party = any({names})")
        parts.extend(_named(procedures, "party", f"any({names})"))
    parts.extend(_named(procedures, "person", f"{person}::text"))
    parts.append(ASKED_TO_SIGN.format(person))
    return f"({' or '.join(parts)})"


def _named(procedures: Sequence[Procedure], kind: str, value: str) -> list[str]:
    among = len(procedures) > 1
    return [
        f"(procedure = '{each.pack}.{each.name}' and data->>'{name}' = {value})"
        if among
        else f"data->>'{name}' = {value}"
        for each in procedures
        for name in naming(each, kind)
    ]


def _part(text: str) -> str:
    """The pattern of what holds `text` somewhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _keys(procedure: Procedure, sort: tuple[str, ...], actor: Actor) -> tuple[Key, ...]:
    keys = []
    for name in sort:
        bare, falling = name.removeprefix("-"), name.startswith("-")
        field = procedure.fields.get(bare)
        if field is not None and field.filter:
            if not finds_by(field, actor):
                raise Refused((Reason(f"hidden.{bare}"),))
            keys.append(Key(indexes.expression(field), indexes.sql_type(field), falling))
        elif bare in BUILT_IN:
            keys.append(replace(BUILT_IN[bare], falling=falling))
        else:
            raise Refused((Reason(f"value.{bare}", {"given": name, "expected": {"type": "filter"}}),))
    if not keys or keys[-1].sql != "id":
        keys.append(Key("id", "bigint"))
    return tuple(keys)
