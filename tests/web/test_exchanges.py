"""What goes outside and comes back, on the pages: sent, fetched, answered, and closed to who has no part in it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gendan.cases.models import Case, Event, ExchangeRow
from gendan.cases.sheets import open_table
from gendan.core.command import Command, Verb
from gendan.people import actions
from gendan.people.models import Access, AccessLog
from tests.cases.company import act, do
from tests.cases.shop import open_shop
from tests.web.company import PASSWORD

HOME = "/exchanges/shop_review/warehouse/"
CHECKED = dict.fromkeys(("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), "true")


@pytest.fixture
def shop(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return open_shop()


@pytest.fixture
def released(shop):
    """Three orders that may go to the warehouse."""
    cases = []
    for number in ("T1", "T2", "T3"):
        given = {
            "shop": "天猫旗舰店",
            "order_no": number,
            "receiver": "余女士",
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


@pytest.fixture
def signed_in(shop):
    """Gives a browser's client in which somebody is signed in."""

    def of(name, language="zh-hans"):
        actions.set_password(getattr(shop, name), PASSWORD, actor=actions.SYSTEM, at=timezone.now())
        client = Client()
        assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
        client.post("/language/", {"language": language})
        return client

    return of


def page(client, address=HOME, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, **form):
    """Send, and give the address of the batch's page."""
    key = re.search(r'name="key" value="([0-9a-f]+)"', page(client))
    answer = client.post(f"{HOME}send/", {"key": key.group(1), **form})
    assert answer.status_code == 302
    return answer.url


