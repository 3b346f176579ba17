"""批量处理 One action for many cases: chosen, started, advanced, stopped, gone on with, and told row by row."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Status

from gendan.api.addresses import Id, Limit, PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.cases import reason
from gendan.api.exporting import exported
from gendan.api.files import resolved
from gendan.api.listing import list_query
from gendan.api.operation import READING, operation
from gendan.api.problems import refused
from gendan.api.schemas.batch import (
    BatchesTold,
    BatchGiven,
    BatchInFull,
    BatchRows,
    BatchRowTold,
    BatchStart,
    BatchTold,
    GroupTold,
)
from gendan.api.speaking import about, speaker
from gendan.api.working import procedure_of
from gendan.cases import batches, library, queries
from gendan.cases.models import Batch
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.core.command import Verb
from gendan.core.refusals import Reason, Refused
from gendan.people import access

router = Router(tags=["batches"])

LISTED = 100
After = Annotated[int, Query(ge=0, le=2**31 - 1, description="The row before the first one wanted.")]


@operation(
    router,
    "POST",
    "/packs/{pack}/procedures/{procedure}/batches",
    scope=Scope.ACT,
    gives=BatchInFull,
    status=201,
    keyed=True,
)
def create_batch(
    request: HttpRequest, pack: PackName, procedure: ProcedureName, body: BatchGiven
) -> Status[BatchInFull]:
    """Choose cases for a batch.

    Cases that the caller does not see, or that are of another procedure, are passed over. Each keeps the version that
    it has now: where it changes before its turn, it is refused and told.
    """
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    if (body.verb == "act") != (body.action is not None):
        raise refused((Reason("needs.action" if body.action is None else "unasked.action"),))
    if (body.everything is None) == (not body.cases):
        raise refused((Reason("needs.cases" if body.everything is None else "unasked.cases"),))
    if body.action is not None and (body.action not in declared.actions or body.action == "open"):
        raise refused((Reason("missing"),))
    if body.everything is not None:
        query = list_query(body.everything, declared)
        try:
            ids = queries.ids(query, person=caller.person, at=caller.at, most=batches.MOST)
        except Refused as error:
            raise refused(error.reasons, speaker=about(found.pack, declared)) from error
    else:
        ids = batches.ids_of(str(each) for each in body.cases)
    chosen = batches.chosen(ids, procedure=f"{pack}.{procedure}", person=caller.person, at=caller.at)
    if body.action is not None and declared.actions[body.action].merge is not None:
        # One case takes the others in: the first of them.
        chosen = batches.merged(chosen)
    if not chosen:
        raise refused((Reason("missing"),))
    made = batches.create(
        chosen,
        procedure=f"{pack}.{procedure}",
        verb=Verb(body.verb),
        action=body.action,
        person=caller.person,
        at=caller.at,
    )
    return Status(201, _in_full(made, caller))


@operation(router, "GET", "/batches", scope=Scope.READ, gives=BatchesTold, problems=(401, 403))
def list_batches(request: HttpRequest) -> BatchesTold:
    """The caller's last 100 batches."""
    caller = caller_of(request)
    found = Batch.objects.filter(person=caller.person).order_by("-created_at")[:LISTED]
    return BatchesTold(batches=[BatchTold(**_told(each)) for each in found])


@operation(router, "GET", "/batches/{batch}", scope=Scope.READ, gives=BatchInFull)
def get_batch(request: HttpRequest, batch: Id) -> BatchInFull:
    """How far a batch has come, and why rows were refused."""
    caller = caller_of(request)
    return _in_full(batches.own(batch, person=caller.person), caller)


@operation(router, "GET", "/batches/{batch}/rows", scope=Scope.READ, gives=BatchRows)
def list_batch_rows(
    request: HttpRequest,
    batch: Id,
    show: Annotated[Literal["all", "done", "refused"], Query(description="Which rows.")] = "all",
    after: After = 0,
    limit: Limit = 100,
) -> BatchRows:
    """What became of each case, in the order in which they were chosen."""
    caller = caller_of(request)
    own = batches.own(batch, person=caller.person)
    rows = own.rows.filter(row__gt=after).order_by("row")
    if show != "all":
        rows = rows.filter(done=show == "done")
    found = list(rows[: limit + 1])
    spoken = _speaker(own, caller)
    return BatchRows(
        rows=[
            BatchRowTold(
                row=each.row,
                uid=each.uid,
                number=each.number,
                done=each.done,
                state=each.state,
                reasons=[reason(one, spoken, own.action or own.verb) for one in batches.reasons_of(each)],
            )
            for each in found[:limit]
        ],
        next=found[limit - 1].row if len(found) > limit else None,
    )


