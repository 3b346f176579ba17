"""Cases are found by whatever is known of them, and by nobody who may not know it."""

from datetime import timedelta

import pytest
from django.db import connection
from psycopg import RawCursor

from gendan.cases import pinyin, queries
from gendan.cases.commands import run, run_many
from gendan.cases.models import Case, SearchRow
from gendan.cases.queries import ListQuery, search
from gendan.cases.rebuilding import rebuild
from gendan.cases.searching import finding, words
from gendan.cases.ticking import tick
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, do, opening
from tests.cases.shop import open_shop
from tests.cases.trade import open_trade

NUMBER = "11010519491231002X"


def found(text, person):
    return [row.number for row in search(text, person=person, at=FRIDAY).rows]


class TestWords:
    @pytest.mark.parametrize(
        ("surname", "said"),
        [("单田芳", "shantianfang"), ("仇英", "qiuying"), ("区志远", "ouzhiyuan"), ("查良镛", "zhaliangyong"),
         ("解晓东", "xiexiaodong"), ("朴树", "piaoshu"), ("万俟雅言", "moqi"), ("吕布", "lvbu"), ("吕布", "lubu")],
    )  # fmt: skip
    def test_a_surname_is_found_as_its_bearer_says_it(self, surname, said):
        if surname == "万俟雅言":
            assert {"mo", "wan"} <= set(pinyin.readings("万"))
            assert {"qi", "si"} <= set(pinyin.readings("俟"))
        else:
            assert said in words.of_text(surname)

    def test_a_name_is_found_from_each_of_its_characters_on(self):
        assert {"王记门业", "记门业", "门业", "wangjimenye", "menye", "wjmy", "my"} <= words.of_text("王记门业")
        assert {"qq", "qq商城店", "商城店", "scd"} <= words.of_text("QQ商城店")

    def test_a_phone_is_found_whole_and_by_its_end(self):
        assert {"13800001234", "1234", "00001234"} <= words.of_phone("+86 138-0000-1234")
        assert words.terms("+86 138 0000 1234") == (("13800001234",),)
        assert words.terms("138-0000-1234")[0] == ("138-0000-1234", "13800001234")

    def test_a_long_text_has_few_words(self):
        assert len(words.of_text("很长的备注" * 400)) < 100
        assert len(words.of_address("浙江省杭州市西湖区文三路" * 40)) <= words.STARTS


@pytest.mark.django_db
class TestFinding:
    def test_by_number_label_name_initials_and_pinyin(self, office):
        number = do(opening(), office.wang).number
        do(opening(customer="李氏木业"), office.wang)
        label = Case.objects.get(number=number).label
        for text in (
            number,
            number[:6] + "-",
            number[-4:],
            label,
            "王记",
            "门业",
            "WJMY",
            "my",
            "wangji",
            "王记 " + label,
        ):
            assert number in found(text, office.wang), text
        assert (
            found("李氏", office.wang)
            == found("lsmy", office.wang)
            == [n for n in found("2", office.wang) if n != number]
        )
        assert found("王记 李氏", office.wang) == []
        assert found("记王", office.wang) == []
        assert found("  ", office.wang) == found("'\\:*&|!", office.wang) == []

    def test_nobody_finds_what_he_does_not_see(self, office):
        number = do(opening(), office.buyer).number
        assert found("王记", office.buyer) == [number]
        assert found("王记", office.stranger) == found(number, office.stranger) == []
        assert found("王记", office.hu) == []

    def test_open_cases_come_before_ended_ones_and_new_before_old(self, office):
        first, second, third = (do(opening(), office.wang) for _ in range(3))
        do(act(third.case, "cancel", given={"reason": "x"}), office.wang)
        assert found("王记", office.wang) == [second.number, first.number, third.number]
        assert search("王记", person=office.wang, at=FRIDAY, limit=2).more

    def test_it_is_rebuilt_as_it_stood(self, office):
        cases = [do(opening(), office.wang).case for _ in range(2)]
        list(run_many([opening(customer="赵家"), opening(customer="o'neill \\ 'x'")], person=office.wang, at=FRIDAY))
        assert found("zj", office.wang) != []
        assert found("o'neill", office.wang) != []
        stood = list(SearchRow.objects.order_by("case_id", "field").values())
        assert rebuild(check=True).differences == ()
        with connection.cursor() as cursor:
            cursor.execute("delete from cases_searchrow where case_id = %s", [cases[0]])
            cursor.execute("update cases_searchrow set words = 'x' where case_id = %s", [cases[1]])
        assert {each.what for each in rebuild().differences} == {"words "}
        assert list(SearchRow.objects.order_by("case_id", "field").values()) == stood

    def test_one_by_one_and_many_at_once_write_the_same(self, office):
        do(opening(), office.wang)
        list(run_many([opening()], person=office.wang, at=FRIDAY))
        one, many = SearchRow.objects.order_by("case_id").values_list("words", flat=True)
        assert one.replace("0001", "0002").replace("1001", "1002") == many.replace("1001", "1002")


