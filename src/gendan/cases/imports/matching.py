"""Which rows stand already: the cases that have a row's key, found for a whole chunk by one question to one index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from psycopg import sql

from gendan.cases import key_index
from gendan.cases.imports.context import Context
from gendan.cases.key_index import SEPARATOR, as_text, digest, expression
from gendan.cases.store import cursor


@dataclass(frozen=True, slots=True)
class Known:
    """A case that has the key of a row. `data` are its fields' values as JSON."""

    case: int
    uid: str
    number: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """What was last taken from a file for a case: the row's digest, in which run, at which row."""

    digest: bytes
    run: UUID
    row: int


_ONE_BY_ONE: Final = (
    "select c.id, c.uid::text, c.number, c.data::text from unnest($1::text[]) k(digest) cross join lateral"
    " (select id, uid, number, data from cases_case where {holds} and {key} = k.digest offset 0) c"
    " order by c.id"
)
_TOGETHER: Final = (
    "select id, uid::text, number, data::text from cases_case where {holds} and {key} = any($1::text[]) order by id"
)


def asking(context: Context) -> str:
    """The statement that finds the cases of an array of keys' digests."""
    # Of many keys at once the planner expects so many cases that it reads the whole table: the server keeps no
    # statistics of what a partial index holds. Asked key by key it takes the index, if there is one for it to take.
    text = _ONE_BY_ONE if key_index.usable(context.under.pack, context.declared) else _TOGETHER
    holds = key_index.holds(context.full_procedure)
    return sql.SQL(text).format(holds=holds, key=expression(context.declared.key)).as_string()


def known(context: Context, keys: Collection[str]) -> dict[str, Known]:
    """The cases that have one of these keys, by key. Of several with one key (parts of a split) the first."""
    if not keys:
        return {}
    found: dict[str, Known] = {}
    with cursor() as on:
        on.execute(asking(context), [[digest(key) for key in keys]], prepare=False)
        for case, uid, number, said in on:
            data = orjson.loads(said)
            key = SEPARATOR.join(as_text(data.get(name)) for name in context.declared.key)
            # Equal digests of different texts can be made on purpose; equal texts can't.
            if key in keys and key not in found:
                found[key] = Known(case, uid, number, data)
    return found


def before(name: str, cases: Collection[int]) -> dict[int, Before]:
    """What an import last took for these cases, by case."""
    if not cases:
        return {}
    with cursor() as on:
        on.execute(
            "select distinct on (r.case_id) r.case_id, r.digest, r.run_id, r.row from cases_importrow r"
            " join cases_importrun n on n.id = r.run_id where r.case_id = any($1::bigint[]) and n.name = $2::text"
            " and r.digest is not null order by r.case_id, r.run_id desc, r.row desc",
            [list(cases), name],
            prepare=False,
        )
        return {case: Before(bytes(digest), run, row) for case, digest, run, row in on}


def one_at_a_time(context: Context) -> None:
    """Wait for other imports into the procedure, and keep them waiting until the transaction ends.

    Two files with the same order, brought in at the same moment, so make one case.
    """
    with cursor() as on:
        on.execute("select pg_advisory_xact_lock(hashtext($1::text))", [f"gendan import {context.full_procedure}"])
