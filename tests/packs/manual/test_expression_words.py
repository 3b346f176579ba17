"""Every construct of the pack language has its words, in both languages."""

import inspect
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gendan.core.expression import LANGUAGE, parse
from gendan.core.expression import tree as nodes
from gendan.packs.manual.call_words import TOLD
from gendan.packs.manual.expression_words import condition_in_words, value_in_words
from gendan.packs.manual.kinds import kinds_section
from gendan.packs.manual.step_words import effect
from tests.packs.manual.at_hand import pack, readings, speech

SAID = {
    "quantity <= setting.most_in_parcel or done(merge)": (
        "“件数”不超过设置“一单最多件数”（现为1），或已办过“合单”",
        "“Pieces” is at most the setting “Most pieces in one order” (now 1), or “Merge” has been done",
    ),
    "not invoice or given(invoice_title)": (
        "“要发票”不为“是”，或已填“发票抬头”",
        "“Invoice wanted” is not “yes”, or “Invoice title” is filled in",
    ),
    "not (invoice and given(invoice_title))": (
        "“要发票”不为“是”，或未填“发票抬头”",
        "“Invoice wanted” is not “yes”, or “Invoice title” is not filled in",
    ),
    "all(compared)": ("“六项核对”各项都已打勾", "every item of “Six checks” is ticked"),
    "any(lines.quantity > 1)": (
        "“商品”中至少有一行，“数量”大于1",
        "in at least one row of “Items”, “Quantity” is more than 1",
    ),
    "valid(approve)": ("“审核通过”仍然有效，其后没有改动", "“Approve” still stands, with nothing changed since"),
    "aside in ('unpaid', 'refund')": (
        "“搁置原因”为“未付款”或“有退款”",
        "“Set aside because” is “Not paid” or “Refund”",
    ),
    "aside not in ('unpaid', 'refund')": (
        "“搁置原因”既不是“未付款”，也不是“有退款”",
        "“Set aside because” is neither “Not paid” nor “Refund”",
    ),
    "last(put_aside).aside == 'refund'": (
        "最近一次“搁置”所填的“搁置原因”为“有退款”",
        "“Set aside because” as the last “Set aside” had it is “Refund”",
    ),
    "paid_at <= now": ("“付款时间”不晚于现在", "“Paid at” is no later than now"),
    "ordered_at + days(3) >= now": ("“下单时间”之后3天不早于现在", "3 days after “Ordered” is no earlier than now"),
    "count(put_aside) == 0": ("还没有办过“搁置”", "“Set aside” has not been done"),
    "count(lines) > 0": ("“商品”至少有一行", "“Items” has at least one row"),
    "state == 'unreviewed'": ("“状态”为“待审单”", "“State” is “To review”"),
    "paid == 0 and (refund > 0 or amount > 5)": (
        "“实付”等于0，且（“退款”大于0，或“总金额”大于5）",
        "“Paid” is 0, and (“Refund” is more than 0, or “Total” is more than 5)",
    ),
    "contact.state == 'answered'": ("“联系买家”的“状态”为“已答复”", "“State” of “Contact with a buyer” is “Answered”"),
}
VALUES = {
    "sum(lines.quantity)": ("“商品”各行“数量”之和", "the sum of “Quantity” over “Items”"),
    "paid - refund * 2": ("“实付” − “退款” × 2", "“Paid” − “Refund” × 2"),
    "paid if invoice else 0": (
        "若“要发票”为“是”，则为“实付”；否则为0",
        "“Paid” if “Invoice wanted” is “yes”; otherwise 0",
    ),
    "table.shop(shop).insert": (
        "按“店铺”在“店铺规则”中查得的“随箱资料”",
        "“Packing inserts” that “Shop rules” gives for “Shop”",
    ),
    "at(approve)": ("办“审核通过”的时刻", "the moment of “Approve”"),
    "paid_at - ordered_at": ("“下单时间”到“付款时间”的时长", "the time from “Ordered” to “Paid at”"),
    "buyer + '!'": ("“买家昵称”后接“!”", "“Buyer” followed by “!”"),
    "-paid": ("−“实付”", "−“Paid”"),
    "quantity // 2": ("“件数”除以2的整数部分", "the whole part of “Pieces” ÷ 2"),
    "quantity % 2": ("“件数”除以2的余数", "the remainder of “Pieces” ÷ 2"),
    "quantity > 1": ("是否“件数”大于1", "whether “Pieces” is more than 1"),
    "state@end": ("“状态”（单结束时的）", "“State” (as it ended)"),
    "workdays(2)": ("2个工作日", "2 working days"),
}
RAW = re.compile(r"==|!=|<=|>=|\bNone\b|\bnot\(|Constant|Name\(|\band\s+and\b|\{|\}")


@pytest.mark.parametrize("text", SAID)
def test_conditions_are_said_in_words(text):
    said = tuple(
        condition_in_words(parse(text), speech("shipped shop_review", "shop_order", language))
        for language in ("zh", "en")
    )
    assert said == SAID[text]


