"""Import: a file of orders to cases with events, against parsing the file and COPY of the same rows.

Ours reads the file, finds what stands, decides each row through the one door, and tells an outcome for each. The raw
twin parses the file with its amounts and dates, and copies for each row what ours leaves: case, event, clocks, words
by which it is found, key and outcome, on the same tables and indexes, 1,000 rows a transaction. The file is the one of
28,010 real orders where it lies beside the project, else one drawn to its shape.

    python -m bench.imports
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import psycopg

from bench.ground import NOW, ROOT
from bench.own import folder, join, own_database
from bench.pairs import Result, interleaved

REAL = ROOT.parent / "shared" / "data" / "tmall_orders_2020_02.csv"
DATABASE = "import"
NAME = "shop_review.shop_export"
COLUMNS = {
    "订单编号": "order_no",
    "总金额": "amount",
    "买家实际支付金额": "paid",
    "收货地址": "province",
    "订单创建时间": "ordered_at",
    "订单付款时间": "paid_at",
    "退款金额": "refund",
}
CHUNK = 1_000


def ours(number: int, count: int) -> Callable[[], int]:
    """The whole file through the one door, each time as another shop's."""
    join()
    from gendan.cases import imports
    from gendan.cases.imports import ColumnMapping
    from gendan.project.processes import settle_memory

    settle_memory()  # as the worker does that runs a site's imports
    person = _clerk()
    path = orders()
    kept = imports.keep_file([path.read_bytes()], name=path.name, by=person, at=NOW)
    times = [0]

    def work() -> int:
        times[0] += 1
        mapping = ColumnMapping(columns=COLUMNS, constants={"shop": f"店铺{number}之{times[0]}"})
        sha256 = str(kept["sha256"])
        run = imports.start(
            NAME, sha256=sha256, file_name=path.name, mapping=mapping, keep="good", person=person, at=NOW
        )
        while imports.continue_(run, NOW):
            pass
        done = imports.progress(run, person=person, at=NOW)
        if done.opened != done.total:
            raise RuntimeError(done)
        return done.total

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """The same rows by hand."""
    join()
    from gendan.cases import imports

    person = _clerk()
    constants = {"shop": "样店"}
    rows = imports.rows_of("orders.csv", b"\n".join(orders().read_bytes().splitlines()[:300]))
    imports.run_rows(NAME, rows, constants=constants, person=person, at=NOW)
    samples = _samples()
    connection = psycopg.connect(os.environ["DATABASE_URL"])
    times = [0]

    def work() -> int:
        times[0] += 1
        return _raw_file(connection, samples, f"店铺{number}抄{times[0]}")

    return work


def _raw_file(connection: Any, samples: dict[str, _Sample], shop: str) -> int:
    done = 0
    with orders().open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = [cell.strip() for cell in next(reader)]
        place = {field: header.index(name) for name, field in COLUMNS.items()}
        while chunk := list(islice(reader, CHUNK)):
            _raw_chunk(connection, samples, [_parsed(place, row, shop) for row in chunk])
            done += len(chunk)
    return done


def _parsed(place: dict[str, int], row: list[str], shop: str) -> dict[str, Any]:
    values: dict[str, Any] = {"shop": shop}
    for field, at in place.items():
        text = row[at].strip()
        if not text:
            continue
        if field in ("amount", "paid", "refund"):
            values[field] = format(Decimal(text).quantize(Decimal("0.01")), "f")
        elif field.endswith("_at"):
            values[field] = int(datetime.fromisoformat(text + "+08:00").timestamp()) * 1_000_000
        else:
            values[field] = text
    return values


class _Sample:
    """A case that ours has made, as rows of text to be copied with other ids and values."""

    def __init__(
        self, case: list[Any], events: list[Any], clocks: list[Any], words: list[Any], data: dict[str, Any]
    ) -> None:
        self.case = case
        self.events = events
        self.clocks = clocks
        self.words = words
        self.more = {name: value for name, value in data.items() if name not in {*COLUMNS.values(), "shop"}}


