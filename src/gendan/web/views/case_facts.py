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


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: what it says, its class, and where its file is to be had."""

    says: str
    style: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field with its value in words; rows as a table of cells."""

    title: str
    says: str = ""
    whole: bool = False
    columns: tuple[Head, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
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
            rows=tuple(_line(page, columns, row, spoken) for row in value),
        )
    says = value_in_words(declared, value, spoken)
    if file := _file(page, declared, value):
        return Fact(title=title, says=says, file=file)
    if declared.type == "party" and looks_at("parties", page.actor, page.pack):
        return Fact(title=title, says=says, file=f"{reverse('web:party_named')}?{urlencode({'name': says})}")
    return Fact(title=title, says=says, whole=declared.type in WHOLE or len(says) > LONG)


def _head(column: Field, spoken: Speaker) -> Head:
    """A column's head; its unit stands there once, and not in every cell."""
    unit = f" ({column.unit})" if column.unit else ""
    return Head(spoken.say(column.title) + unit, "right" if column.type in RIGHT else "")


def _line(page: CasePage, columns: Sequence[Field], row: object, spoken: Speaker) -> tuple[Cell, ...]:
    cells = []
    for column in columns:
        value = _cell(row, column.name)
        says = value_in_words(replace(column, unit=None), value, spoken)
        style = "right" if column.type in RIGHT else "long" if len(says) > WRAPPED else ""
        cells.append(Cell(says, style, _file(page, column, value)))
    return tuple(cells)


def _file(page: CasePage, declared: Field, value: object) -> str:
    """Where the file is to be had that a value is; nothing where it is none."""
    if declared.type != "file" or not isinstance(value, Mapping):
        return ""
    return reverse("web:attachment", args=[page.case.uid, str(value.get("sha256"))])


def _cell(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, Mapping) else None
