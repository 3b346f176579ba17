"""What is given with a command: asked or not, readable or not, and what the record will be with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gendan.core import values
from gendan.core.engine.draft import Draft
from gendan.core.events import Json
from gendan.core.expression import Expression
from gendan.core.expression.scope import RowScope
from gendan.core.field import Field
from gendan.core.procedure import State
from gendan.core.refusals import Reason
from gendan.core.ways import sees_field

Asks = Mapping[str, tuple[Field, bool]]


def take(draft: Draft, asks: Asks, *, besides: Iterable[str] = (), party_may_see: bool = False) -> None:
    """Reads what was given into the record. Reasons: unasked, hidden, value.

    `besides` are names that the command may carry and that are no fields. A party is shown what it is asked.
    """
    given = draft.command.given
    if not given:
        return
    ignored = frozenset(besides)
    for name, raw in given.items():
        asked = asks.get(name)
        if asked is None or asked[0].computed is not None:
            if name not in ignored and values.filled(raw):
                draft.refuse(f"unasked.{name}")
            continue
        field, own = asked
        if not own and not party_may_see and _overwrites_unseen(draft, field):
            draft.refuse(f"hidden.{name}")
            continue
        value = read(draft, field, raw)
        if field.posts or field.columns:
            value = _of_posts(draft, field, value)
        if isinstance(value, Reason):
            draft.reasons.append(value)
        elif own:
            draft.record.own[name] = value
        else:
            draft.record.change(field, value)


def _of_posts(draft: Draft, field: Field, value: object) -> object:
    """The value, or the Reason `value.F` where it newly names a person who holds none of the posts that are wanted
    there. Whoever stands in the field already may stay, whatever he holds by now.
    """
    stands = draft.case.data.get(field.name)
    if field.posts:
        strange = value is not None and value != stands and not _holds(draft, field, value)
        told = {"given": value, "expected": values.expected(field)}
        return Reason(f"value.{field.name}", told) if strange and not isinstance(value, Reason) else value
    columns = [column for column in field.columns if column.posts] if isinstance(value, list) else []
    before = [row for row in stands if isinstance(row, dict)] if isinstance(stands, list) else []
    bad: list[dict[str, object]] = []
    for column in columns:
        known = {row.get(column.name) for row in before}
        bad += [
            {"row": number, "column": column.name, "given": named, "expected": values.expected(column)}
            for number, row in enumerate(value if isinstance(value, list) else (), 1)
            if (named := row.get(column.name)) is not None and named not in known and not _holds(draft, column, named)
        ]
    if bad:
        return Reason(f"value.{field.name}", {"given": None, "expected": values.expected(field), "cells": bad[:100]})
    return value


def _holds(draft: Draft, field: Field, person: object) -> bool:
    return person in draft.facts.holding(field.posts)


def _overwrites_unseen(draft: Draft, field: Field) -> bool:
    """Whether a value stands that the actor may not see: what is not there yet, whoever is asked may give."""
    filled = draft.case.data.get(field.name) is not None
    return filled and field.seen_by is not None and not sees_field(field, draft.record)


def read(draft: Draft, field: Field, raw: object) -> object:
    """The value of one field, or the Reason why it is none. Areas' things are named as they are kept."""
    value = values.parse(field, raw, draft.calendar.timezone, draft.facts.choices.get(field.name, ()))
    references = draft.facts.references
    return values.referred(field, value, references) if references else value


def needs(draft: Draft, names: Iterable[str], asks: Asks) -> None:
    """Reasons needs.F for what must be filled and is not: by name, and by `required` where the field is asked."""
    record = draft.record
    missing: dict[str, dict[str, object]] = {}
    for name in names:
        asked = asks.get(name)
        field = asked[0] if asked is not None else draft.plan.fields.get(name)
        if field is not None and not values.complete(field, _bare(record.name(name))):
            missing[name] = {}
    for name, (field, _) in asks.items():
        required = field.required is not None and name not in missing and field.required.holds(record)
        if required and not values.complete(field, _bare(record.name(name))):
            missing[name] = {}
        if field.columns and name not in missing:
            missing |= _cells(draft, field)
    bad = {reason.about for reason in draft.reasons if reason.family in ("value", "hidden")}
    for name, parameters in missing.items():
        if name not in bad:
            draft.refuse(f"needs.{name}", **parameters)


def _bare(value: object) -> object:
    """A checklist without the items that have no answer."""
    if isinstance(value, dict):
        return {item: answer for item, answer in value.items() if answer is not None}
    return value


