"""Validation of a document against its model: every error becomes a finding at its place, and costs no other
element."""

from __future__ import annotations

import re
import types
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from typing_extensions import TypeAliasType

from gendan.core.text import Place
from gendan.packs.findings import Finding, Parameter, meant
from gendan.packs.source import Node, Plain

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]
_QUOTED = re.compile(r"'([^']*)'")
_ROUNDS = 4


def validated(
    model: type[M], node: Node, elements: Collection[str], findings: list[Finding], missing: Mapping[str, Plain]
) -> tuple[M | None, frozenset[Path]]:
    """The document as `model`, and the paths that were left out because they are wrong.

    `elements` are the keys whose entries are left out one by one; anything else that is wrong is left out with its key.
    `missing` gives what stands for a required key that is not there, so that the rest can still be read.
    """
    tree = node.plain()
    if not isinstance(tree, dict):
        findings.append(Finding("not_mapping", node.here))
        return None, frozenset()
    lost: set[Path] = set()
    for path in _damage(node, ()):
        lost |= _cut(tree, path, elements, missing, None)
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(tree), frozenset(lost)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False):
                absent = str(each["loc"][-1]) if each["type"] == "missing" else None
                path = _path(each["loc"][:-1] if absent is not None else each["loc"], node)
                if absent is not None and not path and (absent,) in lost:
                    tree[absent] = missing.get(absent, {})  # it was there, and is said to be wrong already
                    continue
                finding = _finding(each, path, node, model)
                if finding not in findings:
                    findings.append(finding)
                lost |= _cut(tree, path, elements, missing, absent)
    return None, frozenset(lost)


def _damage(node: Node, path: Path) -> Iterator[Path]:
    """The paths of keys whose text was wrong, which is said already."""
    for key in node.damaged:
        yield (*path, key)
    for step, child in node.children():
        yield from _damage(child, (*path, step))


def _path(location: tuple[str | int, ...], node: Node) -> Path:
    """The part of a location that exists in the document: tags of unions and steps into wrapped values are not in
    it."""
    path: list[str | int] = []
    here = node
    for step in location:
        child = here.get(step)
        if child is not None:
            path.append(step)
            here = child
    return tuple(path)


def _cut(
    tree: dict[str, Plain], path: Path, elements: Collection[str], missing: Mapping[str, Plain], absent: str | None
) -> set[Path]:
    """Takes what is wrong out of the tree, or puts in what stands for a required key."""
    if not path:
        if absent is not None and absent in missing:
            tree[absent] = missing[absent]
        return set()
    top = str(path[0])
    section = tree.get(top)
    if top in elements and len(path) > 1 and isinstance(section, dict):
        section.pop(str(path[1]), None)
        return {(top, path[1])}
    tree.pop(top, None)
    return {(top,)}


def _finding(error: Any, path: Path, node: Node, model: type[BaseModel]) -> Finding:
    kind, context = error["type"], error.get("ctx", {})
    at = node.at(*path)
    if kind == "missing":
        return Finding("missing_key", at.at_key, {"key": str(error["loc"][-1])})
    if kind == "extra_forbidden":
        key = str(path[-1]) if path else ""
        known = known_keys(model, path[:-1])
        return Finding("unknown_key", at.at_key, {"key": key, "meant": meant(key, known), "known": known})
    if kind == "literal_error":
        return Finding(
            "not_one_of", at.here, {"known": tuple(_QUOTED.findall(context.get("expected", ""))), "given": _said(at)}
        )
    if kind in ("dict_type", "model_type", "model_attributes_type", "mapping_type"):
        return Finding("not_mapping", at.here)
    if kind in ("list_type", "tuple_type"):
        return Finding("not_list", at.here)
    params: dict[str, Parameter] = {name: each for name, each in context.items() if name != "column"}
    place = at.at_key if error["loc"] and error["loc"][-1] == "[key]" else column(at, context.get("column"))
    return Finding(kind, place, params)


def column(node: Node, offset: int | None) -> Place:
    """The place `offset` characters into a scalar, where it stands on one line."""
    if offset is None or not isinstance(node.value, str) or "\n" in node.value:
        return node.here
    return Place(node.file, node.line, node.column + offset + int(node.quoted))


def _said(node: Node) -> str:
    return node.value[:40] if isinstance(node.value, str) else "…"


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that a mapping at `path` may have, by the model."""
    candidates: list[Any] = [model]
    for step in path:
        candidates = [inner for each in candidates for inner in _inside(each, step)]
    names: dict[str, None] = {}
    for each in candidates:
        for leaf in _leaves(each):
            if isinstance(leaf, type) and issubclass(leaf, BaseModel):
                names |= dict.fromkeys(_keys(leaf))
    return tuple(names)


def _keys(model: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types that an annotation may mean, without its wrappings."""
    if isinstance(annotation, TypeAliasType):
        yield from _leaves(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for each in get_args(annotation):
            yield from _leaves(each)
    else:
        yield annotation


def _inside(annotation: Any, step: str | int) -> Iterator[Any]:
    for leaf in _leaves(annotation):
        origin = get_origin(leaf)
        if isinstance(leaf, type) and issubclass(leaf, BaseModel):
            if step in (keys := _keys(leaf)):
                yield keys[str(step)]
        elif origin is dict and isinstance(step, str):
            yield get_args(leaf)[1]
        elif origin is tuple:
            yield from [get_args(leaf)[0]] if isinstance(step, int) else _inside(get_args(leaf)[0], step)
