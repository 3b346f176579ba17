"""A drawing as SVG: for pages (colored by their style sheet), and alone for paper (with colors of its own).

Each state and action is a group with `data-` attributes, by which a page finds it; `links` make states into links. The
drawing has a title and a description, each node a title of its own: it is read aloud as a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from gendan.packs.drawing.drawing import (
    Drawing,
    Edge,
    Label,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Node,
    NodeKind,
    Point,
)
from gendan.packs.drawing.measure import LABEL_SIZE, LINE_HEIGHT, MARK, PADDING, TEXT_SIZE, line_size, text_width

LANES: Final = 8
"""How many colors lanes have; the ninth takes the first's again."""
BADGE: Final = 18.0
"""How high a badge is."""
_CORNER: Final = 6.0
_SIGNS: Final[Mapping[MarkKind, str]] = {
    MarkKind.GATE: "M0 5 5 0 10 5 5 10Z",
    MarkKind.SIGN: "M0 10V7L6.5 .5 9.5 3.5 3 10ZM6 10H10",
    MarkKind.CLOCK: "M5 .5A4.5 4.5 0 1 1 4.99 .5ZM5 2.5V5.2L7 6.5",
    MarkKind.SYSTEM: "M2 0H8V10H2ZM4 3H6M4 5H6",
}
_LINE_SIGNS: Final[Mapping[LineKind, str]] = {
    LineKind.OWNER: "M5 .5A2.2 2.2 0 1 1 4.99 .5ZM1 10C1 6.5 9 6.5 9 10Z",
    LineKind.WAITS: "M2 0H8L5 5ZM5 5 8 10H2Z",
    LineKind.CLOCK: _SIGNS[MarkKind.CLOCK],
    LineKind.STAYS: "M8.5 3A4 4 0 1 0 9 6M8.7 .5V3.2H6",
}
STYLE: Final = """
text{font-family:"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC",sans-serif;fill:#18211d}
.node .box{fill:#fff;stroke:#68746d;stroke-width:1.2}.start .box{fill:#18211d;stroke:none}
.final .box{fill:#eceeea;stroke:#18211d;stroke-width:2.4}.action .box{fill:#f3f4f1;stroke:#68746d;stroke-dasharray:none}
.child .box{fill:#fff;stroke:#2a5a95;stroke-dasharray:4 3}.node .title{font-weight:700}.line,.label text{fill:#4c5952}
.edge .path{fill:none;stroke:#4c5952;stroke-width:1.3}.edge .head{fill:#4c5952;stroke:none}
.back .path{stroke:#b3261a;stroke-dasharray:5 3}.back .head{fill:#b3261a}.back text{fill:#b3261a}
.edge.child .path{stroke:#2a5a95;stroke-dasharray:2 3}.edge.child .head{fill:#2a5a95}
.stray .path{stroke:#b3261a;stroke-dasharray:7 3}.stray .head{fill:#b3261a}.stray text{fill:#b3261a}
.label .back-ground{fill:#fff;opacity:.92}.sign{fill:none;stroke:#0b6a59;stroke-width:1.2}
.lane0{fill:#0b6a59}.lane1{fill:#2a5a95}.lane2{fill:#8a5800}.lane3{fill:#7b3f98}.lane4{fill:#b3261a}.lane5{fill:#22713f}.lane6{fill:#68746d}.lane7{fill:#a0522d}
"""
"""How a drawing looks that stands alone: the same classes are styled by the pages' own sheet."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A figure on the border of a node: at its upper right, a `time` at its lower right. `tone` is its class."""

    text: str
    says: str
    tone: Literal["count", "late", "time"] = "count"


