"""What an area does to several cases at once: they are held by their locks before, and looked at afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from gendan.cases import bulk, store
from gendan.cases.judging import follow_rows
from gendan.cases.rows import Stored
from gendan.core.command import Command, Verb


def hold(cases: Collection[int]) -> Mapping[int, Stored]:
    """Lock cases until the commit, in the order of their ids; those that are there, as they stand."""
    return bulk.read(cases, ()).cases


def look_again(held: Iterable[Stored], at: datetime) -> None:
    """Queue a look at each case, for what may happen by itself now that an area knows something else of it; and have
    judged anew what is being judged without its lock."""
    rows = []
    for stored in held:
        # Two looks of one case at one moment are two: a bank's file may hold two of its payments.
        stem = f"{stored.case.uid}/{stored.case.seq}/look/{secrets.token_hex(8)}"
        rows.append((stored.case.id, follow_rows([Command(verb=Verb.TICK, case=stored.case.id)], stem, at)[0]))
    if rows:
        store.touch([case for case, _ in rows])
        bulk.queue(rows)
