"""Every refusal has its words in both languages, and they fit what is told with it."""

import ast
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

import gendan.people
from gendan.people.errors import CODES, ActRefused, SignInRefused
from gendan.people.models import Person
from gendan.people.wording import NAMES, PASSWORD_PROBLEMS, REFUSALS, SIGN_IN, act_refused, sign_in_refused
from tests.people.company import NOW

ROOM = Path(gendan.people.__file__).parent


def raised() -> list[tuple[str, set[str], str | None]]:
    """Each `ActRefused(…)` of the room and of the pages: its code, its parameters by name, and what its `what` says."""
    found = []
    for path in sorted((*ROOM.rglob("*.py"), *(ROOM.parent / "web").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ActRefused":
                named = {key.arg for key in node.keywords if key.arg}
                spread = any(key.arg is None for key in node.keywords)
                said = [key.value for key in node.keywords if key.arg == "what"]
                what = said[0].value if said and isinstance(said[0], ast.Constant) else None
                code = node.args[0].value
                found.append((code, named | ({"problems", "problem"} if spread else set()), what))
    return found


def test_every_code_is_raised_somewhere_explained_and_worded():
    assert {code for code, _, _ in raised()} == set(CODES) == set(REFUSALS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_words_ask_for_no_figure_that_is_not_told(language):
    for code, parameters, what in raised():
        places = {name for _, name, _, _ in Formatter().parse(REFUSALS[code].in_language(language)) if name}
        assert places <= parameters, code
        assert what is None or what in NAMES


def test_both_languages_say_something_of_their_own():
    for words in (REFUSALS, SIGN_IN, PASSWORD_PROBLEMS, NAMES):
        for text in words.values():
            assert text.zh
            assert text.en
            assert text.zh != text.en


def test_every_problem_that_the_validators_of_the_site_find_has_words():
    person = Person(username="wangxiaoming", name="王小明")
    found = set()
    for password in ("wang", "password", "1234567890", "wangxiaoming"):
        with pytest.raises(ValidationError) as caught:
            validate_password(password, person)
        found |= {each.code for each in caught.value.error_list}
    assert found >= {"password_too_short", "password_too_common", "password_too_similar"}
    assert found <= set(PASSWORD_PROBLEMS)


def test_refusals_read_as_sentences():
    assert act_refused(ActRefused("missing", what="token"), "zh-hans") == "找不到令牌。"
    assert act_refused(ActRefused("city", province="广东省", given="长沙"), "en") == "广东省 has no city named “长沙”."
    weak = ActRefused("password", problems=["password_too_short", "password_too_common"], min_length=10)
    assert act_refused(weak, "zh-hans") == "密码不合要求：至少 10 个字符；太常见。"
    assert act_refused(weak, "en") == "The password won't do: at least 10 characters; too common."
    span = ActRefused("span", since=date(2026, 11, 2), until=date(2026, 11, 1))
    assert "2026-11-01" in act_refused(span, "en")
    assert sign_in_refused(SignInRefused("locked", NOW), "zh-hans") == "输错次数过多，请于 09:30 后再试。"
    assert sign_in_refused(SignInRefused("credentials"), "en") == "The username or the password is wrong."
