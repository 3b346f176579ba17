"""工作日历 The calendars by which deadlines count: a year at a time, seen by all who work here, changed by
administrators, with what a change would do to running deadlines told before it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gendan.cases import regional, site
from gendan.cases.regional import Department
from gendan.core.calendar_mapping import to_mapping
from gendan.core.refusals import Refused
from gendan.core.worktime import FIRST_YEAR, LAST_YEAR, Calendar, CalendarError
from gendan.people import access, actions
from gendan.people.actions.authority import is_administrator
from gendan.people.calendars import CalendarVersion, calendar, calendar_names, calendar_versions
from gendan.people.errors import ActRefused
from gendan.people.models import Person
from gendan.people.wording import act_refused
from gendan.web.views import calendar_page, site_page
from gendan.web.views.administration import signed
from gendan.web.views.common import language, now, person_of, speaker
from gendan.web.views.list_page import Option
from gendan.web.views.site import LOOK

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The calendars, and by which each department runs. Sent by an administrator: another one for a department, looked
    at first; or a new one, which begins as a copy.
    """
    administers = is_administrator(_colleague(request))
    spoken = speaker()
    sent: Mapping[str, str] = request.POST.dict()
    effect, refused = None, ""
    if request.method == "POST":
        if not administers:
            raise Http404
        if sent.get("change") == "new":
            refused = _begun(request, sent)
            if not refused:
                return redirect("web:calendar", sent["name"].strip())
        else:
            effect = _chosen(request, sent)
            if effect is None:
                messages.success(request, _("已修改。在办的单，时限正按这个日历重算。"))
                return redirect("web:calendars")
    names = calendar_names()
    standing = regional.departments()
    used: dict[str, list[str]] = {}
    for each in standing:
        used.setdefault(each.calendar, []).append(spoken.say(each.pack.title))
    context = {
        "here": "calendars",
        "rows": [
            {"name": name, "used": spoken.listed(used.get(name, [])), "version": _version(calendar_versions(name)[0])}
            for name in names
        ],
        "departments": [
            {
                "pack": each.pack.name,
                "title": spoken.say(each.pack.title),
                "calendar": each.calendar,
                "own": each.own,
                "signed": signed(each.last.at, each.last.by, spoken) if each.last is not None else "",
                "reason": each.last.reason if each.last is not None else "",
                "options": [
                    Option(name, name, name == (sent["calendar"] if _is_of(sent, each) else each.calendar))
                    for name in names
                ],
                "looked": effect is not None and _is_of(sent, each),
                "typed": sent.get("reason", "") if _is_of(sent, each) else "",
            }
            for each in standing
        ],
        "names": names,
        "administers": administers,
        "effect": effect,
        "refused": refused,
        "sent": sent,
    }
    return render(request, "web/calendars/list.html", context, status=422 if refused else 200)


def _is_of(sent: Mapping[str, str], each: Department) -> bool:
    return sent.get("change") == "department" and sent.get("pack") == each.pack.name and "calendar" in sent


def _chosen(request: HttpRequest, sent: Mapping[str, str]) -> site_page.Effect | None:
    """What the calendar that was chosen for a department would do; None where it has been put in force. Raises Http404
    for a department or calendar that is not here.
    """
    pack, name = sent.get("pack", ""), sent.get("calendar", "")
    try:
        if sent.get("step") == LOOK:
            return site_page.effect(regional.foresee(pack, name, at=now(request)), speaker(), now(request))
        regional.choose(pack, name, by=person_of(request), at=now(request), reason=sent.get("reason", "").strip()[:200])
    except Refused:
        raise Http404 from None
    return None


def _begun(request: HttpRequest, sent: Mapping[str, str]) -> str:
    """Begin a new calendar as a copy of one that is here; gives what is wrong with it."""
    name, like = sent.get("name", "").strip(), sent.get("like", "")
    if name in calendar_names():
        return _("已有日历“%(name)s”。") % {"name": name}
    if not _NAME.fullmatch(name):
        return _("日历的名称用小写英文字母、数字和下划线，字母开头，如 guangxi。")
    if like not in calendar_names():
        raise Http404
    site.change_calendar({**to_mapping(calendar(like)), "name": name}, by=person_of(request), at=now(request))
    messages.success(request, _("已建日历“%(name)s”，内容与“%(like)s”一样。") % {"name": name, "like": like})
    return ""


