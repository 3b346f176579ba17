"""工作室 Packs prepared and put in force: versions, drafts, checks, stories, differences. Administrators only."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query, Router, Status
from ninja.files import UploadedFile

from gendan.api.addresses import Id, Number, PackName
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.media import ZIP
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.studio import (
    BreakTold,
    DifferenceTold,
    DraftFileTold,
    DraftGiven,
    DraftInFull,
    DraftLine,
    ElementChange,
    FileGiven,
    FileRemoved,
    FindingsTold,
    FindingTold,
    PackSources,
    RefusalTold,
    ShippedPack,
    ShippedPacks,
    StayingTold,
    StoryResult,
    StoryRunTold,
    TrialTold,
    TypedGiven,
    VersionInFull,
)
from gendan.cases import studio
from gendan.cases.rehearsal.result import WORDING
from gendan.cases.standing import in_use
from gendan.cases.studio import DraftTold, FileTold, RunTold, Source, StudioRefused
from gendan.packs import wording
from gendan.packs.difference import Break, breaks, changes
from gendan.packs.findings import Finding
from gendan.packs.reader import read_pack

router = Router(tags=["studio"])
_NAMED = r"^[vd][1-9][0-9]{0,17}$"
SourceAt = Annotated[str, Path(pattern=_NAMED, description="A version (`v12`) or a draft (`d5`).")]
SourceAsked = Annotated[str, Query(pattern=_NAMED, description="A version (`v12`) or a draft (`d5`).")]


@operation(router, "GET", "/packs/{pack}/versions", scope=Scope.ADMIN, gives=PackSources)
def list_versions(request: HttpRequest, pack: PackName) -> PackSources:
    """The versions of a pack with the cases that run under each, and its open drafts."""
    demand_administrator(caller_of(request))
    versions, drafts = studio.versions(pack), studio.open_drafts(pack)
    if not versions and not drafts:
        raise missing()
    return PackSources(
        versions=[
            VersionInFull(
                source=f"v{each.id}",
                version=each.version,
                hash=each.hash,
                in_force=each.in_force,
                running=dict(each.running),
                activated_at=each.activations[0][0],
                activated_by=each.activations[0][1],
            )
            for each in versions
        ],
        drafts=[DraftLine(**_line(each)) for each in drafts],
    )


@operation(router, "GET", "/packs/{pack}/difference", scope=Scope.ADMIN, gives=DifferenceTold)
def get_difference(request: HttpRequest, pack: PackName, old: SourceAsked, new: SourceAsked) -> DifferenceTold:
    """What changes from one version or draft to another, and what open cases of the first would miss."""
    demand_administrator(caller_of(request))
    before = studio.reading_of(studio.source(pack, old)).pack
    after = studio.reading_of(studio.source(pack, new)).pack
    if before is None or after is None:
        raise StudioRefused("no_pack")
    return DifferenceTold(
        changes=[
            ElementChange(sort=each.sort.value, path=each.path, title=each.title, keys=dict(each.keys))
            for each in changes(before, after)
        ],
        breaks=_breaks(breaks(before, after, in_use(before))),
    )


@operation(router, "GET", "/packs/{pack}/sources/{source}", scope=Scope.ADMIN, gives=TrialTold)
def try_activation(request: HttpRequest, pack: PackName, source: SourceAt) -> TrialTold:
    """What the checker says of a version or draft, and what putting it in force would do. Nothing is done."""
    caller = caller_of(request)
    demand_administrator(caller)
    trial = studio.trial(studio.source(pack, source), at=caller.at)
    found = trial.examined.reading.pack
    return TrialTold(
        version=found.version if found is not None else "",
        hash=found.hash if found is not None else "",
        sound=trial.examined.sound,
        findings=[_finding(each, caller) for each in trial.examined.findings],
        stories=len(trial.examined.reading.stories),
        last_run=trial.run.id if trial.run is not None else None,
        stories_held=trial.run is not None and trial.run.passed,
        changes=len(trial.changes),
        breaks=_breaks(trial.breaks),
        movable=trial.moving.moved,
        looked=trial.moving.looked,
        staying=[
            StayingTold(uid=UUID(each.uid), number=each.number, reasons=[reason.code for reason in each.reasons])
            for each in trial.moving.staying
        ],
        stale_templates=list(trial.stale),
        reasons=[RefusalTold(code=each.code, says=_says(each, caller)) for each in trial.reasons],
    )


@operation(router, "POST", "/packs/{pack}/sources/{source}/activate", scope=Scope.ADMIN, gives=PackSources)
def activate_pack(request: HttpRequest, pack: PackName, source: SourceAt) -> PackSources:
    """Put a version or draft in force; the cases that it says how to move are moved by a job."""
    caller = caller_of(request)
    demand_administrator(caller)
    studio.activate(studio.source(pack, source), by=caller.person, at=caller.at)
    return list_versions(request, pack)


@operation(router, "GET", "/packs/{pack}/sources/{source}/archive", scope=Scope.ADMIN, gives=None)
def download_pack(request: HttpRequest, pack: PackName, source: SourceAt) -> HttpResponse:
    """The files of a version or draft, as a zip."""
    demand_administrator(caller_of(request))
    content = studio.packed(studio.files_of(studio.source(pack, source)))
    answer = HttpResponse(content, content_type=ZIP)
    answer["Content-Disposition"] = f'attachment; filename="{pack}-{source}.zip"'
    return answer


@operation(
    router,
    "POST",
    "/packs/{pack}/sources/{source}/stories",
    scope=Scope.ADMIN,
    gives=StoryRunTold,
    status=201,
    keyed=True,
)
def play_stories(request: HttpRequest, pack: PackName, source: SourceAt) -> Status[StoryRunTold]:
    """Begin to play all stories of a version or draft. The job runner does it; `advance` does not wait for it."""
    caller = caller_of(request)
    demand_administrator(caller)
    run = studio.play(studio.source(pack, source), by=caller.person, at=caller.at)
    return Status(201, _run(studio.run_told(run), caller))


@operation(router, "GET", "/story-runs/{run}", scope=Scope.ADMIN, gives=StoryRunTold)
def get_story_run(request: HttpRequest, run: Id) -> StoryRunTold:
    """How far the stories are, and what became of each."""
    caller = caller_of(request)
    demand_administrator(caller)
    return _run(studio.run_told(run), caller)


@operation(router, "POST", "/story-runs/{run}/advance", scope=Scope.ADMIN, gives=StoryRunTold)
def advance_stories(request: HttpRequest, run: Id) -> StoryRunTold:
    """Play the next story, where no job has played it yet. Where stories are played in a database beside the site's,
    only jobs play them, and this tells how far the run is."""
    caller = caller_of(request)
    demand_administrator(caller)
    studio.continue_(run, caller.at)
    return _run(studio.run_told(run), caller)


@operation(router, "POST", "/packs/{pack}/drafts", scope=Scope.ADMIN, gives=DraftInFull, status=201, keyed=True)
def create_draft(request: HttpRequest, pack: PackName, body: DraftGiven) -> Status[DraftInFull]:
    """A new draft with the files of a version, its version one step on."""
    caller = caller_of(request)
    demand_administrator(caller)
    of = studio.source(pack, body.source)
    return Status(201, _draft(studio.draft_of_version(of.number, by=caller.person, at=caller.at, note=body.note)))


@operation(router, "GET", "/shipped-packs", scope=Scope.ADMIN, gives=ShippedPacks)
def list_shipped(request: HttpRequest) -> ShippedPacks:
    """The packs that Gendan ships, and which version of each is in force here."""
    caller = caller_of(request)
    demand_administrator(caller)
    said = [
        ShippedPack(
            name=each.name, title=each.title.in_language(caller.language), version=each.version, in_force=each.in_force
        )
        for each in studio.shipped()
    ]
    return ShippedPacks(packs=said)


@operation(router, "POST", "/shipped-packs/{pack}/draft", scope=Scope.ADMIN, gives=DraftInFull, status=201, keyed=True)
def begin_draft(request: HttpRequest, pack: PackName) -> Status[DraftInFull]:
    """A new draft with the files of a shipped pack."""
    caller = caller_of(request)
    demand_administrator(caller)
    return Status(201, _draft(studio.draft_of_shipped(pack, by=caller.person, at=caller.at)))


@operation(router, "POST", "/drafts", scope=Scope.ADMIN, gives=DraftInFull, status=201)
def upload_draft(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="A zip of the pack's folder, at most 20 MB.")],
) -> Status[DraftInFull]:
    """A new draft from an archive. Paths that lead out, links and archives that unpack to too much are refused."""
    caller = caller_of(request)
    demand_administrator(caller)
    if file.size is None or file.size > studio.ZIP_BYTES:
        raise StudioRefused("archive", problem="too_large")
    files = studio.unpacked(BytesIO(file.read()))
    return Status(201, _draft(studio.draft_of_files(files, by=caller.person, at=caller.at)))


@operation(router, "GET", "/drafts/{draft}", scope=Scope.ADMIN, gives=DraftInFull)
def get_draft(request: HttpRequest, draft: Number) -> DraftInFull:
    """A draft with its files as they stand."""
    demand_administrator(caller_of(request))
    return _draft(draft)


@operation(router, "PUT", "/drafts/{draft}/file", scope=Scope.ADMIN, gives=DraftFileTold)
def save_draft_file(request: HttpRequest, draft: Number, body: FileGiven) -> DraftFileTold:
    """Save a text. Where somebody saved another one since it was seen, it is refused and that text told."""
    caller = caller_of(request)
    return _file(studio.save(draft, body.path, body.text.encode(), seen=body.seen, by=caller.person, at=caller.at))


@operation(router, "POST", "/drafts/{draft}/file/remove", scope=Scope.ADMIN, gives=DraftInFull)
def remove_draft_file(request: HttpRequest, draft: Number, body: FileRemoved) -> DraftInFull:
    """Take a file away."""
    caller = caller_of(request)
    studio.save(draft, body.path, None, seen=body.seen, by=caller.person, at=caller.at)
    return _draft(draft)


@operation(router, "POST", "/drafts/{draft}/check", scope=Scope.ADMIN, gives=FindingsTold)
def check_draft(request: HttpRequest, draft: Number, body: TypedGiven) -> FindingsTold:
    """What the checker says of a draft with another text of a file. Nothing is saved."""
    caller = caller_of(request)
    demand_administrator(caller)
    of = Source(studio.draft(draft).pack, draft, True)
    files = {**studio.files_of(of), studio.sound_path(body.path): body.text.encode()}
    examined = studio.examined_reading(read_pack(files))
    return FindingsTold(sound=examined.sound, findings=[_finding(each, caller) for each in examined.findings])


@operation(router, "POST", "/drafts/{draft}/put-away", scope=Scope.ADMIN, gives=DraftInFull)
def put_draft_away(request: HttpRequest, draft: Number) -> DraftInFull:
    """End a draft that will not be put in force. What was saved of it stays."""
    caller = caller_of(request)
    studio.put_away(draft, by=caller.person, at=caller.at)
    return _draft(draft)


def _draft(number: int) -> DraftInFull:
    told = studio.draft(number)
    return DraftInFull(**_line(told), files=[_file(each) for each in studio.files(number)])


def _line(told: DraftTold) -> dict[str, Any]:
    return {
        "id": told.id,
        "source": f"d{told.id}",
        "pack": told.pack,
        "note": told.note,
        "revision": told.revision,
        "changed_at": told.changed_at,
        "changed_by": told.changed_by,
        "ended_at": told.ended_at,
    }


def _file(told: FileTold) -> DraftFileTold:
    content = told.content
    return DraftFileTold(
        path=told.path,
        revision=told.revision,
        size=len(content or b""),
        text=content.decode("utf-8", "replace") if content is not None and told.is_text else None,
        changed_at=told.at,
        changed_by=told.by,
    )


def _finding(each: Finding, caller: Caller) -> FindingTold:
    return FindingTold(
        file=each.place.file,
        line=each.place.line,
        column=each.place.column,
        severity=each.severity.value,
        code=each.code,
        says=wording.message(each, caller.language),
        mend=wording.mend(each, caller.language),
    )


def _breaks(found: tuple[Break, ...]) -> list[BreakTold]:
    return [
        BreakTold(procedure=each.procedure, missed=each.missed.value, name=each.name, cases=each.cases)
        for each in found
    ]


def _run(told: RunTold, caller: Caller) -> StoryRunTold:
    return StoryRunTold(
        id=told.id,
        pack=told.pack,
        source=told.source,
        stage=told.stage,
        total=told.total,
        passed=told.passed,
        stories=[
            StoryResult(
                name=each.name,
                passed=each.passed,
                steps=each.steps,
                code=each.code,
                says=WORDING[each.code].said(caller.language, each.parameters) if each.code else "",
                file=each.file,
                line=each.line or each.begins,
                column=each.column,
            )
            for each in told.stories
        ],
    )


def _says(refused: StudioRefused, caller: Caller) -> str:
    return studio.studio_refused(refused, caller.language)
