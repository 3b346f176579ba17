"""权限表 What each post may do and see in a procedure, read from the pack as `sight` and the engine judge it.

A table of what the manual says, for a person to check; nothing is judged by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gendan.cases.sight import seen_states, seen_wholly
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Action, Procedure, Role, Signs, Who


class Way(StrEnum):
    """How a post takes part in an action."""

    DOES = "does"
    ENTERS = "enters"  # keys it in for an outside party
    SIGNS = "signs"
    PART = "part"  # does or signs a part of it
    CORRECTS = "corrects"  # may correct what it recorded


class Sees(StrEnum):
    """How far a post sees a field of a case that it sees."""

    ALWAYS = "always"
    AFTER = "after"  # once an action was done
    OWNER = "owner"  # where the case is its own
    MASKED = "masked"  # hidden; shown one at a time on demand, and logged
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class SightRight:
    """Which cases a post sees: all, those in `states` (it owns, acts or signs there), and always those it took part
    in. `everything` False and no states: those alone.
    """

    everything: bool
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRight:
    """How a post sees a field: the ways that hold, each with the action that must be done first (`after`), and the
    actions of the post that ask for it.
    """

    sees: tuple[tuple[Sees, str], ...]
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRights:
    """One procedure: by post the cases it sees; by action, then post, the ways (absent: none); by field, then post.

    `others` are by action those who are no post: `system`, `superior`, and fields that hold a person or party.
    """

    procedure: Procedure
    posts: tuple[str, ...]
    sight: Mapping[str, SightRight]
    actions: Mapping[str, Mapping[str, tuple[Way, ...]]]
    fields: Mapping[str, Mapping[str, FieldRight]]
    others: Mapping[str, tuple[str, ...]]


_SIGNS: Final = (Way.SIGNS, Way.PART)


def rights(pack: Pack, posts: Iterable[str] = ()) -> tuple[ProcedureRights, ...]:
    """The rights of every procedure of a pack, for those of `posts` that it has (none named: all)."""
    wanted = set(posts)
    names = tuple(name for name in pack.posts if not wanted or name in wanted)
    return tuple(_of(procedure, names) for procedure in pack.procedures.values())


def _of(procedure: Procedure, posts: tuple[str, ...]) -> ProcedureRights:
    ways = {name: _ways(procedure, action) for name, action in procedure.actions.items()}
    whole = seen_wholly(procedure)
    return ProcedureRights(
        procedure=procedure,
        posts=posts,
        sight={
            post: SightRight(
                everything=post in whole,
                states=tuple(
                    state for state in procedure.states if state in seen_states(procedure, frozenset((post,)))
                ),
            )
            for post in posts
        },
        actions={name: {post: of[post] for post in posts if post in of} for name, of in ways.items()},
        fields={
            name: {
                post: FieldRight(sees=tuple(_sees(field, post)), fills=tuple(_fills(procedure, name, post, ways)))
                for post in posts
            }
            for name, field in procedure.fields.items()
        },
        others={name: tuple(_others(action)) for name, action in procedure.actions.items()},
    )


def _ways(procedure: Procedure, action: Action) -> dict[str, tuple[Way, ...]]:
    found: dict[str, list[Way]] = {}

    def add(people: Iterable[Who], way: Way) -> None:
        for who in people:
            if who.role is Role.POST and way not in found.setdefault(who.name, []):
                found[who.name].append(way)

    add(action.by, Way.DOES)
    add(action.entered_by, Way.ENTERS)
    for who in _members(action.signs):
        if who.role is Role.PART:
            add(procedure.parts[who.name].by, Way.PART)
        else:
            add((who,), Way.SIGNS)
    add(action.corrects.by if action.corrects is not None else (), Way.CORRECTS)
    return {post: tuple(of) for post, of in found.items()}


def _members(signs: Signs | None) -> Iterator[Who]:
    for member in signs.of if signs is not None else ():
        if isinstance(member, Signs):
            yield from _members(member)
        else:
            yield member


def _others(action: Action) -> Iterator[str]:
    people = [*action.by, *action.entered_by, *_members(action.signs)]
    for name in dict.fromkeys(_named(who) for who in people):
        if name:
            yield name


def _named(who: Who) -> str:
    if who.role is Role.FIELD:
        return who.name
    return who.role.value if who.role in (Role.SYSTEM, Role.SUPERIOR) else ""


def _sees(field: Field, post: str) -> Iterator[tuple[Sees, str]]:
    if field.seen_by is None:
        yield (Sees.MASKED if field.hidden else Sees.ALWAYS), ""
        return
    mine = [each for each in field.seen_by if each.owner or each.post == post]
    if not mine:
        yield Sees.NEVER, ""
    for each in mine:
        if field.hidden:
            yield Sees.MASKED, each.after or ""
        elif each.owner:
            yield Sees.OWNER, each.after or ""
        else:
            yield (Sees.AFTER, each.after) if each.after else (Sees.ALWAYS, "")


def _fills(
    procedure: Procedure, field: str, post: str, ways: Mapping[str, Mapping[str, tuple[Way, ...]]]
) -> Iterator[str]:
    for name, action in procedure.actions.items():
        mine = ways[name].get(post, ())
        asked = any(ask.field.name == field and not ask.own for ask in action.asks)
        of_parts = any(
            ask.field.name == field and not ask.own
            for who in _members(action.signs)
            if who.role is Role.PART
            and any(by.role is Role.POST and by.name == post for by in procedure.parts[who.name].by)
            for ask in procedure.parts[who.name].asks
        )
        if of_parts or (asked and any(way not in (Way.CORRECTS, Way.PART) for way in mine)):
            yield name
