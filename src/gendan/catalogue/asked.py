"""What packs and people ask of the catalogue, typed, brought to its actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gendan.cases.effects import Call
from gendan.catalogue import actions, sheets
from gendan.core.refusals import Reason, Refused

Arguments = Mapping[str, Any]
_WRONG_MOST = 100


def describe(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `catalogue.product`: one product, or all of a file. Tells `products`, how many, or its `code`."""
    if arguments.get("file") is None:
        given = {name: value for name, value in arguments.items() if name != "file"}
        found = actions.describe(**{"code": "", **given}, actor=person, at=at)
        return {"code": found.code, "version": found.version}
    count = 0
    wrong: list[dict[str, object]] = []
    for number, row in enumerate(sheets.product_rows(arguments["file"]), 1):
        try:
            # A row has the arguments by name; what is wrong in one is told of the row.
            actions.describe(**dict(row), actor=person, at=at)  # type: ignore[arg-type]
            count += 1
        except Refused as refused:
            wrong += [{"row": number, "column": each.about, "given": row["code"]} for each in refused.reasons]
        if len(wrong) >= _WRONG_MOST:
            break
    if wrong:
        told = f"{wrong[0]['row']}: {wrong[0]['column']} ({wrong[0]['given']})"
        raise Refused((Reason("value.file", {"given": told, "expected": {"type": "rows"}, "cells": wrong}),))
    return {"products": count}


def publish(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `catalogue.publish`: the rows given, or those of a workbook. Tells its `name` and `version`."""
    given = {name: value for name, value in arguments.items() if name != "file"}
    if arguments.get("file") is not None:
        for name, rows in sheets.price_rows(arguments["file"]).items():
            given[name] = [*(given.get(name) or ()), *rows]
    found = actions.publish(**given, actor=person, at=at)
    return {"name": found.name, "version": found.version}


def end(*, arguments: Arguments, person: int, at: datetime) -> Mapping[str, object]:
    """Area action `catalogue.end`: a list ends earlier or later than it was published. Tells its `name` and `until`."""
    found = actions.end(**arguments, actor=person, at=at)
    return {"name": found.list.name, "version": found.list.version, "until": found.until.isoformat()}


def grant(calls: Sequence[Call]) -> None:
    """Effect `catalogue.special`: what was signed counts, from today where no day is told."""
    for call in calls:
        given = call.arguments
        since, until = given.get("since"), given.get("until")
        price, percent = given.get("price"), given.get("percent")
        actions.grant(
            party=str(given.get("party") or ""),
            product=str(given.get("product") or ""),
            price=None if price is None else Decimal(str(price)),
            percent=None if percent is None else Decimal(str(percent)),
            since=since if isinstance(since, date) else timezone.localdate(call.at, timezone.get_default_timezone()),
            until=until if isinstance(until, date) else None,
            case=call.case,
            actor=call.person,
            at=call.at,
        )
