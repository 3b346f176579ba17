"""A condition as alternatives of literals: it holds where all literals of one alternative do.

A comparison says in which ways two values may stand to each other. There are six ways, of which exactly one is the
case, so `not` is a complement, also for values that are not filled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from gendan.core.expression import values
from gendan.core.expression.tree import Call, Choices, Comparison, Conditional, Constant, Junction, Node, Not

LESS, SAME, MORE = "less", "same", "more"
BOTH_MISSING, ONE_MISSING, UNLIKE = "both missing", "one missing", "unlike"
EVERY = frozenset({LESS, SAME, MORE, BOTH_MISSING, ONE_MISSING, UNLIKE})
PRESENT = frozenset({LESS, SAME, MORE})
"""The ways in which two values stand that are both filled, and of kinds that have an order."""

WAYS = {
    "==": frozenset({SAME, BOTH_MISSING}),
    "<": frozenset({LESS}),
    "<=": frozenset({LESS, SAME}),
    ">": frozenset({MORE}),
    ">=": frozenset({MORE, SAME}),
}
FLIPPED = {LESS: MORE, MORE: LESS}
MOST = 256
"""Alternatives beyond which nothing is claimed."""
MOST_LITERALS = 4096
"""Literals in all alternatives together, likewise: so that no pack can keep the checker busy for long."""


@dataclass(frozen=True, slots=True)
class Related:
    """`left` and `right` stand to each other in one of these ways."""

    left: Node
    right: Node
    ways: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """`node` is, or is not (also where not filled), one of these constants."""

    node: Node
    options: frozenset[tuple[bool, object]]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Given:
    """`node` is filled, or is not."""

    node: Node
    wanted: bool


Literal = Related | Member | Given
Alternatives = list[tuple[Literal, ...]]
NEVER: Alternatives = []
ALWAYS: Alternatives = [()]


class TooManyError(Exception):
    """There are more alternatives than are worth looking at."""


def tagged(value: object) -> tuple[bool, object]:
    """A value that differs from all unequal ones when hashed: in Python, True and 1 are the same key."""
    return isinstance(value, bool), value


def alternatives(node: Node, wanted: bool, can_hold: Callable[[Node, bool], bool]) -> Alternatives:
    """The alternatives under which `node` is (or, not `wanted`, is not) true.

    `can_hold` answers for what stands inside `any` and `all`, whose names mean another value in each row. Raises
    TooManyError beyond MOST.
    """

    def below(part: Node, sense: bool) -> Alternatives:
        return alternatives(part, sense, can_hold)

    match node:
        case Constant(value=value):
            return ALWAYS if (value is True) == wanted else NEVER
        case Not(operand=operand):
            return below(operand, not wanted)
        case Junction(operator=operator, parts=parts):
            branches = [below(part, wanted) for part in parts]
            return _both(branches) if (operator == "and") == wanted else _either(branches)
        case Comparison():
            links = zip(node.operands, node.operators, node.operands[1:], strict=False)
            branches = [_link(left, operator, right, wanted) for left, operator, right in links]
            return _both(branches) if wanted else _either(branches)
        case Conditional(then=then, condition=condition, otherwise=otherwise):
            first = _both([below(condition, True), below(then, wanted)])
            return _either([first, _both([below(condition, False), below(otherwise, wanted)])])
        case Call(word="given", arguments=(value,)):
            return [(Given(value, wanted),)]
        case Call(word="any" | "all" as word, arguments=(inner,)) if (word == "any") == wanted:
            # Some row makes it true (any), or some row makes it false (not all): one such row must be possible.
            if not can_hold(inner, wanted):
                return NEVER
    ways = WAYS["=="]
    return [(Related(node, Constant(0, 0, True), ways if wanted else EVERY - ways),)]


def _link(left: Node, operator: str, right: Node, wanted: bool) -> Alternatives:
    if operator in ("!=", "not in"):
        return _link(left, "==" if operator == "!=" else "in", right, not wanted)
    if operator != "in":
        ways = WAYS[operator]
        return [(Related(left, right, ways if wanted else EVERY - ways),)]
    if not isinstance(right, Choices):
        return ALWAYS
    if all(isinstance(item, Constant) for item in right.items):
        constants = [item.value for item in right.items if isinstance(item, Constant)]
        options = frozenset(tagged(value) for value in constants if values.filled(value))
        return [(Member(left, options, wanted),)]
    same = frozenset({SAME})
    branches: list[Alternatives] = [[(Related(left, item, same if wanted else EVERY - same),)] for item in right.items]
    return _either(branches) if wanted else _both(branches)


def _either(branches: list[Alternatives]) -> Alternatives:
    found = [literals for branch in branches for literals in branch]
    if len(found) > MOST:
        raise TooManyError
    return found


def _both(branches: list[Alternatives]) -> Alternatives:
    found: Alternatives = ALWAYS
    for branch in branches:
        if len(found) * len(branch) > MOST:
            raise TooManyError
        found = [first + second for first, second in product(found, branch)]
    if sum(map(len, found)) > MOST_LITERALS:
        raise TooManyError
    return found
