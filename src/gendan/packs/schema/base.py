"""What the models of a pack's files share: no unknown keys, frozen values, and the shorter forms of the language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from gendan.packs.schema.scalars import SCALAR, Scalar, wrong


class Model(BaseModel):
    """A mapping whose keys are known."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def shape(value: Any) -> str:
    """What stands at a place that may hold several shapes: the tag of a union."""
    if isinstance(value, dict):
        return "<mapping>"
    if isinstance(value, list | tuple):
        return "<list>"
    return "<text>"


@dataclass(frozen=True)
class Or:
    """An annotation: what stands there may be written shorter, and `full` gives its full form.

    `shorter` are the shorter forms, for editors: "text", "names" (a list of texts), or "item" (one item of the list).
    """

    full: Callable[[Any], Any]
    shorter: tuple[str, ...] = ("text",)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.full, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        inner = handler(schema)
        forms = {"text": SCALAR, "names": {"type": "array", "items": SCALAR}, "item": inner.get("items", {})}
        return {"anyOf": [*(forms[each] for each in self.shorter), inner]}


def one(value: Any) -> Any:
    """A list of what may stand alone."""
    return [value] if isinstance(value, str | dict) else value


OrOne = Or(one, ("item",))
"""One item may stand without its list."""


def under(key: str) -> Or:
    """A text stands for a mapping that holds it under `key`."""
    return Or(lambda value: {key: value} if isinstance(value, str) else value)


class Words(Model):
    """Text for a person: Chinese, and English where the pack gives it."""

    zh: Scalar = ""
    en: Scalar = ""


def _words(value: object) -> object:
    return {"zh": value} if isinstance(value, str) else value


def _filled(value: Words) -> Words:
    if not value.zh.strip():
        raise wrong("text_without_chinese")
    return value


Title = Annotated[
    Words,
    BeforeValidator(_words),
    AfterValidator(_filled),
    WithJsonSchema(
        {
            "anyOf": [
                SCALAR,
                {
                    "type": "object",
                    "properties": {"zh": SCALAR, "en": SCALAR},
                    "required": ["zh"],
                    "additionalProperties": False,
                },
            ],
            "description": "Chinese text, or {zh: …, en: …}",
        }
    ),
]
