"""令牌 Tokens: issued for a password, looked at, revoked. And who the caller is."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from gendan.api.addresses import Number
from gendan.api.authority import Bearer, Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.problems import Problem
from gendan.api.schemas.people import Me, TokenGiven, TokenIssued, TokensTold, TokenTold
from gendan.people import access, actions, sign_in
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.middleware import moment_of
from gendan.people.models import Person, Token
from gendan.people.second_factor import must_enrol
from gendan.people.sessions import address_of
from gendan.people.tokens import tokens_of

router = Router(tags=["tokens"])


@operation(
    router,
    "POST",
    "/tokens",
    scope=None,
    public=True,
    gives=TokenIssued,
    status=201,
    problems=(401, 409, 413, 415, 422, 429),
)
def issue_token(request: HttpRequest, body: TokenGiven) -> Status[TokenIssued]:
    """Sign in: a token for username and password, and for the authenticator app's code where there is one.

    Tries are counted with those of the sign-in page. The token's text is told this once.
    """
    at = moment_of(request)
    person = sign_in.check(body.username, body.password, address=address_of(request), at=at, code=body.code)
    if must_enrol(person):
        raise SignInRefused("second_factor_required")
    scopes = sorted({each.value for each in body.scopes})
    try:
        text = actions.issue_token(
            person.pk, actor=person.pk, at=at, name=body.name, scopes=scopes, expires_at=body.expires_at
        )
    except ActRefused as refused:
        raise Problem(409, "refused", extra={"people": {"code": f"people.{refused.code}"}}) from refused
    newest = tokens_of(person.pk)[0]
    issued = TokenIssued(token=text, id=newest.pk, name=newest.name, scopes=newest.scopes, expires_at=newest.expires_at)
    return Status(201, issued)


@operation(router, "GET", "/tokens", scope=None, gives=TokensTold, problems=(401, 403))
def list_tokens(request: HttpRequest) -> TokensTold:
    """The caller's own tokens."""
    return TokensTold(tokens=[_told(each) for each in tokens_of(caller_of(request).person)])


@operation(router, "DELETE", "/tokens/{token}", scope=None, gives=None, status=204, problems=(401, 403, 404, 422))
def revoke_token(request: HttpRequest, token: Number) -> Status[None]:
    """Revoke a token at once: one's own, or as administrator (scope admin) anybody's."""
    caller = caller_of(request)
    owner = Token.objects.filter(pk=token).values_list("person_id", flat=True).first()
    if owner is not None and owner != caller.person:
        Bearer(Scope.ADMIN)(request)
    actions.revoke_token(token, actor=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "GET", "/me", scope=None, gives=Me, problems=(401, 403))
def get_me(request: HttpRequest) -> Me:
    """Who the caller is: his posts, whom he stands in for, and what the token allows."""
    caller = caller_of(request)
    person = Person.objects.get(pk=caller.person)
    posts, absent = _posts(caller)
    return Me(
        id=person.pk,
        username=person.username,
        name=person.name,
        language=person.language,
        administrator=person.is_administrator,
        party=person.party or None,
        posts=posts,
        stands_in=absent,
        scopes=sorted(caller.token.scopes),
        expires_at=caller.token.expires_at,
    )


def _posts(caller: Caller) -> tuple[list[str], dict[str, list[str]]]:
    standing, day = access.organization(), access.day_of(caller.at)
    absent = {str(each): sorted(posts) for each, (posts, _) in standing.absent(caller.person, day).items()}
    return sorted(standing.posts(caller.person, day)), absent


def _told(each: Token) -> TokenTold:
    return TokenTold(
        id=each.pk,
        name=each.name,
        scopes=each.scopes,
        issued_at=each.issued_at,
        expires_at=each.expires_at,
        revoked_at=each.revoked_at,
        used_at=each.used_at,
    )
