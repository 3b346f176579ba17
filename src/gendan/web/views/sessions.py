"""登录会话 Signed-in browsers: one's own to end; everybody's for administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.people import actions
from gendan.people.errors import ActRefused
from gendan.people.models import SignInSession
from gendan.people.sessions import session_of
from gendan.web.views.administration import administers, moment, name_of, number
from gendan.web.views.common import now, person_of
from gendan.web.views.grid import Act, Cell, Grid, Line

SHOWN = 500


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; with `all`, for administrators, where anybody is."""
    everybody = "all" in request.GET
    if everybody and not administers(request):
        raise Http404
    rows = SignInSession.objects.filter(ended_at=None, expires_at__gt=now(request), person__is_active=True)
    if not everybody:
        rows = rows.filter(person=person_of(request))
    standing = session_of(request, at=now(request))
    here = standing.id if standing is not None else None
    heads = [_("浏览器"), _("地址"), _("登录时间"), _("最晚到"), ""]
    grid = Grid(
        [_("姓名"), *heads] if everybody else heads,
        [_line(each, here, everybody=everybody) for each in rows.order_by("-opened_at")[:SHOWN]],
        _("没有人登录。"),
    )
    context = {
        "here": "sessions",
        "grid": grid,
        "everybody": everybody,
        "administers": administers(request),
        "person": person_of(request),
        "others": sum(line.key != str(here) for line in grid.lines),
    }
    return render(request, "web/system/sessions.html", context)


@login_required
@require_POST
def end(request: HttpRequest, session: UUID) -> HttpResponse:
    """End one session."""
    whose = SignInSession.objects.filter(pk=session).values_list("person_id", flat=True).first()
    try:
        actions.end_session(session, actor=person_of(request), at=now(request))
    except ActRefused as act:
        raise Http404 from act
    messages.success(request, _("已结束，那个浏览器须重新登录。"))
    return redirect(reverse("web:sessions") + ("" if whose == person_of(request) else "?all"))


@login_required
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """End all sessions of a person: all of one's own, this one too, or as administrator anybody's."""
    person = number(request.POST.get("person")) or 0
    try:
        actions.end_sessions(person, actor=person_of(request), at=now(request))
    except ActRefused as act:
        raise Http404 from act
    if person != person_of(request):
        messages.success(request, _("已全部结束。"))
        return redirect(reverse("web:sessions") + "?all")
    return redirect("web:sign_in")


def _line(row: SignInSession, here: UUID | None, *, everybody: bool) -> Line:
    cells = [
        Cell(_browser(row.browser), kind="wide"),
        Cell(row.address, kind="number"),
        Cell(moment(row.opened_at), kind="quiet"),
        Cell(moment(row.expires_at), kind="quiet"),
        Cell(_("这个浏览器"), tone="accent") if row.id == here else Cell(""),
    ]
    whose = [Cell(name_of(row.person_id), reverse("web:person", args=[row.person_id]), kind="id")] if everybody else []
    return Line(str(row.id), [*whose, *cells], (Act(_("结束"), reverse("web:session_end", args=[row.id]), grave=True),))


def _browser(said: str) -> str:
    """The browser and its system as people call them; else what it said of itself."""
    browsers = {"Edg/": "Edge", "DingTalk": "钉钉", "Lark": "飞书", "wxwork": "企业微信", "MicroMessenger": "微信"}
    browsers |= {"Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    systems |= {"Linux": "Linux"}
    browser = next((name for mark, name in browsers.items() if mark in said), "")
    system = next((name for mark, name in systems.items() if mark in said), "")
    return " · ".join(filter(None, (browser, system))) or said[:80] or "—"
