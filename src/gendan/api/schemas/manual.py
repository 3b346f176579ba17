"""The job manual, as the API tells it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from gendan.api.addresses import Stamp
from gendan.api.schemas.base import Told


class BlockTold(Told):
    """A paragraph, a source, a list, facts, a table or a drawing, by its `sort`. What the others have is null.

    A line is a list of texts and of links; a link has a `text` and the `anchor` of the section that it leads to.
    """

    sort: Literal["paragraph", "source", "items", "facts", "table", "drawing"]
    line: list[Any] | None = None
    ordered: bool | None = None
    lines: list[list[Any]] | None = None
    pairs: list[dict[str, Any]] | None = Field(default=None, description="Each with `name` and `lines`.")
    head: list[str] | None = None
    rows: list[list[Any]] | None = None
    widths: list[int] | None = None
    procedure: str | None = None
    caption: str | None = None
    file: str | None = None


class SectionTold(Told):
    """A chapter or a part of one."""

    anchor: str
    number: str
    title: str
    blocks: list[BlockTold]
    sections: list[SectionTold]


class VersionTold(Told):
    """One version whose manual can be read."""

    version: str
    hash: str
    active: bool
    activated_at: Stamp


class ManualTold(Told):
    """A department's job manual in the caller's language, and the versions that there are."""

    title: str
    department: str
    language: str
    pack: str
    version: str
    hash: str
    made_on: str
    about: list[list[str]]
    chapters: list[SectionTold]
    versions: list[VersionTold]
