"""Balances: of an account with 1,000,000 entries against one with 1,000, and a statement's opening of each.

Ours names the account and reads what stands on it, as a condition of a pack asks it. The raw twin sums the shards of
the same account by its number, in SQL written by hand.

    python -m bench.balance
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from typing import Any

import psycopg

from bench.own import apart, join, own_database
from bench.pairs import interleaved

DATABASE = "balance"
MANY = min(1_000_000, int(os.environ.get("GENDAN_BENCH_MANY", "1000000")))
FEW = max(10, MANY // 1000)
CHUNK = 20_000
"""Movements of one transaction while the accounts are filled."""
ASKED = 400
"""Balances of one slice of work, and of one measure."""
ACCOUNTS = {"few": FEW, "many": MANY}


def ours(number: int, count: int) -> Callable[[], int]:
    """The balance of the account that has many entries."""
    join()
    from gendan.money.queries import balances

    name = _name("many")

    def work() -> int:
        for _ in range(ASKED):
            balances([name])
        return ASKED

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """The same by hand."""
    join()
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    (account,) = connection.execute("select id from money_account where key = 'many'").fetchone()  # type: ignore[misc]

    def work() -> int:
        for _ in range(ASKED):
            connection.execute(
                "select sum(amount) from money_balance where account_id = %s", [account], prepare=True
            ).fetchone()
        return ASKED

    return work


def compare() -> None:
    """Print what a balance, and a statement of a day, cost of the one account and of the other, in microseconds."""
    join()
    from gendan.money.posting import known
    from gendan.money.queries import balances
    from gendan.money.statements import statement

    told: dict[str, list[float]] = {"balance": [], "statement": []}
    day = date(2026, 12, 1)
    for key in ACCOUNTS:
        name = _name(key)
        numbers = list(known([name]).values())
        for what, work in (
            ("balance", partial(balances, [name])),
            ("statement", partial(statement, numbers, day, day)),
        ):
            for _ in range(50):
                work()
            taken = []
            for _ in range(ASKED):
                begun = time.perf_counter()
                work()
                taken.append(time.perf_counter() - begun)
            told[what].append(median(taken) * 1e6)
    print(json.dumps(told))


def prepare() -> None:
    """Migrate the database and fill both accounts, by movements of two legs over two years."""
    join()
    from django.db import connection, transaction

    from gendan.money.posting import Name, accounts
    from gendan.project.environment import ensure_migrated

    ensure_migrated(force=True)
    for key, entries in ACCOUNTS.items():
        name, income = _name(key), Name(_sort("income"), key)
        ids = accounts([name, income])
        for first in range(0, entries, CHUNK):
            with transaction.atomic(), connection.cursor() as on:
                on.execute(
                    "insert into money_movement"
                    ' (sort, kind, amount, at, "on", party, desk, reference, memo, person, legs)'
                    " select 'charge', 'goods', 1 + at %% 9, '2025-01-01', date '2025-01-01' + (at %% 700)::int,"
                    " '', '', '', '', 1, 2 from generate_series(%s::bigint, %s::bigint) at returning id",
                    [first, min(entries, first + CHUNK) - 1],
                )
                movements = [row[0] for row in on.fetchall()]
                on.execute(
                    'insert into money_leg (movement_id, account_id, amount, "on")'
                    ' select m.id, s.account, s.sign * m.amount, m."on" from money_movement m,'
                    " (values (%s::bigint, 1), (%s::bigint, -1)) s (account, sign) where m.id = any(%s)",
                    [ids[name], ids[income], movements],
                )
    with connection.cursor() as on:
        on.execute("vacuum analyze money_leg")
        on.execute("vacuum analyze money_balance")
        on.execute("analyze money_movement, money_monthtotal, money_account")


def _name(key: str) -> Any:
    from gendan.money.posting import Name

    return Name(_sort("receivable"), key)


def _sort(sort: str) -> Any:
    from gendan.money.models import AccountSort

    return AccountSort(sort)


def run() -> dict[str, Any]:
    """Balances by each side in turns; then one account against the other."""
    with own_database(DATABASE, "balance.prepare"):
        result = interleaved(ours, raw, connections=1)
        told = json.loads(apart("balance.compare").splitlines()[-1])
    (few, many), (few_days, many_days) = told["balance"], told["statement"]
    return {
        **result.as_json(),
        "growth": round(many / few, 3),
        "balance_microseconds": {"few": round(few), "many": round(many)},
        "statement_microseconds": {"few": round(few_days), "many": round(many_days)},
    }


if __name__ == "__main__":
    print(run())
