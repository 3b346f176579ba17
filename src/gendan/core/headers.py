"""表头 Headers of tables that people write: how two are compared."""

from __future__ import annotations

import unicodedata


def comparable(header: str) -> str:
    """A header as it is compared: half-width, without blanks around or doubled, in lower case."""
    return " ".join(unicodedata.normalize("NFKC", header).replace("\ufeff", "").split()).lower()
