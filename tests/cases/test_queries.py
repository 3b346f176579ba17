"""Lists, work lists and pages: what a person sees of cases, in order, page by page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from gendan.cases import library, queries, site
from gendan.cases.commands import run_many
from gendan.cases.models import Case
from gendan.cases.queries import ListQuery
from gendan.cases.queries.chosen import rows_of
from gendan.core import listing
from gendan.core.command import Command, Verb
from gendan.core.listing import Filter
from gendan.core.refusals import Refused
from gendan.packs.reader import SHIPPED
from gendan.people.models import Access, AccessLog
from tests.cases.company import FRIDAY, Company, act, do

pytestmark = pytest.mark.django_db


def ticket(**given):
    return Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", **given})


def fill(desk, rows):
    return [outcome.case for outcome in run_many([ticket(**row) for row in rows], person=desk.ann, at=FRIDAY)]


def walk(query, person, limit):
    """All pages of a list, as names."""
    names, after, pages = [], None, 0
    while True:
        page = queries.page(query, person=person, at=FRIDAY, after=after, limit=limit)
        names += [row.values["name"] for row in page.rows]
        pages += 1
        after = page.next
        if after is None:
            return names, pages


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ((), "cabed"),
        (("name",), "abcde"),
        (("-name",), "edcba"),
        (("amount",), "dceab"),  # d has none
        (("-amount",), "baced"),
        (("ready", "-amount"), "aedbc"),
        (("day", "name"), "bdeac"),
        (("-seen_at",), "cabed"),
        (("due",), "cabed"),
        (("-opened",), "debac"),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 10])
def test_lists_go_on_from_a_key_in_every_order(desk, sort, expected, limit):
    fill(
        desk,
        [
            {"name": "c", "amount": "5", "ready": True, "day": "2026-10-11"},
            {"name": "a", "amount": "7", "day": "2026-10-10"},
            {"name": "b", "amount": "30.5", "ready": False},
            {"name": "e", "amount": "5"},
            {"name": "d"},
        ],
    )
    names, pages = walk(ListQuery(procedure="desk.ticket", sort=sort), desk.ann, limit)
    assert "".join(names) == expected
    assert pages == (1 if limit == 10 else -(-5 // limit))


def test_filters_test_declared_fields(desk):
    fill(
        desk,
        [
            {"name": "王%", "amount": "5", "day": "2026-10-11", "seen_at": "2026-10-11 23:59"},
            {"name": "李", "amount": "50", "day": "2026-10-12", "seen_at": "2026-10-12 00:00"},
            {"name": "王二"},
        ],
    )

    def names(*filters, **more):
        query = ListQuery(procedure="desk.ticket", filters=filters, **more)
        return [row.values["name"] for row in queries.page(query, person=desk.ann, at=FRIDAY).rows]

    assert names(Filter(field="name", test=listing.Test.CONTAINS, values=("王",))) == ["王%", "王二"]
    assert names(Filter(field="name", test=listing.Test.CONTAINS, values=("%",))) == ["王%"]
    assert names(Filter(field="amount", test=listing.Test.RANGE, values=("5", "20"))) == ["王%"]
    assert names(Filter(field="amount", test=listing.Test.EMPTY)) == ["王二"]
    assert names(Filter(field="amount", test=listing.Test.FILLED)) == ["王%", "李"]
    assert names(Filter(field="amount", test=listing.Test.IS, values=("50.0",))) == ["李"]
    assert names(Filter(field="day", test=listing.Test.RANGE, values=("", "2026-10-11"))) == ["王%"]
    assert names(Filter(field="seen_at", test=listing.Test.RANGE, values=("2026-10-11", "2026-10-11"))) == ["王%"]
    assert names(number="2026-002") == ["李"]
    with pytest.raises(Refused) as refused:
        names(Filter(field="urgency", test=listing.Test.EMPTY))
    assert [reason.code for reason in refused.value.reasons] == ["value.urgency"]


def test_the_count_is_capped(desk, monkeypatch):
    monkeypatch.setattr("gendan.cases.queries.lists.COUNT_MOST", 2)
    fill(desk, [{"name": name} for name in "abc"])
    page = queries.page(ListQuery(procedure="desk.ticket"), person=desk.ann, at=FRIDAY)
    assert (page.count, page.capped) == (2, True)


def test_a_place_that_was_never_given_out_is_refused(desk):
    fill(desk, [{"name": "a"}])
    for place in ("!", "e30", "WyJ4Il0"):
        with pytest.raises(queries.NoSuchPage):
            queries.page(ListQuery(procedure="desk.ticket"), person=desk.ann, at=FRIDAY, after=place)


def test_who_has_no_part_in_a_state_sees_only_his_own(desk):
    first, _ = fill(desk, [{"name": "a"}, {"name": "b"}])
    do(act(first, "check"), desk.ann)
    everything = ListQuery(procedure="desk.ticket", states=("new", "checked", "closed"))

    def names(person):
        return [row.values["name"] for row in queries.page(everything, person=person, at=FRIDAY).rows]

    # The second owns what is checked; the chief sees all; clerks own what is new and have acted on the rest.
    assert names(desk.second) == ["a"]
    assert sorted(names(desk.chief)) == ["a", "b"]
    assert sorted(names(desk.ann)) == ["a", "b"]
    assert names(desk.bob) == ["b"]
    assert names(desk.stranger) == []


def test_the_workbench_tells_mine_late_waiting_and_queues(desk):
    cases = fill(desk, [{"name": name, "urgency": urgency} for name, urgency in zip("abcd", (1, 9, 1, 5), strict=True)])
    bench = queries.workbench(person=desk.bob, at=FRIDAY)
    assert [(queue.queue, queue.count) for queue in bench.queues] == [("desk.clerk", 4)]
    line = queries.queue(person=desk.bob, at=FRIDAY)
    assert [row.values["name"] for row in line.rows] == ["b", "d", "a", "c"]
    do(Command(verb=Verb.CLAIM, case=cases[2]), desk.bob)
    do(act(cases[0], "check"), desk.ann)
    do(act(cases[0], "ask"), desk.second)
    assert [row.values["name"] for row in queries.mine(person=desk.bob, at=FRIDAY).rows] == ["c"]
    assert [row.values["name"] for row in queries.waiting(person=desk.second, at=FRIDAY).rows] == ["a"]
    assert queries.mine(person=desk.second, at=FRIDAY).rows == ()
    assert queries.next_case(person=desk.bob, at=FRIDAY) == str(Case.objects.get(id=cases[2]).uid)
    from gendan.cases.ticking import tick

    assert tick(FRIDAY + timedelta(hours=5)) == 3
    later = FRIDAY + timedelta(hours=5)
    assert sorted(row.values["name"] for row in queries.late(person=desk.bob, at=later).rows) == ["b", "c", "d"]
    assert queries.late(person=desk.second, at=later).rows == ()


def test_the_page_shows_what_can_be_done_and_why_the_rest_cannot(desk):
    (case,) = fill(desk, [{"name": "浙江", "card": "11010519491231002X", "amount": "5"}])
    page = queries.case_page(case, person=desk.ann, at=FRIDAY)
    assert page is not None
    fields = {view.field.name: (view.value, view.masked) for view in page.fields}
    assert fields["amount"] == (Decimal("5.00"), False)
    assert fields["card"] == (None, True)
    assert fields["fee"] == (Decimal("10.00"), False)
    actions = {each.action: [reason.code for reason in each.reasons] for each in page.available}
    assert actions["check"] == []
    assert actions["ask"] == ["access"]
    assert [(view.clock.name, view.left) for view in page.deadlines] == [("check", timedelta(hours=4))]
    assert [event.kind for event in page.events] == ["opened"]
    assert page.people == {desk.ann: "ann"}
    assert queries.case_page(page.case.uid, person=desk.bob, at=FRIDAY) is not None
    assert queries.case_page(page.case.number, person=desk.bob, at=FRIDAY) is not None


def test_another_departments_page_is_not_there_and_the_look_is_logged(desk):
    (case,) = fill(desk, [{"name": "a"}])
    assert queries.case_page(case, person=desk.stranger, at=FRIDAY) is None
    assert queries.case_page("nothing", person=desk.stranger, at=FRIDAY) is None
    log = AccessLog.objects.get(kind=Access.NOT_SEEN)
    assert (log.person_id, log.about) == (desk.stranger, "case 2026-001")


def test_a_hidden_field_is_encrypted_and_each_look_is_logged(desk):
    from django.db import connection

    (case,) = fill(desk, [{"name": "a", "card": "11010519491231002X"}])
    with connection.cursor() as cursor:
        cursor.execute("select data::text from cases_case union all select body::text from cases_event")
        assert not any("11010519491231002X" in text for (text,) in cursor.fetchall())
    assert queries.reveal(case, "card", person=desk.ann, at=FRIDAY) == "11010519491231002X"
    assert queries.reveal(case, "card", person=desk.chief, at=FRIDAY) is None
    log = AccessLog.objects.get(kind=Access.FIELD_SEEN)
    assert (log.person_id, log.about) == (desk.ann, "field card of case 2026-001")


def test_a_setting_tightens_and_clocks_are_computed_anew(desk):
    from gendan.cases.outbox import drain

    (case,) = fill(desk, [{"name": "a"}])
    with pytest.raises(Refused) as refused:
        site.set_setting("desk", "limit", 9, by=desk.chief, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["value.limit"]
    site.set_setting("desk", "limit", 2, by=desk.chief, at=FRIDAY, reason="旺季")
    assert drain(FRIDAY).done == 1
    page = queries.case_page(case, person=desk.ann, at=FRIDAY)
    assert page is not None
    (view,) = page.deadlines
    assert view.left == timedelta(hours=2)
    assert [earlier.due_at for earlier in view.clock.earlier] == [FRIDAY + timedelta(hours=4)]
    assert [(change.value, change.by, change.reason) for change in site.setting_history("desk", "limit")] == [
        (2, desk.chief, "旺季")
    ]


def test_opening_is_offered_to_whom_the_pack_names(desk):
    assert queries.opening("desk.ticket", person=desk.ann, at=FRIDAY) is not None
    assert queries.opening("desk.ticket", person=desk.stranger, at=FRIDAY) is None
    assert queries.opening("desk.nothing", person=desk.ann, at=FRIDAY) is None


def test_a_clock_that_stands_still_makes_no_case_due(db):
    people = Company(library.activate(SHIPPED / "freight", by=0, at=FRIDAY).definition)
    people.hire("zhou", "order_taker", pack="freight")
    given = {"customer": "示例委托人", "origin": "company", "feasible": "full", "special": "dangerous"}
    case = do(Command(verb=Verb.OPEN, procedure="freight.instruction", given=given), people.zhou).case

    def due():
        return rows_of([case], person=people.zhou, at=FRIDAY)[0].due

    assert due() == FRIDAY + timedelta(minutes=15)
    do(act(case, "ask_approval"), people.zhou)
    assert due() == FRIDAY + timedelta(hours=1)  # the approval's; the quarter of an hour stands still
