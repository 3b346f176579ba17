"""What people write, as values; and values as the JSON of events, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.field import Choice, Field
from gendan.core.refusals import Reason
from gendan.core.text import Text
from gendan.core.values import complete, decode, encode, parse, referred

ZONE = ZoneInfo("Asia/Shanghai")
SIDES = (Choice(name="left", title=Text("左开", "Left")), Choice(name="right", title=Text("右开", "Right")))


def field(kind: str, **more: object) -> Field:
    return Field(name="f", title=Text("字段"), type=kind, **more)  # type: ignore[arg-type]


FILE = {"sha256": "0" * 64, "name": "报价.pdf", "size": 9, "type": "application/pdf"}
GOOD: list[tuple[Field, object, object, object]] = [
    (field("text"), "  好\r\n的 ", "好\n的", "好\n的"),
    (field("text", like="2026-09"), " 2027-12 ", "2027-12", "2027-12"),
    (field("text", like="WM-1"), "ab-7", "ab-7", "ab-7"),
    (field("bool"), "是", True, True),
    (field("bool"), "off", False, False),
    (field("int"), "1,234", 1234, 1234),
    (field("int"), "12", 12, 12),
    (field("decimal"), "0860.50", Decimal("860.50"), "860.5"),
    (field("decimal"), "-0.0", Decimal("0.0"), "0"),
    (field("decimal"), 0.1, Decimal("0.1"), "0.1"),
    (field("money"), "¥1,500", Decimal("1500.00"), "1500.00"),
    (field("money"), "12.5元", Decimal("12.50"), "12.50"),
    (field("date"), "2026年3月1日", date(2026, 3, 1), "2026-03-01"),
    (field("date"), "20260301", date(2026, 3, 1), "2026-03-01"),
    (field("date"), "2026/3/1", date(2026, 3, 1), "2026-03-01"),
    (field("moment"), "2026-03-01 09:30", datetime(2026, 3, 1, 1, 30, tzinfo=UTC), 1772328600000000),
    (field("moment"), "2026/3/1 9:30:00", datetime(2026, 3, 1, 1, 30, tzinfo=UTC), 1772328600000000),
    (field("moment"), "2026-03-01T01:30:00Z", datetime(2026, 3, 1, 1, 30, tzinfo=UTC), 1772328600000000),
    (field("time_of_day"), "9:05", time(9, 5), "09:05"),
    (field("person"), "12", 12, 12),
    (field("phone"), "+86 138-0000 1111", "+8613800001111", "+8613800001111"),
    (field("phone"), "138****1111", "138****1111", "138****1111"),
    (field("id_number"), "11010519491231002x", "11010519491231002X", "11010519491231002X"),
    (field("choice", choices=SIDES), "右开", "right", "right"),
    (field("choice", choices=SIDES), "LEFT", "left", "left"),
    (field("file"), FILE, FILE, FILE),
    (field("checklist", choices=SIDES), ["left"], {"left": True, "right": False}, {"left": True, "right": False}),
    (field("checklist", choices=SIDES), {"left": "是", "right": ""}, {"left": True}, {"left": True}),
]
BAD = [
    (field("text"), "a\x00b"),
    (field("text"), "\ud800"),
    (field("text"), "x" * 20_001),
    (field("text", max=Decimal(3)), "four"),
    (field("text", like="2026-09"), "2026年9月"),
    (field("text", like="2026-09"), "2026/09"),
    (field("text", like="2026-09"), "2026-9"),
    (field("text", like="2026-09"), "２０２６-０９"),
    (field("bool"), "perhaps"),
    (field("int"), "1.5"),
    (field("int"), "9" * 30),
    (field("int"), True),
    (field("decimal"), "1e5"),
    (field("decimal"), "NaN"),
    (field("decimal"), float("nan")),
    (field("decimal"), 1e300),
    (field("decimal"), "1,23"),
    (field("decimal", min=Decimal(400)), "399.9"),
    (field("money"), "0.001"),
    (field("money"), Decimal("Infinity")),
    (field("date"), "2026-02-30"),
    (field("date"), "soon"),
    (field("moment"), "2026-13-01 10:00"),
    (field("moment"), 10**30),
    (field("time_of_day"), "24:00"),
    (field("person"), "0"),
    (field("phone"), "call me"),
    (field("id_number"), "110105194912310021"),
    (field("choice", choices=SIDES), "up"),
    (field("file"), "quote.pdf"),
    (field("file"), {**FILE, "sha256": "../etc"}),
    (field("checklist", choices=SIDES), {"middle": True}),
    (field("rows", columns=(field("int"),)), "1,2"),
    (field("rows", columns=(field("int"),)), [{"f": "x"}]),
    (field("rows", columns=(field("int"),)), [{"g": "1"}]),
]


@pytest.mark.parametrize(("of", "raw", "value", "said"), GOOD)
def test_what_is_written_is_read(of: Field, raw: object, value: object, said: object) -> None:
    assert parse(of, raw, ZONE) == value
    assert encode(of, value) == said
    assert decode(of, said) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(("of", "raw"), BAD)
def test_what_is_no_value_is_refused_with_what_would_be(of: Field, raw: object) -> None:
    reason = parse(of, raw, ZONE)
    assert isinstance(reason, Reason)
    assert reason.code == "value.f"
    assert reason.parameters["expected"]["type"] == of.type  # type: ignore[index]


@pytest.mark.parametrize("nothing", [None, "", "  ", [], {}])
@pytest.mark.parametrize("kind", ["text", "int", "date", "rows", "file", "checklist", "choice"])
def test_empty_is_not_filled(kind: str, nothing: object) -> None:
    assert parse(field(kind), nothing, ZONE) is None


def test_rows_lose_blank_ones_and_tell_every_bad_cell() -> None:
    rows = Field(
        name="lines",
        title=Text("行"),
        type="rows",
        columns=(
            Field(name="width", title=Text("宽"), type="decimal", min=Decimal(400)),
            Field(name="side", title=Text("向"), type="choice", choices=SIDES),
        ),
    )
    assert parse(rows, [{"width": "", "side": None}, {"width": "860", "side": "左开"}], ZONE) == [
        {"width": Decimal(860), "side": "left"}
    ]
    reason = parse(rows, [{"width": "1"}, {"side": "up"}], ZONE)
    assert isinstance(reason, Reason)
    cells = reason.parameters["cells"]
    assert [(cell["row"], cell["column"], cell["given"]) for cell in cells] == [(1, "width", "1"), (2, "side", "up")]  # type: ignore[attr-defined]


def test_what_the_site_has_added_is_a_choice() -> None:
    sides = field("choice", choices=SIDES, site=True)
    assert parse(sides, "up", ZONE, added={"up"}) == "up"
    assert isinstance(parse(field("choice", choices=SIDES), "up", ZONE, added={"up"}), Reason)


def test_what_may_be_new_is_named_as_it_would_be_kept_and_a_known_one_as_it_is() -> None:
    known = {"party": {"老王": "王记门业"}.get, "party.new": lambda text: None if text.isdigit() else text.strip()}
    may_be_new, registered = field("party", new=True), field("party")
    assert [referred(may_be_new, text, known) for text in ("老王", " 新店 ")] == ["王记门业", "新店"]
    refused = [referred(may_be_new, "138", known), referred(registered, "新店", known)]
    assert [each.code for each in refused if isinstance(each, Reason)] == ["value.f", "value.f"]
    assert isinstance(referred(may_be_new, "新店", {"party": known["party"]}), Reason)


def test_a_needed_checklist_wants_every_answer() -> None:
    checklist = field("checklist", choices=SIDES)
    assert not complete(checklist, {"left": False})
    assert complete(checklist, {"left": False, "right": True})
    assert complete(field("bool"), False)


def test_hidden_values_are_concealed_and_revealed() -> None:
    secret = field("id_number")
    said = encode(secret, "E12345678", lambda of, text: {"c": text[::-1]})
    assert said == {"c": "87654321E"}
    assert decode(secret, said, lambda of, value: value["c"][::-1]) == "E12345678"  # type: ignore[index, call-overload]


TEXTS = st.text(max_size=4)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(max_size=30),
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, st.integers(), max_size=3),
    st.from_regex(r"\A[-+]?\d{1,8}([.]\d{1,4})?\Z"),
)
NUMBERS = ("int", "decimal", "money", "person")
TIMES = ("date", "moment", "time_of_day")
KINDS = (*NUMBERS, *TIMES, "text", "bool", "party", "phone", "id_number", "address", "file", "reference")


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), raw=ANYTHING)
def test_whatever_is_given_is_a_value_nothing_or_a_reason(kind: str, raw: object) -> None:
    of = field(kind)
    value = parse(of, raw, ZONE)
    if isinstance(value, Reason):
        orjson.dumps(value.parameters["expected"])
        return
    said = encode(of, value)
    again = decode(of, orjson.loads(orjson.dumps(said)))
    assert again == value
    assert encode(of, again) == said
