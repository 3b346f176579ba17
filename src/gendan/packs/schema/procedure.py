"""A procedure's file: its fields, kinds, states, gates, parts, actions and deadlines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from gendan.packs.schema.base import Model, OrOne, Title, shape, under
from gendan.packs.schema.deadline import DeadlineModel
from gendan.packs.schema.fields import FieldModel
from gendan.packs.schema.scalars import (
    Bool,
    Condition,
    Name,
    Names,
    Read,
    Scalar,
    Span,
    read_decimal,
    scalar,
    wrong,
)


class OwnerModel(Model):
    """责任人 How the owner is chosen among a post's holders."""

    post: Scalar | None = None
    by: Scalar | None = Field(default=None, description="region of FIELD, load, keeper of FIELD, actor of ACTION")


class StateModel(Model):
    """状态 Where a case stands."""

    title: Title
    owner: (
        Annotated[
            Annotated[Scalar, Tag("<text>")] | Annotated[OwnerModel, Tag("<mapping>")],
            Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<text>"),
        ]
        | None
    ) = None
    waits: Scalar | None = None
    final: Literal["done", "failed", "cancelled"] | None = None
    rests: Bool = False
    source: Scalar | None = None


class GateModel(Model):
    """关卡 A condition and what it says while it is closed."""

    when: Condition
    says: Title
    source: Scalar | None = None


class AnyBut(Model):
    """All states that are not final, but these."""

    any_but: Names


