"""登记 Declared records: the things that cases are about, typed, found by their key, and versioned by date.

A record has no states and no owner. Its versions are only added: what it was on a day is always known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction

from gendan.cases.concealing import conceal, reveal
from gendan.cases.models import Record as RecordRow
from gendan.cases.models import RecordVersion
from gendan.core.events import Json
from gendan.core.pack import Pack, RecordType
from gendan.core.refusals import Reason, Refused
from gendan.core.values import decode, encode, filled, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a record held from `since` on: typed values, and who wrote it from where."""

    since: date
    values: Mapping[str, object]
    at: datetime
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
    with transaction.atomic():
        row, _ = RecordRow.objects.get_or_create(
            type=f"{pack.name}.{name}", key_text=_key_text(key), defaults={"key": key}
        )
        # Two who write one record follow each other.
        RecordRow.objects.select_for_update().get(id=row.id)
        last = RecordVersion.objects.filter(record=row, since__lte=since).order_by("since", "id").last()
        data = {**(last.data if last is not None else {}), **said}
        data = {field: value for field, value in data.items() if value is not None}
        if last is None or data != last.data:
            RecordVersion.objects.create(record=row, since=since, data=data, at=at, by=by, source=source)
    return int(row.id)


def find(pack: Pack, name: str, key: Mapping[str, object], *, on: date, zone: ZoneInfo) -> Version | None:
    """What the record with this key held on a day, None where there was none. Raises Refused for a key that can't
    be."""
    kind = pack.records[name]
    said = _said(kind, {field: key.get(field) for field in kind.key}, zone)
    row = (
        RecordVersion.objects.filter(
            record__type=f"{pack.name}.{name}", record__key_text=_key_text(said), since__lte=on
        )
        .order_by("since", "id")
        .last()
    )
    return None if row is None else _version(kind, row)


def history(pack: Pack, name: str, record: int) -> tuple[Version, ...]:
    """Every version of a record, oldest first."""
    kind = pack.records[name]
    found = RecordVersion.objects.filter(record_id=record, record__type=f"{pack.name}.{name}").order_by("since", "id")
    return tuple(_version(kind, row) for row in found)


def _version(kind: RecordType, row: RecordVersion) -> Version:
    fields = kind.fields
    values = {name: decode(fields[name], value, reveal) for name, value in row.data.items() if name in fields}
    return Version(since=row.since, values=values, at=row.at, by=row.by, source=row.source)


def _said(kind: RecordType, given: Mapping[str, object], zone: ZoneInfo) -> dict[str, Json]:
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
    reasons += [Reason(f"needs.{name}") for name in kind.key if not filled(said.get(name))]
    if reasons:
        raise Refused(tuple(reasons))
    return said


def _key_text(key: Mapping[str, Json]) -> str:
    return orjson.dumps(dict(key), option=orjson.OPT_SORT_KEYS).decode()
