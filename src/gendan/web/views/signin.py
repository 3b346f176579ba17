"""Signing in and out, and one's own password."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gendan.people import sessions
from gendan.people.actions import change_password
from gendan.people.errors import ActRefused, SignInRefused
from gendan.web.demo import ways_in
from gendan.web.views.common import back_to, language, now, person_of, zone


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page before all others. It does not tell whether there is such a person."""
    context: dict[str, object] = {
        "ways_in": ways_in(language()),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        try:
            sessions.enter_with_password(request, username, request.POST.get("password", ""), at=now(request))
        except SignInRefused as refused:
            context |= {"username": username, "refused": _refused(refused)}
            return render(request, "web/signin/page.html", context, status=422)
        return back_to(request, "web:bench")
    if request.user.is_authenticated:
        return back_to(request, "web:bench")
    return render(request, "web/signin/page.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    sessions.leave(request, at=now(request))
    return redirect("web:sign_in")


@never_cache
@login_required
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. All other browsers are signed out."""
    if request.method != "POST":
        return render(request, "web/signin/password.html")
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    refused = [] if new == again else [_("两次输入的新密码不一样。")]
    if not refused:
        standing = sessions.session_of(request, at=now(request))
        try:
            change_password(
                person_of(request),
                old,
                new,
                actor=person_of(request),
                at=now(request),
                address=sessions.address_of(request),
                session=standing.id if standing is not None else None,
            )
        except ActRefused as act:
            refused = password_problems(act)
    if refused:
        return render(request, "web/signin/password.html", {"refused": refused}, status=422)
    messages.success(request, _("密码已修改。其他地方的登录已退出。"))
    return redirect("web:bench")


def password_problems(refused: ActRefused) -> list[str]:
    """Why a password is not taken, in words."""
    weak = _("新密码不够安全，请换一个。")
    says = {
        "password_wrong": _("现在的密码不对。"),
        "locked": _("输错次数太多，请过一会儿再试。"),
        "password_too_short": _("新密码太短，至少十个字符。"),
        "password_too_long": _("新密码太长。"),
        "password_too_common": _("新密码太常见，容易被猜到。"),
        "password_too_similar": _("新密码和您的姓名或用户名太像。"),
    }
    problems = refused.parameters.get("problems")
    codes = [str(each) for each in problems] if isinstance(problems, Iterable) else [refused.code]
    return list(dict.fromkeys(says.get(code, weak) for code in codes))


def _refused(refused: SignInRefused) -> str:
    if refused.code == "locked" and refused.until is not None:
        until = refused.until.astimezone(zone()).strftime("%H:%M")
        return _("输错次数太多，暂时锁定，%(time)s 之后再试。忘了密码请找主管。") % {"time": until}
    return _("用户名或密码不对。多次输错会锁定一段时间；忘了密码请找主管。")
