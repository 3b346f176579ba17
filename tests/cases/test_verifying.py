"""Every tampering shows, and names the case."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from gendan.cases import anchors
from gendan.cases.models import Case
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, do, opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors_apart(tmp_path, settings):
    settings.GENDAN_ANCHORS = tmp_path / "anchors"


@pytest.fixture
def cases(office):
    found = [do(opening(), office.wang) for _ in range(3)]
    for each in found:
        do(act(each.case, "quote"), office.wang)
        do(Command(verb=Verb.COMMENT, case=each.case, given={"text": "王老板催过"}), office.wang)
    return found


def tamper(statement, *parameters):
    """As somebody would who owns the database: the guards are taken off first."""
    with connection.cursor() as cursor:
        cursor.execute("alter table cases_event disable trigger user")
        cursor.execute(statement, parameters)
        cursor.execute("alter table cases_event enable trigger user")


def found():
    return [(fault.code, fault.number, fault.seq) for fault in verify().faults]


def test_what_was_written_is_sound(cases):
    verified = verify()
    assert (verified.faults, verified.cases, verified.events) == ((), 3, 9)


def test_the_database_refuses_to_change_events(cases):
    from django.db import DatabaseError, transaction

    for statement in ("update cases_event set actor = 1", "delete from cases_event", "truncate cases_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "actor = actor + 1",
        "at = at + interval '1 microsecond'",
        "kind = 'told'",
        "body = (body::text || ' ')::json",
        "hash = sha256(hash)",
    ],
)
def test_a_changed_event_is_found(cases, change):
    case = cases[1]
    tamper(f"update cases_event set {change} where case_id = %s and seq = 2", case.case)
    # A changed hash also breaks the event after it, which was chained to it.
    after = [("changed", case.number, 3)] if change.startswith("hash") else []
    assert found() == [("changed", case.number, 2), *after]


def test_a_removed_event_is_found(cases):
    tamper("delete from cases_event where case_id = %s and seq = 2", cases[1].case)
    assert found() == [("gap", cases[1].number, 3)]


def test_a_removed_last_event_is_found(cases):
    tamper("delete from cases_event where case_id = %s and seq = 3", cases[1].case)
    assert found() == [("head", cases[1].number, 2)]


def test_an_inserted_event_is_found(cases):
    tamper(
        "insert into cases_event select case_id, 4, kind, actor, at, month, body, hash from cases_event"
        " where case_id = %s and seq = 3",
        cases[1].case,
    )
    assert ("changed", cases[1].number, 4) in found()


def test_a_chain_rewritten_whole_is_found_by_the_anchor(cases):
    anchors.take(FRIDAY)
    case = cases[1]
    _rewrite(case.case)
    assert found() == [("rewritten", case.number, 3)]


def test_a_case_removed_is_found_by_the_anchor(cases):
    anchors.take(FRIDAY)
    case = cases[1]
    for table, column in (
        ("cases_event", "case_id"),
        ("cases_clock", "case_id"),
        ("cases_outbox", "case_id"),
        ("cases_case", "id"),
    ):
        tamper(f"delete from {table} where {column} = %s", case.case)
    assert found() == [("removed", case.number, 3)]


def test_a_row_removed_alone_is_found_without_an_anchor(cases):
    tamper("delete from cases_case where id = %s", cases[1].case)
    assert [code for code, _, _ in found()] == ["no_case"]


def test_anchors_follow_what_goes_on(cases, office):
    first = anchors.take(FRIDAY)
    assert first is not None
    assert len(first.lines) == 3
    assert anchors.take(FRIDAY + timedelta(days=1)) is None
    do(act(cases[0].case, "amend"), office.wang)
    second = anchors.take(FRIDAY + timedelta(days=1))
    assert second is not None
    assert [json.loads(line)[:3] for line in second.lines] == [[cases[0].case, cases[0].number, 4]]
    assert second.previous == first.digest
    assert [path.name for path in sorted(anchors.folder().iterdir())] == ["2026-10-09.jsonl", "2026-10-10.jsonl"]
    assert verify().anchors == 2
    assert found() == []


@pytest.mark.parametrize("damage", ["line", "head", "file"])
def test_a_damaged_anchor_is_found(cases, office, damage):
    anchors.take(FRIDAY)
    do(act(cases[0].case, "amend"), office.wang)
    anchors.take(FRIDAY + timedelta(days=1))
    first, second = sorted(anchors.folder().iterdir())
    if damage == "file":
        first.unlink()
        expected = second.name
    else:
        lines = first.read_bytes().split(b"\n")
        lines[1 if damage == "line" else 0] = lines[1 if damage == "line" else 0].replace(b"1", b"2", 1)
        first.write_bytes(b"\n".join(lines))
        expected = first.name
    faults = verify().faults
    assert [(fault.code, fault.where) for fault in faults] == [("anchor", expected)]


def _rewrite(case):
    """Give the second event another actor and chain everything after it anew, row included."""
    from dataclasses import replace

    from gendan.cases.store import events_of
    from gendan.core.events import GENESIS, chained

    head = GENESIS
    for stored, _ in events_of(case):
        event = replace(stored, actor=stored.actor + 1) if stored.seq == 2 else stored
        head = chained(head, event)
        tamper(
            "update cases_event set actor = %s, hash = %s where case_id = %s and seq = %s",
            event.actor,
            head,
            case,
            event.seq,
        )
    tamper("update cases_case set head = %s where id = %s", head, case)
    assert Case.objects.get(id=case).seq == 3
