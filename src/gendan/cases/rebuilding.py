"""重建 Every projection of a case from its events: its row, its clocks, its unique values, the words by which it is
found. What stands is what is rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases import library, rows, unique
from gendan.cases.rows import TYPES, Column, Stored
from gendan.cases.searching import projection
from gendan.cases.store import cursor
from gendan.core.case import Case
from gendan.core.events import Event
from gendan.core.fold import fold

_COLUMNS: Final = ", ".join(TYPES)
_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where what stands differs from what the events come to: `what` is a column, `clock NAME`, `unique FIELD` or
    `words FIELD`.

    `what` is `row` where the row itself is missing or belongs to no events, and `events` where they can't be folded.
    """

    case: int
    number: str
    what: str
    stands: str
    rebuilt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How many cases were looked at, and what differed (and was mended, unless it was only checked)."""

    cases: int
    differences: tuple[Difference, ...]


def rebuild(*, check: bool = False, only: Iterable[int] | None = None) -> Rebuilt:
    """Rebuild all cases (or `only` these) from their events. With `check` nothing is written."""
    differences: list[Difference] = []
    count = 0
    number = cache(rows.definitions.number)
    for cases in _batches(only):
        with transaction.atomic(), cursor() as on:
            standing = _Standing.of(on, cases)
            for case in cases:
                differences += _rebuild(on, case, standing, number, check=check)
            count += len(cases)
    if only is None:
        differences += _rowless()
    return Rebuilt(cases=count, differences=tuple(differences))


def from_events(events: Sequence[Event], number: Callable[[str], int] = rows.definitions.number) -> Stored:
    """The case that events come to, with what its row knows besides. `number` gives that of a pack version by its hash.

    Raises ValueError for events that don't follow, KeyError for an unknown version.
    """
    case: Case | None = None
    ended_at: datetime | None = None
    for event in events:
        after = fold(case, event)
        if after.final is None:
            ended_at = None
        elif case is None or case.final is None or case.state != after.state:
            ended_at = event.at
        case = after
    if case is None:
        raise ValueError("a case without events")
    return Stored(
        case=case,
        definition=number(case.definition),
        actors=rows.with_actors((), events),
        ended_at=ended_at,
    )


def _batches(only: Iterable[int] | None) -> Iterator[list[int]]:
    if only is not None:
        wanted = sorted(set(only))
        yield from (wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH))
        return
    after = 0
    while True:
        with cursor() as on:
            on.execute(
                "select case_id from cases_event where seq = 1 and case_id > $1::bigint"
                " order by case_id limit $2::integer",
                [str(after), str(_BATCH)],
            )
            found = [row[0] for row in on]
        if not found:
            return
        yield found
        after = found[-1]


@dataclass(slots=True)
class _Standing:
    """What stands of a batch of cases, by case: rows, events, clocks and unique values, with one statement each."""

    rows: dict[int, Sequence[Any]]
    events: dict[int, list[Event]]
    clocks: dict[int, dict[str, Any]]
    values: dict[int, dict[Any, Any]]
    words: dict[int, dict[str, tuple[str]]]

    @classmethod
    def of(cls, on: Any, cases: list[int]) -> _Standing:
        """Read under the locks of the cases' rows."""
        on.execute(
            f"select {_COLUMNS} from cases_case where id = any($1::bigint[]) order by id for no key update",
            [cases],
            prepare=True,
        )
        standing = cls({row[0]: row for row in on}, {}, {}, {}, {})
        on.execute(
            "select case_id, seq, kind, actor, (extract(epoch from at) * 1000000)::bigint, body::text"
            " from cases_event where case_id = any($1::bigint[]) order by case_id, seq",
            [cases],
            prepare=True,
        )
        for line in on:
            standing.events.setdefault(line[0], []).append(rows.event_from(line))
        on.execute(
            "select case_id, name, due_at, next_at, running, body::text from cases_clock"
            " where case_id = any($1::bigint[])",
            [cases],
            prepare=True,
        )
        for case, name, due, following, running, body in on:
            standing.clocks.setdefault(case, {})[name] = (due, following, running, orjson.loads(body))
        on.execute(
            "select case_id, procedure, field, digest from cases_uniquevalue where case_id = any($1::bigint[])",
            [cases],
            prepare=True,
        )
        for case, procedure, name, digest in on:
            standing.values.setdefault(case, {})[procedure, name, bytes(digest)] = ()
        on.execute(
            "select case_id, field, tsvector_to_array(words) from cases_searchrow where case_id = any($1::bigint[])",
            [cases],
            prepare=True,
        )
        for case, name, words in on:
            standing.words.setdefault(case, {})[name] = (projection.vector(sorted(words)),)
        return standing


def _rebuild(on: Any, case: int, standing: _Standing, number: Callable[[str], int], *, check: bool) -> list[Difference]:
    row = standing.rows.get(case)
    try:
        after = from_events(standing.events.get(case, []), number)
    except (ValueError, KeyError) as error:
        called = "" if row is None else str(row[4])
        return [Difference(case=case, number=called, what="events", stands=str(error), rebuilt="")]
    differences = _row_differences(row, after)
    if differences and not check:
        _put_row(on, after, new=row is None)
    differences += _mend(on, after, _clocks(standing, after), check=check)
    differences += _mend(on, after, _values(standing, after), check=check)
    differences += _mend(on, after, _words(standing, after), check=check)
    return differences


