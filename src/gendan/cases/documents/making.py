"""Making a paper: once for each effect, however often the effect is tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.conf import settings

from gendan.cases import attachments, library
from gendan.cases.commands import run
from gendan.cases.documents.data import telling
from gendan.cases.effects import Call
from gendan.cases.telling import told
from gendan.core.command import Command, Verb
from gendan.core.pack import Document, Pack
from gendan.core.refusals import Reason, Refused
from gendan.packs.folder import Files
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
    files = papers_of(library.files(call.definition), document)
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
        extra={"document": document.name, "tells": list(said.tells)},
        key=f"document:{call.key}",
    )
    outcome = run(command, person=0, at=call.at)
    # The key is taken by another command only where this paper was attached before, printed by another Gendan.
    if not outcome.done and [reason.code for reason in outcome.reasons] != ["key"]:
        raise Refused(outcome.reasons)


def papers_of(files: Mapping[str, bytes], document: Document) -> Files:
    """The files within the template's reach: the pack's own, or those of the pack that the document is taken from."""
    if document.template in files:
        return {path: content for path, content in files.items() if not path.startswith(f"{library.USED}/")}
    for path in files:
        start, found, _ = path.partition(f"/{document.template}")
        if found and path == f"{start}/{document.template}" and start.startswith(f"{library.USED}/"):
            inside = f"{start}/"
            return {each.removeprefix(inside): content for each, content in files.items() if each.startswith(inside)}
    raise KeyError(document.template)


def _language() -> str:
    """The language of papers: the site's."""
    return "en" if settings.LANGUAGE_CODE.startswith("en") else "zh"
