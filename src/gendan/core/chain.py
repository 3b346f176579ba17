"""会签 Who has signed, who is next, and what a change voids.

The signatures of one action stand in the case as JSON, here called the entry:

- `signed`: signatures in the order in which they were given: `as` (the slot), `by` (the person), `for` (in whose
  place), `party`, `at`, `seals` (what areas' words were when it was given); a void one keeps `void` (why).
- `to`: slots that were handed over or deputed: `{"person": 7, "by": 3}`, with `name` true where it is in 3's name.
- `add`: persons who sign before a slot: `{"person": 7, "by": 3, "before": slot}`.
- `done`: the action happened; `seals`: what was sealed then; `again`: it is being signed anew where the case stands,
  because these seals were broken.

A signature is never taken away: it becomes void.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from gendan.core.action_plan import Ring, Slot
from gendan.core.command import Actor
from gendan.core.events import Json
from gendan.core.procedure import Who
from gendan.core.record import Record
from gendan.core.ways import Way, ways, whos_of

Entry = Mapping[str, Json]
Signature = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an actor may sign: the slot, and how he comes to it. `added`: he was asked to sign before it. `unsigned`:
    no signature is wanted, and he does the action without one."""

    slot: Slot
    way: Way
    added: bool = False
    unsigned: bool = False

    @property
    def key(self) -> str:
        """What the signature is called in the entry."""
        return self.slot.key


class Signing:
    """The signatures of one action, as they stand. `wanted` says which slots count: a part's `when`; `gone` which
    persons have left: nobody waits for them, and what was handed to them is their slot's again."""

    def __init__(
        self,
        ring: Ring,
        slots: Mapping[str, Slot],
        entry: Entry,
        wanted: Callable[[Slot], bool],
        gone: Callable[[int], bool],
    ) -> None:
        self.ring = ring
        self._gone = gone
        self.slots = slots
        self.entry = entry
        self._wanted = {key for key, slot in slots.items() if wanted(slot)}
        self.signatures = _list(entry.get("signed"))
        self.standing = {str(each["as"]): each for each in self.signatures if not each.get("void")}

    @property
    def complete(self) -> bool:
        """Whether nothing more is to be signed."""
        return self._done(self.ring) and not any(self._added_open(key) for key in self._wanted)

    @property
    def turns(self) -> tuple[Slot, ...]:
        """The slots that are open now, in the procedure's order."""
        return tuple(self._turns(self.ring))

    def has_place_for(self, place: Place) -> bool:
        """Whether the signature is wanted, now or later: not where enough others have signed."""
        key = place.key.rpartition("+")[0] if place.added else place.key
        return key in {slot.key for slot in self._turns(self.ring, ordered=False)}

    def _wants(self, node: Ring | Slot) -> bool:
        if isinstance(node, Slot):
            return node.key in self._wanted
        return any(self._wants(each) for each in node.of)

    def _done(self, node: Ring | Slot) -> bool:
        if isinstance(node, Slot):
            return node.key in self.standing
        wanted = [each for each in node.of if self._wants(each)]
        done = sum(self._done(each) for each in wanted)
        return done >= _needed(node.need, len(wanted))

    def _turns(self, node: Ring | Slot, *, ordered: bool = True) -> list[Slot]:
        if isinstance(node, Slot):
            return [] if node.key in self.standing else [node]
        if self._done(node):
            return []
        missing = [each for each in node.of if self._wants(each) and not self._done(each)]
        if ordered and node.need == "order":
            missing = missing[:1]
        return [slot for each in missing for slot in self._turns(each, ordered=ordered)]

    def _added_open(self, key: str) -> list[int]:
        """The persons who were asked to sign before the slot and have not."""
        return [
            person
            for each in _list(self.entry.get("add"))
            if each.get("before") == key
            and isinstance(person := each.get("person"), int)
            and _added_key(key, person) not in self.standing
            and not self._gone(person)
        ]

    def places(self, record: Record, entered_by: Iterable[Who] = ()) -> list[Place]:
        """Every slot that the record's actor may sign, whether or not it is its turn: own ways before a deputy's."""
        found = [
            Place(slot, each)
            for slot in self.slots.values()
            if slot.key in self._wanted
            for each in self._ways(slot, record, tuple(entered_by))
        ]
        for each in _list(self.entry.get("add")):
            slot = self.slots.get(str(each.get("before")))
            person = each.get("person")
            if slot is None or not isinstance(person, int):
                continue
            key = _added_key(slot.key, person)
            if person == record.actor.person:
                found.append(Place(Slot(key, slot.who, None), Way(), added=True))
            elif person in record.actor.stands_in:
                found.append(Place(Slot(key, slot.who, None), Way(stands_for=person), added=True))
        return sorted(found, key=lambda place: place.way.stands_for is not None)

    def unsigned(self, record: Record, entered_by: Iterable[Who] = ()) -> Place | None:
        """Where the actor stands who may do the action without a signature, since none is wanted (any more): whoever
        could sign one of its slots."""
        if not self.complete:
            return None
        found = [
            Place(Slot(slot.key, slot.who, None), each, unsigned=True)
            for slot in self.slots.values()
            for each in self._ways(slot, record, tuple(entered_by))
        ]
        return min(found, key=lambda place: place.way.stands_for is not None, default=None)

    def _ways(self, slot: Slot, record: Record, entered_by: tuple[Who, ...]) -> list[Way]:
        actor = record.actor
        given = _mapping(_mapping(self.entry.get("to")).get(slot.key))
        if given:
            person, by = given.get("person"), given.get("by")
            if isinstance(person, int) and self._gone(person):
                return ways(whos_of(slot), record, entered_by=entered_by)
            named = isinstance(by, int) and bool(given.get("name"))
            if isinstance(person, int) and person == actor.person:
                return [Way(stands_for=by if named and isinstance(by, int) else None)]
            if isinstance(person, int) and person in actor.stands_in:
                return [Way(stands_for=person)]
            if not named or by != actor.person:
                return []
        return ways(whos_of(slot), record, entered_by=entered_by)

    def open_to(self, place: Place) -> bool:
        """Whether it is the turn of the place: the slot is open, and nobody has yet to sign before it."""
        if place.added:
            before = place.key.rpartition("+")[0]
            return place.key not in self.standing and any(slot.key == before for slot in self.turns)
        return any(slot.key == place.key for slot in self.turns) and not self._added_open(place.key)

    def has_signed(self, actor: Actor, way: Way) -> bool:
        """Whether the person, or the one in whose place he would sign, has a signature that stands."""
        persons = {person for person in (actor.person, way.stands_for) if person}
        return any(persons & {each.get("by"), each.get("for")} for each in self.standing.values())

    def waits_for(self) -> list[Json]:
        """Whose turn it is: slots by key, and persons who were asked to sign before them."""
        waits: list[Json] = []
        for slot in self.turns:
            added = self._added_open(slot.key)
            waits += added or [slot.key]
        return waits

    def signers(self) -> list[Json]:
        """The persons whose signatures stand, with those in whose place they signed."""
        persons = [person for each in self.standing.values() for person in (each.get("for"), each.get("by")) if person]
        return list(dict.fromkeys(persons))

    def mine(self, actor: Actor) -> Signature | None:
        """The last standing signature that the actor gave."""
        return next((each for each in reversed(list(self.standing.values())) if each.get("by") == actor.person), None)

    def later(self, key: str) -> list[str]:
        """The standing signatures that were given in the order after the slot `key`, and so upon it."""
        return [each for each in _after(self.ring, key.rpartition("+")[0] or key) if each in self.standing]

    def with_signature(self, signature: Signature) -> dict[str, Json]:
        """The entry with one more signature."""
        return {**self.entry, "signed": [dict(each) for each in (*self.signatures, signature)]}


