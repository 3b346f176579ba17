"""A template runs in a process of its own: what it takes there, it takes from nobody else."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gendan.packs import typesetter, typesetting
from gendan.packs.printing import TemplateFault, printed

AT = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
SHEET = "documents/sheet.typ"


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[typesetting._Idle]:
    own = typesetting._Idle()
    monkeypatch.setattr(typesetting, "_idle", own)
    yield own
    own.end()


def paper(source: str) -> bytes:
    return printed({SHEET: source.encode()}, SHEET, {}, AT)


def waiting(idle: typesetting._Idle) -> int:
    """The number of the process that waits for the next paper."""
    process = idle.take()
    idle.give_back(process)
    return process.number


def test_one_process_makes_one_paper_after_another(idle: typesetting._Idle, monkeypatch: pytest.MonkeyPatch) -> None:
    first = paper("= A")
    number = waiting(idle)
    assert (paper("= A"), waiting(idle)) == (first, number)
    monkeypatch.setattr(typesetting, "PAPERS", 3)
    assert paper("= A") == first
    assert waiting(idle) != number


@pytest.mark.parametrize(
    ("limit", "lower", "source", "message"),
    [
        (
            "MEMORY: Final = 2048",
            "MEMORY: Final = 200",
            "#range(40000000).len()",
            "it takes more than 2048 MB of memory to typeset",
        ),
        (
            "SECONDS: Final = 30",
            "SECONDS: Final = 0",
            "#for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }",
            "it takes more than 30 seconds to typeset",
        ),
    ],
)
def test_who_takes_too_much_is_refused_and_the_next_paper_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, lower: str, source: str, message: str
) -> None:
    text = Path(typesetter.__file__).read_text("utf-8")
    assert text.count(limit) == 1
    limited = tmp_path / "typesetter.py"
    limited.write_text(text.replace(limit, lower), "utf-8")
    monkeypatch.setattr(typesetting, "_CHILD", limited)
    with pytest.raises(TemplateFault) as raised:
        paper(source)
    assert (raised.value.message, raised.value.file) == (message, SHEET)
    assert paper("= A")[:5] == b"%PDF-"


def test_a_process_that_was_killed_is_replaced(idle: typesetting._Idle) -> None:
    first = paper("= A")
    number = waiting(idle)
    os.kill(number, signal.SIGKILL)
    assert paper("= A") == first
    assert waiting(idle) != number


def test_a_process_that_was_forked_leaves_its_parents_alone(idle: typesetting._Idle) -> None:
    paper("= A")
    process = idle.take()
    idle.give_back(process)
    idle.forget()
    other = idle.take()
    assert other.number != process.number
    other.end()
    process.end()


def test_a_paper_that_is_too_large_to_be_handed_over_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, idle: typesetting._Idle
) -> None:
    paper("= A")
    text = Path(typesetter.__file__).read_text("utf-8")
    limited = tmp_path / "typesetter.py"
    limited.write_text(text.replace("LARGEST << 20", "LARGEST << 8"), "utf-8")
    monkeypatch.setattr(typesetting, "_CHILD", limited)
    idle.end()
    paper("= A")
    with pytest.raises(TemplateFault) as raised:
        paper("#for at in range(400) [#at #pagebreak()]")
    assert raised.value.message == "it comes to more than 64 MB"
