"""The text of a pack's files as trees of nodes that know their places. Every scalar is text; nothing is guessed.

YAML 1.2 is read as events, so that no resolver turns `16:00` or `no` into something else, and so that an attack (an
alias that multiplies, a nest without end) is refused while it is read and not after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from gendan.core.text import Place
from gendan.packs.findings import Finding
from gendan.packs.misread import misread

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_NODES = 200_000
MAX_SCALAR = 20_000
MOST_KEPT = 100_000
"""Bytes of a file that is kept as it was read: larger than any that a person writes, too small to fill the memory."""

FULL_WIDTH = re.compile("[：，。；！？［］｛｝“”‘’＝＜＞　]")
"""Punctuation that was meant for YAML's own. Round brackets may stand in the header of a file that is imported."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""What no reader sees; among it what turns the direction of writing, by which a line shows other than it is."""
_NEWER = re.compile("[\t\x85\u2028\u2029]|^%|(?:^|[\\s\\[{,:-])[&*][0-9A-Za-z_-]+[^0-9A-Za-z_\\s,\\]}-]", re.MULTILINE)
"""What libyaml, which is older than YAML 1.2, reads otherwise: tabs, line ends of other writings, directives, names of
anchors in other letters."""
_LIBYAML = getattr(yaml, "CSafeLoader", None)
"""Absent where PyYAML was built without libyaml."""

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A tree without places: what the schema validates."""


@dataclass(slots=True)
class Node:
    """A value of a file: text, a list or a mapping, with its place and (in a mapping) the place of its key.

    `damaged` are keys of a mapping that were left out because their text is wrong, which is said already.
    """

    file: str
    line: int
    column: int
    value: str | list[Node] | dict[str, Node]
    key: tuple[int, int] | None = None
    quoted: bool = False
    size: int = 1
    damaged: tuple[str, ...] = ()
    _lines: list[tuple[tuple[str | int, ...], tuple[int, int]]] | None = field(default=None, repr=False)

    @property
    def here(self) -> Place:
        """The place of the value itself, without the places inside it."""
        return Place(self.file, self.line, self.column)

    @property
    def at_key(self) -> Place:
        """The place of its key, or its own where it has none."""
        return Place(self.file, *(self.key or (self.line, self.column)))

    @property
    def place(self) -> Place:
        """The place of an element: its key's line, and the places of all values inside it."""
        if self._lines is None:
            self._lines = list(self._inside())
        return Place(self.file, *(self.key or (self.line, self.column)), keys=tuple(self._lines))

    def children(self) -> Iterator[tuple[str | int, Node]]:
        """Keys or indices with the values that stand there."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            yield from enumerate(self.value)

    def get(self, step: str | int) -> Node | None:
        """The child at a key or index; None where there is none."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None

    def at(self, *path: str | int) -> Node:
        """The node at `path`, or its nearest ancestor that exists."""
        node = self
        for step in path:
            child = node.get(step)
            if child is None:
                return node
            node = child
        return node

    def plain(self) -> Plain:
        """The value without places."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [each.plain() for each in self.value]
        return {name: each.plain() for name, each in self.value.items()}

    def names(self) -> tuple[str, ...]:
        """The keys of a mapping, empty for anything else."""
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def _inside(self) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int]]]:
        for step, child in self.children():
            yield (step,), (child.line, child.column)
            for path, at in child._inside():
                yield (step, *path), at


class SourceError(Exception):
    """The file can't be read further."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_source(content: bytes, file: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """The documents of a YAML file, and what is wrong with its text. A file that can't be read has no documents.

    Whoever edits a pack changes one file of many, and the packs that others take from are read with each of these: what
    was read lately is given again, and nobody changes it.
    """
    return _kept(content, file) if len(content) <= MOST_KEPT else _read(content, file)


def _read(content: bytes, file: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    try:
        text = decode(content, file)
        return _quickly(text, file) or _Composer(file).compose(text)
    except SourceError as refused:
        return (), (refused.finding,)


def _quickly(text: str, file: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]] | None:
    """What libyaml reads, in a twentieth of the time. None where YAML 1.2 reads it otherwise, or something is wrong."""
    if _LIBYAML is None or _NEWER.search(text):
        return None
    try:
        return _Composer(file).made_of(yaml.parse(text, Loader=_LIBYAML))
    except yaml.YAMLError:
        return None


_kept = lru_cache(maxsize=256)(_read)


def decode(content: bytes, file: str) -> str:
    """The text of a file, which is UTF-8 without a byte order mark; raises `SourceError` with a finding."""
    if len(content) > MAX_FILE_BYTES:
        raise SourceError(Finding("file_too_large", Place(file), {"most": MAX_FILE_BYTES}))
    for mark, name in ((b"\xef\xbb\xbf", "UTF-8 BOM"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if content.startswith(mark):
            raise SourceError(Finding("byte_order_mark", Place(file), {"encoding": name}))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        raise SourceError(Finding("not_utf8", Place(file, line, column), {"looks_like": _guess(content)})) from None
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        column = odd.start() - (text.rfind("\n", 0, odd.start()) + 1) + 1
        raise SourceError(
            Finding("control_character", Place(file, line, column), {"character": f"U+{ord(odd[0]):04X}"})
        )
    return text


def _guess(content: bytes) -> str:
    """The encoding that a Chinese author's editor most likely wrote."""
    if content.count(b"\x00") > len(content) // 8:
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK / GB18030"