@pytest.mark.parametrize("text", VALUES)
def test_values_are_said_in_words(text):
    said = tuple(
        value_in_words(parse(text), speech("shipped shop_review", "shop_order", language)) for language in ("zh", "en")
    )
    assert said == VALUES[text]


def test_a_computed_choice_is_called_by_its_title():
    field = pack("shipped shop_review").procedures["shop_order"].fields["aside"]
    told = value_in_words(parse("'refund' if refund > 0 else ''"), speech("shipped shop_review", "shop_order"), field)
    assert told == "若“退款”大于0，则为“有退款”；否则为空"


def test_every_call_of_the_language_has_words():
    assert LANGUAGE.keys() == TOLD


def test_every_construct_is_tried_here():
    tried = {type(node) for text in (*SAID, *VALUES) for node in parse(text).tree.walk()}
    abstract = {nodes.Node}
    known = {each for _, each in inspect.getmembers(nodes, inspect.isclass) if issubclass(each, nodes.Node)}
    assert known - abstract - tried == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_expression_of_every_pack_is_said_without_signs_of_the_language(language):
    told = []
    for name, reading in readings().items():
        assert reading.pack is not None
        for procedure in reading.pack.procedures.values():
            spoken = speech(name, procedure.name, language)
            told += [(gate.when.text, condition_in_words(gate.when, spoken)) for gate in procedure.gates.values()]
            for field in procedure.fields.values():
                if field.computed is not None:
                    told.append((field.computed.text, value_in_words(field.computed, spoken, field)))
                if field.required is not None:
                    told.append((field.required.text, condition_in_words(field.required, spoken)))
            for action in procedure.actions.values():
                within = spoken.within(action)
                told += [(to.when.text, condition_in_words(to.when, within)) for to in action.to if to.when is not None]
                told += [(value.text, value_in_words(value, within)) for _, value in action.sets]
    assert len(told) > 100
    assert [pair for pair in told if not pair[1] or RAW.search(pair[1])] == []


ATOMS = some.sampled_from(
    [
        *("quantity", "paid", "invoice", "buyer", "paid_at", "aside", "lines", "compared", "nothing_known"),
        *(
            "now",
            "today",
            "actor",
            "setting.high_value",
            "kind.x",
            "parent.y",
            "orders.total",
            "state@end",
            "contact.state",
        ),
        *(
            "'refund'",
            "''",
            "true",
            "false",
            "3",
            "0.5",
            "done(approve)",
            "signed(finance)",
            "count(lines)",
            "valid(split)",
        ),
        *("last(contact).answer", "sum(lines.quantity)", "any(lines.quantity > 1)", "all(compared)", "days(3)"),
        *(
            "open_cases(task, subject=buyer)",
            "followed_by(split, within=days(7), carrier='x')",
            "table.shop(shop).rush",
        ),
    ]
)


def grown(inner):
    pair = some.tuples(inner, inner)
    return some.one_of(
        inner.map(lambda each: f"not ({each})"),
        pair.flatmap(lambda two: some.sampled_from(["and", "or"]).map(lambda sign: f"({two[0]}) {sign} ({two[1]})")),
        pair.flatmap(
            lambda two: some.sampled_from(["==", "!=", "<", "<=", ">", ">="]).map(
                lambda sign: f"({two[0]}) {sign} ({two[1]})"
            )
        ),
        pair.flatmap(
            lambda two: some.sampled_from(["+", "-", "*", "/", "//", "%"]).map(
                lambda sign: f"({two[0]}) {sign} ({two[1]})"
            )
        ),
        some.tuples(inner, inner, inner).map(lambda three: f"({three[0]}) if ({three[1]}) else ({three[2]})"),
        inner.map(lambda each: f"({each}) in ('a', 'b')"),
        inner.map(lambda each: f"given({each})"),
    )


@settings(max_examples=120, deadline=None)
@given(some.recursive(ATOMS, grown, max_leaves=8), some.sampled_from(["zh", "en"]))
def test_whatever_can_be_written_has_words(text, language):
    spoken = speech("shipped shop_review", "shop_order", language)
    expression = parse(text)
    for said in (condition_in_words(expression, spoken), value_in_words(expression, spoken)):
        assert said.strip() == said != ""
        assert "None" not in said


def test_a_kind_settles_what_is_asked_of_it():
    found = pack("domains").procedures["service_order"]
    gate = found.gates["identified"].when
    spoken = speech("domains", "service_order")
    told = {kind.name: condition_in_words(gate, spoken.of_kind(kind)) for kind in found.kinds.values()}
    for kind in found.kinds.values():
        assert told[kind.name] == ("已填“证件”" if kind.value("identity") is True else "总是如此")
    assert len(set(told.values())) == 2


def test_what_a_record_gives_is_called_by_its_titles():
    field = pack("shipped domains").procedures["password_reset"].fields["on_file"].computed
    told = [value_in_words(field, speech("shipped domains", "password_reset", each)) for each in ("zh", "en")]
    assert told == [
        "按该类别的“产品线”和“产品名称”在“客户产品”中查得的“电话”",
        "“Phone” that “Customer's product” gives for the kind’s “Product line” and “Product”",
    ]


