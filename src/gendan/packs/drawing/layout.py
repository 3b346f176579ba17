"""Gives a sketch its places."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from gendan.packs.drawing import elk
from gendan.packs.drawing.drawing import Box, Drawing, Edge, EdgeKind, Label, Node, NodeKind, Point
from gendan.packs.drawing.measure import label_size, node_size
from gendan.packs.drawing.sketch import Sketch, SketchedEdge, SketchedNode

MARGIN: Final = 16.0
_OPTIONS: Final = {
    "elk.algorithm": "layered",
    "elk.direction": "DOWN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.padding": f"[top={MARGIN},left={MARGIN},bottom={MARGIN},right={MARGIN}]",
    "elk.spacing.nodeNode": "36",
    "elk.spacing.edgeNode": "18",
    "elk.spacing.edgeEdge": "12",
    "elk.spacing.edgeLabel": "4",
    "elk.spacing.labelLabel": "1",
    "elk.layered.spacing.nodeNodeBetweenLayers": "30",
    "elk.layered.spacing.edgeNodeBetweenLayers": "16",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
    # The pack gives its states in the order in which a reader should meet them: what leads back leads upwards.
    "elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
    "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
    "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
    "elk.layered.nodePlacement.favorStraightEdges": "true",
    # What leads back enters from below where that is shorter: fewer lines cross than around the whole.
    "elk.layered.feedbackEdges": "false",
    "elk.layered.thoroughness": "7",
    "elk.separateConnectedComponents": "false",
}


@lru_cache(maxsize=256)
def laid_out(sketch: Sketch) -> Drawing:
    """The drawing of a sketch; the same sketch is laid out once. Raises elk.NotBuilt, elk.NotLaidOut."""
    found = elk.run(_graph(sketch))
    nodes = {each["id"]: each for each in found.get("children", ())}
    edges = {each["id"]: each for each in found.get("edges", ())}
    return Drawing(
        title=sketch.title,
        says=sketch.says,
        language=sketch.language,
        width=found["width"],
        height=found["height"],
        nodes=tuple(_node(each, nodes[each.key]) for each in sketch.nodes),
        edges=tuple(_edge(each, edges[each.key]) for each in sketch.edges),
        lanes=sketch.lanes,
    )


def _graph(sketch: Sketch) -> dict[str, Any]:
    return {
        "id": "drawing",
        "layoutOptions": _OPTIONS,
        "children": [_child(each) for each in sketch.nodes],
        "edges": [
            {
                "id": each.key,
                "sources": [each.source],
                "targets": [each.target],
                "layoutOptions": {"elk.layered.priority.straightness": str(_straightness(each))},
                "labels": [
                    {"id": f"{each.key}:{number}", "text": label.text, "width": size[0], "height": size[1]}
                    for number, label in enumerate(each.labels)
                    if (size := label_size(label))
                ],
            }
            for each in sketch.edges
        ],
    }


def _child(node: SketchedNode) -> dict[str, Any]:
    width, height = node_size(node)
    options = {}
    if node.kind is NodeKind.START:
        options["elk.layered.layering.layerConstraint"] = "FIRST"
    return {"id": node.key, "width": width, "height": height, "layoutOptions": options}


def _straightness(edge: SketchedEdge) -> int:
    if edge.kind in (EdgeKind.BACK, EdgeKind.CHILD):
        return 0
    return 1 + round(9 * edge.weight) if edge.weight else 5


def _node(node: SketchedNode, placed: dict[str, Any]) -> Node:
    return Node(
        key=node.key,
        kind=node.kind,
        name=node.name,
        box=_box(placed),
        lines=node.lines,
        marks=node.marks,
        lane=node.lane,
        outcome=node.outcome,
    )


def _edge(edge: SketchedEdge, placed: dict[str, Any]) -> Edge:
    section = placed["sections"][0]
    points = (section["startPoint"], *section.get("bendPoints", ()), section["endPoint"])
    return Edge(
        key=edge.key,
        kind=edge.kind,
        source=edge.source,
        target=edge.target,
        points=tuple(Point(round(each["x"], 1), round(each["y"], 1)) for each in points),
        labels=tuple(
            Label(label.text, _box(where), label.action, label.marks)
            for label, where in zip(edge.labels, placed.get("labels", ()), strict=True)
        ),
        weight=edge.weight,
    )


def _box(placed: dict[str, Any]) -> Box:
    return Box(
        round(placed.get("x", 0.0), 1),
        round(placed.get("y", 0.0), 1),
        round(placed["width"], 1),
        round(placed["height"], 1),
    )
