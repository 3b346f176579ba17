"""Amounts in Chinese capitals, against a reader of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gendan.core.capitals import MOST, in_capitals

FIGURES = {each: value for value, each in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
amounts = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda cents: Decimal(cents) / 100)
round_ones = st.tuples(st.integers(0, 15), st.integers(0, 9_999), st.integers(0, 15)).map(
    lambda each: Decimal(min(each[1] * 10 ** each[0] + 10 ** each[2], 10**16 - 1))
)


def read(text):
    """The amount that capitals say: sections of four figures, each with its name."""
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整")
    whole, _, rest = text.rpartition("元")
    jiao, _, fen = rest.rpartition("角")
    cents = FIGURES[jiao.lstrip("零")] * 10 if jiao else 0
    cents += FIGURES[fen.strip("零分")] if fen.strip("零分") else 0
    return sign * (Decimal(_whole(whole)) + Decimal(cents) / 100)


def _whole(text):
    for name, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.rpartition(name)
        if found:
            return _whole(high) * size + _whole(low)
    total = figure = 0
    for each in text:
        if each in UNITS:
            total += figure * UNITS[each]
            figure = 0
        else:
            figure = FIGURES[each]
    return total + figure


@given(amounts | round_ones)
def test_a_reader_reads_what_was_written(amount):
    said = in_capitals(amount)
    assert read(said) == amount
    assert "零零" not in said
    assert said.endswith("分") or said.endswith("整")
    assert not said.removeprefix("负").startswith("零") or amount == 0


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("1004.00", "壹仟零肆元整"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("100050000", "壹亿零伍万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1234500000000", "壹万贰仟叁佰肆拾伍亿元整"),
        ("1000500000000", "壹万零伍亿元整"),
        ("-5", "负伍元整"),
        ("2.345", "贰元叁角伍分"),
    ],
)
def test_examples(amount, said):
    assert in_capitals(Decimal(amount)) == said


def test_what_is_too_great_has_none():
    with pytest.raises(ValueError, match="no capitals"):
        in_capitals(MOST)


def test_paper_says_the_same():
    """The function that templates have, written in their own language, against this one."""
    import random
    from datetime import UTC, datetime

    from gendan.packs.printing import printed

    chance = random.Random(7)
    written = ["0.00", "0.05", "1.05", "107000.53", "1000500000000.00", "1000000000000.10", "-5.00"]
    written += [f"{Decimal(chance.randrange(10 ** chance.randrange(1, 18))) / 100:.2f}" for _ in range(300)]
    data = {"said": {each: in_capitals(Decimal(each)) for each in written}}
    template = (
        '#import "/gendan.typ": capitals\n#let data = json("/data.json")\n'
        "#for (amount, said) in data.said { assert.eq(capitals(amount), said) }\n#capitals(none)"
    )
    files = {"documents/a.typ": template.encode()}
    assert printed(files, "documents/a.typ", data, datetime(2026, 1, 1, tzinfo=UTC)).startswith(b"%PDF")
