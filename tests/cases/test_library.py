"""Versions of packs: immutable, one active, and how running cases come to a new one."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gendan.cases import indexes, library, moving, store
from gendan.cases.models import Activation, Case, Event, PackFile, PackVersion
from gendan.cases.outbox import drain
from gendan.cases.rebuilding import rebuild
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.people.epoch import forget
from tests.cases.company import FRIDAY, act, do
from tests.cases.desk import PROCEDURE, files

pytestmark = pytest.mark.django_db


def ticket(**given):
    return Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", **given})


def test_the_same_content_is_the_same_version(desk):
    again = library.activate(files(), by=0, at=FRIDAY)
    assert (again.new, again.replaced, again.definition) == (False, None, desk.definition)
    assert (PackVersion.objects.count(), Activation.objects.count()) == (1, 1)


def test_other_content_under_an_activated_version_is_refused(desk):
    with pytest.raises(Refused) as refused:
        library.activate(files(procedure=PROCEDURE.replace("登记单", "别的单")), by=0, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["basis"]
    assert PackVersion.objects.count() == 1


def test_an_unsound_pack_is_not_activated(db):
    with pytest.raises(library.Unsound) as unsound:
        library.activate(files(procedure=PROCEDURE.replace("by: second", "by: nobody")), by=0, at=FRIDAY)
    assert unsound.value.findings
    assert PackVersion.objects.count() == 0


def test_the_database_keeps_versions_as_they_are(desk):
    for statement in (
        "update cases_packversion set hash = 'x'",
        "delete from cases_packversion",
        "update cases_packfile set content = ''",
        "delete from cases_packfile",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert PackFile.objects.count() == 3


def test_running_cases_stay_on_their_version(desk):
    old = do(ticket(), desk.ann).case
    newer = library.activate(
        files(version="1.1.0", procedure=PROCEDURE.replace("due: [{in: 2 days}]", "due: [{in: 1 day}]")),
        by=0,
        at=FRIDAY,
    )
    new = do(ticket(), desk.ann).case
    assert {row.id: row.definition for row in Case.objects.all()} == {old: desk.definition, new: newer.definition}
    for case in (old, new):
        do(act(case, "check"), desk.ann)
    dues = {row.id: row.due for row in Case.objects.all()}
    assert (dues[old] - dues[new]).days == 1
    assert PackVersion.objects.get(active=True).id == newer.definition


def test_a_declared_mapping_moves_running_cases_by_an_event_each(desk):
    first = do(ticket(line="8001"), desk.ann).case
    ended = do(ticket(), desk.ann).case
    do(act(ended, "check"), desk.ann)
    do(act(ended, "close"), desk.second)
    renamed = (
        PROCEDURE.replace("  new:     {", "  fresh:   {")
        .replace("to: new", "to: fresh")
        .replace("from: new", "from: fresh")
    )
    renamed = renamed.replace("{enter: new}", "{enter: fresh}").replace("in: [new]", "in: [fresh]")
    renamed = renamed.replace("  line:    {title: 线路", "  route:   {title: 线路").replace(
        "card, line,", "card, route,"
    )
    newer = library.activate(
        files(
            version="2.0.0",
            more="migrates: {from: 1.0.0, states: {new: fresh}, fields: {line: route}}",
            procedure=renamed,
        ),
        by=0,
        at=FRIDAY,
    )
    (outcome,) = moving.move(newer.definition, by=desk.chief, at=FRIDAY)
    assert (outcome.case, outcome.state, outcome.reasons) == (first, "fresh", ())
    row = Case.objects.get(id=first)
    assert (row.definition, row.data) == (newer.definition, {"name": "某人", "route": "8001"})
    told = Event.objects.filter(case_id=first).order_by("seq")
    assert list(told.values_list("kind", flat=True)) == ["opened", "moved"]
    assert Case.objects.get(id=ended).definition == desk.definition
    assert list(moving.move(newer.definition, by=desk.chief, at=FRIDAY)) == []
    assert rebuild(check=True).differences == ()
    do(act(first, "check"), desk.ann)


@pytest.mark.django_db(transaction=True)
def test_clocks_of_cases_that_move_are_computed_anew_and_both_stand(desk):
    case = do(ticket(), desk.ann).case
    do(act(case, "check"), desk.ann)
    newer = library.activate(
        files(
            version="2.0.0",
            more="migrates: {from: 1.0.0}",
            procedure=PROCEDURE.replace("due: [{in: 2 days}]", "due: [{in: 1 day}]"),
        ),
        by=0,
        at=FRIDAY,
    )
    before = glimpse(case).case.clocks["close"].due_at
    assert [outcome.done for outcome in moving.move(newer.definition, by=desk.chief, at=FRIDAY)] == [True]
    assert drain(FRIDAY).dead == 0
    clock = glimpse(case).case.clocks["close"]
    assert before - clock.due_at == timedelta(days=1)
    assert [each.due_at for each in clock.earlier] == [before]
    assert rebuild(check=True).differences == ()


def test_lists_have_their_indexes_and_they_are_used(desk):
    made = set(_indexes())
    assert len(made) >= 6
    assert indexes.ensure(library.pack(desk.definition)) == []
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_sort = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute(
            "explain select id from cases_case where procedure = 'desk.ticket' and state = 'new'"
            " order by coalesce((data->>'amount')::numeric, '-infinity'::numeric) desc, id limit 50"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert any(name in plan for name in made), plan


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute("select indexname from pg_indexes where indexname like 'case_list_%'")
        return [name for (name,) in cursor.fetchall()]


def test_of_many_that_want_a_pack_at_once_one_reads_it(desk, monkeypatch):
    definition = desk.definition
    kept, read, reads = library.files(definition), library.read_pack, []

    def slowly(*given, **more):
        reads.append(1)
        time.sleep(0.05)
        return read(*given, **more)

    forget()
    monkeypatch.setattr(library, "read_pack", slowly)
    monkeypatch.setattr(library, "files", lambda _: kept)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(library.pack, [definition] * 4))
    assert len(reads) == 1
    assert all(each is found[0] for each in found)


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_only_the_new_version_has_runs_from_what_started_it(desk, monkeypatch):
    first, second = (do(ticket(), desk.ann).case for _ in range(2))
    do(act(first, "check"), desk.ann)
    more = "  all: {title: 全程, starts: open, stops: close, due: [{in: 3 days}]}\n"
    more += "  asks: {title: 核时限, starts: {enter: new}, stops: check, due: [{in: 1 day}]}\nlists:"
    newer = library.activate(
        files(version="2.0.0", more="migrates: {from: 1.0.0}", procedure=PROCEDURE.replace("lists:", more)),
        by=0,
        at=FRIDAY,
    )
    read, histories = [], store.histories
    monkeypatch.setattr(store, "histories", lambda cases: read.append(list(cases)) or histories(cases))
    moved = list(moving.move(newer.definition, by=desk.chief, at=FRIDAY + timedelta(days=1)))
    assert [outcome.done for outcome in moved] == [True, True]
    assert read == [[first, second]]  # for all of them at once
    assert drain(FRIDAY).dead == 0
    clocks = [glimpse(case).case.clocks for case in (first, second)]
    assert [each["all"].started_at for each in clocks] == [FRIDAY, FRIDAY]
    assert ["asks" in each for each in clocks] == [False, True]
    told = Event.objects.filter(case_id=first).order_by("seq")
    assert list(told.values_list("kind", flat=True)) == ["opened", "acted", "moved", "recomputed"]
    assert rebuild(check=True).differences == ()
