"""A pack as a neutral frozen value: one department's manual, read from its folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from gendan.core.due import Amount, By
from gendan.core.expression import Expression
from gendan.core.field import Field
from gendan.core.procedure import Procedure, Role
from gendan.core.text import Place, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """岗位 A post; people hold it. `reports_to` is the post above it."""

    name: str
    title: Text
    reports_to: str | None = None
    duties: tuple[Text, ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """设置 A figure or text of the site, typed and bounded by `field`, with its shipped value."""

    name: str
    field: Field
    default: object
    source: str | None = None
    place: Place = dataclasses.field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """对照表 A table of the site: rows found by key. `rows` are the shipped ones: keys and columns, typed."""

    name: str
    title: Text
    key: tuple[Field, ...]
    columns: tuple[Field, ...]
    rows: tuple[tuple[tuple[object, ...], tuple[object, ...]], ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """登记 A type of thing that cases are about. `written_by` are `procedure.state` or `import.name`."""

    name: str
    title: Text
    key: tuple[str, ...]
    fields: Mapping[str, Field]
    written_by: tuple[str, ...] = ()
    changed_by: tuple[str, ...] = ()
    seen_by: tuple[str, ...] | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


class Again(StrEnum):
    """What an import does with a row whose key stands already."""

    REFUSE = "refuse"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """导入 How the rows of a file open cases of a procedure, or write records. `columns` map headers to fields."""

    name: str
    title: Text
    key: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    opens: str | None = None
    writes: str | None = None
    again: Again = Again.REFUSE
    update: str | None = None  # the action by which a row changes a case that stands
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """交换 A batch sent outside. `answers` map an answer's value to an action, `fill` columns to fields."""

    name: str
    title: Text
    procedure: str
    sends_from: tuple[str, ...]
    sends_do: str
    columns: tuple[str, ...]
    match: str
    column: str
    answers: tuple[tuple[str, str], ...]
    fill: tuple[tuple[str, str], ...] = ()
    due: Amount | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """通知 A message: its channels in the order in which they are tried, and its text with {fields}."""

    name: str
    title: Text
    by: tuple[str, ...]
    text: Text
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """单据 A paper that the pack prints, from a template in `documents/`.

    `goes_to` are the fields that name outside parties who get it: others find no paper of the house in their cases.
    `voided_by` are the actions after which one that was printed before counts no more.
    """

    name: str
    title: Text
    template: str
    goes_to: tuple[str, ...] = ()
    voided_by: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """例行 A case opened by the calendar: every so often (`shift`: in working time), or on a moment of the period."""

    open: str
    every: Amount | None = None
    shift: bool = False
    on: By | None = None
    for_each: str | None = None  # the post each of whose holders gets one
    with_: tuple[tuple[str, Expression], ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


class Figure(StrEnum):
    """How a measure is counted."""

    COUNT = "count"
    SHARE = "share"
    TIME = "time"
    SUM = "sum"
    RATIO = "ratio"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """指标 What is counted from events. `base` is an action, `deadline.x`, or a word; conditions are over its event."""

    name: str
    title: Text
    figure: Figure
    base: str | None = None
    where: Expression | None = None
    among: Expression | None = None
    from_: str | None = None
    to: str | None = None
    spent: tuple[str, ...] = ()
    unit: str | None = None
    take: str | None = None
    value: Expression | None = None
    top: Expression | None = None
    bottom: Expression | None = None
    credit: str | None = None
    per: str | None = None
    target: tuple[str, Decimal | str] | None = None
    procedure: str | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)

    @property
    def in_percent(self) -> bool:
        """Whether its figures are told in per cent: shares, and ratios of which at most the whole is wanted."""
        if self.figure is Figure.RATIO and self.target is not None:
            return isinstance(self.target[1], Decimal) and self.target[1] <= 1
        return self.figure is Figure.SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardItem:
    """One measure of a scorecard: its weight, and the figures at which it scores nothing and everything."""

    measure: str
    weight: Decimal
    zero: Decimal
    full: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """考核 A weighted sheet of measures for the holders of a post, every period."""

    name: str
    title: Text
    every: str
    for_: str
    items: tuple[ScorecardItem, ...]
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


STILL_OPEN: Final = "open"
"""`in` of a report that lists the cases which are not ended, whenever they were opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """报表 A report that is due: which rows it shows, by what they are grouped, and to whom it goes.

    With `for_each` every holder of that post makes one about himself; with `made_by` one of its holders makes it, about
    everybody.

    `to` are posts, `owner`, `superior`, `keeper`, and fields of the rows of a report that lists: each person whom such
    a field names gets the lines that name him. `in_` decides what is listed: a field and the period its date must lie
    in, or STILL_OPEN; None: the cases opened in the period, or records as they stood at its end.
    """

    name: str
    title: Text
    every: str
    rows: str
    to: tuple[str, ...]
    due: By | None = None
    for_each: str | None = None
    made_by: str | None = None
    by: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    in_: str | None = None
    among: Expression | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


def addressed(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """The fields that may stand in a report's `to`: persons whom everybody knows who sees the row."""
    return tuple(
        name for name, each in fields.items() if each.type == "person" and each.seen_by is None and not each.hidden
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What is taken from a shipped pack, and how its posts are mapped to ours, each to one or several."""

    pack: str
    take: tuple[str, ...]
    posts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """How running cases of an older version come to this one: what its states and fields are called here."""

    from_version: str
    states: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    place: Place = field(default=Place(), compare=False)


def renamed(names: Mapping[str, str], procedure: str, name: str) -> str:
    """What a state or field of a procedure (its bare name) is called now: what is said for that procedure alone
    (`procedure.name`) goes before what is said for all.

    >>> renamed({"fixing": "repairing", "repair.fixing": "repair.mending"}, "repair", "fixing")
    'mending'
    """
    return names.get(f"{procedure}.{name}", names.get(name, name)).rpartition(".")[2]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """包 A department's manual. `hash` is the SHA-256 of its files' content, which names this version for ever."""

    name: str
    version: str
    title: Text
    hash: str = ""
    calendar: str = "standard"
    needs: tuple[str, ...] = ()
    posts: Mapping[str, Post] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    records: Mapping[str, RecordType] = field(default_factory=dict)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    imports: Mapping[str, Import] = field(default_factory=dict)
    exchanges: Mapping[str, Exchange] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    routines: tuple[Routine, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    migrates: Migration | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)

    @cached_property
    def matters(self) -> tuple[Procedure, ...]:
        """The procedures as the department names its matters: its own before those that it takes from another pack,
        what people open before what only follows from others, and of these the one with the most steps first."""
        taken = {name for use in self.uses for name in use.take}

        def place(each: Procedure) -> tuple[bool, bool, int]:
            opening = each.actions.get("open")
            follows = opening is None or all(who.role is Role.SYSTEM for who in opening.by)
            return (each.name in taken, follows, -len(each.actions))

        return tuple(sorted(self.procedures.values(), key=place))
