"""内容 What a report shows for a period: its figures with their past, a table by what it groups by, or its lines.

Content is plain data as JSON has it, so that it can be frozen, hashed, compared and shown again years later. Every
text stands in it in both languages; figures and cells are exact, as text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import orjson

from gendan.cases.basis import Basis
from gendan.cases.prose import Speaker, value_in_words
from gendan.core.expression import Expression, parse
from gendan.core.field import Field
from gendan.core.pack import Figure as Sort
from gendan.core.pack import Measure, Report, addressed
from gendan.core.refusals import Refused
from gendan.core.text import Text
from gendan.core.values import decode
from gendan.measures import queries
from gendan.measures.periods import Period, containing
from gendan.measures.reports.declared import Declared
from gendan.measures.reports.lines import MOST, Beyond, Line, lines
from gendan.measures.results import Figure, Value
from gendan.people import access

COUNT: Final = "count"
_COUNTED: Final = Text("件数", "Cases")
_NOW: Final = {"state": "state@end", "kind": "kind", "owner": "person", "post": "post"}
_TITLES: Final = {
    "state": Text("状态", "State"),
    "kind": Text("类别", "Kind"),
    "owner": Text("责任人", "Owner"),
    "post": Text("岗位", "Post"),
    "month": Text("月份", "Month"),
}
LANGUAGES: Final = ("zh", "en")

Content = Mapping[str, Any]


def content(of: Declared, period: Period, *, person: int | None, at: datetime, beyond: Beyond | None = None) -> Content:
    """What the report says about a period. With `person` (a report of his own) only what is credited to him; with
    `beyond` (in a rehearsal) only what came after.

    Raises Refused where a figure can't be computed.
    """
    report = of.report
    told: dict[str, Any] = {
        "declared": of.name,
        "title": _text(report.title),
        "period": period.name,
        "first": period.first.isoformat(),
        "until": period.until.isoformat(),
        "person": person,
        "version": of.under.pack.version,
        "hash": of.under.pack.hash,
        "figures": [],
        "by": [],
        "columns": [],
        "rows": [],
        "left_out": 0,
    }
    if report.rows in of.under.pack.records or _is_list(of):
        _listed(told, of, period, at, person, beyond)
    else:
        _counted(told, of, period, at, person, beyond)
    told["digest"] = digest(told)
    return {**told, "made_at": at.isoformat()}


def digest(told: Content) -> str:
    """The SHA-256, in hex, of what is said, apart from when it was computed."""
    said = {name: value for name, value in told.items() if name not in ("digest", "made_at")}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _is_list(of: Declared) -> bool:
    """Whether the report lists cases: it names fields to show, or a date that decides which."""
    report, measures = of.report, of.under.pack.measures
    return report.in_ is not None or any(name != COUNT and name not in measures for name in report.show)


# -- figures


def _counted(
    told: dict[str, Any], of: Declared, period: Period, at: datetime, person: int | None, beyond: Beyond | None
) -> None:
    report = of.report
    under = _with_counts(of)
    names = list(report.show) or [COUNT]
    filters: Mapping[str, object] = {} if person is None else {"person": person}
    after = None if beyond is None else beyond.case
    figures = [_figure(under, name, period, at, filters=filters, beyond=after) for name in names]
    told["figures"] = [_said(each, under) for each in figures]
    if not report.by:
        return
    told["by"] = [
        {"name": name, "title": _text(_TITLES[name] if name in _TITLES else _field(under, report, name).title)}
        for name in report.by
    ]
    told["columns"] = [{"name": each.measure, "title": _text(each.title), "unit": each.unit} for each in figures]
    cells: dict[tuple[object, ...], list[str | None]] = {}
    told_of: set[tuple[object, ...]] = set()  # groups of which there is something: the others are all left out
    grouped = [name for name in report.by if name != "month"]
    for place, name in enumerate(names):
        for key, value in _groups(
            under, name, period, at, by=report.by, grouped=grouped, filters=filters, beyond=after
        ):
            cells.setdefault(key, [None] * len(names))[place] = _number(value.value)
            if value.counted or value.base:
                told_of.add(key)
    speakers = [_speaker(under, report, language) for language in LANGUAGES]
    told["rows"] = [
        {
            "key": [_plain(value) for value in key],
            "words": {
                speaker.language: [
                    _key_words(under, report, by, value, speaker) for by, value in zip(report.by, key, strict=True)
                ]
                for speaker in speakers
            },
            "values": values,
        }
        for key, values in sorted(cells.items(), key=lambda each: _order(each[1], each[0]))
        if key in told_of
    ]


def _with_counts(of: Declared) -> Basis:
    """The pack with what the report needs besides: the number of cases, and its measures among what it is about."""
    report, pack = of.report, of.under.pack
    opened = Measure(name=COUNT, title=_COUNTED, figure=Sort.COUNT, base=f"{report.rows}.open", procedure=report.rows)
    measures = {**pack.measures, COUNT: opened}
    if report.among is not None:
        measures = {
            name: replace(each, among=_both(each.among, report.among)) if name in report.show or name == COUNT else each
            for name, each in measures.items()
        }
    return replace(of.under, pack=replace(pack, measures=measures))


def _both(one: Expression | None, other: Expression) -> Expression:
    return other if one is None else parse(f"({one.text}) and ({other.text})")


def _figure(
    under: Basis,
    name: str,
    period: Period,
    at: datetime,
    *,
    by: Sequence[str] = (),
    filters: Mapping[str, object] = {},
    compared: bool = True,
    beyond: int | None = None,
) -> Figure:
    return queries.figure(
        under.pack.name,
        name,
        period,
        viewer=0,
        at=at,
        by=by,
        filters=filters,
        compared=compared,
        under=under,
        beyond=beyond,
    )


def _groups(
    under: Basis,
    name: str,
    period: Period,
    at: datetime,
    *,
    by: Sequence[str],
    grouped: Sequence[str],
    filters: Mapping[str, object],
    beyond: int | None,
) -> list[tuple[tuple[object, ...], Value]]:
    """The figure of every group, by the values of `by`; months are periods of their own."""
    asked = [_NOW.get(each, f"{each}@end") for each in grouped]
    months = _months(period) if "month" in by else [period]
    found = []
    for month in months:
        try:
            figure = _figure(under, name, month, at, by=asked, filters=filters, compared=False, beyond=beyond)
        except Refused:
            return []  # the measure is about cases that have no such field: it has a total and no groups
        for group in figure.groups:
            values = iter(group.key)
            key = tuple(month.name if each == "month" else next(values) for each in by)
            found.append((key, group.value))
    return found


def _months(period: Period) -> list[Period]:
    """The months that a period touches, cut to it."""
    found, month = [], containing("month", period.first)
    while month.first < period.until:
        found.append(Period(max(month.first, period.first), min(month.until, period.until), "month"))
        month = month.after()
    return found


def _said(figure: Figure, under: Basis) -> dict[str, Any]:
    target, anomaly = figure.target, figure.anomaly
    return {
        "measure": figure.measure,
        "title": _text(figure.title),
        "definition": _text(figure.definition),
        "unit": figure.unit,
        "share": under.pack.measures[figure.measure].in_percent,
        "value": _number(figure.total.value),
        "counted": figure.total.counted,
        "base": figure.total.base,
        "previous": None if figure.previous is None else _number(figure.previous.value),
        "target": None if target is None else {"operator": target.operator, "value": _number(target.value)},
        "met": figure.met,
        "provisional": figure.provisional,
        "anomaly": None
        if anomaly is None
        else {
            "middle": _number(anomaly.middle),
            "distance": _number(anomaly.distance),
            "rule": _text(anomaly.rule),
        },
        "grounds": figure.digest,
    }


# -- lines


def _listed(
    told: dict[str, Any], of: Declared, period: Period, at: datetime, person: int | None, beyond: Beyond | None
) -> None:
    report, under = of.report, of.under
    fields = {name: each for name, each in _fields(under, report).items() if each.seen_by is None and not each.hidden}
    shown = [fields[name] for name in report.show if name in fields] or [
        each for each in fields.values() if each.type not in ("file", "rows", "checklist")
    ]
    found: Sequence[Line] = lines(of, period, at, person, beyond)
    told["columns"] = [{"name": each.name, "title": _text(each.title), "unit": each.unit or ""} for each in shown]
    told["left_out"] = max(0, len(found) - MOST)
    speakers = [_speaker(under, report, language) for language in LANGUAGES]
    naming = [name for name in addressed(fields) if name in report.to]
    told["rows"] = [
        {
            **({"names": _named(line, naming)} if naming else {}),
            "key": [line.name],
            "words": {
                speaker.language: [
                    value_in_words(each, decode(each, line.data.get(each.name)), speaker) for each in shown
                ]
                for speaker in speakers
            },
            "values": [_plain(line.data.get(each.name)) for each in shown],
        }
        for line in found[:MOST]
    ]


def _named(line: Line, fields: Sequence[str]) -> list[int]:
    """The persons whom a line names, who get it."""
    found = [line.data.get(name) for name in fields]
    return sorted({each for each in found if isinstance(each, int) and not isinstance(each, bool)})


def own_lines(told: Content, person: int) -> Content:
    """What a person gets who is named by lines of a report: these alone. The digest stays that of the whole."""
    return {**told, "rows": [line for line in told["rows"] if person in line.get("names", ())], "left_out": 0}


# -- words


def _fields(under: Basis, report: Report) -> Mapping[str, Field]:
    procedure = under.pack.procedures.get(report.rows)
    return procedure.fields if procedure is not None else under.pack.records[report.rows].fields


def _field(under: Basis, report: Report, name: str) -> Field:
    return _fields(under, report)[name]


def _speaker(under: Basis, report: Report, language: str) -> Speaker:
    people = {key: member.name for key, member in access.organization().members.items()}
    return Speaker(
        language=language,
        pack=under.pack,
        procedure=under.pack.procedures.get(report.rows),
        people=people,
        zone=under.calendar.timezone,
    )


def _key_words(under: Basis, report: Report, by: str, value: object, speaker: Speaker) -> str:
    procedure = under.pack.procedures[report.rows]
    if value is None:
        return speaker.both("（空）", "(none)")
    if by == "state":
        state = procedure.states.get(str(value))
        return speaker.say(state.title) if state is not None else str(value)
    if by == "kind":
        kind = procedure.kinds.get(str(value))
        return speaker.say(kind.title) if kind is not None else str(value)
    if by == "owner":
        return speaker.person(value)
    if by == "post":
        return speaker.post(str(value))
    if by == "month":
        return str(value)
    return value_in_words(_field(under, report, by), value, speaker)


def _text(text: Text) -> dict[str, str]:
    return {language: text.in_language(language) for language in LANGUAGES}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize() if value else Decimal(0), "f")


def _plain(value: object) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _order(values: Sequence[str | None], key: tuple[object, ...]) -> tuple[Any, ...]:
    """The largest first, by the first column; then by the key."""
    first = values[0]
    return (0 if first is not None else 1, -Decimal(first or 0), tuple(str(each) for each in key))
