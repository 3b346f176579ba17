"""试印 A template tried before it holds: printed for nothing filled, for everything filled, or for a real case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from gendan.cases import library
from gendan.cases.documents.data import telling
from gendan.cases.documents.errors import PaperRefused, fault_of
from gendan.cases.documents.letterhead import letterhead
from gendan.cases.documents.reach import papers_of
from gendan.cases.effects import Call
from gendan.cases.registry import vocabulary
from gendan.cases.sight import sees_field
from gendan.cases.telling import standing
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.events import Json
from gendan.core.pack import Document, Pack
from gendan.core.procedure import Procedure
from gendan.core.vocabulary import Fact
from gendan.packs.check.papers import ANY_MOMENT, given_to
from gendan.packs.folder import Files
from gendan.packs.paper import empty, sample
from gendan.packs.printing import TemplateFault, pictured, printed

Form = Literal["pdf", "png"]
"""A paper as one PDF, or as a picture of each page."""

_UNTOLD: Final = "…"


def demand_printable(definition: int, files: Files, path: str) -> None:
    """Raises PaperRefused (`fault`, with detail, file, line and column) unless every paper that is made with the file
    at `path` can be printed, with nothing filled and with all."""
    pack = library.pack(definition)
    for document, procedure, given in uses(pack, files, path):
        within = papers_of(files, document)
        for make in (empty, sample):
            try:
                printed(
                    within, document.template, make(document, pack, procedure, given, _facts(pack)).data(), ANY_MOMENT
                )
            except TemplateFault as fault:
                raise fault_of(fault) from fault


def uses(pack: Pack, files: Files, path: str) -> Iterator[tuple[Document, Procedure, Mapping[str, str]]]:
    """The papers that are made with the file at `path`, each with a procedure that prints it and what it is given.

    What lies in a folder of its own is shared by all papers.
    """
    inside = path.split("/", 2)[2] if path.startswith(f"{library.USED}/") else path
    shared = inside.count("/") > 1
    for document in pack.documents.values():
        if document.template != inside and not shared:
            continue
        try:
            papers_of(files, document)
        except KeyError:
            continue
        for procedure in pack.procedures.values():
            given = given_to(procedure, document)
            if given is not None:
                yield document, procedure, given


def shown(definition: int, files: Files, path: str, form: Form, *, language: str = "zh") -> list[bytes]:
    """The paper that is made with the file at `path`, as if everything were filled. Raises PaperRefused:
    `missing` where none is, `fault`."""
    pack = library.pack(definition)
    for found, procedure, given in uses(pack, files, path):
        paper = replace(sample(found, pack, procedure, given, _facts(pack)), language=language)
        return _typeset(files, found, replace(paper, company=letterhead().texts()).data(), form)
    raise PaperRefused("missing")


def shown_of_case(
    definition: int,
    files: Files,
    path: str,
    case: Case,
    actor: Actor,
    form: Form,
    *,
    at: datetime,
    language: str = "zh",
) -> list[bytes]:
    """The paper that is made with the file at `path`, with what a case holds now that `actor` sees.

    Raises PaperRefused: `missing` where the case's procedure prints none with it, `access` where the paper tells what
    he may not see, `fault`.
    """
    told = standing(case.id, at)
    for found, procedure, given in uses(library.pack(definition), files, path):
        if procedure.name != told.procedure.name:
            continue
        call = Call(
            case=case.id,
            seq=told.case.seq,
            uid=told.case.uid,
            number=told.case.number,
            procedure=told.case.procedure,
            definition=definition,
            word=f"document.{found.name}",
            arguments={},
            to=(),
            person=0,
            at=at,
            key="",
        )
        said = telling(told, call, found, papers_of(files, found), language)
        if not all(sees_field(told.procedure.fields[name], case, actor) for name in said.tells):
            raise PaperRefused("access")
        data = said.paper.data()
        return _typeset(files, found, {**data, "given": dict.fromkeys(given, _UNTOLD)}, form)
    raise PaperRefused("missing")


def _typeset(files: Files, document: Document, data: Mapping[str, Json], form: Form) -> list[bytes]:
    within = {**papers_of(files, document), **letterhead().files()}
    try:
        if form == "png":
            return pictured(within, document.template, data, ANY_MOMENT)
        return [printed(within, document.template, data, ANY_MOMENT)]
    except TemplateFault as fault:
        raise fault_of(fault) from fault


def _facts(pack: Pack) -> list[Fact]:
    return [fact for fact in vocabulary().facts.values() if fact.name.partition(".")[0] in pack.needs]
