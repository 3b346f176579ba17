"""The YAML documents of a pack: which file may hold what, validated, every section's entries with their nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from gendan.core.text import Place
from gendan.packs.findings import Finding, Parameter, Severity, meant
from gendan.packs.folder import Files
from gendan.packs.reading.context import Known, Labels
from gendan.packs.reading.validate import Path, validated
from gendan.packs.schema.pack import SECTIONS, PackModel, Sections
from gendan.packs.schema.procedure import ELEMENTS, ProcedureModel
from gendan.packs.source import Node, Plain, read_source

PACK_FILE = "pack.yaml"
FOLDERS = ("procedures", "stories", "labels", "documents", "tables", "demo")
_TOGETHER = {"measures": ("measures", "scorecards", "reports")}
"""Files that may hold other sections besides the one they are named by."""
_PACK_ELEMENTS = (*SECTIONS, "posts", "acts", "uses")


@dataclass(slots=True)
class Entries:
    """The entries of one section, from whatever files hold it. Not `whole`: some could not be read."""

    models: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    whole: bool = True

    def known(self, also: Iterable[str] = ()) -> Known:
        """The names of the section."""
        return Known((*self.models, *self.broken, *also), self.whole)

    def items(self) -> Iterable[tuple[str, Any, Node]]:
        """Names with their models and nodes."""
        return ((name, model, self.nodes[name]) for name, model in self.models.items())


@dataclass(slots=True)
class ProcedureSource:
    """A procedure's file, validated; `lost` are its elements that could not be read."""

    model: ProcedureModel
    node: Node
    lost: frozenset[Path]


@dataclass(slots=True)
class Documents:
    """All documents of a pack."""

    findings: list[Finding] = field(default_factory=list)
    pack: PackModel | None = None
    node: Node | None = None
    posts: Entries = field(default_factory=Entries)
    sections: dict[str, Entries] = field(default_factory=lambda: {name: Entries() for name in SECTIONS})
    procedures: dict[str, ProcedureSource] = field(default_factory=dict)
    procedures_whole: bool = True
    stories: list[Node] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    templates: dict[str, str] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)


def read_documents(files: Files) -> Documents:
    """Every document of the pack, each read as far as it can be."""
    read = Documents()
    _pack(read, files)
    for name in sorted(files):
        path = PurePosixPath(name)
        if name == PACK_FILE:
            continue
        if path.parts[0] == "documents" and len(path.parts) == 2:
            _template(read, path)
        elif path.suffix in (".yaml", ".yml"):
            _place(read, path, files[name])
    return read


def _pack(read: Documents, files: Files) -> None:
    if PACK_FILE not in files:
        read.findings.append(Finding("no_pack_file", Place(PACK_FILE)))
        return
    node = _only(read, files[PACK_FILE], PACK_FILE)
    if node is None:
        read.posts.whole = False
        for each in read.sections.values():
            each.whole = False
        return
    read.node = node
    missing: dict[str, Plain] = {"pack": "pack", "version": "0.0.0", "title": "—", "posts": {}}
    model, lost = validated(PackModel, node, _PACK_ELEMENTS, read.findings, missing)
    if node.get("posts") is None or model is None:
        read.posts.whole = False
    if model is None:
        for each in read.sections.values():
            each.whole = False
        return
    read.pack = model
    _fill(read.posts, model.posts, node.at("posts"), lost, "posts")
    _sections(read, model, node, lost)


def _place(read: Documents, path: PurePosixPath, content: bytes) -> None:
    """Reads a YAML file by where it lies."""
    name = path.as_posix()
    folder = path.parts[0] if len(path.parts) > 1 else ""
    if path.suffix == ".yml":
        read.findings.append(Finding("unknown_file", Place(name), {"name": name, "meant": (f"{name[:-4]}.yaml",)}))
    elif folder == "procedures" and len(path.parts) == 2:
        _procedure(read, content, path)
    elif folder == "stories":
        documents, findings = read_source(content, name)
        read.findings += findings
        read.stories += documents
    elif folder == "labels":
        _labels(read, content, path)
    elif not folder and path.stem in SECTIONS:
        _section_file(read, content, path)
    elif folder not in ("documents", "tables", "demo"):
        known = (*(f"{each}.yaml" for each in SECTIONS), PACK_FILE)
        params: dict[str, Parameter] = {"name": name, "meant": meant(name, known)}
        read.findings.append(Finding("unknown_file", Place(name), params, Severity.WARNING))


