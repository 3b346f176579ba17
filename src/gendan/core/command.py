"""What is asked of a case: a command, its actor, and what the engine answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from gendan.core.case import Case
from gendan.core.events import Event
from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason

Value = object
"""A value as Python has it: str, int, bool, Decimal, date, datetime (aware), list of dicts, …, or None."""


class Verb(StrEnum):
    """What a command does. ACT is the pack's own actions; the rest is built in, the same for every procedure."""

    OPEN = "open"
    ACT = "act"  # an action of the pack; on an action with `signs` it is the actor's signature
    CLAIM = "claim"
    RELEASE = "release"
    TAKE_OVER = "take_over"  # by a superior or deputy
    HAND_OVER = "hand_over"  # the holder gives the case to another holder of the post
    REJECT = "reject"  # a signer sends the chain back, with a reason
    WITHDRAW = "withdraw"  # a signer takes back his signature while the chain runs
    HAND_SIGNATURE = "hand_signature"  # 转办
    ADD_SIGNER = "add_signer"  # 加签: one more signs first
    DEPUTE = "depute"  # 委派: another signs in the signer's name
    COMMENT = "comment"
    ATTACH = "attach"
    CORRECT = "correct"
    TICK = "tick"  # by the job runner: clocks of the case are looked at
    TELL = "tell"  # by the system: a child's state and figures reach its parent
    MOVE = "move"  # to another version of the pack, by its declared mapping
    LINK = "link"
    RECOMPUTE = "recompute"  # a rule's settings or a calendar changed: running clocks are computed anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. `person` 0 is the system; `party` an outside party that acts under its own sign-in.

    `posts` are the posts held in the pack at hand (bare names); `stands_in` the persons whose deputy the actor is now,
    each with that person's posts; `oversees` the posts that report to his, at any height; `leads` the persons whose
    superior he is. `parties` are all the names that the outside party ever had.
    """

    person: int
    name: str = ""
    posts: frozenset[str] = frozenset()
    stands_in: Mapping[int, frozenset[str]] = field(default_factory=dict)
    oversees: frozenset[str] = frozenset()
    leads: frozenset[int] = frozenset()
    party: str | None = None
    parties: frozenset[str] = frozenset()

    def is_party(self, name: str | None) -> bool:
        """Whether the actor acts for the outside party of this name, whatever it is called now."""
        return self.party is not None and name is not None and (name == self.party or name in self.parties)

    @property
    def system(self) -> bool:
        """Whether this is the system itself: a timer, a child's end, an answer from outside."""
        return self.person == 0 and self.party is None


SYSTEM = Actor(person=0, name="system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to be done with one case (for a merge: and with the cases in `others`).

    `procedure` is `pack.procedure` for OPEN; `case` the id of the case otherwise. `action` is the pack's action for ACT
    (and the signed action for signature verbs). `given` are raw or typed values by field name. `seen` is the version
    the actor saw; `key` makes the command happen once; `happened` is the earlier moment at which it happened; `reason`
    goes with reject, take over, correct. `person` is the other person meant (hand over, depute …). `extra` is what a
    built-in verb needs besides.
    """

    verb: Verb
    procedure: str | None = None
    case: int | None = None
    action: str | None = None
    given: Mapping[str, Value] = field(default_factory=dict)
    kind: str | None = None
    seen: int | None = None
    key: str | None = None
    happened: datetime | None = None
    reason: str | None = None
    person: int | None = None
    others: tuple[int, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectCall:
    """An effect to be run for a case: its word (`stock.dispatch`, `document.quotation`) and its arguments."""

    word: str
    arguments: Mapping[str, Value] = field(default_factory=dict)
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOpening:
    """A child to be opened in the same transaction: the parent's name for it, its full procedure name, and its values.

    `id`, `uid`, `number` and `label` were drawn already and stand in the parent's event.
    """

    name: str
    procedure: str
    given: Mapping[str, Value]
    parent: int = 0
    id: int = 0
    uid: str = ""
    number: str = ""
    label: str = ""

    def of(self, child: Procedure) -> ChildOpening:
        """The same for its procedure: of rows that it is given, the columns that its fields have."""
        rows = {name: field for name, field in child.fields.items() if field.type == "rows" and name in self.given}
        return replace(self, given={**self.given, **{name: _narrowed(self.given[name], rows[name]) for name in rows}})

    def command(self) -> Command:
        """The command by which the system opens it."""
        identity = {"id": self.id, "uid": self.uid, "number": self.number, "label": self.label}
        extra: dict[str, Value] = {"parent": self.parent, "parent_name": self.name, "identity": identity}
        return Command(verb=Verb.OPEN, procedure=self.procedure, given=self.given, extra=extra)


def _narrowed(value: Value, field: Field) -> Value:
    if not isinstance(value, list):
        return value
    kept = {column.name for column in field.columns if column.computed is None}
    return [
        {name: each for name, each in row.items() if name in kept} if isinstance(row, Mapping) else row for row in value
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a command leads to: the events to append, the case after them, and what follows.

    `events` is empty where there is nothing to record (a tick too early, a claim of what is one's own): then nothing is
    written. `effects` are inside effects and outside ones alike; `cases` knows which is which by its registry. `follow`
    are commands that are queued (an action by itself, what a parent is told), all run by the system. `opens` are
    children. `beside` are the decisions on other cases in the same transaction: the new cases of a split (their case's
    id is new), the cases that end in a merge.
    """

    case: Case
    events: tuple[Event, ...]
    effects: tuple[EffectCall, ...] = ()
    opens: tuple[ChildOpening, ...] = ()
    follow: tuple[Command, ...] = ()
    beside: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Every reason why the command is refused."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """An action as a person sees it: open to him (`reasons` empty) or closed, with every reason why.

    `asks` are the fields to be filled, `needs` those that must be; `signs` says that doing it is a signature.
    """

    action: str
    reasons: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    signs: bool = False
    part: str | None = None
