"""What is done to stock without a case, by whom a pack's `acts` lets: the handlers of the area's own actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from gendan.stock.actions import coming, holding, loading, places, recoding
from gendan.stock.actions.asking import job_of


def receive(*, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.receive`."""
    coming.receive([job_of(arguments, person=person, at=at)])


def load_codes(*, arguments: Mapping[str, Any], person: int, at: datetime) -> dict[str, str]:
    """`stock.load_codes`; tells the load, whose progress the pages and the API show."""
    kept = arguments["list"]
    load = loading.start(
        str(kept["sha256"]),
        str(kept["name"]),
        place=str(arguments["target"]),
        product=str(arguments.get("product") or ""),
        supplier=str(arguments.get("supplier") or ""),
        keep="none" if arguments.get("all_or_none") is True else "good",
        actor=person,
        at=at,
    )
    return {"load": str(load)}


def place(*, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.place`."""
    places.make_place(
        str(arguments["name"]),
        warehouse=str(arguments.get("warehouse") or ""),
        inspection=arguments.get("inspection") is True,
        actor=person,
        at=at,
    )


def packing(*, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.packing`."""
    places.declare_packing(
        str(arguments["product"]),
        str(arguments["measure"]),
        Decimal(arguments["factor"]),
        own=str(arguments.get("own") or ""),
        actor=person,
        at=at,
    )


def name_code(*, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.name_code`."""
    places.name_code(int(arguments["number"]), str(arguments["title"]))


def recode(*, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.recode`."""
    recoding.recode([job_of(arguments, person=person, at=at)])


def pick(*, case: int, arguments: Mapping[str, Any], person: int, at: datetime) -> None:
    """`stock.pick`."""
    holding.pick([job_of(arguments, person=person, at=at, case=case)])
