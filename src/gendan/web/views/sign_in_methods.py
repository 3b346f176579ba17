"""登录方式 How one signs in: password, authenticator app, accounts at providers. One's own, to change."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that is linked."""

    id: int
    title: str
    label: str
    linked: str


@never_cache
@login_required
@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """The ways in which one signs in."""
    return shown(request)


def shown(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was refused of a change."""
    person = Person.objects.get(pk=person_of(request))
    factor = SecondFactor.objects.filter(person=person).first()
    known = configured()
    accounts = [
        Account(
            id=each.pk,
            title=known[each.provider].title.in_language(language()) if each.provider in known else each.provider,
            label=each.label or each.subject,
            linked=moment(each.linked_at),
        )
        for each in LinkedAccount.objects.filter(person=person).order_by("provider")
    ]
    linked = set(LinkedAccount.objects.filter(person=person).values_list("provider", flat=True))
    context = {
        "here": "sign_in_methods",
        "has_password": person.has_usable_password(),
        "enrolled": moment(factor.enrolled_at) if factor is not None else "",
        "codes_left": recovery_codes_left(person.pk),
        "required": required_of(person),
        "accounts": accounts,
        "providers": [
            {"name": name, "title": each.title.in_language(language())}
            for name, each in known.items()
            if name not in linked
        ],
        "refused": refused,
    }
    return render(request, "web/signin/methods.html", context, status=status)
