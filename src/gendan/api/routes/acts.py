"""办理 What is done with one case: the pack's actions, and what is built in."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Status
from ninja.files import UploadedFile

from gendan.api.addresses import CaseUid, ElementName, IdempotencyKey, IfMatch
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.doing import case_of, do
from gendan.api.files import kept, resolved
from gendan.api.operation import ACTING, operation
from gendan.api.schemas.case import (
    ActGiven,
    CommentGiven,
    CorrectGiven,
    FileKept,
    OutcomeTold,
    OverruleGiven,
    PersonGiven,
    ReasonGiven,
    Seen,
)
from gendan.cases import attachments
from gendan.core.command import Command, Verb

router = Router(tags=["acts"])


@operation(router, "POST", "/cases/{uid}/actions/{action}", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def act(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: ActGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Do an action of the pack.

    On an action that is signed this is the caller's signature. A split names its rows, a merge the cases that end in
    this one. What is refused is told with every reason.
    """
    caller = caller_of(request)
    given = resolved(body.given, caller)
    if body.rows:
        given["rows"] = list(body.rows)
    command = Command(
        verb=Verb.ACT,
        case=case_of(uid),
        action=action,
        given=given,
        seen=body.seen,
        happened=body.happened,
        reason=body.reason,
        others=tuple(dict.fromkeys(case_of(each) for each in body.others)),
        extra={"part": body.part} if body.part is not None else {},
    )
    return do(command, caller, response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/claim", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def claim(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    body: Seen,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Claim a case that lies in a queue of one's own."""
    command = Command(verb=Verb.CLAIM, case=case_of(uid), seen=body.seen)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/release", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def release(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    body: ReasonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Put a case back into its queue."""
    command = Command(verb=Verb.RELEASE, case=case_of(uid), seen=body.seen, reason=body.reason)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/take-over", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def take_over(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    body: ReasonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Take a case over from its holder, as his superior or deputy."""
    command = Command(verb=Verb.TAKE_OVER, case=case_of(uid), seen=body.seen, reason=body.reason)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/hand-over", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def hand_over(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    body: PersonGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Hand a case to another holder of its post."""
    command = Command(verb=Verb.HAND_OVER, case=case_of(uid), seen=body.seen, reason=body.reason, person=body.person)
    return do(command, caller_of(request), response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/comments", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def comment(
    request: HttpRequest, response: HttpResponse, uid: CaseUid, body: CommentGiven, key: IdempotencyKey = None
) -> OutcomeTold:
    """Write a remark to a case."""
    command = Command(verb=Verb.COMMENT, case=case_of(uid), given={"text": body.text})
    return do(command, caller_of(request), response, key=key)


@operation(router, "POST", "/cases/{uid}/attachments", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def attach(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    file: Annotated[UploadedFile, File(description="At most 20 MB; what it is, its content says.")],
    key: IdempotencyKey = None,
) -> OutcomeTold:
    """Attach a file to a case."""
    caller = caller_of(request)
    case = case_of(uid)
    value = attachments.store(file, name=file.name or "", by=caller.person, at=caller.at)
    return do(Command(verb=Verb.ATTACH, case=case, given={"file": value}), caller, response, key=key)


@operation(router, "POST", "/files", scope=Scope.ACT, gives=FileKept, status=201)
def keep_file(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="At most 20 MB; what it is, its content says.")],
) -> Status[FileKept]:
    """Keep a file that a field of type `file` will be given."""
    return Status(201, FileKept.model_validate(kept(file, file.name or "", caller_of(request))))


@operation(router, "POST", "/cases/{uid}/actions/{action}/correct", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def correct(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    action: ElementName,
    body: CorrectGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Correct what an action recorded, with a reason. Both stand."""
    caller = caller_of(request)
    command = Command(
        verb=Verb.CORRECT,
        case=case_of(uid),
        action=action,
        given=resolved(body.given, caller),
        seen=body.seen,
        reason=body.reason,
    )
    return do(command, caller, response, key=key, if_match=if_match)


@operation(router, "POST", "/cases/{uid}/deadlines/overrule", scope=Scope.ACT, gives=OutcomeTold, problems=ACTING)
def overrule(
    request: HttpRequest,
    response: HttpResponse,
    uid: CaseUid,
    body: OverruleGiven,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OutcomeTold:
    """Decide, as a superior and by name, that clocks count otherwise than they were judged."""
    command = Command(
        verb=Verb.RECOMPUTE,
        case=case_of(uid),
        seen=body.seen,
        reason=body.reason,
        extra={"overrule": dict(body.clocks)},
    )
    return do(command, caller_of(request), response, key=key, if_match=if_match)
