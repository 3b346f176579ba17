"""Problem details (RFC 9457): what every answer that is no success carries, with all reasons as codes and in words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final, cast

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gendan.api.caller import Caller, caller_of, language_of
from gendan.api.json_values import shown, written
from gendan.api.wording import place_in_words, problem_in_words
from gendan.cases.documents import PaperRefused, paper_refused
from gendan.cases.long_work import NotYours
from gendan.cases.outcome import Outcome
from gendan.cases.prose import Speaker, reason_in_words
from gendan.cases.queries import NoSuchPage
from gendan.cases.studio import StudioRefused, studio_refused
from gendan.core.refusals import Reason, Refused
from gendan.notices.webhooks.errors import WebhookRefused
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.middleware import moment_of
from gendan.people.wording import act_refused

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:gendan:problem:"
_LOG = logging.getLogger("gendan.api")


@dataclass(frozen=True, slots=True)
class At:
    """A place in the request that is not as it should be: `within` body, query, path or header, and the way to it."""

    within: str
    path: tuple[str | int, ...]
    code: str


class Problem(Exception):
    """An answer that is no success. `extra` are further members; `says` gives a reason its words, where its case is
    known."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        reasons: Sequence[Reason] = (),
        places: Sequence[At] = (),
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        detail: str | None = None,
        speaker: Callable[[str], Speaker] | None = None,
        action: str | None = None,
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.reasons = tuple(reasons)
        self.places = tuple(places)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})
        self.detail = detail
        self.speaker = speaker
        self.action = action


def refused(
    reasons: Iterable[Reason],
    *,
    speaker: Callable[[str], Speaker] | None = None,
    action: str | None = None,
    conditional: bool = False,
    outcome: Outcome | None = None,
) -> Problem:
    """The problem that a refusal is: 404 where something is missing, 403 where access is, 412 where the version of an
    If-Match header (`conditional`) is stale, else 409 with all reasons."""
    told = tuple(reasons)
    codes = {reason.code for reason in told}
    status, code = 409, "refused"
    if "missing" in codes:
        status, code = 404, "missing"
    elif "access" in codes:
        status, code = 403, "access"
    elif conditional and "stale" in codes:
        status, code = 412, "stale"
    extra: dict[str, object] = {}
    if outcome is not None and outcome.case is not None:
        extra["case"] = {
            "uid": outcome.uid,
            "number": outcome.number,
            "version": outcome.version,
            "state": outcome.state,
        }
    return Problem(status, code, reasons=told, speaker=speaker, action=action, extra=extra)


def missing() -> Problem:
    """What is not there, or not for the caller: it can't be told apart."""
    return Problem(404, "missing", reasons=(Reason("missing"),))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as it is sent, in the caller's language."""
    caller = getattr(request, "auth", None)
    language = caller.language if isinstance(caller, Caller) else language_of(request)
    speaker = problem.speaker(language) if problem.speaker is not None else Speaker(language=language)
    reasons = [
        {
            "code": reason.code,
            "parameters": {name: _parameter(value) for name, value in reason.parameters.items()},
            "says": reason_in_words(reason, speaker, problem.action),
        }
        for reason in problem.reasons
    ]
    places = [
        {"in": at.within, "path": list(at.path), "code": at.code, "says": place_in_words(at.code, language)}
        for at in problem.places
    ]
    told = [*(str(each["says"]) for each in reasons), *(str(each["says"]) for each in places)]
    title = problem_in_words(problem.code, language, problem.extra)
    said: dict[str, object] = {
        "type": TYPE + problem.code,
        "title": title,
        "status": problem.status,
        "detail": problem.detail or "\n".join(told) or title,
        "instance": request.path,
        "code": problem.code,
        "reasons": reasons,
        "places": places,
        **{name: _parameter(value) for name, value in problem.extra.items()},
    }
    response = HttpResponse(written(said), status=problem.status, content_type=MEDIA_TYPE)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def install(api: NinjaAPI) -> None:
    """Make every error that an operation may end in a problem."""

    def handle(kind: type[Exception], problem: Callable[[HttpRequest, Any], Problem]) -> None:
        api.add_exception_handler(kind, lambda request, error: answer(request, problem(request, error)))

    handle(Problem, lambda _request, error: error)
    handle(Refused, lambda _request, error: refused(error.reasons))
    handle(NotYours, lambda _request, _error: missing())
    handle(NoSuchPage, lambda _request, _error: missing())
    handle(Http404, lambda _request, _error: missing())
    handle(ActRefused, _of_act)
    handle(SignInRefused, _of_sign_in)
    handle(StudioRefused, _of_studio)
    handle(WebhookRefused, _of_webhook)
    handle(PaperRefused, _of_paper)
    handle(ValidationError, _of_validation)
    handle(RequestDataTooBig, lambda _request, _error: Problem(413, "too_large"))
    for unreadable in (MultiPartParserError, BadRequest, SuspiciousOperation):
        handle(unreadable, lambda _request, _error: Problem(422, "malformed", places=(At("body", (), "unreadable"),)))
    handle(HttpError, _of_http)
    handle(Exception, _of_fault)


