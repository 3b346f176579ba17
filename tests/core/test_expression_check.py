"""Names and types: every fault is found where it stands, and what is sound is left alone."""

import pytest

from gendan.core.expression import LANGUAGE, MappingNames, Signature, SymbolKind, Type, check, parse, type_of, types
from gendan.core.expression.signatures import Parameter

OPENING = types.choice(["left_in", "right_in", "left_out"])
NAMES = MappingNames(
    fields={
        "customer": types.PARTY,
        "keeper": types.PERSON,
        "urgent": types.BOOL,
        "deliver_on": types.DATE,
        "pieces": types.INT,
        "amount": types.MONEY,
        "fault": types.choice(["ours", "theirs"]),
        "reason": types.TEXT,
        "photo": types.FILE,
        "tags": types.list_of(OPENING),
        "lines": types.rows({"width": types.DECIMAL, "opening": OPENING, "pieces": types.INT}),
        "room": types.reference("room"),
        "shop": types.reference("shop"),
        "starts_at": types.TIME_OF_DAY,
        "compared": types.CHECKLIST,
    },
    words={
        "orders.total": types.MONEY,
        "money.received": types.MONEY,
        "money.guaranteed": types.BOOL,
        "setting.deposit_share": types.DECIMAL,
        "loss.state": types.choice(["agreed", "withdrawn"]),
        "pieces@end": types.INT,
    },
    signatures={
        **{word: signature for word, signature in LANGUAGE.items() if word != "followed_by"},
        "table.carrier": Signature((Parameter("province", types.TEXT),), types.TEXT),
    },
    symbols={
        SymbolKind.ACTION: ["open", "quote", "audit"],
        SymbolKind.POST: ["order_auditor"],
        SymbolKind.ROWS: ["lines"],
        SymbolKind.PROCEDURE: ["stay"],
    },
    members={"last(quote).price": types.MONEY, "open_cases(stay).room": types.reference("room")},
    tables={
        "lines": {"width": types.DECIMAL, "opening": OPENING, "pieces": types.INT},
        "dispatch": {"shipped": types.INT},
    },
)


def found(text: str, expects: Type | None = types.BOOL) -> list[tuple[str, int, str]]:
    return [(item.code, item.column, item.suggestion) for item in check(parse(text), NAMES, expects)]


