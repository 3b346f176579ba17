"""单据 What papers are made by: templates and the letterhead; and papers of many cases in one go."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from gendan.api.addresses import Id, Limit, PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.media import PDF
from gendan.api.operation import operation
from gendan.api.problems import missing, refused
from gendan.api.routes.batches import After
from gendan.api.schemas.paper import (
    LetterheadGiven,
    LetterheadTold,
    PrintGiven,
    PrintRows,
    PrintRowTold,
    PrintsTold,
    PrintTold,
    TemplateChange,
    TemplateGiven,
    TemplateInFull,
    TemplateLine,
    TemplatePath,
    TemplatesTold,
    TemplateTried,
)
from gendan.api.working import procedure_of
from gendan.cases import batches, library, printing, queries
from gendan.cases.documents import PaperRefused, letterhead, templates, trial
from gendan.cases.documents.templates import Template
from gendan.cases.models import PrintRun
from gendan.core.pack import Pack
from gendan.core.refusals import Reason
from gendan.people.actions.authority import is_administrator
from gendan.people.epoch import current_epoch

router = Router(tags=["papers"])

PathAsked = Annotated[TemplatePath, Query(description="The template's path in the pack.")]
Volume = Annotated[int, Path(ge=1, le=10_000, description="Which of the run's files.")]


@operation(router, "GET", "/packs/{pack}/templates", scope=Scope.READ, gives=TemplatesTold)
def list_templates(request: HttpRequest, pack: PackName) -> TemplatesTold:
    """The files from which a pack's papers are made. For administrators, and for whom the pack lets change them."""
    active = _demand(pack, caller_of(request))
    return TemplatesTold(templates=[_line(each, active) for each in templates.templates(pack)])


@operation(router, "GET", "/packs/{pack}/template", scope=Scope.READ, gives=TemplateInFull)
def get_template(request: HttpRequest, pack: PackName, path: PathAsked) -> TemplateInFull:
    """A template: its text as it holds, the pack's own, and every change."""
    active = _demand(pack, caller_of(request))
    return _in_full(templates.template(pack, path), active)


@operation(router, "PUT", "/packs/{pack}/template", scope=Scope.ACT, gives=TemplateInFull)
def set_template(request: HttpRequest, pack: PackName, body: TemplateGiven) -> TemplateInFull:
    """Give a template another text. It is checked first: every paper that is made with it is printed, with nothing
    filled and with all. Papers that were made before stay as they are."""
    caller = caller_of(request)
    active = _demand(pack, caller)
    made = templates.set_template(
        pack, body.path, body.text, by=caller.person, at=caller.at, reason=body.reason, seen=body.seen
    )
    return _in_full(made, active)


@operation(router, "POST", "/packs/{pack}/template/try", scope=Scope.READ, gives=bytes)
def try_template(request: HttpRequest, pack: PackName, body: TemplateTried) -> HttpResponse:
    """The paper that would be made with a text, as PDF: with invented values, or with those of a case that the caller
    sees. Nothing is kept."""
    caller = caller_of(request)
    _demand(pack, caller)
    stands = templates.template(pack, body.path)
    definition = library.active(pack, current_epoch())
    if definition is None:
        raise missing()
    files = {**templates.files_of(definition), stands.path: body.text.encode()}
    language = "en" if caller.language.startswith("en") else "zh"
    if body.case is None:
        made = trial.shown(definition, files, stands.path, "pdf", language=language)
    else:
        seen = queries.seen_case(body.case, person=caller.person, at=caller.at)
        if seen is None:
            raise missing()
        made = trial.shown_of_case(
            definition, files, stands.path, seen.case, seen.actor, "pdf", at=caller.at, language=language
        )
    return HttpResponse(made[0], content_type=PDF)


@operation(router, "GET", "/letterhead", scope=Scope.READ, gives=LetterheadTold)
def get_letterhead(request: HttpRequest) -> LetterheadTold:
    """What stands at the head and the foot of every paper. For who may change it."""
    _demand_any(caller_of(request))
    return _letterhead()


@operation(router, "PUT", "/letterhead", scope=Scope.ACT, gives=LetterheadTold)
def set_letterhead(request: HttpRequest, body: LetterheadGiven) -> LetterheadTold:
    """Give papers another letterhead from now on."""
    caller = caller_of(request)
    _demand_any(caller)
    said = {name: value for name in letterhead.TEXTS if (value := getattr(body, name)) is not None}
    try:
        logo = base64.b64decode(body.logo, validate=True) if body.logo else None
    except binascii.Error as wrong:
        raise PaperRefused("logo", most=letterhead.LOGO_MOST >> 10) from wrong
    letterhead.set_letterhead(
        said, by=caller.person, at=caller.at, logo=logo, without_logo=body.logo == "", reason=body.reason
    )
    return _letterhead()


