"""`gendan manual`: what it writes, where, and what it refuses."""

import json

import pytest

from gendan.project.command import main
from tests.packs.packs_at_hand import DOORS


def test_it_writes_each_kind_of_file(tmp_path, capsys):
    for name, begins in (("a.html", b"<!DOCTYPE html>"), ("b.pdf", b"%PDF-")):
        assert main(["manual", "exchange", "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert main(["manual", str(DOORS), "--format", "bpmn", "--out", str(tmp_path / "flows"), "--json"]) == 0
    said = capsys.readouterr().out
    told = json.loads(said[said.index("{") :])
    assert told["files"] == [
        str(tmp_path / "flows" / f"doors-{procedure}.bpmn") for procedure in ("door_order", "loss_statement")
    ]
    assert all(path.read_bytes().startswith(b"<?xml") for path in (tmp_path / "flows").iterdir())


def test_it_prints_the_manual_as_json(capsys):
    assert main(["manual", str(DOORS), "--json", "--language", "en", "--procedure", "loss_statement"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pack"], told["language"]) == ("doors", "en")
    assert [chapter["anchor"] for chapter in told["chapters"]] == ["reading", "organization", "procedures", "glossary"]


def test_it_refuses_what_is_not_there(tmp_path, capsys):
    for given in (["manual", str(DOORS), "--post", "nobody"], ["manual", str(DOORS), "--procedure", "nothing"]):
        assert main(given) == 1
        assert "order_taker" in (said := capsys.readouterr().err) or "door_order" in said
    assert main(["manual", str(tmp_path / "nowhere")]) == 1
    assert main(["manual", str(DOORS), "--words", str(tmp_path / "none.yaml")]) == 1
    with pytest.raises(SystemExit):
        main(["manual", str(DOORS), "--format", "docx"])


def test_one_post_to_the_standard_output(capsysbinary):
    assert main(["manual", str(DOORS), "--post", "cashier", "--out", "-"]) == 0
    said = capsysbinary.readouterr().out.decode()
    assert said.startswith("<!DOCTYPE html>")
    assert "出纳" in said
    assert 'id="post-order_taker"' not in said
