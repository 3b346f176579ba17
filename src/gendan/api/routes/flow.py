"""看板与流程 How a procedure's cases stand, its flow, and what they really did."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from io import BytesIO
from typing import Annotated, Final

from django.http import FileResponse, HttpRequest
from ninja import File, Query, Router
from ninja.files import UploadedFile

from gendan.api import cases
from gendan.api.addresses import PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.media import XES
from gendan.api.operation import operation
from gendan.api.problems import Problem, missing, refused
from gendan.api.schemas.flow import (
    BoardColumnTold,
    BoardTold,
    FlowStateTold,
    FlowTold,
    PathTold,
    ProcessTold,
    StepTold,
)
from gendan.api.speaking import speaker
from gendan.api.working import procedure_of
from gendan.cases import library, xes
from gendan.cases.basis import basis
from gendan.cases.queries import ListQuery, board, process
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason
from gendan.packs import drawing
from gendan.people import access

router = Router(tags=["flow"])

MOST_BYTES: Final = 50 * 1024 * 1024
"""Of a log that is read."""
Days = Annotated[int, Query(ge=0, le=3650, description="Only cases opened within so many days; 0: all.")]


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/board", scope=Scope.READ, gives=BoardTold)
def get_board(
    request: HttpRequest,
    pack: PackName,
    procedure: ProcedureName,
    ended: Annotated[bool, Query(description="Also the states in which cases have ended.")] = False,
    first: Annotated[int, Query(ge=0, le=100, description="Rows of each state.")] = board.FIRST,
) -> BoardTold:
    """The cases of a procedure by state, the late and most urgent first. The counts are the lists' own."""
    caller = caller_of(request)
    _, declared = procedure_of(pack, procedure, caller)
    spoken = speaker(caller.language, None, declared)
    query = ListQuery(procedure=f"{pack}.{procedure}", states=tuple(declared.states) if ended else ())
    columns = board.board(query, declared, person=caller.person, at=caller.at, first=first)
    return BoardTold(
        columns=[
            BoardColumnTold(
                state=each.state,
                title=spoken.state(each.state),
                count=each.standing.count,
                capped=each.standing.capped,
                late=each.standing.late,
                since=each.standing.since,
                rows=cases.lines(each.rows, caller.language),
            )
            for each in columns
        ]
    )


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/flow", scope=Scope.READ, gives=FlowTold)
def get_flow(request: HttpRequest, pack: PackName, procedure: ProcedureName) -> FlowTold:
    """The flow of a procedure: how many cases stand where, how long they stood there, and the drawing."""
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    spoken = speaker(caller.language, found.pack, declared)
    query = ListQuery(procedure=f"{pack}.{procedure}", states=tuple(declared.states))
    stand = board.standing(query, declared, person=caller.person, at=caller.at)
    seen = process.seen_cases(declared, person=caller.person, at=caller.at, most=process.MOST_MEASURED)
    times = process.times_in_states(seen, basis(found.definition, access.current_epoch()).calendar)
    try:
        drawn = drawing.svg(drawing.of(declared, found.pack, language=caller.language), alone=True)
    except (drawing.NotBuilt, drawing.NotLaidOut):
        drawn = None
    states = []
    for name, each in stand.items():
        state, time = declared.states[name], times.get(name)
        states.append(
            FlowStateTold(
                state=name,
                title=spoken.state(name),
                count=each.count,
                capped=each.capped,
                late=each.late,
                since=each.since,
                final=state.final.value if state.final is not None else None,
                visits=time.visits if time is not None else 0,
                working_seconds=_seconds(time.working if time is not None else None),
                elapsed_seconds=_seconds(time.elapsed if time is not None else None),
            )
        )
    return FlowTold(states=states, measured=len(seen), drawing=drawn)


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/process", scope=Scope.READ, gives=ProcessTold)
def get_process(
    request: HttpRequest,
    pack: PackName,
    procedure: ProcedureName,
    days: Days = 90,
    version: Annotated[
        str | None, Query(max_length=40, description="The pack's version that is held against; the active one.")
    ] = None,
) -> ProcessTold:
    """The ways that the cases which the caller sees really took, how long they waited, and where they strayed."""
    caller = caller_of(request)
    _, declared = procedure_of(pack, procedure, caller)
    did = process.paths(_cases(declared, days, caller))
    return _process(did, process.strays(did.steps, _against(pack, procedure, version)))


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/process.xes", scope=Scope.READ, gives=bytes)
def export_process(request: HttpRequest, pack: PackName, procedure: ProcedureName, days: Days = 0) -> FileResponse:
    """The same cases as an event log in XES (IEEE 1849)."""
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    spoken = speaker(caller.language, found.pack, declared)
    pieces = xes.written(
        spoken.say(declared.title),
        process.traces(_cases(declared, days, caller)),
        titles={name: spoken.say(action.title) for name, action in declared.actions.items()},
        people={key: member.name for key, member in access.organization().members.items()},
    )
    # The answer closes it, and with that it is gone.
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    file.writelines(piece.encode() for piece in pieces)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{pack}-{procedure}.xes", content_type=XES)


@operation(router, "POST", "/process/read", scope=Scope.READ, gives=ProcessTold)
def read_process(
    request: HttpRequest, file: Annotated[UploadedFile, File(description="An event log in XES, up to 50 MB.")]
) -> ProcessTold:
    """Look at a log from elsewhere as at our own cases. It is kept nowhere, and nothing becomes a case.

    The nodes are its activities: `source` is empty at a trace's beginning, `target` at its end.
    """
    caller = caller_of(request)
    if access.organization().members[caller.person].party is not None:
        raise Problem(403, "access")
    if file.size is None or file.size > MOST_BYTES:
        raise refused([Reason("value.file", {"most": MOST_BYTES, "expected": {"type": "file"}})])
    try:
        log = xes.read_log(BytesIO(file.read()))
    except xes.LogFault as fault:
        given = {"given": fault.code, "line": fault.line, "expected": {"type": "file"}}
        raise refused([Reason("value.file", given)]) from fault
    did = xes.paths_of(log)
    return _process(did, (False,) * len(did.steps))


def _cases(declared: Procedure, days: int, caller: Caller) -> list[int]:
    since = caller.at - timedelta(days=days) if days else None
    return process.seen_cases(declared, person=caller.person, at=caller.at, since=since)


def _against(pack: str, procedure: str, version: str | None) -> Procedure:
    for number in library.versions_of(pack):
        known = library.pack(number)
        if procedure in known.procedures and version in (None, known.version):
            return known.procedures[procedure]
    raise missing()


def _process(did: process.Paths, strays: tuple[bool, ...]) -> ProcessTold:
    return ProcessTold(
        cases=did.cases,
        capped=did.capped,
        steps=[
            StepTold(
                source=each.source,
                action=each.action,
                target=each.target.strip("\0"),
                rejects=each.rejects,
                count=each.count,
                cases=each.cases,
                wait_seconds=_seconds(each.wait),
                slow_seconds=_seconds(each.slow),
                strays=stray,
            )
            for each, stray in zip(did.steps, strays, strict=True)
        ],
        paths=[
            PathTold(
                states=list(each.states), count=each.count, ended=each.ended, seconds=round(each.time.total_seconds())
            )
            for each in did.paths
        ],
        variants=did.variants,
    )


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())
