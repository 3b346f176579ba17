"""作业 Work behind the pages: what waits, what failed and why; tried again, or given up with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import failures
from gendan.cases.failures import JobView, OutboxView
from gendan.core.refusals import Refused
from gendan.web.views.administration import administrators_only, moment
from gendan.web.views.common import now, person_of
from gendan.web.views.grid import Act, Cell, Grid, Line

Change = Callable[[int, int, datetime, str], None]

CHANGES: Mapping[str, Change] = {
    "retry-job": lambda key, by, at, _reason: failures.retry_job(key, by=by, at=at),
    "give-up-job": lambda key, by, at, reason: failures.give_up_job(key, by=by, at=at, reason=reason),
    "retry-outbox": lambda key, by, at, _reason: failures.retry_outbox(key, by=by, at=at),
    "give-up-outbox": lambda key, by, at, reason: failures.give_up_outbox(key, by=by, at=at, reason=reason),
}


@administrators_only
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """How work stands, and what failed."""
    heads = [_("作业"), _("编号"), _("次数"), _("时间")]
    context = {
        "here": "jobs",
        "standing": failures.standing(now(request)),
        "failed": Grid(heads, [_job(each, failed=True) for each in failures.jobs("failed")], _("没有失败的作业。")),
        "waiting": Grid(
            heads, [_job(each, failed=False) for each in failures.jobs("doing", "todo")], _("没有等着的作业。")
        ),
        "undone": Grid(
            [_("单号"), _("后续处理"), _("次数"), _("原因"), _("下次")],
            [_outbox(each) for each in failures.undone()],
            _("没有办不成的后续处理。"),
        ),
    }
    return render(request, "web/system/jobs.html", context)


@administrators_only
@require_POST
def change(request: HttpRequest, what: str, key: int) -> HttpResponse:
    """Try one again, or give it up."""
    does = CHANGES.get(what)
    if does is None:
        raise Http404
    try:
        does(key, person_of(request), now(request), request.POST.get("reason", ""))
    except Refused as refused:
        if any(reason.code == "needs.reason" for reason in refused.reasons):
            messages.error(request, _("请写明为什么放弃。"))
        else:
            messages.error(request, _("它已经不在等待处理的失败里了。"))
    else:
        messages.success(request, _("已排上，马上重试。") if what.startswith("retry") else _("已放弃，原因已记录。"))
    return redirect("web:jobs")


def _job(job: JobView, *, failed: bool) -> Line:
    given = ", ".join(f"{name}={value}" for name, value in job.given.items() if name != "timestamp")
    cells = [
        Cell(job.task.removeprefix("gendan."), kind="id"),
        Cell(given, kind="quiet wide"),
        Cell(str(job.attempts), kind="number"),
        Cell(moment(job.at), kind="quiet"),
    ]
    acts = (
        (
            Act(_("重试"), reverse("web:job_change", args=["retry-job", job.id])),
            Act(_("放弃"), reverse("web:job_change", args=["give-up-job", job.id]), grave=True, asks=_("为什么放弃")),
        )
        if failed
        else ()
    )
    return Line(str(job.id), cells, acts)


def _outbox(row: OutboxView) -> Line:
    return Line(
        str(row.id),
        [
            Cell(row.number, reverse("web:case", args=[row.uid]), kind="id") if row.uid else Cell("—"),
            Cell(row.word),
            Cell(str(row.tries), kind="number"),
            Cell(row.error, kind="wide"),
            Cell(_("不再自动重试"), tone="late") if row.given_up else Cell(moment(row.next_at), kind="quiet"),
        ],
        (
            Act(_("重试"), reverse("web:job_change", args=["retry-outbox", row.id])),
            Act(
                _("放弃"), reverse("web:job_change", args=["give-up-outbox", row.id]), grave=True, asks=_("为什么放弃")
            ),
        ),
    )
