"""会话、令牌、日志、组织 Sessions, everybody's tokens, the logs, and the organization by posts."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from gendan.api.addresses import Id, Number, PackName
from gendan.api.authority import Bearer, Scope, demand_administrator
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.system import (
    ActsPage,
    ActTold,
    AllTokensTold,
    EndedTold,
    HolderTold,
    OrganizationTold,
    PostInFull,
    SessionsTold,
    SessionTold,
    TokenOfTold,
)
from gendan.api.speaking import speaker
from gendan.cases import library
from gendan.people import access, actions, journal
from gendan.people.journal import PAGE, Asked
from gendan.people.models import SignInSession, Token

router = Router(tags=["people"])

MOST = 500
Person = Annotated[int | None, Query(ge=1, le=2**53, description="Only this person's.")]


@operation(router, "GET", "/sessions", scope=None, gives=SessionsTold, problems=(401, 403))
def list_sessions(
    request: HttpRequest, everybody: Annotated[bool, Query(description="Administrators, with scope admin.")] = False
) -> SessionsTold:
    """Where the caller is signed in by a browser; or where everybody is."""
    caller = caller_of(request)
    rows = SignInSession.objects.filter(ended_at=None, expires_at__gt=caller.at, person__is_active=True)
    if everybody:
        Bearer(Scope.ADMIN)(request)
        demand_administrator(caller)
    else:
        rows = rows.filter(person=caller.person)
    return SessionsTold(
        sessions=[
            SessionTold(
                id=each.id,
                person=each.person_id,
                opened_at=each.opened_at,
                expires_at=each.expires_at,
                address=each.address,
                browser=each.browser,
            )
            for each in rows.order_by("-opened_at")[:MOST]
        ]
    )


@operation(router, "DELETE", "/sessions/{session}", scope=None, gives=None, status=204, problems=(401, 403, 404, 422))
def end_session(request: HttpRequest, session: Id) -> Status[None]:
    """End a session: one's own, or as administrator (scope admin) anybody's."""
    caller = caller_of(request)
    owner = SignInSession.objects.filter(pk=session).values_list("person_id", flat=True).first()
    if owner is not None and owner != caller.person:
        Bearer(Scope.ADMIN)(request)
    actions.end_session(UUID(str(session)), actor=caller.person, at=caller.at, address=caller.address)
    return Status(204, None)


@operation(router, "DELETE", "/people/{person}/sessions", scope=None, gives=EndedTold, problems=(401, 403, 404, 422))
def end_sessions(request: HttpRequest, person: Number) -> EndedTold:
    """End all sessions of a person: one's own, or as administrator (scope admin) anybody's."""
    caller = caller_of(request)
    if person != caller.person:
        Bearer(Scope.ADMIN)(request)
        demand_administrator(caller)
    if person not in access.organization().members:
        raise missing()
    return EndedTold(ended=actions.end_sessions(person, actor=caller.person, at=caller.at))


@operation(router, "GET", "/all-tokens", scope=Scope.ADMIN, gives=AllTokensTold, problems=(401, 403))
def list_all_tokens(request: HttpRequest) -> AllTokensTold:
    """Everybody's tokens, as administrators see them."""
    demand_administrator(caller_of(request))
    return AllTokensTold(
        tokens=[
            TokenOfTold(
                id=each.pk,
                person=each.person_id,
                name=each.name,
                scopes=each.scopes,
                issued_at=each.issued_at,
                expires_at=each.expires_at,
                revoked_at=each.revoked_at,
                used_at=each.used_at,
                used_from=each.used_from,
            )
            for each in Token.objects.order_by("-id")[:MOST]
        ]
    )


@operation(router, "GET", "/acts", scope=Scope.ADMIN, gives=ActsPage)
def list_acts(
    request: HttpRequest,
    person: Person = None,
    what: Annotated[str, Query(max_length=60, pattern=r"^[a-z_]*$", description="The act's name.")] = "",
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query(description="The last day.")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before.")] = None,
) -> ActsPage:
    """Who changed what of people, rights and the like, the newest first."""
    demand_administrator(caller_of(request))
    asked = Asked(person=person, kind=what, since=since, until=until, before=before)
    found = journal.acts(asked, limit=PAGE + 1)
    return ActsPage(
        acts=[
            ActTold(
                id=each.pk, at=each.at, by=each.by_id, what=each.what, whom=each.whom_id, details=dict(each.details)
            )
            for each in found[:PAGE]
        ],
        next=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


@operation(router, "GET", "/packs/{pack}/organization", scope=Scope.READ, gives=OrganizationTold)
def get_organization(request: HttpRequest, pack: PackName) -> OrganizationTold:
    """The posts of a department, with everybody who holds, held or will hold them. Not for outside parties."""
    caller = caller_of(request)
    standing, day = access.organization(), access.day_of(caller.at)
    definition = library.active(pack, access.current_epoch())
    if standing.members[caller.person].party is not None or definition is None:
        raise missing()
    found = library.pack(definition)
    spoken = speaker(caller.language, found)
    return OrganizationTold(
        pack=pack,
        title=spoken.say(found.title),
        posts=[
            PostInFull(
                name=f"{pack}.{post.name}",
                title=spoken.say(post.title),
                reports_to=f"{pack}.{post.reports_to}" if post.reports_to else None,
                duties=[spoken.say(each) for each in post.duties],
                holders=[
                    HolderTold(
                        person=each.person, since=each.span.since, until=each.span.until, now=each.span.covers(day)
                    )
                    for each in standing.held
                    if each.post == f"{pack}.{post.name}" and each.span.until != each.span.since
                ],
            )
            for post in found.posts.values()
        ],
    )
