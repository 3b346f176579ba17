"""接口令牌 Keys to the API: one's own to make and revoke; all of them for administrators to look at and end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gendan.people import actions
from gendan.people.errors import ActRefused
from gendan.people.models import Token
from gendan.people.tokens import SCOPES
from gendan.people.wording import act_refused
from gendan.web.views.administration import administers, day, moment, name_of
from gendan.web.views.common import language, now, person_of, zone
from gendan.web.views.grid import Act, Cell, Grid, Line
from gendan.web.views.list_page import Option

SHOWN = 500


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; sent, a new one, whose text this page alone tells. With `all`, an administrator sees all."""
    everybody = "all" in request.GET
    if everybody and not administers(request):
        raise Http404
    made, refused = "", ""
    if request.method == "POST":
        until = day(request.POST.get("until"))
        moment_of_end = datetime.combine(until, time(), zone()) if until is not None else now(request)
        try:
            made = actions.issue_token(
                person_of(request),
                actor=person_of(request),
                at=now(request),
                name=request.POST.get("name", ""),
                scopes=[scope for scope in request.POST.getlist("scope") if scope in SCOPES],
                expires_at=moment_of_end,
            )
        except ActRefused as act:
            refused = act_refused(act, language())
    chosen = set(request.POST.getlist("scope"))
    context = {
        "here": "tokens",
        "grid": _grid(request, everybody=everybody),
        "everybody": everybody,
        "administers": administers(request),
        "made": made,
        "refused": refused,
        "typed": request.POST if refused else {},
        "until": request.POST.get("until") if refused else (now(request) + timedelta(days=365)).date().isoformat(),
        "scopes": [Option(name, text.in_language(language()), name in chosen) for name, text in SCOPES.items()],
    }
    return render(request, "web/system/tokens.html", context, status=422 if refused else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End a token at once."""
    try:
        actions.revoke_token(token, actor=person_of(request), at=now(request))
    except ActRefused as act:
        raise Http404 from act
    messages.success(request, _("令牌已作废。"))
    mine = Token.objects.filter(pk=token, person=person_of(request)).exists()
    return redirect(reverse("web:tokens") + ("" if mine else "?all"))


def _grid(request: HttpRequest, *, everybody: bool) -> Grid:
    rows = Token.objects.order_by("revoked_at", "-id") if everybody else Token.objects.filter(person=person_of(request))
    heads = [_("用途"), _("权限范围"), _("状态"), _("最近使用"), _("来自"), _("建立时间"), _("到期")]
    return Grid(
        [_("所有人"), *heads] if everybody else heads,
        [_line(each, now(request), everybody=everybody) for each in rows.order_by("-id")[:SHOWN]],
        _("还没有令牌。程序要用接口时，在右边建一个。"),
    )


def _line(token: Token, at: datetime, *, everybody: bool) -> Line:
    ended = token.revoked_at is not None or token.expires_at <= at
    if token.revoked_at is not None:
        state = Cell(_("已作废"), tone="late")
    elif token.expires_at <= at:
        state = Cell(_("已到期"), tone="soon")
    else:
        state = Cell(_("有效"), tone="good")
    cells = [
        Cell(token.name, kind="id"),
        Cell(_scopes(token.scopes)),
        state,
        Cell(moment(token.used_at), kind="quiet"),
        Cell(token.used_from, kind="quiet"),
        Cell(moment(token.issued_at), kind="quiet"),
        Cell(moment(token.expires_at), kind="quiet"),
    ]
    whose = [Cell(name_of(token.person_id), reverse("web:person", args=[token.person_id]))] if everybody else []
    acts = () if ended else (Act(_("作废"), reverse("web:token_revoke", args=[token.pk]), grave=True),)
    return Line(str(token.pk), [*whose, *cells], acts)


def _scopes(names: Iterable[str]) -> str:
    return _("、").join(names)
