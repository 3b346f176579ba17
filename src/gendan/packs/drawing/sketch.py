"""What is to be drawn, before anything has a place."""

from __future__ import annotations

from dataclasses import dataclass

from gendan.packs.drawing.drawing import EdgeKind, Lane, Line, Mark, NodeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedNode:
    """A node as it is to be drawn; see `drawing.Node`."""

    key: str
    kind: NodeKind
    name: str
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    lane: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class SketchedLabel:
    """A text to stand beside an edge; see `drawing.Label`."""

    text: str
    action: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedEdge:
    """An edge as it is to be drawn; see `drawing.Edge`. Those with a higher `weight` are kept straighter."""

    key: str
    kind: EdgeKind
    source: str
    target: str
    labels: tuple[SketchedLabel, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A drawing without places. The order of the nodes is the order in which a reader should meet them."""

    title: str
    says: str
    language: str
    nodes: tuple[SketchedNode, ...]
    edges: tuple[SketchedEdge, ...]
    lanes: tuple[Lane, ...] = ()
