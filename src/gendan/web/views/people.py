"""人员 Who works here: seen by everybody who does, changed by administrators; one sees to one's own stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gendan.people import access, actions
from gendan.people.errors import ActRefused
from gendan.people.models import Person
from gendan.people.wording import act_refused
from gendan.web.views import people_page
from gendan.web.views.common import language, now, person_of
from gendan.web.views.sign_in_methods import ways_in_of

Sent = Mapping[str, str]
Change = Callable[[int, Sent, int, datetime], None]


def _hold(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.hold(person, sent.get("post", ""), actor=actor, at=at, since=_day(sent, "since"))


def _release(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.release(person, sent.get("post", ""), actor=actor, at=at)


def _deputize(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.deputize(
        person,
        _number(sent, "deputy"),
        actor=actor,
        at=at,
        since=_day(sent, "since"),
        until=_day(sent, "until") or access.day_of(at),
        reason=sent.get("reason", ""),
    )


def _end_deputy(_person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.end_deputy(_number(sent, "stand_in"), actor=actor, at=at)


def _superior(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.set_superior(person, _number(sent, "superior") or None, actor=actor, at=at)


def _deactivate(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.deactivate(person, actor=actor, at=at, reason=sent.get("reason", ""))


def _reactivate(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.reactivate(person, actor=actor, at=at, reason=sent.get("reason", ""))


def _reset_second_factor(person: int, sent: Sent, actor: int, at: datetime) -> None:
    actions.reset_second_factor(person, actor=actor, at=at, checked=sent.get("checked", ""))


def _link_account(person: int, sent: Sent, actor: int, at: datetime) -> None:
    provider, subject = sent.get("provider", ""), sent.get("subject", "")
    actions.link_account(person, provider, subject, actor=actor, at=at, checked=sent.get("checked", ""))


CHANGES: Mapping[str, Change] = {
    "hold": _hold,
    "release": _release,
    "deputize": _deputize,
    "end-deputy": _end_deputy,
    "superior": _superior,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "reset-second-factor": _reset_second_factor,
    "link-account": _link_account,
}
"""What a form of a person's page may ask; the people room says who may."""


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody; sent by an administrator, a new person."""
    reader = _reader(request)
    refused = ""
    if request.method == "POST":
        try:
            made = actions.create_person(
                actor=reader.pk,
                at=now(request),
                username=request.POST.get("username", ""),
                name=request.POST.get("name", ""),
                phone=request.POST.get("phone", ""),
                mail=request.POST.get("mail", ""),
            )
        except ActRefused as act:
            refused = act_refused(act, language())
        else:
            messages.success(request, _("已添加。请给他岗位，并发一个设密码的链接。"))
            return redirect("web:person", made)
    context = {
        "here": "people",
        "rows": people_page.rows(access.day_of(now(request))),
        "may_administer": reader.is_administrator,
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "web/people/list.html", context, status=422 if refused else 200)


@login_required
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person."""
    return _shown(request, get_object_or_404(Person, pk=person))


@login_required
@require_POST
def change(request: HttpRequest, person: int, what: str) -> HttpResponse:
    """Change one thing about a person."""
    found = get_object_or_404(Person, pk=person)
    does = CHANGES.get(what)
    if does is None:
        raise Http404
    try:
        does(person, request.POST.dict(), person_of(request), now(request))
    except ActRefused as act:
        return _shown(request, found, refused=act_refused(act, language()), what=what)
    messages.success(request, _("已修改。"))
    return redirect("web:person", person)


@login_required
@require_POST
def link(request: HttpRequest, person: int) -> HttpResponse:
    """A link by which the person chooses a password, shown once to the administrator."""
    found = get_object_or_404(Person, pk=person)
    checked = request.POST.get("checked", "")
    try:
        secret = actions.issue_password_link(person, actor=person_of(request), at=now(request), checked=checked)
    except ActRefused as act:
        return _shown(request, found, refused=act_refused(act, language()), what="link")
    address = request.build_absolute_uri(reverse("web:choose_password", args=[secret]))
    return _shown(request, found, link=address)


@never_cache
@sensitive_post_parameters("new", "again")
def choose_password(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password by a link, once. Nobody is signed in by that."""
    if actions.person_of_link(secret, at=now(request)) is None:
        context = {"title": _("链接不能用了"), "says": _("链接已使用、已过期或无效，请找管理员重新发一个。")}
        return render(request, "web/errors/page.html", context, status=404)
    refused = ""
    if request.method == "POST":
        new = request.POST.get("new", "")
        if new != request.POST.get("again", ""):
            refused = _("两次输入的新密码不一样。")
        else:
            try:
                actions.set_password_by_link(secret, new, at=now(request))
            except ActRefused as act:
                refused = act_refused(act, language())
            else:
                messages.success(request, _("密码已设好，请登录。"))
                return redirect("web:sign_in")
    return render(request, "web/people/choose.html", {"refused": refused}, status=422 if refused else 200)


def _reader(request: HttpRequest) -> Person:
    """Who reads. Who acts for an outside party is not shown who works here."""
    reader = Person.objects.get(pk=person_of(request))
    if reader.party:
        raise Http404
    return reader


def _shown(request: HttpRequest, found: Person, *, refused: str = "", what: str = "", link: str = "") -> HttpResponse:
    reader = _reader(request)
    leads = access.superior_of(found.pk) == reader.pk
    view = people_page.person_view(found, reader, access.day_of(now(request)), leads=leads)
    entry = ways_in_of(found) if reader.is_administrator else None
    context = {
        "person": view,
        "sign_in": entry,
        "refused": refused,
        "what": what,
        "link": link,
        "here": "people",
        "typed": request.POST,
    }
    return render(request, "web/people/person.html", context, status=422 if refused else 200)


def _number(sent: Sent, name: str) -> int:
    said = sent.get(name, "")
    return int(said) if said.isdecimal() else 0


def _day(sent: Sent, name: str) -> date | None:
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError:
        return None
