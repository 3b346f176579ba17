"""Papers: every template is printed twice for each procedure that prints it, with nothing filled and with all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from gendan.core.pack import Document
from gendan.core.procedure import Procedure
from gendan.core.text import Place
from gendan.packs.check.subject import Whole
from gendan.packs.paper import empty, sample
from gendan.packs.printing import TemplateFault, printed

ANY_MOMENT: Final = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
"""When papers are printed that are only tried."""


def check_papers(whole: Whole) -> None:
    """Notes templates that can't be printed. Those of a pack that this one takes from were examined there."""
    files = whole.report.files
    parties = {
        field.name for each in whole.pack.procedures.values() for field in each.fields.values() if field.type == "party"
    }
    for document in whole.pack.documents.values():
        _demand_voiding(whole, document)
        # One that is only taken from another pack, and that nothing here prints, goes to nobody.
        used = any(given_to(each, document) is not None for each in whole.pack.procedures.values())
        for name in document.goes_to if used else ():
            if name not in parties:
                whole.report.unknown("unknown_field", document.place.of("goes_to"), name, sorted(parties))
    for document in whole.pack.documents.values():
        if document.template not in files:
            continue
        if not document.template.endswith(".typ"):
            whole.report.error("template_kind", Place(document.template), name=document.name)
            continue
        for procedure in whole.pack.procedures.values():
            given = given_to(procedure, document)
            if given is not None and not _prints(whole, document, procedure, given):
                break


def _demand_voiding(whole: Whole, document: Document) -> None:
    """That each action by which the paper is void is one of a procedure that prints it."""
    printing = [each for each in whole.pack.procedures.values() if given_to(each, document) is not None]
    known = {name for each in printing for name in each.actions}
    for name in document.voided_by if printing else ():
        if name not in known:
            whole.report.unknown("unknown_action", document.place.of("voided_by"), name, sorted(known))


def given_to(procedure: Procedure, document: Document) -> Mapping[str, str] | None:
    """What a procedure's effects give a paper, by name; None where it never prints it."""
    effects = [
        effect
        for action in procedure.actions.values()
        for effect in action.then
        if effect.word == f"document.{document.name}"
    ]
    return {name: "…" for effect in effects for name, _ in effect.arguments} if effects else None


def _prints(whole: Whole, document: Document, procedure: Procedure, given: Mapping[str, str]) -> bool:
    needed = [fact for fact in whole.vocabulary.facts.values() if fact.name.partition(".")[0] in whole.pack.needs]
    for make in (empty, sample):
        paper = make(document, whole.pack, procedure, given, needed)
        try:
            printed(whole.report.files, document.template, paper.data(), ANY_MOMENT)
        except TemplateFault as fault:
            place = Place(fault.file, fault.line, fault.column)
            whole.report.error("template_fault", place, name=document.name, detail=fault.message[:300])
            return False
    return True
