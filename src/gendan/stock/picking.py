"""What a text may be picked from: our places (`stock.places`), goods, above all known ones (`stock.goods`), and the
codes of units (`stock.codes`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gendan.cases.store import cursor
from gendan.stock.actions.places import make_place
from gendan.stock.asked import codes_in
from gendan.stock.places import places


def resolve_places(texts: Sequence[str]) -> dict[str, str]:
    """The place of each text that names one."""
    here = places()
    return {text: spot.name for text in texts if (spot := here.named(text)) is not None}


def look_up_places(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Places whose name holds a text, each with its warehouse."""
    here, wanted = places(), text.strip().casefold()
    found = [spot for spot in here.by_id.values() if wanted in spot.name.casefold()]
    found.sort(key=lambda spot: (not spot.name.casefold().startswith(wanted), spot.name))
    return [
        (spot.name, here.by_id[spot.warehouse].name if spot.warehouse != spot.id else "", "") for spot in found[:limit]
    ]


def make_places(texts: Sequence[str], at: datetime) -> None:
    """Warehouses of these names, for rehearsals."""
    for text in texts:
        make_place(text, actor=0, at=at)


def resolve_goods(texts: Sequence[str]) -> dict[str, str]:
    """Any text: a paper may name what stock has never seen, and goods become known by coming in."""
    return {text: text.strip() for text in texts}


def resolve_codes(texts: Sequence[str]) -> dict[str, str]:
    """The codes of any text, divided by one blank: what no unit has is told where it is asked for."""
    return {text: " ".join(codes_in(text)) for text in texts}


def look_up_goods(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Products of which stock knows and whose name holds a text; what stands is told in their unit."""
    with cursor() as on:
        on.execute(
            "select g.product, g.measure, coalesce(sum(b.quantity), 0) from stock_good g"
            " left join stock_balance b on b.product = g.product and b.place = any($3::bigint[])"
            " where strpos(lower(g.product), lower($1::text)) > 0 group by g.product, g.measure"
            " order by strpos(lower(g.product), lower($1::text)), g.product limit $2::int",
            [text.strip(), limit, sorted(places().by_id)],
        )
        return [(product, f"{quantity.normalize():f} {measure}", "") for product, measure, quantity in on]


def make_no_goods(texts: Sequence[str], at: datetime) -> None:
    """Goods are never made by being named, not even in a rehearsal: they come in."""
