"""The names that a condition may use, by the place where it stands: one procedure's, a measure's, a routine's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from gendan.core.expression import (
    LANGUAGE,
    Expression,
    ExpressionError,
    Parameter,
    Signature,
    SymbolKind,
    Type,
    parse,
    types,
)
from gendan.core.expression.tree import Name
from gendan.core.field import Field
from gendan.core.pack import Pack, Table
from gendan.core.procedure import Action, Opening, Procedure
from gendan.core.vocabulary import Vocabulary
from gendan.packs.check.types import argument_type, field_type, kind_columns

ALWAYS: Mapping[str, Type] = {"state": types.TEXT, "number": types.TEXT, "label": types.TEXT}
"""What every case has besides its fields."""
CHILD: Mapping[str, Type] = {"state": types.TEXT, "number": types.TEXT, "final": types.TEXT}
"""What a parent knows of every child."""
MOST_ROUNDS = 3
"""How deep computed fields are written out that are computed from computed ones."""


@dataclass
class PackNames:
    """What is the same all over a pack: settings, tables, areas' words, posts, procedures."""

    pack: Pack
    vocabulary: Vocabulary

    @cached_property
    def references(self) -> frozenset[str]:
        """What a field may point to: procedures and record types."""
        return frozenset((*self.pack.procedures, *self.pack.records))

    def type(self, given: Field) -> Type:
        """The type of a field of this pack."""
        return field_type(given, self.references)

    @cached_property
    def blind(self) -> frozenset[str]:
        """Areas that the pack needs and this site has not: nothing is said of their words."""
        return frozenset(self.pack.needs) - self.vocabulary.areas

    @cached_property
    def words(self) -> dict[str, Type]:
        """Settings, and areas' facts; those that are rows are for papers."""
        found = {f"setting.{name}": self.type(setting.field) for name, setting in self.pack.settings.items()}
        facts = self.vocabulary.facts.items()
        return found | {name: fact.type for name, fact in facts if fact.type.kind != "rows"}

    @cached_property
    def rows_words(self) -> dict[str, Type]:
        """Areas' facts that are rows."""
        needed = frozenset(self.pack.needs)
        facts = self.vocabulary.facts.items()
        return {
            name: each.type for name, each in facts if each.type.kind == "rows" and name.partition(".")[0] in needed
        }

    def word(self, word: str) -> Type | None:
        """The type of a setting or an area's fact; unknown where the area is not here."""
        found = self.words.get(word)
        return types.UNKNOWN if found is None and word.partition(".")[0] in self.blind else found

    @cached_property
    def signatures(self) -> Mapping[str, Signature]:
        """The language's calls but `followed_by`, the tables, the records, and areas' words with arguments."""
        found = {name: each for name, each in LANGUAGE.items() if name != "followed_by"}
        for table in self.pack.tables.values():
            keys = tuple(Parameter(key.name, self.type(key)) for key in table.key)
            found[f"table.{table.name}"] = Signature(keys, self._default(table), member=None)
        for record in self.pack.records.values():
            keys = tuple(
                Parameter(name, self.type(record.fields[name])) for name in record.key if name in record.fields
            )
            found[f"record.{record.name}"] = Signature(keys, None, member=True)
        for word in self.vocabulary.lookups.values():
            found[word.name] = Signature(
                tuple(
                    Parameter(name, argument_type(argument), optional=name in word.optional)
                    for name, argument in word.arguments.items()
                ),
                word.type,
            )
        return found

    def _default(self, table: Table) -> Type:
        """What a table gives where no column is named: the column of its own name, else its first."""
        for column in table.columns:
            if column.name == table.name:
                return self.type(column)
        return self.type(table.columns[0]) if table.columns else types.UNKNOWN

    @cached_property
    def members(self) -> Mapping[str, None]:
        """All that any call may have: columns of tables, fields of records, what cases and their acts hold."""
        found: dict[str, None] = {}
        for table in self.pack.tables.values():
            found |= dict.fromkeys(each.name for each in (*table.columns, *table.key))
        for record in self.pack.records.values():
            found |= dict.fromkeys(record.fields)
        for procedure in self.pack.procedures.values():
            asked = [each.asks for each in procedure.actions.values()]
            asked += [each.asks for each in procedure.parts.values()]
            found |= dict.fromkeys((*procedure.fields, *(ask.field.name for asks in asked for ask in asks)))
        return found

    def column(self, table: str, name: str) -> Type | None:
        """The type of a table's column or key."""
        found = self.pack.tables.get(table)
        for column in (*found.columns, *found.key) if found is not None else ():
            if column.name == name:
                return self.type(column)
        return None

    def recorded(self, record: str, name: str) -> Type | None:
        """The type of a record's field; None of one that is hidden, which nothing reads."""
        found = self.pack.records.get(record)
        field = found.fields.get(name) if found is not None else None
        return None if field is None or field.hidden else self.type(field)


