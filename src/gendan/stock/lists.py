"""编码清单 A list of codes as it is read and judged: which header holds what, what would become of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from gendan.cases import attachments
from gendan.cases.sheets import Line, RoundedNumber, Table, open_table
from gendan.core.headers import comparable
from gendan.core.refusals import Reason, Refused
from gendan.stock import units
from gendan.stock.actions.places import code_titles
from gendan.stock.asked import CODE_MOST
from gendan.stock.places import Places, places, where
from gendan.stock.refusals import reason
from gendan.stock.units import Piece

PREVIEW_ROWS: Final = 2000
"""Rows that a preview judges."""
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
    """What the kept file would do. Raises Refused for a file that is no list of codes, or an empty one."""
    table = table_of(sha256, sheet)
    chosen = dict(columns) if columns else columns_of(table)
    rows = list(islice(rows_of(table, chosen, product), PREVIEW_ROWS))
    if not rows:
        raise Refused((reason("no_rows"),))
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


def judge(rows: Sequence[Row], seen: dict[str, int], here: Places) -> Judged:
    """What becomes of rows: doubles within the file (`seen`: the row of each code so far) and against stock are told.

    One question for all of them.
    """
    judged = Judged()
    stands = units.by_codes([code for row in rows for code in codes_of(row.codes)])
    for row in rows:
        faults = list(row.faults)
        earlier = [(code[1:], seen[code]) for code in marks_of(row.codes) if code in seen]
        faults += [reason("doubled_code", code=code, row=number) for code, number in earlier]
        for code in marks_of(row.codes):
            seen.setdefault(code, row.number)
        if faults:
            judged.faulty.append((row, tuple(faults)))
            continue
        against = taken_by(row, stands, here)
        if not against:
            judged.new.append(row)
        elif _stands(row, stands):
            judged.unchanged.append(row)
        else:
            judged.faulty.append((row, against))
    return judged


def _stands(row: Row, stands: Mapping[str, Piece]) -> bool:
    """Whether a unit stands just as the row says."""
    found = {stands[code].id for code in codes_of(row.codes) if code in stands}
    piece = next((stands[code] for code in codes_of(row.codes) if code in stands), None)
    return piece is not None and len(found) == 1 and piece.product == row.product and piece.codes == row.codes


def taken_by(row: Row, stands: Mapping[str, Piece], here: Places) -> tuple[Reason, ...]:
    """Whose the codes of a row are."""
    told = []
    for place, code in enumerate(row.codes):
        piece = stands.get(code) if code else None
        if piece is None or piece.codes[place] != code:
            continue
        stands_at = where(here.name_of(piece.place), piece.party)
        told.append(reason("taken", code=code, product=piece.product, unit=piece.code, where=stands_at))
    return tuple(told)


def codes_of(codes: Codes) -> list[str]:
    """The codes that are there."""
    return [code for code in codes if code]


def marks_of(codes: Codes) -> list[str]:
    """Codes with their sort before them: each is the only one of its sort."""
    return [f"{place}{code}" for place, code in enumerate(codes, 1) if code]


def table_of(sha256: str, sheet: str) -> Table:
    """The kept file as a table. Raises Refused."""
    path = attachments.path_of(sha256)
    if path is None:
        raise Refused((reason("unknown_file"),))
    titles = code_titles()
    wanted = [name for names in _KNOWN_AS.values() for name in names]
    wanted += [text for title in titles.values() for text in (title.zh, title.en) if text]
    return open_table(Path(path), wanted=wanted, sheet=sheet)


def rows_of(table: Table, columns: Mapping[str, str], product: str) -> Iterator[Row]:
    """The rows of a list, by the headers that were chosen; `product` where a row names none."""
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
