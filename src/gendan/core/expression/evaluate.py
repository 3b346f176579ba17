"""From tree to closures: compiled once, evaluated hundreds of thousands of times a second.

Closures and not generated Python: a pack is data, and no text of a pack ever becomes code.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from gendan.core.expression import values
from gendan.core.expression.errors import EvaluationError
from gendan.core.expression.scope import RowScope, Scope
from gendan.core.expression.tree import (
    Arithmetic,
    Call,
    Choices,
    Comparison,
    Conditional,
    Constant,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Symbol,
    Word,
)
from gendan.core.expression.values import Workdays

Evaluator = Callable[[Scope], object]

AGGREGATES = frozenset({"sum", "any", "all"})
_NUMBERS = frozenset({int, Decimal})


def compiled(node: Node) -> Evaluator:
    """The function that gives the value of `node` in a scope. It may raise EvaluationError."""
    return _COMPILERS[type(node)](node)


def _constant(node: Constant) -> Evaluator:
    value = node.value
    return lambda scope: value


def _name(node: Name) -> Evaluator:
    name = node.name
    return lambda scope: scope.name(name)


def _word(node: Word) -> Evaluator:
    word = node.word
    return lambda scope: scope.word(word)


def _symbol(node: Symbol) -> Evaluator:
    name = node.name
    return lambda scope: name


def _choices(node: Choices) -> Evaluator:
    items = [compiled(item) for item in node.items]
    if all(isinstance(item, Constant) for item in node.items):
        constants = tuple(item.value for item in node.items if isinstance(item, Constant))
        return lambda scope: constants
    return lambda scope: tuple([item(scope) for item in items])


def _not(node: Not) -> Evaluator:
    operand = compiled(node.operand)
    return lambda scope: operand(scope) is not True


def _junction(node: Junction) -> Evaluator:
    parts = [compiled(part) for part in node.parts]
    if node.operator == "and":

        def conjunction(scope: Scope) -> object:
            for part in parts:  # noqa: SIM110 - a generator would cost a third of the speed
                if part(scope) is not True:
                    return False
            return True

        return conjunction

    def disjunction(scope: Scope) -> object:
        for part in parts:  # noqa: SIM110 - as above
            if part(scope) is True:
                return True
        return False

    return disjunction


def _comparison(node: Comparison) -> Evaluator:
    operands = [compiled(operand) for operand in node.operands]
    if len(operands) == 2:
        return _compare(node.operators[0], operands[0], operands[1])
    relations = [relation(operator) for operator in node.operators]

    def chain(scope: Scope) -> object:
        left = operands[0](scope)
        for index, holds in enumerate(relations, 1):
            right = operands[index](scope)
            if not holds(left, right):
                return False
            left = right
        return True

    return chain


def relation(operator: str) -> Callable[[object, object], bool]:
    """The comparison `operator`, on two values."""
    if operator in values.ORDER:
        return lambda left, right: values.ordered(operator, left, right)
    return _RELATIONS[operator]


_RELATIONS: Mapping[str, Callable[[object, object], bool]] = {
    "==": values.equal,
    "!=": lambda left, right: not values.equal(left, right),
    "in": lambda left, right: values.contains(right, left),
    "not in": lambda left, right: not values.contains(right, left),
}


def _compare(operator: str, left: Evaluator, right: Evaluator) -> Evaluator:
    if operator in values.ORDER:
        order = values.ORDER[operator]

        def compare(scope: Scope) -> object:
            first, second = left(scope), right(scope)
            # Two numbers, the common case, need no further look.
            if first.__class__ in _NUMBERS and second.__class__ in _NUMBERS:
                return order(first, second)
            return values.ordered(operator, first, second)

        return compare
    holds = _RELATIONS[operator]
    return lambda scope: holds(left(scope), right(scope))


def _arithmetic(node: Arithmetic) -> Evaluator:
    operator, left, right = node.operator, compiled(node.left), compiled(node.right)

    def calculate(scope: Scope) -> object:
        return add_or_calculate(scope, operator, left(scope), right(scope))

    if operator != "*":
        return calculate
    multiply = values.CONTEXT.multiply

    def product(scope: Scope) -> object:
        first, second = left(scope), right(scope)
        if first.__class__ is Decimal and second.__class__ is Decimal:
            try:
                return multiply(first, second)
            except ArithmeticError:
                return None
        return values.calculate("*", first, second)

    return product


def add_or_calculate(scope: Scope, operator: str, left: object, right: object) -> object:
    """`left operator right`, where working days may be added by the scope's calendar."""
    if operator == "+" and isinstance(left, Workdays):
        left, right = right, left
    if not isinstance(right, Workdays):
        return values.calculate(operator, left, right)
    if not values.filled(left):
        return None
    if operator not in "+-" or not isinstance(left, date):
        raise EvaluationError(operator, left, right)
    return scope.add_workdays(left, right.count if operator == "+" else -right.count)


