"""单据 Papers: printed from a pack's template after the commit, and attached to the case through the one door."""

from gendan.cases.documents.making import document_of, make

__all__ = ["document_of", "make"]
