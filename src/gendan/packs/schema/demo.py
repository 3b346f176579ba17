"""演示 The documents in demo/: the department's people (`people.yaml`), and scenes in every other file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gendan.core.due import DueError
from gendan.core.relative import Relative, parse_relative
from gendan.packs.schema.base import Model, Title
from gendan.packs.schema.fields import Value
from gendan.packs.schema.scalars import Integer, Name, Names, Read, Scalar, scalar, time_wrong
from gendan.packs.schema.story import StepModel, Values


def _relative(value: object) -> Relative:
    try:
        return parse_relative(scalar(value))
    except DueError as error:
        raise time_wrong(error) from None


Counted = Annotated[Relative, Read(_relative, 'counted from now: "-12 workdays 09:10", "-40 minutes"', ("string",))]


class DemoPersonModel(Model):
    """Somebody who works there, or (with `party`) somebody outside who signs in."""

    name: Scalar
    posts: Names = ()
    superior: Scalar | None = Field(default=None, description="the username of his superior")
    party: Scalar = Field(default="", description="he signs in for this outside party")
    title: Title | None = Field(default=None, description="what he is, where that is not his post's title")
    regions: dict[Scalar, Names] = Field(default={}, description="post: [浙江, 江苏苏州]")


class PeopleModel(Model):
    """demo/people.yaml: the department, its people by username, and the settings that its site has made."""

    unit: Title
    people: dict[Name, DemoPersonModel]
    settings: Values = Field(default={})


class SceneModel(Model):
    """One scene: when it begins, its steps, and rows for each of which it is played with its own values.

    A step writes `${NAME}` for a value of the row, and `${+15 days}` for a day counted from its own moment.
    """

    scene: Scalar
    begins: Counted | None = Field(default=None, description="a row's own `begins` goes before it")
    rows: tuple[dict[Scalar, Value], ...] = Field(
        default=(), description="`begins` and `stops_after` (so many steps) of a row are for the scene itself"
    )
    stops_after: Integer | None = None
    steps: tuple[StepModel, ...]
