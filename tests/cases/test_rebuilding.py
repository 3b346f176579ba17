"""What stands is what the events come to, whatever happened."""

from datetime import timedelta

import pytest
from django.db import connection

from gendan.cases.commands import run_many
from gendan.cases.models import Case, Clock, UniqueValue
from gendan.cases.outbox import drain
from gendan.cases.rebuilding import rebuild
from gendan.cases.ticking import tick
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, do, opening

pytestmark = pytest.mark.django_db
FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}


@pytest.fixture
def lived(office):
    """Cases that went through much."""
    first = do(opening(urgent="true", deliver_on="2026-10-20"), office.wang).case
    do(act(first, "quote"), office.wang)
    do(act(first, "amend", given={"urgent": "false", "deliver_on": ""}), office.wang)
    do(act(first, "quote"), office.wang)
    do(Command(verb=Verb.COMMENT, case=first, given={"text": "催过"}), office.zhao)
    do(act(first, "confirm", given={"signed_quote": FILE}), office.wang)
    do(act(first, "draft"), office.sun)
    do(act(first, "audit"), office.li)
    do(Command(verb=Verb.REJECT, case=first, action="audit", reason="尺寸不对"), office.chen)
    do(act(first, "stop", given={"reason": "x"}), office.wang)
    child = Case.objects.get(parent=first).id
    do(act(child, "withdraw"), office.wang)
    second = do(opening(), office.wang).case
    do(act(second, "cancel", given={"reason": "x"}), office.wang)
    list(run_many([opening() for _ in range(3)], person=office.buyer, at=FRIDAY))
    drain(FRIDAY + timedelta(hours=1))
    tick(FRIDAY + timedelta(days=4))
    return first


def everything():
    return (
        list(Case.objects.order_by("id").values()),
        list(Clock.objects.order_by("case_id", "name").values()),
        list(UniqueValue.objects.values()),
    )


def test_what_stands_is_what_is_rebuilt(lived):
    assert Case.objects.get(id=lived).state == "confirmed"
    assert rebuild(check=True).differences == ()
    before = everything()
    assert rebuild().differences == ()
    assert everything() == before


def test_what_was_lost_or_changed_is_mended_to_the_same_rows(lived):
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(
            "update cases_case set state = 'released', data = '{}', actors = '{}', due = null where id = %s", [lived]
        )
        cursor.execute("delete from cases_clock where case_id = %s and name = 'deliver'", [lived])
        cursor.execute("update cases_clock set next_at = null, running = true where case_id <> %s", [lived])
        cursor.execute("delete from cases_case where id = (select max(id) from cases_case)")
    checked = rebuild(check=True)
    assert {each.what for each in checked.differences if each.case == lived} == {
        "state",
        "data",
        "actors",
        "due",
        "clock deliver",
    }
    assert everything() != before
    mended = rebuild()
    assert set(mended.differences) == set(checked.differences)
    assert everything() == before
    assert rebuild(check=True).differences == ()


def test_a_row_without_events_is_told_and_left(lived):
    with connection.cursor() as cursor:
        cursor.execute("alter table cases_event disable trigger user")
        cursor.execute("delete from cases_event where case_id = %s", [lived])
        cursor.execute("alter table cases_event enable trigger user")
    (difference,) = rebuild().differences
    assert (difference.case, difference.what, difference.rebuilt) == (lived, "row", "")


def test_unique_values_come_back(desk):
    for line in ("8001", "8002"):
        do(
            Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", "line": line, "card": f"A{line}"}),
            desk.ann,
        )
    before = everything()
    assert len(before[2]) == 4
    with connection.cursor() as cursor:
        cursor.execute("delete from cases_uniquevalue where field = 'line'")
    assert {each.what for each in rebuild().differences} == {"unique line"}
    assert sorted(map(str, everything()[2])) == sorted(map(str, before[2]))
