"""登记 Declared records: the things that cases are about, typed, found by their key, and versioned by date.

A record has no states and no owner. Its versions are only added: what it was on a day is always known. It is written
by cases that end as its type says (`written_by`), by imports, and by hand (`changed_by`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction

from gendan.cases import library
from gendan.cases.basis import basis
from gendan.cases.concealing import conceal, reveal
from gendan.cases.effects import Call
from gendan.cases.models import Record as RecordRow
from gendan.cases.models import RecordVersion
from gendan.core.events import Json
from gendan.core.pack import Pack, RecordType
from gendan.core.refusals import Reason, Refused
from gendan.core.values import decode, encode, filled, parse
from gendan.people import access
from gendan.people.access import current_epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a record held from `since` on: typed values, and who wrote it from where."""

    since: date
    values: Mapping[str, object]
    at: datetime
    by: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One record to be written: of which type (`pack.record`), with what values, as JSON, from which day on."""

    type: str
    key: Mapping[str, Json]
    said: Mapping[str, Json]
    since: date
    by: int
    source: str


def write(
    pack: Pack,
    name: str,
    given: Mapping[str, object],
    *,
    since: date,
    by: int,
    at: datetime,
    source: str,
    zone: ZoneInfo,
) -> int:
    """Write a record of the pack's type `name`; returns its id. What is not given stays as it was.

    Raises Refused with every reason: `missing` type, `needs.FIELD` for a key that is not filled, `value.FIELD`.
    """
    kind = pack.records.get(name)
    if kind is None:
        raise Refused((Reason("missing"),))
    said = _said(kind, given, zone)
    key = {field: said[field] for field in kind.key}
    writing = Writing(type=f"{pack.name}.{name}", key=key, said=said, since=since, by=by, source=source)
    return write_many([writing], at=at)[0]


def write_many(writings: Sequence[Writing], *, at: datetime) -> list[int]:
    """Write many records, with as many statements as for one; returns their ids in order."""
    if not writings:
        return []
    wanted = {(each.type, _key_text(each.key)): each.key for each in writings}
    with transaction.atomic():
        RecordRow.objects.bulk_create(
            [
                RecordRow(type=type, key_text=text, key=dict(key))
                for (type, text), key in sorted(wanted.items(), key=_first)
            ],
            ignore_conflicts=True,
        )
        # Two who write one record follow each other, in the order of the ids.
        rows = RecordRow.objects.select_for_update().filter(
            type__in={type for type, _ in wanted}, key_text__in={text for _, text in wanted}
        )
        ids = {
            (type, text): number
            for number, type, text in rows.order_by("id").values_list("id", "type", "key_text")
            if (type, text) in wanted
        }
        stands = _standing(ids.values(), max(each.since for each in writings))
        made = []
        for each in writings:
            number = ids[each.type, _key_text(each.key)]
            known = stands.setdefault(number, [])
            last = next((data for since, data in reversed(known) if since <= each.since), None)
            after = {**(last or {}), **each.said}
            data: dict[str, Json] = {name: value for name, value in after.items() if value is not None}
            if data != last:
                made.append(
                    RecordVersion(record_id=number, since=each.since, data=data, at=at, by=each.by, source=each.source)
                )
                known.append((each.since, data))
                known.sort(key=_first)
        RecordVersion.objects.bulk_create(made)
    return [ids[each.type, _key_text(each.key)] for each in writings]


def _standing(records: Iterable[int], until: date) -> dict[int, list[tuple[date, dict[str, Json]]]]:
    found: dict[int, list[tuple[date, dict[str, Json]]]] = {}
    versions = RecordVersion.objects.filter(record_id__in=list(records), since__lte=until).order_by("since", "id")
    for record, since, data in versions.values_list("record_id", "since", "data"):
        found.setdefault(record, []).append((since, data))
    return found


def change(
    pack: str, name: str, given: Mapping[str, object], *, person: int, at: datetime, since: date | None = None
) -> int:
    """Change a record by hand, or write a new one; from `since` on, today if none is given. Returns its id.

    Raises Refused: `missing` for a pack or type that is not here, `access` where none of the person's posts may change
    such records, `needs` and `value` of what is given.
    """
    definition, kind = _active(pack, name)
    under = basis(definition, current_epoch())
    actor = access.actor(person, under.pack, at)
    if actor.posts.union(*actor.stands_in.values()).isdisjoint(kind.changed_by):
        raise Refused((Reason("access"),))
    calendar = under.calendar
    since = since or calendar.local(at).date()
    return write(under.pack, name, given, since=since, by=person, at=at, source="", zone=calendar.timezone)


def may_see(kind: RecordType, posts: frozenset[str]) -> bool:
    """Whether holders of `posts` see records of this type: all do, unless `seen_by` says who; who changes them sees
    them."""
    return kind.seen_by is None or not posts.isdisjoint((*kind.seen_by, *kind.changed_by))


def seen(pack: str, name: str, key: Mapping[str, object], *, person: int, at: datetime) -> Version | None:
    """What the record with this key holds today, as a person sees it; None where there is none.

    Raises Refused: `missing` where there is no such type for him, and for a key that can't be.
    """
    definition, kind = _active(pack, name)
    under = basis(definition, current_epoch())
    actor = access.actor(person, under.pack, at)
    posts = actor.posts.union(actor.oversees, *actor.stands_in.values())
    if not may_see(kind, posts):
        raise Refused((Reason("missing"),))
    calendar = under.calendar
    found = find(under.pack, name, key, on=calendar.local(at).date(), zone=calendar.timezone)
    if found is None:
        return None
    shown = {each: value for each, value in found.values.items() if shows(kind, each, posts)}
    return Version(since=found.since, values=shown, at=found.at, by=found.by, source=found.source)


def shows(kind: RecordType, name: str, posts: frozenset[str]) -> bool:
    """Whether holders of `posts` see a field of such records."""
    viewers = kind.fields[name].seen_by
    return viewers is None or any(viewer.post in posts for viewer in viewers)


def _active(pack: str, name: str) -> tuple[int, RecordType]:
    definition = library.active(pack, current_epoch())
    kind = library.pack(definition).records.get(name) if definition is not None else None
    if definition is None or kind is None:
        raise Refused((Reason("missing"),))
    return definition, kind


def written_by(pack: Pack, procedure: str, state: str, final: str | None) -> tuple[str, ...]:
    """The record types that a case of `procedure` writes when it enters `state`: named by the state, or by how it
    ends."""
    sources = {f"{procedure}.{state}", f"{procedure}.{final}"}
    return tuple(kind.name for kind in pack.records.values() if not sources.isdisjoint(kind.written_by))


def from_cases(calls: Sequence[Call]) -> None:
    """Write the records of cases that have entered a state which writes one: from their fields of the same names.

    Each call's word is `record.TYPE`, its arguments are the case's values as events have them. What the case has not
    filled stays as it was. A case that fills no part of the key writes nothing: there is no thing that it is about.
    """
    writings = []
    epoch = current_epoch()
    for call in calls:
        under = basis(call.definition, epoch)
        pack, calendar = under.pack, under.calendar
        kind = pack.records[call.word.partition(".")[2]]
        # What an argument of a field is, the field says: values as JSON has them.
        said: dict[str, Json] = {name: value for name, value in call.arguments.items() if name in kind.fields}  # type: ignore[misc]
        key = {field: said.get(field) for field in kind.key}
        if any(filled(value) for value in key.values()):
            writings.append(
                Writing(
                    type=f"{pack.name}.{kind.name}",
                    key=key,
                    said=said,
                    since=calendar.local(call.at).date(),
                    by=call.person,
                    source=call.number,
                )
            )
    at = max((call.at for call in calls), default=None)
    if at is not None:
        write_many(writings, at=at)


def find(pack: Pack, name: str, key: Mapping[str, object], *, on: date, zone: ZoneInfo) -> Version | None:
    """What the record with this key held on a day, None where there was none. Raises Refused for a key that can't
    be."""
    kind = pack.records[name]
    said = _said(kind, {field: key.get(field) for field in kind.key}, zone, whole=False)
    row = (
        RecordVersion.objects.filter(
            record__type=f"{pack.name}.{name}", record__key_text=_key_text(said), since__lte=on
        )
        .order_by("since", "id")
        .last()
    )
    return None if row is None else _version(kind, row)


def key_of(kind: RecordType, key: Sequence[object], zone: ZoneInfo) -> str | None:
    """Under what text the record with these typed values of its key is kept, in the key's order; None where one of them
    is not filled, and where no such record can be."""
    if len(key) != len(kind.key) or not all(map(filled, key)):
        return None
    said: dict[str, Json] = {}
    for name, value in zip(kind.key, key, strict=True):
        parsed = parse(kind.fields[name], value, zone)
        if isinstance(parsed, Reason):
            return None
        said[name] = encode(kind.fields[name], parsed, conceal)
    return _key_text(said)


def standing_by_key(pack: Pack, kind: RecordType, texts: Collection[str], *, on: date) -> dict[str, dict[str, object]]:
    """What the records of a type with these keys (see `key_of`) hold on a day, typed, by key; in one query. What is
    hidden is left out."""
    rows = (
        RecordVersion.objects.filter(
            record__type=f"{pack.name}.{kind.name}", record__key_text__in=list(texts), since__lte=on
        )
        .order_by("record_id", "-since", "-id")
        .distinct("record_id")
        .values_list("record__key_text", "data")
    )
    plain = {name: field for name, field in kind.fields.items() if not field.hidden}
    return {
        text: {name: decode(plain[name], value) for name, value in data.items() if name in plain} for text, data in rows
    }


def history(pack: Pack, name: str, record: int) -> tuple[Version, ...]:
    """Every version of a record, oldest first."""
    kind = pack.records[name]
    found = RecordVersion.objects.filter(record_id=record, record__type=f"{pack.name}.{name}").order_by("since", "id")
    return tuple(_version(kind, row) for row in found)


def stored_versions(type: str, record: int) -> list[RecordVersion]:
    """Every version of a record of a type (`pack.record`) as it is kept, oldest first; none where there is no such."""
    return list(RecordVersion.objects.filter(record_id=record, record__type=type).order_by("since", "id"))


def _version(kind: RecordType, row: RecordVersion) -> Version:
    fields = kind.fields
    values = {name: decode(fields[name], value, reveal) for name, value in row.data.items() if name in fields}
    return Version(since=row.since, values=values, at=row.at, by=row.by, source=row.source)


def _said(kind: RecordType, given: Mapping[str, object], zone: ZoneInfo, *, whole: bool = True) -> dict[str, Json]:
    reasons: list[Reason] = []
    said: dict[str, Json] = {}
    for name, raw in given.items():
        field = kind.fields.get(name)
        if field is None:
            reasons.append(Reason(f"unasked.{name}"))
            continue
        value = parse(field, raw, zone)
        if isinstance(value, Reason):
            reasons.append(value)
        else:
            said[name] = encode(field, value, conceal)
    empty = [name for name in kind.key if not filled(said.get(name))]
    if whole or len(empty) == len(kind.key):
        reasons += [Reason(f"needs.{name}") for name in empty]
    if reasons:
        raise Refused(tuple(reasons))
    return said


def _key_text(key: Mapping[str, Json]) -> str:
    return orjson.dumps(dict(key), option=orjson.OPT_SORT_KEYS).decode()


def _first(pair: tuple[Any, object]) -> Any:
    return pair[0]
