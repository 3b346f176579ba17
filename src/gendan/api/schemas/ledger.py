"""Ledgers: the tables that areas show of all, and of one case."""

from __future__ import annotations

from typing import Any

from gendan.api.schemas.base import Told
from gendan.api.schemas.pack import FieldDescribed


class LedgerDescribed(Told):
    """A ledger, and what its rows may be filtered by."""

    word: str
    title: str
    filters: list[FieldDescribed]


class LedgersTold(Told):
    """The ledgers at which the caller may look."""

    ledgers: list[LedgerDescribed]


class LedgerColumn(Told):
    """A column: what it is called, and of what type its cells are."""

    title: str
    type: str


class LedgerTold(Told):
    """A ledger's rows, each with a cell for every column. `more`: there are more than were asked for."""

    word: str
    title: str
    columns: list[LedgerColumn]
    rows: list[list[Any]]
    more: bool
