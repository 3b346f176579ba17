"""Whether a condition can hold at all, or can fail at all, by the ranges of what it reads.

The answer "it can't" is a proof; "it can" is not: what is too hard to see is taken to be possible. Sound for all
values that the ranges allow, also those that are not filled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gendan.core.expression import values
from gendan.core.expression.expression import Expression
from gendan.core.expression.intervals import Interval, arithmetic
from gendan.core.expression.literals import (
    BOTH_MISSING,
    EVERY,
    FLIPPED,
    LESS,
    MORE,
    ONE_MISSING,
    PRESENT,
    SAME,
    UNLIKE,
    Given,
    Literal,
    Member,
    Related,
    TooManyError,
    alternatives,
    tagged,
)
from gendan.core.expression.tree import Arithmetic, Call, Conditional, Constant, Name, Negative, Node, Word

_ROUNDS = 12
_SANE = Decimal("1e400")  # far from the bounds of arithmetic: what is smaller can't vanish by overflow


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a name, word or call can have.

    Numbers from `low` to `high` (None: no bound), whole ones if `whole`; or one of `options`; and, unless `filled`,
    nothing at all. A text or a date has a Range without bounds.
    """

    low: Decimal | int | None = None
    high: Decimal | int | None = None
    options: frozenset[object] | None = None
    whole: bool = False
    filled: bool = False


TRUTH = Range(options=frozenset({True, False}), filled=True)
COUNT = Range(low=0, whole=True, filled=True)
_LANGUAGE = {
    **dict.fromkeys(("done", "signed", "valid", "any", "all", "given", "followed_by"), TRUTH),
    **dict.fromkeys(("count", "open_cases"), COUNT),
    **dict.fromkeys(("now", "today"), Range(filled=True)),
}


def can_hold(expression: Expression, ranges: Mapping[str, Range]) -> bool:
    """False only where it is proven that `expression` is never true.

    `ranges` is keyed by what stands in the expression, as `str` of its node writes it: `urgent`, `setting.share`,
    `done(audit)`. What is missing there can be anything.
    """
    return _possible(expression.tree, True, ranges)


def can_fail(expression: Expression, ranges: Mapping[str, Range]) -> bool:
    """False only where it is proven that `expression` is always true."""
    return _possible(expression.tree, False, ranges)


def _possible(node: Node, wanted: bool, ranges: Mapping[str, Range]) -> bool:
    try:
        found = alternatives(node, wanted, lambda inner, sense: _possible(inner, sense, ranges))
    except TooManyError:
        return True
    return any(_Solver(ranges).consistent(literals) for literals in found)


class _ContradictionError(Exception):
    """The literals can't hold together."""


@dataclass(slots=True)
class _Domain:
    """What is known of one value: its interval if it is a number, its options, and whether it is filled."""

    interval: Interval
    options: frozenset[tuple[bool, object]] | None
    excluded: frozenset[tuple[bool, object]]
    number: bool
    whole: bool
    filled: bool
    missing: bool = False

    def settle(self) -> None:
        """Draw the conclusions within this one value. Raises _ContradictionError."""
        if self.whole:
            self.interval = self.interval.whole()
        if self.options is not None:
            kept = {option for option in self.options if option not in self.excluded and self._inside(option[1])}
            self.options = frozenset(kept)
            if not kept:
                self.missing = True
            elif all(values.is_number(option[1]) for option in kept):
                numbers = [Decimal(option[1]) for option in kept if isinstance(option[1], int | Decimal)]
                self.interval = self.interval.meet(Interval(min(numbers), max(numbers)))
                self.number = True
        point = self.interval.low == self.interval.high and (False, self.interval.low) in self.excluded
        if self.number and (self.interval.empty or point):
            self.missing = True
        if self.missing and self.filled:
            raise _ContradictionError

    def _inside(self, value: object) -> bool:
        return not (isinstance(value, int | Decimal) and values.is_number(value)) or self.interval.holds(value)

    def state(self) -> tuple[object, ...]:
        """All that narrowing can change."""
        return (self.interval, self.options, self.excluded, self.number, self.filled, self.missing)


def _is_atom(node: Node) -> bool:
    return isinstance(node, Name | Word | Call)


