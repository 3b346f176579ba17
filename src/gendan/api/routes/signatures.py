"""会签 What signers do besides signing. Signing itself is the action that is signed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gendan.api.addresses import CaseUid, ElementName, IdempotencyKey, IfMatch
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.doing import case_of, do
from gendan.api.operation import ACTING, operation
from gendan.api.schemas.case import OutcomeTold, PersonGiven, ReasonGiven
from gendan.core.command import Command, Verb

router = Router(tags=["signatures"])


def _command(verb: Verb, uid: UUID, action: str, body: ReasonGiven) -> Command:
    person = body.person if isinstance(body, PersonGiven) else None
    return Command(verb=verb, case=case_of(uid), action=action, seen=body.seen, reason=body.reason, person=person)


@operation(router, "POST", "/cases/{uid}/actions/{action}/reject", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def reject(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: ReasonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Send a signed action back, with a reason. The signatures stay, as void."""
    command = _command(Verb.REJECT, uid, action, body)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(
    router, "POST", "/cases/{uid}/actions/{action}/withdraw", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING
)
def withdraw(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: ReasonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Take one's signature back while the others are still signing."""
    command = _command(Verb.WITHDRAW, uid, action, body)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(
    router, "POST", "/cases/{uid}/actions/{action}/hand-signature", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING
)
def hand_signature(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: PersonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """转办 Pass one's signature on to another person."""
    command = _command(Verb.HAND_SIGNATURE, uid, action, body)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(
    router, "POST", "/cases/{uid}/actions/{action}/add-signer", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING
)
def add_signer(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: PersonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """加签 Ask one more person to sign first."""
    command = _command(Verb.ADD_SIGNER, uid, action, body)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/actions/{action}/depute", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def depute(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: PersonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """委派 Have another person sign in one's own name."""
    command = _command(Verb.DEPUTE, uid, action, body)
    return do(command, caller_of(request), response, key=key, if_match=if_match)
