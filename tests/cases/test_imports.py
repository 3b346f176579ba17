"""Files that bring orders in: previewed, mapped, taken once, gone on with, and told row by row."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection

from gendan.cases import imports
from gendan.cases.imports import ColumnMapping, Fate, matching
from gendan.cases.imports.context import context
from gendan.cases.models import Case, Event, ImportRow, ImportRun
from gendan.cases.store import cursor
from gendan.core.refusals import Refused
from tests.cases.company import FRIDAY, act, do
from tests.cases.shop import HEADER, PAID, REFUNDED, UNPAID, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]

NAME = "shop_review.shop_export"
SHOP = {"shop": "天猫旗舰店"}
COLUMNS = {
    "订单编号": "order_no",
    "总金额": "amount",
    "买家实际支付金额": "paid",
    "收货地址": "province",
    "订单创建时间": "ordered_at",
    "订单付款时间": "paid_at",
    "退款金额": "refund",
}
MAPPING = ColumnMapping(columns=COLUMNS, constants=SHOP)


def keep(content, shop):
    return imports.keep_file(BytesIO(content), name="二月.csv", by=shop.zhou, at=FRIDAY)["sha256"]


def bring(shop, content, *, mapping=MAPPING, keep_rows="good", at=FRIDAY, name=NAME):
    run = imports.start(
        name, sha256=keep(content, shop), file_name="二月.csv", mapping=mapping, keep=keep_rows, person=shop.zhou, at=at
    )
    while imports.continue_(run, at):
        pass
    return imports.progress(run, person=shop.zhou, at=at)


def told(progress):
    return {fate.value: getattr(progress, fate.value) for fate in Fate if getattr(progress, fate.value)}


def test_a_preview_proposes_the_mapping_and_does_nothing(shop):
    seen = imports.preview(NAME, keep(sheet(UNPAID, PAID), shop), person=shop.zhou, at=FRIDAY)
    assert dict(seen.mapping.columns) == COLUMNS
    assert [reason.code for reason in seen.refused] == ["needs.shop"]
    assert seen.missing == ()

    seen = imports.preview(NAME, keep(sheet(UNPAID, PAID), shop), mapping=MAPPING, person=shop.zhou, at=FRIDAY)
    assert (seen.new, seen.faulty, seen.checked, seen.complete) == (2, 0, 2, True)
    assert seen.written.encoding == "UTF-8"
    assert seen.first[1].values["ordered_at"] == datetime(2020, 2, 20, 15, 59, 54, tzinfo=UTC)
    assert [column.field for column in seen.columns] == list(COLUMNS.values())
    assert not Case.objects.exists()


def test_a_preview_tells_every_fault_with_row_and_column(shop):
    content = sheet(
        "7,abc,0,上海,2020-02-30 00:00:00,,0", ",5,5,上海,2020-02-20,,0", PAID, "8,-1,0,上海,2020-02-20,,0,,,多"
    )
    seen = imports.preview(NAME, keep(content, shop), mapping=MAPPING, person=shop.zhou, at=FRIDAY)
    assert (seen.faulty, seen.new) == (3, 1)
    faults = {
        each.row: [(reason.code, reason.parameters.get("column")) for reason in each.reasons] for each in seen.faults
    }
    assert faults == {
        2: [("value.amount", "总金额"), ("value.ordered_at", "订单创建时间")],
        3: [("needs.order_no", "订单编号")],
        5: [("sheet.cells", None), ("value.amount", "总金额")],
    }
    first = seen.faults[0].reasons[0].parameters
    assert (first["row"], first["given"]) == (2, "abc")
    assert first["expected"]["type"] == "money"


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (HEADER.replace("订单编号", "编号"), ["sheet.missing_column"]),
        (HEADER.replace("退款金额", "总金额"), ["sheet.doubled_column", "sheet.missing_column"]),
    ],
)
def test_missing_and_doubled_columns_are_named(shop, header, codes):
    seen = imports.preview(NAME, keep(sheet(PAID, header=header), shop), mapping=MAPPING, person=shop.zhou, at=FRIDAY)
    assert sorted(reason.code for reason in seen.refused) == codes
    with pytest.raises(Refused):
        bring(shop, sheet(PAID, header=header))
    assert not ImportRun.objects.exists()


def test_orders_come_in_and_their_clocks_start_at_the_import(shop):
    progress = bring(shop, sheet(UNPAID, PAID, REFUNDED))
    assert told(progress) == {"opened": 3}
    assert (progress.stage, progress.total, progress.rows) == ("done", 3, 3)
    cases = {case.data["order_no"]: case for case in Case.objects.all()}
    assert {number: case.state for number, case in cases.items()} == {
        "1": "unpaid",
        "2": "unreviewed",
        "5": "set_aside",
    }
    assert {case.opened_at for case in cases.values()} == {FRIDAY}
    assert cases["2"].data["shop"] == "天猫旗舰店"
    assert cases["1"].due == FRIDAY + timedelta(days=3)
    ordered = datetime(2020, 2, 20, 15, 59, 54, tzinfo=UTC)
    assert cases["2"].data["ordered_at"] == int(ordered.timestamp()) * 1_000_000


def test_the_same_file_twice_changes_nothing(shop):
    bring(shop, sheet(UNPAID, PAID, REFUNDED))
    events = Event.objects.count()
    again = bring(shop, sheet(UNPAID, PAID, REFUNDED), at=FRIDAY + timedelta(hours=1))
    assert told(again) == {"unchanged": 3}
    assert (Event.objects.count(), Case.objects.count()) == (events, 3)


def test_a_row_that_differs_updates_what_the_pack_lets_it(shop):
    bring(shop, sheet(UNPAID, PAID))
    paid = UNPAID.replace("0.0,上海", "178.8,上海").replace("00:00:00,,", "00:00:00,2020-02-21 08:00:00,")
    moved = PAID.replace("内蒙古自治区", "上海")
    refunded = PAID.replace(",21.0,21.0,", ",21.0,0.0,").replace(",0.0\n", ",21.0\n")
    progress = bring(shop, sheet(paid, moved), at=FRIDAY + timedelta(hours=1))
    assert told(progress) == {"updated": 1, "known": 1}
    assert Case.objects.get(data__order_no="1").state == "unreviewed"
    # What the procedure does not allow any more is told, and done by no road.
    progress = bring(shop, sheet(refunded), at=FRIDAY + timedelta(hours=2))
    assert told(progress) == {"refused": 1}
    (row,) = imports.outcomes(progress.run, person=shop.zhou, at=FRIDAY, fates=[Fate.REFUSED])
    assert ([reason.code for reason in row.reasons], row.row) == (["state"], 2)
    assert row.number == Case.objects.get(data__order_no="2").number


def test_what_was_worked_on_since_is_not_overwritten_by_the_same_row(shop):
    bring(shop, sheet("9,100,90,上海,2020-02-20,2020-02-20,0"))
    case = Case.objects.get()
    do(act(case.id, "resume", given={"paid": "100"}), shop.gao)
    do(act(case.id, "put_aside", given={"aside": "other", "reason": "地址不详"}), shop.xu)
    progress = bring(shop, sheet("9,100,90,上海,2020-02-20,2020-02-20,0"), at=FRIDAY + timedelta(hours=1))
    assert told(progress) == {"unchanged": 1}
    assert Case.objects.get().data["paid"] == "100.00"


def test_one_key_twice_in_a_file(shop):
    progress = bring(shop, sheet(PAID, PAID, PAID.replace("21.0", "22.0")))
    assert told(progress) == {"opened": 1, "unchanged": 1, "faulty": 1}
    (row,) = imports.outcomes(progress.run, person=shop.zhou, at=FRIDAY, fates=[Fate.FAULTY])
    (reason,) = row.reasons
    assert (reason.code, reason.parameters["row"], reason.parameters["expected"]) == ("sheet.doubled_key", 4, 2)


def test_good_rows_are_kept_and_the_others_told(shop):
    progress = bring(shop, sheet(UNPAID, "7,abc,0,上海,2020-02-20,,0", PAID))
    assert told(progress) == {"opened": 2, "faulty": 1}
    rows = imports.outcomes(progress.run, person=shop.zhou, at=FRIDAY)
    assert [(each.row, each.fate, bool(each.number)) for each in rows] == [
        (2, Fate.OPENED, True),
        (3, Fate.FAULTY, False),
        (4, Fate.OPENED, True),
    ]
    (reason,) = rows[1].reasons
    assert (reason.code, reason.parameters["column"], reason.parameters["given"]) == ("value.amount", "总金额", "abc")


def test_none_is_kept_where_one_can_not_be(shop):
    progress = bring(shop, sheet(UNPAID, "7,abc,0,上海,2020-02-20,,0", PAID), keep_rows="none")
    assert (progress.stage, told(progress)) == ("rejected", {"faulty": 1})
    assert not Case.objects.exists()
    assert ImportRow.objects.count() == 1
    progress = bring(shop, sheet(UNPAID, PAID), keep_rows="none")
    assert (progress.stage, told(progress)) == ("done", {"opened": 2})


def test_a_run_is_stopped_gone_on_with_and_nothing_is_done_twice(shop):
    lines = [f"{number},10,10,上海,2020-02-20 10:00:00,2020-02-20 10:01:00,0" for number in range(2500)]
    run = imports.start(
        NAME,
        sha256=keep(sheet(*lines), shop),
        file_name="二月.csv",
        mapping=MAPPING,
        keep="good",
        person=shop.zhou,
        at=FRIDAY,
    )
    assert imports.continue_(run, FRIDAY, limit=1000)
    imports.stop(run, person=shop.zhou, at=FRIDAY)
    assert not imports.continue_(run, FRIDAY)
    assert (Case.objects.count(), imports.progress(run, person=shop.xu, at=FRIDAY).rows) == (1000, 1000)
    imports.go_on(run, person=shop.zhou, at=FRIDAY)
    assert not imports.continue_(run, FRIDAY)
    assert (Case.objects.count(), imports.progress(run, person=shop.zhou, at=FRIDAY).stage) == (2500, "done")
    assert ImportRow.objects.count() == 2500
    assert len({case.number for case in Case.objects.all()}) == 2500


def test_known_rows_are_found_without_a_question_each(shop, django_assert_max_num_queries):
    def counted(number):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        lines = [f"{number}-{row},10,10,上海,2020-02-20,2020-02-20,0" for row in range(number)]
        bring(shop, sheet(*lines))
        with CaptureQueriesContext(connection) as seen:
            bring(shop, sheet(*lines))
        return len(seen)

    assert counted(1) == counted(30)


def test_the_mapping_is_saved_for_the_next_file(shop):
    other = ColumnMapping(columns={**COLUMNS, "编号": "order_no"}, constants={"shop": "京东店"})
    del other.columns["订单编号"]
    bring(shop, sheet(PAID, header=HEADER.replace("订单编号", "编号")), mapping=other)
    seen = imports.preview(
        NAME, keep(sheet(UNPAID, header=HEADER.replace("订单编号", "编号")), shop), person=shop.zhou, at=FRIDAY
    )
    assert (seen.mapping, seen.refused, seen.new) == (other, (), 1)


def test_dates_written_day_first_are_read_by_their_format(shop):
    mapping = ColumnMapping(columns=COLUMNS, constants=SHOP, formats={"ordered_at": "%d/%m/%Y %H:%M"})
    bring(shop, sheet("2,21,21,上海,03/02/2020 08:00,2020-02-21,0"), mapping=mapping)
    assert Case.objects.get().data["ordered_at"] == int(datetime(2020, 2, 3, tzinfo=UTC).timestamp()) * 1_000_000


def test_who_may_not_open_such_cases_may_not_import_them(shop):
    for person, code in ((shop.luo, "access"), (shop.stranger, "access")):
        with pytest.raises(Refused) as refused:
            imports.preview(NAME, keep(sheet(PAID), shop), person=person, at=FRIDAY)
        assert [reason.code for reason in refused.value.reasons] == [code]
    progress = bring(shop, sheet(PAID))
    with pytest.raises(Refused) as refused:
        imports.outcomes(progress.run, person=shop.luo, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["missing"]
    assert [each.name for each in imports.offered(person=shop.xu, at=FRIDAY)] == [NAME, "shop_review.full_export"]
    assert imports.offered(person=shop.luo, at=FRIDAY) == []


def test_rows_at_hand_come_in_as_a_file_does(shop):
    rows = imports.rows_of("a.csv", sheet(UNPAID, PAID))
    done = imports.run_rows(NAME, rows, constants=SHOP, person=shop.zhou, at=FRIDAY)
    assert [(each.fate, each.row) for each in done] == [(Fate.OPENED, 1), (Fate.OPENED, 2)]
    done = imports.run_rows(NAME, rows, constants=SHOP, person=shop.zhou, at=FRIDAY)
    assert [each.unchanged for each in done] == [True, True]
    with pytest.raises(Refused) as refused:
        imports.run_rows(NAME, [{"金额": "1"}], constants=SHOP, person=shop.zhou, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["unasked.金额"]


def test_the_real_orders_come_in(shop, real_orders):
    progress = bring(shop, real_orders.read_bytes())
    assert (progress.stage, told(progress)) == ("done", {"opened": 28_010})
    assert Case.objects.filter(state="unreviewed").count() > 15_000


def test_what_stands_is_found_by_its_key_also_where_the_server_last_saw_few_cases(shop):
    bring(shop, sheet(UNPAID))
    with connection.cursor() as on:
        on.execute("analyze cases_case")
    lines = [f"{number},10,10,上海,2020-02-20,2020-02-20,0" for number in range(2000)]
    bring(shop, sheet(*lines))
    asked = matching.asking(context(NAME, person=shop.zhou, at=FRIDAY))
    with cursor() as on:
        on.execute("explain " + asked, [["a digest"] * 1000])
        plan = "\n".join(line for (line,) in on)
    assert "case_key_" in plan, plan


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_make_each_order_once(db):
    from threading import Thread

    from tests.cases.shop import open_shop

    shop = open_shop()
    lines = [f"{number},10,10,上海,2020-02-20,2020-02-20,0" for number in range(300)]
    runs = [
        imports.start(
            NAME,
            sha256=keep(sheet(*lines), shop),
            file_name="二月.csv",
            mapping=MAPPING,
            keep="good",
            person=person,
            at=FRIDAY,
        )
        for person in (shop.zhou, shop.xu)
    ]

    def take(run):
        try:
            imports.continue_(run, FRIDAY)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    progress = [imports.progress(run, person=shop.zhou, at=FRIDAY) for run in runs]
    assert sorted(each.opened for each in progress) == [0, 300]
    assert sorted(each.unchanged for each in progress) == [0, 300]
    assert Case.objects.count() == 300
