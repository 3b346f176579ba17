"""Time is a parameter: nothing below web, api and the job runner reads the clock."""

import ast

import pytest

from tests.house.source import dotted, modules, name_of, tree

ROOMS = ["core", "packs", "people", "cases", "notices"]
CLOCKS = {
    "now", "utcnow", "today", "localtime", "localdate", "gmtime", "time", "time_ns", "Now", "CurrentTimestamp",
}  # fmt: skip
HOLDERS = {"datetime", "date", "time", "timezone", "functions"}
# What may: each with its reason. A clock that only measures how long something took (perf_counter, monotonic) is none.
EXEMPT: dict[str, str] = {
    "src/gendan/notices/health.py": "it compares the database's clock with the machine's: that is what it looks at",
}


def clock_reads(module: ast.Module) -> list[str]:
    """The calls in a module that read the clock, and the names it takes from modules of clocks."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            holder, _, name = dotted(node.func).rpartition(".")
            if name in CLOCKS and holder.rpartition(".")[2] in HOLDERS:
                found.append(f"line {node.lineno}: {holder}.{name}()")
        elif isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            found += [f"line {node.lineno}: from {node.module} import {a.name}" for a in node.names if a.name in CLOCKS]
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(f"line {node.value.lineno}: {node.arg}")
    return found


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "time.time()", "timezone.now()",
        "django.utils.timezone.localdate()", "from time import time_ns", "functions.Now()",
        "models.DateTimeField(auto_now_add=True)",
    ],
)  # fmt: skip
def test_every_way_to_read_the_clock_is_seen(line):
    assert clock_reads(ast.parse(line))


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_below_the_faces_reads_the_clock(room):
    found = {name_of(path): reads for path in modules(room) if (reads := clock_reads(tree(path)))}
    assert {name: reads for name, reads in found.items() if name not in EXEMPT} == {}


def test_the_database_is_not_asked_for_the_time_either():
    asked = []
    for path in modules("people", "cases", "notices"):
        if path.parent.name == "migrations" or name_of(path) in EXEMPT:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.lower()
                if any(
                    clock in words
                    for clock in ("now()", "clock_timestamp(", "current_timestamp", "statement_timestamp(")
                ):
                    asked.append(f"{name_of(path)}:{node.lineno}")
    assert asked == []
