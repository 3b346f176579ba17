"""工作日历 The calendars by which deadlines count: seen by colleagues, changed by administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast

from django.http import HttpRequest
from ninja import Query, Router

from gendan.api.addresses import ElementName, PackName
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.foreseeing import foreseen
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.base import TextTold
from gendan.api.schemas.calendar import (
    CalendarChoice,
    CalendarGiven,
    CalendarInFull,
    CalendarLine,
    CalendarsTold,
    CalendarVersionTold,
    DepartmentCalendar,
    DepartmentCalendarGiven,
    ForeseenTold,
)
from gendan.cases import regional, site
from gendan.core.calendar_mapping import to_mapping
from gendan.people import access
from gendan.people.calendars import calendar, calendar_names, calendar_versions, holidays_observed

router = Router(tags=["calendars"])


@operation(router, "GET", "/calendars", scope=Scope.READ, gives=CalendarsTold)
def list_calendars(request: HttpRequest) -> CalendarsTold:
    """The calendars, with the packs that run by each."""
    _demand_colleague(caller_of(request))
    used: dict[str, list[str]] = {}
    for each in regional.departments():
        used.setdefault(each.calendar, []).append(each.pack.name)
    return CalendarsTold(
        calendars=[
            CalendarLine(name=name, versions=len(calendar_versions(name)), packs=used.get(name, []))
            for name in calendar_names()
        ]
    )


@operation(router, "GET", "/calendars/{name}", scope=Scope.READ, gives=CalendarInFull)
def get_calendar(
    request: HttpRequest,
    name: ElementName,
    version: Annotated[int | None, Query(ge=0, le=2**31 - 1, description="A version; left out: the newest.")] = None,
) -> CalendarInFull:
    """A calendar in one of its versions."""
    _demand_colleague(caller_of(request))
    return _in_full(name, version)


@operation(router, "POST", "/calendars/{name}/effect", scope=Scope.ADMIN, gives=ForeseenTold)
def foresee_calendar(request: HttpRequest, name: ElementName, body: CalendarGiven) -> ForeseenTold:
    """What would become of the deadlines that run if the calendar were so. Nothing is changed."""
    caller = caller_of(request)
    demand_administrator(caller)
    return foreseen(site.foresee_calendar(_said(name, body), at=caller.at))


@operation(router, "PUT", "/calendars/{name}", scope=Scope.ADMIN, gives=CalendarInFull)
def change_calendar(request: HttpRequest, name: ElementName, body: CalendarGiven) -> CalendarInFull:
    """Put a new version of a calendar in force. Clocks that run by it are computed anew; both due times stay."""
    caller = caller_of(request)
    demand_administrator(caller)
    site.change_calendar(_said(name, body), by=caller.person, at=caller.at)
    return _in_full(name, None)


@operation(router, "GET", "/packs/{pack}/calendar", scope=Scope.ADMIN, gives=DepartmentCalendar)
def get_calendar_of(request: HttpRequest, pack: PackName) -> DepartmentCalendar:
    """The calendar by which a department runs."""
    demand_administrator(caller_of(request))
    return _of(pack)


@operation(router, "POST", "/packs/{pack}/calendar/effect", scope=Scope.ADMIN, gives=ForeseenTold)
def foresee_calendar_of(request: HttpRequest, pack: PackName, body: DepartmentCalendarGiven) -> ForeseenTold:
    """What would become of the deadlines that run if a department ran by this calendar. Nothing is changed."""
    caller = caller_of(request)
    demand_administrator(caller)
    return foreseen(regional.foresee(pack, body.calendar, at=caller.at))


@operation(router, "PUT", "/packs/{pack}/calendar", scope=Scope.ADMIN, gives=DepartmentCalendar)
def choose_calendar_of(request: HttpRequest, pack: PackName, body: DepartmentCalendarGiven) -> DepartmentCalendar:
    """Let a department run by a calendar. Clocks that run are computed anew; both due times stay."""
    caller = caller_of(request)
    demand_administrator(caller)
    regional.choose(pack, body.calendar, by=caller.person, at=caller.at, reason=body.reason)
    return _of(pack)


def _of(pack: str) -> DepartmentCalendar:
    found, history = regional.department(pack)
    return DepartmentCalendar(
        calendar=found.calendar,
        own=found.own,
        history=[
            CalendarChoice(
                calendar=str(each.value) if each.value is not None else None,
                by=each.by,
                at=each.at,
                reason=each.reason,
            )
            for each in history
        ],
    )


def _said(name: str, body: CalendarGiven) -> Mapping[str, object]:
    said = {**body.dict(), "name": name}
    if said["announced"] is None:
        del said["announced"]
    return said


def _in_full(name: str, version: int | None) -> CalendarInFull:
    versions = calendar_versions(name)
    numbers = [each.number for each in versions]
    number = version if version is not None else next(iter(numbers), -1)
    if number not in numbers:
        raise missing()
    found = calendar(name, number)
    said = to_mapping(found)
    return CalendarInFull(
        name=name,
        number=number,
        zone=str(said["zone"]),
        week=cast("dict[str, list[str]]", said["week"]),
        days=cast("dict[str, list[str] | str]", said["days"]),
        holidays={
            day.isoformat(): TextTold(zh=holiday.zh, en=holiday.en) for day, holiday in holidays_observed(found).items()
        },
        standard_day=cast("list[str]", said["standard_day"]),
        announced=cast("list[int] | None", said.get("announced")),
        versions=[CalendarVersionTold(number=each.number, by=each.by, at=each.at) for each in versions],
    )


def _demand_colleague(caller: Caller) -> None:
    """Who acts for an outside party is not shown the company's calendars."""
    if access.organization().members[caller.person].party is not None:
        raise missing()
