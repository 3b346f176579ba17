"""Packs as their pages show them: what is in force, the versions, what the checker says, what stories came to."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gendan.cases import studio
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.rehearsal.result import WORDING
from gendan.cases.studio import DraftTold, RunTold, Source, StoryTold, Trial, VersionTold
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Action, Deadline, Kind, State
from gendan.packs import drawing, wording
from gendan.packs.coverage import Coverage
from gendan.packs.difference import Break, Change, Missed, Sort
from gendan.packs.findings import Finding
from gendan.packs.reader import Reading
from gendan.web.views.administration import refusal, signed
from gendan.web.views.common import language

_LOG = logging.getLogger(__name__)
NEAR = 3
"""Lines shown before and after the one at which a story fails."""
TONES: Mapping[Sort, str] = {Sort.ADDED: "good", Sort.REMOVED: "late", Sort.CHANGED: "soon"}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of a pack."""

    version: str
    hash: str
    in_force: bool
    since: str
    times: int
    cases: int
    running: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft that is worked on."""

    number: int
    note: str
    changed: str
    address: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of the checker. `address` leads to its line in the editor, empty for a version."""

    file: str
    line: int
    column: int
    says: str
    mend: str
    code: str
    is_error: bool
    address: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file near a place: `here` where it is the place."""

    number: int
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class StoryRow:
    """What became of a story; where it failed, what was otherwise and the lines around it."""

    name: str
    passed: bool
    steps: int
    says: str
    place: str
    lines: Sequence[SourceLine]
    address: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An element that differs between two versions, with each key as it was and is."""

    sort: str
    tone: str
    path: str
    title: str
    keys: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class BreakRow:
    """Something that open cases use and the newer version lacks."""

    what: str
    name: str
    cases: int | None


def version_row(version: VersionTold, pack: Pack, spoken: Speaker) -> VersionRow:
    """A version."""
    at, by = version.activations[0]
    running = [
        f"{spoken.say(pack.procedures[name].title) if name in pack.procedures else name} {count}"
        for name, count in version.running.items()
    ]
    return VersionRow(
        version=version.version,
        hash=version.hash[:12],
        in_force=version.in_force,
        since=signed(at, by, spoken),
        times=len(version.activations),
        cases=version.cases,
        running=spoken.listed(running),
        name=f"v{version.id}",
        address=reverse("web:pack_source", args=[version.pack, f"v{version.id}"]),
    )


def draft_row(draft: DraftTold, spoken: Speaker) -> DraftRow:
    """A draft."""
    return DraftRow(
        number=draft.id,
        note=draft.note,
        changed=signed(draft.changed_at, draft.changed_by, spoken),
        address=reverse("web:pack_source", args=[draft.pack, f"d{draft.id}"]),
    )


def finding_rows(findings: Sequence[Finding], of: Source) -> list[FindingRow]:
    """The checker's findings, in the reader's language."""
    return [
        FindingRow(
            file=each.place.file,
            line=each.place.line,
            column=each.place.column,
            says=wording.message(each, language()),
            mend=wording.mend(each, language()),
            code=each.code,
            is_error=each.is_error,
            address=editor_address(of, each.place.file, each.place.line) if of.is_draft and each.place.file else "",
        )
        for each in findings
    ]


def editor_address(of: Source, file: str, line: int = 0) -> str:
    """Where a file of a draft is edited, at a line."""
    asked = {"file": file, **({"line": str(line)} if line else {})}
    return f"{reverse('web:draft_editor', args=[of.pack, of.number])}?{urlencode(asked)}"


def flows(reading: Reading, path: str) -> list[SafeString]:
    """The drawn flow of each procedure that a file declares, as SVG; none where it can't be drawn yet."""
    pack = reading.pack
    if pack is None:
        return []
    found = []
    for place, procedure in enumerate(each for each in pack.procedures.values() if each.place.file == path):
        try:
            drawn = drawing.svg(drawing.of(procedure, pack, language=language()), name=f"flow{place}")
            found.append(mark_safe(drawn))  # noqa: S308 the drawing escapes every text that it shows
        except drawing.NotBuilt:
            return []
        except Exception:
            # What is being typed may lack what a drawing needs; the checker says what.
            _LOG.debug("%s can't be drawn", path, exc_info=True)
    return found


def story_rows(stories: Sequence[StoryTold], reading: Reading, of: Source) -> list[StoryRow]:
    """What became of the stories, those that failed first."""
    return [_story_row(each, reading, of) for each in sorted(stories, key=lambda each: each.passed)]


