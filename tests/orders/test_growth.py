"""What is asked, and done, for many orders and workers at once costs the statements of one."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gendan.orders import actions
from gendan.orders.models import Sheet
from gendan.orders.wages import earned
from tests.orders.test_entries import call, lines
from tests.statements import statements

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)


def test_wages():
    actions.set_rate(step="下料", wage=Decimal("8.005"), since=date(2026, 1, 1), actor=1, at=AT)
    for person in (4, 5, 6):
        made = call("orders.progress", made=person, step="下料", on=date(2026, 10, 8), person=person)
        actions.progress([made])
    actions.correct_wage(person=5, on=date(2026, 10, 7), amount=Decimal("-1.50"), reason="记错", actor=1, at=AT)
    month, later = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 10, 8), date(2026, 10, 31))
    asked = [(4, *month), (5, *month), (5, *later), (None, *month), (6, None, None), (9, *month)]
    told: list[Decimal] = []
    assert statements(lambda: earned(asked[:1])) == statements(lambda: told.extend(earned(asked)))
    assert [str(each) for each in told] == ["32.02", "38.53", "40.03", "0.00", "0.00", "0.00"]


def test_sheets():
    def issued(first, count):
        calls = [call("orders.issue", first + number, lines=lines(1, 2)) for number in range(count)]
        return statements(lambda: actions.issue(calls))

    issued(50, 1)  # The first one prepares a statement besides.
    assert issued(100, 1) == issued(200, 7)
    named = [call("orders.issue", 301, lines=lines(1), steps="下料，组装"), call("orders.issue", 302, lines=lines(1))]
    actions.issue(named)
    assert dict(Sheet.objects.filter(case_id__gt=300).values_list("case_id", "steps")) == {
        301: ["下料", "组装"],
        302: [],
    }