@operation(router, "GET", "/batches/{batch}/export", scope=Scope.READ, gives=bytes, problems=READING)
def export_outcomes(
    request: HttpRequest,
    batch: Id,
    form: Annotated[Literal["xlsx", "csv"], Query(description="The kind of file.")] = "xlsx",
) -> FileResponse:
    """Export what became of each case as a file for a spreadsheet."""
    caller = caller_of(request)
    own = batches.own(batch, person=caller.person)
    spoken = _speaker(own, caller)
    rows = (
        (
            each.row,
            each.number,
            {True: "done", False: "refused", None: ""}[each.done],
            each.state,
            "; ".join(reasons_in_words(batches.reasons_of(each), spoken, own.action or own.verb)),
        )
        for each in own.rows.order_by("row").iterator(1000)
    )
    return exported(form, f"batch-{caller.at:%Y%m%d}", ["row", "number", "outcome", "state", "reasons"], rows)


@operation(router, "POST", "/batches/{batch}/start", scope=Scope.ACT, gives=BatchInFull)
def start_batch(request: HttpRequest, batch: Id, body: BatchStart) -> BatchInFull:
    """Begin a batch, with the values for all its cases and those for single ones. One that has begun stays as it is.

    The job runner does the rest; `advance` does not wait for it.
    """
    caller = caller_of(request)
    own = batches.own(batch, person=caller.person)
    try:
        own = batches.start(
            batch,
            person=caller.person,
            at=caller.at,
            given=resolved(body.given, caller),
            each={one.case: resolved(one.given, caller) for one in body.each} if body.each is not None else None,
            reason=body.reason,
            whom=body.person,
        )
    except Refused as error:
        spoken = _speaker(own, caller)
        raise refused(error.reasons, speaker=lambda _language: spoken) from error
    return _in_full(own, caller)


@operation(router, "POST", "/batches/{batch}/advance", scope=Scope.ACT, gives=BatchInFull)
def advance_batch(request: HttpRequest, batch: Id) -> BatchInFull:
    """Do the next rows of a running batch now, at most 500. Safe beside the job runner, and after any interruption."""
    caller = caller_of(request)
    batches.own(batch, person=caller.person)
    batches.advance(batch, caller.at)
    return _in_full(batches.own(batch, person=caller.person), caller)


@operation(router, "POST", "/batches/{batch}/stop", scope=Scope.ACT, gives=BatchInFull)
def stop_batch(request: HttpRequest, batch: Id) -> BatchInFull:
    """Stop a running batch between two chunks. What is done stays done."""
    caller = caller_of(request)
    return _in_full(batches.stop(batch, person=caller.person, at=caller.at), caller)


@operation(router, "POST", "/batches/{batch}/continue", scope=Scope.ACT, gives=BatchInFull)
def continue_batch(request: HttpRequest, batch: Id) -> BatchInFull:
    """Have a stopped batch go on where it stood."""
    caller = caller_of(request)
    return _in_full(batches.go_on(batch, person=caller.person, at=caller.at), caller)


@operation(router, "POST", "/batches/{batch}/drop", scope=Scope.ACT, gives=BatchInFull)
def drop_batch(request: HttpRequest, batch: Id) -> BatchInFull:
    """Give up a batch that has not begun."""
    caller = caller_of(request)
    return _in_full(batches.drop(batch, person=caller.person, at=caller.at), caller)


@operation(router, "POST", "/batches/{batch}/again", scope=Scope.ACT, gives=BatchInFull, status=201, keyed=True)
def repeat_batch(request: HttpRequest, batch: Id) -> Status[BatchInFull]:
    """A new batch over those that were refused, with the versions as they stand now."""
    caller = caller_of(request)
    made = batches.again(batch, person=caller.person, at=caller.at)
    if made is None:
        raise refused((Reason("missing"),))
    return Status(201, _in_full(made, caller))


def _told(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "procedure": batch.procedure,
        "verb": batch.verb,
        "action": batch.action,
        "stage": str(batch.stage),
        "count": batch.count,
        "rows_done": batch.at_row - 1,
        "succeeded": batch.succeeded,
        "refused": batch.refused,
        "created_at": batch.created_at,
        "started_at": batch.started_at,
        "changed_at": batch.changed_at,
    }


def _in_full(batch: Batch, caller: Caller) -> BatchInFull:
    spoken = _speaker(batch, caller)
    name = batch.action or batch.verb
    ready = batch.stage == Batch.Stage.READY
    return BatchInFull(
        **_told(batch),
        groups=[
            GroupTold(
                reasons=[reason(one, spoken, name) for one in each.reasons], count=each.count, first_row=each.first_row
            )
            for each in batches.groups(batch.id)
        ],
        differing=[reason(each, spoken, name) for each in batches.differing(batch)] if ready else [],
    )


def _speaker(batch: Batch, caller: Caller) -> Speaker:
    pack_name, _, name = batch.procedure.partition(".")
    definition = library.active(pack_name, access.current_epoch())
    if definition is None:
        return speaker(caller.language)
    pack = library.pack(definition)
    return speaker(caller.language, pack, pack.procedures.get(name))
