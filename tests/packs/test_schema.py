"""The JSON Schemas that editors use: they are those of the models, and every pack at hand satisfies them."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from gendan.packs.reader import SHIPPED
from gendan.packs.schema.export import json_schemas, rendered
from gendan.project.command import main
from tests.packs.packs_at_hand import DOORS

DOCS = Path(__file__).parents[2] / "docs" / "schema"
PACKS = [DOORS, *sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))]
FILES = [
    pytest.param(path, id=f"{pack.name}-{path.relative_to(pack).as_posix()}")
    for pack in PACKS
    for path in sorted(pack.rglob("*.yaml"))
]


def test_the_published_schemas_are_those_of_the_models() -> None:
    """`gendan schema --out docs/schema` makes them."""
    assert {path.name: path.read_text("utf-8") for path in DOCS.glob("*.json")} == rendered()


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--out", str(tmp_path / "new")]) == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "new").iterdir()} == rendered()
    assert main(["schema"]) == 0
    assert capsys.readouterr().out.endswith(list(rendered().values())[-1])


def _schema_of(path: Path) -> str:
    if path.parent.name in ("procedures", "stories"):
        return {"procedures": "procedure", "stories": "story"}[path.parent.name]
    if path.parent.name == "demo":
        return "people" if path.name == "people.yaml" else "scene"
    return "pack" if path.name == "pack.yaml" else "sections"


def _as_an_editor_reads(value: Any) -> Any:
    """YAML 1.2 with its own types, as JSON has them."""
    if isinstance(value, dict):
        return {str(name): _as_an_editor_reads(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_an_editor_reads(each) for each in value]
    return str(value) if isinstance(value, datetime.date) else value


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(json_schemas()[f"{name}.schema.json"])


def _errors(path: Path, text: str) -> list[str]:
    validator = _validator(_schema_of(path))
    documents = YAML(typ="safe", pure=True).load_all(text)
    return [str(error) for document in documents for error in validator.iter_errors(_as_an_editor_reads(document))]


@pytest.mark.parametrize("path", FILES)
def test_a_sound_file_satisfies_its_schema(path: Path) -> None:
    assert _errors(path, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("covers: [lines", "cover: [lines"),
        ("final: cancelled", "final: canceled"),
        ("to: confirmed, by: customer", "to: {states: confirmed}, by: customer"),
        ("procedure: door_order\n", ""),
    ],
)
def test_a_faulty_file_does_not(old: str, new: str) -> None:
    path = DOORS / "procedures" / "door_order.yaml"
    text = path.read_text("utf-8")
    assert old in text
    assert _errors(path, text.replace(old, new)) != []
