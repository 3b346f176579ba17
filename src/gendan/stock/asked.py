"""What is asked of stock: goods by product and quantity, or units by their codes, however it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from gendan.cases import attachments
from gendan.cases.sheets import open_table
from gendan.core.refusals import Refused
from gendan.stock.refusals import reason

_BETWEEN: Final = re.compile(r"[\s,;，；、\x00-\x1f\x7f]+")
CODE_MOST: Final = 100
"""Characters of a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is asked for: so much of a product, or the units of these codes. `place` limits where from."""

    product: str = ""
    quantity: Decimal | None = None
    measure: str = ""
    place: str = ""
    codes: tuple[str, ...] = ()
    more_codes: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One asking: by whom, when, for which case (None: of the site), and with which arguments."""

    actor: int
    at: datetime
    arguments: Mapping[str, Any] = field(default_factory=dict)
    case: int | None = None

    def text(self, name: str) -> str:
        """An argument as text, empty where it was not given."""
        value = self.arguments.get(name)
        return "" if value is None else str(value).strip()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is asked for, empty where nothing was named. Raises Refused for a file that can't be read."""
        return tuple(_lines(self.arguments))


def codes_in(text: str) -> tuple[str, ...]:
    """The codes in a text, divided by blanks, line breaks, commas, or signs that some scanners send between them."""
    return tuple(code for code in _BETWEEN.split(text) if code)


def codes_of_file(sha256: str) -> tuple[str, ...]:
    """The codes in the first column of a kept file. Raises Refused."""
    path = attachments.path_of(sha256)
    if path is None:
        raise Refused((reason("unknown_file"),))
    table = open_table(path)
    first = table.columns[0].place
    return tuple(line.cells[first].strip() for line in table.rows() if len(line.cells) > first and line.cells[first])


def _lines(arguments: Mapping[str, Any]) -> list[Line]:
    place = str(arguments.get("source") or "").strip()
    found = [_row(row, place) for row in _rows(arguments.get("lines"))]
    codes = codes_in(str(arguments.get("codes") or ""))
    kept = arguments.get("list")
    if isinstance(kept, Mapping):
        codes += codes_of_file(str(kept.get("sha256")))
    product = str(arguments.get("product") or "").strip()
    quantity = _number(arguments.get("quantity"))
    measure = str(arguments.get("measure") or "").strip()
    if codes or product:
        found.append(Line(product=product, quantity=quantity, measure=measure, place=place, codes=codes))
    return [line for line in found if line.product or line.codes]


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _row(row: Mapping[str, Any], place: str) -> Line:
    more = (str(row.get("code_2") or "").strip() or None, str(row.get("code_3") or "").strip() or None)
    return Line(
        product=str(row.get("product") or "").strip(),
        quantity=_number(row.get("quantity")),
        measure=str(row.get("measure") or "").strip(),
        place=str(row.get("place") or place).strip(),
        codes=codes_in(str(row.get("code") or row.get("codes") or "")),
        more_codes=more,
    )


def _number(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
