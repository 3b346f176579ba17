"""Writes the archive: events out of the database in one snapshot, laid out by DuckDB, put in place whole.

What stood with each event is laid out by DuckDB's window functions from the very patches that the events carry: the
state, who had the case, whose queue it was in, and every field. Values stay the JSON that the event has.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
from django.db import connection, transaction

from gendan.cases.store import cursor
from gendan.core.events import microseconds
from gendan.measures.archive import archived, engine
from gendan.measures.dialect import field_column

FORMAT: Final = 2
"""The version of the files' layout; a month of another one is archived anew."""
MEMORY: Final = "2GB"

_EVENTS: Final = """
copy (
    select e.case_id, e.seq, e.kind, e.actor, (extract(epoch from e.at) * 1000000)::bigint, encode(e.hash, 'hex'),
        e.body::text
    from cases_event e join cases_case c on c.id = e.case_id
    where c.month = {month} and c.procedure = {procedure}
) to stdout (format csv)
"""
_CASES: Final = """
copy (
    select id, uid::text, number, procedure, kind, state, seq from cases_case
    where month = {month} and procedure = {procedure}
) to stdout (format csv)
"""
_READ: Final = (
    "read_csv('{path}', header=false, delim=',', quote='\"', escape='\"', null_padding=false, strict_mode=true,"
    " max_line_size=67108864, auto_detect=false, columns={columns})"
)
_LAID: Final = """
copy (
    select case_id, seq, event, actor, coalesce(cast(body->>'$.happened' as bigint), took) as t, took,
        body->>'$.do' as act, body->>'$.part' as part, body->>'$.to' as goal, body->>'$.final' as ending,
        json_exists(body, '$.into') as joined, cast(body->>'$.claim' as bigint) as claim,
        cast(body->'$.with' as varchar) as own, cast(body->'$.signers' as varchar) as signers,
        cast(body->'$.clocks' as varchar) as clocks, cast(body->'$.ticks' as varchar) as ticks,
        ',' || array_to_string(json_keys(body, '$.clocks'), ',') || ',' as moved,
        ',' || array_to_string(json_keys(body, '$.set'), ',') || ',' as filled,
        ',' || array_to_string(cast(body->'$.then' as varchar[]), ',') || ',' as effects,
        last_value(coalesce(body->>'$.to', body->>'$.state') ignore nulls) over upto as state,
        last_value(body->>'$.claim' ignore nulls) over upto as holder,
        last_value(body->>'$.claim' ignore nulls) over before as holder_was,
        last_value(case when json_exists(body, '$.post') then cast(body->'$.post' as varchar) end ignore nulls)
            over upto as post,
        last_value(case when json_exists(body, '$.post') then cast(body->'$.post' as varchar) end ignore nulls)
            over before as post_was,
        {procedure} as procedure{fields}, hash, cast(body as varchar) as body
    from read
    window upto as (partition by case_id order by seq rows between unbounded preceding and current row),
        before as (partition by case_id order by seq rows between unbounded preceding and 1 preceding)
    order by took, case_id, seq
) to '{path}' (format parquet, compression zstd, row_group_size 122880)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of one procedure, as it was archived. `bytes`: how much its files take."""

    procedure: str
    month: int
    events: int
    cases: int
    bytes: int


def archive_months(
    root: Path, *, at: datetime, since: int | None = None, until: int | None = None, anew: bool = False
) -> Iterator[Month]:
    """Archive the months (202002) from `since` to `until`, oldest first; those in which nothing is new are passed over.

    Each month of a procedure is put in place whole: who reads meanwhile sees the one before or this one. Raises
    ArchiveMissing `no_engine`.
    """
    duckdb = engine()
    known = archived(root)
    for procedure, month, events in _months(since, until):
        stands = known.get((procedure, month))
        if not anew and stands and stands.get("format") == FORMAT and stands["events"] == events:
            continue
        yield _archive(duckdb, root, procedure, month, at)


