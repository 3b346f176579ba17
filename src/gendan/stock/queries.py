"""What is asked of stock: what stands where, now and at any past moment; where a unit is and was; what cases hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from gendan.cases.store import cursor
from gendan.stock import units
from gendan.stock.models.place import FIRST_PLACE
from gendan.stock.places import places


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What stood of a product at a place; `held` is what cases hold of it now, None at a past moment."""

    product: str
    place: str
    quantity: Decimal
    held: Decimal | None
    measure: str
    coded: bool

    @property
    def free(self) -> Decimal | None:
        """What no case holds."""
        return None if self.held is None else self.quantity - self.held


def goods(
    *,
    product: str = "",
    place: str = "",
    moment: datetime | None = None,
    after: tuple[str, str] = ("", ""),
    limit: int | None = 100,
) -> list[Stood]:
    """货品 Goods by product and place, in their order behind `after`; now, or as they stood at a moment (inclusive).

    `product` is the beginning of its code; `place` a warehouse, with all its places, or one place. A past moment costs
    one row of the ledger for each product and place. `limit` None: all of them.
    """
    parameters: list[object] = [product, place, *after, limit]
    if moment is None:
        quantity, held = "b.quantity", "b.held"
        source = "stock_balance b"
    else:
        parameters.append(moment)
        quantity, held = "x.quantity", "null::numeric"
        source = (
            "stock_balance b cross join lateral (select quantity from ("
            " (select m.id, m.source_after as quantity from stock_movement m where m.product = b.product"
            "  and m.source = b.place and m.at <= $6::timestamptz order by m.at desc, m.id desc limit 1)"
            " union all"
            " (select m.id, m.target_after from stock_movement m where m.product = b.product and m.target = b.place"
            "  and m.at <= $6::timestamptz order by m.at desc, m.id desc limit 1)"
            ") y order by id desc limit 1) x"
        )
    with cursor() as on:
        on.execute(
            f"select b.product, p.name, {quantity}, {held}, g.measure, g.coded from {source}"
            " join stock_place p on p.id = b.place left join stock_place w on w.id = p.warehouse_id"
            " join stock_good g on g.product = b.product"
            f" where b.place >= {FIRST_PLACE} and starts_with(b.product, $1::text)"
            " and ($2::text = '' or p.name = $2::text or w.name = $2::text)"
            f" and (b.product, p.name) > ($3::text, $4::text) and {quantity} <> 0"
            " order by b.product, p.name limit $5::int",
            parameters,
        )
        return [
            Stood(product=row[0], place=row[1], quantity=row[2], held=row[3], measure=row[4], coded=row[5])
            for row in on
        ]


def with_parties(outside: int, *, party: str, limit: int = 200) -> list[tuple[str, Decimal, str]]:
    """What a party has of us (a customer), or a workshop has drawn: product, quantity, unit."""
    with cursor() as on:
        on.execute(
            "select b.product, b.quantity, g.measure from stock_balance b join stock_good g using (product)"
            " where b.place = $1::bigint and b.party = $2::text and b.quantity <> 0 order by 1 limit $3::int",
            [outside, party, limit],
        )
        return [tuple(row) for row in on]


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """A movement as it is shown."""

    id: int
    at: datetime
    sort: str
    product: str
    source: str
    target: str
    party: str
    quantity: Decimal
    measure: str
    number: str
    case: int | None
    actor: int
    order: str
    planned: bool | None
    note: str


