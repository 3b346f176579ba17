"""流程图 The drawing of a procedure: one layout, which pages, the manual, its PDF and BPMN show alike.

`of` draws what a pack declares, `laid_out` any other sketch (as of the paths that cases really took). The layout is
ELK's layered one. It runs in a JavaScript engine that reaches neither files nor network, and is kept by the content of
the sketch. Where ELK was not built (`make setup`), both raise NotBuilt.
"""

from gendan.packs.drawing.drawing import (
    Box,
    Drawing,
    Edge,
    EdgeKind,
    Label,
    Lane,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Node,
    NodeKind,
    Point,
)
from gendan.packs.drawing.elk import NotBuilt, NotLaidOut
from gendan.packs.drawing.layout import laid_out
from gendan.packs.drawing.paths import Taken, sketch_of
from gendan.packs.drawing.procedure import Way, of, sketch, ways
from gendan.packs.drawing.sketch import Sketch, SketchedEdge, SketchedLabel, SketchedNode
from gendan.packs.drawing.svg import Badge, svg

__all__ = [
    "Badge",
    "Box",
    "Drawing",
    "Edge",
    "EdgeKind",
    "Label",
    "Lane",
    "Line",
    "LineKind",
    "Mark",
    "MarkKind",
    "Node",
    "NodeKind",
    "NotBuilt",
    "NotLaidOut",
    "Point",
    "Sketch",
    "SketchedEdge",
    "SketchedLabel",
    "SketchedNode",
    "Taken",
    "Way",
    "laid_out",
    "of",
    "sketch",
    "sketch_of",
    "svg",
    "ways",
]
