"""三方核对 The customer's original, the quotation and the production sheet, field by field: what differs.

Lines are told apart by their place; where the numbers of lines differ, those that are alike find each other first and
the others follow in their order. Only what both sources can say is compared: a column that one of them never has is
none of its matters. What one says and the other leaves empty differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

import orjson

from gendan.cases import library
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.cases.store import cursor
from gendan.core.field import Field
from gendan.core.values import decode

Line = Mapping[str, Any]
SOURCES: Final = ("original", "quotation", "sheet")
"""客户原始单、报价单、生产流程单."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Line `line` (from 1) says unlike things in `field`, by source as JSON; a source that has no such line, or is not
    there, is left out. `field` is empty where a whole line is missing in one of them.
    """

    line: int
    field: str
    says: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One field of line `line` (from 1) in the words of each source that has the line, and whether they agree."""

    line: int
    title: str
    says: Mapping[str, str]
    alike: bool


def compare(sources: Mapping[str, Sequence[Line]]) -> list[Difference]:
    """What differs between the sources that are there; nothing where there are fewer than two."""
    if len(sources) < 2:
        return []
    names = [name for name in SOURCES if name in sources]
    columns = {name: {column for line in sources[name] for column in line} for name in names}
    aligned = _aligned([sources[name] for name in names])
    found: list[Difference] = []
    for number, group in enumerate(aligned, 1):
        there = {name: line for name, line in zip(names, group, strict=True) if line is not None}
        if len(there) < len(names):
            found.append(Difference(line=number, field="", says=dict.fromkeys(there, True)))
            continue
        for column in _in_order(there.values()):
            says = {name: line.get(column) for name, line in there.items() if column in columns[name]}
            if len(says) > 1 and len({_plain(value) for value in says.values()}) > 1:
                found.append(Difference(line=number, field=column, says=says))
    return found


def _aligned(sources: Sequence[Sequence[Line]]) -> list[tuple[Line | None, ...]]:
    """The lines that belong together, one of each source or None."""
    first = sources[0]
    ordered = [first, *(other if len(other) == len(first) else _like(first, other) for other in sources[1:])]
    return list(zip_longest(*ordered))


def _like(first: Sequence[Line], other: Sequence[Line]) -> list[Line | None]:
    """The lines of `other` in the places of those of `first` that they equal, the rest in the places that are left."""
    columns = {column for line in first for column in line} & {column for line in other for column in line}
    places: dict[bytes, list[int]] = {}
    for place, line in enumerate(first):
        places.setdefault(_digest(line, columns), []).append(place)
    for found in places.values():
        found.reverse()  # the first place is taken from the end
    placed: list[Line | None] = [None] * len(first)
    rest: list[Line] = []
    for line in other:
        free = places.get(_digest(line, columns))
        if free:
            placed[free.pop()] = line
        else:
            rest.append(line)
    free_places = [place for place, line in enumerate(placed) if line is None]
    for place, line in zip(free_places, rest, strict=False):
        placed[place] = line
    return [*placed, *rest[len(free_places) :]]


def _digest(line: Line, columns: Iterable[str]) -> bytes:
    return orjson.dumps({name: _plain(line.get(name)) for name in columns}, option=orjson.OPT_SORT_KEYS)


def _in_order(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(column for line in lines for column in line))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


_SOURCES: Final = """
select c.id, k.definition, k.procedure,
    (select o.lines::text from orders_original o where o.case_id = c.id order by o.version desc limit 1),
    (select (select json_agg(l -> 'values' order by n)
            from jsonb_array_elements(q.lines) with ordinality l (l, n))::text
        from orders_quotation q where q.case_id = c.id order by q.version desc limit 1),
    (select s.lines::text from orders_sheet s left join orders_sheetrecall r on r.sheet_id = s.id
        where s.case_id = c.id and r.id is null order by s.version desc limit 1)
from unnest($1::bigint[]) as c (id) left join cases_case k on k.id = c.id
"""


def _read(cases: Sequence[int]) -> list[tuple[int, int | None, str, dict[str, list[Line]]]]:
    with cursor() as on:
        on.execute(_SOURCES, [list(cases)])
        return [
            (
                row[0],
                row[1],
                row[2],
                {name: orjson.loads(said) for name, said in zip(SOURCES, row[3:], strict=True) if said is not None},
            )
            for row in on
        ]


def different(cases: Sequence[int]) -> dict[int, int | None]:
    """Fact `orders.different`: in how many places the sources differ; nothing where there are fewer than two."""
    return {case: len(compare(said)) if len(said) > 1 else None for case, _, _, said in _read(cases)}


def compared(cases: Sequence[int]) -> dict[int, int]:
    """Fact `orders.sources`: how many of the three sources are there."""
    return {case: len(said) for case, _, _, said in _read(cases)}


def differences(cases: Sequence[int]) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.differences`: line, field by its title, and what each source says, in words."""
    found: dict[int, list[dict[str, object]]] = {}
    for case, definition, procedure, said in _read(cases):
        columns = _columns(definition, procedure) if definition is not None else {}
        found[case] = [_told(each, columns) for each in compare(said)]
    return found


def side_by_side(case: int, language: str) -> list[Beside]:
    """Every field of every line as each source has it, in the reader's words; nothing with fewer than two sources."""
    for _, definition, procedure, said in _read([case]):
        if len(said) < 2:
            continue
        columns = _columns(definition, procedure) if definition is not None else {}
        unlike = {(each.line, each.field) for each in compare(said)}
        return list(_beside(said, columns, unlike, language))
    return []


def _beside(
    said: Mapping[str, Sequence[Line]], columns: Mapping[str, Field], unlike: set[tuple[int, str]], language: str
) -> Iterator[Beside]:
    names, places = [name for name in SOURCES if name in said], {name: place for place, name in enumerate(columns)}
    for number, group in enumerate(_aligned([said[name] for name in names]), 1):
        there = {name: line for name, line in zip(names, group, strict=True) if line is not None}
        missing = (number, "") in unlike
        # Sources are kept in an order of their own; people read them in the manual's.
        for column in sorted(_in_order(there.values()), key=lambda name: places.get(name, len(places))):
            field = columns.get(column)
            yield Beside(
                line=number,
                title=field.title.in_language(language) if field is not None else column,
                says={name: _in_words(field, line.get(column), language) for name, line in there.items()},
                alike=not missing and (number, column) not in unlike,
            )


def _columns(definition: int, procedure: str) -> dict[str, Field]:
    """The columns of the procedure's fields of rows, by name."""
    fields = library.procedure(definition, procedure).fields.values()
    return {column.name: column for field in fields if field.type == "rows" for column in field.columns}


def _told(difference: Difference, columns: Mapping[str, Field]) -> dict[str, object]:
    field = columns.get(difference.field)
    title = field.title.zh if field is not None else difference.field or "整行"
    told: dict[str, object] = {"line": difference.line, "field": title}
    for source in SOURCES:
        if source in difference.says:
            told[source] = _in_words(field, difference.says[source], "zh")
    return told


def _in_words(field: Field | None, value: Any, language: str) -> str:
    if value is True and field is None:
        return "有"
    if field is None:
        return _plain(value)
    return value_in_words(field, decode(field, value), Speaker(language=language)) if value is not None else ""