@login_required
def year(request: HttpRequest, name: str) -> HttpResponse:
    """A year of a calendar. Sent by an administrator, a change of days or of the week: looked at first, then made."""
    person = _colleague(request)
    administers = is_administrator(person)
    versions = calendar_versions(name)
    if not versions:
        raise Http404
    number = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == number), versions[0])
    found = calendar(name, shown.number)
    refused = ""
    effect = None
    sent: Mapping[str, str] = request.POST.dict()
    proposed = found
    if request.method == "POST":
        if not administers:
            raise Http404
        try:
            said = _changed(found, sent)
            if sent.get("step") == LOOK:
                effect = site_page.effect(site.foresee_calendar(said, at=now(request)), speaker(), now(request))
                proposed = actions.read_calendar(said)
            else:
                site.change_calendar(said, by=person, at=now(request))
                messages.success(request, _("日历已修改。在办的单，时限正按新日历重算。"))
                return redirect(f"{request.path}?year={_year(request, sent)}")
        except CalendarError as error:
            refused = _("不能这样改：%(says)s") % {"says": _wrong(error)}
        except ActRefused as act:
            problem = act.parameters.get("problem")
            wrong = act_refused(act, language()) if problem is None else _wrong(CalendarError(str(problem)))
            refused = _("不能这样改：%(says)s") % {"says": wrong}
    at = _year(request, sent)
    context = {
        "here": "calendars",
        "name": name,
        "year": at,
        "before": at - 1 if at > FIRST_YEAR else None,
        "after": at + 1 if at < LAST_YEAR else None,
        "months": calendar_page.months(proposed, at),
        "holidays": calendar_page.holidays(proposed, at),
        "known": calendar_page.known(found, at),
        "zone": found.zone,
        "weekdays": calendar_page.weekdays(proposed),
        "standard_day": calendar_page.hours_in_words(proposed.standard_day),
        "announced": " ".join(map(str, sorted(proposed.announced or ()))),
        "open_days": sum(cell.sort in ("open", "worked", "other") for cell in _cells(proposed, at)),
        "whats": _whats(sent.get("what", "closed")),
        "versions": [(each, _version(each), each.number == shown.number) for each in versions],
        "old": shown.number != versions[0].number,
        "administers": administers and shown.number == versions[0].number,
        "effect": effect,
        "refused": refused,
        "sent": sent,
    }
    return render(request, "web/calendars/year.html", context, status=422 if refused else 200)


def _changed(found: Calendar, sent: Mapping[str, str]) -> dict[str, object]:
    return (
        calendar_page.with_week(found, sent) if sent.get("change") == "week" else calendar_page.with_days(found, sent)
    )


def _cells(found: Calendar, at: int) -> list[calendar_page.DayCell]:
    return [
        cell for month in calendar_page.months(found, at) for week in month.weeks for cell in week if cell is not None
    ]


def _year(request: HttpRequest, sent: Mapping[str, str]) -> int:
    wanted = sent.get("first", "")[:4] or sent.get("year", "") or request.GET.get("year", "")
    if wanted.isdecimal() and FIRST_YEAR <= int(wanted) <= LAST_YEAR:
        return int(wanted)
    return access.day_of(now(request)).year


def _whats(chosen: str) -> list[Option]:
    titles = {
        "closed": _("不上班（放假）"),
        "standard": _("上班，按标准日（如调休）"),
        "hours": _("上班，另定时间"),
        "week": _("按每周的安排（取消例外）"),
    }
    return [Option(value, title, value == chosen) for value, title in titles.items()]


def _version(version: CalendarVersion) -> str:
    spoken = speaker()
    if version.at is None:
        return _("随跟单自带")
    return f"{version.number} · {spoken.person(version.by or 0)} · {spoken.moment(version.at)}"


def _wrong(error: CalendarError) -> str:
    """What is wrong with a calendar, in words."""
    words = {
        "hours": _("时间段要先后相接、不重叠、不跨天，如 09:00-12:00, 13:30-18:00。"),
        "no_working_day": _("一周里至少要有一天上班。"),
        "closed_too_long": _("连续不上班不能超过 366 天。"),
        "out_of_range": _("只能改 1971 年到 2199 年。"),
    }
    return words.get(error.code, _("日期写成 2026-10-01，时间写成 09:00-12:00, 13:30-18:00，年份写成 2026 2027。"))


def _colleague(request: HttpRequest) -> int:
    """Who reads. Who acts for an outside party is not shown the company's calendars."""
    reader = Person.objects.get(pk=person_of(request))
    if reader.party:
        raise Http404
    return reader.pk
