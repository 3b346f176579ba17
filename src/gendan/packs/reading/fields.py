"""Fields of every sort, from their models to values."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gendan.core.field import FIELD_TYPES, Choice, Field, Viewer
from gendan.core.text import Text
from gendan.packs.reading.context import Context, Known
from gendan.packs.schema.base import Words
from gendan.packs.schema.fields import FieldModel, Sight
from gendan.packs.source import Node

NUMBERS = frozenset({"int", "decimal", "money"})
ACTORS = frozenset({"party", "person", "contact"})
"""The types of fields that can name who acts, owns, waits or is told."""
RESERVED_FIELDS = frozenset({"owner", "superior", "system", "now", "today", "actor", "true", "false", "any", "all"})
"""Names that already mean something wherever a field may be named."""


class FieldReader:
    """Makes fields. `states` and `actions` are the procedure's, for `unique` and `seen_by`; none outside a
    procedure."""

    def __init__(self, context: Context, states: Known | None = None, actions: Known | None = None) -> None:
        self.context = context
        self.states = states
        self.actions = actions

    def read_all(self, models: Mapping[str, FieldModel], node: Node, path: str) -> dict[str, Field]:
        """The fields of a mapping, in its order; `node` is the mapping's, `path` where labels find it."""
        return {name: self.read(name, model, node.at(name), f"{path}.{name}") for name, model in models.items()}

    def read(self, name: str, model: FieldModel, node: Node, path: str) -> Field:
        """One field; what is wrong with it is noted."""
        context = self.context
        if name in RESERVED_FIELDS:
            context.error("reserved_name", node.at_key, name=name)
        types = (*FIELD_TYPES, *context.procedures.names, *context.records.names)
        whole = context.procedures.whole and context.records.whole
        context.refer("type", model.type, Known(types, whole), node.at("type").here)
        if model.type != "rows" and any(isinstance(each, FieldModel) for each in (model.of or {}).values()):
            context.error("columns_without_rows", node.at("of").at_key, type=model.type)
        self._bounds(model, node)
        return Field(
            name=name,
            title=context.text(model.title, path, otherwise=name),
            type=model.type,
            unit=model.unit,
            min=model.min,
            max=model.max,
            choices=self._choices(model, node, path),
            listed=self._listed(model, node),
            like=model.like or "",
            site=model.site,
            columns=self._columns(model, node, path),
            posts=self._posts(model, node),
            new=self._new(model, node),
            computed=model.computed,
            required=model.required,
            unique=self._unique(model, node),
            unique_with=model.unique_with or (),
            seen_by=self._viewers(model, node),
            keep=model.keep,
            filter=model.filter,
            source=model.source,
            place=node.place,
        )

    def _bounds(self, model: FieldModel, node: Node) -> None:
        measured = model.type in NUMBERS or model.type in ("text", "rows")
        for key, given in (("min", model.min), ("max", model.max)):
            if given is not None and not measured and model.type in FIELD_TYPES:
                self.context.error("key_not_for_type", node.at(key).at_key, key=key, type=model.type)
        if model.min is not None and model.max is not None and model.min > model.max:
            self.context.error("bounds_crossed", node.at("max").here, min=str(model.min), max=str(model.max))
        if model.like is not None and model.type != "text":
            self.context.error("key_not_for_type", node.at("like").at_key, key="like", type=model.type)
        if model.site and model.type != "choice":
            self.context.error("key_not_for_type", node.at("site").at_key, key="site", type=model.type)

    def _choices(self, model: FieldModel, node: Node, path: str) -> tuple[Choice, ...]:
        if model.type not in ("choice", "checklist"):
            if model.of is not None and model.type not in ("rows", "person"):
                self.context.error("key_not_for_type", node.at("of").at_key, key="of", type=model.type)
            return ()
        if not model.of and not model.site:
            self.context.error("missing_key", node.at_key, key="of")
        return tuple(
            Choice(name=name, title=self.context.text(title, f"{path}.of.{name}", otherwise=name))
            for name, title in (model.of or {}).items()
            if isinstance(title, Words)
        )

    def _posts(self, model: FieldModel, node: Node) -> tuple[str, ...]:
        """The posts that a person is chosen from: of cases and events alone, where somebody is asked for him."""
        if model.type != "person" or model.of is None:
            return ()
        if self.states is None:
            self.context.error("key_not_for_type", node.at("of").at_key, key="of", type=model.type)
        for index, name in enumerate(model.of):
            self.context.refer("post", name, self.context.posts, item(node, "of", index).here)
        return tuple(model.of)

    def _new(self, model: FieldModel, node: Node) -> bool:
        """Whether it may name what is not registered yet: in cases and events alone, whose actions register it."""
        if model.new and self.states is None:
            self.context.error("key_not_for_type", node.at("new").at_key, key="new", type=model.type)
        return model.new

    def _listed(self, model: FieldModel, node: Node) -> str:
        if model.from_ is None:
            return ""
        if model.type != "text" or self.states is None:
            self.context.error("key_not_for_type", node.at("from").at_key, key="from", type=model.type)
        return model.from_

    def _columns(self, model: FieldModel, node: Node, path: str) -> tuple[Field, ...]:
        if model.type != "rows":
            return ()
        if not model.of:
            self.context.error("missing_key", node.at_key, key="of")
        columns = []
        for name, column in (model.of or {}).items():
            if isinstance(column, FieldModel):
                if column.type == "rows":
                    self.context.error("rows_in_rows", node.at("of", name, "type").here, name=name)
                columns.append(self.read(name, column, node.at("of", name), f"{path}.of.{name}"))
        return tuple(columns)

    def _unique(self, model: FieldModel, node: Node) -> tuple[str, ...] | None:
        if model.unique is None or self.states is None:
            return model.unique
        if model.unique == ("open",):
            return model.unique
        for index, name in enumerate(model.unique):
            self.context.refer("state", name, self.states, item(node, "unique", index).here, also=("open",))
        return model.unique

    def _viewers(self, model: FieldModel, node: Node) -> tuple[Viewer, ...] | None:
        if model.seen_by is None:
            return None
        viewers = []
        for index, each in enumerate(model.seen_by):
            at = item(node, "seen_by", index)
            if isinstance(each, Sight):
                self.context.refer("post", each.post, self.context.posts, at.at("post").here)
                if each.after is not None and self.actions is not None:
                    self.context.refer("action", each.after, self.actions, at.at("after").here)
                viewers.append(Viewer(post=each.post, after=each.after))
            elif each == "owner":
                viewers.append(Viewer(owner=True))
            else:
                self.context.refer("post", each, self.context.posts, at.here, also=("owner",))
                viewers.append(Viewer(post=each))
        return tuple(viewers)


def item(node: Node, key: str, index: int) -> Node:
    """The node of an item of what may be one name or a list of names."""
    at = node.at(key)
    return at.at(index) if isinstance(at.value, list) else at


def untitled(name: str) -> Text:
    """The text of an element that needs no title: its name."""
    return Text(name)


def names_of(fields: Collection[Field]) -> tuple[str, ...]:
    """The names of fields."""
    return tuple(field.name for field in fields)
