"""Which webhooks stand, kept in the process by the epoch: whether anybody listens costs a step nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gendan.core.events import Kind
from gendan.notices.webhooks.models import Webhook
from gendan.people.epoch import ByEpoch

EVERY: Final = frozenset(kind.value for kind in Kind)
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A webhook that listens: with whose eyes, and to what (`procedures` empty: everything)."""

    id: int
    owner: int
    procedures: frozenset[str]
    kinds: frozenset[str]

    def hears(self, procedure: str, kind: str) -> bool:
        """Whether it listens to events of `kind` in `procedure` (`pack.procedure`)."""
        return kind in self.kinds and self.listens_in(procedure)

    def listens_in(self, procedure: str) -> bool:
        """Whether it listens to any event of the procedure."""
        return not self.procedures or not self.procedures.isdisjoint((procedure, procedure.partition(".")[0]))


def standing(epoch: int) -> tuple[Standing, ...]:
    """Every webhook that listens now."""
    return _STANDING.at(epoch).webhooks


def wanted(procedure: str, epoch: int) -> frozenset[str]:
    """The kinds of events of `procedure` (`pack.procedure`) that some webhook wants: what `cases.listening` asks."""
    kept = _STANDING.at(epoch)
    if not kept.webhooks:
        return NONE
    found = kept.wanted.get(procedure)
    if found is None:
        found = frozenset().union(*(each.kinds for each in kept.webhooks if each.listens_in(procedure)))
        kept.wanted[procedure] = found
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    webhooks: tuple[Standing, ...]
    wanted: dict[str, frozenset[str]]


def _load() -> _Kept:
    rows = Webhook.objects.filter(ended_at=None, paused_at=None).order_by("id")
    said: list[tuple[int, int, list[str], list[str]]] = list(rows.values_list("id", "owner_id", "procedures", "kinds"))
    made = tuple(Standing(key, owner, frozenset(of), frozenset(kinds) or EVERY) for key, owner, of, kinds in said)
    return _Kept(made, {})


_STANDING: ByEpoch[_Kept] = ByEpoch(_load)

LISTENED_TO: Final[Mapping[str, str]] = {kind.value: f"case.{kind.value}" for kind in Kind}
"""What an event's kind is called in a delivery's `type`."""
