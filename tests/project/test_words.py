"""What the terminal says exists in both languages, with the same parameters, for every code that is used."""

import ast
from string import Formatter

import pytest

from gendan.project.words import WORDS, both
from tests.house.source import modules, tree


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def codes_in_use() -> dict[str, set[str]]:
    """Every code given to `say` or ProjectError, with the parameters given along."""
    found: dict[str, set[str]] = {}
    for path in modules("project"):
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if node.func.id in {"say", "tell", "ProjectError"} and isinstance(first, ast.Constant):
                found.setdefault(str(first.value), set()).update(k.arg for k in node.keywords if k.arg)
    return found


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_name_the_same_parameters(code):
    words = WORDS[code]
    assert places(words.zh) == places(words.en)
    assert any("一" <= sign <= "鿿" for sign in words.zh)


def test_every_code_has_its_words_and_every_words_their_code():
    used = codes_in_use()
    assert set(used) == set(WORDS)
    assert {code: given for code, given in used.items() if given != places(WORDS[code].zh)} == {}


def test_chinese_stands_first():
    assert both("serve.stopped").splitlines() == ["已停止。数据已保存。", "Stopped. The data is kept."]
