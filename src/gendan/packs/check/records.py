"""Records: keys that can be held, and writers that have what they write."""

from __future__ import annotations

from gendan.packs.check.subject import Whole
from gendan.packs.check.types import may_hold

_NO_KEY = frozenset({"rows", "file", "checklist"})


def check_records(whole: Whole) -> None:
    """Notes keys that can't tell one thing from another, and fields that a writer has under another type."""
    for record in whole.pack.records.values():
        for index, name in enumerate(record.key):
            field = record.fields.get(name)
            if field is not None and field.type in _NO_KEY:
                whole.report.error("record_key_of_type", record.place.of("key", index), name=name, type=field.type)
        for index, writer in enumerate(record.written_by):
            procedure = whole.pack.procedures.get(writer.partition(".")[0])
            if procedure is None:
                continue
            for name, field in record.fields.items():
                theirs = procedure.fields.get(name)
                if theirs is not None and not may_hold(whole.names.type(theirs), whole.names.type(field)):
                    whole.report.error(
                        "record_other_type",
                        record.place.of("written_by", index),
                        name=name,
                        given=theirs.type,
                        expected=field.type,
                        procedure=procedure.name,
                    )
