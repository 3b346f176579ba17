"""Making a paper: once for each effect, however often the effect is tried."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings

from gendan.cases import attachments, library
from gendan.cases.commands import run
from gendan.cases.documents.data import telling
from gendan.cases.documents.letterhead import letterhead
from gendan.cases.documents.reach import papers_of
from gendan.cases.documents.templates import files_of
from gendan.cases.effects import Call
from gendan.cases.telling import told
from gendan.core.command import Command, Verb
from gendan.core.pack import Document, Pack
from gendan.core.refusals import Reason, Refused
from gendan.packs.printing import TemplateFault, printed


def make(calls: Sequence[Call]) -> None:
    """Print the papers of these effects and attach each to its case, by the system.

    Raises Refused: `effect.document.NAME` where its template can't be printed, and whatever the one door refuses.
    """
    for call in calls:
        _make(call)


def document_of(pack: Pack, word: str) -> Document:
    """The document that an effect's word names. Raises KeyError."""
    return pack.documents[word.partition(".")[2]]


def _make(call: Call) -> None:
    document = document_of(library.pack(call.definition), call.word)
    case = told(call)
    files = {**papers_of(files_of(call.definition), document), **letterhead().files()}
    said = telling(case, call, document, files, _language())
    try:
        content = printed(files, document.template, said.paper.data(), case.at)
    except TemplateFault as fault:
        raise Refused((Reason(f"effect.{call.word}", {"reason": "template", "detail": str(fault)}),)) from fault
    name = f"{document.title.in_language(_language())}-{case.case.number}.pdf"
    file = attachments.store([content], name=re.sub(r"[^\w.\-]", "_", name), by=0, at=call.at)
    command = Command(
        verb=Verb.ATTACH,
        case=call.case,
        given={"file": file},
        extra={"document": document.name, "tells": list(said.tells), "of": call.seq},
        key=f"document:{call.key}",
    )
    outcome = run(command, person=0, at=call.at)
    # The key is taken by another command only where this paper was attached before, printed by another Gendan.
    if not outcome.done and [reason.code for reason in outcome.reasons] != ["key"]:
        raise Refused(outcome.reasons)


def _language() -> str:
    """The language of papers: the site's."""
    return "en" if settings.LANGUAGE_CODE.startswith("en") else "zh"
