"""From a procedure to its sketch: states as boxes, actions as the ways between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

from gendan.core.pack import Pack
from gendan.core.procedure import Action, Deadline, Moment, Owner, Procedure, Role, Routing, State, Who
from gendan.packs.check.graph import Graph, How
from gendan.packs.describe import signers
from gendan.packs.drawing.drawing import Drawing, EdgeKind, Lane, Line, LineKind, Mark, MarkKind, NodeKind
from gendan.packs.drawing.layout import laid_out
from gendan.packs.drawing.measure import TEXT_SIZE, text_width
from gendan.packs.drawing.sketch import Sketch, SketchedEdge, SketchedLabel, SketchedNode

T = TypeVar("T")

START: Final = "start"
FAN: Final = 3
"""From so many states, or to so many, an action is drawn as a node of its own: the lines meet there."""
_WIDEST_LINE: Final = 190.0
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "start": ("开始", "Start"),
    "reject": ("{title}：驳回", "{title}: rejected"),
    "child": ("子单：{title}", "Child: {title}"),
    "superior": ("上级", "superior"),
    "system": ("系统自动", "by itself"),
    "says": ("{states} 个状态，{actions} 个动作", "{states} states, {actions} actions"),
    "comma": ("、", ", "),
    "semicolon": ("；", "; "),
}


def of(procedure: Procedure, pack: Pack, *, language: str = "zh") -> Drawing:
    """The drawing of a procedure of `pack`, in Chinese or ("en…") English. Raises NotBuilt, NotLaidOut."""
    return laid_out(sketch(procedure, pack, language=language))


def sketch(procedure: Procedure, pack: Pack, *, language: str = "zh") -> Sketch:
    """The procedure without places."""
    return _Sketcher(procedure, pack, "en" if language.startswith("en") else "zh").sketch()


class _Same:
    """A procedure as the key of a cache: the very object."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure


@dataclass(frozen=True, slots=True)
class Way:
    """One way that a procedure declares: by `action` from `source` (empty: not yet opened) to `target`."""

    source: str
    action: str
    target: str
    rejects: bool = False

    @property
    def stays(self) -> bool:
        """Whether the case is where it was."""
        return self.source == self.target


def ways(procedure: Procedure) -> tuple[Way, ...]:
    """Every way that the procedure declares, in its own order, `back` led to each state that it can lead back to."""
    return _ways(_Same(procedure))


@lru_cache(maxsize=256)
def _ways(same: _Same) -> tuple[Way, ...]:
    found = {
        Way(edge.source.state, edge.action, edge.end.state, edge.how is How.REJECT)
        for edge in Graph(same.procedure).edges
    }
    states, actions = list(same.procedure.states), list(same.procedure.actions)
    return tuple(
        sorted(
            found,
            key=lambda way: (
                states.index(way.source) if way.source else -1,
                actions.index(way.action),
                states.index(way.target),
                way.rejects,
            ),
        )
    )


@dataclass
class _Edge:
    kind: EdgeKind
    source: str
    target: str
    labels: list[SketchedLabel] = field(default_factory=list)