def voided(entry: Entry, why: str, keys: Iterable[str] | None = None) -> tuple[dict[str, Json], list[Json]]:
    """The entry with its standing signatures (those of `keys` alone, where given) void, and their slots.

    What was handed over or added stays only while a signature of another slot does.
    """
    wanted = None if keys is None else set(keys)
    gone: list[Json] = []
    signatures: list[dict[str, Json]] = []
    for each in _list(entry.get("signed")):
        if not each.get("void") and (wanted is None or each["as"] in wanted):
            gone.append(each["as"])
            signatures.append({**each, "void": why})
        else:
            signatures.append(dict(each))
    left = {key: value for key, value in entry.items() if key not in ("done", "seals")}
    left["signed"] = list[Json](signatures)
    if wanted is None:
        for key in ("to", "add", "again"):
            left.pop(key, None)
    return left, gone


def without(entry: Entry, slots: Collection[str]) -> tuple[Entry, list[Json]]:
    """The entry where only `slots` are left: what was signed, handed over or added at others counts no longer."""
    standing = [str(each["as"]) for each in _list(entry.get("signed")) if not each.get("void")]
    lost = [key for key in standing if (key.rpartition("+")[0] or key) not in slots]
    left, gone = voided(entry, "moved", lost)
    kept: Mapping[str, dict[str, Json] | list[Json]] = {
        "to": {key: each for key, each in _mapping(entry.get("to")).items() if key in slots},
        "add": [dict(each) for each in _list(entry.get("add")) if each.get("before") in slots],
    }
    for key, value in kept.items():
        left.pop(key, None)
        if value:
            left[key] = value
    return left, gone


def is_open(entry: Entry) -> bool:
    """Whether the chain runs: something of it stands, and the action has not happened."""
    if entry.get("done"):
        return False
    return bool(entry.get("to") or entry.get("add") or any(not each.get("void") for each in _list(entry.get("signed"))))


def added_key(slot: str, person: int) -> str:
    """What the signature of a person who was asked to sign before `slot` is called."""
    return _added_key(slot, person)


def _added_key(slot: str, person: int) -> str:
    return f"{slot}+{person}"


def _needed(need: object, wanted: int) -> int:
    """How many of `wanted` members must have signed."""
    if isinstance(need, Decimal):
        share = need / 100 if need > 1 else need
        return max(1, int((share * wanted).to_integral_value(ROUND_CEILING))) if wanted else 0
    if isinstance(need, int):
        return min(need, wanted)
    return wanted


def _after(node: Ring | Slot, key: str) -> list[str]:
    """The slots that come after `key` in an ordered ring that holds it."""
    if isinstance(node, Slot):
        return []
    for index, member in enumerate(node.of):
        if key in _keys(member):
            found = _after(member, key)
            if node.need == "order":
                found += [each for later in node.of[index + 1 :] for each in _keys(later)]
            return found
    return []


def _keys(node: Ring | Slot) -> list[str]:
    return [node.key] if isinstance(node, Slot) else [key for each in node.of for key in _keys(each)]


def _list(value: object) -> list[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
