"""Places for the nodes: columns by how far from the start, rows in the lane of who does it, lines at right angles."""

from __future__ import annotations

from dataclasses import dataclass, field

from gendan.packs.manual.bpmn.graph import Graph, Kind, Node

COLUMN = 176
ROW = 108
TASK = (124, 72)
GATE = (50, 50)
EVENT = (36, 36)
HEADER = 30
PARTY = 56
GAP = 48
CHANNEL = 9


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, from its upper left corner, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2


Points = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Places:
    """All places: of nodes, lanes, parties and the pool; and the lines of flows and messages."""

    pool: Box = Box(0, 0, 0, 0)
    nodes: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    parties: dict[str, Box] = field(default_factory=dict)
    flows: dict[str, Points] = field(default_factory=dict)
    messages: dict[str, Points] = field(default_factory=dict)


def placed(graph: Graph) -> Places:
    """The graph with places."""
    places = Places()
    columns = _columns(graph)
    width = HEADER * 2 + (max(columns.values(), default=0) + 1) * COLUMN + GAP
    top = 20.0
    for name in graph.parties:
        places.parties[name] = Box(20, top, width, PARTY)
        top += PARTY + 24
    if graph.parties:
        top += GAP
    first = top
    for lane in graph.lanes:
        height = _lane(graph, lane, columns, top, places)
        places.lanes[lane] = Box(20 + HEADER, top, width - HEADER, height)
        top += height
    below = _back_flows(graph, places)
    room = 30 + CHANNEL * below
    last = next(reversed(places.lanes), None)
    if last is not None:
        box = places.lanes[last]
        places.lanes[last] = Box(box.x, box.y, box.width, box.height + room)
    places.pool = Box(20, first, width, top - first + room)
    _timers(graph, places)
    _flows(graph, places, top)
    _messages(graph, places)
    return places


def _columns(graph: Graph) -> dict[str, int]:
    """How many columns from the start each node stands: the longest way that never goes back."""
    forward = _forward(graph)
    columns = dict.fromkeys(graph.nodes, 0)
    order = _ordered(graph, forward)
    for key in order:
        for target in forward.get(key, ()):
            columns[target] = max(columns[target], columns[key] + 1)
    for node in graph.nodes.values():
        if node.kind is Kind.TIMER:
            columns[node.id] = columns[node.on]
    return columns


def _forward(graph: Graph) -> dict[str, list[str]]:
    """The ways without those that lead back to where a depth-first walk came from. A timer goes with its task."""
    ways: dict[str, list[str]] = {key: [] for key in graph.nodes}
    for flow in graph.flows:
        source = graph.nodes[flow.source]
        ways[source.on if source.kind is Kind.TIMER else flow.source].append(flow.target)
    forward: dict[str, list[str]] = {key: [] for key in graph.nodes}
    state: dict[str, int] = {}
    for root in ("start", *graph.nodes):
        if root not in graph.nodes or root in state:
            continue
        stack = [(root, iter(ways[root]))]
        state[root] = 1
        while stack:
            key, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                state[key] = 2
                stack.pop()
            elif state.get(target) != 1:
                forward[key].append(target)
                if target not in state:
                    state[target] = 1
                    stack.append((target, iter(ways[target])))
    return forward


def _ordered(graph: Graph, forward: dict[str, list[str]]) -> list[str]:
    """The nodes, each before all that it leads to."""
    waits = dict.fromkeys(graph.nodes, 0)
    for targets in forward.values():
        for target in targets:
            waits[target] += 1
    ready = [key for key, count in waits.items() if not count]
    order: list[str] = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        for target in forward[key]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return order


def _lane(graph: Graph, lane: str, columns: dict[str, int], top: float, places: Places) -> float:
    """Places the nodes of a lane; its height."""
    rows: dict[int, int] = {}
    for node in graph.nodes.values():
        if node.lane != lane or node.kind is Kind.TIMER:
            continue
        column = columns[node.id]
        row = rows.get(column, 0)
        rows[column] = row + 1
        width, height = _size(node)
        x = 20 + HEADER * 2 + column * COLUMN + (COLUMN - width) / 2
        y = top + row * ROW + (ROW - height) / 2
        places.nodes[node.id] = Box(x, y, width, height)
    return max(rows.values(), default=1) * ROW


def _size(node: Node) -> tuple[int, int]:
    if node.kind in (Kind.START, Kind.END, Kind.TIMER):
        return EVENT
    return GATE if node.kind in (Kind.CHOICE, Kind.FORK) else TASK


def _timers(graph: Graph, places: Places) -> None:
    """Timers stand on the lower side of their task, side by side."""
    taken: dict[str, int] = {}
    for node in graph.nodes.values():
        if node.kind is not Kind.TIMER:
            continue
        host = places.nodes[node.on]
        count = taken.get(node.on, 0)
        taken[node.on] = count + 1
        places.nodes[node.id] = Box(host.right - EVENT[0] - 4 - count * (EVENT[0] + 4), host.bottom - 18, *EVENT)


def _is_back(source: Box, target: Box) -> bool:
    return target.x < source.right


def _back_flows(graph: Graph, places: Places) -> int:
    found = 0
    for flow in graph.flows:
        source = graph.nodes[flow.source]
        box = places.nodes[source.on if source.kind is Kind.TIMER else flow.source]
        found += _is_back(box, places.nodes[flow.target])
    return found


def _flows(graph: Graph, places: Places, bottom: float) -> None:
    channel = bottom + 12
    for flow in graph.flows:
        source, target = places.nodes[flow.source], places.nodes[flow.target]
        timer = graph.nodes[flow.source].kind is Kind.TIMER
        start = (source.middle[0], source.bottom) if timer else (source.right, source.middle[1])
        end = (target.x, target.middle[1])
        host = places.nodes[graph.nodes[flow.source].on] if timer else source
        if _is_back(host, target):
            x = start[0] if timer else source.right + 14
            places.flows[flow.id] = _straight(
                (start, (x, start[1]), (x, channel), (target.x - 16, channel), (target.x - 16, end[1]), end)
            )
            channel += CHANNEL
        elif timer:
            turn = source.bottom + 10
            places.flows[flow.id] = _straight(
                (start, (start[0], turn), (target.x - 12, turn), (target.x - 12, end[1]), end)
            )
        elif target.x - source.right > COLUMN:
            # Past other columns it runs above their nodes, in the space between rows.
            above = source.middle[1] - ROW / 2 + 4 + (len(places.flows) % 4) * 3
            out, into = source.right + 12, target.x - 20
            places.flows[flow.id] = _straight(
                (start, (out, start[1]), (out, above), (into, above), (into, end[1]), end)
            )
        else:
            x = target.x - 20
            places.flows[flow.id] = _straight((start, (x, start[1]), (x, end[1]), end))


def _messages(graph: Graph, places: Places) -> None:
    for at, message in enumerate(graph.messages):
        node, party = places.nodes[message.node], places.parties[message.party]
        x = node.middle[0] + (at % 5 - 2) * 10
        line = ((x, party.bottom), (x, node.y))
        places.messages[message.id] = line if message.inward else line[::-1]


def _straight(points: Points) -> Points:
    """The points without those that change nothing."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else (points[0], points[-1])
