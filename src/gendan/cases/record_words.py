"""查登记 What conditions and values read of declared records: `record.customer_product(line, name).phone`.

A record is found by its whole key and read as it stands on the day of the command, by the working calendar's zone. What
is written later changes nothing that was judged before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gendan.cases import records
from gendan.cases.basis import Basis
from gendan.core.pack import RecordType


@dataclass(slots=True)
class RecordWords:
    """The records that the commands of one transaction read, each found once."""

    under: Basis
    at: datetime
    _kept: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)

    def __call__(self, name: str, key: tuple[object, ...], column: str | None) -> object:
        """A field of the record; None where there is none, where the key is not filled, and where nothing is."""
        kind = self.under.pack.records.get(name)
        text = None if kind is None else self._text(kind, key)
        if kind is None or text is None or column is None:
            return None
        if (name, text) not in self._kept:
            self._find(kind, [text])
        return self._kept[name, text].get(column)

    def expect(self, name: str, keys: Sequence[tuple[object, ...]]) -> None:
        """Find all of these at once."""
        kind = self.under.pack.records.get(name)
        if kind is None:
            return
        texts = dict.fromkeys(text for key in keys if (text := self._text(kind, key)) is not None)
        if new := [text for text in texts if (name, text) not in self._kept]:
            self._find(kind, new)

    def _text(self, kind: RecordType, key: tuple[object, ...]) -> str | None:
        return records.key_of(kind, key, self.under.calendar.timezone)

    def _find(self, kind: RecordType, texts: list[str]) -> None:
        today = self.under.calendar.local(self.at).date()
        found = records.standing_by_key(self.under.pack, kind, texts, on=today)
        self._kept.update({(kind.name, text): found.get(text, {}) for text in texts})
