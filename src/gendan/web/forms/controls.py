"""A declared field as something to fill in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from gendan.cases.registry import vocabulary
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import REFERENCES
from gendan.people import access
from gendan.web.forms.reading import name_of
from gendan.web.forms.tables import SHOWN_MOST, as_table, asked_columns
from gendan.web.forms.texts import as_text

_INPUTS = {
    "int": "number",
    "decimal": "number",
    "money": "number",
    "date": "date",
    "moment": "moment",
    "time_of_day": "time",
    "file": "file",
    "phone": "phone",
    "bool": "answer",
    "choice": "choice",
    "person": "choice",
    "checklist": "checklist",
    "rows": "rows",
    **dict.fromkeys(REFERENCES, "reference"),
}
_TAKES = {
    "int": Text("整数", "A whole number"),
    "decimal": Text("数字", "A number"),
    "money": Text("金额", "An amount"),
    "date": Text("日期，如 2026-03-01", "A date such as 2026-03-01"),
    "moment": Text("日期和时间，如 2026-03-01 09:30", "A date and time such as 2026-03-01 09:30"),
    "time_of_day": Text("时间，如 09:30", "A time such as 09:30"),
    "bool": Text("是 或 否", "Yes or no"),
    "file": Text("文件名；文件在表格下面选", "The name of a file that is chosen below the grid"),
    "choice": Text("选项", "One of"),
    "product": Text("产品编码", "A product's code"),
    "party": Text("往来单位名称", "A party's name"),
}
"""What a column takes, as the workbook of a grid explains it."""
_NEW = Text("还没有登记的，写全称", "One that is not registered yet: its whole name")
_SEVERAL = Text(
    "一行一个，可以连续扫；也可用空格、逗号分开",
    "One a line, scanned one after another; or divided by blanks or commas",
)
_LISTED = Text("清单里的一项", "An entry of the list")
_YES, _NO, _UNSAID = Text("是", "Yes"), Text("否", "No"), Text("不填", "Not said")
EMPTY_LINES = 1
"""Lines offered for a field of rows that holds none yet."""


class OfCells(str):
    """What is wrong with a field, in words, and with which cells of its rows: each a mapping with row and column."""

    cells: tuple[Mapping[str, object], ...]

    def __new__(cls, says: str, cells: object = ()) -> OfCells:
        """The words, with the cells."""
        made = super().__new__(cls, says)
        made.cells = tuple(each for each in cells if isinstance(each, Mapping)) if isinstance(cells, list) else ()
        return made


class Worker(NamedTuple):
    """Somebody who may be named: his id, his name, and the department's posts that he holds, where these matter."""

    person: int
    name: str
    posts: frozenset[str] = frozenset()


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

    Of rows, `columns` are the titles, `told` the columns as a workbook explains them (JSON), and `table` the lines as
    one text where there are too many to show each as inputs (`lines`); `bad` are the cells that were refused (JSON).
    Rows that `attach` files name them in their cells: the files are chosen beside the grid.
    `mentions` is the address that knows whom a text may name, `refers` the one that knows what a field may name. Where
    it names `several`, Enter begins the next line and sends nothing.
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
    told: str = ""
    table: str = ""
    bad: str = ""
    lines: tuple[tuple[Control, ...], ...] = ()
    blank: tuple[Control, ...] = ()
    attaches: bool = False
    wrong: tuple[str, ...] = ()
    focus: bool = False
    mentions: str = ""
    refers: str = ""
    several: bool = False


def control(
    field: Field,
    value: object,
    *,
    language: str,
    zone: tzinfo,
    must: bool = False,
    wrong: Sequence[str] = (),
    people: Iterable[Worker] = (),
    focus: bool = False,
    name: str | None = None,
) -> Control:
    """The control for `field`, holding `value`: a typed value, or the text that was typed and refused.

    `people` are those who may be chosen where the field names a person; of these a field of posts offers who holds one.
    """
    named, name = name is not None, name or name_of(field.name)
    declared = vocabulary().references.get(field.listed)
    several = declared is not None and declared.several
    kind = "reference" if field.listed and not several else _INPUTS.get(field.type, "text")
    parts: dict[str, object] = {}

    def said(text: Text) -> str:
        return text.in_language(language)

    if field.type == "choice":
        parts["options"] = tuple(
            Option(each.name, said(each.title), str(value or "") == each.name) for each in field.choices
        )
    elif field.type == "bool":
        parts["options"] = _answers(value, said, must)
    elif field.type == "person":
        parts["options"] = _persons(field, value, people)
    elif field.type == "checklist":
        answers = value if isinstance(value, Mapping) else {}
        parts["options"] = tuple(
            Option(each.name, said(each.title), _is(answers.get(each.name), True), f"{name}-{each.name}")
            for each in field.choices
        )
    elif field.type == "rows":
        parts |= _lines(field, value, name, language, zone, tuple(people))
        parts["bad"] = _bad(field, wrong)
        parts["attaches"] = any(column.type == "file" for column in asked_columns(field))
    return Control(
        name=name,
        title=said(field.title),
        kind=kind,
        value="" if kind in {"rows", "checklist"} or (kind == "file" and not named) else as_text(value, zone),
        must=must,
        unit=field.unit or "",
        least="" if field.min is None else str(field.min),
        most="" if field.max is None else str(field.max),
        step="1" if field.type == "int" else "any",
        wrong=tuple(wrong),
        focus=focus,
        refers=_refers(field) if kind == "reference" else "",
        several=several,
        hint=said(_SEVERAL) if several else said(_NEW) if field.new else said(_like(field)),
        **parts,  # type: ignore[arg-type]  # parts by their names
    )


