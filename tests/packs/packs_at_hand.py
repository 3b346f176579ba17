"""Packs that the tests change: files in memory, edited by text."""

from pathlib import Path

DOORS = Path(__file__).parent / "fixtures" / "doors"
"""The example of the language's own page, whole."""


def files_of(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their paths inside it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def doors() -> dict[str, bytes]:
    """The door factory's pack."""
    return files_of(DOORS)


def edited(files: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """The files with `old` replaced by `new`, once, in one of them."""
    text = files[path].decode()
    assert text.count(old) == 1, (path, old, text.count(old))
    return {**files, path: text.replace(old, new).encode()}


def line_of(files: dict[str, bytes], path: str, text: str) -> int:
    """The number of the first line in which `text` stands."""
    for number, line in enumerate(files[path].decode().split("\n"), 1):
        if text in line:
            return number
    raise AssertionError(f"{text!r} is not in {path}")