@operation(
    router,
    "POST",
    "/packs/{pack}/procedures/{procedure}/prints",
    scope=Scope.READ,
    gives=PrintTold,
    status=201,
    keyed=True,
)
def create_print(request: HttpRequest, pack: PackName, procedure: ProcedureName, body: PrintGiven) -> Status[PrintTold]:
    """Bring the papers of many cases together into PDF files, each of 200 papers.

    Papers are taken as they were printed; a case that has none yet is told with its reason. The job runner does the
    work; `advance` does not wait for it.
    """
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    if body.document not in {each.name for each in printing.documents_of(declared, found.pack)}:
        raise refused((Reason("missing"),))
    ids = batches.ids_of(str(each) for each in body.cases)
    chosen = batches.chosen(ids, procedure=f"{pack}.{procedure}", person=caller.person, at=caller.at)
    if not chosen:
        raise PaperRefused("nothing")
    run = printing.create(
        chosen, procedure=f"{pack}.{procedure}", document=body.document, person=caller.person, at=caller.at
    )
    return Status(201, _run(run))


@operation(router, "GET", "/prints", scope=Scope.READ, gives=PrintsTold, problems=(401, 403))
def list_prints(request: HttpRequest) -> PrintsTold:
    """The caller's last 100 runs of printing."""
    return PrintsTold(prints=[_run(each) for each in printing.runs_of(caller_of(request).person)])


@operation(router, "GET", "/prints/{run}", scope=Scope.READ, gives=PrintTold)
def get_print(request: HttpRequest, run: Id) -> PrintTold:
    """How far a run is."""
    return _run(printing.own(run, person=caller_of(request).person))


@operation(router, "GET", "/prints/{run}/rows", scope=Scope.READ, gives=PrintRows)
def list_print_rows(request: HttpRequest, run: Id, after: After = 0, limit: Limit = 100) -> PrintRows:
    """What became of each case, in the order in which they were chosen."""
    own = printing.own(run, person=caller_of(request).person)
    found = list(own.rows.filter(row__gt=after).order_by("row")[: limit + 1])
    return PrintRows(
        rows=[
            PrintRowTold(
                row=each.row,
                uid=each.uid,
                number=each.number,
                done=each.done,
                reason=each.reason,
                part=each.part,
                pages=each.pages,
            )
            for each in found[:limit]
        ],
        next=found[limit - 1].row if len(found) > limit else None,
    )


@operation(router, "GET", "/prints/{run}/parts/{volume}", scope=Scope.READ, gives=bytes)
def download_print(request: HttpRequest, run: Id, volume: Volume) -> FileResponse:
    """A file of a run."""
    own = printing.own(run, person=caller_of(request).person)
    if own.let_go:
        raise PaperRefused("let_go")
    path = printing.part_of(own.id, volume) if volume <= own.parts else None
    if path is None:
        raise missing()
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{own.document}-{volume}.pdf", content_type=PDF)


@operation(router, "POST", "/prints/{run}/advance", scope=Scope.READ, gives=PrintTold)
def advance_print(request: HttpRequest, run: Id) -> PrintTold:
    """Make the next file of a running run now. Safe beside the job runner, and after any interruption."""
    caller = caller_of(request)
    own = printing.own(run, person=caller.person)
    printing.advance(own.id, caller.at)
    return _run(printing.own(run, person=caller.person))


@operation(router, "POST", "/prints/{run}/stop", scope=Scope.READ, gives=PrintTold)
def stop_print(request: HttpRequest, run: Id) -> PrintTold:
    """Stop a running run between two files. What is made stays."""
    caller = caller_of(request)
    return _run(printing.stop(run, person=caller.person, at=caller.at))


@operation(router, "POST", "/prints/{run}/continue", scope=Scope.READ, gives=PrintTold)
def continue_print(request: HttpRequest, run: Id) -> PrintTold:
    """Have a stopped run go on where it stood."""
    caller = caller_of(request)
    return _run(printing.go_on(run, person=caller.person, at=caller.at))


def _demand(pack: str, caller: Caller) -> Pack:
    """The active pack. What the caller may not change the papers of is not there for him."""
    if pack not in templates.changeable(person=caller.person, at=caller.at):
        raise missing()
    return next(each for _number, each in library.active_packs() if each.name == pack)


def _demand_any(caller: Caller) -> None:
    if not is_administrator(caller.person) and not templates.changeable(person=caller.person, at=caller.at):
        raise missing()


def _line(each: Template, pack: Pack) -> TemplateLine:
    return TemplateLine(
        path=each.path,
        documents=[one.name for one in pack.documents.values() if each.path.endswith(one.template)],
        changed=each.changed,
        stale=each.stale,
    )


def _in_full(each: Template, pack: Pack) -> TemplateInFull:
    history = [
        TemplateChange(number=one.number, text=one.text, by=one.by, at=one.at, reason=one.reason)
        for one in each.history
    ]
    return TemplateInFull(**_line(each, pack).dict(), text=each.text, own=each.own, history=history)


def _letterhead() -> LetterheadTold:
    stands = letterhead.letterhead()
    return LetterheadTold(
        name=stands.name,
        address=stands.address,
        phone=stands.phone,
        footer=stands.footer,
        logo=stands.logo is not None,
        number=stands.number,
    )


def _run(run: PrintRun) -> PrintTold:
    return PrintTold(
        id=run.id,
        procedure=run.procedure,
        document=run.document,
        stage=str(run.stage),
        count=run.count,
        rows_done=run.at_row - 1,
        printed=run.printed,
        missing=run.missing,
        pages=run.pages,
        parts=run.parts,
        let_go=run.let_go,
        created_at=run.created_at,
        changed_at=run.changed_at,
    )