def _only(read: Documents, content: bytes, name: str) -> Node | None:
    """The one document of a file."""
    documents, findings = read_source(content, name)
    read.findings += findings
    if not documents:
        if not findings:
            read.findings.append(Finding("empty_file", Place(name)))
        return None
    if len(documents) > 1:
        read.findings.append(Finding("one_document", documents[1].here))
    return documents[0]


def _procedure(read: Documents, content: bytes, path: PurePosixPath) -> None:
    name = path.as_posix()
    node = _only(read, content, name)
    if node is None:
        read.procedures_whole = False
        return
    missing: dict[str, Plain] = {"procedure": path.stem, "title": "—", "states": {}, "actions": {}}
    model, lost = validated(ProcedureModel, node, ELEMENTS, read.findings, missing)
    if model is None:
        read.procedures_whole = False
        return
    # A section that is not there at all is said once; what it would have named is not.
    lost |= {(key,) for key in ("states", "actions") if node.get(key) is None}
    if lost or node.get("procedure") is None:
        read.lost.add(("procedures", model.procedure))
    if model.procedure in read.procedures:
        first = read.procedures[model.procedure].node
        read.findings.append(
            Finding(
                "duplicate_element",
                node.at("procedure").here,
                {"name": model.procedure, "file": first.file, "line": first.line},
            )
        )
        return
    read.procedures[model.procedure] = ProcedureSource(model, node, lost)


def _section_file(read: Documents, content: bytes, path: PurePosixPath) -> None:
    name = path.as_posix()
    allowed = _TOGETHER.get(path.stem, (path.stem,))
    node = _only(read, content, name)
    if node is None:
        for each in allowed:
            read.sections[each].whole = False
        return
    for key in node.names():
        if key in SECTIONS and key not in allowed:
            read.findings.append(
                Finding("section_elsewhere", node.at(key).at_key, {"key": key, "known": (f"{key}.yaml", PACK_FILE)})
            )
    model, lost = validated(Sections, node, SECTIONS, read.findings, {})
    if model is None:
        for each in allowed:
            read.sections[each].whole = False
        return
    _sections(read, model, node, lost)


def _sections(read: Documents, model: Sections, node: Node, lost: frozenset[Path]) -> None:
    for section in SECTIONS:
        given = getattr(model, section)
        if section == "routines":
            given = {str(number): each for number, each in enumerate(given)}
        _fill(read.sections[section], given, node.at(section), lost, section, read)


def _fill(
    entries: Entries,
    models: Mapping[str, Any],
    node: Node,
    lost: frozenset[Path],
    section: str,
    read: Documents | None = None,
) -> None:
    entries.broken |= {str(path[1]) for path in lost if len(path) > 1 and path[0] == section}
    if (section,) in lost:
        entries.whole = False
    for name, model in models.items():
        at = node.at(int(name)) if isinstance(node.value, list) else node.at(name)
        key = f"{at.file}:{name}" if section == "routines" else name
        if key in entries.models and read is not None:
            first = entries.nodes[key].at_key
            read.findings.append(
                Finding("duplicate_element", at.at_key, {"name": name, "file": first.file, "line": first.line})
            )
            continue
        entries.models[key] = model
        entries.nodes[key] = at


def _template(read: Documents, path: PurePosixPath) -> None:
    if path.stem in read.templates:
        params: dict[str, Parameter] = {"name": path.stem, "file": read.templates[path.stem], "line": 1}
        read.findings.append(Finding("duplicate_element", Place(path.as_posix()), params))
        return
    read.templates[path.stem] = path.as_posix()


def _labels(read: Documents, content: bytes, path: PurePosixPath) -> None:
    """labels/en.yaml: texts by the path of what they name, written flat with dots, or nested."""
    name = path.as_posix()
    if path.stem != "en":
        read.findings.append(Finding("labels_language", Place(name), {"name": path.stem}))
        return
    node = _only(read, content, name)
    if node is None:
        return
    texts: dict[str, tuple[str, Place]] = {}
    pending: list[tuple[str, Node]] = [("", node)]
    while pending:
        above, at = pending.pop()
        if isinstance(at.value, str) and above:
            texts[above] = (at.value, at.at_key)
        elif isinstance(at.value, dict):
            pending += [(f"{above}.{key}" if above else key, child) for key, child in at.value.items()]
        else:
            read.findings.append(Finding("not_text", at.here))
    read.labels = Labels(texts)
