"""What stands in a case, as its page shows it: filled fields in words, rows as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from gendan.cases.area_actions import looks_at
from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.queries import CasePage, FieldView
from gendan.cases.sight import sees_field
from gendan.core.field import Field
from gendan.web.views.rows import RIGHT

WHOLE = frozenset({"rows", "checklist"})
LONG = 60
"""A text longer than this takes the whole width."""
WRAPPED = 12
"""A cell's text that is longer than this is broken into lines."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column of rows, with its unit, and the class of its cells."""

    title: str
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field with its value in words; rows as a table of cells, each with its class."""

    title: str
    says: str = ""
    whole: bool = False
    columns: tuple[Head, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    file: str = ""
    reveal: str = ""


def facts_of(page: CasePage, spoken: Speaker) -> tuple[list[Fact], list[str]]:
    """Filled fields as facts in the pack's order, and the titles of those that are not filled."""
    facts, unfilled = [], []
    for each in page.fields:
        title = spoken.say(each.field.title)
        if each.masked:
            facts.append(_masked(page, each, title))
        elif each.value in (None, "", [], {}):
            # What one may not see is not told to be empty either.
            if sees_field(each.field, page.case, page.actor):
                unfilled.append(title)
        else:
            facts.append(_fact(page, each, title, spoken))
    return facts, unfilled


def _masked(page: CasePage, each: FieldView, title: str) -> Fact:
    if each.field.hidden and sees_field(each.field, page.case, page.actor):
        return Fact(title=title, says="•••", reveal=reverse("web:reveal", args=[page.case.uid, each.field.name]))
    return Fact(title=title, says="•••")


def _fact(page: CasePage, each: FieldView, title: str, spoken: Speaker) -> Fact:
    declared, value = each.field, each.value
    if declared.type == "rows" and isinstance(value, list):
        columns = [column for column in declared.columns if any(_cell(row, column.name) is not None for row in value)]
        return Fact(
            title=title,
            whole=True,
            columns=tuple(_head(column, spoken) for column in columns),
            rows=tuple(_line(columns, row, spoken) for row in value),
        )
    says = value_in_words(declared, value, spoken)
    if declared.type == "file" and isinstance(value, Mapping):
        return Fact(
            title=title, says=says, file=reverse("web:attachment", args=[page.case.uid, str(value.get("sha256"))])
        )
    if declared.type == "party" and looks_at("parties", page.actor, page.pack):
        return Fact(title=title, says=says, file=f"{reverse('web:party_named')}?{urlencode({'name': says})}")
    return Fact(title=title, says=says, whole=declared.type in WHOLE or len(says) > LONG)


def _head(column: Field, spoken: Speaker) -> Head:
    """A column's head; its unit stands there once, and not in every cell."""
    unit = f" ({column.unit})" if column.unit else ""
    return Head(spoken.say(column.title) + unit, "right" if column.type in RIGHT else "")


def _line(columns: Sequence[Field], row: object, spoken: Speaker) -> tuple[tuple[str, str], ...]:
    cells = []
    for column in columns:
        says = value_in_words(replace(column, unit=None), _cell(row, column.name), spoken)
        cells.append((says, "right" if column.type in RIGHT else "long" if len(says) > WRAPPED else ""))
    return tuple(cells)


def _cell(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, Mapping) else None
