"""Begin and end a look with somebody else's eyes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.people.errors import ActRefused
from gendan.people.wording import act_refused
from gendan.web.trying import begin, end, while_trying
from gendan.web.views.administration import administrators_only, number
from gendan.web.views.common import language, now


@administrators_only
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look with the eyes of the person that was sent."""
    try:
        begin(request, number(request.POST.get("person")) or 0, at=now(request))
    except ActRefused as refused:
        messages.error(request, act_refused(refused, language()))
        return redirect("web:rights")
    return redirect("web:bench")


@while_trying
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    end(request)
    messages.success(request, _("已退出，现在是您自己。"))
    return redirect("web:rights")