@dataclass
class ProcedureNames:
    """Names for the conditions of one procedure; `own` are the fields of the event that is judged."""

    shared: PackNames
    procedure: Procedure
    parents: tuple[tuple[Procedure, Opening], ...] = ()
    own: Mapping[str, Type] = field(default_factory=dict)
    extra_signatures: Mapping[str, Signature] = field(default_factory=dict)
    whole_rows: bool = False
    """Whether an area's rows may be named, as they stand: they are handed on whole, and not looked into."""

    @cached_property
    def fields(self) -> dict[str, Type]:
        """Bare names."""
        found = dict(ALWAYS)
        found["state"] = types.choice(self.procedure.states)
        if self.procedure.kinds:
            found["kind"] = types.choice(self.procedure.kinds)
        found |= {name: self.shared.type(each) for name, each in self.procedure.fields.items()}
        return found | dict(self.own)

    @cached_property
    def computed_elsewhere(self) -> frozenset[str]:
        """The fields that some action sets by an expression."""
        return frozenset(name for action in self.procedure.actions.values() for name, _ in action.sets)

    def written_out(self, expression: Expression) -> Expression | None:
        """The expression with its computed fields written out; None where there is none, or it grows too long."""
        found = expression
        for _ in range(MOST_ROUNDS):
            text = found.text
            named = [node for node in found.tree.walk() if isinstance(node, Name)]
            for node in sorted(named, key=lambda node: node.start, reverse=True):
                field = self.procedure.fields.get(node.name) if node.name not in self.own else None
                if field is not None and field.computed is not None:
                    text = f"{text[: node.start]}({field.computed.text}){text[node.end :]}"
            if text == found.text:
                break
            try:
                found = parse(text)
            except ExpressionError:
                return None
        return None if found is expression else found

    @cached_property
    def kinds(self) -> dict[str, Type]:
        """The columns of the table of kinds."""
        return kind_columns(self.procedure.kinds.values())

    @cached_property
    def children(self) -> dict[str, dict[str, Type]]:
        """What is known of children and linked cases, by the name that the procedure has for them."""
        found: dict[str, dict[str, Type]] = {}
        for action in self.procedure.actions.values():
            for link in action.links:
                found[link.procedure] = self._known(link.procedure)
            for opening in action.opens:
                known = self._known(opening.procedure)
                child = self.shared.pack.procedures.get(opening.procedure)
                for name, given in opening.gives:
                    each = child.fields.get(given) if child is not None else None
                    known[name] = types.UNKNOWN if each is None else self.shared.type(each)
                found[opening.name] = known
        return found

    def _known(self, procedure: str) -> dict[str, Type]:
        child = self.shared.pack.procedures.get(procedure)
        states = types.TEXT if child is None else types.choice(child.states)
        return {**CHILD, "state": states}

    @cached_property
    def words(self) -> dict[str, Type]:
        """Dotted words but the areas' and the settings'."""
        found = {f"kind.{name}": each for name, each in self.kinds.items()}
        for name, members in self.children.items():
            found |= {f"{name}.{member}": each for member, each in members.items()}
        for parent, _ in self.parents:
            for name, each in parent.fields.items():
                here = self.shared.type(each)
                before = found.get(f"parent.{name}", here)
                found[f"parent.{name}"] = types.union(before, here) or types.UNKNOWN
        if self.parents:
            states = dict.fromkeys(state for parent, _ in self.parents for state in parent.states)
            kinds = dict.fromkeys(kind for parent, _ in self.parents for kind in parent.kinds)
            kind = types.choice(kinds) if kinds else types.TEXT
            found |= {"parent.state": types.choice(states), "parent.number": types.TEXT, "parent.kind": kind}
        return found

    # -- the protocol

    def field(self, name: str) -> Type | None:
        """The type of a bare name."""
        return self.fields.get(name)

    def word(self, word: str) -> Type | None:
        """The type of a dotted word."""
        found = self.words.get(word)
        if found is not None:
            return found
        if word.startswith("parent.") and not self.parents:
            return types.UNKNOWN  # it is opened from another department's pack
        if self.whole_rows and word in self.shared.rows_words:
            return self.shared.rows_words[word]
        return self.shared.word(word)

    def signature(self, word: str) -> Signature | None:
        """What a call takes and gives."""
        found = self.extra_signatures.get(word) or self.shared.signatures.get(word)
        if found is None and word.partition(".")[0] in self.shared.blind:
            return Signature((), types.UNKNOWN, any_keyword=True, member=None)
        return found

    def symbol(self, kind: SymbolKind, name: str) -> bool:
        """Whether there is an action, a post, … of that name."""
        return name in self._symbols.get(kind, ())

    @cached_property
    def _symbols(self) -> dict[SymbolKind, Iterable[str]]:
        rows = {name: None for name, each in self.fields.items() if each.kind in ("rows", "list", "checklist")}
        return {
            SymbolKind.ACTION: self.procedure.actions,
            SymbolKind.PART: self.procedure.parts,
            SymbolKind.STATE: self.procedure.states,
            SymbolKind.POST: self.shared.pack.posts,
            SymbolKind.CHILD: self.children,
            SymbolKind.ROWS: rows,
            SymbolKind.PROCEDURE: self.shared.pack.procedures,
        }

    def member(self, word: str, symbols: tuple[str | None, ...], member: str) -> Type | None:
        """The type of `last(quote).member`, of a table's column, a record's field, or a keyword of `open_cases`."""
        if word.startswith("table."):
            return self.shared.column(word[6:], member)
        if word.startswith("record."):
            return self.shared.recorded(word[7:], member)
        if word.partition(".")[0] in self.shared.blind:
            return types.UNKNOWN
        name = symbols[0] if symbols and symbols[0] else ""
        if word == "open_cases":
            other = self.shared.pack.procedures.get(name)
            if other is None:
                return types.UNKNOWN
            if member in other.fields:
                return self.shared.type(other.fields[member])
            return {"state": types.choice(other.states), "kind": types.choice(other.kinds)}.get(member)
        if name in self.children:
            return self.children[name].get(member)
        return self._event(name).get(member)

    def _event(self, name: str) -> dict[str, Type]:
        """What an action's or a part's event holds: what it asks and sets."""
        found: dict[str, Type] = {}
        part, action = self.procedure.parts.get(name), self.procedure.actions.get(name)
        for ask in (*(action.asks if action else ()), *(part.asks if part else ())):
            found[ask.field.name] = self.shared.type(ask.field)
        for changed, _ in action.sets if action else ():
            if changed in self.procedure.fields:
                found[changed] = self.shared.type(self.procedure.fields[changed])
        if part is not None or action is not None:
            found.setdefault("reason", types.TEXT)  # a rejection's, a correction's
        return found

    def rows(self, head: str) -> Mapping[str, Type] | None:
        """The fields of the rows that `head` names: a field of rows, or children."""
        if head in self.children:
            return self.children[head]
        given = self.fields.get(head)
        return dict(given.columns) if given is not None and given.kind == "rows" else None

    def known(self, code: str) -> Iterable[str]:
        """What could have been meant."""
        if code == "unknown_name":
            return self.fields
        if code == "unknown_word":
            rows = [f"{name}.{column}" for name, each in self.fields.items() for column, _ in each.columns]
            return [*self.words, *self.shared.words, *rows]
        if code == "unknown_call":
            return [*self.shared.signatures, *self.extra_signatures]
        if code == "unknown_member":
            return self.shared.members
        return [name for names in self._symbols.values() for name in names]

    def with_own(self, own: Mapping[str, Type]) -> ProcedureNames:
        """The same, with the fields of an event."""
        if not own:
            return self
        return replace(self, own={**self.own, **own})

    def with_rows(self) -> ProcedureNames:
        """The same, with areas' rows."""
        return replace(self, whole_rows=True)

    def of_action(self, action: Action) -> ProcedureNames:
        """The same, with the fields of the action's event and of the parts that sign it."""
        return self.with_own(own_types(self.shared, self.procedure, action))


def own_types(shared: PackNames, procedure: Procedure, action: Action) -> dict[str, Type]:
    """The fields of an action's event alone, those of its parts included."""
    from gendan.packs.check.people import parts_of

    asked = [ask for part in parts_of(procedure, action) for ask in part.asks]
    return {ask.field.name: shared.type(ask.field) for ask in (*asked, *action.asks) if ask.own}