def _story_row(told: StoryTold, reading: Reading, of: Source) -> StoryRow:
    if told.passed:
        return StoryRow(told.name, True, told.steps, "", "", (), "")
    says = WORDING[told.code].said(language(), told.parameters)
    lines = reading.files.get(told.file, b"").decode("utf-8", "replace").splitlines()
    first = max(told.line - NEAR, 1)
    near = [
        SourceLine(number, text, number == told.line)
        for number, text in enumerate(lines[first - 1 : told.line + NEAR], first)
    ]
    address = editor_address(of, told.file, told.line) if of.is_draft else ""
    return StoryRow(told.name, False, told.steps, says, f"{told.file}:{told.line}", near, address)


def change_rows(changes: Sequence[Change]) -> list[ChangeRow]:
    """What differs between two versions."""
    says = {Sort.ADDED: _("新增"), Sort.REMOVED: _("删去"), Sort.CHANGED: _("改动")}
    return [
        ChangeRow(
            says[each.sort],
            TONES[each.sort],
            each.path,
            each.title,
            [(key, before, after) for key, (before, after) in each.keys.items()],
        )
        for each in changes
    ]


def break_rows(breaks: Sequence[Break], old: Pack, spoken: Speaker) -> list[BreakRow]:
    """What open cases would miss."""
    says = {
        Missed.PROCEDURE: _("流程"),
        Missed.KIND: _("类别"),
        Missed.STATE: _("状态"),
        Missed.FIELD: _("字段"),
        Missed.ACTION: _("动作"),
        Missed.DEADLINE: _("时限"),
    }
    found = []
    for each in breaks:
        procedure = old.procedures[each.procedure]
        among: Mapping[str, Kind | State | Field | Action | Deadline] = {
            Missed.KIND: procedure.kinds,
            Missed.STATE: procedure.states,
            Missed.FIELD: procedure.fields,
            Missed.ACTION: procedure.actions,
            Missed.DEADLINE: procedure.deadlines,
        }.get(each.missed, {})  # type: ignore[assignment]  # a mapping of any of these
        named = among.get(each.name)
        title = spoken.say(named.title) if named is not None else each.name
        name = spoken.say(procedure.title)
        found.append(
            BreakRow(says[each.missed], name if each.missed is Missed.PROCEDURE else f"{name} · {title}", each.cases)
        )
    return found


def trial_view(trial: Trial, of: Source, spoken: Speaker) -> dict[str, object]:
    """What an activation would do, and what stands against it."""
    staying = [
        {
            "number": each.number,
            "address": reverse("web:case", args=[each.uid]),
            "says": spoken.listed(reasons_in_words(each.reasons, spoken)),
        }
        for each in trial.moving.staying
    ]
    migrates = trial.examined.reading.pack.migrates if trial.examined.reading.pack is not None else None
    return {
        "reasons": [refusal(each) for each in trial.reasons],
        "changes": len(trial.changes),
        "breaks": break_rows(trial.breaks, trial.in_force, spoken) if trial.in_force is not None else [],
        "from": trial.in_force.version if trial.in_force is not None else "",
        "cases": sum(each.cases for each in studio.versions(of.pack) if each.in_force),
        "migrates": migrates.from_version if migrates is not None else "",
        "moving": trial.moving,
        "staying": staying,
        "stale": trial.stale,
    }


def run_view(run: RunTold, reading: Reading, of: Source, spoken: Speaker) -> dict[str, object]:
    """A run of stories."""
    done = len(run.stories)
    return {
        "running": run.running,
        "stale": run.stage == "stale",
        "passed": run.passed,
        "done": done,
        "total": run.total,
        "held": done - len(run.failed),
        "failed": len(run.failed),
        "stories": story_rows(run.stories, reading, of),
        "made": signed(run.made_at, run.made_by, spoken),
        "address": reverse("web:story_run", args=[run.id]),
        "step_address": reverse("web:story_step", args=[run.id]),
    }


def coverage_view(told: Coverage) -> dict[str, object] | None:
    """What a run's stories show of the register; None where none cites a row."""
    if not told.shown and not told.failing and not told.unknown:
        return None
    return {
        "shown": [(row, spoken) for row, spoken in told.shown.items()],
        "failing": [(row, spoken) for row, spoken in told.failing.items()],
        "unshown": told.unshown,
        "unclear": told.unclear,
        "unknown": told.unknown,
        "total": len(told.shown) + len(told.failing) + len(told.unshown) + len(told.unclear),
    }
