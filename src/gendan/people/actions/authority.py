"""Who may change what: small predicates, and the frame in which every act happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gendan.people.access import organization
from gendan.people.epoch import move_epoch
from gendan.people.errors import ActRefused
from gendan.people.models import Person
from gendan.people.trying import tried_by

SYSTEM = 0
"""The actor of what the installation itself does: its first administrator, the demo company, `gendan` on the command
line.
"""


@contextmanager
def change() -> Iterator[None]:
    """A transaction that begins a new epoch first, so that all changes take their locks in one order.

    Nothing is changed by somebody who looks with another's eyes: raises ActRefused `access`.
    """
    demand(tried_by() is None)
    with transaction.atomic():
        move_epoch()
        yield


def is_administrator(actor: int) -> bool:
    """Whether the actor is the system or an active administrator."""
    if actor == SYSTEM:
        return True
    member = organization().members.get(actor)
    return member is not None and member.active and member.administrator


def is_self(actor: int, person: int) -> bool:
    """Whether the actor acts on himself, and is still active."""
    return actor == person and organization().active(person)


def is_superior(actor: int, person: int) -> bool:
    """Whether the actor is the person's superior, at any height."""
    standing = organization()
    above = standing.superior(person)
    passed = {person}
    while above is not None and above not in passed:
        if above == actor:
            return True
        passed.add(above)
        above = standing.superior(above)
    return False


def demand(allowed: bool) -> None:
    """Refuse the act unless `allowed`."""
    if not allowed:
        raise ActRefused("access")


def locked(person: int) -> Person:
    """The person's row, locked for the change. Raises ActRefused `missing`."""
    found = Person.objects.select_for_update(of=("self",)).filter(pk=person).first()
    if found is None:
        raise ActRefused("missing", what="person")
    return found


def active(person: int) -> Person:
    """The row of a person who may still act, locked. Raises ActRefused `missing`, `inactive`."""
    found = locked(person)
    if not found.is_active:
        raise ActRefused("inactive")
    return found


def filled(what: str, text: str, most: int) -> str:
    """`text` without blanks around. Raises ActRefused `empty` or `too_long`."""
    stripped = text.strip()
    if not stripped:
        raise ActRefused("empty", what=what)
    return fitting(what, stripped, most)


def fitting(what: str, text: str, most: int) -> str:
    """`text`, which may be empty. Raises ActRefused `too_long`."""
    if len(text) > most:
        raise ActRefused("too_long", what=what, most=most)
    return text
