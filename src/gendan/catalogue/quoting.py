"""报价 Many lines priced at once: one query for the products, one for their prices, one for what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gendan.catalogue.pricing import Priced, Special, Tariff, price
from gendan.catalogue.queries import Described, products, specials, tariffs, typed
from gendan.core.expression.values import is_number
from gendan.core.refusals import Reason, Refused

PRODUCT = "product"
QUANTITY = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """For whom and under what lines are priced: the list's name where only one counts, grade, channel, day."""

    on: date
    party: str = ""
    grade: str = ""
    channel: str = ""
    list: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with its product, its price and the list that this is from."""

    product: Described
    tariff: Tariff
    priced: Priced


def quote(lines: Sequence[Mapping[str, object]], terms: Terms) -> list[QuotedLine]:
    """The lines of one order, priced; see `quote_many`."""
    return quote_many([(lines, terms)])[0]


def quote_many(asked: Sequence[tuple[Sequence[Mapping[str, object]], Terms]]) -> list[list[QuotedLine]]:
    """The lines of several orders, each under its terms, priced. A line has `product` (a code), `quantity` (one where
    it is empty) and its product's attributes; what the product says of itself need not be told.

    One query for the products, one for prices and one for special prices of each day, grade and channel, however many
    lines. Raises Refused with a reason for each line that has no price, at most twenty, which tells `line` (from 1)
    and `product`: catalogue.unknown_product, catalogue.withdrawn, catalogue.no_price, catalogue.quantity, or as in
    `pricing.price`.
    """
    described = products(str(line.get(PRODUCT) or "") for lines, _ in asked for line in lines)
    by_way: dict[tuple[date, str, str, str], dict[str, None]] = {}
    by_day: dict[date, dict[str, None]] = {}
    for lines, terms in asked:
        codes = {str(line.get(PRODUCT) or ""): None for line in lines}
        by_way.setdefault((terms.on, terms.grade, terms.channel, terms.list), {}).update(codes)
        if terms.party:
            by_day.setdefault(terms.on, {})[terms.party] = None
    found = {way: tariffs(codes, on=way[0], grade=way[1], channel=way[2], name=way[3]) for way, codes in by_way.items()}
    agreed = {day: specials(parties, described, day) for day, parties in by_day.items()}
    quoted: list[list[QuotedLine]] = []
    reasons: list[Reason] = []
    for lines, terms in asked:
        tariff = found[(terms.on, terms.grade, terms.channel, terms.list)]
        of_party = agreed.get(terms.on, {}).get(terms.party, {})
        quoted.append(_quoted(lines, terms, described, tariff, of_party, reasons))
    if reasons:
        raise Refused(tuple(reasons[:20]))
    return quoted


def _quoted(
    lines: Sequence[Mapping[str, object]],
    terms: Terms,
    described: Mapping[str, Described],
    priced_by: Mapping[str, Tariff],
    agreed: Mapping[str, Special],
    reasons: list[Reason],
) -> list[QuotedLine]:
    general = {"urgent": terms.urgent, "grade": terms.grade, "channel": terms.channel}
    quoted: list[QuotedLine] = []
    for number, line in enumerate(lines, 1):
        code = str(line.get(PRODUCT) or "")
        product, tariff = described.get(code), priced_by.get(code)
        why = _missing(product, tariff)
        quantity = _quantity(line)
        if not why and quantity is None:
            why = "quantity"
        if why or product is None or tariff is None or quantity is None:
            reasons.append(Reason(f"catalogue.{why}", {"line": number, "product": code}))
            continue
        values = {**product.own, **_told(product, line), **general}
        if isinstance(line.get("urgent"), bool):
            values["urgent"] = line["urgent"] or terms.urgent
        try:
            priced = price(tariff, values, quantity, special=agreed.get(code))
        except Refused as refused:
            reasons += [
                Reason(each.code, {"line": number, "product": code, **each.parameters}) for each in refused.reasons
            ]
            continue
        quoted.append(QuotedLine(product, tariff, priced))
    return quoted


def _missing(product: Described | None, tariff: Tariff | None) -> str:
    if product is None:
        return "unknown_product"
    if not product.offered:
        return "withdrawn"
    return "no_price" if tariff is None else ""


def _quantity(line: Mapping[str, object]) -> Decimal | None:
    found = line.get(QUANTITY)
    if found is None or found == "":
        return Decimal(1)
    return Decimal(str(found)) if is_number(found) and Decimal(str(found)) > 0 else None


def _told(product: Described, line: Mapping[str, object]) -> dict[str, object]:
    """What the line tells of its product's attributes, typed as the product declares them."""
    found: dict[str, object] = {}
    for attribute in product.attributes:
        name = str(attribute["name"])
        if line.get(name) not in (None, ""):
            found[name] = typed(attribute, line[name])
    return found
