"""打印 A template and data become a PDF: typeset by Typst, in a folder that holds the pack's papers and nothing else.

Data lies beside the template as JSON, so that no value is ever read as a template. A template reads no file but the
pack's own below `documents/`, takes nothing from the network, and is typeset in a process of its own, within limits of
time and memory. The same template, data and moment give the same bytes.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import orjson

from gendan.core.events import Json
from gendan.packs import typesetting
from gendan.packs.folder import Files

if TYPE_CHECKING:
    pass

FOLDER: Final = "documents/"
DATA_FILE: Final = "data.json"
"""Where a template finds its data: `#let data = json("/data.json")`."""
SHARED: Final = "gendan.typ"
"""What every template may use: `#import "/gendan.typ": capitals, barcode, breaking, letterhead, letterfoot`."""
LOGO_FOLDER: Final = "letterhead/"
"""Where the site's logo lies, beside the papers."""
PICTURE_DENSITY: Final = 80
"""Dots an inch of a page's picture."""

_MAIN: Final = "flowing.typ"
_FLOWING: Final = """#show grid: it => for cell in it.children {{ [ #cell.body ] }}
#show selector.or(align, pad, place, move, rotate, scale): it => it.body
#show stack: it => [ ]
#include "/{}"
"""
"""A paper as running text: what lies side by side follows one another, and bars of codes are no words."""
_MAY_BREAK: Final = "\u200b"
_TAG: Final = re.compile(r"<[^>]*>")
_PACKAGE: Final = re.compile(r"[\"']@[\w-]+/")
_OF_AREAS: Final = re.compile(r"\bareas\.\w+\.\w+")
_PLACE: Final = re.compile(r"┌─ (?:.*?)(documents/[^\n:]+):(\d+):(\d+)")
_IS_TEMPLATE: Final = ".typ"


class TemplateFault(Exception):
    """A template that can't be printed: what is wrong, and where (line and column from 1)."""

    def __init__(self, message: str, file: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.message = message
        self.file = file
        self.line = line
        self.column = column


def printed(files: Files, template: str, data: Mapping[str, Json], at: datetime) -> bytes:
    """The PDF of a pack's template (`documents/NAME.typ`) with its data, made at `at`. Raises TemplateFault.

    `files` are the pack's; those below `documents/` are within the template's reach.
    """
    (made,) = _typeset(files, template, data, at, "pdf")
    return made


def pictured(files: Files, template: str, data: Mapping[str, Json], at: datetime) -> list[bytes]:
    """The pages of the paper as PNG pictures. Raises TemplateFault."""
    return _typeset(files, template, data, at, "png")


def text_of(files: Files, template: str, data: Mapping[str, Json], at: datetime) -> str:
    """What stands on the paper in its reading order, without margins, as one line of words. Raises TemplateFault."""
    (made,) = _typeset(files, template, data, at, "html", _FLOWING.format(template))
    page = made.decode()
    body = page[page.index("<body") :]
    return " ".join(html.unescape(_TAG.sub(" ", body)).replace(_MAY_BREAK, "").split())


def _typeset(
    files: Files,
    template: str,
    data: Mapping[str, Json],
    at: datetime,
    form: Literal["pdf", "html", "png"],
    around: str | None = None,
) -> list[bytes]:
    """The template typeset, or the text `around` that includes it: one file; as pictures, one for each page."""
    if not template.endswith(_IS_TEMPLATE):
        raise TemplateFault("not a .typ file", template)
    papers = {path: content for path, content in files.items() if path.startswith((FOLDER, LOGO_FOLDER))}
    if template not in papers:
        raise TemplateFault("no such file", template)
    _demand_no_packages(papers)
    with tempfile.TemporaryDirectory(prefix="gendan-paper-") as name:
        root = Path(name)
        for path, content in papers.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        (root / DATA_FILE).write_bytes(orjson.dumps(data))
        (root / SHARED).write_bytes((Path(__file__).parent / SHARED).read_bytes())
        main = root / template
        if around is not None:
            main = root / _MAIN
            main.write_text(around, "utf-8")
        try:
            return typesetting.typeset(
                root,
                str(main.relative_to(root)),
                form,
                at.replace(microsecond=0).isoformat(),
                density=PICTURE_DENSITY if form == "png" else None,
            )
        except typesetting.TypesettingError as error:
            raise _fault(error, template, root) from error


def mentioned(files: Files, template: str, names: frozenset[str]) -> frozenset[str]:
    """Those of `names` that stand as words in the template, or in what lies in folders beside it for all to share."""
    return names & _words(_near(files, template))


def named_fields(files: Files, template: str, names: frozenset[str]) -> frozenset[str]:
    """Those of a case's fields that the template names: what it reads of areas (`areas.stock.codes`) is no field."""
    return names & _words(_OF_AREAS.sub("", _near(files, template)))


def _near(files: Files, template: str) -> str:
    near = [path for path in files if path == template or (path.startswith(FOLDER) and path.count("/") > 1)]
    return "\n".join(files[path].decode("utf-8", "replace") for path in near)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d]\w*", text))


def _demand_no_packages(papers: Files) -> None:
    for path, content in papers.items():
        if not path.endswith(_IS_TEMPLATE):
            continue
        text = content.decode("utf-8", "replace")
        found = _PACKAGE.search(text)
        if found is not None:
            before = text[: found.start()]
            line = before.count("\n") + 1
            raise TemplateFault("packages from the network", path, line, found.start() - (before.rfind("\n") + 1) + 1)


def _fault(error: typesetting.TypesettingError, template: str, root: Path) -> TemplateFault:
    found = _PLACE.search(error.diagnostic)
    # Where the server keeps things is nobody's business.
    message = "; ".join((error.message, *error.hints)).replace(f"{root}/", "")
    if found is None:
        return TemplateFault(message, template)
    # The typesetter counts columns from 0.
    return TemplateFault(message, found[1], int(found[2]), int(found[3]) + 1)
