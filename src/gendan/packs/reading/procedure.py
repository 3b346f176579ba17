"""流程 A procedure's file, from its model to a value."""

from __future__ import annotations

import re
from decimal import Decimal

from gendan.core.listing import Filter, ListView, Test
from gendan.core.numbering import NumberError, parse_number
from gendan.core.procedure import Final, Gate, Kind, Procedure, Sight, State
from gendan.core.text import Text
from gendan.packs.reading.actions import ActionReader, Names
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.deadlines import DeadlineReader
from gendan.packs.reading.fields import FieldReader, item
from gendan.packs.reading.people import People
from gendan.packs.reading.validate import Path
from gendan.packs.schema.procedure import KindModel, ListModel, ProcedureModel, RangeModel, StateModel
from gendan.packs.source import Node

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,12}")
_COLUMNS = ("number", "label", "state", "kind", "owner", "holder", "post", "opened_at", "due", "priority")
"""What a list may show or be sorted by besides the procedure's own fields."""


def read_procedure(context: Context, model: ProcedureModel, node: Node, lost: frozenset[Path], pack: str) -> Procedure:
    """The procedure; what is wrong with it is noted. `lost` are the elements that could not be read: no name of
    theirs is called unknown."""

    def known(section: str, names: object) -> Known:
        broken = tuple(str(path[1]) for path in lost if len(path) > 1 and path[0] == section)
        return Known((*names, *broken), (section,) not in lost)  # type: ignore[misc]  # names of a section, of whichever

    path = f"procedures.{model.procedure}"
    openings = tuple(name for action in model.actions.values() for name in action.opens)
    names = Names(
        fields=known("fields", model.fields),
        states=known("states", model.states),
        gates=known("gates", model.gates),
        actions=known("actions", model.actions),
        parts=known("parts", model.parts),
        deadlines=known("deadlines", model.deadlines),
        openings=Known(openings, not any(each[0] == "actions" for each in lost)),
        words=Known(),
    )
    reader = FieldReader(context, names.states, names.actions)
    fields = reader.read_all(model.fields, node.at("fields"), f"{path}.fields")
    if "kind" in fields and model.kinds:
        context.error("reserved_name", node.at("fields", "kind").at_key, name="kind")
    people = People(
        context, fields, names.fields.whole and len(names.fields.names) == len(fields), names.actions, names.parts
    )
    finals = frozenset(name for name, state in model.states.items() if state.final is not None)
    actions = ActionReader(
        context,
        names,
        fields,
        finals,
        people,
        FieldReader(context, names.states, names.actions),
        path,
        bool(model.kinds),
    )
    deadlines = DeadlineReader(context, names, fields, people, path)
    _numbers(context, model, node)
    if "open" not in names.actions and names.actions.whole:
        context.error("open_missing", node.at("actions").at_key)
    if names.states.whole and not names.states.names:
        context.error("states_missing", node.at("states").at_key)
    return Procedure(
        name=model.procedure,
        title=context.text(model.title, path, otherwise=model.procedure),
        pack=pack,
        number=model.number,
        gapless=model.gapless,
        label=model.label,
        priority=model.priority,
        sees=_sees(people, model, node),
        fields=fields,
        kinds=_kinds(context, model, node, path),
        kind_columns=_kind_columns(context, model, node, path),
        states={
            name: _state(context, people, names, name, state, node.at("states", name), path)
            for name, state in model.states.items()
        },
        gates={
            name: Gate(
                name=name,
                when=gate.when,
                says=context.text(gate.says, f"{path}.gates.{name}", otherwise=name),
                source=gate.source,
                place=node.at("gates", name).place,
            )
            for name, gate in model.gates.items()
        },
        parts={name: actions.part(name, part, node.at("parts", name)) for name, part in model.parts.items()},
        actions={
            name: actions.action(name, action, node.at("actions", name)) for name, action in model.actions.items()
        },
        deadlines={
            name: deadlines.read(name, each, node.at("deadlines", name)) for name, each in model.deadlines.items()
        },
        lists={
            name: _list(context, names, name, each, node.at("lists", name), path) for name, each in model.lists.items()
        },
        source=model.source,
        place=node.place,
    )


def _numbers(context: Context, model: ProcedureModel, node: Node) -> None:
    for key, text in (("number", model.number), ("label", model.label)):
        if text is None:
            continue
        try:
            parse_number(text, label=key == "label")
        except NumberError as error:
            context.error(error.code, node.at(key).here, **error.params)


def _sees(people: People, model: ProcedureModel, node: Node) -> dict[str, Sight]:
    for name in model.sees:
        people.one_of(name, _key_of(node.at("sees", name)))
    return {name: Sight(sight) for name, sight in model.sees.items()}


def _key_of(node: Node) -> Node:
    """A stand-in for the key of a value, where the key itself is what a finding is about."""
    line, column = node.key or (node.line, node.column)
    return Node(node.file, line, column, "")


