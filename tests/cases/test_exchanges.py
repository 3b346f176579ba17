"""Batches that go outside and their answers."""

from datetime import timedelta

import pytest

from gendan.cases import exchanges, library
from gendan.cases.exchanges import Fate
from gendan.cases.models import Case, Event, ExchangeRow
from gendan.cases.sheets import open_table
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.packs.reader import SHIPPED
from tests.cases.company import FRIDAY, Company, act, do

pytestmark = pytest.mark.django_db

NAME = "shop_review.warehouse"
CHECKED = dict.fromkeys(("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), "true")


@pytest.fixture
def released(shop):
    """Three orders that finance has let pass, one of them with a receiver's name that would be a formula."""
    cases = []
    for number, receiver in (("T1", "余女士"), ("T2", "=1+1"), ("T3", "陈先生")):
        given = {
            "shop": "天猫旗舰店",
            "order_no": number,
            "receiver": receiver,
            "province": "浙江省",
            "address": f"浙江省杭州市西湖区文三路{number}号",
            "amount": "100",
            "paid": "100",
            "refund": "0",
            "paid_at": "2026-10-08 09:00",
            "lines": [{"sku": "A36", "quantity": 1}],
        }
        opened = do(Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), shop.zhou)
        do(act(opened.case, "approve", given={"compared": CHECKED}), shop.xu)
        do(act(opened.case, "finance_review"), shop.gao)
        cases.append(opened)
    return cases


def state(outcome):
    return Case.objects.get(id=outcome.case).state


def test_a_batch_is_a_case_with_number_sender_and_due_time(shop, released):
    sent = exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    assert sent.reasons == ()
    assert [state(each) for each in released] == ["sent"] * 3
    case = Case.objects.get(id=sent.batch)
    assert (case.procedure, case.number, case.state, case.holder) == (
        "exchange.batch",
        "B20261009-001",
        "waiting",
        shop.luo,
    )
    # The Saturday after the holidays is a working day.
    assert case.due == FRIDAY + timedelta(days=1)
    (batch,) = exchanges.batches(NAME, person=shop.luo, at=FRIDAY)
    assert (batch.number, batch.rows, batch.unanswered, batch.sent_by) == (sent.number, 3, 3, shop.luo)


def test_what_may_not_be_sent_is_told_and_hinders_no_other(shop, released):
    do(act(released[1].case, "change_address", given={"address": "别处", "asked_by": "buyer_account"}), shop.xu)
    sent = exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    assert [reason.code for reason in sent.reasons] == ["state", "gate.reviewed"]
    assert ExchangeRow.objects.count() == 2
    again = exchanges.send(NAME, [released[0].case], person=shop.luo, at=FRIDAY)
    assert (again.batch, "state" in [reason.code for reason in again.reasons]) == (None, True)


def test_the_same_sending_twice_is_one_batch(shop, released):
    cases = [each.case for each in released]
    first = exchanges.send(NAME, cases, person=shop.luo, at=FRIDAY, key="send 1")
    second = exchanges.send(NAME, cases, person=shop.luo, at=FRIDAY, key="send 1")
    assert (second.batch, second.number) == (first.batch, first.number)
    assert ExchangeRow.objects.count() == 3


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_is_what_was_sent_and_computes_nothing(shop, released, tmp_path, form):
    sent = exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    path = tmp_path / f"batch.{form}"
    assert exchanges.write_file(sent.batch, path, person=shop.luo, at=FRIDAY, form=form) == 3
    table = open_table(path)
    assert [column.header for column in table.columns][:4] == ["单号", "店铺", "平台订单号", "收货人"]
    assert [column.header for column in table.columns][-3:] == ["结果", "运单号", "原因"]
    rows = [list(line.cells) for line in table.rows()]
    assert [row[0] for row in rows] == [each.number for each in released]
    assert rows[1][3] == "=1+1"
    if form == "csv":
        assert "'=1+1" in path.read_text("utf-8-sig")
    with pytest.raises(Refused) as refused:
        exchanges.write_file(sent.batch, path, person=shop.stranger, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["missing"]


def test_answers_do_what_they_mean_and_count_once(shop, released):
    first, second, third = released
    sent = exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    answers = [
        {"单号": first.number, "结果": "已发货", "运单号": "ST1"},
        {"单号": second.number, "结果": "缺货", "原因": "36码无货", "运单号": ""},
        {"单号": "202610-000999", "结果": "已发货", "运单号": "ST9"},
        {"单号": third.number, "结果": "丢了"},
        {"单号": third.number, "结果": "已发货"},
    ]
    later = FRIDAY + timedelta(hours=1)
    taken = exchanges.answer(NAME, answers, person=shop.luo, at=later)
    assert [each.fate for each in taken.outcomes] == [Fate.DONE, Fate.DONE, Fate.UNMATCHED, Fate.FAULTY, Fate.REFUSED]
    assert taken.unmatched == ("202610-000999",)
    assert [(reason.code, reason.parameters["row"]) for reason in taken.reasons] == [
        ("sheet.unknown_answer", 4),
        ("needs.tracking", 5),
    ]
    assert [state(each) for each in released] == ["shipped", "unreviewed", "sent"]
    assert Case.objects.get(id=first.case).data["tracking"] == "ST1"
    left = exchanges.rows(NAME, sent.batch, person=shop.luo, at=later, unanswered=True)
    assert [row.match for row in left] == [third.number]

    events = Event.objects.count()
    taken = exchanges.answer(NAME, answers[:2], person=shop.luo, at=later)
    assert [each.fate for each in taken.outcomes] == [Fate.AGAIN, Fate.AGAIN]
    assert Event.objects.count() == events

    other = exchanges.answer(NAME, [{"单号": first.number, "结果": "缺货"}], person=shop.luo, at=later)
    assert [reason.code for reason in other.reasons] == ["sheet.answered_otherwise"]

    assert Case.objects.get(id=sent.batch).state == "waiting"
    exchanges.answer(NAME, [{"number": third.number, "结果": "已发货", "运单号": "ST3"}], person=shop.luo, at=later)
    assert (state(third), Case.objects.get(id=sent.batch).state) == ("shipped", "answered")


def test_an_answer_is_to_the_batch_that_waits_for_it(shop, released):
    order = released[0]
    first = exchanges.send(NAME, [order.case], person=shop.luo, at=FRIDAY)
    exchanges.answer(NAME, [{"单号": order.number, "结果": "缺货", "原因": "无货"}], person=shop.luo, at=FRIDAY)
    do(act(order.case, "approve", given={"compared": CHECKED}), shop.xu)
    do(act(order.case, "finance_review"), shop.gao)
    second = exchanges.send(NAME, [order.case], person=shop.luo, at=FRIDAY)
    assert second.batch != first.batch
    exchanges.answer(NAME, [{"单号": order.number, "结果": "已发货", "运单号": "ST1"}], person=shop.luo, at=FRIDAY)
    assert state(order) == "shipped"
    assert [batch.state for batch in exchanges.batches(NAME, person=shop.luo, at=FRIDAY)] == ["answered", "answered"]


def test_answers_come_as_a_file(shop, released, tmp_path):
    exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    path = tmp_path / "answers.csv"
    path.write_bytes(f"仓库回执,,\n单号,结果,运单号\n{released[0].number},已发货,ST1\n".encode("gbk"))
    taken = exchanges.answer_file(NAME, path, person=shop.luo, at=FRIDAY)
    assert [(each.row, each.fate) for each in taken.outcomes] == [(3, Fate.DONE)]


@pytest.mark.parametrize(
    ("text", "missing"),
    [("运单号,结果\nST1,已发货\n", "单号 / Number"), ("单号,运单号\n202610-000001,ST1\n", "结果")],
)
def test_a_file_without_a_column_that_answers_need_is_refused_whole(shop, released, tmp_path, text, missing):
    exchanges.send(NAME, [each.case for each in released], person=shop.luo, at=FRIDAY)
    path = tmp_path / "answers.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        exchanges.answer_file(NAME, path, person=shop.luo, at=FRIDAY)
    assert [(each.code, each.parameters["column"]) for each in refused.value.reasons] == [
        ("sheet.missing_column", missing)
    ]
    assert not ExchangeRow.objects.exclude(answer=None).exists()


def test_who_has_no_part_in_it_may_neither_send_nor_answer(shop, released):
    for person in (shop.gao, shop.stranger):
        with pytest.raises(Refused):
            exchanges.send(NAME, [released[0].case], person=person, at=FRIDAY)
        with pytest.raises(Refused):
            exchanges.answer(NAME, [], person=person, at=FRIDAY)
    assert [each.name for each in exchanges.offered(person=shop.luo, at=FRIDAY)] == [NAME]
    assert exchanges.offered(person=shop.gao, at=FRIDAY) == []


def test_the_file_says_of_what_kind_each_case_is(db, tmp_path):
    people = Company(library.activate(SHIPPED / "domains", by=0, at=FRIDAY).definition)
    follower = people.hire("wen", "order_follower", pack="domains")
    clerk = people.hire("jia", "specialist", pack="domains")
    sent = []
    for kind, name in (("mailbox_renew", "mail.haifeng.cn"), ("hosting_restore", "www.haifeng.cn")):
        given = {"name": name, "customer": "海风贸易"}
        opening = Command(verb=Verb.OPEN, procedure="domains.service_order", kind=kind, given=given)
        case = do(opening, follower).case
        papers = dict.fromkeys(("customer", "product", "contract"), "true")
        do(act(case, "check", given={"papers": papers, "status": "unknown", "route": "reported"}), clerk)
        do(act(case, "take_over"), follower)
        do(act(case, "take_over"), clerk)
        sent.append(case)
    batch = exchanges.send("domains.headquarters", sent, person=clerk, at=FRIDAY).batch
    for language, header, kinds in (
        ("zh", "类别", ["邮箱续费", "网站备份恢复"]),
        ("en", "Kind", ["Mailbox renewal", "Restoring a site's backup"]),
    ):
        path = tmp_path / f"{language}.csv"
        exchanges.write_file(batch, path, person=clerk, at=FRIDAY, language=language, form="csv")
        table = open_table(path)
        assert table.columns[1].header == header
        assert [line.cells[1] for line in table.rows()] == kinds
