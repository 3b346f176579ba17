"""A declared field as something to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from gendan.core.field import Field
from gendan.core.text import Text
from gendan.web.forms.reading import name_of

_INPUTS = {
    "int": "number",
    "decimal": "number",
    "money": "number",
    "date": "date",
    "moment": "moment",
    "time_of_day": "time",
    "file": "file",
    "phone": "phone",
    "bool": "choice",
    "choice": "choice",
    "person": "choice",
    "checklist": "checklist",
    "rows": "rows",
}
EMPTY_LINES = 1
"""Lines offered for a field of rows that holds none yet."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice, or one item of a checklist."""

    value: str
    title: str
    chosen: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of a form. `kind` names its template; `value` is what stands in it; `wrong` why it was refused.

    `mentions` is the address that knows whom a text may name.
    """

    name: str
    title: str
    kind: str
    value: str = ""
    must: bool = False
    unit: str = ""
    least: str = ""
    most: str = ""
    step: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[Control, ...], ...] = ()
    blank: tuple[Control, ...] = ()
    wrong: tuple[str, ...] = ()
    focus: bool = False
    mentions: str = ""


def control(
    field: Field,
    value: object,
    *,
    language: str,
    zone: tzinfo,
    must: bool = False,
    wrong: Sequence[str] = (),
    people: Iterable[tuple[int, str]] = (),
    focus: bool = False,
    name: str | None = None,
) -> Control:
    """The control for `field`, holding `value`: a typed value, or the text that was typed and refused.

    `people` are those who may be chosen where the field names a person.
    """
    name = name or name_of(field.name)
    kind = _INPUTS.get(field.type, "text")
    parts: dict[str, object] = {}

    def said(text: Text) -> str:
        return text.in_language(language)

    if field.type == "choice":
        parts["options"] = tuple(
            Option(each.name, said(each.title), str(value or "") == each.name) for each in field.choices
        )
    elif field.type == "bool":
        yes, no = ("Yes", "No") if language.startswith("en") else ("是", "否")
        parts["options"] = (Option("true", yes, _is(value, True)), Option("false", no, _is(value, False)))
    elif field.type == "person":
        parts["options"] = tuple(
            Option(str(number), title, str(value or "") == str(number)) for number, title in people
        )
    elif field.type == "checklist":
        answers = value if isinstance(value, Mapping) else {}
        parts["options"] = tuple(
            Option(each.name, said(each.title), _is(answers.get(each.name), True), f"{name}-{each.name}")
            for each in field.choices
        )
    elif field.type == "rows":
        parts |= _lines(field, value, name, language, zone)
    return Control(
        name=name,
        title=said(field.title),
        kind=kind,
        value="" if kind in {"rows", "checklist", "file"} else as_text(value, zone),
        must=must,
        unit=field.unit or "",
        least="" if field.min is None else str(field.min),
        most="" if field.max is None else str(field.max),
        step="1" if field.type == "int" else "any",
        wrong=tuple(wrong),
        focus=focus,
        **parts,  # type: ignore[arg-type]
    )


def as_text(value: object, zone: tzinfo) -> str:
    """A typed value as an input holds it; a text stays as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _is(value: object, wanted: bool) -> bool:
    return value is wanted or (isinstance(value, str) and value == ("true" if wanted else "false"))


def _lines(field: Field, value: object, name: str, language: str, zone: tzinfo) -> dict[str, object]:
    def line(index: str, row: Mapping[str, object]) -> tuple[Control, ...]:
        return tuple(
            control(column, row.get(column.name), language=language, zone=zone, name=f"{name}-{index}-{column.name}")
            for column in field.columns
        )

    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    shown = rows or [{} for _ in range(EMPTY_LINES)]
    return {
        "columns": tuple(
            column.title.in_language(language) + (f" ({column.unit})" if column.unit else "")
            for column in field.columns
        ),
        "lines": tuple(line(str(index), row) for index, row in enumerate(shown)),
        "blank": line("__row__", {}),
    }
