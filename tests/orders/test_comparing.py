"""What the three-source comparison promises: every difference is told once, and an inserted line shifts none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.orders.comparing import compare

lines = st.lists(
    st.fixed_dictionaries({"product": st.sampled_from("ABC"), "width": st.integers(1, 4).map(str)}), max_size=12
)


def told(**sources):
    return [(each.line, each.field, dict(each.says)) for each in compare(sources)]


@given(lines)
@settings(max_examples=60)
def test_what_is_alike_does_not_differ(found):
    assert told(original=found, quotation=found, sheet=found) == []


@given(lines, st.integers(0, 12))
@settings(max_examples=100)
def test_a_line_that_one_has_not_is_told_alone(found, place):
    extra = {"product": "X", "width": "9"}
    longer = [*found[:place], extra, *found[place:]]
    assert [(field, says) for _, field, says in told(original=found, quotation=longer)] == [("", {"quotation": True})]
    assert [(field, says) for _, field, says in told(original=longer, quotation=found)] == [("", {"original": True})]


def test_each_field_that_differs_is_told_with_what_each_says():
    first = [{"product": "A", "width": "860", "opening": "left"}]
    second = [{"product": "A", "width": "880", "note": "急"}]
    third = [{"product": "A", "width": "860", "opening": "right"}]
    assert told(original=first, quotation=second, sheet=third) == [
        (1, "width", {"original": "860", "quotation": "880", "sheet": "860"}),
        (1, "opening", {"original": "left", "sheet": "right"}),
    ]


def test_what_one_leaves_empty_differs_where_it_knows_the_column():
    first = [{"product": "A", "color": "白"}, {"product": "B"}]
    second = [{"product": "A"}, {"product": "B", "color": "白"}]
    assert told(original=first, sheet=second) == [
        (1, "color", {"original": "白", "sheet": None}),
        (2, "color", {"original": None, "sheet": "白"}),
    ]


def test_one_source_differs_from_nothing():
    assert told(original=[{"product": "A"}]) == []
    assert told() == []
