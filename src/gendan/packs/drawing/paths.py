"""The ways that were really taken, as a sketch: the more often, the broader; what was not declared stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gendan.packs.drawing.drawing import EdgeKind, Line, LineKind, NodeKind
from gendan.packs.drawing.sketch import Sketch, SketchedEdge, SketchedLabel, SketchedNode

BEGIN = ""
"""In the place of a node: where cases begin."""
END = "\0"
"""In the place of a node: where they ended, where that is told by no node of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One way that was taken: from a node to a node, how often, and what is written beside it. `strays`: it is not
    declared."""

    source: str
    target: str
    count: int
    says: tuple[str, ...] = ()
    strays: bool = False


def sketch_of(
    taken: Sequence[Taken],
    *,
    title: str,
    says: str,
    language: str,
    titles: Mapping[str, str],
    figures: Mapping[str, str],
    outcomes: Mapping[str, str],
) -> Sketch:
    """A sketch of ways. `titles` of the nodes stand in the order in which a reader should meet them; `figures` are
    their second lines, `outcomes` tells those in which cases end."""
    used = {name for each in taken for name in (each.source, each.target)}
    most = max((each.count for each in taken), default=1)
    nodes = [SketchedNode(key=_key(BEGIN), kind=NodeKind.START, name=BEGIN, lines=(Line(LineKind.TITLE, "→"),))]
    nodes += [
        SketchedNode(
            key=_key(name),
            kind=NodeKind.FINAL if name in outcomes else NodeKind.STATE,
            name=name,
            lines=(Line(LineKind.TITLE, shown), *_figure(figures.get(name, ""))),
            outcome=outcomes.get(name, ""),
        )
        for name, shown in titles.items()
        if name in used
    ]
    if END in used:
        nodes.append(SketchedNode(key=_key(END), kind=NodeKind.FINAL, name=END, lines=(Line(LineKind.TITLE, "■"),)))
    edges = tuple(
        SketchedEdge(
            key=f"edge{number}",
            kind=EdgeKind.STRAY if each.strays else EdgeKind.WAY,
            source=_key(each.source),
            target=_key(each.target),
            labels=tuple(SketchedLabel(text) for text in each.says),
            weight=each.count / most,
        )
        for number, each in enumerate(taken)
        if each.source != each.target
    )
    return Sketch(title=title, says=says, language=language, nodes=tuple(nodes), edges=edges)


def _figure(text: str) -> tuple[Line, ...]:
    return (Line(LineKind.FIGURE, text),) if text else ()


def _key(name: str) -> str:
    return {BEGIN: "begin", END: "end"}.get(name, f"node.{name}")
