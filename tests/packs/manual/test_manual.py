"""The manual of every pack: whole, its links lead somewhere, and it says what the pack says."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from gendan.core.listing import Filter, ListView
from gendan.core.listing import Test as How
from gendan.core.text import Text
from gendan.packs.manual import InForce, Wanted, manual_of
from gendan.packs.manual.anchors import post_anchor
from gendan.packs.manual.as_json import as_json
from gendan.packs.manual.clocks import ends_from, ends_with, running
from gendan.packs.manual.content import Drawing, Facts, Items, Link, Paragraph, Source, Table, plain
from gendan.packs.manual.forms import lists_section
from gendan.packs.manual.html import as_html, body, contents
from gendan.packs.manual.measure_words import measure_in_words
from gendan.packs.manual.pdf import as_pdf
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import after, who_line
from gendan.packs.manual.steps import posts_in
from gendan.packs.reader import read_pack
from gendan.project.vocabulary import declared
from tests.packs.check.at_hand import sound_packs
from tests.packs.manual.at_hand import DAY, LANGUAGES, manual, pack, speech
from tests.packs.packs_at_hand import DOORS, edited

EVERY = [(name, language) for name in sorted(sound_packs()) for language in LANGUAGES]


def lines(section):
    """Every line of a section, without those of the sections in it."""
    for block in section.blocks:
        match block:
            case Paragraph(line=line) | Source(line=line):
                yield line
            case Items(lines=found):
                yield from found
            case Facts(pairs=pairs):
                for name, found in pairs:
                    yield name
                    yield from found
            case Table(head=head, rows=rows):
                yield from head
                for row in rows:
                    yield from row


def text(told):
    return "\n".join(plain(line) for section in told.walk() for line in (section.title, *lines(section)))


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_anchors_are_unique_and_every_link_leads_to_one(name, language):
    told = manual(name, language)
    anchors = [section.anchor for section in told.walk()]
    assert len(anchors) == len(set(anchors))
    links = {
        each.anchor
        for section in told.walk()
        for line in lines(section)
        if not isinstance(line, str)
        for each in line
        if isinstance(each, Link)
    }
    assert links - set(anchors) == set()


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_post_procedure_step_and_kind_has_its_section(name, language):
    found = pack(name)
    anchors = {section.anchor for section in manual(name, language).walk()}
    wanted = {f"post-{post}" for post in found.posts}
    for procedure in found.procedures.values():
        wanted.add(f"procedure-{procedure.name}")
        wanted |= {f"step-{procedure.name}-{action}" for action in procedure.actions}
        wanted |= {f"kind-{procedure.name}-{kind}" for kind in procedure.kinds}
    assert wanted - anchors == set()


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_what_the_pack_says_is_told(name, language):
    """What every gate says, every deadline's title, every choice and every measure stands in the manual."""
    found, told = pack(name), text(manual(name, language))
    wanted = [measure.title for measure in found.measures.values()]
    for procedure in found.procedures.values():
        used = {gate for step in (*procedure.actions.values(), *procedure.parts.values()) for gate in step.gates}
        wanted += [procedure.gates[gate].says for gate in used]
        wanted += [
            each.title
            for each in (*procedure.states.values(), *procedure.deadlines.values(), *procedure.actions.values())
        ]
        wanted += [field.title for field in procedure.fields.values()]
        wanted += [choice.title for field in procedure.fields.values() for choice in field.choices]
    assert [each for each in wanted if each.in_language(language) not in told] == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_sign_of_the_language_is_left(name, language):
    told = text(manual(name, language))
    assert re.findall(r".*(?:None|<function|\bTrue\b|\{\w+\}|==|!=|“”|。。|，，|，。| ,|\.\.(?!\.)).*", told) == []


