"""Packs that attack, or come from an editor that writes otherwise: refused with their place, quickly, and never by a
crash."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.packs.reader import read_pack
from gendan.packs.source import MAX_FILE_BYTES, MAX_NODES, read_source
from tests.packs.packs_at_hand import doors, line_of

ORDER = "procedures/door_order.yaml"


def _only(files: dict[str, bytes]) -> tuple[str, str, int]:
    (finding,) = read_pack(files).findings
    return finding.code, finding.place.file, finding.place.line


def _bomb(levels: int) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (_bomb(9), "too_many_values", 6),
        ("x: &x [*x]", "alias_of_itself", 1),
        ("x: " + "[" * 5000 + "]" * 5000, "nested_too_deep", 1),
        ("x: " + "{a: " * 5000 + "}" * 5000, "nested_too_deep", 1),
        ("\n".join("  " * n + "a:" for n in range(200)), "nested_too_deep", 31),
        ("title: " + "长" * 30_000, "text_too_long", 1),
        ("x: !!python/object/apply:os.system [ls]", "tag_refused", 1),
        ("x: \x00", "control_character", 1),
        ("\n\nx: a\x07", "control_character", 3),
        ("x: a\ny: \u202eb", "control_character", 2),
        ("x: a\n\ny: b # \u2067c\u2069", "control_character", 3),
        ("x: a\u200e", "control_character", 1),
    ],
)
def test_an_attack_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    started = time.perf_counter()
    documents, findings = read_source(text.encode(), "x.yaml")
    assert [(finding.code, finding.place.line) for finding in findings] == [(code, line)]
    assert time.perf_counter() - started < 5
    assert len(documents) == (1 if code == "tag_refused" else 0)


def test_aliases_that_multiply_little_are_read() -> None:
    documents, findings = read_source(b"a: &a {title: x}\nb: *a\n", "x.yaml")
    assert findings == ()
    assert documents[0].plain() == {"a": {"title": "x"}, "b": {"title": "x"}}
    assert MAX_NODES > 1000


def test_a_file_that_is_too_large() -> None:
    files = {**doors(), "notices.yaml": b"#" * (MAX_FILE_BYTES + 1)}
    assert _only(files) == ("file_too_large", "notices.yaml", 1)


def test_other_encodings() -> None:
    text = doors()[ORDER].decode()
    line = line_of(doors(), ORDER, "门单")
    assert _only({**doors(), ORDER: text.encode("gb18030")}) == ("not_utf8", ORDER, line)
    assert _only({**doors(), ORDER: text.encode("utf-16")}) == ("byte_order_mark", ORDER, 1)
    assert _only({**doors(), ORDER: text.encode("utf-8-sig")}) == ("byte_order_mark", ORDER, 1)
    (finding,) = read_pack({**doors(), ORDER: text.encode("gb18030")}).findings
    assert finding.params["looks_like"] == "GBK / GB18030"


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    assert [finding.code for finding in read_pack(tmp_path / "none").findings] == ["no_folder"]
    assert [finding.code for finding in read_pack({}).findings] == ["no_pack_file"]


def test_a_link_that_leads_out_of_the_pack(tmp_path: Path) -> None:
    for name, content in doors().items():
        (tmp_path / "pack" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / name).write_bytes(content)
    (tmp_path / "secret.yaml").write_text("password: 1")
    (tmp_path / "pack" / "documents" / "leak.typ").symlink_to(tmp_path / "secret.yaml")
    assert [finding.code for finding in read_pack(tmp_path / "pack").findings] == ["link_leads_out"]


def test_scalars_mean_what_they_say() -> None:
    text = "a: 16:00\nb: on\nc: no\nd: 010\ne: 500.10\nf: 1e3\ng: 2026-10-09\nh: 0x1F\ni: .inf\nj: 1_000\n"
    documents, findings = read_source(text.encode(), "x.yaml")
    assert findings == ()
    assert documents[0].plain() == {
        "a": "16:00",
        "b": "on",
        "c": "no",
        "d": "010",
        "e": "500.10",
        "f": "1e3",
        "g": "2026-10-09",
        "h": "0x1F",
        "i": ".inf",
        "j": "1_000",
    }


_PIECES = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "  ",
        "&x ",
        "*x",
        "!t ",
        '"',
        "'",
        "|\n",
        ">",
        "#",
        "：",
        "\t",
        "---\n",
        "~",
        "1",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    documents, findings = read_source(text.encode(), "x.yaml")
    lines = text.count("\n") + 1
    assert all(1 <= finding.place.line <= lines + 1 for finding in findings)
    assert all(isinstance(document.plain(), str | list | dict) for document in documents)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_edit_of_a_pack_makes_the_reader_fail(data: st.DataObject) -> None:
    """A line is doubled, dropped, cut, or given another's text: findings, or a pack; never an exception."""
    files = doors()
    path = data.draw(st.sampled_from([ORDER, "pack.yaml", "stories/release.yaml", "notices.yaml"]))
    lines = files[path].decode().split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    match data.draw(st.sampled_from(["drop", "double", "cut", "replace"])):
        case "drop":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
        case _:
            lines[at] = lines[data.draw(st.integers(0, len(lines) - 1))]
    reading = read_pack({**files, path: "\n".join(lines).encode()})
    assert reading.pack is not None or reading.findings