class _Sketcher:
    def __init__(self, procedure: Procedure, pack: Pack, language: str) -> None:
        self.procedure = procedure
        self.pack = pack
        self.language = language
        self.lanes = self._lanes()
        self.edges: dict[tuple[EdgeKind, str, str], _Edge] = {}
        self.fans: dict[str, list[SketchedNode]] = {}
        self.stays: dict[str, list[str]] = {}

    def sketch(self) -> Sketch:
        self._draw_ways()
        children = self._children()
        start = SketchedNode(key=START, kind=NodeKind.START, name=START, lines=(self._line(LineKind.TITLE, "start"),))
        # An action that is a node stands behind the last state it leaves: the order tells which ways lead back.
        nodes = [start, *self.fans.get("", ())]
        for state in self.procedure.states.values():
            nodes += [self._state(state), *self.fans.get(state.name, ())]
        return Sketch(
            title=self.procedure.title.in_language(self.language),
            says=self._word("says", states=len(self.procedure.states), actions=len(self.procedure.actions)),
            language=self.language,
            nodes=(*nodes, *children),
            edges=tuple(
                SketchedEdge(
                    key=f"edge{number}",
                    kind=edge.kind,
                    source=edge.source,
                    target=edge.target,
                    labels=tuple(edge.labels),
                )
                for number, edge in enumerate(self.edges.values())
            ),
            lanes=tuple(self.lanes.values()),
        )

    def _draw_ways(self) -> None:
        for action in self.procedure.actions.values():
            own = [way for way in ways(self.procedure) if way.action == action.name]
            for way in own:
                if way.stays:
                    self.stays.setdefault(way.source, []).append(action.name)
            for rejects in (False, True):
                self._draw(action, [way for way in own if not way.stays and way.rejects is rejects], rejects)

    def _draw(self, action: Action, moving: list[Way], rejects: bool) -> None:
        kind = EdgeKind.BACK if rejects else EdgeKind.WAY
        sources, targets = _distinct(way.source for way in moving), _distinct(way.target for way in moving)
        title = action.title.in_language(self.language)
        said = self._word("reject", title=title) if rejects else title
        label = SketchedLabel(said, action.name, () if rejects else self._marks(action))
        if len(sources) < FAN and len(targets) < FAN:
            for way in moving:
                self._edge(kind, _key(way.source), _key(way.target)).labels.append(label)
            return
        fan = f"action.{action.name}{'.reject' if rejects else ''}"
        line = Line(LineKind.TITLE, said)
        self.fans.setdefault(sources[-1], []).append(
            SketchedNode(key=fan, kind=NodeKind.ACTION, name=action.name, lines=(line,), marks=label.marks)
        )
        for source in sources:
            self._edge(kind, _key(source), fan)
        for target in targets:
            self._edge(kind, fan, _key(target))

    def _edge(self, kind: EdgeKind, source: str, target: str) -> _Edge:
        return self.edges.setdefault((kind, source, target), _Edge(kind, source, target))

    def _children(self) -> list[SketchedNode]:
        nodes = []
        for action in self.procedure.actions.values():
            for opening in action.opens:
                procedure = self.pack.procedures.get(opening.procedure.rpartition(".")[2])
                title = procedure.title.in_language(self.language) if procedure is not None else opening.procedure
                key = f"child.{opening.name}"
                line = Line(LineKind.TITLE, self._word("child", title=title))
                nodes.append(SketchedNode(key=key, kind=NodeKind.CHILD, name=opening.procedure, lines=(line,)))
                own = [way for way in ways(self.procedure) if way.action == action.name]
                for target in _distinct(way.target for way in own):
                    self._edge(EdgeKind.CHILD, _key(target), key)
        return nodes

    def _state(self, state: State) -> SketchedNode:
        lines = [Line(LineKind.TITLE, state.title.in_language(self.language))]
        if state.owner is not None:
            lines.append(Line(LineKind.OWNER, self._owner(state.owner)))
        if state.waits is not None:
            lines.append(Line(LineKind.WAITS, self._waits(state.waits)))
        lines += [
            Line(LineKind.CLOCK, deadline.title.in_language(self.language)) for deadline in self._clocks(state.name)
        ]
        stays = _distinct(self.stays.get(state.name, ()))
        lines += [Line(LineKind.STAYS, text) for text in self._wrapped(stays)]
        lane = self.lanes.get(state.owner.post or "") if state.owner is not None else None
        return SketchedNode(
            key=_key(state.name),
            kind=NodeKind.FINAL if state.final is not None else NodeKind.STATE,
            name=state.name,
            lines=tuple(lines),
            lane=None if lane is None else lane.index,
            outcome="" if state.final is None else state.final.value,
        )

    def _wrapped(self, actions: Iterable[str]) -> list[str]:
        """The titles of actions, as many on a line as it holds."""
        comma = self._word("comma")
        lines: list[str] = []
        for name in actions:
            title = self.procedure.actions[name].title.in_language(self.language)
            longer = f"{lines[-1]}{comma}{title}" if lines else title
            if lines and text_width(longer, TEXT_SIZE) <= _WIDEST_LINE:
                lines[-1] = longer
            else:
                lines.append(title)
        return lines

    def _clocks(self, state: str) -> list[Deadline]:
        """The deadlines that start where a case comes into the state."""
        into = {way.action for way in ways(self.procedure) if way.target == state and not way.rejects}
        return [
            deadline
            for deadline in self.procedure.deadlines.values()
            if any(
                (start.moment is Moment.ENTER and start.name == state)
                or (start.moment is Moment.ACTION and start.name in into)
                for start in deadline.starts
            )
        ]

    def _marks(self, action: Action) -> tuple[Mark, ...]:
        marks = []
        if action.after is not None or (action.by and all(who.role is Role.SYSTEM for who in action.by)):
            marks.append(Mark(MarkKind.SYSTEM, self._word("system")))
        if action.signs is not None:
            names = (self._who(who) for who in signers(self.procedure, action.signs))
            marks.append(Mark(MarkKind.SIGN, self._word("comma").join(names)))
        if action.gates:
            says = (self.procedure.gates[name].says.in_language(self.language) for name in action.gates)
            marks.append(Mark(MarkKind.GATE, self._word("semicolon").join(says)))
        stopped = [
            deadline.title.in_language(self.language)
            for deadline in self.procedure.deadlines.values()
            if any(stop.moment is Moment.ACTION and stop.name == action.name for stop in deadline.stops)
        ]
        if stopped:
            marks.append(Mark(MarkKind.CLOCK, self._word("comma").join(stopped)))
        return tuple(marks)

    def _lanes(self) -> dict[str, Lane]:
        posts = _distinct(
            state.owner.post
            for state in self.procedure.states.values()
            if state.owner is not None and state.owner.post is not None
        )
        return {post: Lane(post, self._post(post), index) for index, post in enumerate(posts)}

    def _owner(self, owner: Owner) -> str:
        if owner.post is not None:
            return self._post(owner.post)
        if owner.by is Routing.PARTY and owner.of is not None and owner.of in self.procedure.fields:
            return self.procedure.fields[owner.of].title.in_language(self.language)
        return owner.of or ""

    def _waits(self, name: str) -> str:
        if name in self.procedure.fields:
            return self.procedure.fields[name].title.in_language(self.language)
        opening = self.procedure.openings.get(name)
        if opening is not None:
            procedure = self.pack.procedures.get(opening.procedure.rpartition(".")[2])
            return procedure.title.in_language(self.language) if procedure is not None else opening.procedure
        return self._post(name)

    def _who(self, who: Who) -> str:
        if who.role is Role.POST:
            return self._post(who.name)
        if who.role is Role.FIELD and who.name in self.procedure.fields:
            return self.procedure.fields[who.name].title.in_language(self.language)
        return self._word(who.role.value) if who.role.value in _WORDS else who.name

    def _post(self, name: str) -> str:
        post = self.pack.posts.get(name)
        return post.title.in_language(self.language) if post is not None else name

    def _line(self, kind: LineKind, word: str) -> Line:
        return Line(kind, self._word(word))

    def _word(self, name: str, **parameters: object) -> str:
        chinese, english = _WORDS[name]
        return (english if self.language == "en" else chinese).format(**parameters)


def _key(state: str) -> str:
    return f"state.{state}" if state else START


def _distinct(items: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(items))
