"""A list of codes: doubles are told row by row, the same list twice changes nothing, half of it is gone on with."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import RawCursor

from gendan.cases import attachments
from gendan.cases.sheets import write_xlsx
from gendan.core.refusals import Refused
from gendan.stock import lists, queries
from gendan.stock.actions import holding, loading, moving
from gendan.stock.models import CodeLoad
from tests.stock.yard import KEEPER, NOON, D, job, later, receive, stands

NOW_OF = {1: NOON, 2: later(10)}
pytestmark = pytest.mark.usefixtures("warehouse")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"


def kept(tmp_path, rows, headers=("产品", "序列号", "SIM卡号")):
    path = tmp_path / f"{uuid4()}.xlsx"
    write_xlsx(path, headers, rows)
    return attachments.store([path.read_bytes()], name="清单.xlsx", by=KEEPER, at=NOON)["sha256"]


def load(sha256, at=NOON, **more):
    run = loading.start(sha256, "清单.xlsx", place="成品库", actor=KEEPER, at=at, **more)
    while loading.continue_(run, at):
        pass
    return CodeLoad.objects.get(id=run)


def counts(load):
    return load.stage, load.received, load.unchanged, load.faulty


def faults(load):
    return {row.row: [code for code, _ in row.reasons] for row in load.faults.order_by("row")}


def test_doubles_inside_and_against_stock_are_told_row_by_row(tmp_path):
    receive(product="机", codes="SN3")
    rows = [
        ("机", "SN1", "SIM1"),
        ("机", "SN2", "SIM1"),
        ("机", "SN3", "SIM3"),
        ("机", "SN1", "SIM4"),
        ("", "SN5", "SIM5"),
        ("机", "SN 6", ""),
        ("机", "", ""),
        ("机", "SN7", ""),
    ]
    done = load(kept(tmp_path, rows))
    assert counts(done) == ("done", 2, 0, 6)
    assert faults(done) == {
        3: ["stock.doubled_code"],
        4: ["stock.taken"],
        5: ["stock.doubled_code"],
        6: ["stock.needs_product"],
        7: ["stock.code_form"],
        8: ["stock.code_form"],
    }
    assert stands() == {("机", "成品库"): D(3)}
    assert queries.find("SIM1")[0].codes[0] == "SN1"


def test_none_is_kept_where_one_is_wrong_and_that_was_chosen(tmp_path):
    rows = [("机", "SN1", ""), ("机", "SN1", ""), ("机", "SN2", "")]
    done = load(kept(tmp_path, rows), keep="none")
    assert counts(done) == ("rejected", 0, 0, 1)
    assert (stands(), list(faults(done))) == ({}, [3])
    assert counts(load(kept(tmp_path, rows[1:]), keep="none")) == ("done", 2, 0, 0)


def test_the_same_list_twice_changes_nothing_even_when_units_have_gone(tmp_path):
    rows = [("机", f"SN{number}", f"SIM{number}") for number in range(30)]
    first = kept(tmp_path, rows[:20])
    assert counts(load(first)) == ("done", 20, 0, 0)
    moving.dispatch([job(codes="SN3", customer="王记")])
    assert counts(load(first)) == ("done", 0, 20, 0)
    assert counts(load(kept(tmp_path, rows))) == ("done", 10, 20, 0)
    assert stands() == {("机", "成品库"): D(29)}


def test_a_load_that_was_cut_off_goes_on_where_it_stood(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 4)
    rows = [("机", f"SN{number}", "") for number in range(10)] + [("机", "SN2", "")]
    run = loading.start(kept(tmp_path, rows), "清单.xlsx", place="成品库", actor=KEEPER, at=NOON)
    assert loading.continue_(run, NOON, limit=4)
    assert counts(CodeLoad.objects.get(id=run)) == ("running", 4, 0, 0)
    assert loading.standing_still(later(1)) == [run]
    while loading.continue_(run, later(2)):
        pass
    done = CodeLoad.objects.get(id=run)
    assert (counts(done), faults(done)) == (("done", 10, 0, 1), {12: ["stock.doubled_code"]})


def test_a_list_without_codes_or_a_place_is_refused(tmp_path):
    with pytest.raises(Refused, match="no_code_column"):
        load(kept(tmp_path, [("机", "x", "y")], headers=("品名", "颜色", "数量")))
    with pytest.raises(Refused, match="unknown_place"):
        loading.start(kept(tmp_path, [("机", "SN1", "")]), "x", place="没有", actor=KEEPER, at=NOON)


def test_a_preview_tells_what_would_happen_and_does_nothing(tmp_path):
    receive(product="机", codes="SN1")
    rows = [("", "SN1"), ("", "SN2"), ("", "SN2")]
    seen = lists.preview(kept(tmp_path, rows, headers=("备注", "sn")), product="机")
    assert (dict(seen.columns), seen.new, seen.unchanged, seen.faulty, seen.total) == ({"1": "sn"}, 1, 1, 1, 3)
    assert stands() == {("机", "成品库"): D(1)}


def test_statements_do_not_grow_with_rows(tmp_path, monkeypatch):
    """Neither those of a list that comes in, nor those of an order that sends all of it away."""
    sent = []

    class Counting(RawCursor):
        def execute(self, query, *given, **more):
            sent.append(query)
            return super().execute(query, *given, **more)

        def copy(self, query, *given, **more):
            sent.append(query)
            return super().copy(query, *given, **more)

    monkeypatch.setattr("gendan.cases.store.RawCursor", Counting)
    counted = []
    for case, (count, start) in enumerate(((3, 0), (300, 1000)), 1):
        rows = [("机", f"SN{number}", f"S{number}") for number in range(start, start + count)]
        run = loading.start(kept(tmp_path, rows), "x", place="成品库", actor=KEEPER, at=NOW_OF[case])
        sent.clear()
        with CaptureQueriesContext(connection) as captured:
            while loading.continue_(run, NOW_OF[case]):
                pass
            holding.reserve([job(case, at=NOW_OF[case], product="机", quantity=count)])
            moving.dispatch([job(case, at=NOW_OF[case], customer="王记")])
        counted.append((list(sent), len(captured)))
        assert stands() == {}
    assert counted[0] == counted[1]
