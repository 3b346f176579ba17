"""The reference of the language: its packs read without a finding, and it shows every key that the language has."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from gendan.core.field import FIELD_TYPES
from gendan.packs.check import check_folder
from gendan.packs.check.words_file import read_words
from gendan.packs.reader import Reading, read_pack
from gendan.packs.reading.validate import _inside, _leaves
from gendan.packs.schema.demo import PeopleModel, SceneModel
from gendan.packs.schema.fields import FieldModel
from gendan.packs.schema.pack import PackModel, Sections
from gendan.packs.schema.procedure import ActionModel, ProcedureModel
from gendan.packs.schema.scalars import _expression
from gendan.packs.schema.story import StoryModel
from gendan.packs.source import Node, read_source
from gendan.packs.wording import line
from gendan.project.vocabulary import declared
from tests.packs.reference import blocks, reference_packs

PACKS = reference_packs()
WORDS = Path(__file__).parent / "fixtures" / "doors_words.yaml"


def _read(name: str) -> Reading:
    return read_pack(PACKS[name], library={other: files for other, files in PACKS.items() if other != name})


@pytest.mark.parametrize("name", sorted(PACKS))
def test_the_packs_of_the_reference_read_without_a_finding(name: str) -> None:
    assert [f"{each.place} {each.code} {dict(each.params)}" for each in _read(name).findings] == []


def test_the_packs_of_the_reference_are_sound() -> None:
    vocabulary, wrong = read_words(WORDS.read_bytes(), WORDS.name)
    assert wrong == ()
    vocabulary = declared().joined(vocabulary)
    for name in sorted(PACKS):
        library = {other: files for other, files in PACKS.items() if other != name}
        findings = check_folder(PACKS[name], vocabulary=vocabulary, library=library)
        assert [line(finding, "en") for finding in findings] == []


def test_what_is_taken_from_another_pack_has_our_posts() -> None:
    pack = _read("desk").pack
    assert pack is not None
    assert sorted(pack.procedures) == ["outage", "tool_check"]
    check = pack.procedures["tool_check"]
    assert (check.pack, check.states["due"].owner.post) == ("desk", "clerk")  # type: ignore[union-attr]
    assert [who.name for who in check.actions["open"].by] == ["", "boss"]
    assert "ready" in pack.notices


def test_a_used_pack_that_changes_changes_the_hash() -> None:
    other = {**PACKS["repair"], "README.md": b"x"}
    first, second = _read("desk").pack, read_pack(PACKS["desk"], library={"repair": other}).pack
    assert first is not None
    assert second is not None
    assert first.hash != second.hash


def _models(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """The model and all that stand in it, by name."""
    if model.__name__ in found:
        return found
    found[model.__name__] = model
    pending: list[Any] = [info.annotation for info in model.model_fields.values()]
    while pending:
        for leaf in _leaves(pending.pop()):
            if isinstance(leaf, type) and issubclass(leaf, BaseModel):
                _models(leaf, found)
            else:
                pending += [each for each in getattr(leaf, "__args__", ()) if each is not ...]
    return found


def _used(annotation: Any, node: Node, found: set[tuple[str, str]]) -> None:
    """Notes which keys of which models a document uses."""
    for leaf in _leaves(annotation):
        if getattr(leaf, "__origin__", None) is tuple and isinstance(node.value, dict):
            _used(leaf.__args__[0], node, found)  # one item without its list
        if isinstance(leaf, type) and issubclass(leaf, BaseModel) and isinstance(node.value, dict):
            keys = {info.alias or name for name, info in leaf.model_fields.items()}
            if set(node.names()) <= keys or leaf.model_config.get("extra") == "allow":
                found |= {(leaf.__name__, key) for key in node.names()}
        for step, child in node.children():
            for inner in _inside(leaf, step):
                _used(inner, child, found)


ROOTS = {"procedures": ProcedureModel, "stories": StoryModel, "demo": SceneModel}
FILES = {"pack.yaml": PackModel, "demo/people.yaml": PeopleModel}


def test_every_key_of_the_language_has_an_example() -> None:
    used: set[tuple[str, str]] = set()
    for files in PACKS.values():
        for path, content in files.items():
            folder = path.partition("/")[0]
            root = FILES.get(path) or ROOTS.get(folder, Sections)
            if path.endswith(".yaml") and folder != "labels":
                for document in read_source(content, path)[0]:
                    _used(root, document, used)
    for _, marked, text in blocks():
        if marked == "example signs":
            _used(ActionModel, read_source(text.encode(), "signs")[0][0], used)
    wanted: set[tuple[str, str]] = set()  # `source` may stand on any element, and is shown on some
    for root in (PackModel, ProcedureModel, StoryModel, PeopleModel, SceneModel):
        for name, model in _models(root, {}).items():
            wanted |= {(name, info.alias or key) for key, info in model.model_fields.items() if key != "source"}
    assert sorted({_same(each) for each in wanted} - {_same(each) for each in used}) == []


def _same(key: tuple[str, str]) -> tuple[str, str]:
    """A key under the model that first has it: settings and columns are fields, pack.yaml holds all sections."""
    first = {"SettingModel": FieldModel, "ColumnModel": FieldModel, "PackModel": Sections}.get(key[0])
    keys = {info.alias or name for name, info in first.model_fields.items()} if first is not None else set()
    return (first.__name__, key[1]) if first is not None and key[1] in keys else key


def _prose() -> str:
    from tests.packs.reference import REFERENCE

    return REFERENCE.read_text("utf-8").partition("## Stories")[2] + REFERENCE.read_text("utf-8")


def test_every_type_of_field_is_named() -> None:
    text = _prose()
    assert {each for each in FIELD_TYPES if each not in text} == set()


def test_the_examples_of_conditions_are_read() -> None:
    (text,) = [text for _, marked, text in blocks() if marked == "example conditions"]
    conditions = read_source(text.encode(), "conditions")[0][0].plain()
    assert isinstance(conditions, list)
    assert len([_expression(each) for each in conditions]) == 5
