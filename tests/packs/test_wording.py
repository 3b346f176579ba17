"""Every code that a finding may have is worded in both languages, with what would mend it."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import gendan.core
import gendan.packs
from gendan.core import amount
from gendan.core.expression import ExpressionError
from gendan.core.text import Place
from gendan.packs.findings import Finding, Severity
from gendan.packs.wording import CATALOGUE, as_json, line, mend, message

PACKS = Path(gendan.packs.__file__).parent
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")


def _codes_in_source() -> set[str]:
    """The codes given to `Finding`, `error`, `warn`, `wrong`, `refer` and `_refuse` anywhere in the room."""
    codes: set[str] = set()
    for path in (*PACKS.glob("*.py"), *PACKS.glob("reading/*.py"), *PACKS.glob("schema/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called in ("Finding", "error", "warn", "wrong", "_refuse") and isinstance(first, ast.Constant):
                codes.add(first.value)
            if called in ("refer", "outside") and isinstance(first, ast.Constant):
                codes.add(f"unknown_{first.value}")
    return {code for code in codes if isinstance(code, str) and CODE.fullmatch(code)}


def _codes_in_docstring(text: str | None) -> set[str]:
    return set(re.findall(r"`([a-z_.]+)`", (text or "").partition("Codes:")[2] or (text or "")))


def test_every_code_of_the_readers_is_worded() -> None:
    codes = _codes_in_source()
    assert len(codes) > 100
    assert codes - CATALOGUE.keys() == set()


def test_every_code_of_conditions_and_of_times_is_worded() -> None:
    conditions = {f"expression_{code}" for code in _codes_in_docstring(ExpressionError.__doc__)}
    times = {
        f"time_{code.replace('.', '_')}"
        for code in _codes_in_docstring(amount.DueError.__doc__) - {"code", "parameters"}
    }
    assert len(conditions) > 10
    assert len(times) > 10
    assert (conditions | times) - CATALOGUE.keys() == set()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_both_languages_say_the_same_with_the_same_parameters(code: str) -> None:
    words = CATALOGUE[code]
    assert words.zh
    assert words.en
    assert words.mend_zh
    assert words.mend_en

    def places(*texts: str) -> set[str]:
        return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert places(words.zh, words.mend_zh) == places(words.en, words.mend_en)
    assert not re.search("[一-鿿]", re.sub(r"\{\{.*?\}\}", "", words.en + words.mend_en))


def test_a_finding_is_said_on_one_line_with_its_place_and_what_may_be_meant() -> None:
    finding = Finding("unknown_state", Place("procedures/a.yaml", 3, 7), {"name": "recieved", "meant": ("received",)})
    assert line(finding, "en") == (
        "procedures/a.yaml:3:7: error: There is no state recieved. Did you mean received? "
        "Correct it, or declare it in states. [unknown_state]"
    )
    assert line(finding, "zh-hans") == (
        "procedures/a.yaml:3:7: 错误：没有状态 recieved。是否指 received？请改名，或声明它。 [unknown_state]"
    )
    assert as_json(finding)["line"] == 3


def test_a_missing_parameter_shows_and_does_not_fail() -> None:
    finding = Finding("bounds_crossed", Place(), {"min": "3"}, Severity.WARNING)
    assert message(finding, "en") == "min 3 is above max …."
    assert mend(finding, "zh") == "请对调。"
