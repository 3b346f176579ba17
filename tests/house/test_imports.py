"""The rooms stand in order, and the ground floor is pure."""

import os
import subprocess
import sys

import pytest

from tests.house.source import PACKAGE, ROOT, modules


def run_python(program: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def module_names(*rooms: str) -> list[str]:
    names = []
    for path in modules(*rooms):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def test_a_room_imports_only_from_rooms_below_it():
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    run_python(program)


def test_the_contract_knows_every_room_and_no_exception():
    contract = (ROOT / "pyproject.toml").read_text().partition("[tool.importlinter]")[2]
    assert "ignore_imports" not in contract
    assert "exhaustive = true" in contract


@pytest.mark.parametrize("room", ["core", "packs"])
def test_core_and_packs_import_nothing_of_django(room):
    names = module_names(room)
    assert len(names) > 3
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in {'django', 'psycopg', 'procrastinate'}])"
    )
    assert run_python(program).strip() == "[]"


def test_the_command_and_its_parts_are_imported_without_django():
    names = ["gendan.project.command", *module_names("project/commands")]
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'django'])"
    )
    assert run_python(program).strip() == "[]"
