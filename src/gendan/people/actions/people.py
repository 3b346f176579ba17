"""People: they come, change, and are not active any more. Nobody is deleted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from gendan.people.actions.authority import change, demand, filled, fitting, is_administrator, is_self, locked
from gendan.people.errors import ActRefused
from gendan.people.log import write_act
from gendan.people.models import Language, Person, SignInSession, Token, Unit, normal_username

_USERNAME: Final = re.compile(r"[\w.@+-]{1,150}")
_ROOM: Final = {"name": 100, "phone": 40, "extension": 20, "mail": 254, "party": 100}


def create_person(
    *,
    actor: int,
    at: datetime,
    username: str,
    name: str,
    phone: str = "",
    extension: str = "",
    mail: str = "",
    language: str = "zh",
    unit: int | None = None,
    superior: int | None = None,
    party: str = "",
    administrator: bool = False,
) -> int:
    """A new person, without a password until he chooses one; gives his id. Administrators only.

    Raises ActRefused: access, username, empty, too_long, language, outsider, missing.
    """
    wanted = normal_username(username)
    if not _USERNAME.fullmatch(wanted):
        raise ActRefused("username", given=username, taken=False)
    if party and administrator:
        raise ActRefused("outsider")
    with change():
        demand(is_administrator(actor))
        if Person.objects.filter(username=wanted).exists():
            raise ActRefused("username", given=username, taken=True)
        _demand_rows(unit=unit, superior=superior)
        person = Person(
            username=wanted,
            name=filled("name", name, 100),
            phone=fitting("phone", phone, 40),
            extension=fitting("extension", extension, 20),
            mail=fitting("mail", mail, 254),
            language=_language(language),
            unit_id=unit,
            superior_id=superior,
            party=fitting("party", party, 100),
            is_administrator=administrator,
            created_at=at,
        )
        person.set_unusable_password()
        person.save(force_insert=True)
        details = {"username": wanted, "name": person.name, "superior": superior, "unit": unit, "party": party}
        write_act("create_person", actor=actor, at=at, whom=person.pk, administrator=administrator, **details)
    return person.pk


def change_person(
    person: int,
    *,
    actor: int,
    at: datetime,
    name: str | None = None,
    phone: str | None = None,
    extension: str | None = None,
    mail: str | None = None,
    language: str | None = None,
) -> None:
    """Change what is told of a person; None leaves it.

    His language is his own to choose, all else the administrator's.
    """
    given = {"name": name, "phone": phone, "extension": extension, "mail": mail, "language": language}
    said = {what: text for what, text in given.items() if text is not None}
    with change():
        demand(is_administrator(actor) or (is_self(actor, person) and set(said) <= {"language"}))
        row = locked(person)
        for what, text in said.items():
            if what == "language":
                row.language = _language(text)
            else:
                setattr(row, what, filled(what, text, 100) if what == "name" else fitting(what, text, _ROOM[what]))
        row.save(update_fields=list(said))
        write_act("change_person", actor=actor, at=at, whom=person, **said)


def set_superior(person: int, superior: int | None, *, actor: int, at: datetime) -> None:
    """Put `superior` above `person` (None: nobody). Raises ActRefused: access, missing, circle, inactive, outsider."""
    with change():
        demand(is_administrator(actor))
        row = locked(person)
        above, passed = superior, {person}
        while above is not None:
            if above in passed:
                raise ActRefused("circle")
            passed.add(above)
            found = Person.objects.filter(pk=above).first()
            if found is None:
                raise ActRefused("missing", what="superior")
            if above == superior and not found.is_active:
                raise ActRefused("inactive")
            if above == superior and found.party:
                raise ActRefused("outsider")
            above = found.superior_id
        write_act("set_superior", actor=actor, at=at, whom=person, superior=superior, before=row.superior_id)
        row.superior_id = superior
        row.save(update_fields=["superior"])


def set_unit(person: int, unit: int | None, *, actor: int, at: datetime) -> None:
    """Put a person into a unit of the organization, or into none. Raises ActRefused: access, missing, unit_closed."""
    with change():
        demand(is_administrator(actor))
        row = locked(person)
        if row.unit_id == unit:
            return
        _demand_rows(unit=unit)
        write_act("set_unit", actor=actor, at=at, whom=person, unit=unit, before=row.unit_id)
        row.unit_id = unit
        row.save(update_fields=["unit"])


def set_administrator(person: int, administrator: bool, *, actor: int, at: datetime) -> None:
    """Make a person an administrator, or one no more.

    Raises ActRefused: access, missing, outsider, last_administrator.
    """
    with change():
        demand(is_administrator(actor))
        row = locked(person)
        if administrator and row.party:
            raise ActRefused("outsider")
        if not administrator:
            _demand_another_administrator(person)
        row.is_administrator = administrator
        row.save(update_fields=["is_administrator"])
        write_act("set_administrator", actor=actor, at=at, whom=person, administrator=administrator)


def deactivate(person: int, *, actor: int, at: datetime, reason: str) -> None:
    """Let a person act no more: his sessions and tokens end, his posts count no more. What he did stays his.

    Raises ActRefused: access, missing, empty, last_administrator.
    """
    with change():
        demand(is_administrator(actor))
        row = locked(person)
        said = filled("reason", reason, 200)
        _demand_another_administrator(person)
        row.is_active = False
        row.save(update_fields=["is_active"])
        SignInSession.objects.filter(person=person, ended_at=None).update(ended_at=at, ended_by_id=actor or None)
        Token.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
        write_act("deactivate", actor=actor, at=at, whom=person, reason=said)


def reactivate(person: int, *, actor: int, at: datetime, reason: str) -> None:
    """Let a person act again. His ended sessions and tokens stay ended."""
    with change():
        demand(is_administrator(actor))
        row = locked(person)
        row.is_active = True
        row.save(update_fields=["is_active"])
        write_act("reactivate", actor=actor, at=at, whom=person, reason=filled("reason", reason, 200))


def _language(said: str) -> str:
    if said not in Language.values:
        raise ActRefused("language", given=said)
    return said


def _demand_rows(*, unit: int | None = None, superior: int | None = None) -> None:
    if unit is not None:
        place = Unit.objects.filter(pk=unit).first()
        if place is None:
            raise ActRefused("missing", what="unit")
        if place.closed_at is not None:
            raise ActRefused("unit_closed", given=place.name)
    if superior is not None:
        found = Person.objects.filter(pk=superior).first()
        if found is None:
            raise ActRefused("missing", what="superior")
        if not found.is_active:
            raise ActRefused("inactive")
        if found.party:
            raise ActRefused("outsider")


def _demand_another_administrator(person: int) -> None:
    """The epoch's row is locked, so two administrators can't put each other out at the same moment."""
    administrators = set(Person.objects.filter(is_administrator=True, is_active=True).values_list("pk", flat=True))
    if administrators == {person}:
        raise ActRefused("last_administrator")