def _samples() -> dict[str, _Sample]:
    """One case for each state in which orders come in."""
    from gendan.cases.rows import TYPES

    columns = ", ".join(f"{name}::text" for name in TYPES)
    found = {}
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        for (state,) in connection.execute("select distinct state from cases_case").fetchall():
            case = connection.execute(
                f"select {columns} from cases_case where state = %s order by id limit 1",
                [state],
            ).fetchone()
            assert case is not None  # the state was just read
            events = connection.execute(
                "select seq::text, kind, actor::text, at::text, month::text, body::text, hash::text from cases_event"
                " where case_id = %s order by seq",
                [case[0]],
            ).fetchall()
            clocks = connection.execute(
                "select name, due_at::text, next_at::text, running::text, body::text from cases_clock"
                " where case_id = %s",
                [case[0]],
            ).fetchall()
            words = connection.execute(
                "select field, words::text from cases_searchrow where case_id = %s", [case[0]]
            ).fetchall()
            data = orjson.loads(case[list(TYPES).index("data")])
            found[state] = _Sample(list(case), events, clocks, words, data)
    return found


def _raw_chunk(connection: Any, samples: dict[str, _Sample], rows: list[dict[str, Any]]) -> None:
    from gendan.cases.rows import TYPES

    names = list(TYPES)
    own = [names.index(name) for name in ("id", "uid", "data")]
    with connection.transaction(), connection.cursor() as on:
        on.execute("select nextval('cases_case_id_seq')::text from generate_series(1, %s)", [len(rows)])
        ids = [row[0] for row in on]
        chosen = [samples[_state(values)] for values in rows]
        with on.copy(f"copy cases_case ({', '.join(names)}) from stdin") as copy:
            for case, values, sample in zip(ids, rows, chosen, strict=True):
                row = list(sample.case)
                row[own[0]], row[own[1]] = case, str(uuid4())
                row[own[2]] = orjson.dumps({**sample.more, **values}).decode()
                copy.write_row(row)
        with on.copy("copy cases_event (case_id, seq, kind, actor, at, month, body, hash) from stdin") as copy:
            for case, sample in zip(ids, chosen, strict=True):
                for event in sample.events:
                    copy.write_row((case, *event))
        with on.copy("copy cases_clock (case_id, name, due_at, next_at, running, body) from stdin") as copy:
            for case, sample in zip(ids, chosen, strict=True):
                for clock in sample.clocks:
                    copy.write_row((case, *clock))
        with on.copy("copy cases_searchrow (case_id, field, words) from stdin") as copy:
            for case, sample in zip(ids, chosen, strict=True):
                for row in sample.words:
                    copy.write_row((case, *row))
        run = str(uuid4())
        with on.copy("copy cases_commandkey (key, digest, outcome, at) from stdin") as copy:
            for number in range(len(ids)):
                copy.write_row((f"import:{run}:{number}", _DIGEST, _OUTCOME, NOW))
        with on.copy("copy cases_importrow (run_id, row, fate, case_id, digest, reasons) from stdin") as copy:
            for number, case in enumerate(ids):
                copy.write_row((run, number, "opened", case, _DIGEST[:16], None))


_DIGEST = bytes(range(32))
_OUTCOME = (
    '{"case":1000001,"uid":"01a11e48-09c0-732a-9ed1-4be9e32a5e4f","number":"202610-000001","version":1,'
    '"state":"unreviewed","opened":[]}'
)


def _state(values: dict[str, Any]) -> str:
    if "paid_at" not in values:
        return "unpaid"
    return "set_aside" if values["refund"] != "0.00" else "unreviewed"


def orders() -> Path:
    """The file."""
    if REAL.is_file():
        return REAL
    path = folder() / "orders.csv"
    if not path.is_file():
        from gendan.cases.sheets import write_csv
        from gendan.project.demo.orders import Drawer

        drawn = (order.values for order in Drawer(1).orders(28_010, NOW))
        write_csv(path, list(COLUMNS), ([str(each.get(field, "")) for field in COLUMNS.values()] for each in drawn))
    return path


def _clerk() -> int:
    from gendan.people.models import Person

    return int(Person.objects.get(username="bench_import").id)


def prepare() -> None:
    """Migrate the database, activate the pack, hire the clerk. In a process of its own."""
    join()
    from gendan.cases import library
    from gendan.packs.reader import SHIPPED
    from gendan.people import actions
    from gendan.project.environment import ensure_migrated

    ensure_migrated(force=True)
    library.activate(SHIPPED / "shop_review", by=0, at=NOW)
    person = actions.create_person(actor=0, at=NOW, username="bench_import", name="测速员")
    actions.hold(person, "shop_review.supervisor", actor=0, at=NOW)


def run() -> Result:
    """The import, measured: a file at a time on each side, as files come in."""
    with own_database(DATABASE, "imports.prepare"):
        return interleaved(ours, raw, connections=1)


if __name__ == "__main__":
    print(run())
