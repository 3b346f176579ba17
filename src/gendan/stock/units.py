"""Units as they are found: by any of their codes, by the case that holds them, or the oldest that are free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gendan.cases.store import cursor
from gendan.stock.models.place import Outside


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit: its codes, its product, where it is, and which case holds it."""

    id: int
    product: str
    place: int
    party: str
    held_by: int | None
    picked: bool
    codes: tuple[str | None, str | None, str | None]

    @property
    def code(self) -> str:
        """The first code that it has."""
        return next(code for code in self.codes if code)


_COLUMNS = "w.unit, w.product, w.place, w.party, w.held_by, w.picked, u.code_1, u.code_2, u.code_3"


def _piece(row: Sequence[object]) -> Piece:
    return Piece(*row[:6], tuple(row[6:9]))  # type: ignore[call-arg, arg-type]  # the columns are those of the statement


def by_codes(codes: Collection[str]) -> dict[str, Piece]:
    """The units of these codes, by the code. One index for each sort of code is asked, whatever there is."""
    if not codes:
        return {}
    with cursor() as on:
        on.execute(
            "with wanted as (select distinct code from unnest($1::text[]) d (code)), found as ("
            " select d.code, u.id from wanted d join stock_unit u on u.code_1 = d.code"
            " union select d.code, u.id from wanted d join stock_unit u on u.code_2 = d.code"
            " union select d.code, u.id from wanted d join stock_unit u on u.code_3 = d.code)"
            f" select f.code, {_COLUMNS} from found f join stock_unit u on u.id = f.id"
            " join stock_whereabouts w on w.unit = f.id order by f.id",
            [sorted(set(codes))],
        )
        found: dict[str, Piece] = {}
        for row in on:
            found.setdefault(row[0], _piece(row[1:]))
        return found


def held_by(cases: Iterable[int]) -> list[Piece]:
    """The units that cases hold, in their order."""
    with cursor() as on:
        on.execute(
            f"select {_COLUMNS} from stock_whereabouts w join stock_unit u on u.id = w.unit"
            " where w.held_by = any($1::bigint[]) order by w.unit",
            [sorted(set(cases))],
        )
        return [_piece(row) for row in on]


def oldest(product: str, place: int, count: int, but: Collection[int]) -> list[int]:
    """The ids of the first units of a product at a place that no case holds, under the lock of its balance."""
    with cursor() as on:
        on.execute(
            "select unit from stock_whereabouts where product = $1::text and place = $2::bigint and held_by is null"
            " and unit <> all($4::bigint[]) order by unit limit $3::int",
            [product, place, count, sorted(but)],
        )
        return [row[0] for row in on]


def register(rows: Sequence[tuple[str, tuple[str | None, str | None, str | None]]]) -> list[int | None]:
    """Make units of product and codes; gives their ids in order, None where a code belongs to another unit already.

    They stand outside, with the supplier, until a movement brings them in. The database decides who was first.
    """
    if not rows:
        return []
    with cursor() as on:
        on.execute("select nextval('stock_unit_id_seq') from generate_series(1, $1::int)", [len(rows)])
        ids = [row[0] for row in on]
        on.execute(
            "with made as (insert into stock_unit (id, product, code_1, code_2, code_3)"
            " select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])"
            " on conflict do nothing returning id, product)"
            " insert into stock_whereabouts (unit, product, place, party, movement)"
            " select id, product, $6::bigint, '', 0 from made returning unit",
            [
                ids,
                [product for product, _ in rows],
                *[[codes[place] for _, codes in rows] for place in range(3)],
                Outside.SUPPLIER.value,
            ],
        )
        made = {row[0] for row in on}
    return [number if number in made else None for number in ids]


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a unit was from a moment on, and by what movement it came there."""

    at: datetime
    sort: str
    source: int
    target: int
    party: str
    case: int | None
    actor: int
    note: str


def history(unit: int) -> list[Stay]:
    """Where a unit was, the newest first."""
    with cursor() as on:
        on.execute(
            'select m.at, m.sort, m.source, m.target, m.party, m."case", m.actor, m.note from stock_unitmove x'
            " join stock_movement m on m.id = x.movement where x.unit = $1::bigint order by x.movement desc",
            [unit],
        )
        return [Stay(*row) for row in on]


def last_hands(unit: int) -> tuple[int, datetime | None]:
    """Who moved a unit last, and when; nobody (0) where nothing has moved it."""
    with cursor() as on:
        on.execute(
            "select m.actor, m.at from stock_whereabouts w join stock_movement m on m.id = w.movement"
            " where w.unit = $1::bigint",
            [unit],
        )
        found = on.fetchone()
    return (0, None) if found is None else (found[0], found[1])


@dataclass(frozen=True, slots=True)
class Recoded:
    """A code of a unit that was replaced."""

    at: datetime
    number: int
    before: str
    after: str
    note: str


def recodings(unit: int) -> list[Recoded]:
    """The codes of a unit that were replaced, the newest first."""
    with cursor() as on:
        on.execute(
            "select at, number, coalesce(before, ''), after, note from stock_recoding where unit = $1::bigint"
            " order by id desc",
            [unit],
        )
        return [Recoded(*row) for row in on]


def at_place(product: str, place: int) -> list[Piece]:
    """All units of a product at a place, in their order."""
    with cursor() as on:
        on.execute(
            f"select {_COLUMNS} from stock_whereabouts w join stock_unit u on u.id = w.unit"
            " where w.product = $1::text and w.place = $2::bigint order by w.unit",
            [product, place],
        )
        return [_piece(row) for row in on]
