"""What stands on a paper, in words: for rehearsals, which print nothing."""

from __future__ import annotations

from dataclasses import replace

from gendan.cases import library
from gendan.cases.documents.data import telling
from gendan.cases.documents.making import document_of
from gendan.cases.documents.reach import papers_of
from gendan.cases.effects import Call
from gendan.cases.telling import told
from gendan.packs.printing import text_of


def words_of(call: Call) -> str:
    """The text of the paper that an effect prints, in Chinese. Raises TemplateFault."""
    document = document_of(library.pack(call.definition), call.word)
    files = papers_of(library.files(call.definition), document)
    case = told(call)
    # A pack's stories say what its papers say, whatever site they are played on.
    paper = replace(telling(case, call, document, files, "zh").paper, company={})
    return text_of(files, document.template, paper.data(), case.at)
