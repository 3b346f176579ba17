"""Setting up: places, the units in which goods are packed, and what the site calls its codes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gendan.core.refusals import Refused
from gendan.core.text import Text
from gendan.stock.goods import PIECE, introduce
from gendan.stock.models import CodeSort, Packing, Place
from gendan.stock.places import stage
from gendan.stock.refusals import reason

CODE_SORTS = {
    1: Text("序列号", "Serial number"),
    2: Text("SIM卡号", "SIM / ICCID"),
    3: Text("芯片号", "Chip number"),
}
"""What the codes are called until the site says otherwise."""


def make_place(name: str, *, warehouse: str = "", inspection: bool = False, actor: int, at: datetime) -> int:
    """新建库位 A warehouse, or a place in a `warehouse`; gives its id. Raises Refused where the name stands, or the
    warehouse does not."""
    name, warehouse, on = name.strip(), warehouse.strip(), stage()
    with transaction.atomic():
        if Place.objects.filter(name=name, stage=on).exists():
            raise Refused((reason("place_stands", place=name),))
        within = Place.objects.filter(name=warehouse, warehouse=None, stage=on).first() if warehouse else None
        if warehouse and within is None:
            raise Refused((reason("unknown_place", place=warehouse),))
        place = Place.objects.create(
            name=name, warehouse=within, inspection=inspection, stage=on, made_at=at, made_by=actor
        )
    return place.id


def declare_packing(product: str, measure: str, factor: Decimal, *, own: str = "", actor: int, at: datetime) -> None:
    """声明包装单位 One `measure` of a product holds `factor` of its own unit (`own`, where stock does not know the
    product yet). Raises Refused for another factor of the same unit: what was booked with it stands."""
    with transaction.atomic():
        good = introduce({product: (own or PIECE, False)}, actor=actor, at=at)[product]
        if factor <= 0 or measure == good.measure:
            raise Refused((reason("amount", product=product, given=factor),))
        found, made = Packing.objects.get_or_create(
            product=product, measure=measure, defaults={"factor": factor, "made_at": at, "made_by": actor}
        )
        if not made and found.factor != factor:
            raise Refused((reason("factor_stands", product=product, measure=measure, factor=found.factor),))


def name_code(number: int, title: str) -> None:
    """命名编码 What the site calls the first, second or third code of its units."""
    CodeSort.objects.update_or_create(number=number, defaults={"title": title.strip()})


def code_titles() -> dict[int, Text]:
    """What the three codes are called."""
    named = {number: Text(title, title) for number, title in CodeSort.objects.values_list("number", "title")}
    return {**CODE_SORTS, **named}
