"""系统 How the installation stands, for its administrators: rights, series, jobs, health, channels."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from gendan.api.addresses import ElementName, Number, PackName
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.system import (
    AllSeriesTold,
    ChannelsTold,
    ChannelTold,
    FieldRightTold,
    FieldSight,
    GapTold,
    GivenUp,
    HealthLine,
    HealthTold,
    JobsTold,
    JobTold,
    NumberSeriesTold,
    ProcedureRightsTold,
    RightsTold,
    SeriesInFull,
    SightTold,
    TriedTold,
    UndoneTold,
)
from gendan.api.speaking import speaker
from gendan.cases import failures, library
from gendan.cases.models import PackVersion
from gendan.cases.queries.series import SeriesView, gaps, one_series, series
from gendan.cases.rights import ProcedureRights, rights
from gendan.notices.health import health, worst
from gendan.notices.health_words import WORDS
from gendan.notices.ways_out import try_out, ways_out

router = Router(tags=["system"])


@operation(router, "GET", "/packs/{pack}/rights", scope=Scope.ADMIN, gives=RightsTold)
def get_rights(request: HttpRequest, pack: PackName, version: str | None = None) -> RightsTold:
    """What each post may do and see, in the active version of a pack or in the one that `version` names."""
    caller = _administrator(request)
    rows = PackVersion.objects.filter(name=pack)
    found = (rows.filter(active=True) if version is None else rows.filter(version=version)).order_by("-id").first()
    if found is None:
        raise missing()
    read = library.pack(found.pk)
    spoken = speaker(caller.language, read)
    return RightsTold(
        pack=read.name,
        version=found.version,
        hash=found.hash,
        active=found.active,
        procedures=[_rights(each, spoken.say(each.procedure.title)) for each in rights(read)],
    )


@operation(router, "GET", "/series", scope=Scope.ADMIN, gives=AllSeriesTold, problems=(401, 403))
def list_series(request: HttpRequest) -> AllSeriesTold:
    """Every series of numbers."""
    _administrator(request)
    return AllSeriesTold(series=[NumberSeriesTold(**_series(each)) for each in series(library.gapless_procedures())])


@operation(router, "GET", "/series/{series}", scope=Scope.ADMIN, gives=SeriesInFull)
def get_number_series(request: HttpRequest, series: Number) -> SeriesInFull:
    """One series, with the numbers that no case has."""
    _administrator(request)
    found = one_series(series, library.gapless_procedures())
    if found is None:
        raise missing()
    counted = gaps(found)
    runs = [GapTold(first=first, last=last) for first, last in counted.runs]
    return SeriesInFull(**_series(found), used=counted.used, missing=counted.missing, gaps=runs)


@operation(router, "GET", "/jobs", scope=Scope.ADMIN, gives=JobsTold, problems=(401, 403))
def list_jobs(request: HttpRequest) -> JobsTold:
    """How jobs and what follows commands stand, and what of them failed."""
    caller = _administrator(request)
    found = failures.standing(caller.at)
    return JobsTold(
        jobs=dict(found.jobs),
        workers=found.workers,
        worker_seen_at=found.worker_seen_at,
        outbox_waiting=found.outbox_waiting,
        outbox_again=found.outbox_again,
        outbox_dead=found.outbox_dead,
        failed=[
            JobTold(id=each.id, task=each.task, given=dict(each.given), attempts=each.attempts, at=each.at)
            for each in failures.jobs("failed")
        ],
        undone=[UndoneTold(**asdict(each)) for each in failures.undone()],
    )


@operation(router, "POST", "/jobs/{job}/retry", scope=Scope.ADMIN, gives=None, status=204)
def retry_job(request: HttpRequest, job: Number) -> Status[None]:
    """Have a failed job run again."""
    caller = _administrator(request)
    failures.retry_job(job, by=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "POST", "/jobs/{job}/give-up", scope=Scope.ADMIN, gives=None, status=204)
def give_up_job(request: HttpRequest, job: Number, body: GivenUp) -> Status[None]:
    """Let a failed job be."""
    caller = _administrator(request)
    failures.give_up_job(job, by=caller.person, at=caller.at, reason=body.reason)
    return Status(204, None)


@operation(router, "POST", "/outbox/{row}/retry", scope=Scope.ADMIN, gives=None, status=204)
def retry_outbox(request: HttpRequest, row: Number) -> Status[None]:
    """Try what follows a command again."""
    caller = _administrator(request)
    failures.retry_outbox(row, by=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "POST", "/outbox/{row}/give-up", scope=Scope.ADMIN, gives=None, status=204)
def give_up_outbox(request: HttpRequest, row: Number, body: GivenUp) -> Status[None]:
    """Let what follows a command be, for good."""
    caller = _administrator(request)
    failures.give_up_outbox(row, by=caller.person, at=caller.at, reason=body.reason)
    return Status(204, None)


@operation(router, "GET", "/health", scope=Scope.ADMIN, gives=HealthTold, problems=(401, 403))
def get_health(request: HttpRequest) -> HealthTold:
    """How the installation fares, line by line."""
    caller = _administrator(request)
    lines = health(caller.at)
    return HealthTold(
        mark=worst(lines).value,
        lines=[
            HealthLine(
                code=each.code,
                mark=each.mark.value,
                title=WORDS[each.code].title.in_language(caller.language),
                advice=WORDS[each.code].advice.in_language(caller.language),
                figures={name: shown(value) for name, value in each.figures.items()},
            )
            for each in lines
        ],
    )


@operation(router, "GET", "/channels", scope=Scope.ADMIN, gives=ChannelsTold, problems=(401, 403))
def list_channels(request: HttpRequest) -> ChannelsTold:
    """By which channels messages leave, and how they fared in the last day."""
    caller = _administrator(request)
    return ChannelsTold(channels=[ChannelTold(**asdict(each)) for each in ways_out(caller.at)])


@operation(router, "POST", "/channels/{channel}/try", scope=Scope.ADMIN, gives=TriedTold)
def try_channel(request: HttpRequest, channel: ElementName) -> TriedTold:
    """Send the caller a trial message by a channel."""
    caller = _administrator(request)
    text = "收到这条消息，说明这个渠道能用。If you read this, the channel works."
    outcome, detail = try_out(channel, actor=caller.person, at=caller.at, title="Gendan", text=text)
    return TriedTold(outcome=outcome.value, detail=detail)


def _administrator(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    demand_administrator(caller)
    return caller


def _series(found: SeriesView) -> dict[str, Any]:
    return {**asdict(found), "next": found.next}


def _rights(found: ProcedureRights, title: str) -> ProcedureRightsTold:
    return ProcedureRightsTold(
        procedure=found.procedure.name,
        title=title,
        sight={
            post: SightTold(everything=each.everything, states=list(each.states)) for post, each in found.sight.items()
        },
        actions={
            name: {post: [way.value for way in ways] for post, ways in of.items()} for name, of in found.actions.items()
        },
        fields={
            name: {
                post: FieldRightTold(
                    sees=[FieldSight(sees=sees.value, after=after or None) for sees, after in each.sees],
                    fills=list(each.fills),
                )
                for post, each in of.items()
            }
            for name, of in found.fields.items()
        },
        others={name: list(each) for name, each in found.others.items()},
    )