def svg(
    drawing: Drawing,
    *,
    alone: bool = False,
    links: Mapping[str, str] | None = None,
    badges: Mapping[str, Sequence[Badge]] | None = None,
    name: str = "flow",
) -> str:
    """The drawing as an `<svg>` element; `alone` as a document with its own colors.

    `links` are addresses, and `badges` figures, by the key of a node. `name` is unique in the page.
    """
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    parts = [
        f'<svg{space} class="flow" role="{"group" if links else "img"}" aria-labelledby="{name}-title {name}-says"'
        f' width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
        f' viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}">',
        f'<title id="{name}-title">{escape(drawing.title)}</title>',
        f'<desc id="{name}-says">{escape(_told(drawing))}</desc>',
    ]
    if alone:
        parts.append(f"<style>{STYLE}</style>")
    # Lines first, then what stands on them; texts of lines last, where nothing covers them.
    parts += [_edge(edge) for edge in drawing.edges]
    parts += [_node(node, (links or {}).get(node.key), (badges or {}).get(node.key, ())) for node in drawing.nodes]
    parts += [_label(edge, label) for edge in drawing.edges for label in edge.labels]
    parts.append("</svg>")
    return "".join(parts)


def _told(drawing: Drawing) -> str:
    """The whole drawing in words: every line with where it leads."""
    titles = {node.key: node.title for node in drawing.nodes}
    ways = (
        f"{titles[edge.source]} → {titles[edge.target]}"
        + (f" ({', '.join(label.text for label in edge.labels)})" if edge.labels else "")
        for edge in drawing.edges
    )
    return "; ".join((drawing.says, *ways))


def _node(node: Node, link: str | None, badges: Sequence[Badge]) -> str:
    box = node.box
    classes = f"node {node.kind.value}" + (f" {node.outcome}" if node.outcome else "")
    data = f' data-node="{escape(node.key)}" data-name="{escape(node.name)}"'
    parts = [f'<g class="{classes}"{data}>']
    figures = (badge.says for badge in badges)
    said = "; ".join((*(line.text for line in node.lines), *figures, *(mark.says for mark in node.marks)))
    parts.append(f"<title>{escape(said)}</title>")
    parts.append(_shape(node))
    if node.lane is not None:
        parts.append(
            f'<rect class="lane{node.lane % LANES}" x="{_n(box.x)}" y="{_n(box.y + 1)}" width="5"'
            f' height="{_n(box.height - 2)}" rx="2"/>'
        )
    if node.kind is not NodeKind.START:
        parts.append(_lines(node))
    parts.append(_badges(node, badges))
    parts.append("</g>")
    drawn = "".join(parts)
    if link is None:
        return drawn
    return f'<a href="{escape(link)}" aria-label="{escape(said)}">{drawn}</a>'


def _badges(node: Node, badges: Sequence[Badge]) -> str:
    """Pills from the right border to the left: those of time below, all others above."""
    edge = dict.fromkeys((True, False), node.box.x + node.box.width + PADDING / 2)
    parts = []
    for badge in badges:
        above = badge.tone != "time"
        width = max(BADGE, text_width(badge.text, TEXT_SIZE) + 10)
        x = edge[above] - width
        y = (node.box.y if above else node.box.y + node.box.height) - BADGE / 2
        edge[above] = x - 3
        parts.append(
            f'<g class="badge {badge.tone}"><rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(BADGE)}"'
            f' rx="{_n(BADGE / 2)}"/><text x="{_n(x + width / 2)}" y="{_n(y + BADGE / 2 + TEXT_SIZE * 0.36)}"'
            f' font-size="{_n(TEXT_SIZE)}" text-anchor="middle">{escape(badge.text)}</text></g>'
        )
    return "".join(parts)


def _shape(node: Node) -> str:
    box = node.box
    if node.kind is NodeKind.START:
        middle = box.middle
        return f'<circle class="box" cx="{_n(middle.x)}" cy="{_n(middle.y)}" r="{_n(box.width / 2)}"/>'
    round_by = {NodeKind.ACTION: box.height / 2, NodeKind.FINAL: 16.0}.get(node.kind, _CORNER)
    return (
        f'<rect class="box" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
        f' rx="{_n(round_by)}"/>'
    )


def _lines(node: Node) -> str:
    total = sum(line_size(line.kind) * LINE_HEIGHT for line in node.lines)
    y = node.box.y + (node.box.height - total) / 2
    centered = node.kind is not NodeKind.STATE
    parts = []
    for index, line in enumerate(node.lines):
        size = line_size(line.kind)
        x = node.box.middle.x if centered else node.box.x + PADDING
        marks = node.marks if index == 0 else ()
        baseline = y + size * (LINE_HEIGHT / 2 + 0.36)
        if marks:
            x += MARK * len(marks) / 2 if centered else 0
        parts.append(_line(line, x, baseline, size, centered))
        for place, mark in enumerate(marks):
            parts.append(_sign(mark, node.box.x + PADDING + place * MARK - 2, y + size * LINE_HEIGHT / 2 - 5))
        y += size * LINE_HEIGHT
    return "".join(parts)


