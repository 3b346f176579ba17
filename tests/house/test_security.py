"""docs/security.md is true: every line of its tables names tests, and these tests are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = re.compile(r"^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
HELD, _, MISSING = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("## What is not held")
TABLE = LINES.findall(HELD)


@cache
def functions_of(path: str) -> frozenset[str]:
    nodes = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def test_the_table_was_found():
    assert len(TABLE) > 50
    assert len(TABLE) == len(re.findall(r"^\| \d", HELD, re.MULTILINE))


@pytest.mark.parametrize(("lines", "shown"), [(lines, shown) for lines, _says, shown in TABLE])
def test_every_line_is_shown_by_tests_that_are_there(lines, shown):
    named = re.findall(r"`([^`]+)::([^`]+)`", shown)
    assert named, lines
    missing = [name for path, name in named if not (ROOT / path).is_file() or name not in functions_of(path)]
    assert missing == []
    assert all(name.startswith("test_") for _path, name in named)


def test_what_is_not_held_says_why():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", MISSING, re.MULTILINE)
    assert all(says.strip() for _lines, says in rows[1:])
    assert len(rows) > 5
