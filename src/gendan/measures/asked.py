"""What an expression asks of an event: fields as they stood and as they ended, what followed, what lies in the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from gendan.core.expression import EvaluationError, Expression, MappingScope
from gendan.core.expression.evaluate import compiled
from gendan.core.expression.tree import Call, Node
from gendan.core.expression.values import Workdays
from gendan.core.field import Field
from gendan.core.procedure import Procedure

PLAIN = frozenset({"state", "kind", "number", "label", "met", "late"})
"""Bare names that every event or clock has, where no field is called so."""
_LOOKED_BACK = frozenset({"done", "last", "count", "at", "signed", "valid"})
_OF_THE_LANGUAGE = frozenset({"given", "minutes", "hours", "days", "workdays", "sum", "any", "all", "followed_by"})
_UNKNOWABLE = frozenset({"open_cases"})


@dataclass(frozen=True, slots=True)
class Following:
    """`followed_by(action, within=…, field=value)`: what must come after, within `window`, with which `values`.

    `values` are by name: a field of the case after it, or of the event alone.
    """

    written: str
    action: str
    window: timedelta | Workdays
    values: tuple[tuple[str, object], ...]


@dataclass(slots=True)
class Asked:
    """All that a measure's expressions ask. `past`: the case's history must be read, event by event; `facts`: areas'
    words; `unknowable`: what nobody can know of a past moment."""

    fields: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    following: dict[str, Following] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    past: bool = False
    parent: bool = False
    unknowable: set[str] = field(default_factory=set)


def asked(expressions: Iterable[Expression | None], procedures: Iterable[Procedure], own: Mapping[str, Field]) -> Asked:
    """What the expressions ask of events of these procedures; `own` are the fields that the events have alone."""
    found = Asked()
    procedures = tuple(procedures)
    fields = {name for procedure in procedures for name in procedure.fields}
    children = {name for procedure in procedures for name in procedure.openings}
    for expression in expressions:
        if expression is not None:
            _ask(found, expression, fields, children, own)
    return found


def _ask(found: Asked, expression: Expression, fields: set[str], children: set[str], own: Mapping[str, Field]) -> None:
    for name in expression.names:
        if name in own:
            found.own.add(name)
        if name in fields:
            found.fields.add(name)
    for word in expression.words:
        _word(found, word, fields, children, own)
    for call in expression.calls:
        _call(found, call)


def _word(found: Asked, word: str, fields: set[str], children: set[str], own: Mapping[str, Field]) -> None:
    if word.endswith("@end"):
        found.ended.add(word.removesuffix("@end"))
        return
    head, _, rest = word.partition(".")
    if not rest or head == "kind":
        return
    if head == "setting":
        found.settings.add(rest)
    elif head == "parent":
        found.parent = True
    elif head in fields or head in own:
        (found.own if head in own else found.fields).add(head)
    elif head in children:
        found.past = True
    else:
        found.facts.add(word)


def _call(found: Asked, call: Call) -> None:
    word = call.word
    if word == "followed_by":
        following = _following(call)
        found.following[following.written] = following
    elif word in _LOOKED_BACK:
        found.past = True
    elif word in _UNKNOWABLE or (word not in _OF_THE_LANGUAGE and not word.startswith("table.")):
        found.unknowable.add(word)


def _following(call: Call) -> Following:
    given = dict(call.keywords)
    window = _constant(given.pop("within"))
    if not isinstance(window, timedelta | Workdays):
        raise EvaluationError("followed_by", window)
    action = next((each for each in call.symbols if each), "")
    return Following(str(call), action, window, tuple((name, _constant(node)) for name, node in given.items()))


def _constant(node: Node) -> object:
    """The value of what hangs on nothing: a window, a choice that is named."""
    return compiled(node)(MappingScope())


def own_fields(procedures: Iterable[Procedure], name: str) -> dict[str, Field]:
    """The fields that the event of an action or part has alone, by name."""
    found: dict[str, Field] = {}
    for procedure in procedures:
        declared = procedure.actions.get(name)
        part = procedure.parts.get(name)
        for ask in (*(declared.asks if declared is not None else ()), *(part.asks if part is not None else ())):
            if ask.own:
                found[ask.field.name] = ask.field
    return found


def recorded_by(procedures: Iterable[Procedure], name: str) -> frozenset[str]:
    """The fields that whoever does an action or part fills in by it, of the case and of the event alone."""
    found: set[str] = set()
    for procedure in procedures:
        declared = procedure.actions.get(name)
        part = procedure.parts.get(name)
        for ask in (*(declared.asks if declared is not None else ()), *(part.asks if part is not None else ())):
            found.add(ask.field.name)
        if declared is not None:
            found.update(field for field, _ in declared.sets)
    return frozenset(found)
