"""What a manual holds, whatever it is printed on: chapters of paragraphs, lists, tables and drawings, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads to the section with this anchor."""

    text: str
    anchor: str


Line = str | tuple[str | Link, ...]
"""A sentence, or some words; parts of it may lead elsewhere in the manual."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Source:
    """依据 The clause of the company's own manual behind what stands above."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered where the order matters."""

    lines: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to know about one thing: a word and what stands behind it, each in one or more lines."""

    pairs: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are the columns' shares of the line, as whole numbers; none: equal ones."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """流程图 The flow of a procedure, as an SVG image that stands for itself."""

    procedure: str
    caption: str
    svg: str = field(repr=False)

    @property
    def file(self) -> str:
        """What the image is called where it lies beside the manual."""
        return f"flow-{self.procedure}.svg"


Block = Paragraph | Source | Items | Facts | Table | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter or a part of one. `number` is its place (`3.2`), `anchor` its name, the same in every version."""

    anchor: str
    title: str
    number: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def depth(self) -> int:
        """1 for a chapter, 2 for its parts, and so on."""
        return self.number.count(".") + 1

    def walk(self) -> Iterator[Section]:
        """This section and all within it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def numbered(self, number: str) -> Section:
        """This section with its number, and all within it with theirs."""
        within = tuple(each.numbered(f"{number}.{at}") for at, each in enumerate(self.sections, 1))
        return Section(anchor=self.anchor, title=self.title, number=number, blocks=self.blocks, sections=within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """岗位作业指导书 One department's manual in one language.

    `pack`, `version` and `hash` name the definition that it was made from, `made_on` the day. `about` are the cover's
    lines.
    """

    title: str
    department: str
    language: str
    pack: str
    version: str
    hash: str
    made_on: date
    about: tuple[tuple[str, str], ...]
    chapters: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """Every section, in reading order."""
        for chapter in self.chapters:
            yield from chapter.walk()


def plain(line: Line) -> str:
    """The words alone."""
    return line if isinstance(line, str) else "".join(each if isinstance(each, str) else each.text for each in line)
