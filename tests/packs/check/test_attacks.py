"""Packs that attack are refused with their line, and soon."""

import time

import pytest

from gendan.packs.check import check_folder
from tests.packs.check.at_hand import edited, pack, words

ORDER = "procedures/door_order.yaml"
GATE = "when: orders.unmade == 0"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("orders.__class__.__mro__ == 0", "expression_not_allowed"),
        ("urgent.__class__ == 0", "expression_not_allowed"),
        ("().__class__ == 0", "expression_unexpected"),
        ("'x'.format(urgent) == 'x'", "expression_not_allowed"),
        ("__import__('os') == 0", "expression_not_allowed"),
        ("lines[0] == 0", "expression_not_allowed"),
        ("9 ** 9 ** 9 > 0", "expression_not_allowed"),
        ("(" * 500 + "1" + ")" * 500 + " > 0", "expression_too_deep"),
        ("1" * 400 + " > 0", "expression_too_many_digits"),
        ("urgent or " * 500 + "urgent", "expression_too_long"),
        ("urgent or " * 2000 + "urgent", "text_too_long"),
    ],
)
def test_a_condition_that_reaches_too_far_is_refused_at_its_line(condition: str, code: str) -> None:
    written = condition.replace("'", "''")
    files = edited(pack("doors"), ORDER, GATE, f"when: '{written}'")
    findings = [finding for finding in check_folder(files, vocabulary=words()) if finding.is_error]
    assert [(finding.code, finding.place.line) for finding in findings] == [(code, 32)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "too_many_values"),
        ("a: " + "[" * 400 + "]" * 400 + "\n", "nested_too_deep"),
        ("a: &a [*a]\n", "alias_of_itself"),
        ("a: !!python/object/apply:os.system [x]\n", "tag_refused"),
    ],
)
def test_a_file_that_attacks_is_refused(text: str, code: str) -> None:
    files = {**pack("doors"), ORDER: pack("doors")[ORDER] + text.encode()}
    started = time.process_time()
    findings = [finding for finding in check_folder(files, vocabulary=words()) if finding.is_error]
    assert code in [finding.code for finding in findings]
    lines = pack("doors")[ORDER].count(b"\n")
    assert all(finding.place.line > lines for finding in findings if finding.code == code)
    assert time.process_time() - started < 10


def test_conditions_that_would_keep_the_checker_busy_are_left_alone() -> None:
    wide = " and ".join(f"(urgent or given(deliver_on) or {number} > 0)" for number in range(60))
    files = edited(pack("doors"), ORDER, GATE, f"when: {wide}")
    started = time.process_time()
    assert check_folder(files, vocabulary=words()) == ()
    assert time.process_time() - started < 10


def test_many_states_that_all_lead_to_each_other_are_checked_in_time() -> None:
    states = "".join(f"  s{n}: {{title: 状态, owner: order_taker}}\n" for n in range(60))
    actions = "".join(f"  a{n}: {{title: 转, from: any, to: s{n}, by: order_taker}}\n" for n in range(60))
    files = edited(pack("doors"), ORDER, "  stopped:    {title", states + "  stopped:    {title")
    files = edited(files, ORDER, "  halt:     {", actions + "  halt:     {")
    started = time.process_time()
    check_folder(files, vocabulary=words())
    assert time.process_time() - started < 20
