"""Who acts: the people of actions and signatures, as the checker asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from gendan.core.procedure import Action, Part, Procedure, Role, Signs, Who


def leaves(signs: Signs) -> Iterator[Who]:
    """All who sign, or stand for a part that is signed."""
    for member in signs.of:
        if isinstance(member, Signs):
            yield from leaves(member)
        else:
            yield member


def parts_of(procedure: Procedure, action: Action) -> tuple[Part, ...]:
    """The parts that sign an action."""
    if action.signs is None:
        return ()
    named = [who.name for who in leaves(action.signs) if who.role is Role.PART]
    return tuple(procedure.parts[name] for name in dict.fromkeys(named) if name in procedure.parts)


def people_of(procedure: Procedure, action: Action) -> tuple[Who, ...]:
    """Everybody who may do or sign the action; parts are given as their people."""
    found = list(action.by)
    if action.signs is not None:
        for who in leaves(action.signs):
            part = procedure.parts.get(who.name) if who.role is Role.PART else None
            found += part.by if part is not None else (who,)
    return tuple(dict.fromkeys(found))


def by_itself(procedure: Procedure, action: Action) -> bool:
    """Whether only the system does it."""
    people = people_of(procedure, action)
    return bool(people) and all(who.role is Role.SYSTEM for who in people)


def by_system(action: Action) -> bool:
    """Whether the system may do it."""
    return any(who.role is Role.SYSTEM for who in action.by)


def least_signers(signs: Signs) -> int:
    """How many different persons sign at least. One person signs once, so every signature is another person's."""
    counts = sorted(least_signers(member) if isinstance(member, Signs) else 1 for member in signs.of)
    if signs.need in ("order", "all"):
        return sum(counts)
    if isinstance(signs.need, int):
        return sum(counts[: signs.need])
    share = (Decimal(signs.need) * len(counts)).to_integral_value(ROUND_CEILING)
    return sum(counts[: max(int(share), 1)])
