"""What is refused of templates, letterheads and printing together, as codes with parameters. Prose: `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.packs.printing import TemplateFault

CODES: Final[Mapping[str, str]] = {
    "access": "The person may not change these papers, or not see all that the paper would tell.",
    "missing": "There is no such template, document, run or part.",
    "stale": "Somebody else changed it since. Parameters: by, at, number.",
    "empty": "The template is empty.",
    "too_long": "A text is longer than it may be. Parameters: what, most.",
    "fault": "A paper can't be printed with it. Parameters: detail, file, line, column.",
    "logo": "The logo is no picture that papers can show, or too large. Parameters: most (kB).",
    "nothing": "None of the cases is there for the person.",
    "let_go": "The files of the run were let go; print again.",
}
"""Every code of PaperRefused, and what it means."""


class PaperRefused(Exception):
    """What was wanted of papers was refused; nothing was changed."""

    def __init__(self, code: str, /, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters: Mapping[str, object] = parameters


def fault_of(error: TemplateFault) -> PaperRefused:
    """Why a template can't be printed, and where."""
    return PaperRefused("fault", detail=error.message[:300], file=error.file, line=error.line, column=error.column)
