"""部门 The units of the organization. Colleagues see them; administrators change them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from gendan.api.addresses import Number
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.people import UnitChanged, UnitCreated, UnitMoved, UnitsTold, UnitTold, WhyGiven
from gendan.people import access, actions
from gendan.people.units import UnitNode, units

router = Router(tags=["people"])


@operation(router, "GET", "/units", scope=Scope.READ, gives=UnitsTold)
def list_units(request: HttpRequest) -> UnitsTold:
    """The units, open ones first. Who acts for an outside party is not told how the company is organized."""
    if access.organization().members[caller_of(request).person].party is not None:
        raise missing()
    return UnitsTold(units=[_told(each) for each in units().values()])


@operation(router, "POST", "/units", scope=Scope.ADMIN, gives=UnitTold, status=201, keyed=True)
def create_unit(request: HttpRequest, body: UnitCreated) -> Status[UnitTold]:
    """A new unit."""
    caller = caller_of(request)
    unit = actions.create_unit(actor=caller.person, at=caller.at, **body.dict())
    return Status(201, _one(unit))


@operation(router, "PATCH", "/units/{unit}", scope=Scope.ADMIN, gives=UnitTold)
def change_unit(request: HttpRequest, unit: Number, body: UnitChanged) -> UnitTold:
    """Change a unit's name, or the pack it works by."""
    caller = caller_of(request)
    actions.change_unit(unit, actor=caller.person, at=caller.at, **body.dict(exclude_none=True))
    return _one(unit)


@operation(router, "PUT", "/units/{unit}/parent", scope=Scope.ADMIN, gives=UnitTold)
def move_unit(request: HttpRequest, unit: Number, body: UnitMoved) -> UnitTold:
    """Put a unit under another one, or under none."""
    caller = caller_of(request)
    actions.move_unit(unit, body.parent, actor=caller.person, at=caller.at)
    return _one(unit)


@operation(router, "POST", "/units/{unit}/close", scope=Scope.ADMIN, gives=UnitTold)
def close_unit(request: HttpRequest, unit: Number, body: WhyGiven) -> UnitTold:
    """Close a unit in which nobody works and under which none is open."""
    caller = caller_of(request)
    actions.close_unit(unit, actor=caller.person, at=caller.at, reason=body.reason)
    return _one(unit)


@operation(router, "POST", "/units/{unit}/reopen", scope=Scope.ADMIN, gives=UnitTold)
def reopen_unit(request: HttpRequest, unit: Number, body: WhyGiven) -> UnitTold:
    """Let a closed unit be again."""
    caller = caller_of(request)
    actions.reopen_unit(unit, actor=caller.person, at=caller.at, reason=body.reason)
    return _one(unit)


def _one(unit: int) -> UnitTold:
    return _told(units()[unit])


def _told(unit: UnitNode) -> UnitTold:
    return UnitTold(
        id=unit.id,
        name=unit.name,
        name_english=unit.name_english,
        parent=unit.parent,
        pack=unit.pack,
        closed_at=unit.closed_at,
        people=list(unit.people),
    )