def _row_differences(row: Sequence[Any] | None, after: Stored) -> list[Difference]:
    number = after.case.number
    if row is None:
        return [Difference(case=after.case.id, number=number, what="row", stands="", rebuilt=after.case.state)]
    wanted = rows.full(after)
    found = []
    for (name, kind), stands in zip(TYPES.items(), row, strict=True):
        said, rebuilt = _comparable(kind, stands), _comparable(kind, wanted[name])
        if said != rebuilt:
            found.append(
                Difference(case=after.case.id, number=number, what=name, stands=str(said), rebuilt=str(rebuilt))
            )
    return found


def _comparable(kind: str, value: object) -> object:
    """A column's value in one form, whether it was read or is to be written."""
    if value is None:
        return None
    if kind == "jsonb":
        return orjson.loads(value) if isinstance(value, str | bytes) else value
    if kind == "bytea" and isinstance(value, bytes | memoryview):
        return bytes(value)
    if kind == "timestamptz":
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    if kind == "bigint[]" and isinstance(value, Iterable):
        return [int(each) for each in value.strip("{}").split(",") if each] if isinstance(value, str) else list(value)
    if kind == "boolean":
        return value in (True, "true")
    return str(value)


def _put_row(on: Any, after: Stored, *, new: bool) -> None:
    full: Mapping[str, Column] = rows.full(after)
    if new:
        slots = ", ".join(f"${at}::{TYPES[name]}" for at, name in enumerate(full, 1))
        on.execute(f"insert into cases_case ({', '.join(full)}) values ({slots})", list(full.values()))
    else:
        sets = ", ".join(f"{name} = ${at}::{TYPES[name]}" for at, name in enumerate(full, 1))
        on.execute(f"update cases_case set {sets} where id = $1::bigint", list(full.values()))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A sort of rows that belong to a case: as they stand and as they should, by what tells one from another."""

    what: str
    stands: Mapping[Any, Any]
    wanted: Mapping[Any, Any]
    delete: str
    insert: str


def _clocks(standing: _Standing, after: Stored) -> _Parts:
    stands = standing.clocks.get(after.case.id, {})
    wanted = {
        name: (clock.due_at, clock.next_at, not clock.has_ended, orjson.loads(rows.clock_row(clock).body))
        for name, clock in after.case.clocks.items()
    }
    return _Parts(
        "clock",
        stands,
        wanted,
        "delete from cases_clock where case_id = $1::bigint and name = $2::text",
        "insert into cases_clock (case_id, name, due_at, next_at, running, body)"
        " values ($1::bigint, $2::text, $3::timestamptz, $4::timestamptz, $5::boolean, $6::jsonb)",
    )


def _values(standing: _Standing, after: Stored) -> _Parts:
    stands = standing.values.get(after.case.id, {})
    procedure = library.procedure(after.definition, after.case.procedure)
    return _Parts(
        "unique",
        stands,
        dict.fromkeys(unique.held(procedure, after.case), ()),
        "delete from cases_uniquevalue where case_id = $1::bigint and procedure = $2::text and field = $3::text"
        " and digest = $4::bytea",
        "insert into cases_uniquevalue (case_id, procedure, field, digest)"
        " values ($1::bigint, $2::text, $3::text, $4::bytea)",
    )


def _words(standing: _Standing, after: Stored) -> _Parts:
    procedure = library.procedure(after.definition, after.case.procedure)
    return _Parts(
        "words",
        standing.words.get(after.case.id, {}),
        {name: (projection.vector(sorted(some)),) for name, some in projection.rows_of(procedure, after.case).items()},
        "delete from cases_searchrow where case_id = $1::bigint and field = $2::text",
        "insert into cases_searchrow (case_id, field, words) values ($1::bigint, $2::text, $3::tsvector)",
    )


def _mend(on: Any, after: Stored, parts: _Parts, *, check: bool) -> list[Difference]:
    found = []
    number = str(after.case.id)
    for name in {**parts.stands, **parts.wanted}:
        stands, wanted = parts.stands.get(name), parts.wanted.get(name)
        if stands == wanted:
            continue
        keys = list(name) if isinstance(name, tuple) else [name]
        shown = keys[1] if parts.what == "unique" else keys[0]
        found.append(
            Difference(
                case=after.case.id,
                number=after.case.number,
                what=f"{parts.what} {shown}",
                stands="" if stands is None else str(stands),
                rebuilt="" if wanted is None else str(wanted),
            )
        )
        if check:
            continue
        if stands is not None:
            on.execute(parts.delete, [number, *keys])
        if wanted is not None:
            on.execute(parts.insert, [number, *keys, *_written(wanted)])
    return found


def _written(values: Sequence[Any]) -> list[Column]:
    written: list[Column] = []
    for value in values:
        if isinstance(value, datetime):
            written.append(value.isoformat())
        elif isinstance(value, bool):
            written.append("true" if value else "false")
        elif isinstance(value, dict):
            written.append(rows.document(value))
        else:
            written.append(value)
    return written


def _rowless() -> list[Difference]:
    """Rows of cases that have no events. They are told and left alone: what they were, nothing says any more."""
    with cursor() as on:
        on.execute(
            "select id, number, state from cases_case c"
            " where not exists (select from cases_event e where e.case_id = c.id) order by id"
        )
        return [
            Difference(case=case, number=number, what="row", stands=state, rebuilt="")
            for case, number, state in on.fetchall()
        ]
