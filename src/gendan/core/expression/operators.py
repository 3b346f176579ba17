"""What arithmetic gives, by the types of its two sides."""

from gendan.core.expression.types import DATE, DAYS, DECIMAL, DURATION, INT, MOMENT, MONEY, TEXT, UNKNOWN, Type

_ADDED: dict[tuple[str, str], Type] = {
    ("date", "days"): DATE,
    ("date", "workdays"): DATE,
    ("moment", "days"): MOMENT,
    ("moment", "duration"): MOMENT,
    ("moment", "workdays"): MOMENT,
    ("days", "days"): DAYS,
    ("days", "duration"): DURATION,
    ("duration", "days"): DURATION,
    ("duration", "duration"): DURATION,
}


def arithmetic_type(operator: str, left: Type, right: Type) -> Type | None:
    """The type of `left operator right`; None where the operator has no meaning for the two."""
    if UNKNOWN in (left, right):
        return UNKNOWN
    if left.is_number and right.is_number:
        return _number(operator, left, right)
    pair = (left.kind, right.kind)
    if operator == "+":
        if is_name(left) and is_name(right):
            return TEXT
        return _ADDED.get(pair) or _ADDED.get(pair[::-1])
    if operator == "-":
        if pair == ("date", "date"):
            return DAYS
        return DURATION if pair == ("moment", "moment") else _ADDED.get(pair)
    return _span(operator, left, right)


def is_name(of: Type) -> bool:
    """Whether it joins with text: what is written, and a party, which is its name."""
    return of.is_text or of.kind == "party"


def _number(operator: str, left: Type, right: Type) -> Type:
    kinds = {left.kind, right.kind}
    if operator == "/":
        # Money by money is a ratio; money by a number is money.
        return MONEY if left.kind == "money" and right.kind != "money" else DECIMAL
    if operator == "//":
        return DECIMAL if kinds != {"int"} else INT
    if "money" in kinds:
        return MONEY
    return DECIMAL if "decimal" in kinds else INT


def _span(operator: str, left: Type, right: Type) -> Type | None:
    spans = (DAYS, DURATION)
    if operator == "/" and left in spans and right in spans:
        return DECIMAL
    if operator == "*" and left in spans and right == INT:
        return left
    if operator == "*" and left == INT and right in spans:
        return right
    return None