@pytest.mark.parametrize(
    "text",
    [
        "money.received >= orders.total * setting.deposit_share or money.guaranteed",
        "'/' + customer == customer + reason",
        "customer not in reason",
        "urgent and not given(deliver_on)",
        "fault == 'ours' or fault == ''",
        "fault in ('ours', 'theirs')",
        "'left_in' in tags",
        "deliver_on - today > days(3)",
        "deliver_on + workdays(2) > today",
        "now > at(open) + hours(2)",
        "done(audit) and signed(order_auditor) and valid(audit) and count(quote) < 3",
        "last(quote).price < amount",
        "any(lines.width > 3 and lines.opening == 'left_in')",
        "sum(lines.width) > 3 and count(lines) > 0 and sum(dispatch.shipped) == pieces",
        "open_cases(stay, room=room) == 0",
        "table.carrier(reason) == 'SF'",
        "loss.state == 'agreed'",
        "actor == keeper and actor != customer",
        "pieces@end == pieces",
        "(amount if urgent else pieces) > 0.5",
        "given(photo)",
        "amount / pieces > 3",
        "deliver_on == ''",
        "any(lines.pieces > 1 and urgent)",
        "0 / pieces == 0 and amount / (2 - 1) > 0 and pieces * 0 == 0",
        "deliver_on + days(36500) > today and days(7) / days(2) > 3",
    ],
)
def test_nothing_sound_is_blamed(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urgnt", [("unknown_name", 0, "urgent")]),
        ("qqqqqqq > 1", [("unknown_name", 0, "")]),
        ("orders.totl > 1", [("unknown_word", 0, "orders.total")]),
        ("qq.zzzzzzzzzzzz == 1", [("unknown_word", 0, "")]),
        ("don(audit)", [("unknown_call", 0, "done")]),
        ("done(audti)", [("unknown_symbol", 5, "audit")]),
        ("signed(audit)", [("unknown_symbol", 7, "")]),
        ("last(quote).prise > 1", [("unknown_member", 0, "price")]),
        ("last(quote)", [("missing_member", 0, "last(quote).…")]),
        ("at(open).x > now", [("no_member", 0, "")]),
        ("followed_by(audit, within=days(3))", [("unknown_call", 0, "")]),
        ("fault == 'our'", [("unknown_choice", 9, "'ours'")]),
        ("'mine' == fault", [("unknown_choice", 0, "")]),
        ("fault in ('ours', 'thiers')", [("unknown_choice", 18, "'theirs'")]),
        ("'left' in tags", [("unknown_choice", 0, "'left_in'")]),
        ("pieces == 'three'", [("not_comparable", 0, "")]),
        ("deliver_on < now", [("not_comparable", 0, "today")]),
        ("now - at(open) > workdays(2)", [("not_comparable", 0, "now > … + workdays(…)")]),
        ("customer > keeper", [("not_ordered", 0, "")]),
        ("room == shop", [("not_comparable", 0, "")]),
        ("pieces in 3", [("not_a_container", 10, "(3,)")]),
        ("deliver_on", [("not_a_condition", 0, "given(deliver_on)")]),
        ("urgent and deliver_on", [("not_a_condition", 11, "given(deliver_on)")]),
        ("reason or urgent", [("not_a_condition", 0, "given(reason)")]),
        ("pieces + 1", [("not_a_condition", 0, "")]),
        ("reason * 2 == reason", [("wrong_operand", 0, "")]),
        ("deliver_on + hours(3) > deliver_on", [("wrong_operand", 0, "")]),
        ("-reason == 1", [("wrong_operand", 0, "")]),
        ("amount / 0 > 1", [("divided_by_zero", 0, "")]),
        ("pieces // (2 - 2) > 1", [("divided_by_zero", 0, "")]),
        ("pieces % 0.0 > 1", [("divided_by_zero", 0, "")]),
        ("urgent and days(9) / days(0) > 1", [("divided_by_zero", 11, "")]),
        ("deliver_on + days(99999999) > today", [("span_too_long", 13, "")]),
        ("deliver_on - days(-9999999999999999) > today", [("span_too_long", 13, "")]),
        ("deliver_on + days(3000) * 1000 > today", [("span_too_long", 13, "")]),
        ("deliver_on + workdays(999999) > today", [("span_too_long", 13, "")]),
        ("now > at(open) + hours(99999999)", [("span_too_long", 17, "")]),
        ("days(0.5) > hours(2)", [("wrong_type", 5, "")]),
        ("days() > hours(2)", [("missing_argument", 0, "")]),
        ("days(1, 2) > hours(2)", [("too_many_arguments", 8, "")]),
        ("table.carrier(pieces) == 'SF'", [("wrong_type", 14, "")]),
        ("open_cases(stay, romm=room) == 0", [("unknown_keyword", 22, "")]),
        ("open_cases(stay, room=shop) == 0", [("wrong_type", 22, "")]),
        ("(reason if urgent else pieces) == 1", [("unlike_branches", 1, "")]),
        ("lines.width > 3", [("rows_outside", 0, "any(lines.width …)")]),
        ("any(lines.widht > 3)", [("unknown_word", 4, "lines.width")]),
        ("any(pieces > 3)", [("no_rows", 4, "")]),
        ("any(lines.width > dispatch.shipped)", [("two_rows", 18, "any(dispatch.shipped …)")]),
        ("any(lines.width > pieces)", [("ambiguous_name", 18, "lines.pieces")]),
        ("any(lines.width)", [("not_a_condition", 4, "given(lines.width)")]),
        ("sum(lines.opening) > 3", [("wrong_operand", 4, "")]),
        (
            "urgnt and pieces == 'x' and fault == 'our'",
            [("unknown_name", 0, "urgent"), ("not_comparable", 10, ""), ("unknown_choice", 37, "'ours'")],
        ),
    ],
)
def test_every_fault_is_found_at_its_column(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pieces + 1", types.INT),
        ("pieces / 2", types.DECIMAL),
        ("orders.total / orders.total", types.DECIMAL),
        ("orders.total * 0.3", types.MONEY),
        ("deliver_on - today", types.DAYS),
        ("now - at(open)", types.DURATION),
        ("today + days(3)", types.DATE),
        ("sum(lines.width)", types.DECIMAL),
        ("reason + 'x'", types.TEXT),
        ("1 if urgent else 2.5", types.DECIMAL),
        ("last(quote).price", types.MONEY),
        ("unheard", types.UNKNOWN),
    ],
)
def test_types(text: str, expected: Type) -> None:
    assert type_of(parse(text), NAMES) == expected


def test_a_place_says_what_it_expects() -> None:
    assert found("pieces", types.INT) == []
    assert found("pieces", types.MONEY) == []
    assert found("amount", types.INT) == [("wrong_type", 0, "")]
    assert found("'ours'", types.choice(["ours"])) == []
    assert found("'our'", types.choice(["ours"])) == [("unknown_choice", 0, "'ours'")]
    assert found("fault", types.choice(["ours"])) == [("wrong_type", 0, "")]
    assert found("'ours' if urgent else 'theirs' if pieces > 2 else ''", types.choice(["ours", "theirs"])) == []
    assert found("'our' if urgent else ''", types.choice(["ours", "theirs"])) == [("unknown_choice", 0, "'ours'")]


def test_a_checklist_is_answered_whole_or_in_part_but_has_no_sum() -> None:
    assert found("all(compared)") == []
    assert found("any(compared) and urgent") == []
    assert found("sum(compared)", None) == [("no_rows", 4, "")]
    assert found("anything", None) == [("unknown_name", 0, "")]


def test_a_party_stands_where_a_text_is_wanted_and_no_text_where_a_party_is() -> None:
    assert types.fits(types.PARTY, types.TEXT)
    assert not types.fits(types.TEXT, types.PARTY)
    assert not types.fits(types.PERSON, types.TEXT)
    given = types.rows({"step": types.TEXT, "wage": types.MONEY})
    assert types.fits(given, types.rows({"step": types.TEXT}))
    assert not types.fits(given, types.rows({"wage": types.TEXT}))
    assert not types.fits(given, types.rows({"name": types.TEXT}))
    assert types.fits(given, Type("rows"))
