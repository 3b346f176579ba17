"""收件人 Who is told: the names in a notice's `to`, made into persons here and people outside.

Somebody is always told: where a post has no holder, those of the posts above it, and in the end the administrators. Who
stands in for an absent recipient is told beside him.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases.telling import Told
from gendan.core.field import Field
from gendan.people import access
from gendan.people.organization import Organization

OWNER: Final = "owner"
SUPERIOR: Final = "superior"

_MAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_PHONE: Final = re.compile(r"\+?\d[\d\- ]{5,18}\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person here (`person`), or somebody outside: his `name` as the case has it in `field`, and his addresses."""

    person: int | None = None
    field: str = ""
    name: str = ""
    phone: str = ""
    mail: str = ""

    @property
    def identity(self) -> str:
        """What tells this recipient from all others of a message."""
        if self.person is not None:
            return f"person:{self.person}"
        return f"outside:{self.phone or self.mail or self.name or self.field}"[:300]


def recipients(told: Told, to: Iterable[str], at: datetime) -> tuple[Recipient, ...]:
    """Everybody whom `to` names, each once, in that order."""
    roll = _Roll(told, at, access.organization())
    found: dict[str, Recipient] = {}
    for name in to:
        for recipient in roll.named(name):
            found.setdefault(recipient.identity, recipient)
    return tuple(found.values())


def owners(told: Told, at: datetime) -> tuple[int, ...]:
    """The persons who can be asked to do something for the case: its owner, else who stands above or administers."""
    roll = _Roll(told, at, access.organization())
    persons = [each.person for each in roll.named(OWNER) if each.person is not None]
    return tuple(dict.fromkeys(persons or roll.at_last()))


@dataclass(frozen=True, slots=True)
class _Roll:
    """Reads one case's recipients off the organization."""

    told: Told
    at: datetime
    organization: Organization

    def named(self, name: str) -> Iterator[Recipient]:
        """The recipients that one name of `to` stands for."""
        if name == OWNER:
            yield from self._owner()
        elif name == SUPERIOR:
            yield from self._persons(self._superiors(), self.told.case.post)
        elif name in self.told.basis.pack.posts:
            yield from self._persons(self.holders(name), name)
        else:
            yield from self._field(name)

    def holders(self, post: str | None) -> tuple[int, ...]:
        """The holders of a post, else of the nearest post above it that has any."""
        passed: set[str] = set()
        posts = self.told.basis.pack.posts
        while post is not None and post in posts and post not in passed:
            found = self.organization.holders(self._full(post), access.day_of(self.at))
            if found:
                return found
            passed.add(post)
            post = posts[post].reports_to
        return self.at_last()

    def at_last(self) -> tuple[int, ...]:
        """Who is told where nobody else is: the administrators."""
        members = self.organization.members.values()
        return tuple(sorted(each.id for each in members if each.administrator and each.active))

    def _owner(self) -> Iterator[Recipient]:
        case = self.told.case
        if case.holder is not None and self.organization.active(case.holder):
            yield from self._persons((case.holder,), case.post)
        elif case.post is not None:
            yield from self._persons(self.holders(case.post), case.post)
        elif case.party is not None:
            yield from self._party(case.party)
        elif self.organization.active(case.opened_by):
            # An ended case is nobody's: who brought it in is nearest to it.
            yield Recipient(person=case.opened_by)
        else:
            yield from (Recipient(person=person) for person in self.at_last())

    def _superiors(self) -> Iterator[int]:
        case = self.told.case
        above = self._above(case.post)
        if case.holder is None or not self.organization.active(case.holder):
            yield from self.holders(above) if above is not None else self.at_last()
            return
        superior = self.organization.superior(case.holder)
        if superior is not None:
            yield superior
            return
        yield from (each for each in self.holders(above) if each != case.holder)

    def _above(self, post: str | None) -> str | None:
        found = self.told.basis.pack.posts.get(post or "")
        return found.reports_to if found is not None else None

    def _field(self, name: str) -> Iterator[Recipient]:
        field = self.told.field(name)
        value = self.told.value(name)
        if field is not None and field.type == "person":
            if isinstance(value, int):
                yield from self._person(value)
            return
        text = str(value).strip() if value is not None else ""
        if field is not None and field.type == "party" and text:
            yield from self._party(text)
        else:
            yield _outside(field, text, name)

    def _person(self, person: int) -> Iterator[Recipient]:
        """The person; who stands above him where he has left."""
        if self.organization.active(person):
            yield from self._persons((person,), None)
            return
        superior = self.organization.superior(person)
        yield from (Recipient(person=each) for each in ((superior,) if superior is not None else self.at_last()))

    def _party(self, party: str) -> Iterator[Recipient]:
        """Those who sign in for an outside party; where nobody does, the party by its name."""
        names = self.organization.parties(party)
        members = sorted(each.id for each in self.organization.members.values() if each.party in names and each.active)
        if members:
            yield from (Recipient(person=person) for person in members)
        else:
            yield _outside(None, party, "")

    def _persons(self, persons: Iterable[int], post: str | None) -> Iterator[Recipient]:
        day = access.day_of(self.at)
        for person in persons:
            yield Recipient(person=person)
            for deputy in self.organization.deputies(person, day):
                posts, whole = self.organization.absent(deputy, day).get(person, (frozenset(), False))
                if whole or (post is not None and self._full(post) in posts):
                    yield Recipient(person=deputy)

    def _full(self, post: str) -> str:
        return f"{self.told.basis.pack.name}.{post}"


def _outside(field: Field | None, text: str, name: str) -> Recipient:
    """Somebody outside by what a field says: a phone, a mail address, or a name without an address."""
    if (field is not None and field.type == "phone" and text) or _PHONE.fullmatch(text):
        return Recipient(field=name, name=text, phone=text)
    if len(text) <= 254 and _MAIL.fullmatch(text):
        return Recipient(field=name, name=text, mail=text)
    return Recipient(field=name, name=text)
