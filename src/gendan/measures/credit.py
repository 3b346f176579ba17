"""归属 Who is credited with a ground, and in which post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from gendan.core.procedure import Procedure, Role
from gendan.measures.plan import Plan
from gendan.people.organization import Organization


def persons(plan: Plan, row: Mapping[str, Any], charged: bool) -> tuple[int | None, ...]:
    """Who is credited with the row: one person, or nobody; every signer where signers are credited.

    Where a deadline is charged to somebody outside, nobody here is.
    """
    if charged:
        return (None,)
    credit = plan.credit
    if credit == "signers":
        return _signers(row)
    if credit == "actor":
        return (row["actor"] or None,)
    if credit == "owner":
        return (_owner(plan, row),)
    if credit.startswith("actor of "):
        said = row.get("credit")
        return ((int(said) or None) if said is not None else None,)
    value = loaded(row.get(f"field.{credit}"))
    return (value if isinstance(value, int) and not isinstance(value, bool) else None,)


def _owner(plan: Plan, row: Mapping[str, Any]) -> int | None:
    """Who had the case: when the clock was due, or before the act. An unclaimed act claims: who did it in time had
    it."""
    if "owner" in row:
        had = int(row["owner"]) if row["owner"] is not None else 0
        in_time = row.get("clock_state") == "met"
        acted = row.get("event") in ("acted", "signed") and in_time
    else:
        had = int(row.get("holder_was") or 0) or int(row.get("holder") or 0)
        acted = row.get("event") in ("acted", "signed")
    return had or (row["actor"] if acted else 0) or None


def _signers(row: Mapping[str, Any]) -> tuple[int | None, ...]:
    said = row.get("signers")
    if said:
        found = [each for each in orjson.loads(said) if isinstance(each, int)]
    else:
        # A signature that was taken back, or over which something was changed, is void, and nobody's.
        found = [int(each["by"]) for each in loaded(row.get("signed")) or () if not each.get("void")]
    return tuple(dict.fromkeys(found)) or (row["actor"] or None,)


def loaded(said: str | None) -> Any:
    """What a text of JSON says; nothing where there is none."""
    return None if said is None else orjson.loads(said)


class Posts:
    """In which post of a pack somebody did something: looked up by the day, whether he is still here or not."""

    def __init__(self, pack: str, organization: Organization) -> None:
        self._pack = pack + "."
        self._held: dict[int, list[tuple[str, Any]]] = {}
        for each in organization.held:
            if each.post.startswith(self._pack):
                self._held.setdefault(each.person, []).append((each.post[len(self._pack) :], each.span))

    def of(self, person: int | None, queue: str | None, acting: tuple[str, ...], day: date) -> str | None:
        """The post of `person` on `day`: that of the queue where he holds it, else the first of those that may act,
        else the first he holds. Of nobody it is the queue's."""
        if person is None:
            return queue
        held = {post for post, span in self._held.get(person, ()) if span.covers(day)}
        if queue in held:
            return queue
        return next((post for post in acting if post in held), min(held) if held else queue)


def acting_posts(procedure: Procedure, acts: tuple[str, ...]) -> tuple[str, ...]:
    """The posts that may do one of the acts."""
    found: list[str] = []
    for act in acts:
        action = procedure.actions.get(act)
        part = procedure.parts.get(act)
        people = [*(action.by if action is not None else ()), *(action.entered_by if action is not None else ())]
        people += part.by if part is not None else ()
        found += [who.name for who in people if who.role is Role.POST]
    return tuple(dict.fromkeys(found))
