"""Statements that are sent prepared: inside a transaction and outside, forgotten by the server, and in error."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from psycopg.errors import DivisionByZero, OperationalError, UndefinedTable

from gendan.people import prepared
from gendan.people.prepared import answer
from tests.statements import statements

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "select $1::bigint, $2::text, $3::bytea, $4::timestamptz, $5::text[], $6::jsonb::text, $7::integer"
GIVEN = ["12345678901", "门 o'clock", b"\x00\xff", "2026-11-22T08:00:00+08:00", '{"a","null"}', '{"a": [1]}', None]
READ = (12345678901, "门 o'clock", b"\x00\xff", datetime(2026, 11, 22, tzinfo=UTC), ["a", "null"], '{"a": [1]}', None)


def test_values_come_back_as_they_went_in_a_transaction_and_outside():
    assert answer(TYPED, GIVEN) == [READ]
    with transaction.atomic():
        assert answer(TYPED, GIVEN) == [READ]
    assert answer("select x from generate_series(1, 3) x where x > $1::integer", ["1"]) == [(2,), (3,)]
    assert answer("select 1 where false") == []


def test_numbers_go_as_an_array_in_a_transaction_and_outside():
    asked = "select x from generate_series(1, 5) x where x = any($1::bigint[])"
    assert answer(asked, [{2, 4}]) == [(2,), (4,)]
    assert answer(asked, [[]]) == []
    with transaction.atomic():
        assert answer(asked, [(5,)]) == [(5,)]


def test_a_question_about_one_number_keeps_its_plan():
    with connection.cursor() as on:
        on.execute("create temporary table many (number bigint primary key)")
        on.execute("insert into many select generate_series(1, 5000)")
        on.execute("analyze many")
    for number in range(1, 9):
        assert answer("select number from many where number = any($1::bigint[])", [[number]]) == [(number,)]
    held = "select generic_plans from pg_prepared_statements where statement like 'select number from many%'"
    # The server tries five plans for given values before it keeps one for all.
    assert answer(held) == [(3,)]


def test_a_statement_is_prepared_once():
    answer("select $1::integer + 1", ["1"])
    held = "select count(*) from pg_prepared_statements where statement = 'select $1::integer + 1'"
    assert answer("select $1::integer + 1", ["2"]) == [(3,)]
    assert answer(held) == [(1,)]
    assert statements(lambda: answer("select $1::integer + 1", ["3"])) == 1


def test_what_a_rollback_made_the_server_forget_is_prepared_again():
    assert answer("select $1::text", ["before"]) == [("before",)]
    with transaction.atomic():
        answer("select 1")
        transaction.set_rollback(True)
    assert answer("select $1::text", ["after"]) == [("after",)]
    with connection.cursor() as on:
        on.execute("deallocate all")
    assert answer("select $1::text", ["again"]) == [("again",)]


def test_a_table_that_has_changed_is_read_as_it_is_now():
    with connection.cursor() as on:
        on.execute("create temporary table changing (a integer); insert into changing values (1)")
        assert answer("select * from changing") == [(1,)]
        on.execute("alter table changing add b text default 'new'")
        assert answer("select * from changing") == [(1, "new")]


def test_an_error_is_the_drivers_own_and_leaves_the_connection_well():
    with pytest.raises(DivisionByZero):
        answer("select 1 / $1::integer", ["0"])
    assert answer("select 1 / $1::integer", ["1"]) == [(1,)]
    with pytest.raises(UndefinedTable, match="nowhere"):
        answer("select * from nowhere")
    assert answer("select 1") == [(1,)]


def test_a_server_that_went_away_is_an_operational_error():
    ((process,),) = answer("select pg_backend_pid()")
    ended = threading.Thread(target=_end, args=[process])
    ended.start()
    ended.join()
    with pytest.raises(OperationalError):
        answer("select 1")
    connection.close()
    assert answer("select 1") == [(1,)]


def _end(process):
    answer("select pg_terminate_backend($1::integer, 5000)", [str(process)])
    connection.close()


def test_only_so_many_stay_prepared(monkeypatch):
    monkeypatch.setattr(prepared, "KEPT", 3)
    connection.close()
    connection.close_pool()
    for round_ in range(2):
        for number in range(5):
            assert answer(f"select {number}, $1::integer", [str(round_)]) == [(number, round_)]
    ((held,),) = answer("select count(*) from pg_prepared_statements where name like 'gendan%'")
    assert held == 3


def test_other_threads_go_on_while_one_waits_for_its_answer():
    waits = threading.Thread(target=lambda: (answer("select pg_sleep(1)"), connection.close()))
    answer("select 1")
    waits.start()
    began = time.monotonic()
    while waits.is_alive() and time.monotonic() - began < 0.5:
        answer("select 1")
    assert waits.is_alive()
    waits.join()
