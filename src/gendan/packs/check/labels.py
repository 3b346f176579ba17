"""Every text that a person reads is there in both languages. Asked of the packs that Gendan ships."""

from __future__ import annotations

import re

from gendan.packs.check.subject import Whole
from gendan.packs.describe import labels

_CHINESE = re.compile("[一-鿿]")


def check_labels(whole: Whole) -> None:
    """Notes texts that are Chinese alone. A title that says no more than the name needs no other."""
    for label in labels(whole.pack):
        if not label.text.en and _CHINESE.search(label.text.zh):
            whole.report.error("label_missing", label.place, name=label.path, text=label.text.zh[:60], language="en")