class _Solver:
    """Narrows what is known until nothing changes, or until a contradiction shows."""

    def __init__(self, ranges: Mapping[str, Range]) -> None:
        self._ranges = ranges
        self._domains: dict[str, _Domain] = {}
        self._related: dict[tuple[str, str], tuple[Node, Node, frozenset[str]]] = {}

    def consistent(self, literals: tuple[Literal, ...]) -> bool:
        """Whether no contradiction was found among the literals."""
        try:
            for literal in literals:
                self._add(literal)
            for _ in range(_ROUNDS):
                before = self._state()
                for key, (left, right, ways) in list(self._related.items()):
                    self._related[key] = (left, right, self._narrow(left, right, ways))
                for domain in self._domains.values():
                    domain.settle()
                if self._state() == before:
                    break
        except _ContradictionError:
            return False
        return True

    def _state(self) -> object:
        ways = [entry[2] for entry in self._related.values()]
        return ways, {name: domain.state() for name, domain in self._domains.items()}

    def _domain(self, node: Node) -> _Domain:
        name = str(node)
        if name not in self._domains:
            head = node.word if isinstance(node, Call) else name
            given = self._ranges.get(name) or _LANGUAGE.get(head) or Range()
            bounded = given.low is not None or given.high is not None or given.whole
            low = Interval().low if given.low is None else Decimal(given.low)
            high = Interval().high if given.high is None else Decimal(given.high)
            options = None if given.options is None else frozenset(map(tagged, filter(values.filled, given.options)))
            self._domains[name] = _Domain(Interval(low, high), options, frozenset(), bounded, given.whole, given.filled)
            self._domains[name].settle()
        return self._domains[name]

    # -- literals

    def _add(self, literal: Literal) -> None:
        match literal:
            case Related(left=left, right=right, ways=ways):
                first, second = str(left), str(right)
                if first > second:
                    left, right, first, second = right, left, second, first
                    ways = frozenset(FLIPPED.get(way, way) for way in ways)
                known = self._related.get((first, second), (left, right, EVERY))[2]
                self._related[first, second] = (left, right, known & ways)
            case Member(node=node, options=options, wanted=wanted):
                self._member(node, options, wanted)
            case Given(node=node, wanted=wanted):
                if wanted:
                    self._fill(node)
                else:
                    self._miss(node)

    def _member(self, node: Node, options: frozenset[tuple[bool, object]], wanted: bool) -> None:
        if isinstance(node, Constant):
            if (tagged(node.value) in options) != wanted:
                raise _ContradictionError
        elif _is_atom(node):
            domain = self._domain(node)
            if wanted:
                domain.options = options if domain.options is None else domain.options & options
                domain.filled = True
            else:
                domain.excluded |= options
        elif wanted:
            self._fill(node)

    def _fill(self, node: Node) -> None:
        """`node` is filled, and with it all that it can't be filled without."""
        if isinstance(node, Constant):
            if not values.filled(node.value):
                raise _ContradictionError
        elif _is_atom(node):
            self._domain(node).filled = True
        elif isinstance(node, Arithmetic | Negative):
            for child in node.children():
                self._fill(child)

    def _miss(self, node: Node) -> None:
        if isinstance(node, Constant):
            if values.filled(node.value):
                raise _ContradictionError
        elif _is_atom(node):
            self._domain(node).missing = True

    # -- what is known of any node

    def _may_miss(self, node: Node) -> bool:
        if isinstance(node, Constant):
            return not values.filled(node.value)
        if _is_atom(node):
            return not self._domain(node).filled
        if isinstance(node, Arithmetic) and node.operator in "+-*":
            interval = self._interval(node)
            bounded = interval.low > -_SANE and interval.high < _SANE
            return not bounded or any(self._may_miss(child) for child in node.children())
        if isinstance(node, Negative):
            return self._may_miss(node.operand)
        return True

    def _must_miss(self, node: Node) -> bool:
        if isinstance(node, Constant):
            return not values.filled(node.value)
        if _is_atom(node):
            return self._domain(node).missing
        return isinstance(node, Arithmetic | Negative) and any(self._must_miss(child) for child in node.children())

    def _is_number(self, node: Node) -> bool:
        if isinstance(node, Constant):
            return values.is_number(node.value)
        if _is_atom(node):
            return self._domain(node).number
        if isinstance(node, Conditional):
            return self._is_number(node.then) and self._is_number(node.otherwise)
        return isinstance(node, Arithmetic | Negative) and all(map(self._is_number, node.children()))

    def _interval(self, node: Node) -> Interval:
        """An interval that holds the value of `node` where it is a number."""
        if not self._is_number(node):
            return Interval()
        match node:
            case Constant(value=int() | Decimal() as value):
                return Interval(Decimal(value), Decimal(value))
            case Arithmetic(operator=operator, left=left, right=right):
                return arithmetic(operator, self._interval(left), self._interval(right))
            case Negative(operand=operand):
                return self._interval(operand).negative()
            case Conditional(then=then, otherwise=otherwise):
                return self._interval(then).hull(self._interval(otherwise))
        return self._domain(node).interval

    def _options(self, node: Node) -> frozenset[tuple[bool, object]] | None:
        if isinstance(node, Constant):
            return frozenset({tagged(node.value)}) if values.filled(node.value) else frozenset()
        return self._domain(node).options if _is_atom(node) else None

    # -- narrowing

    def _narrow(self, left: Node, right: Node, ways: frozenset[str]) -> frozenset[str]:
        ways = self._possible_ways(left, right, ways)
        if not ways:
            raise _ContradictionError
        if ways <= PRESENT | {UNLIKE}:
            self._fill(left)
            self._fill(right)
        if ways <= PRESENT:
            self._order(left, right, ways)
        if ways <= {BOTH_MISSING}:
            self._miss(left)
            self._miss(right)
        if ways <= {BOTH_MISSING, ONE_MISSING}:
            if not self._may_miss(right):
                self._miss(left)
            if not self._may_miss(left):
                self._miss(right)
        if ways <= {ONE_MISSING}:
            if self._must_miss(right):
                self._fill(left)
            if self._must_miss(left):
                self._fill(right)
        if SAME not in ways:
            self._exclude(left, right)
            self._exclude(right, left)
        return ways

    def _possible_ways(self, left: Node, right: Node, ways: frozenset[str]) -> frozenset[str]:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return ways & {_way(left.value, right.value)}
        if str(left) == str(right):
            ways &= {SAME, BOTH_MISSING}
        may_miss = (self._may_miss(left), self._may_miss(right))
        if not all(may_miss):
            ways -= {BOTH_MISSING}
        if not any(may_miss):
            ways -= {ONE_MISSING}
        if self._must_miss(left) or self._must_miss(right):
            ways -= {*PRESENT, UNLIKE}
        first, second = self._interval(left), self._interval(right)
        if self._is_number(left) and self._is_number(right):
            if not first.empty and not second.empty:
                ways -= _excluded_ways(first, second)
            ways -= {UNLIKE}
        options, others = self._options(left), self._options(right)
        if options is not None and others is not None:
            if not options & others:
                ways -= {SAME}
            elif options == others and len(options) == 1:
                ways -= {LESS, MORE, UNLIKE}
        return ways

    def _order(self, left: Node, right: Node, ways: frozenset[str]) -> None:
        """Both are filled: what one is bounds the other."""
        strict = SAME not in ways
        if MORE not in ways:
            self._bound(left, right, strict, above=True)
            self._bound(right, left, strict, above=False)
        if LESS not in ways:
            self._bound(left, right, strict, above=False)
            self._bound(right, left, strict, above=True)
        if ways == {SAME}:
            for node, other in ((left, right), (right, left)):
                options = self._options(other)
                if _is_atom(node) and options is not None:
                    domain = self._domain(node)
                    domain.options = options if domain.options is None else domain.options & options

    def _bound(self, node: Node, other: Node, strict: bool, *, above: bool) -> None:
        """`node` is at most (`above`), or at least, what `other` is."""
        if not _is_atom(node) or not self._is_number(other):
            return
        bound, domain = self._interval(other), self._domain(node)
        if above:
            limit = Interval(high=bound.high, high_open=bound.high_open or strict)
        else:
            limit = Interval(low=bound.low, low_open=bound.low_open or strict)
        domain.interval, domain.number = domain.interval.meet(limit), True

    def _exclude(self, node: Node, other: Node) -> None:
        if _is_atom(node) and isinstance(other, Constant) and values.filled(other.value):
            self._domain(node).excluded |= {tagged(other.value)}


def _excluded_ways(left: Interval, right: Interval) -> frozenset[str]:
    """The ways in which no number of `left` stands to one of `right`."""
    ways = set()
    if left.meet(right).empty:
        ways.add(SAME)
    if left.high <= right.low:
        ways.add(MORE)
    if left.low >= right.high:
        ways.add(LESS)
    return frozenset(ways)


def _way(left: object, right: object) -> str:
    missing = (not values.filled(left), not values.filled(right))
    if any(missing):
        return BOTH_MISSING if all(missing) else ONE_MISSING
    if values.equal(left, right):
        return SAME
    if (values.is_number(left) and values.is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return LESS if values.ordered("<", left, right) else MORE
    return UNLIKE
