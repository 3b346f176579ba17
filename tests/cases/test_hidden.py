"""Numbers that identify a person: encrypted where they rest, alone by a keyed hash, masked, and emptied in time."""

from datetime import timedelta

import orjson
import pytest
from django.db import connection

from gendan.cases.commands import run
from gendan.cases.models import Case, Event, UniqueValue
from gendan.cases.queries import case_page, reveal
from gendan.cases.store import glimpse
from gendan.cases.ticking import tick
from gendan.core.command import Command, Verb
from gendan.people.models import AccessLog
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.trade import open_trade

NUMBER = "11010519491231002X"


@pytest.fixture
def trade(db):
    return open_trade()


def opened(trade, licence=NUMBER, **given):
    given = {"buyer": "王记", "amount": "500", "licence": licence, **given}
    return run(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), person=trade.carl, at=FRIDAY)


def everything():
    with connection.cursor() as cursor:
        cursor.execute("select data::text || memory::text from cases_case union all select body::text from cases_event")
        return "".join(row[0] for row in cursor.fetchall())


def test_it_is_nowhere_in_the_clear(trade):
    case = opened(trade).case
    assert NUMBER not in everything()
    assert Case.objects.get(id=case).data["licence"].startswith("enc1:")


def test_one_open_case_has_it_alone(trade):
    case = opened(trade).case
    assert codes(opened(trade, licence=f" {NUMBER.lower()} ")) == ["unique.licence"]
    (held,) = UniqueValue.objects.filter(field="licence")
    assert held.case_id == case
    do(act(case, "drop"), trade.carl)
    assert opened(trade).done


def test_who_sees_it_and_when_and_each_look_is_logged(trade):
    case = opened(trade).case
    assert [each.value for each in case_page(case, person=trade.hana, at=FRIDAY).fields if each.masked] == [None]
    assert reveal(case, "licence", person=trade.carl, at=FRIDAY) == NUMBER
    assert reveal(case, "licence", person=trade.hana, at=FRIDAY) is None
    do(act(case, "submit"), trade.carl)
    do(act(case, "sign"), trade.abel)
    do(act(case, "sign"), trade.pia)
    assert reveal(case, "licence", person=trade.hana, at=FRIDAY) == NUMBER
    assert list(AccessLog.objects.order_by("id").values_list("person", flat=True)) == [trade.carl, trade.hana]


def test_its_time_ends_with_a_tombstone(trade):
    case = opened(trade).case
    do(act(case, "drop"), trade.carl)
    after = FRIDAY + timedelta(days=40)
    tick(FRIDAY + timedelta(days=20))
    assert "licence" in glimpse(case).case.data
    tick(after)
    assert "licence" not in glimpse(case).case.data
    row = Event.objects.filter(case_id=case).order_by("-seq").first()
    body = row.body if isinstance(row.body, dict) else orjson.loads(row.body)
    assert (row.kind, body["set"]) == ("expired", {"licence": None})
    assert opened(trade).done
