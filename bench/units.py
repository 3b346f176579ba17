"""Units: a maker's list from xlsx into stock, and all of it dispatched by one order, against parsing the file and COPY
of the same rows; and whereabouts of one unit among many against few.

Ours previews nothing, reads the list, tells doubles, makes units with their movement, reserves them for one case and
dispatches them. The raw twin parses the same workbook and copies what ours leaves: the units, where each stands, and
its moves in and out, on the same tables and indexes, 1,000 rows a transaction.

    python -m bench.units
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bench.ground import CASES, NOW
from bench.own import apart, folder, join, own_database
from bench.pairs import interleaved

DATABASE = "units"
UNITS = min(30_000, max(1_000, CASES * 3 // 20))
"""Units of a list: 30,000, fewer in a quick run."""
FEW = int(os.environ.get("GENDAN_BENCH_FEW", "5000"))
MANY = int(os.environ.get("GENDAN_BENCH_MANY", "5000000"))
CHUNK = 1_000
ASKED = 300
"""Units that are asked for in one measure of the whereabouts."""
PRODUCT, PLACE = "终端", "成品库"


def ours(number: int, count: int) -> Callable[[], int]:
    """A list in, and out again by one order."""
    join()
    from django.db import transaction

    from gendan.cases import attachments
    from gendan.stock.actions import holding, loading, moving
    from gendan.stock.asked import Job

    times = [0]

    def work() -> int:
        times[0] += 1
        path = workbook(f"a{number}x{times[0]}")
        kept = attachments.store([path.read_bytes()], name=path.name, by=1, at=NOW, most=1 << 30)
        load = loading.start(str(kept["sha256"]), path.name, place=PLACE, product=PRODUCT, actor=1, at=NOW)
        while loading.continue_(load, NOW):
            pass
        case = 1_000_000_000 + number * 1_000_000 + times[0]
        wanted = {"product": PRODUCT, "quantity": UNITS}
        with transaction.atomic():
            holding.reserve([Job(actor=1, at=NOW, case=case, arguments=wanted)])
            moving.dispatch([Job(actor=1, at=NOW, case=case, arguments={"customer": "经销商"})])
        path.unlink()
        return UNITS

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """The same rows by hand."""
    join()
    from gendan.cases.sheets import open_table

    connection = psycopg.connect(os.environ["DATABASE_URL"])
    times = [0]

    def work() -> int:
        times[0] += 1
        path = workbook(f"b{number}x{times[0]}")
        rows = open_table(path).rows()
        done = 0
        while chunk := [line.cells for line in islice(rows, CHUNK)]:
            _copy(connection, chunk)
            done += len(chunk)
        path.unlink()
        return done

    return work


def _copy(connection: Any, rows: list[Any]) -> None:
    with connection.transaction(), connection.cursor() as on:
        on.execute("select nextval('stock_unit_id_seq') from generate_series(1, %s)", [len(rows)])
        ids = [row[0] for row in on]
        with on.copy("copy stock_unit (id, product, code_1, code_2, code_3) from stdin") as copy:
            for unit, cells in zip(ids, rows, strict=True):
                copy.write_row((unit, PRODUCT, cells[0], cells[1], cells[2]))
        with on.copy("copy stock_whereabouts (unit, product, place, party, movement) from stdin") as copy:
            for unit in ids:
                copy.write_row((unit, PRODUCT, 2, "经销商", 2))
        for movement in (1, 2):
            with on.copy("copy stock_unitmove (unit, movement) from stdin") as copy:
                for unit in ids:
                    copy.write_row((unit, movement))


def workbook(stem: str) -> Path:
    """A list of units with three codes each, none of which another list has."""
    from gendan.cases.sheets import write_xlsx

    path = folder() / f"units-{stem}-{os.getpid()}.xlsx"
    # A run on a database that was kept must not meet its own codes.
    mark = f"{stem}{time.time_ns() % 10**9}"
    rows = ((f"SN{mark}{at:06}", f"8986{mark}{at:06}", f"C{mark}{at:06}") for at in range(UNITS))
    write_xlsx(path, ("序列号", "SIM卡号", "芯片号"), rows)
    return path


def whereabouts() -> None:
    """Print how long one unit is looked for among few and among many, in microseconds."""
    join()
    from gendan.stock import queries, units

    told = []
    for count in (FEW, MANY):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            _fill(connection, count)
        step = max(1, count // ASKED)
        codes = [f"W{at:09}" for at in range(1, count, step)][:ASKED]
        for code in codes[:50]:
            queries.find(code)
        taken = []
        for code in codes:
            begun = time.perf_counter()
            (unit,) = queries.find(code)
            units.history(unit.id)
            taken.append(time.perf_counter() - begun)
        told.append(median(taken) * 1e6)
    print(json.dumps(told))


def _fill(connection: Any, count: int) -> None:
    """Bring the units up to `count`, each with one move."""
    (stands,) = connection.execute("select count(*) from stock_unit where code_1 like 'W%'").fetchone()
    base = 10_000_000
    connection.execute(
        "insert into stock_unit (id, product, code_1) select %s + at, %s, 'W' || lpad(at::text, 9, '0')"
        " from generate_series(%s::bigint, %s::bigint) at",
        [base, PRODUCT, stands, count - 1],
    )
    connection.execute(
        "insert into stock_whereabouts (unit, product, place, party, movement)"
        " select %s + at, %s, 1001, '', 1 from generate_series(%s::bigint, %s::bigint) at",
        [base, PRODUCT, stands, count - 1],
    )
    connection.execute(
        "insert into stock_unitmove (unit, movement) select %s + at, 1 from generate_series(%s::bigint, %s::bigint) at",
        [base, stands, count - 1],
    )
    connection.execute("analyze stock_unit, stock_whereabouts, stock_unitmove")


def prepare() -> None:
    """Migrate the database, make the warehouse. In a process of its own."""
    join()
    from gendan.project.environment import ensure_migrated
    from gendan.stock.actions.places import make_place

    ensure_migrated(force=True)
    make_place(PLACE, actor=1, at=NOW)


def run() -> dict[str, Any]:
    """A list at a time on each side; then one unit among few and among many."""
    with own_database(DATABASE, "units.prepare"):
        result = interleaved(ours, raw, connections=1)
        few, many = json.loads(apart("units.whereabouts").splitlines()[-1])
    return {
        **result.as_json(),
        "growth": round(many / few, 3),
        "whereabouts_microseconds": {"few": round(few), "many": round(many)},
    }


if __name__ == "__main__":
    print(run())
