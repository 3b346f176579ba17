"""The manual as HTML: a fragment for a page, or a file that stands for itself and prints well. All is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from gendan.packs.manual.content import (
    Block,
    Drawing,
    Facts,
    Items,
    Line,
    Manual,
    Paragraph,
    Section,
    Source,
    Table,
)

STYLES = tuple(Path(__file__).parent / "styles" / name for name in ("text.css", "file.css"))
DEEPEST_LISTED = 2
"""Sections down to this depth stand in the list of contents."""


def as_html(manual: Manual) -> str:
    """A whole file: cover, contents, chapters, and its styles for screen and paper."""
    english = manual.language.startswith("en")
    language = "en" if english else "zh-Hans"
    title = f"{escape(manual.department)} · {escape(manual.title)}"
    heading = "Contents" if english else "目录"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{''.join(each.read_text('utf-8') for each in STYLES)}</style>",
            "</head>",
            "<body>",
            '<header class="manual-cover">',
            f"<p>{escape(manual.title)}</p>",
            f"<h1>{escape(manual.department)}</h1>",
            cover(manual),
            "</header>",
            f'<nav class="manual-contents" aria-label="{heading}"><h2>{heading}</h2>',
            contents(manual),
            "</nav>",
            f'<main class="manual">{body(manual)}</main>',
            "</body>",
            "</html>",
            "",
        )
    )


def cover(manual: Manual) -> str:
    """What the cover tells of the version."""
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>" for name, said in manual.about)
    return f'<dl class="manual-about">{pairs}</dl>'


def contents(manual: Manual) -> str:
    """The list of chapters and their sections, as links."""
    return _listed(manual.chapters)


def _listed(sections: Iterable[Section]) -> str:
    items = []
    for section in sections:
        below = _listed(section.sections) if section.sections and section.depth < DEEPEST_LISTED else ""
        number = f'<span class="manual-number">{section.number}</span>'
        items.append(f'<li><a href="#{escape(section.anchor)}">{number} {escape(section.title)}</a>{below}</li>')
    return f"<ol>{''.join(items)}</ol>"


def body(manual: Manual) -> str:
    """The chapters. Drawings that stand for themselves become images; others stand in the page as they are."""
    return "\n".join(part for chapter in manual.chapters for part in _section(chapter))


def _section(section: Section) -> Iterator[str]:
    level = min(section.depth + 1, 6)
    number = f'<span class="manual-number">{section.number}</span>'
    yield f'<section id="{escape(section.anchor)}" class="manual-depth-{section.depth}">'
    yield f"<h{level}>{number} {escape(section.title)}</h{level}>"
    for block in section.blocks:
        yield _block(block)
    for each in section.sections:
        yield from _section(each)
    yield "</section>"


def _block(block: Block) -> str:
    match block:
        case Paragraph(line=line):
            return f"<p>{_line(line)}</p>"
        case Source(line=line):
            return f'<p class="manual-source">{_line(line)}</p>'
        case Items(lines=lines, ordered=ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(each)}</li>' for each in lines)}</{tag}>"
        case Facts(pairs=pairs):
            rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{_lines(lines)}</dd></div>" for name, lines in pairs)
            return f'<dl class="manual-facts">{rows}</dl>'
        case Table():
            return _table(block)
        case Drawing(caption=caption, svg=svg):
            shown = _image(svg, caption) if "xmlns" in svg[:60] else svg
            return f'<figure class="manual-drawing">{shown}<figcaption>{escape(caption)}</figcaption></figure>'


def _image(svg: str, caption: str) -> str:
    """An image of its own: its styles reach nothing of the page."""
    data = b64encode(svg.encode()).decode()
    return f'<img alt="{escape(caption)}" src="data:image/svg+xml;base64,{data}">'


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col class="manual-w{round(width * 20 / total)}">' for width in table.widths) if total else ""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    group = f"<colgroup>{columns}</colgroup>" if columns else ""
    return (
        f'<div class="manual-scroll" tabindex="0" role="region"><table class="manual-table">{group}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _lines(lines: tuple[Line, ...]) -> str:
    if len(lines) == 1:
        return _line(lines[0])
    return f"<ul>{''.join(f'<li>{_line(each)}</li>' for each in lines)}</ul>"


def _line(line: Line) -> str:
    if isinstance(line, str):
        return escape(line)
    return "".join(
        escape(each) if isinstance(each, str) else f'<a href="#{escape(each.anchor)}">{escape(each.text)}</a>'
        for each in line
    )
