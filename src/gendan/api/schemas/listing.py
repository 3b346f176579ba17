"""Lists that people keep."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gendan.api.listing import AskedInBody
from gendan.api.schemas.base import NAME, Given, Told, Truth

LIST_NAME = r"^[^\s/\x00-\x1f\x7f][^/\x00-\x1f\x7f]{0,79}$"


class SavedGiven(Given):
    """A question to be kept. `shared`: for all who see the procedure, or for those who hold `post`."""

    asked: AskedInBody
    columns: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[], max_length=20, description="Fields to be shown, in their order; none: those of the list itself."
    )
    shared: Truth = False
    post: Annotated[str, Field(pattern=NAME)] | None = Field(
        default=None, description="With `shared`: only for those who hold this post of the pack."
    )
    default: Truth = Field(default=False, description="The caller sees this list first; another is it no longer.")


class SavedTold(Told):
    """A kept list. `own`: it is the caller's, and may be changed by him. `default`: it is what he sees first."""

    name: str
    asked: AskedInBody
    own: bool
    columns: list[str]
    shared: bool
    post: str | None
    default: bool


class NameGiven(Given):
    """Another name for a kept list."""

    name: Annotated[str, Field(pattern=LIST_NAME)]


class SavedLists(Told):
    """The caller's kept lists, and those that others share."""

    lists: list[SavedTold]
