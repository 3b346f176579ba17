"""What the desk has done in its last two days: orders came in, were reviewed, paid for, sent; some are late; tasks
are given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from gendan.cases import exchanges, imports, outbox, ticking
from gendan.cases.commands import Outcome, run_many
from gendan.cases.imports import ColumnMapping
from gendan.cases.models import Case
from gendan.core.command import Command, Verb
from gendan.core.worktime import Calendar
from gendan.people.calendars import calendar
from gendan.project.demo.orders import Drawer, Order

SEED: Final = 20200220
YESTERDAY: Final = 720
TODAY: Final = 720
IN_FILE: Final = 60
REVIEWERS: Final = ("xuli", "hejing", "zhengjie", "matao")
CHECKED: Final = dict.fromkeys(
    ("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), "true"
)
ORDER: Final = "shop_review.shop_order"
FILE_COLUMNS: Final = {
    "店铺": "shop",
    "订单编号": "order_no",
    "买家昵称": "buyer",
    "收货人": "receiver",
    "电话": "phone",
    "省": "province",
    "收货地址": "address",
    "总金额": "amount",
    "实付": "paid",
    "退款": "refund",
    "下单时间": "ordered_at",
    "付款时间": "paid_at",
    "买家留言": "buyer_message",
    "卖家备注": "seller_remark",
}


def work(staff: Mapping[str, int], now: datetime) -> None:
    """Have the people do their last two days' work, up to `now`. The standard calendar says which days they had."""
    desk = _Desk(staff, now, calendar("standard"))
    desk.yesterday()
    desk.today()


