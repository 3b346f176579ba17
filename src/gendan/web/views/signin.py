"""Signing in and out, and one's own password."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gendan.people import second_step, sessions
from gendan.people.actions import change_password
from gendan.people.errors import ActRefused, SecondFactorWanted, SignInRefused
from gendan.people.trying import oneself
from gendan.people.wording import act_refused
from gendan.web.demo import ways_in
from gendan.web.trying import while_trying
from gendan.web.views import providers
from gendan.web.views.common import back_to, language, now, person_of, zone


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page before all others. It does not tell whether there is such a person."""
    context: dict[str, object] = {
        "ways_in": ways_in(language()),
        "providers": providers.ways(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        try:
            sessions.enter_with_password(request, username, request.POST.get("password", ""), at=now(request))
        except SecondFactorWanted as wanted:
            second_step.wait_for_code(request, wanted.person, at=now(request))
            asked = urlencode({"next": context["next"]}) if context["next"] else ""
            return redirect(reverse("web:sign_in_code") + (f"?{asked}" if asked else ""))
        except SignInRefused as refused:
            context |= {"username": username, "refused": _refused(refused)}
            return render(request, "web/signin/page.html", context, status=422)
        return back_to(request, "web:bench")
    if request.user.is_authenticated:
        return back_to(request, "web:bench")
    return render(request, "web/signin/page.html", context)


@while_trying
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    with oneself():
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
            refused = [act_refused(act, language())]
    if refused:
        return render(request, "web/signin/password.html", {"refused": refused}, status=422)
    messages.success(request, _("密码已修改。其他地方的登录已退出。"))
    return redirect("web:bench")


def _refused(refused: SignInRefused) -> str:
    if refused.code == "locked" and refused.until is not None:
        until = refused.until.astimezone(zone()).strftime("%H:%M")
        return _("输错次数太多，暂时锁定，%(time)s 之后再试。忘了密码请找主管。") % {"time": until}
    return _("用户名或密码不对。多次输错会锁定一段时间；忘了密码请找主管。")
