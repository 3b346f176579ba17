"""What is published, checked before it counts: the rows of a price list as components, surcharges and tables.

Rows are as a form, a program or a workbook gives them. Everything wrong is told at once, by row and column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from gendan.catalogue.formulas import attribute_type, faults
from gendan.catalogue.pricing import MODES
from gendan.catalogue.queries import Described
from gendan.core.expression import Type
from gendan.core.expression.types import BOOL, DECIMAL
from gendan.core.refusals import Reason, Refused

Row = Mapping[str, object]
ROWS_MOST: Final = 20_000
"""Rows of a price list."""
_TITLE: Final = "单价"


@dataclass(slots=True)
class Checked:
    """What was found in the rows: components by product or series (`(code, "")`, `("", series)`), and what is wrong."""

    components: dict[tuple[str, str], list[dict[str, object]]] = field(default_factory=dict)
    surcharges: list[dict[str, object]] = field(default_factory=list)
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)


class _Sheet:
    """The rows of one argument, and what is wrong in them."""

    def __init__(self, name: str, rows: Sequence[Row]) -> None:
        self.name, self.rows = name, rows
        self.cells: list[dict[str, object]] = []

    def wrong(self, row: int, column: str, given: object, why: str, **parameters: object) -> None:
        self.cells.append({"row": row, "column": column, "given": str(given)[:200], "why": why, **parameters})

    def number(self, row: int, column: str, given: object) -> Decimal | None:
        if given is None or given == "":
            return None
        try:
            value = Decimal(str(given).strip().removesuffix("%"))
        except InvalidOperation:
            self.wrong(row, column, given, "number")
            return None
        if not value.is_finite() or abs(value) > Decimal(10) ** 12:
            self.wrong(row, column, given, "number")
            return None
        return value

    def formula(
        self,
        row: int,
        column: str,
        text: str,
        attributes: Mapping[str, Type],
        tables: Mapping[str, object],
        wanted: Type,
    ) -> None:
        for fault in faults(text, attributes, tables, wanted=wanted)[:1]:
            self.wrong(row, column, text, fault.code, at=fault.column)

    @property
    def reasons(self) -> list[Reason]:
        if not self.cells:
            return []
        first = self.cells[0]
        told = f"{first['row']}: {first['column']} = {first['given']} ({first['why']})"
        return [Reason(f"value.{self.name}", {"given": told, "expected": {"type": "rows"}, "cells": self.cells[:100]})]


def checked(
    prices: Sequence[Row], surcharges: Sequence[Row], tables: Sequence[Row], known: Mapping[str, Described]
) -> Checked:
    """The rows of a list, made ready to be published.

    `prices` have product or series, title, measure, least, most, unit, rate; `surcharges` title, when, amount or
    percent, per (piece or line); `tables` table, key, value. Raises Refused with `value.prices` and so on, whose
    `cells` name row (from 1), column, what was given and why it can't be: a code of formulas, number, product, series,
    amount_or_percent, doubled.
    """
    found = Checked()
    found.reasons += _tables(found, _Sheet("tables", tables))
    of_series = _series(known)
    found.reasons += _prices(found, _Sheet("prices", prices), known, of_series)
    everything: dict[str, Type] = {}
    for product in known.values():
        everything.update(_types(product))
    found.reasons += _surcharges(found, _Sheet("surcharges", surcharges), everything)
    if not prices:
        found.reasons.append(Reason("needs.prices"))
    if found.reasons:
        raise Refused(tuple(found.reasons))
    return found


def rounding(to: object, mode: object) -> dict[str, str]:
    """The rounding rule of a list: to a cent, half up, where nothing is said. Raises Refused."""
    step = Decimal("0.01") if to in (None, "") else Decimal(str(to))
    reasons = []
    if step < Decimal("0.01") or step % Decimal("0.01"):
        reasons.append(Reason("value.round_to", {"given": str(to), "expected": {"type": "money", "min": "0.01"}}))
    way = str(mode or "half_up")
    if way not in MODES:
        expected = {"type": "choice", "options": list(MODES)}
        reasons.append(Reason("value.round_mode", {"given": way, "expected": expected}))
    if reasons:
        raise Refused(tuple(reasons))
    return {"to": str(step), "mode": way}


def _types(product: Described) -> dict[str, Type]:
    return {str(each["name"]): attribute_type(each) for each in product.attributes}


def _series(known: Mapping[str, Described]) -> dict[str, dict[str, Type]]:
    """By series the attributes that every product of it has."""
    found: dict[str, dict[str, Type]] = {}
    for product in known.values():
        if not product.series:
            continue
        own = _types(product)
        before = found.get(product.series)
        found[product.series] = own if before is None else {name: before[name] for name in before if name in own}
    return found


def _tables(found: Checked, sheet: _Sheet) -> list[Reason]:
    for number, row in enumerate(sheet.rows, 1):
        table, key = str(row.get("table") or "").strip(), str(row.get("key") or "").strip()
        value = sheet.number(number, "value", row.get("value"))
        if not table.isidentifier() or not table.isascii():
            sheet.wrong(number, "table", table, "name")
        elif not key:
            sheet.wrong(number, "key", key, "empty")
        elif value is None:
            sheet.wrong(number, "value", row.get("value") or "", "number")
        elif key in found.tables.setdefault(table, {}):
            sheet.wrong(number, "key", key, "doubled")
        else:
            found.tables[table][key] = format(value, "f")
    return sheet.reasons


def _prices(
    found: Checked, sheet: _Sheet, known: Mapping[str, Described], of_series: Mapping[str, Mapping[str, Type]]
) -> list[Reason]:
    for number, row in enumerate(sheet.rows, 1):
        code, series = str(row.get("product") or "").strip(), str(row.get("series") or "").strip()
        attributes: Mapping[str, Type]
        if code and code in known:
            attributes, series = _types(known[code]), ""
        elif code:
            sheet.wrong(number, "product", code, "product")
            continue
        elif series in of_series:
            attributes = of_series[series]
        else:
            sheet.wrong(number, "series" if series else "product", series, "series" if series else "empty")
            continue
        component: dict[str, object] = {"title": str(row.get("title") or "").strip() or _TITLE}
        rate, measure = str(row.get("rate") or "").strip(), str(row.get("measure") or "").strip()
        if not rate:
            sheet.wrong(number, "rate", "", "empty")
            continue
        sheet.formula(number, "rate", rate, attributes, found.tables, DECIMAL)
        component["rate"] = rate
        if measure:
            sheet.formula(number, "measure", measure, attributes, found.tables, DECIMAL)
            component["measure"] = measure
        for column in ("least", "most"):
            bound = sheet.number(number, column, row.get(column))
            if bound is not None:
                component[column] = format(bound, "f")
        if row.get("unit"):
            component["unit"] = str(row["unit"]).strip()
        found.components.setdefault((code, series), []).append(component)
    return sheet.reasons


def _surcharges(found: Checked, sheet: _Sheet, attributes: Mapping[str, Type]) -> list[Reason]:
    for number, row in enumerate(sheet.rows, 1):
        title, when = str(row.get("title") or "").strip(), str(row.get("when") or "").strip()
        amount, percent = str(row.get("amount") or "").strip(), sheet.number(number, "percent", row.get("percent"))
        per = str(row.get("per") or "piece").strip()
        said: dict[str, object] = {"title": title or "附加费", "per": {"件": "piece", "行": "line"}.get(per, per)}
        if said["per"] not in ("piece", "line"):
            sheet.wrong(number, "per", per, "per")
        if when:
            sheet.formula(number, "when", when, attributes, found.tables, BOOL)
            said["when"] = when
        if bool(amount) == (percent is not None):
            sheet.wrong(number, "amount", amount, "amount_or_percent")
        elif amount:
            sheet.formula(number, "amount", amount, attributes, found.tables, DECIMAL)
            said["amount"] = amount
        elif percent is not None:
            said["percent"] = format(percent, "f")
        found.surcharges.append(said)
    return sheet.reasons