def test_what_a_kind_has_is_called_as_people_call_it():
    procedure = pack("shipped domains").procedures["service_order"]
    section = kinds_section(procedure, speech("shipped domains", "service_order"))
    (values,) = (lines for title, lines in section.sections[0].blocks[0].pairs if title == "参数")
    assert values[:3] == ("产品线：“域名”", "提交时限：半个工作日", "自资料齐全起算：否")


def test_what_only_some_kinds_have_is_told_by_their_names():
    asked = parse("kind.minutes == 30 or not kind.minutes == 60")
    told = [condition_in_words(asked, speech("shipped doors", "status_query", each)) for each in ("zh", "en")]
    assert told == [
        "“类别”为“查询订单进度”，或“类别”不是“一般咨询”",
        "“Kind” is “Where the order stands”, or “Kind” is not “Other question”",
    ]


def test_a_choice_of_amounts_stands_in_brackets_wherever_it_is_reckoned_with():
    spoken = speech("shipped doors", "door_order")
    told = value_in_words(parse("(pieces if urgent else 0) - pieces"), spoken)
    assert told == "（若“加急”为“是”，则为“件数”；否则为0） − “件数”"


def test_what_an_area_is_asked_for_is_called_by_its_title():
    condition = parse("cards == money.desk_received(till, 'card', at(take_float))")
    whole = parse("mobile == money.desk_received(till, '', at(take_float))")
    told = [
        (condition_in_words(condition, spoken), condition_in_words(whole, spoken))
        for spoken in (speech("shipped cash_desk", "shift", each) for each in ("zh", "en"))
    ]
    assert told == [
        (
            "“刷卡单合计”等于“钱箱收款”（“钱箱”、“刷卡”、办“交接备用金”的时刻）",
            "“移动支付合计”等于“钱箱收款”（“钱箱”、办“交接备用金”的时刻）",
        ),
        (
            "“Card slips” is “Taken at the till” (“Till”, “Card”, the moment of “Take over the float”)",
            "“Mobile payments” is “Taken at the till” (“Till”, the moment of “Take over the float”)",
        ),
    ]


def test_what_is_written_out_is_called_by_its_title_and_an_amount_as_one_says_it():
    loan = speech("shipped cash_desk", "loan")
    (given, _notice) = loan.procedure.actions["approve"].then
    assert effect(given, loan) == "办理“转存”（付出账户：“钱箱”、收入账户：“借出”、“金额”）。"
    told = [speech("shipped freight", "instruction", each).setting("fill_within")[1] for each in ("zh", "en")]
    assert told == ["4个工作小时", "4 working hours"]


def test_several_conditions_of_a_row_stand_in_brackets():
    condition = parse("any(lines.quantity > 1 and lines.quantity < 9) and urgent")
    told = [condition_in_words(condition, speech("shipped doors", "door_order", each)) for each in ("zh", "en")]
    assert told[0] == "“门”中至少有一行，（“数量”大于1，且“数量”小于9），且“加急”为“是”"
    assert ("(" in told[1], "), and" in told[1]) == (True, True)


def test_a_choice_between_values_stands_in_brackets_where_it_is_compared():
    condition = parse("amount >= (amount if amount > 0 else 100 - amount)")
    own = "“长款（短款为负）”"
    spoken = speech("shipped cash_desk", "difference", "zh")
    said = condition_in_words(condition, spoken)
    assert said == f"{own}不少于（若{own}大于0，则为{own}；否则为100 − {own}）"
    # What turns a number without its sign has a word of its own.
    condition = parse("amount <= (amount if amount > 0 else 0 - amount)")
    assert condition_in_words(condition, spoken) == f"{own}不超过{own}的绝对值"
    own, english = "“Over (short is negative)”", speech("shipped cash_desk", "difference", "en")
    chosen = condition_in_words(parse("amount >= (amount if amount > 0 else 100 - amount)"), english)
    assert chosen.endswith(f"({own} if {own} is more than 0; otherwise 100 − {own})")
    said = condition_in_words(condition, english)
    assert said == f"{own} is at most the size of {own}"


def test_what_has_to_be_filled_in_is_told_at_once():
    condition = parse("given(cargo) and given(packages) and count(containers) > 0 and given(agent)")
    spoken = speech("shipped freight", "job", "zh")
    assert condition_in_words(condition, spoken) == "“货名”和“件数”都已填，且“箱型箱量”至少有一行，且已填“代理”"
    # Of several it is enough that one is missing.
    missing = parse("not (given(cargo) and given(agent))")
    assert condition_in_words(missing, spoken) == "未填“货名”，或未填“代理”"


def test_of_two_amounts_one_equals_the_other():
    said = condition_in_words(parse("arrived == handed"), speech("shipped cash_desk", "shift", "zh"))
    assert said == "“财务实收”等于“交款金额”"
