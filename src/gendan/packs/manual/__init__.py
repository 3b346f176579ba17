"""手册 The job manual of a department, made from the definition that runs.

`manual_of(pack, …)` gives the content, a `Manual` of chapters; `as_html`, `as_pdf` and `bpmn` give it a face.
"""

from gendan.packs.manual.content import Manual, Section
from gendan.packs.manual.making import Behind, Wanted, manual_of
from gendan.packs.manual.speech import InForce

__all__ = ["Behind", "InForce", "Manual", "Section", "Wanted", "manual_of"]
