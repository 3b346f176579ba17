"""Writes the archive: events out of the database in one snapshot, laid out by DuckDB, put in place whole.

What stood with each event is laid out by DuckDB's window functions from the very patches that the events carry: the
state, who had the case, whose queue it was in, and every field. Values stay the JSON that the event has.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
from django.db import connection, transaction

from gendan.cases.store import cursor
from gendan.core.events import microseconds
from gendan.measures.archive import FORMAT, MEMORY, archived, engine
from gendan.measures.dialect import clock_column, field_column

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
_SCALARS: Final = ("happened", "do", "part", "to", "final", "claim", "state")
"""What of a body is a bare text or number."""
_PARTS: Final = ("into", "with", "signers", "ticks", "then", "post", "chain")
"""What of it stays JSON: nothing said there, and null said, are two things."""
_CLOCK: Final = {"state": "varchar", "run": "bigint", "due": "bigint", "at": "bigint", "ended": "bigint"}
_LAID: Final = """
copy (
    select case_id, seq, event, actor, coalesce(cast(happened as bigint), took) as t, took,
        "do" as act, part, "to" as goal, final as ending, "into" is not null as joined,
        cast(claim as bigint) as claim, "with" as own, signers, ticks, chain,
        ',' || array_to_string(cast(cast("then" as json) as varchar[]), ',') || ',' as effects,
        ',' || concat_ws(',', null{filled}) || ',' as filled,
        last_value(coalesce("to", state) ignore nulls) over upto as state,
        last_value(claim ignore nulls) over upto as holder,
        last_value(claim ignore nulls) over before as holder_was,
        last_value(post ignore nulls) over upto as post,
        last_value(post ignore nulls) over before as post_was,
        {procedure} as procedure{columns}, hash, body
    from (
        select case_id, seq, event, actor, took, hash, cast(body as varchar) as body{said}
        from (
            select *, json_extract_string(body, [{scalars}]) as scalars, json_extract(body, [{parts}]) as parts
            from read
        )
    )
    window upto as (partition by case_id order by seq rows between unbounded preceding and current row),
        before as (partition by case_id order by seq rows between unbounded preceding and 1 preceding)
    order by took, case_id, seq
) to '{path}' (format parquet, compression zstd, row_group_size 122880)
"""
"""A body is parsed twice, once for all that is bare and once for all that stays JSON: asked path by path, every path
would parse it anew."""


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
        # Rows are put in order where they are written: until then two processors may take them as they come.
        on = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "temp_directory": str(work / "spill"),
                "preserve_insertion_order": "false",
            }
        )
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


def _lay_out(on: Any, work: Path, procedure: str) -> dict[str, Any]:
    """Write the two Parquet files; how many events and cases they have, when the first happened and the last was
    recorded, and which columns the events have."""
    named = "'" + procedure.replace("'", "''") + "'"
    events = _READ.format(
        path=_quoted(work / "events.csv"),
        columns="{'case_id': 'bigint', 'seq': 'integer', 'event': 'varchar', 'actor': 'bigint', 'took': 'bigint',"
        " 'hash': 'varchar', 'body': 'json'}",
    )
    on.execute(f"create table read as select * from {events}")
    keys = _names(on, "set")
    path = _quoted(work / "events.parquet")
    on.execute(_statement(procedure=named, path=path, fields=keys, clocks=_names(on, "clocks")))
    cases = _READ.format(
        path=_quoted(work / "cases.csv"),
        columns="{'id': 'bigint', 'uid': 'varchar', 'number': 'varchar', 'procedure': 'varchar', 'kind': 'varchar',"
        " 'state': 'varchar', 'seq': 'integer'}",
    )
    columns = "".join(f', e."{field_column(name)}"' for name in keys)
    on.execute(
        f"copy (select c.*{columns} from {cases} c join read_parquet('{path}') e"
        f" on e.case_id = c.id and e.seq = c.seq order by c.id) to '{_quoted(work / 'cases.parquet')}'"
        " (format parquet, compression zstd)"
    )
    counted = on.execute(
        "select count(*), min(t), max(took), (select count(*) from read_parquet(?)) from read_parquet(?)",
        [str(work / "cases.parquet"), str(work / "events.parquet")],
    ).fetchone()
    described = on.execute(f"describe select * from read_parquet('{path}')").fetchall()
    return {
        **dict(zip(("events", "first", "last", "cases"), map(int, counted), strict=True)),
        "columns": [row[0] for row in described],
    }


def _names(on: Any, part: str) -> list[str]:
    """The names that the bodies of the month have under a key, in order."""
    rows = on.execute(f"select distinct unnest(json_keys(body, '$.{part}')) as name from read order by name").fetchall()
    return [row[0] for row in rows]


def _statement(*, procedure: str, path: str, fields: Sequence[str], clocks: Sequence[str]) -> str:
    """The statement that lays a month out: a column for each field as it stood, and five for each clock as it moved."""
    scalars = [f"$.{name}" for name in _SCALARS] + [f'$.clocks."{name}".{key}' for name in clocks for key in _CLOCK]
    parts = [f"$.{name}" for name in _PARTS] + [f'$.set."{name}"' for name in fields]
    said = [f'scalars[{place}] as "{name}"' for place, name in enumerate(_SCALARS, 1)]
    said += [f'cast(parts[{place}] as varchar) as "{name}"' for place, name in enumerate(_PARTS, 1)]
    columns, filled = [], []
    for place, name in enumerate(fields, len(_PARTS) + 1):
        said.append(f'cast(parts[{place}] as varchar) as "{field_column(name)}"')
        columns.append(f'last_value("{field_column(name)}" ignore nulls) over upto as "{field_column(name)}"')
        filled.append(f"case when \"{field_column(name)}\" <> 'null' then '{name}' end")
    place = len(_SCALARS)
    for name in clocks:
        for key, kind in _CLOCK.items():
            place += 1
            said.append(f'cast(scalars[{place}] as {kind}) as "{clock_column(name, key)}"')
            columns.append(f'"{clock_column(name, key)}"')
    return _LAID.format(
        procedure=procedure,
        path=path,
        filled="".join(f", {each}" for each in filled),
        columns="".join(f", {each}" for each in columns),
        said="".join(f", {each}" for each in said),
        scalars=", ".join(f"'{each}'" for each in scalars),
        parts=", ".join(f"'{each}'" for each in parts),
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