@pytest.mark.django_db
class TestHiddenFields:
    @pytest.fixture
    def trade(self, db):
        return open_trade()

    def opened(self, trade):
        given = {"buyer": "王记", "amount": "500", "licence": NUMBER}
        return do(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), trade.carl)

    def test_an_id_number_is_found_whole_and_by_who_sees_it_alone(self, trade):
        opened = self.opened(trade)
        assert found(NUMBER, trade.carl) == found(f" {NUMBER.lower()} ", trade.carl) == [opened.number]
        assert found(NUMBER[:-1], trade.carl) == []
        # The head sees the case, and the field only once he has signed.
        assert found("王记", trade.hana) == [opened.number]
        assert found(NUMBER, trade.hana) == []

    def test_its_words_tell_nothing(self, trade):
        self.opened(trade)
        said = " ".join(SearchRow.objects.values_list("words", flat=True))
        assert NUMBER.casefold() not in said
        assert NUMBER[-4:].casefold() not in said

    def test_what_is_forgotten_is_found_no_more(self, trade):
        opened = self.opened(trade)
        do(act(opened.case, "drop"), trade.carl)
        assert found(NUMBER, trade.carl) == [opened.number]
        tick(FRIDAY + timedelta(days=60))
        assert Case.objects.get(id=opened.case).data.get("licence") is None
        assert found(NUMBER, trade.carl) == []
        assert set(SearchRow.objects.values_list("field", flat=True)) == {""}
        assert rebuild(check=True).differences == ()


@pytest.mark.django_db
def test_a_step_that_changes_no_word_writes_none(office, monkeypatch):
    case = do(opening(), office.wang).case
    said = []

    class Counting(RawCursor):
        def execute(self, *given, **more):
            said.append(given[0])
            return super().execute(*given, **more)

    monkeypatch.setattr("gendan.cases.store.RawCursor", Counting)
    do(act(case, "amend", given={"urgent": "true"}), office.wang)
    assert not any("cases_searchrow" in statement for statement in said)
    said.clear()
    run(opening(), person=office.wang, at=FRIDAY)
    (statement,) = (statement for statement in said if "cases_searchrow" in statement)
    assert statement.startswith("with")


@pytest.mark.django_db
def test_what_lists_filter_by_is_found(db):
    shop = open_shop()
    given = {
        "order_no": "TB-88001",
        "buyer": "雨后彩虹",
        "shop": "天猫旗舰店",
        "address": "浙江省杭州市西湖区文三路90号",
    }
    opened = run(Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), person=shop.zhou, at=FRIDAY)
    assert opened.done, opened.reasons
    for text in ("tb-88001", "88001", "雨后", "yhch", "caihong", "文三路", "西湖区 彩虹", "tmqjd"):
        assert found(text, shop.zhou) == [opened.number], text


@pytest.mark.django_db
def test_a_list_finds_by_words_and_where_none_has_them_by_what_stands_in_the_middle_of_one(db, monkeypatch):
    shop = open_shop()
    numbers = []
    for order, buyer in (("TB-88001", "雨后彩虹"), ("TB-77002", "夏天")):
        given = {"order_no": order, "buyer": buyer, "shop": "天猫旗舰店", "address": "杭州市文三路90号"}
        command = Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given)
        opened = run(command, person=shop.zhou, at=FRIDAY)
        assert opened.done, opened.reasons
        numbers.append(opened.number)

    def listed(text):
        query = ListQuery(procedure="shop_review.shop_order", text=text)
        page = queries.page(query, person=shop.zhou, at=FRIDAY)
        assert page.count == len(page.rows)
        return [row.number for row in page.rows]

    for text in ("88001", "雨后", "yhch", "caihong", "彩虹 文三路", numbers[0]):
        assert listed(text) == numbers[:1], text
    assert listed("8800") == numbers[:1]
    assert finding.few("B-7700", pack="shop_review", fields=[""]) is None, "no word begins so"
    assert listed("B-7700") == numbers[1:]
    assert listed("文三路") == numbers
    monkeypatch.setattr(finding, "_SAMPLE", finding._SAMPLE.replace(str(finding.COMMON), "2"))
    monkeypatch.setattr(finding, "COMMON", 2)
    assert finding.few("文三路", pack="shop_review", fields=[""]) is None, "many have it"
    assert listed("文三路") == numbers