def test_whoever_signs_is_told_the_clock_that_his_signature_stops():
    held = []
    for name in sorted(sound_packs()):
        sections = {section.anchor: section for section in manual(name, "zh").walk()}
        for procedure in pack(name).procedures.values():
            for deadline in procedure.deadlines.values():
                for act in (procedure.actions.get(stop.name) for stop in deadline.stops if stop.moment == "action"):
                    for post in posts_in(procedure, act) & pack(name).posts.keys() if act and act.signs else ():
                        told = [plain(line) for line in lines(sections[post_anchor(post, "deadlines")])]
                        held.append(any(deadline.title.zh in line for line in told))
    assert held
    assert all(held)


def test_what_areas_let_a_post_do_is_one_line():
    (section,) = [each for each in manual("doors", "zh").walk() if each.anchor == post_anchor("cashier", "duties")]
    assert [plain(line) for line in lines(section)][-1] == "另可办理：“收款”、“退款”。"


def test_a_list_is_told_with_what_it_leaves_out_and_its_order():
    spoken = speech("doors", "door_order")
    tests = (
        Filter(field="urgent", test=How.IS, values=("true",)),
        Filter(field="customer", test=How.FILLED),
        Filter(field="deliver_on", test=How.RANGE, values=("2026-10-01", "")),
    )
    lists = {
        "some": ListView(name="some", title=Text("加急"), states=("quoted",), where=tests, sort=("-deliver_on",)),
        "all": ListView(name="all", title=Text("全部")),
    }
    section = lists_section(replace(spoken.procedure, lists=lists), spoken)
    assert list(lines(section)) == [
        *("清单", "列哪些单", "次序"),
        *("加急", "已报价，“加急”为是的，已填“客户”的，“交货期”不小于 2026-10-01 的", "交货期（从大到小）"),
        *("全部", "全部未结的单", "开单先后"),
    ]


def test_sections_are_numbered_in_order():
    told = manual("doors", "zh")
    assert [chapter.number for chapter in told.chapters] == [str(number) for number in range(1, len(told.chapters) + 1)]
    for section in told.walk():
        below = [each.number for each in section.sections]
        assert below == [f"{section.number}.{number}" for number in range(1, len(below) + 1)]


def test_the_text_of_a_step():
    told = manual("doors", "zh")
    step = next(section for section in told.walk() if section.anchor == "step-door_order-audit")
    facts = {name: [plain(line) for line in said] for name, said in step.blocks[0].pairs}
    assert facts["签字"] == [
        "审单员和技术主管都须签字，先后不限。",
        "同一个人只签一次；签的人可以转办、加签，也可以在签齐之前撤回。",
        "不同意的驳回并写明理由，单回到“已确认”。",
    ]
    assert facts["回避"] == ["办过“接单”、“报价”、“改单”或“制单”的人不能办这一步。"]
    assert facts["办完之后"] == ["单到“生产中”，轮到生产统计。"]


def test_a_refusal_that_leads_back_is_said_in_words():
    told = manual("shipped dealers", "zh")
    step = next(section for section in told.walk() if section.anchor == "step-scheme-approve")
    facts = {name: [plain(line) for line in said] for name, said in step.blocks[0].pairs}
    assert facts["签字"][-1] == "不同意的驳回并写明理由，单回到来处的状态。"


def test_whoever_signs_what_lies_in_his_queue_is_told_so():
    told = manual("shipped dealer_service", "zh")
    turns = next(section for section in told.walk() if section.anchor == "post-marketing_director-turns").blocks[-1]
    assert {plain(row[0]): plain(row[1]) for row in turns.rows} == {
        "经销商订货：待营销总监审核": "营销总监审核、审核退回",
        "窜货投诉：审定中": "签字：审定处理意见",
    }


def test_the_usual_way_of_a_case_begins_where_an_opening_leads_without_a_condition():
    told = manual("shipped dealer_service", "zh")
    purpose = next(section for section in told.walk() if section.anchor == "procedure-inquiry").sections[0]
    said = " ".join(plain(line) for line in lines(purpose))
    assert "正常情况下依次经过“待查区域”、“待介绍产品”" in said
    assert "到“已订货”办成" in said


