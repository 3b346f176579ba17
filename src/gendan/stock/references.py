"""What texts may name of stock: units, places, codes and goods."""

from __future__ import annotations

from typing import Final

from gendan.core.vocabulary import Reference

REFERENCES: Final = (
    Reference(
        type="unit",
        area="stock",
        resolve="gendan.stock.queries:resolve",
        look_up="gendan.stock.queries:look_up",
        make="gendan.stock.queries:make_none",
    ),
    Reference(
        type="stock.places",
        area="stock",
        resolve="gendan.stock.picking:resolve_places",
        look_up="gendan.stock.picking:look_up_places",
        make="gendan.stock.picking:make_places",
    ),
    Reference(
        type="stock.codes",
        area="stock",
        resolve="gendan.stock.picking:resolve_codes",
        look_up="gendan.stock.queries:look_up",
        make="gendan.stock.queries:make_none",
        several=True,
    ),
    Reference(
        type="stock.goods",
        area="stock",
        resolve="gendan.stock.picking:resolve_goods",
        look_up="gendan.stock.picking:look_up_goods",
        make="gendan.stock.picking:make_no_goods",
    ),
)
