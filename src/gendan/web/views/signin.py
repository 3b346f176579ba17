"""Signing in and out, and one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gendan.people.errors import SignInRefused
from gendan.people.middleware import moment_of
from gendan.people.sessions import enter_with_password, leave
from gendan.web.demo import ways_in
from gendan.web.views.common import back_to, language


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page before all others. Whatever is wrong, it says the same."""
    context: dict[str, object] = {
        "ways_in": ways_in(language()),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        try:
            enter_with_password(request, username, request.POST.get("password", ""), at=moment_of(request))
        except SignInRefused:
            pass
        else:
            return back_to(request, "web:bench")
        context |= {
            "username": username,
            "refused": _("用户名或密码不对；多次输错后会锁定一段时间。请重试，或找主管重设密码。"),
        }
        return render(request, "web/signin/page.html", context, status=422)
    if request.user.is_authenticated:
        return back_to(request, "web:bench")
    return render(request, "web/signin/page.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    leave(request, at=moment_of(request))
    return redirect("web:sign_in")
