"""A drawing as a neutral frozen value: boxes, lines and texts with their places, and what each stands for.

Lengths are in points of 1/96 inch, from the upper left corner; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """The middle of it."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)


class NodeKind(StrEnum):
    """What a node of a drawing is."""

    START = "start"  # where cases come from
    STATE = "state"
    FINAL = "final"  # a state in which a case ends
    ACTION = "action"  # an action that may be done from many states, or leads to several
    CHILD = "child"  # a child case of another procedure


class LineKind(StrEnum):
    """What a line inside a node tells."""

    TITLE = "title"
    OWNER = "owner"
    WAITS = "waits"
    CLOCK = "clock"
    STAYS = "stays"  # an action after which the case is where it was
    FIGURE = "figure"


class EdgeKind(StrEnum):
    """What an edge of a drawing is."""

    WAY = "way"  # an action leads there
    BACK = "back"  # a rejection leads back there
    CHILD = "child"  # a child is opened, and its end comes back
    STRAY = "stray"  # taken in fact, and not declared


class MarkKind(StrEnum):
    """A sign beside an action or a state."""

    GATE = "gate"  # a condition must hold
    SIGN = "sign"  # signatures are needed
    CLOCK = "clock"  # a deadline: at a state one that starts there, at an action one that it stops
    SYSTEM = "system"  # done by Gendan itself


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign and what it stands for, in words."""

    kind: MarkKind
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text inside a node."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A post, as the owner of states. `index` counts from 0 in the order of the drawing, so that each has its color."""

    post: str
    title: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box of the drawing. `name` is the state's or action's own; `key` is the node's, unique in the drawing.

    `lane` is the index of the owner's lane, None where nobody owns it.
    """

    key: str
    kind: NodeKind
    name: str
    box: Box
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    lane: int | None = None
    outcome: str = ""

    @property
    def title(self) -> str:
        """Its first line."""
        return self.lines[0].text if self.lines else self.name


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside an edge, with the action it stands for (empty: none) and its signs, which stand before the text."""

    text: str
    box: Box
    action: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line from node to node, through `points`: the first lies on the source's border, the last on the target's.

    `weight` is how often it was taken, compared with the edge taken most (1: as often); 0 where nothing was counted.
    """

    key: str
    kind: EdgeKind
    source: str
    target: str
    points: tuple[Point, ...]
    labels: tuple[Label, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A laid out drawing. `title` and `says` tell it to who can't see it; nodes and edges keep the sketch's order."""

    title: str
    says: str
    language: str
    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[Lane, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """The nodes by their keys."""
        return {node.key: node for node in self.nodes}
