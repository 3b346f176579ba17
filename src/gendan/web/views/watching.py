"""关注和提到 Watching a case, the cases that one watches, and who can be named in a remark."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import mentions, queries, watching
from gendan.web.views.common import now, person_of
from gendan.web.views.rows import Column, Table, heads, mixed


@login_required
@require_POST
def watch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Watch the case, or no more."""
    person, moment = person_of(request), now(request)
    found = queries.seen_case(uid, person=person, at=moment)
    if found is None:
        raise Http404
    if watching.unwatch(found.case.id, person=person):
        messages.info(request, _("不再关注 %(number)s。") % {"number": found.case.number})
    else:
        watching.watch(found.case.id, person=person, at=moment)
        says = _("已关注 %(number)s：别人对它做了什么，会给您发消息。")
        messages.success(request, says % {"number": found.case.number})
    return redirect("web:case", uid)


@login_required
def watched(request: HttpRequest) -> HttpResponse:
    """The cases that the reader watches."""
    moment = now(request)
    rows = mixed(watching.watched(person=person_of(request), at=moment), moment)
    title = _("关注的单")
    table = Table(
        name="watched",
        title=title,
        count=str(len(rows)),
        columns=(*heads(), Column(title=_("内容"))),
        rows=rows,
        empty=_("还没有关注的单。打开一张单，按 v 关注：别人对它做了什么，会给您发消息。"),
    )
    return render(request, "web/bench/part.html", {"sections": [table], "title": title, "here": "watched"})


@login_required
@require_GET
def colleagues(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who may be meant by what was typed behind an @ so far: names of those who see the case."""
    person, moment = person_of(request), now(request)
    found = queries.seen_case(uid, person=person, at=moment)
    if found is None:
        raise Http404
    case = mentions.Sighted.of(found.stored, found.actor, found.basis, moment, found.epoch)
    offered = mentions.offered(request.GET.get("q", "")[:40], case, but=person)
    return JsonResponse({"names": [member.name for member in offered]})
