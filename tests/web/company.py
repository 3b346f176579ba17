"""The site that the browser tests work on: a shop's review desk, its people, and orders of theirs."""

from datetime import datetime, timedelta
from pathlib import Path

import gendan
from gendan.cases import library
from gendan.cases.commands import run_many
from gendan.core.command import Command, Verb
from gendan.people import actions

PASSWORD = "审单-demo-2026"
PACK = Path(gendan.__file__).parent / "packs" / "shipped" / "shop_review"
PEOPLE = {
    "zhao": ("赵琳", "supervisor"),
    "wang": ("王敏", "reviewer"),
    "li": ("李强", "reviewer"),
    "chen": ("陈静", "finance"),
    "zhou": ("周伟", "warehouse_printer"),
    "outside": ("吴外", None),
    "english": ("安妮", "reviewer"),
    "admin": ("何管", None),
}
PLACES = [
    ("浙江省", "浙江省杭州市西湖区文三路"),
    ("广东省", "广东省广州市天河区体育东路"),
    ("上海", "上海市徐汇区漕溪北路"),
]
SHOPS = ["天猫旗舰店", "京东专营店", "QQ商城店", "集市店", "分销平台"]


def seed(orders: int = 1400) -> dict[str, object]:
    """People and orders. Returns what the tests need to know."""
    from django.utils import timezone

    now = timezone.now()
    library.activate(PACK, by=0, at=now)
    people: dict[str, int] = {}
    for username, (name, post) in PEOPLE.items():
        person = actions.create_person(
            actor=actions.SYSTEM, at=now, username=username, name=name, administrator=username == "admin"
        )
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)
        if post is not None:
            actions.hold(person, f"shop_review.{post}", actor=actions.SYSTEM, at=now)
        if username in ("wang", "li"):
            actions.set_superior(person, people["zhao"], actor=actions.SYSTEM, at=now)
        people[username] = person
    outcomes = list(run_many((order(number, now) for number in range(1, orders + 1)), person=people["zhao"], at=now))
    refused = [outcome.reasons for outcome in outcomes if not outcome.done]
    assert not refused, refused[:3]
    inform(people["chen"], [outcome.case for outcome in outcomes], now)
    return {"people": people, "password": PASSWORD, "orders": len(outcomes)}


def inform(person: int, cases: list[int], now: datetime) -> None:
    """Messages of the first cases: sixty that are told alike, then two that are not."""
    from gendan.cases.models import Case
    from gendan.notices.models import Message, State

    named = Case.objects.in_bulk(cases[:62])
    Message.objects.bulk_create(
        Message(
            key=f"told-{place}",
            recipient=f"person:{person}",
            person_id=person,
            case_id=case,
            case_uid=named[case].uid,
            number=named[case].number,
            procedure="shop_review.shop_order",
            word="deadline.late" if place < 60 else "notice.look",
            language="zh",
            title="已逾期：审单" if place < 60 else f"请查看{place}",
            text=f"网店订单 {named[case].number}：审单已到期，尚未完成。当前：待审单，无人。",
            channel="page",
            state=State.SENT,
            at=now - timedelta(minutes=62 - place),
        )
        for place, case in enumerate(cases[:62])
    )


def order(number: int, now: datetime) -> Command:
    """One order, paid and of one piece but for some."""
    province, street = PLACES[number % 3]
    amount = f"{80 + number}.00"
    several = number % 10 == 0
    paid = now - timedelta(hours=2, minutes=number)
    lines = [{"sku": f"A{36 + number % 5}", "name": "女士单鞋", "size": str(36 + number % 5), "quantity": "1"}]
    given = {
        "shop": SHOPS[number % 5],
        "order_no": f"T{202603000 + number}",
        "buyer": f"买家{number % 370}",
        "receiver": "收货人",
        "phone": "13800138000",
        "province": province,
        "address": f"{street}{number % 20 + 1}号",
        "lines": lines + ([{**lines[0], "sku": "B1"}] if several else []),
        "amount": amount,
        "paid": amount if number % 11 else "",
        "refund": "0.00",
        "ordered_at": (paid - timedelta(minutes=5)).isoformat(),
        "paid_at": paid.isoformat() if number % 11 else "",
        "buyer_message": "请尽快发货，=1+1" if number % 7 == 0 else "",
    }
    return Command(verb=Verb.OPEN, procedure="shop_review.shop_order", action="open", given=given)