def _months(since: int | None, until: int | None) -> list[tuple[str, int, int]]:
    """The months that there are, with how many events each has: the sum over its cases' last events."""
    with cursor() as on:
        on.execute(
            "select procedure, month, sum(seq)::bigint from cases_case"
            " where month >= $1::integer and month <= $2::integer group by procedure, month order by month, procedure",
            [str(since or 0), str(until or 999999)],
        )
        return [(row[0], row[1], row[2]) for row in on]


def _archive(duckdb: Any, root: Path, procedure: str, month: int, at: datetime) -> Month:
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=".writing-") as temporary:
        work = Path(temporary)
        _copy_out(work, procedure, month)
        on = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(work / "spill")})
        try:
            counts = _lay_out(on, work, procedure)
        finally:
            on.close()
        said = {**counts, "format": FORMAT, "until": microseconds(at)}
        (work / "month.json").write_bytes(orjson.dumps(said))
        size = 0
        for part, name in (("events", "events.parquet"), ("cases", "cases.parquet"), ("months", "month.json")):
            place = root / part / procedure
            place.mkdir(parents=True, exist_ok=True)
            made = place / f"{month}{(work / name).suffix}"
            size += (work / name).stat().st_size
            os.replace(work / name, made)
    return Month(procedure=procedure, month=month, events=counts["events"], cases=counts["cases"], bytes=size)


def _copy_out(work: Path, procedure: str, month: int) -> None:
    """The month's rows as two files of text, both from one snapshot."""
    named = "'" + procedure.replace("'", "''") + "'"
    with _snapshot(), cursor() as on:
        for name, statement in (("events.csv", _EVENTS), ("cases.csv", _CASES)):
            with (work / name).open("wb") as file:
                text = statement.format(month=month, procedure=named)
                with on.copy(text.encode()) as copied:
                    for piece in copied:
                        file.write(piece)


@contextmanager
def _snapshot() -> Iterator[None]:
    """One snapshot for several statements, unless the caller's transaction has begun already."""
    outer = connection.in_atomic_block
    with transaction.atomic():
        if not outer:
            with connection.cursor() as on:
                on.execute("set transaction isolation level repeatable read, read only")
        yield


def _lay_out(on: Any, work: Path, procedure: str) -> dict[str, int]:
    """Write the two Parquet files; how many events and cases they have, when the first happened and the last was
    recorded."""
    named = "'" + procedure.replace("'", "''") + "'"
    events = _READ.format(
        path=_quoted(work / "events.csv"),
        columns="{'case_id': 'bigint', 'seq': 'integer', 'event': 'varchar', 'actor': 'bigint', 'took': 'bigint',"
        " 'hash': 'varchar', 'body': 'json'}",
    )
    on.execute(f"create table read as select * from {events}")
    keys = on.execute("select distinct unnest(json_keys(body, '$.set')) as name from read order by name").fetchall()
    fields = ""
    for (name,) in keys:
        said = f"json_extract(body, '$.set.\"{name}\"')"
        kept = f"case when json_exists(body, '$.set.\"{name}\"') then cast({said} as varchar) end"
        fields += f', last_value({kept} ignore nulls) over upto as "{field_column(name)}"'
    on.execute(_LAID.format(procedure=named, fields=fields, path=_quoted(work / "events.parquet")))
    cases = _READ.format(
        path=_quoted(work / "cases.csv"),
        columns="{'id': 'bigint', 'uid': 'varchar', 'number': 'varchar', 'procedure': 'varchar', 'kind': 'varchar',"
        " 'state': 'varchar', 'seq': 'integer'}",
    )
    columns = "".join(f', e."{field_column(name)}"' for (name,) in keys)
    on.execute(
        f"copy (select c.*{columns} from {cases} c join read_parquet('{_quoted(work / 'events.parquet')}') e"
        f" on e.case_id = c.id and e.seq = c.seq order by c.id) to '{_quoted(work / 'cases.parquet')}'"
        " (format parquet, compression zstd)"
    )
    counted = on.execute(
        "select count(*), min(t), max(took), (select count(*) from read_parquet(?)) from read_parquet(?)",
        [str(work / "cases.parquet"), str(work / "events.parquet")],
    ).fetchone()
    return dict(zip(("events", "first", "last", "cases"), map(int, counted), strict=True))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
