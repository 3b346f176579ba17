"""Compares what a report of the pack says with what a story expects of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from gendan.cases.registry import implementation, vocabulary
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rehearsal.stage import Stage
from gendan.core.story import Expect, Written


def compare(stage: Stage, step: Expect) -> None:
    """Raise Difference where the report, about the last period that has ended, is not as `step` says."""
    place = step.place.of("expect", "report")
    reporter = vocabulary().reporter
    if reporter is None:
        raise Difference("not_reported", place, name=step.report)
    declared = stage.pack.reports.get(step.report or "")
    if declared is None:
        raise Difference("unknown_name", place, what="reports", name=step.report)
    person = None
    if declared.for_each is not None and step.actor is not None:
        person = stage.person(step.actor, step.place)
    said = implementation(reporter)(
        under=stage.basis,
        report=declared.name,
        at=stage.now,
        person=person,
        beyond=stage.first,
        versions=stage.first_version,
    )
    if step.rows is not None:
        _rows(step, step.rows, [dict(_cells(said, row)) for row in said["rows"]])
    if step.missed is not None:
        missed = sorted(each["measure"] for each in said["figures"] if each["met"] is False)
        if sorted(step.missed) != missed:
            raise Difference("differs", place, what="missed", expected=sorted(step.missed), found=missed)


def _cells(said: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A line as people read it in Chinese: by the names of what it is grouped by, and of its columns."""
    keys = [each["name"] for each in said["by"]]
    columns = [each["name"] for each in said["columns"]]
    if not keys:
        yield from zip(columns, row["words"]["zh"], strict=True)
        return
    yield from zip(keys, row["words"]["zh"], strict=True)
    for name, value in zip(columns, row["values"], strict=True):
        yield name, "none" if value is None else str(value)


def _rows(step: Expect, expected: tuple[Mapping[str, Written], ...], found: list[dict[str, str]]) -> None:
    place = step.place.of("expect", "rows")
    if len(expected) != len(found):
        raise Difference("differs", place, what="rows", expected=len(expected), found=found)
    for index, (wanted, line) in enumerate(zip(expected, found, strict=True)):
        for name, said in wanted.items():
            if name not in line:
                raise Difference("unknown_name", place.of(index, name), what="report", name=name)
            if not _same(str(said), line[name]):
                what = f"rows.{index + 1}.{name}"
                raise Difference("differs", place.of(index, name), what=what, expected=said, found=line[name])


def _same(said: str, found: str) -> bool:
    """Whether a cell is as a story writes it: its words, or a number to as many places as are written."""
    if said == found:
        return True
    try:
        expected, figure = Decimal(said), Decimal(found)
    except InvalidOperation:
        return False
    return figure.quantize(expected, ROUND_HALF_EVEN) == expected
