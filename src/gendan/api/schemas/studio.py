"""Packs being prepared: versions, drafts, findings, stories and what an activation would do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt, StrictStr

from gendan.api.schemas.base import WHOLE, Given, Told

Path = Annotated[StrictStr, Field(min_length=1, max_length=180, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["pack.yaml"])]
Content = Annotated[StrictStr, Field(max_length=2_000_000)]
Note = Annotated[StrictStr, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Seen = Annotated[StrictInt, Field(ge=0, le=2**31 - 1, description="The revision that was seen; 0: none."), WHOLE]
SourceName = Annotated[str, Field(description="A version (`v12`) or a draft (`d5`).")]


class VersionInFull(Told):
    """A version of a pack: whether it is in force, how many cases run under it, when and by whom it was activated."""

    source: SourceName
    version: str
    hash: str
    in_force: bool
    running: dict[str, int] = Field(description="Open cases by procedure.")
    activated_at: datetime
    activated_by: int


class DraftLine(Told):
    """A draft."""

    id: int
    source: SourceName
    pack: str
    note: str
    revision: int
    changed_at: datetime
    changed_by: int
    ended_at: datetime | None


class PackSources(Told):
    """The versions of a pack, the one in force first, and its open drafts."""

    versions: list[VersionInFull]
    drafts: list[DraftLine]


class ShippedPack(Told):
    """A pack that Gendan ships. `in_force` is its version that is in force here, null where it is not used."""

    name: str
    title: str
    version: str
    in_force: str | None


class ShippedPacks(Told):
    """The packs that Gendan ships."""

    packs: list[ShippedPack]


class DraftGiven(Given):
    """Of which version a draft is to be made."""

    source: Annotated[StrictStr, Field(pattern=r"^v[1-9][0-9]{0,17}$", description="The version, as `v12`.")]
    note: Note = ""


class FindingTold(Told):
    """Something that the checker found, and what would mend it."""

    file: str
    line: int
    column: int
    severity: str
    code: str
    says: str
    mend: str


class FindingsTold(Told):
    """What the checker found; `sound`: no error."""

    sound: bool
    findings: list[FindingTold]


class RefusalTold(Told):
    """A reason why it may not be put in force."""

    code: str
    says: str


class BreakTold(Told):
    """Something that open cases use and that is gone."""

    procedure: str
    missed: str
    name: str
    cases: int | None


class ElementChange(Told):
    """An element that is new, gone or otherwise."""

    sort: str
    path: str
    title: str
    keys: dict[str, tuple[str, str]] = Field(description="What each changed key said, and says.")


class DifferenceTold(Told):
    """What changes from one version or draft to another, and what open cases would miss."""

    changes: list[ElementChange]
    breaks: list[BreakTold]


class StayingTold(Told):
    """A running case that could not be moved, and why."""

    uid: UUID
    number: str
    reasons: list[str]


class TrialTold(Told):
    """What putting a version or draft in force would do; `reasons` empty: it may be done."""

    version: str
    hash: str
    sound: bool
    findings: list[FindingTold]
    stories: int
    last_run: UUID | None
    stories_held: bool
    changes: int
    breaks: list[BreakTold]
    movable: int = Field(description="Running cases that the pack says how to move, of those looked at.")
    looked: int
    staying: list[StayingTold]
    stale_templates: list[str] = Field(
        description="Templates that the site has changed and this version has changed too: the site's goes on to hold."
    )
    reasons: list[RefusalTold]


class StoryResult(Told):
    """What became of a story; where it failed, what was otherwise and where."""

    name: str
    passed: bool
    steps: int
    code: str
    says: str
    file: str
    line: int
    column: int


class StoryRunTold(Told):
    """How far the stories of a version or draft are."""

    id: UUID
    pack: str
    source: SourceName
    stage: str = Field(description="running, done, or stale: the draft was changed meanwhile.")
    total: int
    passed: bool
    stories: list[StoryResult]


class FileGiven(Given):
    """A text of a file of a draft."""

    path: Path
    text: Content
    seen: Seen = 0


class FileRemoved(Given):
    """A file of a draft that is to be taken away."""

    path: Path
    seen: Seen


class TypedGiven(Given):
    """A text as it would be, to be checked and not saved."""

    path: Path
    text: Content


class DraftFileTold(Told):
    """A file of a draft. `text` is null for what is no text, and for a file that was taken away."""

    path: str
    revision: int
    size: int
    text: str | None
    changed_at: datetime
    changed_by: int


class DraftInFull(DraftLine):
    """A draft with its files."""

    files: list[DraftFileTold]
