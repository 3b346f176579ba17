"""A pack's demo: read with rows and days, checked with the pack, and no part of its version."""

from decimal import Decimal

from gendan.core.amount import Amount, Unit
from gendan.core.relative import Relative
from gendan.core.story import Cast, Do, Open
from gendan.packs.check import check_folder
from gendan.packs.folder import content_hash, of_version
from gendan.packs.reading.demo import read_demo, read_people
from tests.packs.packs_at_hand import doors, line_of
from tests.stories.area import WORDS

PEOPLE = """unit: {zh: 门厂, en: Door factory}
people:
  chen: {name: 小陈, posts: order_taker}
  li:   {name: 小李, posts: order_taker}
  wang: {name: 老王, posts: [sheet_maker], superior: chen}
  hai:  {name: 王海, party: 王记门业}
"""
SCENES = """scene: 门单
rows:
  - {begins: -2 workdays 09:10, customer: 王记门业, lines: [{product: MY-01, quantity: 3}], on: "${+12 days}"}
  - {begins: -20 minutes, customer: 李记, lines: [], on: "2026-12-01", stops_after: 1}
steps:
  - as: 小李 (order_taker)
    open: door_order
    with: {customer: "${customer}", lines: "${lines}", deliver_on: "${on}"}
  - {at: +1 workday 10:00, as: sheet_maker, do: quote}
"""


def with_demo(people: str = PEOPLE, scenes: str = SCENES) -> dict[str, bytes]:
    return {**doors(), "demo/people.yaml": people.encode(), "demo/10-orders.yaml": scenes.encode()}


def found(files: dict[str, bytes]) -> list[tuple[str, str, int]]:
    """What is wrong with the demo: code, file and line."""
    told = check_folder(files, vocabulary=WORDS)
    return [(each.code, each.place.file, each.place.line) for each in told if each.place.file.startswith("demo")]


def test_each_row_is_a_scene_with_its_own_values():
    demo, findings = read_demo(with_demo())
    assert findings == ()
    assert demo is not None
    first, second = demo.scenes
    assert first.begins == Relative(Amount(value=Decimal(2), unit=Unit.WORKDAY), back=True, clock=550)
    assert (first.number, second.number) == (0, 1)
    opens, quotes = first.steps
    assert isinstance(opens, Open)
    assert opens.actor == Cast("order_taker", "小李")
    assert opens.values == {
        "customer": "王记门业",
        "lines": ({"product": "MY-01", "quantity": "3"},),
        "deliver_on": "${+12 days}",
    }
    assert isinstance(quotes, Do)
    assert quotes.at is not None
    assert quotes.at.later == Relative(Amount(value=Decimal(1), unit=Unit.WORKDAY), clock=600)
    assert [step.values["deliver_on"] for step in second.steps if isinstance(step, Open)] == ["2026-12-01"]
    assert len(second.steps) == 1


def test_people_are_found_by_post_and_name():
    demo = read_people(with_demo())
    assert demo is not None
    names = [demo.cast(*who) for who in (("order_taker",), ("order_taker", "小李"), ("order_taker", "li"))]
    assert [each and each.username for each in names] == ["chen", "li", "li"]
    assert demo.cast("sheet_maker", "小李") is None
    assert [each.party for each in demo.people] == ["", "", "", "王记门业"]


def test_a_demo_belongs_to_no_version():
    assert content_hash(with_demo()) == content_hash(doors())
    assert of_version(with_demo()) == doors()


def test_a_sound_demo_is_not_blamed():
    assert found(with_demo()) == []


def test_what_nobody_knows_is_found_at_its_line():
    scenes = """scene: 门单
begins: -2 workdays 09:10
steps:
  - {as: 小马 (order_taker), open: door_order, with: {customer: "${buyer}"}}
  - {at: 2026-10-09 09:30, as: sheet_maker, do: quota}
  - {as: order_auditor, do: quote, with: {colour: red}}
"""
    files = with_demo(
        PEOPLE + "  sun: {name: 孙, posts: sales_person, superior: nobody}\nsettings: {no_such: 1}\n", scenes
    )
    people, orders = "demo/people.yaml", "demo/10-orders.yaml"
    assert found(files) == [
        ("demo_nobody", orders, 4),
        ("demo_placeholder", orders, 4),
        ("demo_fixed_moment", orders, 5),
        ("story_action", orders, 5),
        ("demo_nobody", orders, 6),
        ("story_not_asked", orders, 6),
        ("story_role", people, line_of(files, people, "sun")),
        ("demo_superior", people, line_of(files, people, "sun")),
        ("unknown_setting", people, line_of(files, people, "settings")),
    ]


def test_a_scene_says_when_it_begins_and_counts_from_now():
    scenes = SCENES.replace("begins: -20 minutes", "begins: 2026-10-09 09:30")
    assert found(with_demo(scenes=scenes)) == [("time_relative_syntax", "demo/10-orders.yaml", 4)]
    scenes = SCENES.replace("begins: -20 minutes, ", "")
    assert found(with_demo(scenes=scenes)) == [("missing_key", "demo/10-orders.yaml", 1)]


def test_scenes_need_people():
    files = with_demo()
    del files["demo/people.yaml"]
    assert found(files) == [("demo_without_people", "demo", 1)]
