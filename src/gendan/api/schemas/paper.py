"""What papers are made by, and papers that are printed together."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt, StrictStr

from gendan.api.schemas.base import WHOLE, Given, Name, Text, Told
from gendan.api.schemas.site import Why

TemplatePath = Annotated[
    StrictStr,
    Field(
        min_length=1,
        max_length=180,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="The template's path in the pack.",
        examples=["documents/dispatch_note.typ"],
    ),
]
Source = Annotated[StrictStr, Field(max_length=100_000, pattern=r"^[^\x00]*$")]
Line = Annotated[Text, Field(max_length=200)]


class TemplateLine(Told):
    """A file from which a pack's papers are made."""

    path: str
    documents: list[str] = Field(description="The documents whose template it is; none for what several share.")
    changed: bool = Field(description="The site's text holds, not the pack's own.")
    stale: bool = Field(description="The pack has changed its own text since the site changed it.")


class TemplatesTold(Told):
    """The files from which a pack's papers are made."""

    templates: list[TemplateLine]


class TemplateChange(Told):
    """One version that the site gave a template: its text (null: the pack's own), by whom, when and why."""

    number: int
    text: str | None
    by: int
    at: datetime
    reason: str


class TemplateInFull(TemplateLine):
    """A template: its text as it holds, the pack's own, and every change, the newest first."""

    text: str
    own: str
    history: list[TemplateChange]


class TemplateGiven(Given):
    """Another text of a template; null for the pack's own."""

    path: TemplatePath
    text: Source | None
    reason: Why = ""
    seen: Annotated[StrictInt, Field(ge=0, le=2**53), WHOLE] | None = Field(
        default=None, description="The number of the last change that was seen; 0: none. Refused where it is another."
    )


class TemplateTried(Given):
    """A text to be tried; nothing is kept."""

    path: TemplatePath
    text: Source
    case: UUID | None = Field(default=None, description="Whose values it is printed with; invented ones without.")


class LetterheadGiven(Given):
    """Another letterhead; what is left out stays. `logo`: a picture as base64 (PNG or JPEG), empty to take it away."""

    name: Line | None = None
    address: Line | None = None
    phone: Line | None = None
    footer: Line | None = None
    logo: Annotated[StrictStr, Field(max_length=1_500_000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")] | None = None
    reason: Why = ""


class LetterheadTold(Told):
    """What stands at the head and the foot of every paper."""

    name: str
    address: str
    phone: str
    footer: str
    logo: bool = Field(description="Whether there is a logo.")
    number: int = Field(description="The number of its last change, 0 before the first one.")


class PrintGiven(Given):
    """Cases whose paper is to be printed together with the others."""

    document: Name
    cases: list[UUID] = Field(min_length=1, max_length=10_000)


class PrintTold(Told):
    """A run of printing: how far it is, and its files."""

    id: UUID
    procedure: str
    document: str
    stage: str
    count: int
    rows_done: int
    printed: int
    missing: int
    pages: int
    parts: int = Field(description="How many files are made so far.")
    let_go: bool = Field(description="The files are not kept any more.")
    created_at: datetime
    changed_at: datetime


class PrintsTold(Told):
    """The caller's runs, the newest first."""

    prints: list[PrintTold]


class PrintRowTold(Told):
    """What became of one case: the file in which its paper stands and how many pages it has, or the code of why not."""

    row: int
    uid: UUID
    number: str
    done: bool | None
    reason: str
    part: int
    pages: int


class PrintRows(Told):
    """Rows of a run."""

    rows: list[PrintRowTold]
    next: int | None
