"""登录方式 How one signs in: password, authenticator app, accounts at providers. One's own, to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gendan.people.models import LinkedAccount, Person, SecondFactor
from gendan.people.providers import configured
from gendan.people.second_factor import recovery_codes_left, required_of
from gendan.web.views.administration import moment
from gendan.web.views.common import language, person_of
from gendan.web.views.list_page import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that is linked."""

    id: int
    title: str
    label: str
    linked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """How a person signs in. `enrolled` is since when he has an app, empty without one; `providers` are those at which
    no account of his is linked.
    """

    has_password: bool
    enrolled: str
    codes_left: int
    required: bool
    accounts: Sequence[Account]
    providers: Sequence[Option]


@never_cache
@login_required
@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """The ways in which one signs in."""
    return shown(request)


def shown(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was refused of a change."""
    person = Person.objects.get(pk=person_of(request))
    context = {"here": "sign_in_methods", "sign_in": ways_in_of(person), "refused": refused}
    return render(request, "web/signin/methods.html", context, status=status)


def ways_in_of(person: Person) -> WaysIn:
    """How the person signs in, and what he might link besides."""
    factor = SecondFactor.objects.filter(person=person).first()
    known = {name: each.title.in_language(language()) for name, each in configured().items()}
    rows = list(LinkedAccount.objects.filter(person=person).order_by("provider"))
    linked = {each.provider for each in rows}
    return WaysIn(
        has_password=person.has_usable_password(),
        enrolled=moment(factor.enrolled_at) if factor is not None else "",
        codes_left=recovery_codes_left(person.pk),
        required=required_of(person),
        accounts=[
            Account(
                id=each.pk,
                title=known.get(each.provider, each.provider),
                label=each.label or each.subject,
                linked=moment(each.linked_at),
            )
            for each in rows
        ],
        providers=[Option(name, title) for name, title in known.items() if name not in linked],
    )
