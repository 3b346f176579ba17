"""登录方式 How people sign in: one's own authenticator app; others' apps and accounts, for administrators."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from gendan.api.addresses import Number
from gendan.api.authority import Bearer, Scope, demand_administrator
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.people import CheckedGiven, CreatedTold
from gendan.api.schemas.sign_in import (
    AccountGiven,
    AccountTold,
    EnrolmentGiven,
    EnrolmentTold,
    OneselfGiven,
    PasswordGiven,
    RecoveryCodesTold,
    SignInTold,
)
from gendan.people import actions
from gendan.people.models import LinkedAccount, Person
from gendan.people.second_factor import has_second_factor, recovery_codes_left, required_of

router = Router(tags=["people"])


@operation(router, "GET", "/me/sign-in", scope=None, gives=SignInTold, problems=(401, 403))
def get_own_sign_in(request: HttpRequest) -> SignInTold:
    """How the caller signs in."""
    return _told(caller_of(request).person)


@operation(router, "POST", "/me/second-factor", scope=None, gives=EnrolmentTold)
def begin_second_factor(request: HttpRequest) -> EnrolmentTold:
    """Begin to enrol an authenticator app. Nothing is kept before its first code is sent back, within 15 minutes."""
    caller = caller_of(request)
    begun = actions.begin_second_factor(caller.person, actor=caller.person, at=caller.at)
    return EnrolmentTold(enrolment=begun.text, secret=begun.secret, address=begun.address)


@operation(router, "PUT", "/me/second-factor", scope=None, gives=RecoveryCodesTold)
def confirm_second_factor(request: HttpRequest, body: EnrolmentGiven) -> RecoveryCodesTold:
    """Enrol the app. Browsers in which one is signed in are signed out."""
    caller = caller_of(request)
    codes = actions.confirm_second_factor(
        caller.person,
        body.enrolment,
        body.code,
        body.password,
        actor=caller.person,
        at=caller.at,
        address=caller.address,
    )
    return RecoveryCodesTold(recovery_codes=codes)


@operation(router, "POST", "/me/second-factor/recovery-codes", scope=None, gives=RecoveryCodesTold)
def renew_recovery_codes(request: HttpRequest, body: OneselfGiven) -> RecoveryCodesTold:
    """New recovery codes; the earlier ones are worth nothing any more."""
    caller = caller_of(request)
    codes = actions.renew_recovery_codes(
        caller.person, body.password, body.code, actor=caller.person, at=caller.at, address=caller.address
    )
    return RecoveryCodesTold(recovery_codes=codes)


@operation(router, "POST", "/me/second-factor/remove", scope=None, gives=None, status=204)
def remove_second_factor(request: HttpRequest, body: OneselfGiven) -> Status[None]:
    """Take one's own app away."""
    caller = caller_of(request)
    actions.remove_second_factor(
        caller.person, body.password, body.code, actor=caller.person, at=caller.at, address=caller.address
    )
    return Status(204, None)


@operation(router, "GET", "/people/{person}/sign-in", scope=Scope.ADMIN, gives=SignInTold)
def get_sign_in(request: HttpRequest, person: Number) -> SignInTold:
    """How a person signs in."""
    demand_administrator(caller_of(request))
    return _told(person)


@operation(router, "POST", "/people/{person}/second-factor/reset", scope=Scope.ADMIN, gives=None, status=204)
def reset_second_factor(request: HttpRequest, person: Number, body: CheckedGiven) -> Status[None]:
    """Take away the app of somebody who has lost it and his recovery codes. Say how it was made sure who asks for it.

    His sessions end.
    """
    caller = caller_of(request)
    actions.reset_second_factor(person, actor=caller.person, at=caller.at, checked=body.checked)
    return Status(204, None)


@operation(router, "POST", "/people/{person}/accounts", scope=Scope.ADMIN, gives=CreatedTold, status=201, keyed=True)
def link_account(request: HttpRequest, person: Number, body: AccountGiven) -> Status[CreatedTold]:
    """Link somebody's account at a provider, so that it signs him in."""
    caller = caller_of(request)
    made = actions.link_account(
        person, body.provider, body.subject, actor=caller.person, at=caller.at, checked=body.checked
    )
    return Status(201, CreatedTold(id=made))


@operation(router, "POST", "/accounts/{account}/unlink", scope=None, gives=None, status=204)
def unlink_account(request: HttpRequest, account: Number, body: PasswordGiven) -> Status[None]:
    """Unlink an account: one's own with the password, or as administrator (scope admin) somebody's."""
    caller = caller_of(request)
    owner = LinkedAccount.objects.filter(pk=account).values_list("person_id", flat=True).first()
    if owner is not None and owner != caller.person:
        Bearer(Scope.ADMIN)(request)
    actions.unlink_account(account, actor=caller.person, at=caller.at, password=body.password, address=caller.address)
    return Status(204, None)


def _told(person: int) -> SignInTold:
    row = Person.objects.filter(pk=person).first()
    if row is None:
        raise missing()
    return SignInTold(
        password=row.has_usable_password(),
        second_factor=has_second_factor(person),
        second_factor_required=required_of(row),
        recovery_codes=recovery_codes_left(person),
        accounts=[
            AccountTold(
                id=each.pk,
                provider=each.provider,
                subject=each.subject,
                label=each.label,
                linked_at=each.linked_at,
            )
            for each in LinkedAccount.objects.filter(person=person).order_by("provider")
        ],
    )
