"""What packs may ask of stock with arguments, answered for many askings at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gendan.cases.store import cursor
from gendan.stock import units
from gendan.stock.models.place import Outside
from gendan.stock.places import Places, places, stage
from gendan.stock.taking import all_names

ZERO = Decimal(0)


def free(arguments: Sequence[tuple[Any, ...]]) -> list[Decimal]:
    """`stock.free(product)`: what no case holds of products in our places, but for what waits for inspection."""
    wanted = [str(each[0] or "") for each in arguments]
    with cursor() as on:
        on.execute(
            "select b.product, sum(b.quantity - b.held) from stock_balance b join stock_place p on p.id = b.place"
            " where b.product = any($1::text[]) and not p.inspection and p.stage = $2::bigint group by 1",
            [sorted(set(wanted)), stage()],
        )
        found = dict(on.fetchall())
    return [found.get(product, ZERO) for product in wanted]


def free_at(arguments: Sequence[tuple[Any, ...]]) -> list[Decimal]:
    """`stock.free_at(product, place)`: what no case holds of a product at one place."""
    wanted = [(str(each[0] or ""), str(each[1] or "")) for each in arguments]
    with cursor() as on:
        on.execute(
            "select b.product, p.name, b.quantity - b.held from stock_balance b join stock_place p on p.id = b.place"
            " where b.product = any($1::text[]) and p.name = any($2::text[]) and p.stage = $3::bigint",
            [sorted({each[0] for each in wanted}), sorted({each[1] for each in wanted}), stage()],
        )
        found = {(product, place): quantity for product, place, quantity in on}
    return [found.get(each, ZERO) for each in wanted]


def place_of(arguments: Sequence[tuple[Any, ...]]) -> list[str]:
    """`stock.place_of(unit)`: where a unit is, by any of its codes; empty for a code that no unit has."""
    wanted = [str(each[0] or "") for each in arguments]
    found, here = units.by_codes(wanted), places()
    return [_place(found.get(code), here) for code in wanted]


def _place(piece: units.Piece | None, here: Places) -> str:
    return "" if piece is None else here.name_of(piece.place)


def product_of(arguments: Sequence[tuple[Any, ...]]) -> list[str]:
    """`stock.product_of(unit)`: which product a unit is, by any of its codes; empty for a code that no unit has."""
    wanted = [str(each[0] or "") for each in arguments]
    found = units.by_codes(wanted)
    return [found[code].product if code in found else "" for code in wanted]


def holder_of(arguments: Sequence[tuple[Any, ...]]) -> list[str]:
    """`stock.holder_of(unit)`: with whom a unit is outside: the customer that it was sent to."""
    wanted = [str(each[0] or "") for each in arguments]
    found = units.by_codes(wanted)
    return [found[code].party if code in found else "" for code in wanted]


def is_with(arguments: Sequence[tuple[Any, ...]]) -> list[bool]:
    """`stock.is_with(unit, party)`: whether a unit was sent to a party, under whatever name the party had then."""
    found = units.by_codes([str(unit or "") for unit, _ in arguments])
    names = {party: all_names(str(party)) for party in {party for _, party in arguments} if party}
    pieces = [(found.get(str(unit or "")), names.get(party, ())) for unit, party in arguments]
    return [
        piece is not None and piece.place == Outside.CUSTOMER.value and piece.party in known for piece, known in pieces
    ]


def used(arguments: Sequence[tuple[Any, ...]]) -> list[Decimal]:
    """`stock.used(order, product)`: how much of a material was handed out for an order."""
    return _for_orders(arguments, "issue")


def lost_for(arguments: Sequence[tuple[Any, ...]]) -> list[Decimal]:
    """`stock.lost_for(order, product)`: how much of a material was lost for an order."""
    return _for_orders(arguments, "lose")


def _for_orders(arguments: Sequence[tuple[Any, ...]], sort: str) -> list[Decimal]:
    wanted = [(str(each[0] or ""), str(each[1] or "")) for each in arguments]
    with cursor() as on:
        on.execute(
            "select order_number, product, sum(quantity) from stock_movement where order_number = any($1::text[])"
            " and sort = $2::text and order_number <> '' group by 1, 2",
            [sorted({each[0] for each in wanted}), sort],
        )
        found = {(order, product): quantity for order, product, quantity in on}
    return [found.get(each, ZERO) for each in wanted]
