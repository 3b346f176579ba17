"""A procedure as a neutral frozen value: what a pack says, read and typed, judged by nobody yet.

Readers make these values from a pack's files (`gendan.packs`), the checker proves them sound, the engine runs them.
Every element keeps its `place` in the pack, so that a finding can point at its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from gendan.core.due import Amount, Due, Remind, Warn
from gendan.core.expression import Expression
from gendan.core.field import Field
from gendan.core.listing import ListView
from gendan.core.text import Place, Text

BACK = "back"
"""A target that is not a state: the state that the case came from."""


class Routing(StrEnum):
    """How a state's owner is chosen among the holders of its post."""

    QUEUE = "queue"  # nobody yet: whoever claims it
    REGION = "region"  # the holder of the region that an address lies in
    LOAD = "load"  # the holder with the fewest open cases
    KEEPER = "keeper"  # the keeper of the party in a field
    ACTOR = "actor"  # whoever did an action
    PARTY = "party"  # the party or person that a field names


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """责任人 Whose turn it is in a state. `of` is the field or action that `by` reads; None for queue and load."""

    post: str | None = None
    by: Routing = Routing.QUEUE
    of: str | None = None


class Final(StrEnum):
    """How a case ends."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """状态 Where a case stands. `waits` is the field, post or child whose turn it is; `rests` is nobody's turn."""

    name: str
    title: Text
    owner: Owner | None = None
    waits: str | None = None
    final: Final | None = None
    rests: bool = False
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """关卡 A condition and what it says to a person while it is closed."""

    name: str
    when: Expression
    says: Text
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


class Role(StrEnum):
    """What kind of actor is meant where a pack names one."""

    POST = "post"
    FIELD = "field"  # the party or person in a field of the case
    SUPERIOR = "superior"  # the superior of the case's owner
    SYSTEM = "system"
    PART = "part"  # in a chain: a part with its own people, questions and gates


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An actor as a pack names one; `name` is the post, field or part, empty for superior and system."""

    role: Role
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """分项 A part of a signed action: its own people, questions, gates, and the condition under which it is wanted."""

    name: str
    title: Text
    by: tuple[Who, ...]
    asks: tuple[Ask, ...] = ()
    needs: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    when: Expression | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """会签 Who signs: `need` is "order" (each in turn), "all", a number, or a share of those in `of`."""

    need: str | int | Decimal
    of: tuple[Signs | Who, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an action asks: a field of the case, or (`own`) a field of the event alone."""

    field: Field
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where an action leads, if `when` holds (None: always). `state` may be BACK."""

    state: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an action does besides: an area's effect, a document, or a notice.

    `arguments` maps a name to an expression over the case and the event; `to` are a notice's recipients: fields,
    posts, `owner`, `superior`.
    """

    word: str
    arguments: tuple[tuple[str, Expression], ...] = ()
    to: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """子单 A child case that an action opens.

    `takes` are fields copied by their names, `with_` fields set by expressions (over the parent, and with `for_each`
    over one of its rows, with `for_holders` over one person, the `holder`, of those who hold one of these posts),
    `gives` maps the parent's name for a figure to the child's field, `then` maps each final state of the child to an
    action of the parent.
    """

    name: str
    procedure: str
    many: bool = False
    for_each: str | None = None
    for_holders: tuple[Who, ...] = ()
    when: Expression | None = None
    takes: tuple[str, ...] = ()
    with_: tuple[tuple[str, Expression], ...] = ()
    gives: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A case that is joined to one that runs already, in the state `state`."""

    procedure: str
    state: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrects:
    """Who may correct what an action recorded, and how long after it."""

    by: tuple[Who, ...]
    within: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What starts an action by itself: a late deadline, time since a moment of the case, or a condition come true."""

    late: str | None = None
    amount: Amount | None = None
    since: str | None = None  # a field, or an action
    fact: Expression | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """拆单 The rows field whose rows go to new cases of the same procedure; fields in `keeps` stay with the origin."""

    rows: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """合并 Fields that must be the same, the rows that are joined, and the final state of those that end in it."""

    same: tuple[str, ...]
    ends: str
    rows: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """动作 What may be done with a case, by whom, from which states, and what follows.

    `sources` are the states it leaves, resolved (`any`, `any_but`); empty for `open`. `to` empty: the case stays.
    """

    name: str
    title: Text
    by: tuple[Who, ...] = ()
    entered_by: tuple[Who, ...] = ()
    sources: tuple[str, ...] = ()
    to: tuple[Target, ...] = ()
    asks: tuple[Ask, ...] = ()
    needs: tuple[str, ...] = ()
    sets: tuple[tuple[str, Expression], ...] = ()
    gates: tuple[str, ...] = ()
    signs: Signs | None = None
    unlike: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    reject: str | None = None
    then: tuple[Effect, ...] = ()
    opens: tuple[Opening, ...] = ()
    links: tuple[Link, ...] = ()
    happened: Amount | None = None
    corrects: Corrects | None = None
    reopens: bool = False
    after: After | None = None
    split: Split | None = None
    merge: Merge | None = None
    together: tuple[str, ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


class Moment(StrEnum):
    """What a clock listens to."""

    ACTION = "action"
    PART = "part"
    ENTER = "enter"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What starts, stops or drops a clock: an action or part done, a state entered or left."""

    moment: Moment
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """时限 A clock of the procedure. See `core.due` for its rules and `core.deadlines` for how it runs.

    `notify` are told when it is late: fields, posts, `owner`, `superior`. `charged` says whose lateness it is (None:
    the owner's). `every` and `met` judge each interval. `earliest` is the moment before which its stops are refused.
    """

    name: str
    title: Text
    starts: tuple[Trigger, ...]
    stops: tuple[Trigger, ...] = ()
    drops: tuple[Trigger, ...] = ()
    due: tuple[Due, ...] = ()
    when: Expression | None = None
    pauses_in: tuple[str, ...] = ()
    pauses_while: Expression | None = None
    warn: tuple[Warn, ...] = ()
    notify: tuple[str, ...] = ()
    remind: Remind | None = None
    every: Amount | None = None
    met: Expression | None = None
    earliest: tuple[Due, ...] = ()
    charged: str | None = None
    source: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """类别 One row of a procedure's table of kinds; `values` are what `kind.x` reads (text, bool, int or Decimal)."""

    name: str
    title: Text
    values: tuple[tuple[str, str | bool | int | Decimal], ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)

    def value(self, name: str) -> str | bool | int | Decimal | None:
        """The value in column `name`, None where the kind gives none."""
        return dict(self.values).get(name)


class Sight(StrEnum):
    """How far a post sees: every case of the procedure, or its own."""

    ALL = "all"
    OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """流程 One procedure of a pack. The mappings keep the order in which the pack gives their elements."""

    name: str
    title: Text
    pack: str = ""
    number: str = "{seq}"
    gapless: bool = False
    label: str | None = None
    priority: Expression | None = None
    sees: Mapping[str, Sight] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    kind_columns: Mapping[str, Text] = field(default_factory=dict)  # what people call what `kind.x` reads
    states: Mapping[str, State] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    lists: Mapping[str, ListView] = field(default_factory=dict)
    source: str | None = None
    place: Place = field(default=Place(), compare=False)

    @cached_property
    def openings(self) -> Mapping[str, Opening]:
        """The children that some action opens, by the parent's name for them."""
        return {opening.name: opening for action in self.actions.values() for opening in action.opens}

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        """The fields that lists filter and sort by: they get an index when a version is activated."""
        return tuple(each for each in self.fields.values() if each.filter)
