"""The `gendan` command: what it finds, what it refuses, and that it costs nothing before it is asked for something."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gendan import __version__
from gendan.cases.demonstration.playing import Shown
from gendan.project.command import command_names, load, main
from gendan.project.commands import demo

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", command_names())
def test_every_command_says_what_it_is_for(name):
    command = load(name)
    first = (command.__doc__ or "").split("\n", 1)[0]
    chinese, _, english = first.partition(" | ")
    assert any("一" <= sign <= "鿿" or sign == "D" for sign in chinese)
    assert english


@pytest.mark.parametrize("name", command_names())
def test_every_argument_says_what_it_is_for_in_both_languages(name):
    parser = argparse.ArgumentParser()
    load(name).add_arguments(parser)
    unsaid = []
    for action in parser._actions:
        chinese, _, english = (action.help or "").partition(" | ")
        if action.dest != "help" and not (any("一" <= sign <= "鿿" for sign in chinese) and english):
            unsaid.append(action.dest)
    assert unsaid == []


UNSOUND = "pack: off\nversion: 1.0.0\n"


@pytest.mark.parametrize("command", [["rehearse"], ["diff", "{sound}"], ["manual"], ["coverage"]])
def test_what_is_wrong_with_a_pack_is_told_to_programs_too(command, tmp_path, capsys):
    (tmp_path / "pack.yaml").write_text(UNSOUND)
    sound = ROOT / "src/gendan/packs/shipped/cash_desk"
    asked = [part.format(sound=sound) for part in command]
    assert main([*asked, str(tmp_path), "--json"]) == 1
    told, said = capsys.readouterr()
    assert "missing_key" in {finding["code"] for finding in json.loads(told)["findings"]}
    assert said == ""
    assert main([*asked, str(tmp_path), "--language", "zh"]) == 1
    told, said = capsys.readouterr()
    assert told == ""
    assert "pack.yaml" in said


def test_days_before_today_are_not_counted_below_nothing(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["process", "doors.door_order", "--days", "-3"])
    assert ended.value.code == 2
    assert "不能小于 0" in capsys.readouterr().err


def test_what_a_demo_came_to_is_told_in_the_language_asked_for(capsys):
    shown = Shown(steps=3, cases=2, standing=(("order", "open", 2, 1),), left=())
    assert demo._told("doors", shown, "zh") == 0
    assert capsys.readouterr().out.split() == ["doors：3", "步，2", "张单", "order", "open", "2", "（逾期", "1）"]
    assert demo._told("doors", shown, "en") == 0
    assert capsys.readouterr().out.split() == [
        "doors:",
        "3",
        "steps,",
        "2",
        "cases",
        "order",
        "open",
        "2",
        "(1",
        "late)",
    ]


def test_version(capsys):
    assert main(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gendan"] == __version__


def test_the_overview_lists_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in command_names() if f"  {name} " not in shown] == []


def test_an_unknown_command_is_refused_in_both_languages(capsys):
    assert main(["nonsense"]) == 2
    said = capsys.readouterr().err
    assert "没有名为 nonsense 的命令" in said
    assert "no command named nonsense" in said


def test_a_file_that_can_not_be_written_is_said_and_not_traced(tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("a file, no folder")
    assert main(["schema", "--out", str(taken / "schema")]) == 1
    said = capsys.readouterr().err
    assert f"{taken / 'schema'} 无法读写" in said
    assert f"{taken / 'schema'} can't be read or written" in said


def test_a_command_without_a_database_starts_none(tmp_path):
    environment = {**os.environ, "GENDAN_DATA": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-m", "gendan.project.command", "version"], check=True, env=environment, cwd=ROOT)
    assert not (tmp_path / "data").exists()


def test_a_bad_database_address_is_said_and_not_traced(tmp_path):
    environment = {**os.environ, "GENDAN_DATA": str(tmp_path), "DATABASE_URL": "mysql://localhost/gendan"}
    result = subprocess.run(
        [sys.executable, "-m", "gendan.project.command", "migrate"],
        check=False, capture_output=True, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    assert result.returncode == 1
    assert "mysql://" in result.stderr
    assert "Traceback" not in result.stderr
