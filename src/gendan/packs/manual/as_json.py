"""The manual for programs: the same chapters and blocks as plain JSON."""

from __future__ import annotations

from gendan.core.events import Json
from gendan.packs.manual.content import (
    Block,
    Drawing,
    Facts,
    Items,
    Line,
    Link,
    Manual,
    Paragraph,
    Section,
    Source,
    Table,
)


def as_json(manual: Manual) -> dict[str, Json]:
    """The whole manual. A line is a list of texts, and of `{text, anchor}` where it leads elsewhere."""
    return {
        "title": manual.title,
        "department": manual.department,
        "language": manual.language,
        "pack": manual.pack,
        "version": manual.version,
        "hash": manual.hash,
        "made_on": manual.made_on.isoformat(),
        "about": [[name, said] for name, said in manual.about],
        "chapters": [_section(each) for each in manual.chapters],
    }


def _section(section: Section) -> dict[str, Json]:
    return {
        "anchor": section.anchor,
        "number": section.number,
        "title": section.title,
        "blocks": [_block(each) for each in section.blocks],
        "sections": [_section(each) for each in section.sections],
    }


def _block(block: Block) -> dict[str, Json]:
    match block:
        case Paragraph(line=line):
            return {"sort": "paragraph", "line": _line(line)}
        case Source(line=line):
            return {"sort": "source", "line": _line(line)}
        case Items(lines=lines, ordered=ordered):
            return {"sort": "items", "ordered": ordered, "lines": [_line(each) for each in lines]}
        case Facts(pairs=pairs):
            return {
                "sort": "facts",
                "pairs": [{"name": name, "lines": [_line(each) for each in said]} for name, said in pairs],
            }
        case Table(head=head, rows=rows, widths=widths):
            cells: list[Json] = [[_line(cell) for cell in row] for row in rows]
            return {"sort": "table", "head": list(head), "rows": cells, "widths": list(widths)}
        case Drawing(procedure=procedure, caption=caption):
            return {"sort": "drawing", "procedure": procedure, "caption": caption, "file": block.file}


def _line(line: Line) -> list[Json]:
    if isinstance(line, str):
        return [line]
    return [{"text": each.text, "anchor": each.anchor} if isinstance(each, Link) else each for each in line]
