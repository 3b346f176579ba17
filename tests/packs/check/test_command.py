"""`gendan check`: what it prints, in both languages and for programs, and how it ends."""

import json
import sys
from pathlib import Path

import pytest

from gendan.packs.reader import SHIPPED
from gendan.project.command import main
from tests.packs.check.at_hand import WORDS, edited, pack
from tests.packs.packs_at_hand import DOORS

SHOP = SHIPPED / "shop_review"


def _written(folder: Path, files: dict[str, bytes]) -> str:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder)


def test_sound_packs_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DOORS), str(SHOP), "--words", str(WORDS), "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{DOORS}: sound", f"{SHOP}: sound"]


def test_a_fault_ends_with_1_and_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = edited(pack("doors"), "procedures/door_order.yaml", "when: orders.unmade == 0", "when: orders.unmad == 0")
    folder = _written(tmp_path / "doors", files)
    assert main(["check", folder, "--words", str(WORDS), "--language", "en"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(f"{folder}/procedures/door_order.yaml:32:19: error: There is no word orders.unmad.")
    assert "Did you mean orders.unmade?" in told.out
    assert told.err == f"{folder}: 1 error\n"
    monkeypatch.delenv("GENDAN_LANGUAGE", raising=False)
    assert main(["check", folder, "--words", str(WORDS)]) == 1
    assert "错误：没有词 orders.unmad。是否指 orders.unmade？" in capsys.readouterr().out


def test_programs_get_every_finding_of_every_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = edited(pack("hotel"), "procedures/turn.yaml", "owner: clerk}", "owner: clark}")
    folder = _written(tmp_path / "hotel", files)
    assert main(["check", folder, str(SHOP), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is False
    assert [(each["folder"], each["sound"]) for each in told["packs"]] == [(folder, False), (str(SHOP), True)]
    (finding,) = told["findings"]
    assert finding["pack"] == folder
    assert (finding["file"], finding["line"], finding["code"]) == ("procedures/turn.yaml", 13, "unknown_post")
    assert finding["params"]["meant"] == ["clerk", "cleaner"]
    assert set(finding["mend"]) == {"zh", "en"}


def test_an_area_that_is_not_installed_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = pack("doors")
    for area, missing in (("orders", "workforce"), ("money", "desk"), ("stock", "workforce")):
        files = {path: content.replace(f"{area}.".encode(), f"{missing}.".encode()) for path, content in files.items()}
    files = edited(files, "pack.yaml", "needs: [orders, money, stock]", "needs: [workforce, desk]")
    folder = _written(tmp_path / "doors", files)
    assert main(["check", folder, "--language", "en"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition("[")[2] for line in told[:-1]] == ["area_not_installed]"] * 2
    assert told[-1] == f"{folder}: sound, 2 warnings"


def test_a_folder_or_a_words_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none"), "--language", "en"]) == 1
    assert "[no_folder]" in capsys.readouterr().out
    assert main(["check", str(DOORS), "--words", str(tmp_path / "none.yaml"), "--language", "en"]) == 1
    assert "[no_file]" in capsys.readouterr().out


def test_a_words_file_is_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "words.yaml"
    words.write_text("facts: {money.received: {type: mony, min: x}}\nefects: {}\n", "utf-8")
    assert main(["check", str(DOORS), "--words", str(words), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["code"], each["line"]) for each in told] == [
        ("unknown_type", 1),
        ("not_number", 1),
        ("unknown_key", 2),
    ]


def test_it_needs_no_django() -> None:
    import subprocess

    code = (
        "import sys; from gendan.project.command import main; "
        f"code = main(['check', {str(SHOP)!r}]); assert 'django' not in sys.modules; sys.exit(code)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
