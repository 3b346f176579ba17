"""What the reader makes of the door factory's pack, which is the language's own example."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from gendan.core.due import Amount, EndOfField, EndOfWorkday, TimeOfWorkday, Unit
from gendan.core.pack import Pack
from gendan.core.procedure import Final, Moment, Owner, Procedure, Role, Signs, Target, Trigger, Who
from gendan.core.story import AreaAct, Cast, Do, Expect, Open, Story
from gendan.core.text import Text
from gendan.packs.reader import SHIPPED, Reading, read_pack, shipped_packs
from tests.packs.packs_at_hand import DOORS, doors

NINE_THIRTY = datetime.fromisoformat("2026-10-09 09:30")  # a story's time is the calendar's, without a zone


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_pack(DOORS)


@pytest.fixture(scope="module")
def pack(reading: Reading) -> Pack:
    assert reading.pack is not None
    return reading.pack


@pytest.fixture(scope="module")
def order(pack: Pack) -> Procedure:
    return pack.procedures["door_order"]


def test_the_example_of_the_language_reads_without_a_finding(reading: Reading) -> None:
    assert reading.findings == ()
    assert reading.sound


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_every_shipped_pack_reads_without_a_finding(name: str) -> None:
    assert [str(each.place) + " " + each.code for each in read_pack(SHIPPED / name).findings] == []


def test_the_head_of_the_pack(pack: Pack) -> None:
    assert (pack.name, pack.version, pack.calendar) == ("doors", "1.0.0", "standard")
    assert pack.title == Text("门厂销售内勤", "Door factory sales office")
    assert pack.needs == ("orders", "money", "stock")
    assert pack.posts["sheet_maker"].reports_to == "office_supervisor"
    assert pack.acts == {"cashier": ("money.receive", "money.refund")}
    share = pack.settings["deposit_share"]
    assert (share.default, share.field.min, share.field.type) == (Decimal("0.30"), Decimal("0.30"), "decimal")
    assert sorted(pack.documents) == ["production_sheet", "quotation"]
    assert pack.notices["shipped"].by == ("sms", "mail", "task")


def test_elements_keep_the_order_of_the_file(order: Procedure) -> None:
    assert list(order.states)[:4] == ["received", "quoted", "confirmed", "drafted"]
    assert list(order.actions)[:3] == ["open", "quote", "amend"]


def test_fields_states_and_gates(order: Procedure) -> None:
    width = order.fields["lines"].columns[0]
    assert (width.name, width.type, width.unit, width.min, width.max) == ("width", "decimal", "mm", 400, 3000)
    opening = order.fields["lines"].columns[1]
    assert [choice.name for choice in opening.choices] == ["left_in", "right_in", "left_out", "right_out"]
    assert opening.choices[0].title == Text("左内开")
    assert order.states["quoted"].owner == Owner(post="order_taker")
    assert order.states["quoted"].waits == "customer"
    assert order.states["stopped"].final is Final.CANCELLED
    assert order.gates["made"].when.text == "orders.unmade == 0"
    assert str(order.gates["made"].says) == "尚有未完工的门"


def test_who_acts(order: Procedure) -> None:
    actions = order.actions
    assert actions["open"].by == (Who(role=Role.POST, name="order_taker"), Who(role=Role.FIELD, name="customer"))
    assert actions["confirm"].entered_by == (Who(role=Role.POST, name="order_taker"),)
    assert actions["halt"].by == (Who(role=Role.SYSTEM),)
    assert actions["audit"].signs == Signs(
        need="all",
        of=(Who(role=Role.POST, name="order_auditor"), Who(role=Role.POST, name="technical_supervisor")),
    )


def test_where_actions_lead(order: Procedure) -> None:
    assert order.actions["open"].sources == ()
    assert order.actions["quote"].sources == ("received",)
    assert order.actions["progress"].to == ()
    assert order.actions["carry_on"].to == (Target(state="back"),)
    assert order.actions["open"].happened == Amount(value=Decimal(1), unit=Unit.DAY)


def test_what_actions_ask_and_do(order: Procedure) -> None:
    assert [(ask.field.name, ask.own) for ask in order.actions["open"].asks] == [
        ("customer", False),
        ("urgent", False),
        ("deliver_on", False),
        ("lines", False),
    ]
    assert [(ask.field.name, ask.own) for ask in order.actions["cancel"].asks] == [("reason", True)]
    progress = order.actions["progress"].then[0]
    assert (progress.word, progress.arguments[0][0], progress.arguments[0][1].text) == (
        "orders.progress",
        "made",
        "made",
    )
    ship = order.actions["ship"].then
    assert [(effect.word, effect.to) for effect in ship] == [("stock.dispatch", ()), ("notice.shipped", ("customer",))]
    loss = order.actions["stop"].opens[0]
    assert (loss.name, loss.procedure, loss.takes) == ("loss", "loss_statement", ("customer",))
    assert loss.then == (("agreed", "halt"), ("withdrawn", "carry_on"))


def test_deadlines(order: Procedure) -> None:
    sheet = order.deadlines["issue_sheet"]
    assert sheet.starts == (Trigger(moment=Moment.ACTION, name="confirm"),)
    assert [(rule.before.isoformat("minutes") if rule.before else None, rule.by) for rule in sheet.due] == [
        ("16:00", EndOfWorkday()),
        (None, TimeOfWorkday(time(10), 1)),
    ]
    assert sheet.pauses_in == ("stopping",)
    assert sheet.notify == ("owner", "superior")
    deliver = order.deadlines["deliver"]
    assert deliver.due[0].by == EndOfField("deliver_on")
    assert str(deliver.due[1].when) == "urgent"
    assert order.deadlines["reply"].charged == "customer"


def test_every_element_knows_its_line_and_the_lines_inside_it(order: Procedure) -> None:
    text = doors()["procedures/door_order.yaml"].decode().split("\n")
    audit = order.actions["audit"]
    assert text[audit.place.line - 1].strip() == "audit:"
    covers = audit.place.of("covers", 2)
    assert text[covers.line - 1][covers.column - 1 :].startswith("orders.total")
    when = order.gates["paid"].place.of("when")
    assert text[when.line - 1][when.column - 1 :].startswith("money.received >= orders.total")


def test_the_story(reading: Reading) -> None:
    (story,) = reading.stories
    assert isinstance(story, Story)
    assert (story.name, story.shows, story.at) == (
        "无定金且无担保人不得下达生产",
        ("S001-A-047",),
        NINE_THIRTY,
    )
    assert story.facts == {"orders.total": "1500.00"}
    first, quoted, *_ = story.steps
    assert isinstance(first, Open)
    assert (first.procedure, first.call, first.actor) == ("door_order", "o", Cast("order_taker"))
    assert first.values["lines"] == ({"width": "860", "opening": "left_in"},)
    assert isinstance(quoted, Expect)
    assert quoted.due == {"offer": NINE_THIRTY + timedelta(days=1)}
    confirm = story.steps[3]
    assert isinstance(confirm, Do)
    assert confirm.at is not None
    assert confirm.at.later.amount == Amount(value=Decimal(40), unit=Unit.MINUTE)
    refused = story.steps[6]
    assert isinstance(refused, Do)
    assert refused.refused == ("gate.secured",)
    received = story.steps[7]
    assert isinstance(received, AreaAct)
    assert received.case == "o"
    assert received.values == {"amount": "500.00", "kind": "deposit"}
    signed = story.steps[9]
    assert isinstance(signed, Expect)
    assert signed.available == {"technical_supervisor": ("audit",)}


def test_the_hash_names_the_content_and_nothing_else() -> None:
    files = doors()
    first = read_pack(files).pack
    again = read_pack(dict(reversed(files.items()))).pack
    other = read_pack({**files, "README.md": b"more"}).pack
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.hash == again.hash == read_pack(DOORS).pack.hash  # type: ignore[union-attr]
    assert first.hash != other.hash
    assert len(first.hash) == 64
