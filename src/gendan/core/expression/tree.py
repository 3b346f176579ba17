"""The parts of a parsed expression: frozen nodes, each knowing where it stands in the text.

`str(node)` is the one way in which that node is written: equal meanings written with other spaces give equal
texts, so it names a value where values are compared, explained or reasoned about.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Node:
    """A part of an expression. `start` and `end` are its place in the text, in characters."""

    start: int = field(compare=False)
    end: int = field(compare=False)
    depth: int = field(init=False, compare=False, repr=False, default=1)

    def __post_init__(self) -> None:
        below = max((child.depth for child in self.children()), default=0)
        object.__setattr__(self, "depth", below + 1)

    def children(self) -> tuple["Node", ...]:
        """The nodes right below this one, in reading order."""
        return ()

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children():
            yield from child.walk()


@dataclass(frozen=True)
class Constant(Node):
    """A number, a text, `true` or `false`."""

    value: bool | int | Decimal | str

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, str):
            return "'" + self.value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return str(self.value)


@dataclass(frozen=True)
class Name(Node):
    """A bare name: a field of the case or of the event being judged."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Word(Node):
    """A declared word: dotted (`orders.total`), as it ended (`state@end`), or one of `now`, `today`, `actor`."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Symbol(Node):
    """A name that stands for itself, as the action in `done(audit)`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Call(Node):
    """A call: `done(audit)`, `table.carrier(province)`, `last(quote).reason` (whose `member` is `reason`)."""

    word: str
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...]
    member: str | None = None

    def children(self) -> tuple[Node, ...]:
        return (*self.arguments, *(value for _, value in self.keywords))

    @property
    def symbols(self) -> tuple[str | None, ...]:
        """The names given as arguments, and None where a value is given."""
        return tuple(argument.name if isinstance(argument, Symbol) else None for argument in self.arguments)

    def __str__(self) -> str:
        given = [str(argument) for argument in self.arguments]
        given += [f"{name}={value}" for name, value in self.keywords]
        return f"{self.word}({', '.join(given)})" + (f".{self.member}" if self.member else "")


@dataclass(frozen=True)
class Choices(Node):
    """Values in parentheses, right of `in`."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.items))}{',' if len(self.items) == 1 else ''})"


@dataclass(frozen=True)
class Not(Node):
    """`not operand`."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def __str__(self) -> str:
        return f"not {_within(self.operand)}"


@dataclass(frozen=True)
class Junction(Node):
    """Two or more parts joined by `and`, or by `or`."""

    operator: str
    parts: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.parts

    def __str__(self) -> str:
        return f" {self.operator} ".join(map(_within, self.parts))


@dataclass(frozen=True)
class Comparison(Node):
    """`first op second op third`: each operand with its neighbor. Operators: == != < <= > >= in, not in."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]

    def children(self) -> tuple[Node, ...]:
        return self.operands

    def __str__(self) -> str:
        written = _within(self.operands[0])
        for operator, operand in zip(self.operators, self.operands[1:], strict=True):
            written += f" {operator} {_within(operand)}"
        return written


@dataclass(frozen=True)
class Arithmetic(Node):
    """`left operator right`, the operator one of + - * / // %."""

    operator: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def __str__(self) -> str:
        return f"{_within(self.left)} {self.operator} {_within(self.right)}"


@dataclass(frozen=True)
class Negative(Node):
    """`-operand`."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def __str__(self) -> str:
        return f"-{_within(self.operand)}"


@dataclass(frozen=True)
class Conditional(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        return (self.then, self.condition, self.otherwise)

    def __str__(self) -> str:
        return f"{_within(self.then)} if {_within(self.condition)} else {_within(self.otherwise)}"


def _within(node: Node) -> str:
    compound = isinstance(node, Not | Junction | Comparison | Arithmetic | Negative | Conditional)
    return f"({node})" if compound else str(node)
