"""The board, the flow's times, the load and the paths: figures that are the lists' own, under the reader's rights."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gendan.cases import library, queries
from gendan.cases.basis import basis
from gendan.cases.queries import ListQuery, board, load, process
from gendan.core.command import Command, Verb
from gendan.people import access
from gendan.people.models import Person
from tests.cases.company import FRIDAY, act, do, opening

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ORDERS = "doors.door_order"
FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}


@pytest.fixture
def worked(office):
    """Three orders of wang's: one confirmed after three hours, one quoted, one received; each held by nobody."""
    first, second, third = (do(opening(), office.wang).case for _ in range(3))
    do(act(first, "quote"), office.wang, FRIDAY + HOUR)
    do(act(second, "quote"), office.wang, FRIDAY + 2 * HOUR)
    do(
        act(first, "confirm", given={"signed_quote": FILE}),
        office.wang,
        FRIDAY + 3 * HOUR,
    )
    return office, (first, second, third)


def procedure_of(office):
    return library.pack(office.definition).procedures["door_order"]


def test_the_board_counts_what_the_lists_count(worked):
    office, (first, second, third) = worked
    columns = board.board(ListQuery(procedure=ORDERS), procedure_of(office), person=office.wang, at=FRIDAY, first=1)
    assert {each.state: each.standing.count for each in columns if each.standing.count} == {
        "received": 1,
        "quoted": 1,
        "confirmed": 1,
    }
    assert [row.id for each in columns for row in each.rows] == [third, second, first]
    for each in columns:
        of_state = ListQuery(procedure=ORDERS, states=(each.state,))
        assert each.standing.count == queries.page(of_state, person=office.wang, at=FRIDAY).count, each.state
    assert next(each.standing.since for each in columns if each.state == "quoted") == FRIDAY + 2 * HOUR


def test_the_board_shows_a_stranger_nothing_and_a_maker_what_is_his(worked):
    office, (first, _, _) = worked
    query = ListQuery(procedure=ORDERS)
    assert [
        each.rows for each in board.board(query, procedure_of(office), person=office.stranger, at=FRIDAY) if each.rows
    ] == []
    seen = board.board(query, procedure_of(office), person=office.sun, at=FRIDAY)
    assert [row.id for each in seen for row in each.rows] == [first]
    assert sum(each.standing.count for each in seen) == 1


def test_the_late_stand_first(worked):
    office, (*_, third) = worked
    do(Command(verb=Verb.TICK, case=third), 0, FRIDAY + timedelta(days=9))
    do(opening(), office.wang, FRIDAY + timedelta(days=9))
    received = board.board(
        ListQuery(procedure=ORDERS, states=("received",)), procedure_of(office), person=office.wang, at=FRIDAY
    )[0]
    assert (received.standing.count, received.standing.late) == (2, 1)
    assert received.rows[0].id == third


def test_times_in_states_are_counted_in_open_time(worked):
    office, cases = worked
    under = basis(office.definition, access.current_epoch())
    times = process.times_in_states(cases, under.calendar)
    # From 9:30 to 10:30 and to 11:30; quoted from 10:30 to 12:30, of which half an hour is lunch.
    assert {state: (each.visits, each.working, each.elapsed) for state, each in times.items()} == {
        "received": (2, 1.5 * HOUR, 1.5 * HOUR),
        "quoted": (1, 1.5 * HOUR, 2 * HOUR),
    }


def test_paths_are_what_cases_did(worked):
    office, _ = worked
    found = process.paths(process.seen_cases(procedure_of(office), person=office.wang, at=FRIDAY))
    assert (found.cases, found.capped, found.variants) == (3, False, 3)
    assert [(each.source, each.action, each.target, each.count, each.wait) for each in found.steps] == [
        ("", "open", "received", 3, None),
        ("received", "quote", "quoted", 2, 1.5 * HOUR),
        ("quoted", "confirm", "confirmed", 1, 2 * HOUR),
    ]
    assert {each.states for each in found.paths} == {
        ("received",),
        ("received", "quoted"),
        ("received", "quoted", "confirmed"),
    }