def test_a_case_that_people_open_and_another_opens_says_both():
    told = manual("shipped dealer_service", "zh")
    purpose = next(section for section in told.walk() if section.anchor == "procedure-dealer_order").sections[0]
    assert "每张“经销商订货”由客服或“咨询与招商”开出，第一步是“下订单”。" in [plain(line) for line in lines(purpose)]


def test_what_the_site_has_set_is_told():
    found = pack("shipped shop_review")
    rows = ((("浙江",), ("顺丰",)),)
    told = manual_of(
        found, language="zh", made_on=DAY, in_force=InForce(settings={"review_time": 2}, tables={"carrier": rows})
    )
    settings = next(section for section in told.walk() if section.anchor == "settings").blocks[1]
    assert [row[:3] for row in settings.rows if row[0] == "审单时限（工作小时）"] == [
        ("审单时限（工作小时）", "2", "4")
    ]
    table = next(section for section in told.walk() if section.anchor == "table-carrier").blocks[0]
    assert table.rows == (("浙江", "顺丰"),)


def test_one_post_s_manual_has_its_procedures_alone():
    found = pack("shipped shop_review")
    told = manual_of(found, language="zh", made_on=DAY, wanted=Wanted(post="finance"))
    anchors = {section.anchor for section in told.walk()}
    assert {"post-finance", "procedure-shop_order"} <= anchors
    assert anchors & {"post-reviewer", "procedure-task", "measures"} == set()
    with pytest.raises(KeyError):
        manual_of(found, language="zh", made_on=DAY, wanted=Wanted(post="nobody"))


def test_every_procedure_is_drawn():
    blocks = [block for section in manual("doors", "zh").walk() for block in section.blocks]
    assert [each.procedure for each in blocks if isinstance(each, Drawing)] == list(pack("doors").procedures)