def movements(
    *,
    product: str = "",
    place: str = "",
    party: str = "",
    order: str = "",
    case: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Went]:
    """出入库流水 Movements, the newest first, behind the one called `before`."""
    here = places()
    spot = here.named(place) if place else None
    if place and spot is None:
        return []
    wanted: list[str] = []
    values: list[Any] = []
    for value, condition in (
        (product or None, "m.product = {}::text"),
        (spot.id if spot else None, "{0}::bigint in (m.source, m.target)"),
        (party or None, "m.party = {}::text"),
        (order or None, "m.order_number = {}::text"),
        (case, 'm."case" = {}::bigint'),
        (since, "m.at >= {}::timestamptz"),
        (until, "m.at < {}::timestamptz"),
        (before, "m.id < {}::bigint"),
    ):
        if value is not None:
            values.append(value)
            wanted.append(condition.format(f"${len(values)}"))
    values.append(limit)
    with cursor() as on:
        on.execute(
            "select m.id, m.at, m.sort, m.product, m.source, m.target, m.party, m.quantity, g.measure,"
            " coalesce(c.number, ''), c.id, m.actor, m.order_number, m.planned, m.note from stock_movement m"
            ' join stock_good g on g.product = m.product left join cases_case c on c.id = m."case"'
            f" {'where ' + ' and '.join(wanted) if wanted else ''} order by m.id desc limit ${len(values)}::int",
            values,
        )
        return [
            Went(
                id=row[0],
                at=row[1],
                sort=row[2],
                product=row[3],
                source=here.name_of(row[4]),
                target=here.name_of(row[5]),
                party=row[6],
                quantity=row[7],
                measure=row[8],
                number=row[9],
                case=row[10],
                actor=row[11],
                order=row[12],
                planned=row[13],
                note=row[14],
            )
            for row in on
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A unit and where it is: a place of ours, or outside with whom. The case `holder` has it, whose number is
    `held_by`.

    `once` is the code that it was found by and has no more.
    """

    id: int
    product: str
    codes: tuple[str | None, str | None, str | None]
    place: str
    party: str
    holder: int | None
    held_by: str
    picked: bool
    once: str = ""


_FOUND: Final = (
    "u.id, u.product, u.code_1, u.code_2, u.code_3, w.place, w.party, w.held_by, coalesce(c.number, ''), w.picked"
    " from u join stock_whereabouts w on w.unit = u.id left join cases_case c on c.id = w.held_by"
)
"""What `Found` tells of units `u`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToScan:
    """待扫 What a case holds of a product that has codes, in pieces, and how many of these somebody has scanned."""

    case: int
    number: str
    product: str
    held: int
    picked: int


def to_scan(*, limit: int = 200) -> list[ToScan]:
    """待扫码拣货 By case and product, the case that was opened first before: what is kept and not yet all scanned."""
    with cursor() as on:
        on.execute(
            "select w.held_by, coalesce(c.number, ''), w.product, count(*), count(*) filter (where w.picked)"
            " from stock_whereabouts w left join cases_case c on c.id = w.held_by where w.held_by is not null"
            " group by 1, 2, 3 having not bool_and(w.picked) order by 1, 3 limit $1::int",
            [limit],
        )
        return [ToScan(**dict(zip(ToScan.__slots__, row, strict=True))) for row in on]


def find(code: str) -> list[Found]:
    """找编码 The units that have this code, whichever sort of code it is.

    One statement of equalities: its plan is kept, and among millions of units it reads a leaf of each index and the
    unit's own rows, once.
    """
    with cursor() as on:
        on.execute(
            "with u as (select id, product, code_1, code_2, code_3 from stock_unit where code_1 = $1::text"
            " union select id, product, code_1, code_2, code_3 from stock_unit where code_2 = $1::text"
            " union select id, product, code_1, code_2, code_3 from stock_unit where code_3 = $1::text)"
            f" select {_FOUND} order by u.id limit 3",
            [code.strip()],
            prepare=True,
        )
        found = on.fetchall()
    return _found(found)


def find_ever(code: str) -> list[Found]:
    """The units that have this code, then those that had it before it was replaced."""
    found, code = find(code), code.strip()
    with cursor() as on:
        on.execute(
            "select distinct unit from stock_recoding where before = $1::text and unit <> all($2::bigint[])"
            " order by unit limit 3",
            [code, [each.id for each in found]],
        )
        ids = [row[0] for row in on]
    return [*found, *(replace(each, once=code) for each in units_of(ids))]


def units_of(ids: Sequence[int]) -> list[Found]:
    """Units by their ids, in their order."""
    if not ids:
        return []
    with cursor() as on:
        on.execute(
            "with u as (select id, product, code_1, code_2, code_3 from stock_unit where id = any($1::bigint[]))"
            f" select {_FOUND} order by u.id",
            [list(ids)],
        )
        found = on.fetchall()
    return _found(found)


def _found(rows: Sequence[Sequence[Any]]) -> list[Found]:
    if not rows:
        return []
    here = places()
    return [
        Found(
            id=row[0],
            product=row[1],
            codes=(row[2], row[3], row[4]),
            place=here.name_of(row[5]),
            party=row[6],
            holder=row[7],
            held_by=row[8],
            picked=row[9],
        )
        for row in rows
    ]


def at_place(*, product: str, place: str = "", after: int = 0, limit: int = 100) -> list[Found]:
    """The units of a product in our places (or in one of them), in their order behind `after`."""
    spot = places().named(place) if place else None
    with cursor() as on:
        on.execute(
            "select unit from stock_whereabouts where product = $1::text and unit > $2::bigint"
            f" and (($3::bigint is null and place >= {FIRST_PLACE}) or place = $3::bigint) order by unit limit $4::int",
            [product, after, spot.id if spot else (0 if place else None), limit],
        )
        ids = [row[0] for row in on]
    return units_of(ids)


# -- references


def resolve(texts: Sequence[str]) -> dict[str, str]:
    """The unit of each text by any of its codes, as its first code; texts that no unit has are absent.

    A code that was replaced leads to the unit that had it last, as long as no other has it now.
    """
    wanted = {text.strip() for text in texts}
    found = {code: piece.code for code, piece in units.by_codes(wanted).items()}
    missing = sorted(wanted - found.keys() - {""})
    with cursor() as on:
        on.execute(
            "select distinct on (r.before) r.before, coalesce(u.code_1, u.code_2, u.code_3) from stock_recoding r"
            " join stock_unit u on u.id = r.unit where r.before = any($1::text[]) order by r.before, r.id desc",
            [missing],
        )
        return {**dict(on.fetchall()), **found}


def look_up(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Units whose code begins with a text: code, product, where it is."""
    text = text.strip()
    if not text:
        return []
    with cursor() as on:
        on.execute(
            "select u.id from stock_unit u where u.code_1 >= $1::text and u.code_1 < $1::text || chr(1114111)"
            " order by u.code_1 limit $2::int",
            [text, limit],
        )
        ids = [row[0] for row in on]
    found = {each.id: each for each in [*find_ever(text), *units_of(ids)]}
    return [
        (
            next(code for code in each.codes if code),
            each.product,
            " ".join(filter(None, (each.place, each.party, each.once))),
        )
        for each in list(found.values())[:limit]
    ]


def make_none(texts: Sequence[str], at: datetime) -> None:
    """Units are never made by being named, not even in a rehearsal: they come in with their product."""
