"""网络回调 Webhooks: who is told of what, what went out, what was answered; made, tried, paused, replayed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import library
from gendan.core.events import Kind
from gendan.notices.webhooks import actions, queries
from gendan.notices.webhooks.errors import WebhookRefused
from gendan.notices.webhooks.models import DeliveryState
from gendan.notices.webhooks.queries import PAGE, DeliveryView, TryView, WebhookView
from gendan.notices.webhooks.words import EVENTS, FAULTS, STATES, event_in_words
from gendan.web.views.administration import administrators_only, moment, number, people_options
from gendan.web.views.common import language, now, person_of
from gendan.web.views.grid import Act, Cell, Grid, Line
from gendan.web.views.list_page import Option

TONES: Final[Mapping[str, str]] = {"queued": "soon", "sent": "good", "failed": "late"}


@dataclass(frozen=True, slots=True)
class Department:
    """The procedures of a department, to be chosen among."""

    title: str
    procedures: list[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a webhook, new or changed."""

    address: str
    name: str
    where: str
    owners: list[Option]
    departments: list[Department]
    kinds: list[Option]
    button: str


@administrators_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All webhooks."""
    ended = "ended" in request.GET
    grid = Grid(
        [_("名称"), _("地址"), _("按谁的范围"), _("状态"), _("等着的"), _("失败的"), _("最近送达")],
        [_line(each) for each in queries.webhooks(ended=ended)],
        _("还没有订阅。别的系统要知道单据的动静时，建一个。"),
    )
    return render(request, "web/webhooks/list.html", {"here": "webhooks", "grid": grid, "ended": ended})


@administrators_only
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """A new webhook; its secret is told on the page that follows, and never again."""
    refused, sent = "", request.POST
    if request.method == "POST":
        try:
            made, secret = actions.subscribe(actor=person_of(request), at=now(request), **_given(sent))
        except WebhookRefused as no:
            refused = no.says(language())
        else:
            return _shown(request, made, secret=secret)
    owner = number(sent.get("owner")) or person_of(request)
    form = _form(
        reverse("web:webhook_new"),
        sent.get("name", ""),
        sent.get("address", ""),
        owner,
        sent.getlist("procedure"),
        sent.getlist("kind"),
        _("建立订阅"),
    )
    context = {"here": "webhooks", "form": form, "refused": refused}
    return render(request, "web/webhooks/new.html", context, status=422 if refused else 200)


@administrators_only
@require_GET
def page(request: HttpRequest, webhook: int) -> HttpResponse:
    """One webhook with its deliveries."""
    return _shown(request, webhook)


@administrators_only
@never_cache
@require_POST
def change(request: HttpRequest, webhook: int, what: str) -> HttpResponse:
    """Change, try, pause, resume or end it, or give it another secret."""
    actor, at, sent = person_of(request), now(request), request.POST
    said = _("已修改。")
    try:
        if what == "change":
            actions.change(webhook, actor=actor, at=at, **_given(sent))
        elif what == "ping":
            actions.ping(webhook, actor=actor, at=at)
            said = _("已排上，几秒后看结果。")
        elif what == "pause":
            actions.pause(webhook, actor=actor, at=at, reason=sent.get("reason", ""))
        elif what == "resume":
            actions.resume(webhook, actor=actor, at=at)
        elif what == "end":
            actions.end(webhook, actor=actor, at=at)
        elif what == "rotate":
            hours = number(sent.get("hours"))
            overlap = timedelta(hours=min(hours, 10_000)) if hours is not None else actions.OVERLAP
            secret = actions.rotate(webhook, actor=actor, at=at, overlap=overlap)
            return _shown(request, webhook, secret=secret)
        else:
            raise Http404
    except WebhookRefused as no:
        if no.code == "missing":
            raise Http404 from no
        return _shown(request, webhook, refused=no.says(language()), typed=sent if what == "change" else None)
    messages.success(request, said)
    return redirect("web:webhook", webhook)


@administrators_only
@require_GET
def delivery(request: HttpRequest, delivery: int) -> HttpResponse:
    """One delivery: what was sent, and what was answered at each try."""
    found = queries.exchanged(delivery)
    hook = queries.webhook(found.webhook) if found is not None else None
    if found is None or hook is None:
        raise Http404
    context = {
        "here": "webhooks",
        "hook": hook,
        "delivery": found,
        "title": f"{event_in_words(found.kind, language())} {found.number}".strip(),
        "state": STATES[found.state].in_language(language()),
        "tone": TONES[found.state],
        "replayable": bool(found.body) and hook.ended_at is None,
        "body": json.dumps(json.loads(found.body), ensure_ascii=False, indent=2) if found.body else "",
        "tries": [_try(each) for each in found.attempts],
    }
    return render(request, "web/webhooks/delivery.html", context)


@administrators_only
@require_POST
def replay(request: HttpRequest, delivery: int) -> HttpResponse:
    """Send it once more."""
    try:
        actions.replay(delivery, actor=person_of(request), at=now(request))
    except WebhookRefused as no:
        if no.code == "missing":
            raise Http404 from no
        messages.error(request, no.says(language()))
    else:
        messages.success(request, _("已排上，几秒后看结果。"))
    return redirect("web:delivery_of_webhook", delivery)


def _shown(
    request: HttpRequest, webhook: int, *, secret: str = "", refused: str = "", typed: QueryDict | None = None
) -> HttpResponse:
    hook = queries.webhook(webhook)
    if hook is None:
        raise Http404
    state, before = request.GET.get("state", ""), number(request.GET.get("before"))
    found = queries.deliveries(webhook, before=before, state=state)
    at = reverse("web:webhook", args=[webhook])
    following = f"{at}?state={state}&before={found[-1].id}" if len(found) == PAGE else ""
    grid = Grid(
        [_("事件"), _("单号"), _("状态"), _("次数"), _("时间"), _("送达或下次")],
        [_delivered(each) for each in found],
        _("还没有投递。点“试发一次”看对方收不收得到。"),
        following,
    )
    states = [Option(at, _("全部"), not state)]
    states += [Option(f"{at}?state={each}", STATES[each].in_language(language()), each == state) for each in STATES]
    context = {
        "here": "webhooks",
        "hook": hook,
        "grid": grid,
        "states": states,
        "secret": secret,
        "refused": refused,
        "before_until": _still(hook.before_until, now(request)),
        "form": _form_of(hook, typed),
    }
    return render(request, "web/webhooks/page.html", context, status=422 if refused else 200)


def _form_of(hook: WebhookView, typed: QueryDict | None) -> Form:
    address = reverse("web:webhook_change", args=[hook.id, "change"])
    if typed is None:
        return _form(address, hook.name, hook.address, hook.owner, hook.procedures, hook.kinds, _("修改"))
    owner = number(typed.get("owner")) or 0
    procedures, kinds = typed.getlist("procedure"), typed.getlist("kind")
    return _form(address, typed.get("name", ""), typed.get("address", ""), owner, procedures, kinds, _("修改"))


def _form(
    address: str,
    name: str,
    where: str,
    owner: int,
    procedures: list[str] | tuple[str, ...],
    kinds: list[str] | tuple[str, ...],
    button: str,
) -> Form:
    departments = [
        Department(
            pack.title.in_language(language()),
            [
                Option(known, each.title.in_language(language()), known in procedures)
                for each in pack.procedures.values()
                for known in [f"{pack.name}.{each.name}"]
            ],
        )
        for _number, pack in library.active_packs()
        if pack.procedures
    ]
    return Form(
        address=address,
        name=name,
        where=where,
        owners=people_options(owner, all_of_them=False),
        departments=departments,
        kinds=[Option(kind.value, EVENTS[kind.value].in_language(language()), kind.value in kinds) for kind in Kind],
        button=button,
    )


def _given(sent: QueryDict) -> dict[str, Any]:
    return {
        "name": sent.get("name", ""),
        "address": sent.get("address", ""),
        "owner": number(sent.get("owner")) or 0,
        "procedures": sent.getlist("procedure"),
        "kinds": sent.getlist("kind"),
    }


def _line(hook: WebhookView) -> Line:
    if hook.ended_at is not None:
        state = Cell(_("已结束"), tone="late")
    elif hook.paused_at is not None:
        state = Cell(_("已暂停"), tone="soon")
    else:
        state = Cell(_("在用"), tone="good")
    return Line(
        str(hook.id),
        [
            Cell(hook.name, reverse("web:webhook", args=[hook.id]), kind="id"),
            Cell(hook.address, kind="wide"),
            Cell(hook.owner_name),
            state,
            Cell(str(hook.waiting), kind="number"),
            Cell(str(hook.failed), tone="late") if hook.failed else Cell("0", kind="number"),
            Cell(moment(hook.last_sent_at), kind="quiet"),
        ],
    )


def _delivered(each: DeliveryView) -> Line:
    again = each.state == DeliveryState.FAILED
    acts = (Act(_("重发"), reverse("web:delivery_replay", args=[each.id])),) if again else ()
    return Line(
        str(each.id),
        [
            Cell(event_in_words(each.kind, language()), reverse("web:delivery_of_webhook", args=[each.id]), kind="id"),
            Cell(each.number, kind="number"),
            Cell(STATES[each.state].in_language(language()), tone=TONES[each.state]),
            Cell(str(each.tries), kind="number"),
            Cell(moment(each.at), kind="quiet"),
            Cell(moment(each.sent_at or each.next_at), kind="quiet"),
        ],
        acts,
    )


def _try(each: TryView) -> dict[str, object]:
    taken = each.status is not None and 200 <= each.status < 300
    says = str(each.status) if each.status is not None else FAULTS[each.fault].in_language(language())
    return {
        "at": moment(each.at),
        "says": says,
        "tone": "good" if taken else "late",
        "milliseconds": each.milliseconds,
        "answer": each.answer,
        "sent": list(each.sent.items()),
    }


def _still(until: datetime | None, at: datetime) -> str:
    return moment(until) if until is not None and until > at else ""
