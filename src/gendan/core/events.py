"""The closed list of events, each versioned. A case is the fold of its events.

An event's body says what was done and everything that it changed, so that a fold never judges a rule again: state,
values, clocks, signatures and claims stand in it as they became. Keys are short words, values are plain JSON: no
floats, money and decimals as strings, moments as integer microseconds since 1970 in UTC.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

FORMAT = 1
"""The version of the hashed form below."""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class Kind(StrEnum):
    """What happened. The list is closed: another kind is another version of Gendan."""

    OPENED = "opened"
    ACTED = "acted"
    SIGNED = "signed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SIGNER_ADDED = "signer_added"
    SIGNATURE_HANDED = "signature_handed"
    DEPUTED = "deputed"
    CLAIMED = "claimed"
    RELEASED = "released"
    TAKEN_OVER = "taken_over"
    HANDED_OVER = "handed_over"
    COMMENTED = "commented"
    ATTACHED = "attached"
    CORRECTED = "corrected"
    TICKED = "ticked"  # a clock warned, came due, reminded, was judged for an interval; or an area's news was read
    TOLD = "told"  # a child's state and figures reached its parent
    MOVED = "moved"
    LINKED = "linked"
    RECOMPUTED = "recomputed"
    PENDED = "pended"  # an action by itself met a closed gate and waits
    EXPIRED = "expired"  # a field's retention ended: its value is gone, the tombstone stays


SILENT = frozenset({Kind.COMMENTED, Kind.ATTACHED, Kind.TICKED})
"""Kinds that leave the case's version as it is: what a person saw before them is not stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one case.

    `seq` counts from 1 within the case. `actor` is a person's id, 0 for the system. `at` is when Gendan took it. `body`
    holds exactly the bytes that are hashed, a JSON object:

    - `do`: the action; `part`: its part; `as`: the slot that was signed; `for`: the person in whose place the actor
      acted; `by`: the outside party meant
    - `with`: values given for the event alone; `happened`: the earlier moment; `reason`, `text`, `file`
    - `document`, `tells`: of a paper that was printed, its name and the fields on it that not everybody sees
    - `set`: values of the case that changed; `to`: the state entered; `from`: the state left
    - `clocks`: clocks that changed, as they became; `chain`: open signatures, as they became; `void`: signatures voided
    - `claim`: the person who has the case now (0: nobody); `post`: whose queue it is in now
    - `mem`: that rules ask about the act, with the values they read of it; `undo`: acts that count as done no longer;
      `signers`: those with whose signatures it happened; `fix`: values of the event `of` that were corrected
    - `child`: children as they became; `into`: the case that this one ended in; `pend`: what waits for its gate
    - `ticks`: what time brought, as `[clock, what, when]`; `overrule`: clocks decided otherwise, by name
    - `then`: the effects that the act had, by their words
    - `number`, `label`, `uid`, `parent`, `origin`: what the case is called, and where it came from
    - `under`: what it was judged under
    """

    case: int
    seq: int
    kind: Kind
    actor: int
    at: datetime
    body: bytes


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """`moment` (aware) as integer microseconds since 1970 in UTC, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """The aware UTC datetime of integer microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def chained(previous: bytes, event: Event) -> bytes:
    """The event's hash: SHA-256 over the form's version, the hash before it (32 bytes, zeros at first), and the event.

    The form is: version (2 bytes), previous hash, case and seq (8 bytes each), the kind's length (2 bytes) and its
    ASCII letters, actor and microseconds (8 bytes each, signed), body. All numbers big-endian. SQL computes the same.
    """
    kind = _KINDS[event.kind]
    head = _HEAD.pack(FORMAT, previous, event.case, event.seq, len(kind))
    tail = _TAIL.pack(event.actor, microseconds(event.at))
    return hashlib.sha256(head + kind + tail + event.body).digest()


_HEAD = struct.Struct(">H32sqqH")
_TAIL = struct.Struct(">qq")
_KINDS = {kind: kind.value.encode() for kind in Kind}


GENESIS = bytes(32)
"""What stands in the place of a previous hash before a case's first event."""

Body = Mapping[str, Json]
