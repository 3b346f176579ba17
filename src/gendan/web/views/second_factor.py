"""动态口令 The code at sign-in; enrolling an authenticator app, recovery codes, and taking the app away."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gendan.people import actions, second_step, sessions
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.models import Person
from gendan.people.second_factor import has_second_factor, must_enrol
from gendan.people.wording import act_refused, sign_in_refused
from gendan.web.views.common import back_to, language, now, person_of
from gendan.web.views.sign_in_methods import shown


@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Between the password and the bench: the code of the app, or a recovery code."""
    waits = second_step.who_waits(request, at=now(request))
    if waits is None:
        return redirect("web:sign_in")
    context: dict[str, object] = {"next": request.POST.get("next") or request.GET.get("next", ""), "name": waits.name}
    if request.method == "POST":
        try:
            second_step.enter_with_code(request, request.POST.get("code", ""), at=now(request))
        except SignInRefused as refused:
            context["refused"] = sign_in_refused(refused, language())
            return render(request, "web/signin/code.html", context, status=422)
        return back_to(request, "web:bench")
    return render(request, "web/signin/code.html", context)


@never_cache
@login_required
@sensitive_post_parameters("password", "code", "enrolment")
def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol an app: the QR code, and the first code that the app gives. Then the recovery codes, this once."""
    person, at = person_of(request), now(request)
    if has_second_factor(person):
        return redirect("web:sign_in_methods")
    refused, status = "", 200
    try:
        if request.method == "POST":
            text = request.POST.get("enrolment", "")
            enrolment = actions.read_enrolment(person, text, at=at)
            try:
                codes = actions.confirm_second_factor(
                    person,
                    text,
                    request.POST.get("code", ""),
                    request.POST.get("password", ""),
                    actor=person,
                    at=at,
                    address=sessions.address_of(request),
                    session=_session(request),
                )
            except ActRefused as act:
                refused, status = act_refused(act, language()), 422
            else:
                return _told(request, codes)
        else:
            enrolment = actions.begin_second_factor(person, actor=person, at=at)
    except ActRefused as act:
        # The enrolment itself is too old: another one is begun, and the page says so.
        refused, status = act_refused(act, language()), 422
        enrolment = actions.begin_second_factor(person, actor=person, at=at)
    row = Person.objects.get(pk=person)
    context = {
        "here": "sign_in_methods",
        "enrolment": enrolment,
        "groups": [enrolment.secret[start : start + 4] for start in range(0, len(enrolment.secret), 4)],
        "picture": segno.make(enrolment.address, error="m").svg_data_uri(scale=5, border=2),
        "asks_password": row.has_usable_password(),
        "must_enrol": must_enrol(row),
        "refused": refused,
    }
    return render(request, "web/signin/enrol.html", context, status=status)


@never_cache
@login_required
@require_POST
@sensitive_post_parameters("password", "code")
def change(request: HttpRequest, what: str) -> HttpResponse:
    """New recovery codes (`renew`), or the app taken away (`remove`); both ask for password and code again."""
    person, at = person_of(request), now(request)
    given = (request.POST.get("password", ""), request.POST.get("code", ""))
    address = sessions.address_of(request)
    try:
        if what == "renew":
            return _told(request, actions.renew_recovery_codes(person, *given, actor=person, at=at, address=address))
        actions.remove_second_factor(person, *given, actor=person, at=at, address=address)
    except ActRefused as act:
        return shown(request, refused=act_refused(act, language()), status=422)
    messages.success(request, _("验证器已解除。"))
    return redirect("web:sign_in_methods")


def _told(request: HttpRequest, codes: Sequence[str]) -> HttpResponse:
    return render(request, "web/signin/recovery.html", {"here": "sign_in_methods", "codes": codes})


def _session(request: HttpRequest) -> UUID | None:
    standing = sessions.session_of(request, at=now(request))
    return standing.id if standing is not None else None
