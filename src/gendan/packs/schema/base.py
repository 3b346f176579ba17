"""What the models of a pack's files share: no unknown keys, frozen, text and lists in the forms that the language allows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

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
Source = Annotated[Scalar | None, Field(default=None, description="the clause of the manual that this comes from")]