def test_paths_are_of_the_cases_that_the_reader_sees(worked):
    office, (first, _, _) = worked
    steps = procedure_of(office)
    assert process.seen_cases(steps, person=office.stranger, at=FRIDAY) == []
    assert process.seen_cases(steps, person=office.sun, at=FRIDAY) == [first]
    assert process.seen_cases(steps, person=office.wang, at=FRIDAY, since=FRIDAY + HOUR) == []


def test_traces_tell_every_act_in_order(worked):
    office, (first, second, _) = worked
    told = list(process.traces([second, first]))
    assert [(each.case, each.action, each.target) for each in told] == [
        (second, "open", "received"),
        (second, "quote", "quoted"),
        (first, "open", "received"),
        (first, "quote", "quoted"),
        (first, "confirm", "confirmed"),
    ]
    assert {each.actor for each in told} == {office.wang}


def test_a_superior_sees_the_load_of_the_posts_below_and_nobody_else_any(worked):
    office, _ = worked
    below = {"order_taker", "sheet_maker", "order_auditor", "production_clerk"}
    assert set(load.overseen(office.lin, FRIDAY)) == {f"doors.{post}" for post in below}
    assert load.overseen(office.wang, FRIDAY) == ()
    assert load.overseen(office.stranger, FRIDAY) == ()
    # To keep people and posts is not to stand above them.
    Person.objects.filter(pk=office.stranger).update(is_administrator=True)
    assert load.overseen(office.stranger, FRIDAY) == ()


def test_the_load_counts_what_its_list_shows(worked):
    office, (first, second, third) = worked
    do(Command(verb=Verb.CLAIM, case=second), office.wang, FRIDAY + 2 * HOUR)
    posts = load.overseen(office.lin, FRIDAY)
    lines = {(each.post.partition(".")[2], each.name): each for each in load.loads(posts, FRIDAY)}
    assert {key: each.open for key, each in lines.items() if each.open} == {
        ("order_taker", ""): 1,
        ("order_taker", "wang"): 1,
        ("sheet_maker", ""): 1,
    }
    assert lines["order_taker", "zhao"].holds
    for each in lines.values():
        listed = load.work_of(
            load.WorkQuery(posts=(each.post,), person=each.person), reader=office.lin, at=FRIDAY, limit=1
        )
        assert listed.count == each.open, each
    everything = load.work_of(load.WorkQuery(posts=posts), reader=office.lin, at=FRIDAY, limit=2)
    assert everything.count == 3
    rest = load.work_of(load.WorkQuery(posts=posts), reader=office.lin, at=FRIDAY, after=everything.next)
    assert {row.id for row in (*everything.rows, *rest.rows)} == {first, second, third}


def test_what_is_late_or_due_by_a_moment(worked):
    office, (*_, third) = worked
    posts = load.overseen(office.lin, FRIDAY)
    # The third is due a working day after it came, at 9:30 of Saturday, which is worked before the holiday is made up.
    due = {row.id: row.due for row in load.work_of(load.WorkQuery(posts=posts), reader=office.lin, at=FRIDAY).rows}
    until = load.WorkQuery(posts=posts, until=due[third])
    assert {row.id for row in load.work_of(until, reader=office.lin, at=FRIDAY).rows} == {
        case for case, moment in due.items() if moment and moment <= due[third]
    }


def test_done_today_are_the_acts_of_the_day(worked):
    office, _ = worked
    assert dict(load.done_today([office.wang, office.sun], FRIDAY + 5 * HOUR)) == {office.wang: 6}
    assert dict(load.done_today([office.wang], FRIDAY + timedelta(days=1))) == {}
    assert dict(load.done_today([office.wang], FRIDAY)) == {office.wang: 3}


def test_a_step_that_a_version_does_not_declare_strays(worked):
    office, cases = worked
    steps = process.paths(cases).steps
    declared = procedure_of(office)
    assert process.strays(steps, declared) == (False, False, False)
    # An older version, in which nobody quoted.
    actions = {name: action for name, action in declared.actions.items() if name != "quote"}
    older = replace(declared, actions=actions)
    assert [each.action for each, stray in zip(steps, process.strays(steps, older), strict=True) if stray] == [
        "quote",
        "confirm",
    ]
