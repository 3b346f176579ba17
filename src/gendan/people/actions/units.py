"""部门 Units of the organization: made, named, moved, closed. None is deleted."""

from __future__ import annotations

from datetime import datetime

from gendan.people.actions.authority import change, demand, filled, fitting, is_administrator
from gendan.people.errors import ActRefused
from gendan.people.log import write_act
from gendan.people.models import Person, Unit


def create_unit(
    *, actor: int, at: datetime, name: str, name_english: str = "", parent: int | None = None, pack: str = ""
) -> int:
    """A new unit of the organization; gives its id. Raises ActRefused: access, empty, too_long, missing, unit_name,
    unit_closed.
    """
    with change():
        demand(is_administrator(actor))
        if parent is not None:
            _open(_unit(parent))
        wanted = _free(name, parent)
        unit = Unit.objects.create(
            name=wanted,
            name_english=fitting("name_english", name_english.strip(), 100),
            parent_id=parent,
            pack=fitting("pack", pack, 60),
        )
        write_act("create_unit", actor=actor, at=at, unit=unit.pk, name=wanted, parent=parent, pack=pack)
    return unit.pk


def change_unit(
    unit: int,
    *,
    actor: int,
    at: datetime,
    name: str | None = None,
    name_english: str | None = None,
    pack: str | None = None,
) -> None:
    """Change a unit's name or the manual it works by; what is None stays. Raises ActRefused as `create_unit`."""
    with change():
        demand(is_administrator(actor))
        row = _open(_unit(unit))
        changed: dict[str, str] = {}
        if name is not None and name.strip() != row.name:
            changed["name"] = _free(name, row.parent_id)
        if name_english is not None:
            changed["name_english"] = fitting("name_english", name_english.strip(), 100)
        if pack is not None:
            changed["pack"] = fitting("pack", pack, 60)
        changed = {what: text for what, text in changed.items() if getattr(row, what) != text}
        if not changed:
            return
        before = {what: getattr(row, what) for what in changed}
        Unit.objects.filter(pk=unit).update(**changed)
        write_act("change_unit", actor=actor, at=at, unit=unit, before=before, after=changed)


def move_unit(unit: int, parent: int | None, *, actor: int, at: datetime) -> None:
    """Put a unit under another one, or under none. Raises ActRefused: access, missing, circle, unit_name,
    unit_closed.
    """
    with change():
        demand(is_administrator(actor))
        rows = dict(Unit.objects.select_for_update().values_list("id", "parent_id"))
        if unit not in rows or (parent is not None and parent not in rows):
            raise ActRefused("missing", what="unit")
        if rows[unit] == parent:
            return
        row = _open(_unit(unit))
        if parent is not None:
            _open(_unit(parent))
        above, passed = parent, {unit}
        while above is not None:
            if above in passed:
                raise ActRefused("circle")
            passed.add(above)
            above = rows[above]
        _free(row.name, parent)
        Unit.objects.filter(pk=unit).update(parent_id=parent)
        write_act("move_unit", actor=actor, at=at, unit=unit, parent=parent, before=rows[unit])


def close_unit(unit: int, *, actor: int, at: datetime, reason: str) -> None:
    """Close a unit in which nobody works and below which none is open. Raises ActRefused: access, missing, empty,
    unit_closed, unit_people, unit_below.
    """
    with change():
        demand(is_administrator(actor))
        row = _open(_unit(unit))
        people = Person.objects.filter(unit=unit, is_active=True).count()
        if people:
            raise ActRefused("unit_people", given=row.name, count=people)
        below = Unit.objects.filter(parent=unit, closed_at=None).count()
        if below:
            raise ActRefused("unit_below", given=row.name, count=below)
        said = filled("reason", reason, 200)
        Unit.objects.filter(pk=unit).update(closed_at=at)
        write_act("close_unit", actor=actor, at=at, unit=unit, reason=said)


def reopen_unit(unit: int, *, actor: int, at: datetime, reason: str) -> None:
    """Let a closed unit be again. Raises ActRefused: access, missing, empty, unit_closed where the one above is."""
    with change():
        demand(is_administrator(actor))
        row = _unit(unit)
        if row.parent_id is not None:
            _open(_unit(row.parent_id))
        said = filled("reason", reason, 200)
        Unit.objects.filter(pk=unit).update(closed_at=None)
        write_act("reopen_unit", actor=actor, at=at, unit=unit, reason=said)


def _unit(unit: int) -> Unit:
    """The unit's row, locked. Raises ActRefused `missing`."""
    found = Unit.objects.select_for_update(of=("self",)).filter(pk=unit).first()
    if found is None:
        raise ActRefused("missing", what="unit")
    return found


def _open(unit: Unit) -> Unit:
    if unit.closed_at is not None:
        raise ActRefused("unit_closed", given=unit.name)
    return unit


def _free(name: str, parent: int | None) -> str:
    """The name without blanks around, if no other unit under this parent has it."""
    wanted = filled("name", name, 100)
    if Unit.objects.filter(parent=parent, name=wanted).exists():
        raise ActRefused("unit_name", given=wanted)
    return wanted
