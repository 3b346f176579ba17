"""What goes on besides the orders: a plan and its tasks, an announcement, complaints, a suggestion, a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from gendan.cases import outbox, ticking
from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from gendan.core.worktime import Calendar
from gendan.measures import periods
from gendan.measures.reports.declared import declared
from gendan.measures.reports.making import open_reports
from gendan.people.calendars import calendar

CHECKED = {"person": True, "content": True, "wish": True}


def matters(staff: Mapping[str, int], now: datetime) -> None:
    """Have the common matters of the last two days happen, up to `now`."""
    _Matters(staff, now, calendar("standard")).happen()


class _Matters:
    def __init__(self, staff: Mapping[str, int], now: datetime, working: Calendar) -> None:
        self._staff = staff
        self._now = now
        self._zone = working.timezone
        day = working.working_day_before(working.local(now).date() - timedelta(days=1))
        self._morning = working.opening(day)

    def happen(self) -> None:
        """Yesterday's morning to now."""
        early, noon = self._morning + timedelta(minutes=10), self._morning + timedelta(hours=3)
        self._announce(early, noon)
        self._plan(early, noon)
        self._complaints(early, noon)
        self._suggest(early)
        self._report()
        self._pass_time(self._now)

    def _announce(self, early: datetime, noon: datetime) -> None:
        case = self._open(
            "announcement",
            "zhoumin",
            early,
            subject="大促期间审单安排",
            sort="change",
            text="大促三天审单分早晚两班，高额订单当面交接，班后在群里报未审数。",
            from_day=self._now.astimezone(self._zone).date() + timedelta(days=3),
        )
        self._do(case, "issue", "zhoumin", early)
        for name in ("xuli", "hejing", "gaolan", "hanlei"):
            self._do(self._child(case, name), "confirm", name, noon)

    def _child(self, case: int, name: str) -> int:
        from gendan.cases.models import Case

        return Case.objects.get(parent=case, holder=self._staff[name]).pk

    def _plan(self, early: datetime, noon: datetime) -> None:
        case = self._open("plan", "zhoumin", early, author=self._staff["zhoumin"])
        items = [
            ("大促前核对高额订单规则", "规则表逐条核对", "zhengjie", 30),
            ("整理退款原因", "前十类退款原因及数量", "matao", 78),
            ("新审单员带教", "独立审单一天无退回", "xuli", 150),
        ]
        rows = [
            {"what": what, "standard": standard, "doer": self._staff[doer], "due_at": early + timedelta(hours=hours)}
            for what, standard, doer, hours in items
        ]
        self._do(case, "submit", "zhoumin", early, month=f"{early.astimezone(self._zone):%Y-%m}", items=rows)
        self._do(case, "approve", "linyue", noon)

    def _complaints(self, early: datetime, noon: datetime) -> None:
        about = {"verified": CHECKED, "grade": "ordinary"}
        first = self._open(
            "complaint",
            "hejing",
            early,
            complainant="陈女士",
            phone="13900000001",
            channel="chat",
            words="少一只鞋垫",
        )
        self._do(first, "assign", "hejing", early, about="delivery", handler=self._staff["hanlei"], **about)
        self._do(first, "solve", "hanlei", noon, findings="打包时漏放", solution="当日补发并附致歉卡")
        self._do(first, "answer", "hejing", noon, result="已告知补发单号")
        second = self._open(
            "complaint", "hejing", noon, complainant="孙先生", phone="13900000002", channel="phone", words="发错尺码"
        )
        self._do(second, "assign", "hejing", noon, about="quality", handler=self._staff["luoqiang"], **about)
        self._open("complaint", "hejing", self._now, complainant="吴女士", channel="platform", words="客服回复慢")

    def _suggest(self, early: datetime) -> None:
        self._open(
            "suggestion",
            "matao",
            early,
            subject="合并同址订单时提示发票",
            details="同一地址的订单有的要发票有的不要，合并后容易漏。",
            about="flow",
        )

    def _report(self) -> None:
        """The month's report, which is looked over before the month is over."""
        period = periods.at("month", self._now, self._zone)
        for outcome in open_reports(declared("shop_review.month"), period, self._now):
            if not outcome.done:
                raise RuntimeError(f"a report was refused: {outcome.reasons[0].code}")

    def _open(self, procedure: str, name: str, at: datetime, **given: object) -> int:
        command = Command(verb=Verb.OPEN, procedure=f"common.{procedure}", given=given)
        outcome = run(command, person=self._staff[name], at=at)
        if outcome.case is None or not outcome.done:
            raise RuntimeError(f"{procedure} was refused: {outcome.reasons[0].code}")
        return outcome.case

    def _do(self, case: int, action: str, name: str, at: datetime, **given: object) -> None:
        command = Command(verb=Verb.ACT, case=case, action=action, given=given)
        outcome = run(command, person=self._staff[name], at=at)
        if not outcome.done:
            raise RuntimeError(f"{action} was refused: {outcome.reasons[0].code}")
        self._pass_time(at)

    def _pass_time(self, at: datetime) -> None:
        ticking.tick(at)
        while outbox.follow(at, beyond=0).done:
            pass