def _of_act(request: HttpRequest, error: ActRefused) -> Problem:
    status = {"access": 403, "missing": 404}.get(error.code, 409)
    code = {403: "access", 404: "missing"}.get(status, "refused")
    detail = act_refused(error, caller_of(request).language)
    # The people room has codes of its own; they are told as it names them.
    told = {"code": f"people.{error.code}", "parameters": _parameter(error.parameters), "says": detail}
    return Problem(status, code, detail=detail, extra={"people": told})


def _of_webhook(request: HttpRequest, error: WebhookRefused) -> Problem:
    status, code = {"access": (403, "access"), "missing": (404, "missing")}.get(error.code, (409, "refused"))
    detail = error.says(caller_of(request).language)
    told = {"code": f"webhook.{error.code}", "parameters": _parameter(error.parameters), "says": detail}
    return Problem(status, code, detail=detail, extra={"webhook": told})


def _of_studio(request: HttpRequest, error: StudioRefused) -> Problem:
    status = {"access": 403, "missing": 404}.get(error.code, 409)
    code = {403: "access", 404: "missing"}.get(status, "refused")
    detail = studio_refused(error, caller_of(request).language, {})
    # The studio has codes of its own; they are told as it names them.
    told = {"code": f"studio.{error.code}", "parameters": _parameter(error.parameters), "says": detail}
    return Problem(status, code, detail=detail, extra={"studio": told})


def _of_paper(request: HttpRequest, error: PaperRefused) -> Problem:
    status, code = {"access": (403, "access"), "missing": (404, "missing")}.get(error.code, (409, "refused"))
    detail = paper_refused(error, caller_of(request).language, {})
    # Papers have codes of their own; they are told as they name them.
    told = {"code": f"paper.{error.code}", "parameters": _parameter(error.parameters), "says": detail}
    return Problem(status, code, detail=detail, extra={"paper": told})


SECOND: Final = frozenset(("second_factor", "code", "second_factor_required"))
"""What is refused at sign-in although the password was right."""


def _of_sign_in(request: HttpRequest, error: SignInRefused) -> Problem:
    if error.code == "locked":
        until = error.until
        wait = max(1, int((until - moment_of(request)).total_seconds())) if until is not None else 60
        return Problem(429, "locked", extra={"until": until}, headers={"Retry-After": str(wait)})
    # After the right password the answer may say what is missing; before it, nothing but that it was wrong.
    return Problem(401, error.code if error.code in SECOND else "credentials")


def _of_validation(_request: HttpRequest, error: ValidationError) -> Problem:
    places = []
    for each in error.errors:
        within, *path = cast("tuple[str | int, ...]", each["loc"])
        # The name of the operation's own parameter says nothing to the caller.
        inside = path[1:] if within in ("body", "form") and path else path
        places.append(At(str(within), tuple(inside), str(each["type"])))
    return Problem(422, "malformed", places=places[:100])


def _of_http(_request: HttpRequest, error: HttpError) -> Problem:
    cause = error.__cause__
    if isinstance(cause, Problem):
        return cause
    if isinstance(cause, RequestDataTooBig):
        return Problem(413, "too_large")
    if error.status_code == 400:
        return Problem(422, "malformed", places=(At("body", (), "json_invalid"),))
    return Problem(error.status_code, "failed")


def _of_fault(request: HttpRequest, error: Exception) -> Problem:
    _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return Problem(500, "failed")


def _parameter(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _parameter(each) for name, each in asdict(value).items()}
    return shown(value)
