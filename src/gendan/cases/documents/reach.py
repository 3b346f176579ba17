"""What lies within the reach of a paper's template."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.cases import library
from gendan.core.pack import Document
from gendan.packs.folder import Files


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
