"""What the views share: who reads, where to go back to, and answers that are not pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gendan.cases import attachments, library
from gendan.cases.prose import Speaker
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.people import access
from gendan.people.middleware import moment_of

YEAR: Final = 365 * 24 * 3600


def person_of(request: HttpRequest) -> int:
    """The id of who is signed in. The views that ask are behind `login_required`."""
    return int(request.user.pk or 0)


def language() -> str:
    """The reader's language."""
    return translation.get_language() or settings.LANGUAGE_CODE


def zone() -> ZoneInfo:
    """The zone in which the site thinks."""
    return ZoneInfo(settings.TIME_ZONE)


def now(request: HttpRequest) -> datetime:
    """The moment of the request, one for all that happens in it."""
    return moment_of(request)


def one_line(text: str) -> str:
    """What was typed into one line: 100 characters of it, without signs that no keyboard has and blanks around."""
    return "".join(each if each.isprintable() else " " for each in text).strip()[:100]


def keep_in_browser(response: HttpResponse, name: str, value: str) -> None:
    """Keep a choice of the reader in his browser for a year."""
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)


def speaker(pack: Pack | None = None, procedure: Procedure | None = None, epoch: int | None = None) -> Speaker:
    """One who speaks the reader's language about a procedure's cases. `epoch` where it has been read already."""
    people = {key: member.name for key, member in access.organization(epoch).members.items()}
    return Speaker(language=language(), pack=pack, procedure=procedure, people=people, zone=zone())


def manual_of(full_name: str) -> tuple[Pack, Procedure] | tuple[None, None]:
    """The active pack and the procedure that `pack.procedure` names, None where they are not here any more."""
    name, _dot, bare = full_name.partition(".")
    for _number, each in library.active_packs():
        if each.name == name and bare in each.procedures:
            return each, each.procedures[bare]
    return None, None


def keeper(request: HttpRequest, faults: list[Reason]) -> Callable[[UploadedFile], Mapping[str, object]]:
    """Keeps an uploaded file and gives its value; what is wrong with it is added to `faults`."""

    def keep(upload: UploadedFile) -> Mapping[str, object]:
        try:
            return attachments.store(upload, name=upload.name or "", by=person_of(request), at=now(request))
        except Refused as refused:
            faults.extend(refused.reasons)
            return {}

    return keep


def back_to(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """A redirect to the page named in the form's `next`, where that is a page of ours; else to `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return HttpResponseRedirect(own_address(request, wanted) or resolve_url(otherwise))


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address, where it is one of our pages; else nothing: nobody is led elsewhere by a link to us."""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and own else ""


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