class _Composer:
    """Makes nodes of YAML events, with a limit on depth, on nodes and on text."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.nodes = 0
        self.anchors: dict[str, Node | None] = {}
        self.open_call = False  # inside a condition that a comma of a flow mapping has cut

    def compose(self, text: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
        """The documents of a text and what is wrong with it, by YAML 1.2."""
        try:
            return self.made_of(YAML(typ="safe", pure=True).parse(text))
        except MarkedYAMLError as error:
            raise SourceError(misread(error, text, self.file)) from None
        except (YAMLError, RecursionError, ValueError) as error:
            raise SourceError(Finding("yaml_syntax", Place(self.file), {"detail": type(error).__name__})) from None

    def made_of(self, parsed: Iterable[Any]) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
        """The documents of which these are the events, and what is wrong with them."""
        documents: list[Node] = []
        events = iter(parsed)
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                self.anchors = {}
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                if kind == "ScalarEvent" and event.value in _NULLS and not event.style:
                    continue  # an empty document
                documents.append(self._node(event, events, 0))
        return tuple(documents), tuple(self.findings)

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, code: str, event: Any, **params: str | int) -> SourceError:
        return SourceError(Finding(code, self._place(event), params))

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        kind = type(event).__name__
        if depth > MAX_DEPTH:
            raise self._refuse("nested_too_deep", event, most=MAX_DEPTH)
        if kind == "AliasEvent":
            return self._alias(event)
        place = self._place(event)
        if getattr(event, "tag", None) not in (None, "!"):
            self.findings.append(Finding("tag_refused", place, {"tag": str(event.tag)}))
        anchor = event.anchor
        if anchor:
            self.anchors[anchor] = None
        node = Node(self.file, place.line, place.column, "")
        if kind == "ScalarEvent":
            if len(event.value) > MAX_SCALAR:
                raise self._refuse("text_too_long", event, most=MAX_SCALAR)
            node.value, node.quoted = event.value, bool(event.style)
        elif kind == "SequenceStartEvent":
            node.value = self._items(events, depth)
        else:
            node.value, node.damaged = self._pairs(events, depth, flow=bool(event.flow_style))
        node.size = 1 + sum(child.size for _, child in node.children())
        self._count(1, event)
        if anchor:
            self.anchors[anchor] = node
        return node

    def _alias(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            code = "alias_of_itself" if event.anchor in self.anchors else "alias_unknown"
            raise self._refuse(code, event, name=str(event.anchor))
        self._count(node.size, event)
        return Node(
            self.file, event.start_mark.line + 1, event.start_mark.column + 1, node.value, None, node.quoted, node.size
        )

    def _count(self, nodes: int, event: Any) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self._refuse("too_many_values", event, most=MAX_NODES)

    def _items(self, events: Iterator[Any], depth: int) -> list[Node]:
        items: list[Node] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            item = self._node(event, events, depth + 1)
            if self._is_null(item):
                self.findings.append(Finding("empty_item", item.here))
            else:
                items.append(item)
        return items

    def _pairs(self, events: Iterator[Any], depth: int, *, flow: bool) -> tuple[dict[str, Node], tuple[str, ...]]:
        pairs: dict[str, Node] = {}
        damaged: list[str] = []
        cut = False
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                self.findings.append(Finding("key_not_text", key.here))
                continue
            name = key.value
            value.key = (key.line, key.column)
            if cut:  # the rest of a condition that a comma has cut: said once, where it began
                cut = self._is_null(value) and ")" not in name
                continue
            finding = self._key_finding(name, key, value, pairs, flow=flow)
            if finding is None:
                pairs[name] = value
                continue
            self.findings.append(finding)
            if finding.code != "duplicate_key":
                damaged.append(FULL_WIDTH.split(name)[0])
            cut = finding.code == "condition_unquoted" and finding.place == value.here
        return pairs, tuple(damaged)

    def _key_finding(self, name: str, key: Node, value: Node, pairs: dict[str, Node], *, flow: bool) -> Finding | None:
        """What is wrong with a key or with the text of its value."""
        if FULL_WIDTH.search(name):
            return Finding("full_width_key", key.here, {"key": name})
        if self._is_null(value):
            before, last = next(reversed(pairs.items()), ("", value))
            said = last.value if flow and not last.quoted and isinstance(last.value, str) else ""
            if said.count("'") % 2 or said.count('"') % 2:  # a comma inside its quotes has cut a condition
                return Finding("condition_unquoted", last.here, {"key": before})
            return Finding("empty_value", key.here, {"key": name})
        if name in pairs:
            return Finding("duplicate_key", key.here, {"key": name, "line": pairs[name].at_key.line})
        text = value.value
        if flow and not value.quoted and isinstance(text, str) and text.count("(") > text.count(")"):
            return Finding("condition_unquoted", value.here, {"key": name})
        return None

    @staticmethod
    def _is_null(node: Node) -> bool:
        return isinstance(node.value, str) and not node.quoted and node.value in _NULLS
