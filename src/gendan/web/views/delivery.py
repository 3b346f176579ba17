"""发送设置 The channels by which messages leave, how they fared in the last day, and a try to one's own address."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.notices.models import Outcome
from gendan.notices.ways_out import WayOut, try_out, ways_out
from gendan.notices.wording import channel_in_words, outcome_in_words
from gendan.web.views.administration import administrators_only
from gendan.web.views.common import language, now, person_of

VARIABLES: Final = {"mail": "GENDAN_SMTP_HOST", "sms": "GENDAN_SMS_URL", "robot": "GENDAN_ROBOT_URL"}


@administrators_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Every channel that leads out."""
    ways = [_way(each) for each in ways_out(now(request))]
    return render(request, "web/system/delivery.html", {"here": "delivery", "ways": ways})


@administrators_only
@require_POST
def try_one(request: HttpRequest, channel: str) -> HttpResponse:
    """A trial message to the reader's own address."""
    title, text = _("跟单试发"), _("收到这条消息，说明这个渠道能用。")
    outcome, said = try_out(channel, actor=person_of(request), at=now(request), title=title, text=text)
    if outcome is Outcome.SENT:
        messages.success(request, _("已发到 %(address)s，请查收。") % {"address": said})
    else:
        told = outcome_in_words(channel, outcome, language())
        messages.error(request, f"{told}{'：' if said else ''}{said[:300]}")
    return redirect("web:delivery")


def _way(way: WayOut) -> dict[str, object]:
    titles = {"host": _("服务器"), "tls": _("加密"), "user": _("帐号"), "from": _("发件人")}
    return {
        "name": way.name,
        "title": channel_in_words(way.name, language()),
        "configured": way.configured,
        "variable": VARIABLES[way.name],
        "set": [(titles[name], value) for name, value in way.set.items() if value],
        "outcomes": [(outcome_in_words(way.name, name, language()), count) for name, count in way.outcomes.items()],
        "waiting": way.waiting,
    }
