"""导入 Files that bring cases in: uploaded, previewed, run, and told row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from gendan.api import describing
from gendan.api.addresses import ElementName, Id, Limit, PackName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.cases import reason
from gendan.api.files import kept, not_a_receipt, value_of
from gendan.api.json_values import shown
from gendan.api.operation import KEEPING, operation
from gendan.api.problems import Problem, refused
from gendan.api.schemas.case import FileKept
from gendan.api.schemas.imports import (
    ColumnTold,
    Mapping,
    MappingTold,
    PreviewGiven,
    PreviewTold,
    RowFaultsTold,
    RowOutcomes,
    RowOutcomeTold,
    RowSeen,
    RunGiven,
    RunsTold,
    RunTold,
)
from gendan.api.speaking import about, speaker
from gendan.cases import imports
from gendan.cases.imports import ColumnMapping, Context, Fate, Preview, Progress
from gendan.cases.prose import Speaker
from gendan.cases.sheets import SIZE_MOST
from gendan.core.refusals import Refused

router = Router(tags=["imports"])

STEP = 5000
"""Rows that one `advance` takes."""


@operation(router, "POST", "/packs/{pack}/imports/{name}/files", scope=Scope.IMPORT, gives=FileKept, status=201)
def upload_import(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    file: Annotated[UploadedFile, File(description="CSV in any usual encoding, or xlsx.")],
) -> Status[FileKept]:
    """Upload a file for an import. Nothing is brought in yet."""
    caller = caller_of(request)
    imports.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    return Status(201, FileKept.model_validate(kept(file, file.name or "", caller, most=SIZE_MOST)))


@operation(router, "POST", "/packs/{pack}/imports/{name}/preview", scope=Scope.IMPORT, gives=PreviewTold)
def preview_import(request: HttpRequest, pack: PackName, name: ElementName, body: PreviewGiven) -> PreviewTold:
    """What a file would do: its columns, the first rows typed, every fault with row and column, what is new."""
    caller = caller_of(request)
    here = imports.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    sha256, _ = _file(body.file, caller)
    try:
        seen = imports.preview(
            here.name,
            sha256,
            mapping=_mapping(body.mapping) if body.mapping is not None else None,
            sheet=body.sheet,
            person=caller.person,
            at=caller.at,
        )
    except Refused as error:
        raise _refused(error, here) from error
    return _preview(seen, _speaker(here, caller))


@operation(
    router, "POST", "/packs/{pack}/imports/{name}/runs", scope=Scope.IMPORT, gives=RunTold, status=201, keyed=True
)
def start_import(request: HttpRequest, pack: PackName, name: ElementName, body: RunGiven) -> Status[RunTold]:
    """Begin to bring a file in. The job runner does it; `advance` does not wait for it. The mapping is saved."""
    caller = caller_of(request)
    here = imports.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    sha256, file_name = _file(body.file, caller)
    try:
        run = imports.start(
            here.name,
            sha256=sha256,
            file_name=file_name,
            mapping=_mapping(body.mapping),
            keep=body.keep,
            person=caller.person,
            at=caller.at,
            sheet=body.sheet,
        )
    except Refused as error:
        raise _refused(error, here) from error
    return Status(201, _run(run, caller))


@operation(router, "GET", "/packs/{pack}/imports/{name}/runs", scope=Scope.READ, gives=RunsTold)
def list_imports(request: HttpRequest, pack: PackName, name: ElementName) -> RunsTold:
    """The last runs of an import."""
    caller = caller_of(request)
    found = imports.runs(f"{pack}.{name}", person=caller.person, at=caller.at)
    return RunsTold(runs=[_told(each, caller) for each in found])


@operation(router, "GET", "/imports/{run}", scope=Scope.READ, gives=RunTold)
def get_import(request: HttpRequest, run: Id) -> RunTold:
    """How far an import has come."""
    return _run(run, caller_of(request))


@operation(router, "GET", "/imports/{run}/rows", scope=Scope.READ, gives=RowOutcomes)
def list_import_rows(
    request: HttpRequest,
    run: Id,
    fate: Annotated[
        Literal["opened", "updated", "unchanged", "known", "refused", "faulty"] | None, Query(description="Only these.")
    ] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="The row before the first one wanted.")] = 0,
    limit: Limit = 100,
) -> RowOutcomes:
    """What became of each row."""
    caller = caller_of(request)
    progress = imports.progress(run, person=caller.person, at=caller.at)
    spoken = _speaker(imports.context(progress.name, person=caller.person, at=caller.at), caller)
    fates = [Fate(fate)] if fate is not None else []
    found = imports.outcomes(run, person=caller.person, at=caller.at, fates=fates, after=after, limit=limit + 1)
    rows = [
        RowOutcomeTold(
            row=each.row,
            fate=each.fate.value,
            uid=UUID(each.uid) if each.uid else None,
            number=each.number,
            reasons=[reason(one, spoken, "open") for one in each.reasons],
        )
        for each in found[:limit]
    ]
    return RowOutcomes(rows=rows, next=rows[-1].row if len(found) > limit else None)


@operation(router, "POST", "/imports/{run}/advance", scope=Scope.IMPORT, gives=RunTold, problems=KEEPING)
def advance_import(request: HttpRequest, run: Id) -> RunTold:
    """Take the next rows of a running import now. Safe beside the job runner, and after any interruption."""
    caller = caller_of(request)
    imports.progress(run, person=caller.person, at=caller.at)
    imports.continue_(run, caller.at, limit=STEP)
    return _run(run, caller)


@operation(router, "POST", "/imports/{run}/stop", scope=Scope.IMPORT, gives=RunTold)
def stop_import(request: HttpRequest, run: Id) -> RunTold:
    """Stop a running import between two chunks; what came in stays."""
    caller = caller_of(request)
    imports.stop(run, person=caller.person, at=caller.at)
    return _run(run, caller)


@operation(router, "POST", "/imports/{run}/continue", scope=Scope.IMPORT, gives=RunTold)
def continue_import(request: HttpRequest, run: Id) -> RunTold:
    """Have a stopped import go on where it stood."""
    caller = caller_of(request)
    imports.go_on(run, person=caller.person, at=caller.at)
    return _run(run, caller)


def _file(receipt: str, caller: Caller) -> tuple[str, str]:
    value = value_of(receipt, caller)
    if value is None:
        raise refused((not_a_receipt("file", receipt),))
    return str(value["sha256"]), str(value["name"])


def _mapping(said: Mapping) -> ColumnMapping:
    return ColumnMapping(columns=said.columns, constants=said.constants, formats=said.formats)


def _refused(error: Refused, here: Context) -> Problem:
    if here.procedure is None:
        return refused(error.reasons)
    return refused(error.reasons, speaker=about(here.under.pack, here.procedure), action="open")


def _speaker(here: Context, caller: Caller) -> Speaker:
    spoken = speaker(caller.language, here.under.pack, here.procedure)
    return spoken if here.procedure is not None else replace(spoken, fields=here.fields)


def _run(run: UUID, caller: Caller) -> RunTold:
    return _told(imports.progress(run, person=caller.person, at=caller.at), caller)


def _told(each: Progress, caller: Caller) -> RunTold:
    return RunTold(
        id=each.run,
        name=each.name,
        file_name=each.file_name,
        person=each.person,
        keep=each.keep,
        stage=each.stage,
        total=each.total,
        rows=each.rows,
        opened=each.opened,
        updated=each.updated,
        unchanged=each.unchanged,
        known=each.known,
        refused=each.refused,
        faulty=each.faulty,
        fault=reason(each.fault, speaker(caller.language)) if each.fault is not None else None,
        created_at=each.created_at,
        changed_at=each.changed_at,
    )


def _preview(seen: Preview, spoken: Speaker) -> PreviewTold:
    return PreviewTold(
        kind=seen.written.kind,
        encoding=seen.written.encoding,
        sheet=seen.written.sheet,
        sheets=list(seen.written.sheets),
        columns=[ColumnTold(header=one.header, field=one.field, samples=list(one.samples)) for one in seen.columns],
        mapping=MappingTold(
            columns=dict(seen.mapping.columns),
            constants={name: shown(value) for name, value in seen.mapping.constants.items()},
            formats=dict(seen.mapping.formats),
        ),
        fields=[describing.field(each, spoken) for each in seen.fields.values()],
        missing=list(seen.missing),
        refused=[reason(each, spoken, "open") for each in seen.refused],
        first=[
            RowSeen(
                row=each.row,
                values={name: shown(value) for name, value in each.values.items()},
                fate=each.fate.value,
                reasons=[reason(one, spoken, "open") for one in each.reasons],
            )
            for each in seen.first
        ],
        faults=[
            RowFaultsTold(row=each.row, reasons=[reason(one, spoken, "open") for one in each.reasons])
            for each in seen.faults
        ],
        faulty=seen.faulty,
        new=seen.new,
        changed=seen.changed,
        unchanged=seen.unchanged,
        known=seen.known,
        checked=seen.checked,
        complete=seen.complete,
    )
