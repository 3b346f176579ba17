"""What the faces say about cases: reasons in both languages, values as a clerk reads them, history as it happened."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson
import pytest

from gendan.cases.prose import (
    WORDS,
    Speaker,
    history,
    place_in_words,
    reason_in_words,
    reasons_in_words,
    sheets,
    span_in_words,
    value_in_words,
)
from gendan.cases.sheets import CODES as CODES_OF_SHEETS
from gendan.core.events import Event, Kind, microseconds
from gendan.core.expression import MappingScope
from gendan.core.field import Choice, Field
from gendan.core.procedure import Action, Ask, Gate, Procedure, State
from gendan.core.refusals import CODES, Reason
from gendan.core.text import Text
from gendan.packs.reader import SHIPPED, read_pack

SHANGHAI = ZoneInfo("Asia/Shanghai")
CARRIER = Field(name="carrier", title=Text("物流", "Carrier"), type="text")
AMOUNT = Field(name="amount", title=Text("总金额", "Total"), type="money")
MARK = Field(
    name="mark", title=Text("标记", "Mark"), type="choice", choices=(Choice(name="rush", title=Text("加急", "Rush")),)
)
REASON = Field(name="reason", title=Text("说明", "Reason"), type="text")
PROCEDURE = Procedure(
    name="order",
    pack="shop",
    title=Text("订单", "Order"),
    fields={"carrier": CARRIER, "amount": AMOUNT, "mark": MARK},
    states={
        "new": State(name="new", title=Text("待审单", "To review")),
        "done": State(name="done", title=Text("已审", "Reviewed")),
    },
    gates={"paid": Gate(name="paid", when=None, says=Text("款未到", "Not paid"))},  # type: ignore[arg-type]
    actions={
        "open": Action(name="open", title=Text("导入", "Comes in"), asks=(Ask(field=CARRIER), Ask(field=AMOUNT))),
        "approve": Action(
            name="approve", title=Text("审核通过", "Approve"), asks=(Ask(field=CARRIER), Ask(field=REASON, own=True))
        ),
    },
)
ZH = Speaker(language="zh-hans", procedure=PROCEDURE, people={7: "王敏"}, zone=SHANGHAI)
EN = Speaker(language="en", procedure=PROCEDURE, people={7: "Wang Min"}, zone=SHANGHAI)


def test_every_code_has_words_in_both_languages():
    assert set(WORDS) == set(CODES)
    assert all(text.zh and text.en for text in WORDS.values())


@pytest.mark.parametrize("family", sorted(CODES))
@pytest.mark.parametrize("speaker", [ZH, EN], ids=["zh", "en"])
def test_every_code_can_be_said_with_and_without_parameters(family, speaker):
    for reason in (
        Reason(family),
        Reason(f"{family}.carrier"),
        Reason(f"{family}.nothing", {"given": None, "holder": 7}),
    ):
        said = reason_in_words(reason, speaker)
        assert said
        assert "{" not in said


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (Reason("gate.paid"), "款未到", "Not paid"),
        (Reason("needs.carrier"), "请填写“物流”。", "Please fill in “Carrier”."),
        (Reason("claimed", {"holder": 7}), "王敏 已经领走这张单。", "Wang Min has claimed this case."),
        (
            Reason("unlike.approve"),
            "做“审核通过”的人不能再做这一步，须由他人来做。",
            "Whoever did “Approve” may not do this step; somebody else has to.",
        ),
        (
            Reason("value.amount", {"given": "一百", "expected": {"type": "money", "min": "0"}}),
            "“总金额”不能是“一百”：应为金额，最多两位小数，不小于 0。",
            "“Total” can't be “一百”: an amount with at most two decimals, 0 or more.",
        ),
        (
            Reason("value.carrier", {"given": "10月", "expected": {"type": "text", "like": "2026-09"}}),
            "“物流”不能是“10月”：应形如 2026-09。",
            "“Carrier” can't be “10月”: written like 2026-09.",
        ),
        (
            Reason("unique.carrier", {"number": "202603-0001"}),
            "“物流”已在另一张单中：202603-0001。",
            "“Carrier” stands in another case already: 202603-0001.",
        ),
        (
            Reason("unique.carrier", {"number": "202603-0001", "with": ["amount"]}),
            "“物流”“总金额”都相同的单已有一张：202603-0001。",
            "There is a case already with the same “Carrier” and “Total”: 202603-0001.",
        ),
        (
            Reason("unique.carrier", {"number": "", "with": ["amount"]}),
            "“物流”“总金额”都相同的单已有一张。",
            "There is a case already with the same “Carrier” and “Total”.",
        ),
    ],
)
def test_a_reason_names_what_it_is_about(reason, zh, en):
    assert (reason_in_words(reason, ZH), reason_in_words(reason, EN)) == (zh, en)


def test_the_same_reason_is_said_once():
    assert reasons_in_words([Reason("gate.paid"), Reason("gate.paid")], ZH) == ["款未到"]


@pytest.mark.parametrize(
    ("field", "value", "zh"),
    [
        (AMOUNT, Decimal("12345.5"), "12,345.50"),
        (MARK, "rush", "加急"),
        (CARRIER, None, ""),
        (None, True, "是"),
        (None, date(2026, 3, 1), "2026-03-01"),
        (None, datetime(2026, 3, 1, 1, 30, tzinfo=UTC), "2026-03-01 09:30"),
        (Field(name="w", title=Text("宽"), type="decimal", unit="mm"), Decimal("860.00"), "860 mm"),
    ],
)
def test_values_are_told_as_a_clerk_reads_them(field, value, zh):
    assert value_in_words(field, value, ZH) == zh


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(days=2, hours=3, minutes=9), "2天3小时", "2 d 3 h"),
        (timedelta(minutes=45), "45分钟", "45 min"),
        (-timedelta(hours=1), "1小时", "1 h"),
    ],
)
def test_spans_are_told_in_their_two_largest_units(span, zh, en):
    assert (span_in_words(span, ZH), span_in_words(span, EN)) == (zh, en)


def event(seq, kind, **body):
    return Event(
        case=1, seq=seq, kind=kind, actor=7, at=datetime(2026, 3, 1, 2, seq, tzinfo=UTC), body=orjson.dumps(body)
    )


def test_history_tells_what_changed_from_what_to_what():
    lines = history(
        [
            event(1, Kind.OPENED, to="new", set={"carrier": "申通", "amount": "21.00"}),
            event(
                2,
                Kind.ACTED,
                do="approve",
                **{"from": "new"},
                to="done",
                set={"carrier": "EMS"},
                **{"with": {"reason": "买家要求"}},
            ),
            event(3, Kind.COMMENTED, text="已电话确认"),
        ],
        ZH,
        sees=lambda name: name != "amount",
    )
    assert [(line.who, line.says) for line in lines] == [("王敏", "导入"), ("王敏", "审核通过"), ("王敏", "备注")]
    assert [(c.title, c.before, c.after) for c in lines[0].changes] == [("物流", "", "申通")]
    assert [(c.title, c.before, c.after) for c in lines[1].changes] == [
        ("物流", "申通", "EMS"),
        ("说明", "", "买家要求"),
    ]
    assert lines[1].details == ("待审单 → 已审",)
    assert lines[2].quote == "已电话确认"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("speaker", [ZH, EN], ids=["zh", "en"])
def test_every_kind_of_event_can_be_told(kind, speaker):
    clocks = {"reach": {"run": 1, "state": "late", "at": microseconds(datetime(2026, 3, 1, tzinfo=UTC))}}
    line = history([event(1, kind, do="approve", clocks=clocks, claim=7)], speaker)[0]
    assert line.says
    assert "{" not in line.says


def test_every_fault_of_a_file_has_words_in_both_languages():
    assert set(sheets.WORDS) == set(CODES_OF_SHEETS)
    for name in CODES_OF_SHEETS:
        for speaker in (ZH, EN):
            said = reason_in_words(Reason(f"sheet.{name}", {"row": 7, "column": "总金额", "given": "x"}), speaker)
            assert said
            assert "{" not in said


def test_a_fault_tells_where_it_stands():
    reason = Reason("value.amount", {"row": 12, "column": "总金额", "given": "一百"})
    assert place_in_words(reason, ZH) == "第 12 行“总金额”列"
    assert place_in_words(reason, EN) == "Row 12, column “总金额”"


def test_a_gate_that_asks_for_several_things_names_those_that_are_wanting():
    procedure = read_pack(SHIPPED / "freight").pack.procedures["job"]
    gate = procedure.gates["whole"]
    scope = MappingScope(names={"attribute": "export", "shipper": "甲", "agent": ""}, calls={"count(containers)": 0})
    failed = [{"left": each.left, "operator": each.operator} for each in gate.when.explain(scope)]
    reason = Reason("gate.whole", {"says": gate.says, "comparisons": failed})
    told = [reasons_in_words([reason], Speaker(language=each, procedure=procedure))[0] for each in ("zh", "en")]
    assert told[0].startswith("业务档案十二组资料还没填全（还缺：收货人、通知人、")
    assert "业务属性" not in told[0]
    assert told[0].endswith("件数、代理）")
    assert told[1].startswith(
        "The twelve groups of the job file are not complete (still wanting: Consignee, Notify party,"
    )


def test_what_is_known_of_a_child_is_told_by_its_title_its_number_and_its_state():
    pack = read_pack(SHIPPED / "doors").pack
    speaker = Speaker(language="zh-hans", pack=pack, procedure=pack.procedures["door_order"], zone=SHANGHAI)
    child = {"id": 9, "number": "L2611-0001"}
    opened, told = history(
        [
            event(1, Kind.ACTED, do="stop", child={"loss": [child]}),
            event(2, Kind.TOLD, child={"loss": [{**child, "state": "costing", "final": None}]}),
        ],
        speaker,
    )
    assert opened.details == ("新开 停改单损失 L2611-0001",)
    assert (told.says, told.details) == ("停改单损失 L2611-0001 现在是“生产核算中”", ())
