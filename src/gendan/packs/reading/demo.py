"""演示 A pack's demo/, from its documents to values. Each row of a scene becomes a scene of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from gendan.core.amount import DueError
from gendan.core.demo import Demo, DemoPerson, Scene
from gendan.core.relative import Relative, parse_relative
from gendan.core.story import Step
from gendan.core.text import Place, Text
from gendan.packs.findings import Finding, in_order
from gendan.packs.folder import DEMO, Files
from gendan.packs.reading.context import Context
from gendan.packs.reading.stories import read_step, written
from gendan.packs.reading.validate import validated
from gendan.packs.schema.demo import DemoPersonModel, PeopleModel, SceneModel
from gendan.packs.source import Node, read_source

PEOPLE: Final = f"{DEMO}people.yaml"
PLACEHOLDER: Final = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
MONTHS: Final = {"last month": -1, "month": 0, "next month": 1}
"""Months as they may be named, and how far each is from the step's own."""
NUMBER: Final = re.compile(r"number of (?P<case>\S+)")
"""The number of a case, by what the scene calls it."""
_OF_SCENE: Final = frozenset({"begins", "stops_after"})


def read_demo(files: Files) -> tuple[Demo | None, tuple[Finding, ...]]:
    """The demo among a pack's files, None where there is none; and everything that is wrong with it."""
    own = sorted(name for name in files if name.startswith(DEMO) and name.endswith((".yaml", ".yml")))
    if not own:
        return None, ()
    context = Context()
    model, node = _people_document(context, files)
    scenes: list[Scene] = []
    for name in own:
        if name != PEOPLE and len(PurePosixPath(name).parts) == 2:
            documents, findings = read_source(files[name], name)
            context.findings += findings
            for each in documents:
                scenes += _scenes(context, each)
    if model is None or node is None:
        return None, in_order(context.findings)
    demo = Demo(
        unit=Text(model.unit.zh, model.unit.en),
        people=tuple(_person(name, each, node.at("people", name)) for name, each in model.people.items()),
        settings=written(model.settings),
        scenes=tuple(scenes),
        place=node.place,
    )
    return demo, in_order(context.findings)


def read_people(files: Files) -> Demo | None:
    """The department and its people alone, of a demo that was read before; None where there is none."""
    model, node = _people_document(Context(), files) if PEOPLE in files else (None, None)
    if model is None or node is None:
        return None
    people = tuple(_person(name, each, node.at("people", name)) for name, each in model.people.items())
    return Demo(unit=Text(model.unit.zh, model.unit.en), people=people)


def _people_document(context: Context, files: Files) -> tuple[PeopleModel | None, Node | None]:
    if PEOPLE not in files:
        context.error("demo_without_people", Place(DEMO.rstrip("/")))
        return None, None
    documents, findings = read_source(files[PEOPLE], PEOPLE)
    context.findings += findings
    if len(documents) != 1:
        if not findings:
            code, place = ("one_document", documents[1].here) if documents else ("empty_file", Place(PEOPLE))
            context.error(code, place)
        return None, None
    model, _ = validated(PeopleModel, documents[0], ("people",), context.findings, {"unit": "—", "people": {}})
    return model, documents[0]


def _person(username: str, model: DemoPersonModel, node: Node) -> DemoPerson:
    return DemoPerson(
        username=username,
        name=model.name,
        posts=model.posts,
        superior=model.superior,
        party=model.party,
        title=None if model.title is None else Text(model.title.zh, model.title.en),
        regions=dict(model.regions),
        place=node.place,
    )


# -- scenes


def _scenes(context: Context, node: Node) -> Iterator[Scene]:
    """A scene for each of its rows; one where it has none."""
    rows = node.get("rows")
    each_row = list(rows.value) if rows is not None and isinstance(rows.value, list) else []
    if rows is not None and not each_row:
        validated(SceneModel, node, ("steps",), context.findings, {"scene": "—", "steps": []})
    for number, row in enumerate(each_row or [None]):
        scene = _scene(context, node, row, number)
        if scene is not None:
            yield scene


def _scene(context: Context, node: Node, row: Node | None, number: int) -> Scene | None:
    given: Mapping[str, Node] = row.value if row is not None and isinstance(row.value, dict) else {}
    filled = _filled(context, node, given) if isinstance(node.value, dict) else node
    if row is not None and not isinstance(row.value, dict):
        context.error("not_mapping", row.here)
    model, lost = validated(SceneModel, filled, ("steps",), context.findings, {"scene": "—", "steps": []})
    if model is None or ("steps",) in lost:
        return None
    if model.begins is None:
        if ("begins",) not in lost:
            context.error("missing_key", node.at("scene").at_key, key="begins")
        return None
    at = filled.at("steps")
    steps = [read_step(context, step, at.at(index)) for index, step in enumerate(model.steps)]
    for step in steps:
        if step is not None:
            _no_fixed_moment(context, step)
    played = [step for step in steps if step is not None][: model.stops_after]
    return Scene(name=model.scene, begins=model.begins, steps=tuple(played), number=number, place=node.place)


def _no_fixed_moment(context: Context, step: Step) -> None:
    if step.at is not None and step.at.moment is not None:
        context.error("demo_fixed_moment", step.place.of("at"))
    if step.happened is not None:
        context.error("demo_fixed_moment", step.place.of("happened"))


def _filled(context: Context, node: Node, row: Mapping[str, Node]) -> Node:
    """The scene with a row's values in the places of their names."""
    assert isinstance(node.value, dict)
    own = {name: each for name, each in row.items() if name in _OF_SCENE}
    value = {
        name: each if name in ("scene", "rows") else _replaced(context, each, row)
        for name, each in {**node.value, **own}.items()
    }
    return Node(node.file, node.line, node.column, value, node.key, damaged=node.damaged)


def _replaced(context: Context, node: Node, row: Mapping[str, Node]) -> Node:
    if isinstance(node.value, dict):
        value: dict[str, Node] | list[Node] | str = {
            name: _replaced(context, each, row) for name, each in node.value.items()
        }
    elif isinstance(node.value, list):
        value = [_replaced(context, each, row) for each in node.value]
    else:
        whole = PLACEHOLDER.fullmatch(node.value)
        if whole is not None and whole[1] in row and not isinstance(row[whole[1]].value, str):
            return _replaced(context, row[whole[1]], {})
        value = PLACEHOLDER.sub(lambda found: _text(context, found, node, row), node.value)
    return Node(node.file, node.line, node.column, value, node.key, node.quoted, node.size, node.damaged)


def _text(context: Context, found: re.Match[str], node: Node, row: Mapping[str, Node]) -> str:
    """What stands for a name of the row; days and numbers stay as they are until the step is played."""
    name = found[1]
    given = row.get(name)
    if given is not None and isinstance(given.value, str):
        return given.value if PLACEHOLDER.search(given.value) is None else _text_inside(context, given, row)
    if name not in MONTHS and NUMBER.fullmatch(name) is None and _relative(name) is None:
        context.error("demo_placeholder", node.here, name=name[:60])
    return found[0]


def _text_inside(context: Context, given: Node, row: Mapping[str, Node]) -> str:
    """A row's own text, whose days are counted as well; names in it are not looked up again."""
    assert isinstance(given.value, str)
    return PLACEHOLDER.sub(lambda found: _text(context, found, given, {}), given.value)


def _relative(text: str) -> Relative | None:
    try:
        return parse_relative(text)
    except DueError:
        return None
