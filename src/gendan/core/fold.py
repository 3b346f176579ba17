"""From events to the case: what each event's body says has changed, is changed. No rule is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from operator import attrgetter

import orjson

from gendan.core.case import Case
from gendan.core.deadlines import Clock, from_json
from gendan.core.events import SILENT, Event, Json, Kind, chained, microseconds

_FIELDS = tuple(each.name for each in fields(Case))
_VALUES = attrgetter(*_FIELDS)
_PUT: Mapping[str, Callable[[Case, object], None]] = {name: Case.__dict__[name].__set__ for name in _FIELDS}
_PUTS = tuple(_PUT.values())
_Change = Callable[[Case, Event, Mapping[str, Json], dict[str, object]], None]


def fold(case: Case | None, event: Event) -> Case:
    """The case after `event`. `case` is None before its first event, which is OPENED.

    Raises ValueError where the event is not the case's next one.
    """
    body = orjson.loads(event.body)
    return folded(case, event, body)


def fold_all(events: Iterable[Event]) -> Case:
    """The case that all its events lead to. Raises ValueError where there is none, or one is missing."""
    case: Case | None = None
    for event in events:
        case = fold(case, event)
    if case is None:
        raise ValueError("a case without events")
    return case


def folded(
    case: Case | None, event: Event, body: Mapping[str, Json], clocks: Mapping[str, Clock] | None = None
) -> Case:
    """The case after an event whose body is decoded already, and whose clocks may be."""
    if case is None:
        if event.kind is not Kind.OPENED or event.seq != 1:
            raise ValueError(f"case {event.case} does not begin with its opening")
        case, changes = _NOTHING_YET, _opened(event, body)
    elif event.seq != case.seq + 1 or event.case != case.id:
        raise ValueError(f"event {event.seq} does not follow {case.seq} of case {case.id}")
    else:
        changes = {}
    changes["seq"] = event.seq
    changes["head"] = chained(case.head, event)
    if event.kind not in SILENT:
        changes["version"] = event.seq
    for key in body:
        if (change := _CHANGES.get(key)) is not None:
            change(case, event, body, changes)
    if "undo" in body:
        _undo(case, event, body, changes)
    if "clocks" in body:
        _clocks(case, body, changes, clocks)
    return evolved(case, changes)


def evolved(case: Case, changes: Mapping[str, object]) -> Case:
    """A copy of the case with `changes`. (dataclasses.replace would take six times as long.)"""
    new = object.__new__(Case)
    for put, value in zip(_PUTS, _VALUES(case), strict=True):
        put(new, value)
    for name, value in changes.items():
        _PUT[name](new, value)
    return new


_NOTHING_YET = Case(procedure="", definition="")
"""What the first event changes into a case."""


def _opened(event: Event, body: Mapping[str, Json]) -> dict[str, object]:
    return {
        "id": event.case,
        "uid": _text(body.get("uid")),
        "procedure": _text(body["procedure"]),
        "definition": _text(body["definition"]),
        "kind": _optional(body.get("kind")),
        "number": _text(body.get("number")),
        "label": _text(body.get("label")),
        "opened_at": event.at,
        "opened_by": event.actor,
        "parent": _whole(body.get("parent")),
        "parent_name": _optional(body.get("parent_name")),
        "origin": _whole(body.get("origin")),
        "memory": _mapping(body.get("memory")),
    }


def _to(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    changes["state"] = body["to"]
    changes["entered_at"] = event.at
    changes["back"] = body.get("from")
    changes["final"] = body.get("final")


def _set(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    changes["data"] = _patched(case.data, _mapping(body["set"]))


def _mem(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    """Remembers the act: `mem` holds the values that rules read of its last event."""
    memory = dict(_mapping(changes.get("memory", case.memory)))
    act = _text(body.get("part") or body["do"])
    known = _mapping(memory.get(act))
    count = known.get("n", 0)
    said = known.get("by", [])
    before = said if isinstance(said, list) else []
    signers = body.get("signers")
    acted: list[Json] = [event.actor, body.get("for"), *(signers if isinstance(signers, list) else ())]
    persons = list(dict.fromkeys(person for person in acted if person))
    if event.actor in persons:
        persons.remove(event.actor)
        persons.append(event.actor)
    entry: dict[str, Json] = {
        "n": (count if isinstance(count, int) else 0) + 1,
        "by": [*(person for person in before if person not in persons), *persons],
        "at": body.get("happened", microseconds(event.at)),
        "seq": event.seq,
    }
    if body["mem"]:
        entry["with"] = body["mem"]
    memory[act] = entry
    changes["memory"] = memory


def _undo(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    """What was done no longer counts as done: something that it covers has changed."""
    memory = dict(_mapping(changes.get("memory", case.memory)))
    undone = body["undo"]
    for act in undone if isinstance(undone, list) else ():
        known = memory.get(_text(act))
        if isinstance(known, dict):
            memory[_text(act)] = {**known, "ok": False}
    changes["memory"] = memory


def _fix(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    """A correction of what an action recorded for itself: rules read the corrected value from now on."""
    memory = dict(_mapping(case.memory))
    known = memory.get(_text(body["do"]))
    if isinstance(known, dict):
        memory[_text(body["do"])] = {**known, "with": _patched(_mapping(known.get("with")), _mapping(body["fix"]))}
    changes["memory"] = memory


def _claim(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    changes["holder"] = body["claim"] or None


def _chain(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    changes["chain"] = _patched(case.chain, _mapping(body["chain"]))


def _pend(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    changes["pending"] = _patched(case.pending, _mapping(body["pend"]))


def _child(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
    """Children as they became, each found by its id, new ones last."""
    children = dict(case.children)
    for name, told in _mapping(body["child"]).items():
        stands = children.get(name)
        known = {each["id"]: each for each in (stands if isinstance(stands, list) else []) if isinstance(each, dict)}
        for each in told if isinstance(told, list) else ():
            if isinstance(each, dict):
                known[each["id"]] = each
        children[name] = list(known.values())
    changes["children"] = children


def _clocks(
    case: Case, body: Mapping[str, Json], changes: dict[str, object], known: Mapping[str, Clock] | None
) -> None:
    clocks = dict(case.clocks)
    for name, said in _mapping(body["clocks"]).items():
        if said is None:
            clocks.pop(name, None)
        else:
            clocks[name] = known[name] if known is not None else from_json(name, _mapping(said))
    changes["clocks"] = clocks


def _plain(name: str) -> _Change:
    def change(case: Case, event: Event, body: Mapping[str, Json], changes: dict[str, object]) -> None:
        changes[name] = body[name]

    return change


def _patched(stands: Mapping[str, Json], patch: Mapping[str, Json]) -> dict[str, Json]:
    """`stands` with the keys of `patch`; a key whose value is nothing is taken away."""
    patched = {**stands, **patch}
    for name, value in patch.items():
        if value is None:
            del patched[name]
    return patched


def _mapping(value: object) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _optional(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) else None


_CHANGES: Mapping[str, _Change] = {
    "to": _to,
    "set": _set,
    "mem": _mem,
    "fix": _fix,
    "claim": _claim,
    "chain": _chain,
    "pend": _pend,
    "child": _child,
    **{name: _plain(name) for name in ("post", "party", "priority", "state", "back", "definition", "procedure")},
}