def _persons(field: Field, value: object, people: Iterable[Worker]) -> tuple[Option, ...]:
    """Who may be chosen; and who stands there already, even if he could not be chosen now."""
    chosen = str(value or "")
    found = [
        Option(str(each.person), each.name, chosen == str(each.person))
        for each in people
        if not field.posts or not each.posts.isdisjoint(field.posts)
    ]
    if chosen.isdecimal() and not any(each.chosen for each in found):
        found += [Option(chosen, name, True) for name in access.names_of([int(chosen)]).values()]
    return tuple(found)


def _refers(field: Field) -> str:
    """The address that knows what the field may name; it is told which field asks, where that matters."""
    address, declared = reverse("web:references", args=[field.names]), vocabulary().references.get(field.listed)
    asks = declared is not None and declared.of_field
    return f"{address}?{urlencode({'of': field.name})}" if asks else address


def _like(field: Field) -> Text:
    return Text(f"形如 {field.like}", f"like {field.like}") if field.like else Text("")


def _answers(value: object, said: Callable[[Text], str], must: bool) -> tuple[Option, ...]:
    """Yes and no; and, where none of them has to be said, neither of them, so that an answer can be taken back."""
    answers = (Option("true", said(_YES), _is(value, True)), Option("false", said(_NO), _is(value, False)))
    if must:
        return answers
    return (*answers, Option("", said(_UNSAID), not any(each.chosen for each in answers)))


def _is(value: object, wanted: bool) -> bool:
    return value is wanted or (isinstance(value, str) and value == ("true" if wanted else "false"))


def _lines(
    field: Field,
    value: object,
    name: str,
    language: str,
    zone: tzinfo,
    people: tuple[Worker, ...],
) -> dict[str, object]:
    columns = asked_columns(field)

    def line(index: str, row: Mapping[str, object]) -> tuple[Control, ...]:
        return tuple(
            control(
                column,
                row.get(column.name),
                language=language,
                zone=zone,
                people=people,
                name=f"{name}-{index}-{column.name}",
            )
            for column in columns
        )

    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    many = len(rows) > SHOWN_MOST
    shown = () if many else rows or [{} for _ in range(EMPTY_LINES)]
    return {
        "columns": tuple(head_of(column, language) for column in columns),
        "told": json.dumps([_told(column, language) for column in columns], ensure_ascii=False),
        "table": as_table(field, rows, zone) if many else "",
        "lines": tuple(line(str(index), row) for index, row in enumerate(shown)),
        "blank": line("__row__", {}),
    }


def _bad(field: Field, wrong: Iterable[str]) -> str:
    """The cells that were refused, as the grid marks them: pairs of line and column from 0."""
    places = {column.name: place for place, column in enumerate(asked_columns(field))}
    cells = (cell for each in wrong if isinstance(each, OfCells) for cell in each.cells)
    found = [
        (row - 1, places[str(cell.get("column"))])
        for cell in cells
        if isinstance(row := cell.get("row"), int) and str(cell.get("column")) in places
    ]
    return json.dumps(found) if found else ""


def head_of(column: Field, language: str) -> str:
    """What stands over a column: its title, with its unit."""
    return column.title.in_language(language) + (f" ({column.unit})" if column.unit else "")


def options_of(column: Field, language: str) -> list[tuple[str, str]]:
    """The options of a choice, each with its title."""
    return [(each.name, each.title.in_language(language)) for each in column.choices]


def takes_of(column: Field, language: str) -> str:
    """What a column takes, in words: its type, its options, its bounds."""
    english = language.startswith("en")
    bounds = [f"≥ {column.min}" if column.min is not None else "", f"≤ {column.max}" if column.max is not None else ""]
    bounds.append(_like(column).in_language(language))
    declared = vocabulary().references.get(column.listed)
    listed = _SEVERAL if declared is not None and declared.several else _LISTED
    takes = (listed if column.listed else _TAKES.get(column.type, Text("文字", "Text"))).in_language(language)
    options = options_of(column, language)
    if options:
        takes += (": " if english else "：") + " / ".join(title for _, title in options)
    return " ".join(each for each in (takes, *bounds) if each)


def _told(column: Field, language: str) -> list[object]:
    """A column as a workbook of these rows has it: its name, its head, what it takes, and the options of a choice."""
    return [column.name, head_of(column, language), takes_of(column, language), options_of(column, language)]