def _negative(node: Negative) -> Evaluator:
    operand = compiled(node.operand)
    return lambda scope: values.negative(operand(scope))


def _conditional(node: Conditional) -> Evaluator:
    then, condition, otherwise = compiled(node.then), compiled(node.condition), compiled(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def _call(node: Call) -> Evaluator:
    if node.word in AGGREGATES and len(node.arguments) == 1:
        return _aggregate(node)
    if node.word == "given" and len(node.arguments) == 1:
        value = compiled(node.arguments[0])
        return lambda scope: values.filled(value(scope))
    if node.word in _SPANS and len(node.arguments) == 1:
        return _span(node.word, compiled(node.arguments[0]))
    return _asked(node)


def _asked(node: Call) -> Evaluator:
    word, member = node.word, node.member
    arguments = [compiled(argument) for argument in node.arguments]
    keywords = [(name, compiled(value)) for name, value in node.keywords]
    if not keywords and all(isinstance(argument, Symbol) for argument in node.arguments):
        symbols: tuple[object, ...] = node.symbols
        nothing: Mapping[str, object] = MappingProxyType({})
        return lambda scope: scope.call(word, symbols, nothing, member)

    if not keywords and len(arguments) == 1:
        (argument,) = arguments
        none: Mapping[str, object] = MappingProxyType({})
        return lambda scope: scope.call(word, (argument(scope),), none, member)

    def call(scope: Scope) -> object:
        given = tuple([argument(scope) for argument in arguments])
        return scope.call(word, given, {name: value(scope) for name, value in keywords}, member)

    return call


_SPANS: Mapping[str, Callable[[int | Decimal], object]] = {
    "minutes": lambda count: timedelta(microseconds=int(count * 60_000_000)),
    "hours": lambda count: timedelta(microseconds=int(count * 3_600_000_000)),
    "days": lambda count: timedelta(days=int(count)),
    "workdays": lambda count: Workdays(Decimal(count)),
}


def _span(word: str, amount: Evaluator) -> Evaluator:
    span = _SPANS[word]

    def value(scope: Scope) -> object:
        count = amount(scope)
        if not values.filled(count):
            return None
        if not isinstance(count, (int, Decimal)) or isinstance(count, bool):
            raise EvaluationError(word, count)
        if word == "days" and count != int(count):
            raise EvaluationError(word, count)
        try:
            return span(count)
        except (ArithmeticError, ValueError):
            return None

    return value


def row_heads(node: Node) -> tuple[str, ...]:
    """What may name the rows in `sum(…)`: the first parts of the dotted words, in reading order."""
    words = [part.word for part in node.walk() if isinstance(part, Word)]
    return tuple(dict.fromkeys(word.split(".")[0] for word in words if "." in word))


def asked_of_areas(node: Node) -> tuple[tuple[str, tuple[Evaluator, ...]], ...]:
    """The calls of areas' words in an expression: each word with the functions that give its arguments."""
    calls = (part for part in node.walk() if isinstance(part, Call) and "." in part.word and not part.keywords)
    return tuple(
        (call.word, tuple(compiled(argument) for argument in call.arguments))
        for call in calls
        if not call.word.startswith("table.")
    )


def foretell(asked: tuple[tuple[str, tuple[Evaluator, ...]], ...], scope: Scope, rows: Sequence[Scope]) -> None:
    """Tell the scope what areas will be asked row by row, so that they are asked once for all rows."""
    if len(rows) > 1:
        for word, arguments in asked:
            scope.expect(word, [tuple([argument(row) for argument in arguments]) for row in rows])


def _aggregate(node: Call) -> Evaluator:
    """`any` of no rows is false, `all` is true, `sum` is 0. A checklist without answers is not all."""
    inner, heads = compiled(node.arguments[0]), row_heads(node.arguments[0])
    asked = asked_of_areas(node.arguments[0])

    def per_row(scope: Scope) -> list[object]:
        for head in heads:
            rows = scope.rows(head)
            if rows is not None:
                within = [RowScope(scope, head, row) for row in rows]
                if asked:
                    foretell(asked, scope, within)
                return [inner(row) for row in within]
        # No rows: a measure's sum, whose rows are its cases; a word that is a list by itself; or a checklist's answers.
        value = inner(scope)
        if isinstance(value, Mapping):
            return list(value.values()) or [None]
        return value if isinstance(value, list) else [value]

    if node.word == "sum":
        return lambda scope: values.total(per_row(scope))
    if node.word == "any":
        return lambda scope: any(item is True for item in per_row(scope))
    return lambda scope: all(item is True for item in per_row(scope))


_COMPILERS: Mapping[type[Node], Callable[..., Evaluator]] = {
    Constant: _constant,
    Name: _name,
    Word: _word,
    Symbol: _symbol,
    Choices: _choices,
    Not: _not,
    Junction: _junction,
    Comparison: _comparison,
    Arithmetic: _arithmetic,
    Negative: _negative,
    Conditional: _conditional,
    Call: _call,
}
