"""The site of a door factory: its people, a customer with a sign-in of his own, steps, rates, and nothing ordered."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import gendan
from gendan.cases import library
from gendan.cases.area_actions import act_on_site
from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from gendan.people import actions
from tests.web.company import PASSWORD

PACK = Path(gendan.__file__).parent / "packs" / "shipped" / "doors"
PEOPLE = {
    "nie": ("聂敏", "office_supervisor plant_head accountant"),
    "chen": ("陈玲", "order_taker"),
    "bao": ("鲍丽", "quoter"),
    "zhi": ("支文", "sheet_maker production_clerk"),
    "shen": ("申芳", "order_auditor"),
    "ji": ("纪明", "technical_supervisor"),
    "cang": ("仓达", "warehouse_keeper follow_up_clerk"),
    "chu": ("储月", "cashier"),
    "gong": ("龚平", "process_supervisor general_manager"),
}
CUSTOMER = "王记门业"
STEPS = {"下料": "8", "组装": "15", "油漆": "12"}


def seed() -> dict[str, object]:
    """People and what the areas must know before the first order. Returns what the tests need to know."""
    from django.utils import timezone

    now = timezone.now()
    library.activate(PACK, by=0, at=now)
    people = {}
    for username, (name, posts) in PEOPLE.items():
        person = people[username] = actions.create_person(actor=actions.SYSTEM, at=now, username=username, name=name)
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)
        for post in posts.split():
            actions.hold(person, f"doors.{post}", actor=actions.SYSTEM, at=now)
    wang = actions.create_person(actor=actions.SYSTEM, at=now, username="wang", name="王海", party=CUSTOMER)
    actions.set_password(wang, PASSWORD, actor=actions.SYSTEM, at=now)

    def act(person: str, word: str, **given: object) -> None:
        done = act_on_site(word, given=given, person=people[person], at=now)
        assert done.done, done.reasons

    since = date(2026, 1, 1).isoformat()
    act("nie", "orders.route", steps="，".join(STEPS), since=since)
    for step, wage in STEPS.items():
        act("nie", "orders.rate", step=step, wage=wage, since=since)
    act("cang", "stock.place", name="成品库")
    card = {"customer": CUSTOMER, "contact": "王海", "phone": "13800000001", "address": "江苏省南京市建邺区江东中路1号"}
    opened = Command(verb=Verb.OPEN, procedure="doors.customer_card", given={**card, "origin": "walk_in"})
    case = run(opened, person=people["chen"], at=now).case
    told = {"first_steps": {"introduction": True, "price_table": True, "samples": True}, "class": "key"}
    kept = run(Command(verb=Verb.ACT, case=case, action="introduce", given=told), person=people["chen"], at=now)
    assert kept.done, kept.reasons
    return {"people": people, "password": PASSWORD}


def attend(stopping: Callable[[], bool]) -> None:
    """Papers are printed and what follows is done, as the jobs of a site do it."""
    from django.db import connections
    from django.utils import timezone

    from gendan.cases import outbox

    while not stopping():
        time.sleep(0.1)
        outbox.drain(timezone.now(), limit=50)
    connections.close_all()
