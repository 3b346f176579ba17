"""What conditions of the past need besides the row: everything done before, the parent, areas' words.

Read case by case, and only where a condition asks: `done(…)`, `last(…).x`, `count(…)`, children, `parent.x`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from gendan.cases import library, registry
from gendan.cases.models import PackVersion
from gendan.core.case import Case
from gendan.core.events import Event, Json, Kind, microseconds
from gendan.core.fold import fold
from gendan.core.values import decode
from gendan.measures.plan import Plan
from gendan.measures.sources import Source
from gendan.measures.standing import Past


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What one row's conditions may ask of the past."""

    past: Past = ()
    children: Mapping[str, Json] = field(default_factory=dict)
    chain: Mapping[str, Json] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)
    parent: Mapping[str, object] = field(default_factory=dict)


def histories(plan: Plan, source: Source, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], History]:
    """The history of each row, by case and event."""
    cases = sorted({row["case_id"] for row in rows})
    asked = plan.asked
    events = source.histories(cases) if asked.past or asked.parent else {}
    words = _words(plan, cases)
    stood = {(row["case_id"], row["seq"]): _stood(events.get(row["case_id"], ()), row["seq"]) for row in rows}
    parents: dict[int, Sequence[Event]] = {}
    if asked.parent:
        wanted = sorted({case.parent for case, _ in stood.values() if case is not None and case.parent is not None})
        parents = source.histories(wanted)
    found = {}
    for row in rows:
        key = (row["case_id"], row["seq"])
        case, past = stood[key]
        at = row.get("t") or 0
        found[key] = History(
            past=past,
            children=case.children if case is not None else {},
            chain=case.chain if case is not None else {},
            words={word: values.get(row["case_id"]) for word, values in words.items()},
            parent=_parent(parents.get(case.parent or 0, ()), at) if case is not None and asked.parent else {},
        )
    return found


def _words(plan: Plan, cases: list[int]) -> dict[str, Mapping[int, object]]:
    """Areas' words as they stand when they are asked: an area tells of now."""
    told = registry.told_facts()
    found: dict[str, Mapping[int, object]] = {}
    for word in sorted(plan.asked.facts):
        if word in told:
            found[word] = dict.fromkeys(cases, told[word])
        elif (declared := registry.vocabulary().facts.get(word)) is not None:
            found[word] = registry.implementation(declared.loader)(cases)
    return found


def _stood(events: Sequence[Event], seq: int) -> tuple[Case | None, Past]:
    """The case with the event, and what had been done by then, this event included."""
    case: Case | None = None
    past: list[tuple[str, int, Mapping[str, Json]]] = []
    for event in events:
        if event.seq > seq:
            break
        case = fold(case, event)
        body = orjson.loads(event.body)
        at = body.get("happened", microseconds(event.at))
        if event.kind in (Kind.ACTED, Kind.OPENED):
            past.append((body.get("do", ""), at, _values(body)))
        elif event.kind is Kind.SIGNED and body.get("part"):
            past.append((body["part"], at, _values(body)))
        undone = body.get("undo") or ()
        past = [each for each in past if each[0] not in undone]
    return case, past


def _values(body: Mapping[str, Any]) -> Mapping[str, Json]:
    return {**(body.get("set") or {}), **(body.get("with") or {})}


def _parent(events: Sequence[Event], at: int) -> Mapping[str, object]:
    """The parent's fields as they stood at a moment, typed, with its state and number."""
    case: Case | None = None
    for event in events:
        if microseconds(event.at) > at:
            break
        case = fold(case, event)
    if case is None:
        return {}
    definition = PackVersion.objects.filter(hash=case.definition).values_list("id", flat=True).first()
    fields = library.procedure(definition, case.procedure).fields if definition is not None else {}
    values = {name: decode(fields[name], value) for name, value in case.data.items() if name in fields}
    return {**values, "state": case.state, "number": case.number}
