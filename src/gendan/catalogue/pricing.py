"""计价 What a line costs, and how that came about: pure, from a price as it was published and the line's values.

A piece's price is the sum of its components (measure, at least and at most so much, times rate) and of the surcharges
a piece, rounded as the list says; the line's amount is that price times the pieces, and the surcharges a line. Every
step is told to the cent, with a last step for what rounding adds or takes: so the steps of a line sum to its amount,
exactly, and the lines to the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Final

from gendan.catalogue.formulas import LineScope, formula, stepped
from gendan.core.events import Json
from gendan.core.expression import EvaluationError
from gendan.core.expression.values import is_number
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import CENT, to_cents

MODES: Final[Mapping[str, str]] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}
"""四舍五入、银行家舍入、进一、舍去: the ways of rounding that a list may declare."""

LARGEST: Final = Decimal(10) ** 14
"""No price is greater: what is, is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component of a price: formulas as texts."""

    title: str
    rate: str
    measure: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """附加费 An amount (a formula) or a percentage of the components, where its condition holds: for each piece or once
    for the line.
    """

    title: str
    when: str = ""
    amount: str = ""
    percent: Decimal | None = None
    per: str = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """特价 What was agreed instead of the list: the price of a piece, or percent off it; `case` is where."""

    case: int
    price: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """How a product is priced: its components in one list, that list's surcharges, tables and rounding."""

    price: int
    list: int
    name: str
    version: int
    components: tuple[Component, ...]
    surcharges: tuple[Surcharge, ...] = ()
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    to: Decimal = CENT
    mode: str = "half_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a derivation. `amount` is to the cent; `measure`, `rate` and `percent` are as they were computed.

    `sort` is component, special, surcharge, line (a surcharge for the line), or rounding.
    """

    sort: str
    title: str
    amount: Decimal
    measure: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None
    percent: Decimal | None = None
    formula: str = ""

    def plain(self) -> dict[str, Json]:
        """The step as JSON, without what it has not got."""
        said: dict[str, Json] = {"sort": self.sort, "title": self.title, "amount": str(self.amount)}
        for name in ("measure", "rate", "percent"):
            value = getattr(self, name)
            if value is not None:
                said[name] = shown(value)
        return said | {name: value for name in ("unit", "formula") if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A line's price: of a piece, of all pieces with what the line costs besides, and the steps that led there.

    The steps of sort line belong to the amount, all others to the price of a piece.
    """

    price: Decimal
    quantity: Decimal
    amount: Decimal
    steps: tuple[Step, ...]


def price(tariff: Tariff, values: Mapping[str, object], quantity: Decimal, *, special: Special | None = None) -> Priced:
    """What a line of `quantity` pieces costs. `values` are the attributes, and `urgent`, `grade`, `channel`.

    Raises Refused with one reason: catalogue.unfilled (with the names that are `missing`), catalogue.no_rate (with the
    keys that a table has not got), catalogue.wrong_formula (it met a value that it can't take, or the price is beyond
    all bounds) or catalogue.negative.
    """
    missed: list[str] = []
    scope = LineScope({**values, "quantity": quantity}, tariff.tables, missed)
    worked = _Working(tariff, scope)
    if special is not None and special.price is not None:
        steps = [Step(sort="special", title="特价", amount=special.price.quantize(CENT), rate=special.price)]
        exact = base = special.price
    else:
        steps = []
        exact = Decimal(0)
        for component in tariff.components:
            amount, step = worked.component(component)
            exact += amount
            steps.append(step)
        base = exact
        if special is not None and special.percent is not None:
            off = -base * special.percent / 100
            exact += off
            steps.append(Step(sort="special", title="特价", amount=to_cents(off), percent=-special.percent))
            base = exact
    of_line: list[Step] = []
    for surcharge in tariff.surcharges:
        found = worked.surcharge(surcharge, base if surcharge.per == "piece" else base * quantity)
        if found is None:
            continue
        if surcharge.per == "piece":
            exact += found[0]
            steps.append(found[1])
        else:
            of_line.append(found[1])
    piece = to_cents(stepped(exact, tariff.to, MODES[tariff.mode])) if exact else Decimal("0.00")
    if piece < 0:
        raise Refused((Reason("catalogue.negative", {"given": str(piece)}),))
    if piece > LARGEST:
        raise Refused((Reason("catalogue.wrong_formula", {"formula": str(piece)}),))
    rest = piece - sum((step.amount for step in steps), Decimal(0))
    if rest:
        steps.append(Step(sort="rounding", title="舍入", amount=rest))
    goods = to_cents(piece * quantity)
    amount = goods + sum((step.amount for step in of_line), Decimal(0))
    return Priced(price=piece, quantity=quantity, amount=amount, steps=(*steps, *of_line))


def shown(value: Decimal) -> str:
    """A number as a derivation shows it: at most six places, without idle zeros."""
    text = format(value.quantize(Decimal("0.000001")), "f") if abs(value) < LARGEST else format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(frozen=True, slots=True)
class _Working:
    """Formulas at work on one line."""

    tariff: Tariff
    scope: LineScope

    def component(self, component: Component) -> tuple[Decimal, Step]:
        rate = self.number(component.rate)
        if not component.measure:
            return rate, Step(sort="component", title=component.title, amount=to_cents(rate), formula=component.rate)
        measure = self.number(component.measure)
        if component.least is not None:
            measure = max(measure, component.least)
        if component.most is not None:
            measure = min(measure, component.most)
        amount = measure * rate
        return amount, Step(
            sort="component",
            title=component.title,
            amount=to_cents(amount),
            measure=measure,
            unit=component.unit,
            rate=rate,
            formula=f"{component.measure} × {component.rate}",
        )

    def surcharge(self, surcharge: Surcharge, base: Decimal) -> tuple[Decimal, Step] | None:
        if surcharge.when and self.value(surcharge.when) is not True:
            return None
        sort = "surcharge" if surcharge.per == "piece" else "line"
        if surcharge.percent is not None:
            amount = base * surcharge.percent / 100
            return amount, Step(
                sort=sort,
                title=surcharge.title,
                amount=to_cents(amount),
                percent=surcharge.percent,
                formula=surcharge.when,
            )
        amount = self.number(surcharge.amount)
        return amount, Step(sort=sort, title=surcharge.title, amount=to_cents(amount), formula=surcharge.when)

    def value(self, text: str) -> object:
        try:
            return formula(text).evaluate(self.scope)
        except EvaluationError as fault:
            raise Refused((Reason("catalogue.wrong_formula", {"formula": text}),)) from fault

    def number(self, text: str) -> Decimal:
        found = self.value(text)
        if is_number(found):
            return Decimal(str(found))
        if self.scope.missed:
            raise Refused((Reason("catalogue.no_rate", {"missing": self._once(self.scope.missed)}),))
        empty = sorted(name for name in formula(text).names if self.scope.values.get(name) in (None, ""))
        raise Refused((Reason("catalogue.unfilled", {"missing": empty, "formula": text}),))

    @staticmethod
    def _once(names: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(names))