def hand_in(client, text, status=200, name="answers.csv"):
    answer = client.post(f"{HOME}answers/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == status
    return answer.content.decode()


def told(text):
    """Every row of the outcomes: row, what became of it, and why."""
    found = re.findall(
        r'<td class="right quiet">(\d+)</td><td><span class="chip \w*">([^<]*)</span></td><td class="id">.*?</td>'
        r"<td>([^<]*)</td>",
        text,
    )
    return [(int(row), fate, says) for row, fate, says in found]


def states(released):
    return [Case.objects.get(id=each.case).state for each in released]


def test_all_that_is_ready_goes_out_as_one_batch_with_its_file(signed_in, released, tmp_path):
    luo = signed_in("luo")
    text = page(luo)
    assert re.findall(r'<input type="checkbox" name="case"[^>]* aria-label="([^"]+)"', text) == [
        each.number for each in released
    ]
    assert "全部发出（3 单）" in text
    assert f'<a href="{HOME}" aria-current="page">' in text
    batch = send(luo, all="1")
    assert states(released) == ["sent"] * 3
    text = page(luo, batch)
    assert text.count('<span class="chip note">未回</span>') == 3
    home = page(luo)
    assert "现在没有可以发出的单" in home
    (xlsx, csv) = re.findall(rf'href="({re.escape(batch)}file\.\w+)"', home)
    assert (xlsx[-4:], csv[-3:]) == ("xlsx", "csv")
    for address in (xlsx, csv):
        answer = luo.get(address)
        assert "attachment" in answer["Content-Disposition"]
        path = tmp_path / "fetched"
        path.write_bytes(b"".join(answer.streaming_content))
        assert [line.cells[0] for line in open_table(path).rows()] == [each.number for each in released]
    page(luo, batch + "file.exe", status=404)


def test_only_the_ticked_ones_go_and_the_same_click_twice_is_one_batch(signed_in, released):
    luo = signed_in("luo")
    wanted = str(Case.objects.get(id=released[1].case).uid)
    form = {"key": "a1", "case": [wanted]}
    first, second = (luo.post(f"{HOME}send/", form).url for _ in range(2))
    assert first == second
    assert states(released) == ["released", "sent", "released"]
    assert ExchangeRow.objects.count() == 1
    other = str(Case.objects.get(id=released[0].case).uid)
    assert luo.post(f"{HOME}send/", {"key": "a1", "case": [other]}).url != first
    assert states(released) == ["sent", "sent", "released"]


def test_what_may_not_be_sent_is_told_with_its_number(signed_in, released, shop):
    do(act(released[1].case, "change_address", given={"address": "别处", "asked_by": "buyer_account"}), shop.xu)
    luo = signed_in("luo")
    uids = [str(Case.objects.get(id=each.case).uid) for each in released]
    answer = luo.post(f"{HOME}send/", {"key": "b", "case": uids}, follow=True)
    text = answer.content.decode()
    assert f"1 单没有发出（{released[1].number}）" in text
    assert "共 2 单" in text
    assert luo.post(f"{HOME}send/", {"key": "c"}, follow=True).redirect_chain[-1][0] == HOME


def test_answers_are_told_row_by_row_and_count_once(signed_in, released):
    luo = signed_in("luo")
    batch = send(luo, all="1")
    first, second, third = (each.number for each in released)
    lines = f"单号,结果,运单号,原因\n{first},已发货,ST1,\n{second},丢了,,\n999,已发货,ST9,\n{third},已发货,,\n"
    rows = told(hand_in(luo, lines))
    assert [(row, fate) for row, fate, _ in rows] == [
        (3, "有错"),
        (4, "没有发出过"),
        (5, "流程不允许"),
        (2, "已办好"),
    ]
    says = {row: text for row, _, text in rows}
    assert says[3].startswith("第 3 行“结果”列：看不懂回执“丢了”")
    assert "“999”" in says[4]
    assert says[5].startswith("第 5 行“运单号”列：")
    assert "运单号" in says[5].split("：", 1)[1]
    assert states(released) == ["shipped", "sent", "sent"]
    assert page(luo, f"{batch}?show=unanswered").count('<span class="chip note">未回</span>') == 2

    events = Event.objects.count()
    again = told(hand_in(luo, f"单号,结果,运单号,原因\n{first},已发货,ST1,\n"))
    assert again == [(2, "已有同样的回执", "以前已收到，不重复办。")]
    assert Event.objects.count() == events


def test_a_row_without_its_number_is_told_so(signed_in, released):
    luo = signed_in("luo")
    send(luo, all="1")
    assert told(hand_in(luo, "单号,结果,运单号\n,已发货,ST1\n")) == [(2, "没有发出过", "这一行的“单号”是空的。")]


def test_a_file_that_is_no_answer_is_refused_in_words(signed_in, released):
    luo = signed_in("luo")
    assert "请选一个文件。" in luo.post(f"{HOME}answers/", {}).content.decode()
    assert "“结果”这一列有两个以上" in hand_in(luo, "单号,结果,结果\n1,已发货,缺货\n", status=422)
    assert "请用 CSV 或 Excel" in hand_in(luo, "", status=422)
    assert luo.get(f"{HOME}answers/").url == HOME


def test_in_english_too(signed_in, released):
    luo = signed_in("luo", "en")
    text = page(luo)
    assert "Send all (3 cases)" in text
    send(luo, all="1")
    assert "There is nothing to send now. Cases appear here when they are" in page(luo)
    assert [fate for _, fate, _ in told(hand_in(luo, "单号,结果\n1,已发货\n"))] == ["Never sent"]


def test_who_has_no_part_finds_nothing_and_that_is_logged(signed_in, released, shop):
    batch = send(signed_in("luo"), all="1")
    xu = signed_in("xu")
    assert HOME not in page(xu, "/")
    for address in (HOME, batch, f"{batch}file.csv"):
        page(xu, address, status=404)
    assert xu.post(f"{HOME}send/", {"all": "1"}).status_code == 404
    assert xu.post(f"{HOME}answers/", {}).status_code == 404
    logged = AccessLog.objects.filter(kind=Access.NOT_SEEN).values_list("person", "about")
    assert list(logged) == [(shop.xu, "exchange shop_review.warehouse")] * 5
    page(xu, "/exchanges/shop_review/nothing/", status=404)
    page(xu, "/exchanges/nothing/warehouse/", status=404)


def test_a_batch_of_nothing_is_not_found(signed_in, released):
    page(signed_in("luo"), f"{HOME}00000000-0000-0000-0000-000000000000/", status=404)
