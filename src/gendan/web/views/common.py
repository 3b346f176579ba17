"""What the views share: who reads, where to go back to, and answers that are not pages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gendan.cases.prose import Speaker
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.people import access


def person_of(request: HttpRequest) -> int:
    """The id of who is signed in. The views that ask are behind `login_required`."""
    return int(request.user.pk)


def language() -> str:
    """The reader's language."""
    return translation.get_language() or settings.LANGUAGE_CODE


def zone() -> ZoneInfo:
    """The zone in which the site thinks."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """The moment of this request."""
    return timezone.now()


def speaker(pack: Pack | None = None, procedure: Procedure | None = None) -> Speaker:
    """One who speaks the reader's language about a procedure's cases."""
    people = {key: member.name for key, member in access.organization().members.items()}
    return Speaker(language=language(), pack=pack, procedure=procedure, people=people, zone=zone())


def back_to(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """A redirect to the page named in the form's `next`, where that is a page of ours; else to `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if wanted and own else resolve_url(otherwise))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer for what is not there, and for what the reader may not see: it can't be told apart."""
    context = {"title": _("没有这一页"), "says": _("没有找到，或者不是您能看的。请检查单号，或回到工作台。")}
    return render(request, "web/errors/page.html", context, status=404)


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose page was opened too long ago, or in another session."""
    context = {"title": _("页面已过期"), "says": _("这一页打开太久，或您已重新登录。请返回并刷新后再提交。")}
    return render(request, "web/errors/page.html", context, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """The answer where something is wrong with Gendan itself."""
    context = {"title": _("出错了"), "says": _("系统出了错，已记录。您的单没有被改动，请稍后再试。")}
    return render(request, "web/errors/page.html", context, status=500)
