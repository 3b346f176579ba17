"""The graph and its places as BPMN 2.0 XML, valid against the schema of the OMG (formal/2011-01-03)."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from gendan.core.pack import Pack
from gendan.core.vocabulary import Vocabulary
from gendan.packs.manual.bpmn.building import graph_of
from gendan.packs.manual.bpmn.graph import Flow, Graph, Kind, Node
from gendan.packs.manual.bpmn.layout import Box, Places, Points, placed
from gendan.packs.manual.speech import InForce, Speech

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS: Final = "http://www.omg.org/spec/DD/20100524/DC"
LINES: Final = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES: Final = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": LINES, "xsi": INSTANCE}
CONDITIONS: Final = "urn:gendan:conditions"
"""The language of the conditions on flows: that of packs."""


def as_bpmn(
    pack: Pack,
    procedure: str,
    *,
    language: str,
    vocabulary: Vocabulary | None = None,
    in_force: InForce | None = None,
) -> bytes:
    """A procedure of the pack as a file of BPMN 2.0, in UTF-8. Raises KeyError where there is none of that name."""
    speech = Speech(pack=pack, language=language, vocabulary=vocabulary or Vocabulary(), in_force=in_force or InForce())
    graph = graph_of(pack.procedures[procedure], speech)
    return _Writer(graph, placed(graph), pack).bytes()


class _Writer:
    """Writes one file."""

    def __init__(self, graph: Graph, places: Places, pack: Pack) -> None:
        self.graph = graph
        self.places = places
        for prefix, address in _PREFIXES.items():
            ET.register_namespace(prefix, address)
        self.root = ET.Element(
            _in(MODEL, "definitions"),
            {
                "id": f"definitions_{pack.name}",
                "targetNamespace": f"urn:gendan:pack:{pack.name}",
                "expressionLanguage": CONDITIONS,
                "exporter": "Gendan",
                "exporterVersion": pack.version,
            },
        )
        self._collaboration()
        self._process()
        self._diagram()

    def bytes(self) -> bytes:
        """The file."""
        ET.indent(self.root, " ")
        made: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return made + b"\n"

    # -- what it means

    def _collaboration(self) -> None:
        found = _child(self.root, "collaboration", id="collaboration")
        _child(found, "participant", id="pool", name=self.graph.title, processRef=self.graph.id)
        for name, title in self.graph.parties.items():
            _child(found, "participant", id=f"party_{name}", name=title)
        for each in self.graph.messages:
            party = f"party_{each.party}"
            ends = (party, each.node) if each.inward else (each.node, party)
            _child(found, "messageFlow", id=each.id, name=each.name, sourceRef=ends[0], targetRef=ends[1])

    def _process(self) -> None:
        process = _child(self.root, "process", id=self.graph.id, name=self.graph.title, isExecutable="false")
        _documented(process, self.graph.says)
        lanes = _child(process, "laneSet", id="lanes")
        for name, title in self.graph.lanes.items():
            lane = _child(lanes, "lane", id=f"lane_{name}", name=title)
            for node in self.graph.nodes.values():
                if node.lane == name:
                    _child(lane, "flowNodeRef").text = node.id
        for node in self.graph.nodes.values():
            self._node(process, node)
        for flow in self.graph.flows:
            self._flow(process, flow)

    def _node(self, process: ET.Element, node: Node) -> None:
        given = {"id": node.id} | ({"name": node.name} if node.name else {})
        if node.kind is Kind.CALL:
            given["calledElement"] = node.called
        if node.kind is Kind.TIMER:
            given |= {"attachedToRef": node.on, "cancelActivity": "true" if node.interrupts else "false"}
        outgoing, incoming = self.graph.outgoing(node.id), self.graph.incoming(node.id)
        if node.kind in (Kind.CHOICE, Kind.FORK):
            given["gatewayDirection"] = _direction(len(incoming), len(outgoing))
        if node.default:
            given["default"] = node.default
        made = _child(process, node.kind.value, **given)
        _documented(made, node.says)
        for flow in incoming:
            _child(made, "incoming").text = flow.id
        for flow in outgoing:
            _child(made, "outgoing").text = flow.id
        if node.times:
            loop = _child(made, "multiInstanceLoopCharacteristics", id=f"{node.id}_many")
            times = _child(loop, "loopCardinality", id=f"{node.id}_times")
            times.set(_in(INSTANCE, "type"), "bpmn:tFormalExpression")
            times.text = node.times
        if node.tells:
            _child(made, "messageEventDefinition", id=f"{node.id}_message")
        if node.kind is Kind.TIMER:
            timer = _child(made, "timerEventDefinition", id=f"{node.id}_time")
            time = _child(timer, node.timer[0])
            time.set(_in(INSTANCE, "type"), "bpmn:tFormalExpression")
            time.text = node.timer[1]

    def _flow(self, process: ET.Element, flow: Flow) -> None:
        given = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        made = _child(process, "sequenceFlow", **given, **({"name": flow.name} if flow.name else {}))
        if flow.condition:
            condition = _child(made, "conditionExpression", language=CONDITIONS)
            condition.set(_in(INSTANCE, "type"), "bpmn:tFormalExpression")
            condition.text = flow.condition

    # -- where it stands

    def _diagram(self) -> None:
        diagram = ET.SubElement(self.root, _in(DIAGRAM, "BPMNDiagram"), {"id": "diagram", "name": self.graph.title})
        plane = ET.SubElement(diagram, _in(DIAGRAM, "BPMNPlane"), {"id": "plane", "bpmnElement": "collaboration"})
        _shape(plane, "pool", self.places.pool, horizontal=True)
        for name, box in self.places.parties.items():
            _shape(plane, f"party_{name}", box, horizontal=True)
        for name, box in self.places.lanes.items():
            _shape(plane, f"lane_{name}", box, horizontal=True)
        for node in self.graph.nodes.values():
            shape = _shape(plane, node.id, self.places.nodes[node.id])
            if node.kind is Kind.CHOICE:
                shape.set("isMarkerVisible", "true")
            if node.kind in (Kind.CHOICE, Kind.START, Kind.END, Kind.TIMER) and node.name:
                _label(shape, self.places.nodes[node.id])
        for name, points in (*self.places.flows.items(), *self.places.messages.items()):
            _edge(plane, name, points)


def _direction(incoming: int, outgoing: int) -> str:
    if incoming > 1:
        return "Mixed" if outgoing > 1 else "Converging"
    return "Diverging" if outgoing > 1 else "Unspecified"


def _in(space: str, tag: str) -> str:
    return f"{{{space}}}{tag}"


def _child(parent: ET.Element, tag: str, **given: str) -> ET.Element:
    return ET.SubElement(parent, _in(MODEL, tag), given)


def _documented(element: ET.Element, said: str) -> None:
    if said:
        _child(element, "documentation").text = said


def _shape(plane: ET.Element, name: str, box: Box, *, horizontal: bool = False) -> ET.Element:
    given = {"id": f"{name}_shape", "bpmnElement": name} | ({"isHorizontal": "true"} if horizontal else {})
    shape = ET.SubElement(plane, _in(DIAGRAM, "BPMNShape"), given)
    _bounds(shape, box)
    return shape


def _bounds(parent: ET.Element, box: Box) -> None:
    given = {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)}
    ET.SubElement(parent, _in(BOUNDS, "Bounds"), given)


def _label(shape: ET.Element, box: Box) -> None:
    """The name stands below, in a column's width."""
    label = ET.SubElement(shape, _in(DIAGRAM, "BPMNLabel"))
    middle = box.middle[0]
    _bounds(label, Box(middle - 60, box.bottom + 2, 120, 28))


def _edge(plane: ET.Element, name: str, points: Points) -> None:
    edge = ET.SubElement(plane, _in(DIAGRAM, "BPMNEdge"), {"id": f"{name}_edge", "bpmnElement": name})
    for x, y in points:
        ET.SubElement(edge, _in(LINES, "waypoint"), {"x": _n(x), "y": _n(y)})


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