def _state(
    context: Context, people: People, names: Names, name: str, model: StateModel, node: Node, path: str
) -> State:
    if name in ("any", "back"):
        context.error("reserved_name", node.at_key, name=name)
    if model.waits is not None:
        known = Known(
            (
                *context.posts.names,
                *names.fields.names,
                *names.openings.names,
                *names.parts.names,
                *context.procedures.names,
                *context.exchanges.names,
            ),
            context.posts.whole and names.fields.whole and names.openings.whole and context.exchanges.whole,
        )
        context.outside("waits", model.waits, known, node.at("waits").here)
    if model.final is not None:
        for key in ("owner", "waits", "rests"):
            if node.get(key) is not None:
                context.error("final_has", node.at(key).at_key, key=key)
    return State(
        name=name,
        title=context.text(model.title, f"{path}.states.{name}", otherwise=name),
        owner=None if model.owner is None else people.owner(model.owner, node),
        waits=model.waits,
        final=None if model.final is None else Final(model.final),
        rests=model.rests,
        source=model.source,
        place=node.place,
    )


def _kinds(context: Context, model: ProcedureModel, node: Node, path: str) -> dict[str, Kind]:
    """The kinds, each column typed by what stands in it: all yes or no, all whole numbers, all numbers, or text."""
    typed: dict[str, str] = {}
    for name, kind in model.kinds.items():
        for column, text in (kind.__pydantic_extra__ or {}).items():
            here = _type_of(text, node.at("kinds", name, column).quoted)
            before = typed.get(column, here)
            both = {before, here}
            typed[column] = here if len(both) == 1 else "decimal" if both == {"int", "decimal"} else "text"
    return {
        name: Kind(
            name=name,
            title=context.text(kind.title, f"{path}.kinds.{name}", otherwise=name),
            values=_values(kind, typed),
            source=kind.source,
            place=node.at("kinds", name).place,
        )
        for name, kind in model.kinds.items()
    }


def _kind_columns(context: Context, model: ProcedureModel, node: Node, path: str) -> dict[str, Text]:
    """What people call the columns of the kinds."""
    columns = dict.fromkeys(column for kind in model.kinds.values() for column in kind.__pydantic_extra__ or {})
    for name in model.kind_columns:
        context.refer("kind_column", name, Known(tuple(columns)), node.at("kind_columns", name).at_key)
    return {
        name: context.text(title, f"{path}.kind_columns.{name}", otherwise=name)
        for name, title in model.kind_columns.items()
    }


def _type_of(text: str, quoted: bool) -> str:
    if quoted:
        return "text"
    if text in ("true", "false"):
        return "bool"
    return "int" if _WHOLE.fullmatch(text) else "decimal" if _DECIMAL.fullmatch(text) else "text"


def _values(kind: KindModel, typed: dict[str, str]) -> tuple[tuple[str, str | bool | int | Decimal], ...]:
    values: list[tuple[str, str | bool | int | Decimal]] = []
    for column, text in (kind.__pydantic_extra__ or {}).items():
        match typed[column]:
            case "bool":
                values.append((column, text == "true"))
            case "int":
                values.append((column, int(text)))
            case "decimal":
                values.append((column, Decimal(text)))
            case _:
                values.append((column, text))
    return tuple(values)


def _list(context: Context, names: Names, name: str, model: ListModel, node: Node, path: str) -> ListView:
    for index, state in enumerate(model.in_):
        context.refer("state", state, names.states, item(node, "in", index).here)
    for index, column in enumerate(model.sort):
        context.refer("field", column.removeprefix("-"), names.fields, item(node, "sort", index).here, also=_COLUMNS)
    for index, column in enumerate(model.shows):
        context.refer("field", column, names.fields, item(node, "shows", index).here, also=_COLUMNS)
    filters = []
    for field, given in model.where.items():
        context.refer("field", field, names.fields, node.at("where", field).at_key, also=_COLUMNS)
        filters.append(_filter(context, field, given, node.at("where", field)))
    return ListView(
        name=name,
        title=context.text(model.title, f"{path}.lists.{name}", otherwise=name),
        states=model.in_,
        where=tuple(filters),
        holder="" if model.holder == "anyone" else model.holder,
        sort=model.sort,
        columns=model.shows,
        source=model.source,
        place=node.place,
    )


def _filter(context: Context, field: str, given: tuple[str, ...] | RangeModel, at: Node) -> Filter:
    if isinstance(given, RangeModel):
        if given.contains is not None:
            return Filter(field=field, test=Test.CONTAINS, values=(given.contains,))
        if given.min is None and given.max is None:
            context.error("range_empty", at.here)
        return Filter(field=field, test=Test.RANGE, values=(given.min or "", given.max or ""))
    if given in (("empty",), ("filled",)):
        return Filter(field=field, test=Test(given[0]))
    return Filter(field=field, test=Test.IS, values=given)
