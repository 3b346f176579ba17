"""单据 Papers: printed from a pack's template after the commit, and attached to the case through the one door; their
templates as the site has them, and the site's letterhead."""

from gendan.cases.documents.errors import PaperRefused
from gendan.cases.documents.making import document_of, make
from gendan.cases.documents.wording import paper_refused

__all__ = ["PaperRefused", "document_of", "make", "paper_refused"]