From = Annotated[
    Annotated[Names, Tag("<names>")] | Annotated[AnyBut, Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<names>"),
]


class TargetModel(Model):
    """One way that an action may lead."""

    state: Scalar
    when: Condition | None = None


Targets = Annotated[tuple[Annotated[TargetModel, under("state")], ...], OrOne]
AskItem = Annotated[
    Annotated[Scalar, Tag("<text>")] | Annotated[dict[Name, FieldModel], Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<text>"),
]


Asks = Annotated[tuple[AskItem, ...], OrOne]


def _need(value: object) -> str | int | Decimal:
    text = scalar(value)
    if text == "all":
        return text
    try:
        number = read_decimal(text.removesuffix("%"))
    except ValueError:
        raise wrong("bad_need", given=text[:40]) from None
    if text.endswith("%") and 0 < number <= 100:
        return number / 100
    if not text.endswith("%") and number == int(number) and number >= 1:
        return int(number)
    raise wrong("bad_need", given=text[:40])


class VotesModel(Model):
    """How many of these must sign."""

    need: Annotated[str | int | Decimal, Read(_need, "all, a number, or a share: 60%")] = "all"
    of: Annotated[tuple[Signers, ...], OrOne]


if TYPE_CHECKING:
    Signers = str | tuple[object, ...] | VotesModel
else:
    Signers = TypeAliasType(
        "Signers",
        Annotated[
            Annotated[Scalar, Tag("<text>")]
            | Annotated[tuple["Signers", ...], Tag("<list>")]
            | Annotated[VotesModel, Tag("<mapping>")],
            Discriminator(shape),
        ],
    )


class Arguments(BaseModel):
    """What an effect is given: each a value over the case and the event; `to` names a notice's recipients."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Condition] = Field(init=False)

    to: Names = ()


EffectItem = Annotated[
    Annotated[Scalar, Tag("<text>")] | Annotated[dict[Scalar, Arguments], Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<text>"),
]


class OpeningModel(Model):
    """子单 A child case that an action opens."""

    procedure: Scalar
    many: Bool = False
    for_: Scalar | None = Field(default=None, alias="for", description="each ROWS, or each holder of POST, POST")
    when: Condition | None = None
    takes: Names = ()
    with_: dict[Name, Condition] = Field(default={}, alias="with")
    gives: dict[Name, Scalar] = Field(default={})
    then: dict[Scalar, Scalar] = Field(default={})


class CorrectsModel(Model):
    """Who may correct what an action recorded, and how long after it."""

    by: Names
    within: Span | None = None


class AfterModel(Model):
    """What starts an action by itself."""

    late: Scalar | None = None
    in_: Span | None = Field(default=None, alias="in")
    since: Scalar | None = None
    fact: Condition | None = None


class MergesModel(Model):
    """What merged cases must have in common, and how those end that are merged into another."""

    same: Names
    ends: Scalar
    lines: Scalar | None = Field(default=None, description="the rows that are joined")


class TogetherModel(Model):
    """What the cases of one batch must have in common."""

    same: Names


class ActionModel(Model):
    """动作 What may be done with a case, by whom, from where, and what follows."""

    title: Title
    by: Names = ()
    entered_by: Names = ()
    from_: From | None = Field(default=None, alias="from")
    to: Targets = ()
    asks: Asks = ()
    needs: Names = ()
    sets: dict[Name, Condition] = Field(default={})
    gates: Names = ()
    signs: Signers | None = None
    unlike: Names = ()
    covers: Names = ()
    reject: Scalar | None = None
    then: Annotated[tuple[EffectItem, ...], OrOne] = ()
    opens: dict[Name, OpeningModel] = Field(default={})
    links: dict[Scalar, Scalar] = Field(default={})
    happened: Span | None = None
    corrects: CorrectsModel | None = None
    reopens: Bool = False
    after: AfterModel | None = None
    splits: Scalar | None = Field(default=None, description="the rows that go to new cases")
    keeps: Names = Field(default=(), description="fields that stay with the origin alone")
    merges: MergesModel | None = None
    together: TogetherModel | None = None
    source: Scalar | None = None


class PartModel(Model):
    """分项 A part of a signed action."""

    title: Title
    by: Names
    asks: Asks = ()
    needs: Names = ()
    gates: Names = ()
    when: Condition | None = None
    source: Scalar | None = None


class KindModel(BaseModel):
    """类别 One row of the table of kinds: a title, and what `kind.x` reads."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Scalar] = Field(init=False)

    title: Title
    source: Scalar | None = None


class RangeModel(Model):
    """A filter by what a value contains, or by the range that it lies in."""

    contains: Scalar | None = None
    min: Scalar | None = None
    max: Scalar | None = None


FilterItem = Annotated[
    Annotated[Names, Tag("<names>")] | Annotated[RangeModel, Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<names>"),
]


class ListModel(Model):
    """清单 A standing list of the department: which cases, in which order, with which columns."""

    title: Title
    in_: Names = Field(default=(), alias="in", description="the states; all that are not final where it is absent")
    where: dict[Name, FilterItem] = Field(
        default={}, description="FIELD: empty, filled, a value, values, {contains: …} or {min: …, max: …}"
    )
    holder: Literal["anyone", "nobody", "me"] = "anyone"
    sort: Names = Field(default=(), description="fields, with a - before one that falls")
    shows: Names = ()
    source: Scalar | None = None


class ProcedureModel(Model):
    """流程 One procedure of a pack: procedures/NAME.yaml."""

    procedure: Name
    title: Title
    number: Scalar = "{seq}"
    gapless: Bool = False
    label: Scalar | None = None
    priority: Condition | None = None
    sees: dict[Scalar, Literal["all", "own"]] = Field(default={})
    fields: dict[Name, FieldModel] = Field(default={})
    kinds: dict[Name, KindModel] = Field(default={})
    kind_columns: dict[Name, Title] = Field(default={}, description="what people call the columns of kinds")
    states: dict[Name, StateModel]
    gates: dict[Name, GateModel] = Field(default={})
    parts: dict[Name, PartModel] = Field(default={})
    actions: dict[Name, ActionModel]
    deadlines: dict[Name, DeadlineModel] = Field(default={})
    lists: dict[Name, ListModel] = Field(default={})
    source: Scalar | None = None


ELEMENTS = ("fields", "kinds", "states", "gates", "parts", "actions", "deadlines", "lists")
"""The keys of a procedure whose entries stand for themselves: one that is wrong costs no other."""