def _line(line: Line, x: float, baseline: float, size: float, centered: bool) -> str:
    sign = "" if centered else _LINE_SIGNS.get(line.kind, "")
    drawn = f'<path class="sign" d="{sign}" transform="translate({_n(x)} {_n(baseline - 9.5)})"/>' if sign else ""
    anchor = ' text-anchor="middle"' if centered else ""
    classes = "title" if line.kind is LineKind.TITLE else f"line {line.kind.value}"
    return (
        f'{drawn}<text class="{classes}" x="{_n(x + (MARK if sign else 0))}" y="{_n(baseline)}"'
        f' font-size="{_n(size)}"{anchor}>{escape(line.text)}</text>'
    )


def _edge(edge: Edge) -> str:
    data = f' data-edge="{escape(edge.key)}" data-source="{escape(edge.source)}" data-target="{escape(edge.target)}"'
    width = f' stroke-width="{_n(1.2 + 4.8 * edge.weight)}"' if edge.weight else ""
    return (
        f'<g class="edge {edge.kind.value}"{data}><path class="path" d="{_path(edge.points)}"{width}/>'
        f'<path class="head" d="{_head(edge.points)}"/></g>'
    )


def _path(points: tuple[Point, ...]) -> str:
    """A line with small round corners."""
    parts = [f"M{_n(points[0].x)} {_n(points[0].y)}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{_n(near.x)} {_n(near.y)}Q{_n(corner.x)} {_n(corner.y)} {_n(far.x)} {_n(far.y)}")
    parts.append(f"L{_n(points[-1].x)} {_n(points[-1].y)}")
    return "".join(parts)


def _towards(corner: Point, other: Point) -> Point:
    """A little way from a corner to the next point."""
    length = abs(other.x - corner.x) + abs(other.y - corner.y)
    share = min(_CORNER, length / 2) / length if length else 0.0
    return Point(corner.x + (other.x - corner.x) * share, corner.y + (other.y - corner.y) * share)


def _head(points: tuple[Point, ...]) -> str:
    """The arrow's head: its point is the line's end."""
    end, before = points[-1], points[-2]
    length = max(abs(end.x - before.x), abs(end.y - before.y)) or 1.0
    along = Point((end.x - before.x) / length, (end.y - before.y) / length)
    back = Point(end.x - along.x * 8, end.y - along.y * 8)
    left = Point(back.x - along.y * 4, back.y + along.x * 4)
    right = Point(back.x + along.y * 4, back.y - along.x * 4)
    return f"M{_n(end.x)} {_n(end.y)}L{_n(left.x)} {_n(left.y)}L{_n(right.x)} {_n(right.y)}Z"


def _label(edge: Edge, label: Label) -> str:
    box = label.box
    said = "; ".join((label.text, *(mark.says for mark in label.marks)))
    middle = box.y + box.height / 2
    signs = "".join(_sign(mark, box.x + 4 + place * MARK, middle - 5) for place, mark in enumerate(label.marks))
    x, y = box.x + 4 + MARK * len(label.marks), middle + LABEL_SIZE * 0.36
    return (
        f'<g class="label {edge.kind.value}" data-action="{escape(label.action)}" data-of="{escape(edge.key)}">'
        f"<title>{escape(said)}</title>"
        f'<rect class="back-ground" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}"'
        f' height="{_n(box.height)}" rx="3"/>{signs}'
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(LABEL_SIZE)}">{escape(label.text)}</text></g>'
    )


def _sign(mark: Mark, x: float, y: float) -> str:
    return f'<path class="sign {mark.kind.value}" d="{_SIGNS[mark.kind]}" transform="translate({_n(x)} {_n(y)})"/>'


def _n(value: float) -> str:
    """A length as SVG has it: one decimal, none where it is whole."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
