"""故事 Stories: a pack's own tests as values, read from `stories/`, played by the rehearsal through the one door.

Moments are wall-clock times of the pack's calendar (naive `datetime`). Values that are given or expected stay as the
story writes them (text, lists, mappings): who plays the story types them by the field that they are for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gendan.core.relative import Relative
from gendan.core.text import Place

Written = str | tuple["Written", ...] | Mapping[str, "Written"]
"""A value as a story writes it."""

NO_MOMENT = None
"""What `due: {deadline: none}` expects: the clock does not run, or nothing is due."""


@dataclass(frozen=True, slots=True)
class Cast:
    """谁 Who acts in a step: a post, or the field of a party; `person` tells two holders of a post apart (`小王
    (clerk)`)."""

    role: str
    person: str = ""


BUILT_IN = ("claim", "release", "take_over", "withdraw")
"""What `do` may name besides the pack's actions, where no action has that name: verbs that every procedure has."""


@dataclass(frozen=True, slots=True)
class When:
    """When a step happens: at a moment, or so long after the step before it."""

    moment: datetime | None = None
    later: Relative | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What all steps have.

    `refused` are the codes of every reason why it must be refused; empty: it must succeed. `happened` is the earlier
    moment at which it happened.
    """

    at: When | None = None
    actor: Cast | None = None
    refused: tuple[str, ...] = ()
    happened: datetime | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Step):
    """`open: PROCEDURE`: a case is opened, and called `call` from here on."""

    procedure: str
    values: Mapping[str, Written] = field(default_factory=dict)
    call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step):
    """`do: ACTION`, with one case (empty `cases`: the case last spoken of) or with several as a batch.

    `others` are merged into the case. `calls` name the new cases of a split.
    """

    action: str
    cases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    values: Mapping[str, Written] = field(default_factory=dict)
    calls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAct(Step):
    """`do: AREA.ACTION`: an area's own action. One on a case is done on `case`, which `for` among what the story gives
    names too (None: the case last spoken of); one about no case takes none.
    """

    word: str
    values: Mapping[str, Written] = field(default_factory=dict)
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Step):
    """`claim`: the cases are claimed by the actor."""

    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Step):
    """`release`: the cases go back to their queue."""

    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Step):
    """`reject: REASON`: a signer sends the case back. `action` is the signed action, where several wait."""

    reason: str
    cases: tuple[str, ...] = ()
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Step):
    """`hand_over: POST or NAME (POST)`: the case, or the signature, goes to another person."""

    to: Cast
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRows(Step):
    """`import: NAME`: rows come in, from the story or from a file of the pack.

    `constants` are fields that every row has; `calls` name the cases row by row; `unchanged` is how many rows must
    have changed nothing, `faulty` how many must have been refused; None where the story does not say.
    """

    name: str
    rows: tuple[Mapping[str, Written], ...] = ()
    file: str | None = None
    constants: Mapping[str, Written] = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    unchanged: int | None = None
    faulty: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRows(Step):
    """`exchange: NAME`: a batch goes out (`send`: these cases) or answers come in; `unmatched` are the numbers that
    match nothing."""

    name: str
    send: tuple[str, ...] = ()
    answers: tuple[Mapping[str, Written], ...] = ()
    unmatched: tuple[str, ...] = ()
    call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Step):
    """`at` alone: time passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(Step):
    """What must hold. None where the story does not say; an empty collection says that there is none.

    `due` maps a deadline to its moment (None: not running). `available` maps a post to all actions that are open to it.
    `papers` maps a document that was printed to texts that stand on it.
    `fields`, `facts` and `measures` map names to values as written; `children` a child's name to its state. With
    `list`, `cases` are all that `actor` sees in that list of the department, in its order; with `queue`, all of the
    story's that lie unclaimed in that post's queue, the next first. With `report`, what that
    report of the pack says of the last period that has ended, over the story's own cases and records: `rows` are all
    its lines, each in the columns that the story names; `missed` the figures that miss their targets.
    """

    case: str | None = None
    list: str | None = None
    queue: str | None = None
    cases: tuple[str, ...] | None = None
    state: str | None = None
    number: str | None = None
    label: str | None = None
    owner: str | None = None
    due: Mapping[str, datetime | None] = field(default_factory=dict)
    met: tuple[str, ...] | None = None
    late: tuple[str, ...] | None = None
    void: tuple[str, ...] | None = None
    signed: tuple[str, ...] | None = None
    pending: tuple[str, ...] | None = None
    fields: Mapping[str, Written] = field(default_factory=dict)
    facts: Mapping[str, Written] = field(default_factory=dict)
    measures: Mapping[str, Written] = field(default_factory=dict)
    children: Mapping[str, Written] = field(default_factory=dict)
    notices: tuple[str, ...] | None = None
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    available: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    report: str | None = None
    rows: tuple[Mapping[str, Written], ...] | None = None
    missed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """故事 One story. `after` names the story at whose end it starts; `shows` the rows of the register that it
    shows; `regions` the provinces and cities (`浙江`, `江苏苏州`) that belong to holders of posts."""

    name: str
    shows: tuple[str, ...] = ()
    at: datetime | None = None
    after: str | None = None
    facts: Mapping[str, Written] = field(default_factory=dict)
    settings: Mapping[str, Written] = field(default_factory=dict)
    regions: Mapping[Cast, tuple[str, ...]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    place: Place = field(default=Place(), compare=False)
