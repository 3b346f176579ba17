"""人员 People and posts. Everybody sees who works here; administrators change it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status

from gendan.api.addresses import Number
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.base import PLAIN
from gendan.api.schemas.people import (
    AccessPage,
    AccessTold,
    AdministratorGiven,
    CheckedGiven,
    CreatedTold,
    DeputyGiven,
    HoldingGiven,
    HoldingTold,
    LinkTold,
    PeopleTold,
    PersonChanged,
    PersonCreated,
    PersonInFull,
    PersonTold,
    RegionGiven,
    ReleasedGiven,
    SuperiorGiven,
    UnitOfPerson,
    WhyGiven,
)
from gendan.people import access, actions
from gendan.people.journal import Asked, accesses
from gendan.people.models import Access, Person

router = Router(tags=["people"])

LINES = 200


@operation(router, "GET", "/people", scope=Scope.READ, gives=PeopleTold, problems=(401, 403))
def list_people(request: HttpRequest) -> PeopleTold:
    """Who works here, and which posts everybody holds today. Who acts for an outside party sees himself alone."""
    caller = caller_of(request)
    standing, day = access.organization(), access.day_of(caller.at)
    own = standing.members[caller.person]
    return PeopleTold(
        people=[
            PersonTold(id=each.id, name=each.name, posts=sorted(standing.posts(each.id, day)), active=each.active)
            for each in standing.members.values()
            if own.party is None or each.id == caller.person
        ]
    )


@operation(router, "GET", "/people/{person}", scope=Scope.ADMIN, gives=PersonInFull)
def get_person(request: HttpRequest, person: Number) -> PersonInFull:
    """One person, as administrators see him."""
    caller = caller_of(request)
    demand_administrator(caller)
    return _in_full(person, caller)


@operation(router, "POST", "/people", scope=Scope.ADMIN, gives=PersonInFull, status=201, keyed=True)
def create_person(request: HttpRequest, body: PersonCreated) -> Status[PersonInFull]:
    """A new person, without a password until he chooses one by a link."""
    caller = caller_of(request)
    person = actions.create_person(actor=caller.person, at=caller.at, **body.dict())
    return Status(201, _in_full(person, caller))


@operation(router, "PATCH", "/people/{person}", scope=Scope.ADMIN, gives=PersonInFull)
def change_person(request: HttpRequest, person: Number, body: PersonChanged) -> PersonInFull:
    """Change what is told of a person."""
    caller = caller_of(request)
    actions.change_person(person, actor=caller.person, at=caller.at, **body.dict(exclude_none=True))
    return _in_full(person, caller)


@operation(router, "PUT", "/people/{person}/superior", scope=Scope.ADMIN, gives=PersonInFull)
def set_superior(request: HttpRequest, person: Number, body: SuperiorGiven) -> PersonInFull:
    """Put another person above."""
    caller = caller_of(request)
    actions.set_superior(person, body.superior, actor=caller.person, at=caller.at)
    return _in_full(person, caller)


@operation(router, "PUT", "/people/{person}/unit", scope=Scope.ADMIN, gives=PersonInFull)
def set_unit(request: HttpRequest, person: Number, body: UnitOfPerson) -> PersonInFull:
    """Put a person into a unit of the organization."""
    caller = caller_of(request)
    actions.set_unit(person, body.unit, actor=caller.person, at=caller.at)
    return _in_full(person, caller)


@operation(router, "PUT", "/people/{person}/administrator", scope=Scope.ADMIN, gives=PersonInFull)
def set_administrator(request: HttpRequest, person: Number, body: AdministratorGiven) -> PersonInFull:
    """Make a person an administrator, or one no more."""
    caller = caller_of(request)
    actions.set_administrator(person, body.administrator, actor=caller.person, at=caller.at)
    return _in_full(person, caller)


@operation(router, "POST", "/people/{person}/deactivate", scope=Scope.ADMIN, gives=PersonInFull)
def deactivate(request: HttpRequest, person: Number, body: WhyGiven) -> PersonInFull:
    """Let a person act no more: sessions and tokens end. What he did stays his."""
    caller = caller_of(request)
    actions.deactivate(person, actor=caller.person, at=caller.at, reason=body.reason)
    return _in_full(person, caller)


@operation(router, "POST", "/people/{person}/reactivate", scope=Scope.ADMIN, gives=PersonInFull)
def reactivate(request: HttpRequest, person: Number, body: WhyGiven) -> PersonInFull:
    """Let a person act again."""
    caller = caller_of(request)
    actions.reactivate(person, actor=caller.person, at=caller.at, reason=body.reason)
    return _in_full(person, caller)


@operation(router, "POST", "/people/{person}/password-link", scope=Scope.ADMIN, gives=LinkTold, status=201)
def issue_password_link(request: HttpRequest, person: Number, body: CheckedGiven) -> Status[LinkTold]:
    """The secret of a link by which a person chooses a password, once. Say how it was made sure who asks for it."""
    caller = caller_of(request)
    secret = actions.issue_password_link(person, actor=caller.person, at=caller.at, checked=body.checked)
    return Status(201, LinkTold(secret=secret))


@operation(router, "POST", "/people/{person}/posts", scope=Scope.ADMIN, gives=HoldingTold, status=201, keyed=True)
def hold_post(request: HttpRequest, person: Number, body: HoldingGiven) -> Status[HoldingTold]:
    """Give a post to a person."""
    caller = caller_of(request)
    holding = actions.hold(person, body.post, actor=caller.person, at=caller.at, since=body.since, until=body.until)
    return Status(201, HoldingTold(id=holding))


@operation(router, "POST", "/people/{person}/posts/release", scope=Scope.ADMIN, gives=PersonInFull)
def release_post(request: HttpRequest, person: Number, body: ReleasedGiven) -> PersonInFull:
    """Let a person hold a post no more."""
    caller = caller_of(request)
    actions.release(person, body.post, actor=caller.person, at=caller.at, until=body.until)
    return _in_full(person, caller)


@operation(router, "POST", "/people/{person}/deputies", scope=Scope.ACT, gives=CreatedTold, status=201, keyed=True)
def deputize(request: HttpRequest, person: Number, body: DeputyGiven) -> Status[CreatedTold]:
    """Let somebody stand in for a person: oneself, somebody whose superior one is, or as administrator anybody."""
    caller = caller_of(request)
    made = actions.deputize(
        person,
        body.deputy,
        actor=caller.person,
        at=caller.at,
        until=body.until,
        reason=body.reason,
        since=body.since,
        posts=body.posts,
    )
    return Status(201, CreatedTold(id=made))


@operation(router, "DELETE", "/deputies/{stand_in}", scope=Scope.ACT, gives=None, status=204)
def end_deputy(request: HttpRequest, stand_in: Number) -> Status[None]:
    """End a stand-in at once."""
    caller = caller_of(request)
    actions.end_deputy(stand_in, actor=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "POST", "/people/{person}/regions", scope=Scope.ADMIN, gives=CreatedTold, status=201, keyed=True)
def assign_region(request: HttpRequest, person: Number, body: RegionGiven) -> Status[CreatedTold]:
    """Give a province, or one of its cities, to a holder of a post."""
    caller = caller_of(request)
    made = actions.assign_region(
        person,
        body.post,
        body.province,
        body.city,
        actor=caller.person,
        at=caller.at,
        since=body.since,
        until=body.until,
    )
    return Status(201, CreatedTold(id=made))


@operation(router, "DELETE", "/regions/{assignment}", scope=Scope.ADMIN, gives=None, status=204)
def withdraw_region(request: HttpRequest, assignment: Number) -> Status[None]:
    """Let an assignment of a region hold no more from today on."""
    caller = caller_of(request)
    actions.withdraw_region(assignment, actor=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "GET", "/access-log", scope=Scope.ADMIN, gives=AccessPage)
def list_access(
    request: HttpRequest,
    person: Annotated[int | None, Query(ge=1, le=2**53, description="Only this person's.")] = None,
    kind: Annotated[Access | None, Query()] = None,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query(description="The last day.")] = None,
    text: Annotated[
        str, Query(max_length=100, pattern=PLAIN, description="In what was looked at, username or address.")
    ] = "",
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before.")] = None,
) -> AccessPage:
    """Who got in, who did not, and who looked at what, the newest first."""
    caller = caller_of(request)
    demand_administrator(caller)
    wanted = kind.value if kind is not None else ""
    asked = Asked(person=person, kind=wanted, since=since, until=until, text=text, before=before)
    found = accesses(asked, limit=LINES + 1)
    return AccessPage(
        lines=[
            AccessTold(
                id=each.pk,
                at=each.at,
                kind=each.kind,
                person=each.person_id,
                username=each.username,
                address=each.address,
                about=each.about,
                details=dict(each.details),
            )
            for each in found[:LINES]
        ],
        next=found[LINES - 1].pk if len(found) > LINES else None,
    )


def _in_full(person: int, caller: Caller) -> PersonInFull:
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise missing()
    return PersonInFull(
        id=found.pk,
        name=found.name,
        posts=sorted(access.organization().posts(found.pk, access.day_of(caller.at))),
        active=found.is_active,
        username=found.username,
        phone=found.phone,
        extension=found.extension,
        mail=found.mail,
        language=found.language,
        superior=found.superior_id,
        unit=found.unit_id,
        party=found.party,
        administrator=found.is_administrator,
    )