class _Desk:
    def __init__(self, staff: Mapping[str, int], now: datetime, working: Calendar) -> None:
        self._staff = staff
        self._now = now
        day = working.working_day_before(working.local(now).date() - timedelta(days=1))
        self._morning = working.opening(day) + timedelta(minutes=5)
        self._came = now - timedelta(minutes=40)
        self._zone = working.timezone
        self._drawer = Drawer(SEED)

    def yesterday(self) -> None:
        """A working day that is over: most of it went out, some was left lying and is late."""
        morning = self._morning
        orders = self._bring(list(self._drawer.orders(YESTERDAY, morning.astimezone(self._zone))), morning)
        simple = [case for case, order in orders if order.simple]
        others = [case for case, order in orders if not order.simple and order.values.get("paid_at")]
        hours = [morning + timedelta(hours=hour) for hour in range(9)]
        self._review(simple[:380], hours[1])
        self._pass_time(hours[2])
        self._finance(simple[:300], hours[2])
        first = self._send(simple[:180], hours[3])
        self._pass_time(hours[4])
        self._return(simple[300:304], hours[4])
        self._contact(others, hours[4])
        self._answer(first, simple[:180], hours[6])
        self._send(simple[180:250], hours[7])
        self._pass_time(hours[8])

    def today(self) -> None:
        """The morning so far: two files came in, the reviewers have begun."""
        came = self._came
        orders = self._bring(list(self._drawer.orders(TODAY, came.astimezone(self._zone))), came)
        self._bring_file(came + timedelta(minutes=5))
        simple = [case for case, order in orders if order.simple]
        self._review(simple[:90], self._now - timedelta(minutes=20))
        for at, name in enumerate(REVIEWERS):
            self._claim(name, simple[90 + 25 * at : 90 + 25 * (at + 1)], self._now - timedelta(minutes=15))
        self._finance(simple[:30], self._now - timedelta(minutes=10))
        self._tasks()
        self._pass_time(self._now)

    def _bring(self, orders: Sequence[Order], at: datetime) -> list[tuple[int, Order]]:
        commands = (Command(verb=Verb.OPEN, procedure=ORDER, given=order.values) for order in orders)
        outcomes = self._done(run_many(commands, person=self._staff["zhoumin"], at=at))
        return [(_case(outcome), order) for outcome, order in zip(outcomes, orders, strict=True)]

    def _bring_file(self, at: datetime) -> None:
        """A shop's file, with a row that nobody can read: it is told, and the others come in."""
        until = at.astimezone(self._zone)
        rows = [order.values for order in self._drawer.orders(IN_FILE, until, shop="集市店")]
        rows[20] = {**rows[20], "amount": "六十九元"}
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(FILE_COLUMNS)
        writer.writerows([row.get(field, "") for field in FILE_COLUMNS.values()] for row in rows)
        name = f"集市店订单{until:%m%d}.csv"
        person = self._staff["zhoumin"]
        kept = imports.keep_file([text.getvalue().encode("gb18030")], name=name, by=person, at=at)
        run = imports.start(
            "shop_review.full_export",
            sha256=str(kept["sha256"]),
            file_name=name,
            mapping=ColumnMapping(columns=FILE_COLUMNS),
            keep="good",
            person=person,
            at=at,
        )
        while imports.continue_(run, at):
            pass

    def _claim(self, name: str, cases: Sequence[int], at: datetime) -> None:
        self._done(run_many([Command(verb=Verb.CLAIM, case=case) for case in cases], person=self._staff[name], at=at))

    def _review(self, cases: Sequence[int], at: datetime) -> None:
        """Each reviewer takes his part, looks up what has to be looked up, and approves."""
        jd = set(Case.objects.filter(id__in=cases, data__shop="京东专营店").values_list("id", flat=True))
        for place, name in enumerate(REVIEWERS):
            mine = cases[place :: len(REVIEWERS)]
            self._claim(name, mine, at - timedelta(minutes=10))
            self._act(name, "look_invoice", [case for case in mine if case in jd], at, invoice="false")
            self._act(name, "approve", mine, at, compared=CHECKED)

    def _finance(self, cases: Sequence[int], at: datetime) -> None:
        half = len(cases) // 2
        self._act("gaolan", "finance_review", cases[:half], at)
        self._act("xiefang", "finance_review", cases[half:], at)

    def _return(self, cases: Sequence[int], at: datetime) -> None:
        self._act("xiefang", "finance_return", cases, at, reason="付款流水对不上，请再核对")

    def _contact(self, cases: Sequence[int], at: datetime) -> None:
        """Buyers who have to be asked: what they wrote can't be done without them."""
        asked = list(
            Case.objects.filter(id__in=cases, state="unreviewed", data__has_key="buyer_message")
            .order_by("id")
            .values_list("id", flat=True)[:8]
        )
        self._act("hejing", "contact", asked[:5], at, topic="carrier")
        self._act("matao", "contact", asked[5:], at, topic="out_of_stock")

    def _send(self, cases: Sequence[int], at: datetime) -> list[str]:
        """A batch goes to the warehouse; gives the orders' numbers."""
        sent = exchanges.send("shop_review.warehouse", cases, person=self._staff["luoqiang"], at=at)
        self._done(sent.outcomes)
        return [outcome.number for outcome in sent.outcomes]

    def _answer(self, numbers: Sequence[str], cases: Sequence[int], at: datetime) -> None:
        """The warehouse answers: most are on their way, some are out of stock, of a few nothing is heard yet."""
        rows = [
            {"单号": number, "结果": "已发货", "运单号": f"ST{774_000_000 + case}"}
            for number, case in zip(numbers[:170], cases, strict=False)
        ]
        rows += [{"单号": number, "结果": "缺货", "原因": "尺码断货"} for number in numbers[170:176]]
        answered = exchanges.answer("shop_review.warehouse", rows, person=self._staff["luoqiang"], at=at)
        if answered.reasons:
            raise RuntimeError(f"the warehouse's answers were refused: {answered.reasons[0].code}")

    def _tasks(self) -> None:
        given = (
            ("xuli", "核对上周换码订单", "列出换码后又退货的订单", self._morning, 30),
            ("hejing", "整理常见买家留言", "归纳十条，配上处理办法", self._morning, 6),
            ("zhengjie", "联系西南片区延误包裹的买家", "逐单登记答复", self._came, 8),
            ("matao", "检查分销平台代发备注", "看有没有漏写", self._came, 48),
        )
        for name, subject, details, at, hours in given:
            values = {
                "subject": subject,
                "details": details,
                "for": self._staff[name],
                "due_at": at + timedelta(hours=hours),
            }
            command = Command(verb=Verb.OPEN, procedure="shop_review.task", given=values)
            self._done(run_many([command], person=self._staff["zhoumin"], at=at))

    def _act(self, name: str, action: str, cases: Sequence[int], at: datetime, **given: object) -> None:
        commands = [Command(verb=Verb.ACT, case=case, action=action, given=given) for case in cases]
        self._done(run_many(commands, person=self._staff[name], at=at))

    def _pass_time(self, at: datetime) -> None:
        """Clocks are looked at, and what follows is done."""
        ticking.tick(at)
        while outbox.follow(at, beyond=0).done:
            pass

    def _done(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        found = list(outcomes)
        for outcome in found:
            if not outcome.done:
                codes = ", ".join(reason.code for reason in outcome.reasons)
                raise RuntimeError(f"the demo company may not do what it does: {codes}")
        return found


def _case(outcome: Outcome) -> int:
    assert outcome.case is not None  # it was done
    return outcome.case
