"""The JSON Schemas of a pack's files, for editors: generated from the models that read them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from gendan.packs.schema.demo import PeopleModel, SceneModel
from gendan.packs.schema.pack import PackModel, Sections
from gendan.packs.schema.procedure import ProcedureModel
from gendan.packs.schema.story import StoryModel

BASE = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "pack.schema.json": (PackModel, "pack.yaml"),
    "procedure.schema.json": (ProcedureModel, "procedures/*.yaml"),
    "sections.schema.json": (
        Sections,
        "records, imports, exchanges, notices, tables, settings, measures … in files of their own",
    ),
    "story.schema.json": (StoryModel, "stories/*.yaml, each document"),
    "people.schema.json": (PeopleModel, "demo/people.yaml"),
    "scene.schema.json": (SceneModel, "demo/*.yaml besides people.yaml, each document"),
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    return {name: _schema(model, covers) for name, (model, covers) in FILES.items()}


def rendered() -> dict[str, str]:
    """The text of each schema's file."""
    return {name: json.dumps(each, ensure_ascii=False, indent=1) + "\n" for name, each in json_schemas().items()}


def _schema(model: type[BaseModel], covers: str) -> dict[str, Any]:
    schema = model.model_json_schema(mode="validation")
    return {"$schema": BASE, "$comment": f"For {covers}. Made by `gendan schema`.", **schema}