class Tags(HTMLParser):
    """Whether every tag that opens is closed, in order; and what was met."""

    VOID = frozenset({"meta", "col", "img", "link"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.met = [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.met.add(tag)
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.targets.append(given["href"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_is_well_formed_and_leads_nowhere_else(language):
    tags = Tags()
    tags.feed(as_html(manual("doors", language)))
    assert tags.open == []
    assert all(target.startswith("#") and target[1:] in tags.ids for target in tags.targets)


def test_no_text_of_a_pack_becomes_markup():
    files = edited(
        sound_packs()["doors"], "procedures/door_order.yaml", "title: 门单", "title: '<script>x</script>&\"'"
    )
    told = manual_of(read_pack(files).pack, language="zh", made_on=DAY)
    for said in (as_html(told), body(told), contents(told)):
        tags = Tags()
        tags.feed(said)
        assert "script" not in tags.met
        assert "&lt;script&gt;x&lt;/script&gt;&amp;&quot;" in said


def test_the_pdf_is_the_same_each_time_and_has_its_type():
    told = manual("doors", "zh")
    first = as_pdf(told)
    assert first.startswith(b"%PDF-")
    assert b"NotoSansSC" in first
    assert as_pdf(told) == first


def test_the_json_has_every_section():
    told = manual("doors", "en")

    def anchors(sections):
        return [name for each in sections for name in (each["anchor"], *anchors(each["sections"]))]

    assert anchors(as_json(told)["chapters"]) == [section.anchor for section in told.walk()]


@pytest.mark.parametrize(("language", "said"), [("zh", "配件管理员办理，或系统自动办理："), ("en", "配件管理员; or ")])
def test_who_does_what_also_the_system_does_is_told(language, said):
    procedure = pack("reference repair").procedures["part_order"]
    told = plain(who_line(procedure.actions["cancel"], speech("reference repair", "part_order", language)))
    assert told.startswith(said)


@pytest.mark.parametrize(("language", "said"), [("zh", "第 90 百分位数"), ("en", "the 90th percentile over the cases")])
def test_a_percentile_is_told_in_words(language, said):
    found = read_pack(DOORS.parent / "acceptance").pack
    assert found is not None
    speech = Speech(pack=found, language=language, vocabulary=declared())
    told = "".join(map(plain, measure_in_words(found.measures["cycle"], speech)))
    assert said in told


@pytest.mark.parametrize(
    ("language", "waits", "asks"),
    [
        ("zh", "等“开通申请报平台”的回执；催办是责任人的事。", "“机具编码”：一件货的编码。必填。"),
        (
            "en",
            "It waits for the answers to “Activations to the platform”;",
            "“Code of the device”: the code of one piece of",
        ),
    ],
)
def test_what_waits_for_answers_names_their_exchange_and_a_unit_is_a_piece_of_goods(language, waits, asks):
    said = text(manual("shipped dealers", language))
    assert (waits in said, asks in said) == (True, True)


def turns_of(name, post, language="zh"):
    told = manual(name, language)
    return next(section for section in told.walk() if section.anchor == f"post-{post}-turns")


def test_a_turn_that_comes_to_one_person_names_them_and_no_queue():
    section = turns_of("shipped freight", "salesperson")
    table = section.blocks[-1]
    assert all(plain(row[0]).partition("（")[2].startswith("单上的“") for row in table.rows)
    assert [plain(block.line) for block in section.blocks[:-1]] == [
        "状态后的括号里注明了人的，单直接轮到那个人，不必领；没有按时办的，算他逾期。"
    ]
    both = turns_of("shipped cash_desk", "cashier").blocks[:-1]
    assert plain(both[-1].line).endswith("按岗位找不到那个人时，单进本岗位的队列。")


def test_what_rests_is_nobodys_turn():
    section = turns_of("shipped warehouse", "statistician")
    assert "谁领就由谁办" in plain(section.blocks[0].line)
    said = [plain(row[0]) for row in section.blocks[-1].rows]
    assert "单据更正：待联系客户" in said
    assert "单据本：在库" not in said
    pad = speech("shipped warehouse", "pad")
    told = {name: after(action, pad) for name, action in pad.procedure.actions.items()}
    assert not [each for found in told.values() for each in found if "到“在库”，轮到" in each]
    assert [each for found in told.values() for each in found if "到“使用中”，轮到单上" in each]


def test_a_clock_stands_only_beside_the_steps_and_turns_in_which_it_may_run():
    order = pack("shipped dealers").procedures["city_order"]
    talk, pay = order.deadlines["talk"], order.deadlines["pay"]
    assert running(talk, order) == {"intended"}
    assert [each for each in order.states if ends_from(talk, each, order)] == ["intended"]
    assert not ends_from(talk, "to_pay", order)
    assert ends_from(pay, "to_pay", order)
    assert not ends_from(pay, "intended", order)
    assert ends_with(talk, order.actions["agree"], order)


def test_a_step_with_several_limits_names_each():
    told = manual("shipped doors", "zh")
    limits = {
        plain(row[1]): plain(row[4])
        for section in told.walk()
        for block in section.blocks
        if isinstance(block, Table) and len(block.head) == 5
        for row in block.rows
    }
    assert limits["客户确认损失"] == "客户确认时限：3个工作日内。异议处理时限：2个工作日内。"
    assert limits["制单"].startswith("16:00以前起算的"), "one limit needs no name"


def test_a_number_is_told_by_an_example():
    said = text(manual("shipped doors", "zh"))
    assert "2026年5月8日的第一张是“" in said
    assert "YYMM" not in said
    assert "the first one of 8 May 2026, say, is “" in text(manual("shipped doors", "en"))


def test_an_income_is_told_by_its_title():
    assert "‘loss’" not in text(manual("shipped doors", "zh"))
    assert "“Compensation for losses”" in text(manual("shipped doors", "en"))
