"""编码清单 A maker's list of codes: previewed, taken in chunk by chunk, told row by row, gone on with after a kill.

A chunk's units, their movement, what was wrong with its rows and how far the load has come are one transaction. Rows
that stand as the file says change nothing, so that the same file twice, or the whole after the half, does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

import orjson
from django.db import transaction

from gendan.cases import attachments
from gendan.cases.deferring import defer
from gendan.cases.numbers import new_uid
from gendan.cases.sheets import Line, RoundedNumber, Table, comparable, open_table
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.core.values import plain
from gendan.stock import units
from gendan.stock.actions.places import code_titles
from gendan.stock.asked import CODE_MOST, Job
from gendan.stock.goods import PIECE, Counted, introduce
from gendan.stock.ledger import Key, Ledger, Move, key
from gendan.stock.models import CodeLoad
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import Outside
from gendan.stock.places import Places, places
from gendan.stock.refusals import reason
from gendan.stock.units import Piece

CHUNK: Final = 1000
PREVIEW_ROWS: Final = 2000
"""Rows that a preview judges."""
TOLD_MOST: Final = 5_000
"""Rows with faults that are kept of a list of which nothing else is kept."""
PRODUCT: Final = "product"
_KNOWN_AS: Final[Mapping[str, tuple[str, ...]]] = {
    PRODUCT: ("产品", "产品编码", "产品型号", "型号", "product", "model"),
    "1": ("序列号", "机身号", "编码", "sn", "serial number", "serial", "code"),
    "2": ("sim卡号", "sim", "iccid", "sim / iccid"),
    "3": ("芯片号", "卡号", "chip number", "chip", "card number"),
}
"""Headers that makers write, by what they hold; besides those that the site has named."""

Codes = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number, product and codes, and what is wrong with how it is written."""

    number: int
    product: str
    codes: Codes
    faults: tuple[Reason, ...] = ()


