"""What a story expects of a report: all its lines and the figures that miss their targets, over its own cases alone."""

import pytest

from gendan.cases.commands import run
from gendan.cases.rehearsal import rehearse
from gendan.core.command import Command, Verb
from gendan.packs.check import check_pack
from gendan.packs.folder import read_folder
from gendan.packs.reader import SHIPPED, read_pack
from gendan.packs.wording import message
from gendan.project.vocabulary import declared
from tests.cases.shop import FRIDAY, open_shop

STORY = "stories/month.yaml"
HEAD = """story: 上月审单
at: 2026-10-12 09:30
steps:
  - as: supervisor
    open: shop_order
    with: {shop: 店, order_no: T1, province: 浙江省, amount: 9.90, paid: 9.90, refund: 0.00, paid_at: 2026-10-12 09:00}
  - as: supervisor
    open: shop_order
    with: {shop: 店, order_no: T2, province: 江苏省, amount: 5.00, paid: 0.00, refund: 5.00, paid_at: 2026-10-12 09:00}
  - {at: 2026-11-02 09:30}
"""


def _reading(expected):
    files, findings = read_folder(SHIPPED / "shop_review")
    assert findings == ()
    files = {path: content for path, content in files.items() if not path.startswith("stories/")}
    return read_pack({**files, STORY: f"{HEAD}  - expect: {expected}\n".encode()})


def _difference(expected):
    reading = _reading(expected)
    assert reading.findings == ()
    (result,) = rehearse(reading)
    return result.difference


@pytest.mark.django_db
def test_all_lines_and_what_misses_its_target():
    first = "{state: 待审单, province: 浙江省, orders: 1, value: 9.90, refund_share: 0}"
    second = "{state: 已搁置, province: 江苏省, orders: 1, value: 5, refund_share: 1}"
    assert _difference(f"{{report: month, rows: [{second}, {first}], missed: [refund_share]}}") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("expected", "parameters"),
    [
        ("{report: month, rows: []}", {"what": "rows", "expected": 0}),
        (
            "{report: month, rows: [{orders: 2}, {orders: 1}]}",
            {"what": "rows.1.orders", "expected": "2", "found": "1"},
        ),
        (
            "{report: month, rows: [{province: 福建省}, {}]}",
            {"what": "rows.1.province", "expected": "福建省", "found": "江苏省"},
        ),
        ("{report: month, rows: [{}, {weight: 1}]}", {"what": "report", "name": "weight"}),
        ("{report: month, missed: []}", {"what": "missed", "expected": []}),
    ],
)
def test_what_the_report_does_not_say_is_told(expected, parameters):
    difference = _difference(expected)
    assert difference is not None
    assert parameters.items() <= difference.parameters.items()
    assert difference.place.line == HEAD.count("\n") + 1


@pytest.mark.django_db
def test_what_stood_before_is_no_part_of_it():
    shop = open_shop()
    given = {"shop": "天猫旗舰店", "order_no": "T9"}
    opened = run(Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), person=shop.zhou, at=FRIDAY)
    assert opened.done
    assert _difference("{report: month, rows: [{province: 江苏省}, {province: 浙江省}]}") is None


@pytest.mark.parametrize(
    ("expected", "code"),
    [("{report: moon, rows: []}", "story_report"), ("{missed: [on_time]}", "missing_key")],
)
def test_a_report_that_is_not_declared_is_found_beforehand(expected, code):
    reading = _reading(expected)
    findings = reading.findings or check_pack(reading.pack, vocabulary=declared(), stories=reading.stories)
    assert [each.code for each in findings] == [code]
    assert message(findings[0], "en")
    assert message(findings[0], "zh")
