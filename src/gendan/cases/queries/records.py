"""Declared records as pages and programs list and look at them, each with what the reader may see of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from django.db import connection

from gendan.cases import library, records
from gendan.cases.basis import basis
from gendan.cases.models import Record
from gendan.cases.queries.chosen import rows_of
from gendan.cases.queries.rows import Row
from gendan.cases.sight import finds_by
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.pack import Pack, RecordType
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.values import decode
from gendan.people import access
from gendan.people.access import current_epoch

MASK: Final = "••••••"
"""What stands for a value that is encrypted at rest: lists and pages of records never show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLook:
    """A type of record as a reader sees it: the `fields` that are his to see, and whether he may write such records."""

    definition: int
    pack: Pack
    kind: RecordType
    fields: Mapping[str, Field]
    may_change: bool
    today: date


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it stands today. `values` are those the reader may see."""

    id: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records in the order of their keys; `after` is where the next page begins, None at the end."""

    rows: Sequence[RecordRow]
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersionSeen:
    """What a record held from `since` on, with who wrote it from which case or import, and when."""

    since: date
    values: Mapping[str, object]
    at: datetime
    by: int
    source: str


def look(pack: str, name: str, *, person: int, at: datetime) -> RecordLook:
    """How a person sees a type of record of an active pack.

    Raises Refused (`missing`) where there is none, where he holds no post in the pack, or where it is not his to see.
    """
    definition = library.active(pack, current_epoch())
    kind = library.pack(definition).records.get(name) if definition is not None else None
    if definition is None or kind is None:
        raise Refused((Reason("missing"),))
    under = basis(definition, current_epoch())
    actor = access.actor(person, under.pack, at)
    own = actor.posts.union(*actor.stands_in.values())
    posts = own | actor.oversees
    if not posts or not records.may_see(kind, posts):
        raise Refused((Reason("missing"),))
    return RecordLook(
        definition=definition,
        pack=under.pack,
        kind=kind,
        fields={each.name: each for each in kind.fields.values() if records.shows(kind, each.name, posts)},
        may_change=not own.isdisjoint(kind.changed_by),
        today=under.calendar.local(at).date(),
    )


def types_of(pack: Pack, posts: frozenset[str]) -> list[RecordType]:
    """The types of records that holders of `posts` see."""
    return [kind for kind in pack.records.values() if posts and records.may_see(kind, posts)]


def listed(seen: RecordLook, *, search: str = "", after: int | None = None, limit: int = 100) -> RecordPage:
    """Records in the order of their keys. `search` is looked for in what the reader sees, `after` is a record's id."""
    searched = [name for name, field in seen.fields.items() if not field.hidden]
    words = search.split()[:5]
    conditions = "".join(" and (select string_agg(v.data->>f, ' ') from unnest(%s::text[]) f) ilike %s" for _ in words)
    parameters: list[Any] = [seen.today, f"{seen.pack.name}.{seen.kind.name}"]
    for word in words:
        parameters += [searched, f"%{_plain(word)}%"]
    if after is not None:
        conditions += " and (r.key_text, r.id) > (select k.key_text, k.id from cases_record k where k.id = %s)"
        parameters.append(after)
    with connection.cursor() as on:
        on.execute(
            "select r.id, v.data from cases_record r cross join lateral (select data from cases_recordversion"
            " where record_id = r.id and since <= %s order by since desc, id desc limit 1) v"
            f" where r.type = %s{conditions} order by r.key_text, r.id limit %s",
            [*parameters, limit + 1],
        )
        found = on.fetchall()
    rows = [RecordRow(number, _shown(seen, _object(data))) for number, data in found[:limit]]
    return RecordPage(rows, rows[-1].id if len(found) > limit else None)


def whole(seen: RecordLook, *, search: str = "") -> Iterator[RecordRow]:
    """All records that a search finds, in the order of their keys, read page by page."""
    after: int | None = None
    while True:
        page = listed(seen, search=search, after=after, limit=1000)
        yield from page.rows
        if page.after is None:
            return
        after = page.after


def versions(seen: RecordLook, record: int) -> list[RecordVersionSeen]:
    """Every version of a record, the newest first. Raises Refused (`missing`)."""
    found = records.stored_versions(f"{seen.pack.name}.{seen.kind.name}", record)
    if not found:
        raise Refused((Reason("missing"),))
    return [
        RecordVersionSeen(since=row.since, values=_shown(seen, row.data), at=row.at, by=row.by, source=row.source)
        for row in reversed(found)
    ]


def cases_about(seen: RecordLook, record: int, *, person: int, at: datetime, most: int = 100) -> tuple[Row, ...]:
    """The open cases of the record's department that are about it and that `person` sees, as they were opened, at most
    `most` of each procedure.

    About it is a case whose fields say the record's whole key: those of the key's names, or one of the record's type
    where the key is one field. Fields that he may not look for tell him nothing.
    """
    found = Record.objects.filter(id=record, type=f"{seen.pack.name}.{seen.kind.name}").values_list("key", flat=True)
    key = found.first()
    if not isinstance(key, dict) or any(seen.kind.fields[name].hidden for name in seen.kind.key):
        return ()
    actor = access.actor(person, seen.pack, at)
    ids: list[int] = []
    with connection.cursor() as on:
        for procedure in seen.pack.procedures.values():
            for fields in _about(seen.kind, procedure):
                if all(finds_by(procedure.fields[field], actor) for field in fields):
                    said = "".join(" and data->>%s = %s" for _ in fields)
                    named = [part for field, name in fields.items() for part in (field, str(key.get(name)))]
                    on.execute(
                        f"select id from cases_case where procedure = %s and final is null{said} order by id limit %s",
                        [f"{seen.pack.name}.{procedure.name}", *named, most],
                    )
                    ids += [row[0] for row in on.fetchall()]
    return rows_of(sorted(set(ids)), person=person, at=at)


def _about(kind: RecordType, procedure: Procedure) -> list[dict[str, str]]:
    """The ways in which a procedure's cases name a record of the type: by the case's fields, each with the key's."""
    own = procedure.fields
    ways = []
    if all(name in own and own[name].type == kind.fields[name].type for name in kind.key):
        ways.append({name: name for name in kind.key})
    if len(kind.key) == 1:
        ways += [{field.name: kind.key[0]} for field in own.values() if field.type == kind.name]
    return ways


def _shown(seen: RecordLook, data: Mapping[str, Json]) -> dict[str, object]:
    return {
        name: MASK if field.hidden else decode(field, data[name])
        for name, field in seen.fields.items()
        if data.get(name) is not None
    }


def _object(data: object) -> Mapping[str, Json]:
    said = orjson.loads(data) if isinstance(data, str | bytes) else data
    return said if isinstance(said, dict) else {}


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
