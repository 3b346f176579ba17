"""编码清单 A maker's list of codes: previewed, taken in chunk by chunk, told row by row, gone on with after a kill.

A chunk's units, their movement, what was wrong with its rows and how far the load has come are one transaction. Rows
that stand as the file says change nothing, so that the same file twice, or the whole after the half, does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Final
from uuid import UUID

import orjson
from django.db import transaction

from gendan.cases.deferring import defer
from gendan.cases.numbers import new_uid
from gendan.cases.sheets import Table
from gendan.cases.store import cursor
from gendan.core.refusals import Refused
from gendan.core.values import plain
from gendan.stock import units
from gendan.stock.asked import Job
from gendan.stock.goods import PIECE, Counted, introduce
from gendan.stock.ledger import Key, Ledger, Move, key
from gendan.stock.lists import Judged, Row, codes_of, columns_of, judge, marks_of, rows_of, table_of, taken_by
from gendan.stock.models import CodeLoad
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import Outside
from gendan.stock.places import places
from gendan.stock.refusals import reason

CHUNK: Final = 1000
TOLD_MOST: Final = 5_000
"""Rows with faults that are kept of a list of which nothing else is kept."""


def start(
    sha256: str,
    file_name: str,
    *,
    place: str,
    product: str = "",
    supplier: str = "",
    keep: str = "good",
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    actor: int,
    at: datetime,
) -> UUID:
    """Begin to bring a kept list in, to a place; a job does the rest. Gives the load.

    `keep` is `good` (every row that can be kept) or `none` (no row where one can't be). Raises Refused: an unknown
    place, a file that is no list of codes.
    """
    spot = places().named(place)
    if spot is None:
        raise Refused((reason("unknown_place", place=place),))
    table = table_of(sha256, sheet)
    chosen = dict(columns) if columns else columns_of(table)
    total = sum(1 for _ in table.rows())
    if not total:
        raise Refused((reason("no_rows"),))
    with transaction.atomic():
        load = CodeLoad.objects.create(
            id=UUID(new_uid(at)),
            sha256=sha256,
            file_name=file_name[:200],
            sheet=sheet,
            columns=chosen,
            product=product,
            place=spot.id,
            party=supplier,
            keep=keep,
            total=total,
            person=actor,
            made_at=at,
            changed_at=at,
        )
        defer("code_load", load=str(load.id))
    return load.id


def continue_(load: UUID, at: datetime, limit: int = 20_000) -> bool:
    """Take the next rows of a load, at most about `limit`; whether there is more to do. Another process that is at the
    same load is left to it."""
    found = CodeLoad.objects.filter(id=load, stage=CodeLoad.Stage.RUNNING).first()
    if found is None:
        return False
    try:
        work = _Work(found, table_of(found.sha256, found.sheet), at)
        return work.all_or_none() if found.keep == "none" else work.good_ones(limit)
    except Refused as refused:
        first = refused.reasons[0]
        CodeLoad.objects.filter(id=load, stage=CodeLoad.Stage.RUNNING).update(
            stage=CodeLoad.Stage.REJECTED, fault=[first.code, plain(dict(first.parameters))], changed_at=at
        )
        return False


def standing_still(since: datetime) -> list[UUID]:
    """Loads that have not moved since a moment: their jobs are gone."""
    found = CodeLoad.objects.filter(stage=CodeLoad.Stage.RUNNING, changed_at__lt=since)
    return list(found.order_by("id").values_list("id", flat=True))


class _Beaten(Exception):
    """Another process has taken these rows."""


class _NotAll(Exception):
    """Not every row can be kept, and so none is."""


class _Work:
    """One process at one load."""

    def __init__(self, load: CodeLoad, table: Table, at: datetime) -> None:
        self.load = load
        self.at = at
        self.here = places()
        self.seen: dict[str, int] = {}
        self._rows = rows_of(table, load.columns, load.product)

    def good_ones(self, limit: int) -> bool:
        """Take rows from where the load stands, each chunk a transaction; whether there is more to do."""
        at_row = self.load.at_row
        taken = 0
        try:
            while chunk := list(islice(self._rows, CHUNK)):
                if chunk[-1].number <= at_row:
                    # Rows that were taken before are remembered, so that a double of theirs is told as one.
                    self._remember(chunk)
                    continue
                before = [row for row in chunk if row.number <= at_row]
                self._remember(before)
                with transaction.atomic():
                    self._lock(at_row)
                    judged = self._take(chunk[len(before) :])
                    self._keep_faults(judged)
                    self._advance(judged, chunk[-1].number)
                at_row = chunk[-1].number
                taken += len(chunk)
                if taken >= limit:
                    return True
            with transaction.atomic():
                self._lock(at_row).stage = CodeLoad.Stage.DONE
                self.load.save()
        except _Beaten:
            return CodeLoad.objects.filter(id=self.load.id, stage=CodeLoad.Stage.RUNNING).exists()
        return False

    def all_or_none(self) -> bool:
        """Take the whole list in one transaction, or nothing of it but its faults. There is never more to do."""
        bad = Judged()
        try:
            with transaction.atomic():
                self._lock(0)
                while chunk := list(islice(self._rows, CHUNK)):
                    judged = self._take(chunk, nothing=bool(bad.faulty))
                    bad.faulty += judged.faulty[: TOLD_MOST - len(bad.faulty)]
                    self._advance(judged, chunk[-1].number)
                if bad.faulty:
                    raise _NotAll
                self.load.stage = CodeLoad.Stage.DONE
                self.load.save()
        except _Beaten:
            return False
        except _NotAll:
            with transaction.atomic():
                self._keep_faults(bad)
                self.load.stage = CodeLoad.Stage.REJECTED
                self.load.received = self.load.unchanged = 0
                self.load.save()
        return False

    def _lock(self, at_row: int) -> CodeLoad:
        found = CodeLoad.objects.select_for_update(skip_locked=True).filter(id=self.load.id).first()
        if found is None or found.stage != CodeLoad.Stage.RUNNING or found.at_row != at_row:
            raise _Beaten
        self.load = found
        return found

    def _remember(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for code in marks_of(row.codes):
                self.seen.setdefault(code, row.number)

    def _take(self, rows: Sequence[Row], *, nothing: bool = False) -> Judged:
        """Bring in what can be of a chunk; `nothing`: only judge it."""
        judged = judge(rows, self.seen, self.here)
        if not judged.new or nothing:
            return judged
        load = self.load
        products = {row.product for row in judged.new}
        goods = introduce(dict.fromkeys(products, (PIECE, True)), actor=load.person, at=self.at)
        taken = _coded(judged, goods)
        ledger = Ledger()
        keys: set[Key] = set()
        for product in products:
            keys |= {key(product, load.place), key(product, Outside.SUPPLIER.value, load.party)}
        ledger.lock(keys)
        made = units.register([(row.product, row.codes) for row in taken])
        by_product: dict[str, list[int]] = {}
        for row, number in zip(taken, made, strict=True):
            if number is None:
                judged.new.remove(row)
                judged.faulty.append((row, taken_by(row, units.by_codes(codes_of(row.codes)), self.here)))
            else:
                by_product.setdefault(row.product, []).append(number)
        job = Job(actor=load.person, at=self.at)
        for product, ids in sorted(by_product.items()):
            ledger.move(
                Move(
                    job=job,
                    sort=Movement.Sort.RECEIVE.value,
                    product=product,
                    source=Outside.SUPPLIER.value,
                    target=load.place,
                    quantity=Decimal(len(ids)),
                    party=load.party,
                    note=load.file_name,
                    units=ids,
                )
            )
        ledger.write()
        return judged

    def _keep_faults(self, judged: Judged) -> None:
        if not judged.faulty:
            return
        with cursor() as on, on.copy("copy stock_codeloadrow (load_id, row, reasons) from stdin") as copy:
            for row, reasons in judged.faulty:
                said = [[each.code, plain(dict(each.parameters))] for each in reasons]
                copy.write_row((str(self.load.id), row.number, orjson.dumps(said).decode()))

    def _advance(self, judged: Judged, at_row: int) -> None:
        load = self.load
        load.received += len(judged.new)
        load.unchanged += len(judged.unchanged)
        load.faulty += len(judged.faulty)
        load.rows += len(judged.new) + len(judged.unchanged) + len(judged.faulty)
        load.at_row = at_row
        load.changed_at = self.at
        load.save()


def _coded(judged: Judged, goods: Mapping[str, Counted]) -> list[Row]:
    """The rows whose product goes by codes; the others are refused."""
    wrong = {product for product, good in goods.items() if not good.coded}
    for row in [row for row in judged.new if row.product in wrong]:
        judged.new.remove(row)
        judged.faulty.append((row, (reason("not_coded", product=row.product),)))
    return list(judged.new)
