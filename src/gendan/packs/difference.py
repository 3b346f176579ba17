"""What changes from one version of a pack to another, and what open cases would miss in the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gendan.core.due import Amount
from gendan.core.expression import Expression
from gendan.core.pack import Pack, renamed
from gendan.core.procedure import Procedure
from gendan.core.text import Text

_WRITTEN = {
    "sources": "from",
    "with_": "with",
    "for_each": "for",
    "for_": "for",
    "in_": "in",
    "from_": "from",
    "of": "of",
}
"""What an attribute is called in a pack, where that is otherwise."""
_SECTIONS = (
    "posts",
    "settings",
    "tables",
    "records",
    "imports",
    "exchanges",
    "notices",
    "documents",
    "measures",
    "scorecards",
    "reports",
)
_ELEMENTS = ("fields", "kinds", "states", "gates", "parts", "actions", "deadlines", "lists")


class Sort(StrEnum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """An element that is new, gone, or otherwise: `keys` maps each changed key to what it said and says."""

    sort: Sort
    path: str
    title: str = ""
    keys: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Missed(StrEnum):
    """What an open case uses and the newer version has not."""

    PROCEDURE = "procedure"
    KIND = "kind"
    STATE = "state"
    FIELD = "field"
    ACTION = "action"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Break:
    """Something that open cases use and that is gone. `cases` is how many, where it is known."""

    procedure: str
    missed: Missed
    name: str
    cases: int | None = None


@dataclass(frozen=True, slots=True)
class InUse:
    """What the open cases of a procedure use: names with the number of cases."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    deadlines: Mapping[str, int] = field(default_factory=dict)


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every element that differs, in the order of the newer pack, what is gone at its end."""
    before, after = dict(_elements(old)), dict(_elements(new))
    found: list[Change] = []
    for path, element in after.items():
        if path not in before:
            found.append(Change(Sort.ADDED, path, _title(element)))
        elif keys := _keys(before[path], element):
            found.append(Change(Sort.CHANGED, path, _title(element), keys))
    found += [Change(Sort.REMOVED, path, _title(element)) for path, element in before.items() if path not in after]
    return tuple(found)


def breaks(old: Pack, new: Pack, in_use: Mapping[str, InUse] | None = None) -> tuple[Break, ...]:
    """What open cases of `old` would miss if they were moved to `new`, its `migrates` considered.

    With `in_use` (by procedure) only what open cases do use; without it, all kinds, all states that are not final, and
    all fields and deadlines, may be in use. A procedure that no longer has kinds at all asks for none. Cases that are
    not moved stay on their version and miss nothing.
    """
    found: list[Break] = []
    for name, procedure in old.procedures.items():
        used = _everything(procedure) if in_use is None else in_use.get(name, InUse())
        target = new.procedures.get(name)
        if target is None:
            cases = sum(used.states.values())
            if cases or in_use is None:
                found.append(Break(name, Missed.PROCEDURE, name, None if in_use is None else cases))
            continue
        for missed, names, there in (
            (Missed.KIND, used.kinds, target.kinds or used.kinds),
            (Missed.STATE, used.states, target.states),
            (Missed.FIELD, used.fields, target.fields),
            (Missed.ACTION, used.actions, target.actions),
            (Missed.DEADLINE, used.deadlines, target.deadlines),
        ):
            for each, cases in names.items():
                if moved(old, new, name, missed, each) not in there:
                    found.append(Break(name, missed, each, None if in_use is None else cases))
    return tuple(found)


def moved(old: Pack, new: Pack, procedure: str, missed: Missed, name: str) -> str:
    """What a state or field of `old` is called in `new`: itself, unless `migrates` from that version says otherwise."""
    migration = new.migrates
    if migration is None or migration.from_version != old.version or missed not in (Missed.STATE, Missed.FIELD):
        return name
    return renamed(dict(migration.states if missed is Missed.STATE else migration.fields), procedure, name)


def _everything(procedure: Procedure) -> InUse:
    return InUse(
        kinds=dict.fromkeys(procedure.kinds, 0),
        states={name: 0 for name, state in procedure.states.items() if state.final is None},
        fields=dict.fromkeys(procedure.fields, 0),
        deadlines=dict.fromkeys(procedure.deadlines, 0),
    )


def _elements(pack: Pack) -> Iterator[tuple[str, Any]]:
    """The pack's elements by their paths; a pack and a procedure are elements without those inside them."""
    yield "pack", pack
    for section in _SECTIONS:
        for name, element in getattr(pack, section).items():
            yield f"{section}.{name}", element
    for number, routine in enumerate(pack.routines):
        yield f"routines.{number}", routine
    for procedure in pack.procedures.values():
        path = f"procedures.{procedure.name}"
        yield path, procedure
        for section in _ELEMENTS:
            for name, element in getattr(procedure, section).items():
                yield f"{path}.{section}.{name}", element


_APART = {"place", "name", "hash", "procedures", "routines", *_SECTIONS, *_ELEMENTS}


def _keys(before: Any, after: Any) -> dict[str, tuple[str, str]]:
    """The keys of an element that differ, as text."""
    if type(before) is not type(after):
        return {"": (said(before), said(after))}
    whole = isinstance(after, Pack | Procedure)
    keys = {}
    for each in fields(after):
        if each.name == "place" or (whole and each.name in _APART) or each.name == "name":
            continue
        was, is_ = getattr(before, each.name), getattr(after, each.name)
        if was != is_:
            keys[_WRITTEN.get(each.name, each.name)] = (said(was), said(is_))
    return keys


def said(value: Any) -> str:
    """A value of a pack in one line, as near to how a pack writes it as is short."""
    if value is None:
        return "—"
    if isinstance(value, Text):
        return f"{value.zh} / {value.en}" if value.en else value.zh
    if isinstance(value, Expression | str | int | Decimal):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {said(each)}" for name, each in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(said(each) for each in value) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value)
    return str(value)


def _record(value: Any) -> str:
    if isinstance(value, Amount):
        return str(value)
    parts = []
    for each in fields(value):
        part = getattr(value, each.name)
        if each.name == "place" or part in (None, "", (), {}, False):
            continue
        parts.append(said(part) if each.name == "name" else f"{_WRITTEN.get(each.name, each.name)}: {said(part)}")
    return "{" + ", ".join(parts) + "}" if len(parts) != 1 or ":" in parts[0] else parts[0]


def _title(element: Any) -> str:
    if isinstance(title := getattr(element, "title", None), Text):
        return title.zh
    if isinstance(says := getattr(element, "says", None), Text):
        return says.zh
    inner = getattr(element, "field", None)
    return _title(inner) if inner is not None else ""