def _cells(draft: Draft, field: Field) -> dict[str, dict[str, object]]:
    """The first cell of rows that must be filled and is not."""
    required = [column for column in field.columns if column.required is not None]
    rows = draft.record.rows(field.name) or () if required else ()
    for number, row in enumerate(rows, 1):
        scope = RowScope(draft.record, field.name, row)
        for column in required:
            assert column.required is not None  # chosen above
            if not values.filled(row.get(column.name)) and column.required.holds(scope):
                return {field.name: {"row": number, "column": column.name}}
    return {}


def sets(draft: Draft, expressions: Iterable[tuple[str, Expression]]) -> None:
    """Lets the action's `sets` change the record, in their order; a value that the field can't take is a reason."""
    for name, expression in expressions:
        field = draft.plan.fields[name]
        value = read(draft, field, expression.evaluate(draft.record))
        if isinstance(value, Reason):
            draft.reasons.append(value)
        else:
            draft.record.change(field, value)


def changes(draft: Draft) -> dict[str, Json]:
    """The JSON of every field of the case that will differ, computed ones included; nothing where it is emptied."""
    record, plan, data = draft.record, draft.plan, draft.case.data
    found: dict[str, Json] = {}
    for name, value in record.changed.items():
        field = plan.fields[name]
        if name in plan.computed_rows:
            continue
        if field.hidden:
            if record.stored(name) != value:
                found[name] = values.encode(field, value, draft.facts.conceal)
            continue
        said = values.encode(field, _bare(value), draft.facts.conceal)
        if said != data.get(name):
            found[name] = said
    for name in plan.computed_rows:
        if name in record.changed or draft.case.final is None:
            said = values.encode(plan.fields[name], list(record.rows(name) or ()) or None)
            if said != data.get(name):
                found[name] = said
    if plan.computed:
        changed = found.keys()
        for name in plan.computed:
            if name not in plan.volatile and plan.depends(name).isdisjoint(changed):
                continue
            value = record.name(name)
            said = values.encode(plan.fields[name], value if values.filled(value) else None)
            if said != data.get(name):
                found[name] = said
    return found


def news(draft: Draft) -> dict[str, Json]:
    """The JSON of the computed fields that differ because an area knows something else of the case by now, or because
    the day is another one. Of a case that has ended, the day changes nothing any more."""
    plan, data = draft.plan, draft.case.data
    found: dict[str, Json] = {}
    for name in plan.restless(ended=draft.case.final is not None):
        value = draft.record.name(name)
        said = values.encode(plan.fields[name], value if values.filled(value) else None)
        if said != data.get(name):
            found[name] = said
    return found


def uniques(draft: Draft, changed: Mapping[str, Json], to: str | None = None) -> None:
    """Reasons unique.F where another case holds the value that a unique field is to hold.

    A value is held in the states that the field names, or in all that are not final: it may come to be held by a value
    that is given, or by a state that is entered (`to`), a final one that is left included.
    """
    case, states = draft.case, draft.plan.procedure.states
    for field in draft.plan.unique:
        value = field.held(case.data, changed)
        if value is None or not _held(field, states.get(to or case.state)):
            continue
        if changed.keys().isdisjoint((field.name, *field.unique_with)) and _held(field, states.get(case.state)):
            continue
        number = draft.facts.taken(field.name, value)
        if number is not None:
            together = {"with": list(field.unique_with)} if field.unique_with else {}
            draft.refuse(f"unique.{field.name}", number=number, **together)


def _held(field: Field, state: State | None) -> bool:
    """Whether a case in the state holds the field's value alone; a state of another version holds none."""
    if state is None:
        return False
    return state.final is None if field.unique == ("open",) else state.name in (field.unique or ())


def own_values(draft: Draft, asks: Asks) -> dict[str, Json]:
    """The JSON of the values that belong to the event alone."""
    own = draft.record.own
    return {
        name: values.encode(field, own[name], draft.facts.conceal)
        for name, (field, mine) in asks.items()
        if mine and values.filled(own.get(name))
    }


def remembered(draft: Draft, members: Iterable[str], asks: Asks) -> dict[str, Json]:
    """The values that rules will read of this act as its last."""
    found: dict[str, Json] = {}
    for name in members:
        asked = asks.get(name)
        field = asked[0] if asked is not None else draft.plan.fields.get(name)
        value = _bare(draft.record.name(name))
        if field is not None and values.filled(value):
            found[name] = values.encode(field, value, draft.facts.conceal)
    return found