@dataclass(slots=True, kw_only=True)
class Judged:
    """What becomes of rows: those that come in, those that stand already, and those that can't be taken."""

    new: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    faulty: list[tuple[Row, tuple[Reason, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a list would do, judged by its first rows. `columns` says which header was taken for what."""

    headers: tuple[str, ...]
    columns: Mapping[str, str]
    first: tuple[Row, ...]
    new: int
    unchanged: int
    faulty: int
    faults: tuple[tuple[int, tuple[Reason, ...]], ...]
    total: int


def columns_of(table: Table) -> dict[str, str]:
    """Which header holds what: `product`, and `1` to `3` for the codes. Raises Refused where none holds a code."""
    titles = code_titles()
    found: dict[str, str] = {}
    taken: set[str] = set()
    for what, names in _KNOWN_AS.items():
        named = (titles[int(what)].zh, titles[int(what)].en) if what != PRODUCT else ()
        for name in (*named, *names):
            column = table.column(name)
            if column is not None and column.header not in taken:
                found[what] = column.header
                taken.add(column.header)
                break
    if not any(what in found for what in "123"):
        expected = [titles[number].zh for number in sorted(titles)]
        raise Refused((reason("no_code_column", given=[each.header for each in table.columns], expected=expected),))
    return found


def preview(sha256: str, *, product: str = "", columns: Mapping[str, str] | None = None, sheet: str = "") -> Preview:
    """What the kept file would do. Raises Refused for a file that is no list of codes."""
    table = _table(sha256, sheet)
    chosen = dict(columns) if columns else columns_of(table)
    rows = list(islice(_rows(table, chosen, product), PREVIEW_ROWS))
    judged = judge(rows, {}, places())
    return Preview(
        headers=tuple(column.header for column in table.columns),
        columns=chosen,
        first=tuple(rows[:10]),
        new=len(judged.new),
        unchanged=len(judged.unchanged),
        faulty=len(judged.faulty),
        faults=tuple((row.number, reasons) for row, reasons in judged.faulty[:100]),
        total=len(rows) if len(rows) < PREVIEW_ROWS else sum(1 for _ in table.rows()),
    )


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
    table = _table(sha256, sheet)
    chosen = dict(columns) if columns else columns_of(table)
    total = sum(1 for _ in table.rows())
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
        work = _Work(found, _table(found.sha256, found.sheet), at)
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
        self._rows = _rows(table, load.columns, load.product)

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
            for code in _marks(row.codes):
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
                judged.faulty.append((row, _taken_by(row, units.by_codes(_codes(row.codes)), self.here)))
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


def judge(rows: Sequence[Row], seen: dict[str, int], here: Places) -> Judged:
    """What becomes of rows: doubles within the file (`seen`: the row of each code so far) and against stock are told.

    One question for all of them.
    """
    judged = Judged()
    stands = units.by_codes([code for row in rows for code in _codes(row.codes)])
    for row in rows:
        faults = list(row.faults)
        earlier = [(code[1:], seen[code]) for code in _marks(row.codes) if code in seen]
        faults += [reason("doubled_code", code=code, row=number) for code, number in earlier]
        for code in _marks(row.codes):
            seen.setdefault(code, row.number)
        if faults:
            judged.faulty.append((row, tuple(faults)))
            continue
        against = _taken_by(row, stands, here)
        if not against:
            judged.new.append(row)
        elif _stands(row, stands):
            judged.unchanged.append(row)
        else:
            judged.faulty.append((row, against))
    return judged


def _stands(row: Row, stands: Mapping[str, Piece]) -> bool:
    """Whether a unit stands just as the row says."""
    found = {stands[code].id for code in _codes(row.codes) if code in stands}
    piece = next((stands[code] for code in _codes(row.codes) if code in stands), None)
    return piece is not None and len(found) == 1 and piece.product == row.product and piece.codes == row.codes


def _taken_by(row: Row, stands: Mapping[str, Piece], here: Places) -> tuple[Reason, ...]:
    """Whose the codes of a row are."""
    told = []
    for place, code in enumerate(row.codes):
        piece = stands.get(code) if code else None
        if piece is None or piece.codes[place] != code:
            continue
        where = piece.party or (here.by_id[piece.place].name if piece.place in here.by_id else "")
        told.append(reason("taken", code=code, product=piece.product, where=where, held_by=""))
    return tuple(told)


def _codes(codes: Codes) -> list[str]:
    return [code for code in codes if code]


def _marks(codes: Codes) -> list[str]:
    """Codes with their sort before them: each is the only one of its sort."""
    return [f"{place}{code}" for place, code in enumerate(codes, 1) if code]


def _table(sha256: str, sheet: str) -> Table:
    path = attachments.path_of(sha256)
    if path is None:
        raise Refused((reason("unknown_file"),))
    titles = code_titles()
    wanted = [name for names in _KNOWN_AS.values() for name in names]
    wanted += [text for title in titles.values() for text in (title.zh, title.en) if text]
    return open_table(Path(path), wanted=wanted, sheet=sheet)


def _rows(table: Table, columns: Mapping[str, str], product: str) -> Iterator[Row]:
    by_name = {column.name: column.place for column in table.columns}
    place_of = {what: by_name.get(comparable(header)) for what, header in columns.items()}
    product_at = place_of.get(PRODUCT)
    codes_at = [place_of.get(str(number)) for number in (1, 2, 3)]
    for line in table.rows():
        yield _row(line, product_at, codes_at, product)


def _row(line: Line, product_at: int | None, codes_at: Sequence[int | None], product: str) -> Row:
    cells = line.cells
    width = len(cells)
    faults: list[Reason] = []
    named = (cells[product_at].strip() if product_at is not None and product_at < width else "") or product
    found: list[str | None] = []
    for at in codes_at:
        cell = cells[at] if at is not None and at < width else ""
        code = cell.strip()
        if isinstance(cell, RoundedNumber):
            faults.append(reason("rounded", row=line.number, code=code))
        elif code and (len(code) > CODE_MOST or len(code.split()) > 1):
            faults.append(reason("code_form", code=code[:CODE_MOST]))
        found.append(code or None)
    if not named:
        faults.append(reason("needs_product", row=line.number))
    if not any(found):
        faults.append(reason("code_form", code=""))
    return Row(line.number, named, (found[0], found[1], found[2]), tuple(faults))
