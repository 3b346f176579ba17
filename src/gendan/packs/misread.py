"""What is wrong with a text that is no YAML, told at the line that is to be mended."""

import re
from collections.abc import Sequence

from ruamel.yaml.error import MarkedYAMLError

from gendan.core.text import Place
from gendan.packs.findings import Finding

_FULL_WIDTH_KEY = re.compile(r"(?:^|[{,])\s*(?:- )?\s*([^\s:：，#'\"]+)：")
_DOUBLE = re.compile(r'(?<!\\)"')
_COMMENT = re.compile(r"(?:^|\s)#")


def misread(error: MarkedYAMLError, text: str, file: str) -> Finding:
    """A finding for a text that is no YAML; full-width colons and unquoted conditions are named for what they
    are."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    started = error.context_mark.line if error.context_mark else line - 1
    for number in range(min(started, line - 1), min(line, len(lines))):
        wide = _FULL_WIDTH_KEY.search(lines[number])
        if wide and not re.match(r"\s*#", lines[number]):
            return Finding("full_width_key", Place(file, number + 1, wide.start(1) + 1), {"key": wide[1] + "："})
    problem = error.problem or ""
    place = Place(file, line, column)
    if "found character '\\t'" in problem or (line <= len(lines) and lines[line - 1][: column + 1].startswith("\t")):
        return Finding("yaml_tab", place)
    if (quote := _open_quote(lines[:line], file)) is not None:
        return Finding("yaml_quote", quote)
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return Finding("yaml_colon", _odd_line(lines, line, file) or place)
    if error.context and "flow" in error.context:
        begun = error.context_mark
        if begun is not None and begun.line + 1 < line <= len(lines):
            here, first = lines[line - 1], lines[begun.line]
            if _depth(here) <= _depth(first):
                # The line goes on as outside of the brackets: they were not closed where they were opened.
                return Finding("yaml_flow", Place(file, begun.line + 1, begun.column + 1))
        return Finding("yaml_flow", place)
    if "quoted scalar" in (error.context or ""):
        return Finding("yaml_quote", place)
    if "block" in (error.context or ""):
        return Finding("yaml_indent", place)
    return Finding("yaml_syntax", place, {"detail": problem or type(error).__name__})


def _odd_line(lines: Sequence[str], line: int, file: str) -> Place | None:
    """The line before `line` where that is the odd one: it has no key, is an item without its dash, or stands less
    far in than the lines behind it, which all stand alike. None where the line itself is."""
    if not 1 < line <= len(lines):
        return None
    before, here, behind = lines[line - 2], lines[line - 1], lines[line] if line < len(lines) else ""
    text, depth = before.strip(), _depth(before)
    if not text or text.startswith("#"):
        return None
    under = depth < _depth(here) == _depth(behind)
    if ":" not in text or text.startswith("{") or under:
        return Place(file, line - 1, depth + 1)
    return None


def _open_quote(lines: Sequence[str], file: str) -> Place | None:
    """Where the double quote was opened within which, or behind the end of which, the last line stands: whoever
    forgets to close one is told of it where some later quote ends it. None where every line closes its own."""
    opened: Place | None = None
    for number, text in enumerate(lines, 1):
        begun = opened
        for each in _DOUBLE.finditer(text):
            before = text[: each.start()]
            if opened is not None:
                opened = None
            elif _COMMENT.search(before) is not None:
                break
            elif not before.strip() or before[-1] in " {[,":  # else it is an inch, or the like
                opened = Place(file, number, each.start() + 1)
        if number == len(lines) and begun is not None:
            return begun
    return opened


def _depth(line: str) -> int:
    """How far in a line stands."""
    return len(line) - len(line.lstrip())
