"""Kinds stand in one table: a kind that has no value in a column that is read is most often forgotten."""

from __future__ import annotations

from gendan.packs.check.conditions import conditions_of
from gendan.packs.check.subject import Subject


def check_kinds(subject: Subject) -> None:
    """Notes values of kinds that some condition reads and that some kind lacks, and columns that nothing reads."""
    kinds = subject.procedure.kinds.values()
    if not kinds:
        return
    words = {word for condition in conditions_of(subject) for word in condition.expression.words}
    for column in subject.names.kinds:
        for kind in kinds:
            if kind.value(column) is None and f"kind.{column}" in words:
                subject.report.warn("kind_without_value", kind.place, name=column, kind=kind.name)
