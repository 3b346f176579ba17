"""The values that what stands in a condition can have, where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from gendan.core.expression import Expression, ExpressionError, Range, Type, can_fail, can_hold, parse
from gendan.core.expression.tree import Call, Name, Node, Word
from gendan.core.field import Field
from gendan.core.procedure import Final, Kind
from gendan.packs.check.names import ProcedureNames

NEVER_FILLED = Range(options=frozenset())
FALSE = Range(options=frozenset({False}), filled=True)
TRUE = Range(options=frozenset({True}), filled=True)
BOOLS = frozenset({True, False})


@dataclass(frozen=True)
class Situation:
    """What is known where a condition is judged. None: nothing is known, anything is possible.

    `done` and `filled` may be; `surely_done` and `surely_filled` are. `own` are the fields of the event alone.
    """

    names: ProcedureNames
    done: Collection[str] | None = None
    surely_done: Collection[str] = ()
    filled: Collection[str] | None = None
    surely_filled: Collection[str] = ()
    own: Mapping[str, Field] = field(default_factory=dict)
    kind: Kind | None = None
    parent_states: frozenset[str] | None = None

    @property
    def kinds(self) -> tuple[Situation, ...]:
        """The same, each kind alone; itself where the procedure has none."""
        kinds = self.names.procedure.kinds.values()
        if not kinds or self.kind is not None:
            return (self,)
        return tuple(replace(self, kind=kind) for kind in kinds)

    def can_hold(self, expression: Expression) -> bool:
        """False only where it is proven that it never holds, whatever the kind."""
        return all(any(can_hold(form, each._ranges(form)) for each in self.kinds) for form in self._forms(expression))

    def can_fail(self, expression: Expression) -> bool:
        """False only where it is proven that it always holds, for every kind."""
        return all(any(can_fail(form, each._ranges(form)) for each in self.kinds) for form in self._forms(expression))

    def _forms(self, expression: Expression) -> tuple[Expression, ...]:
        """The expression, and the same with what is computed in place of its name: either may show the proof."""
        whole = self.names.written_out(expression)
        return (expression,) if whole is None else (expression, whole)

    # -- ranges

    def _ranges(self, expression: Expression) -> dict[str, Range]:
        found: dict[str, Range] = {}
        for node in expression.tree.walk():
            given = self._range(node)
            if given is not None:
                found[str(node)] = given
        return found

    def _range(self, node: Node) -> Range | None:
        match node:
            case Name(name=name):
                return self._name(name)
            case Word(word=word):
                return self._word(word)
            case Call():
                return self._call(node)
        return None

    def _name(self, name: str) -> Range | None:
        procedure = self.names.procedure
        if name in self.own:
            return field_range(self.own[name], filled=name in self.surely_filled)
        if name == "kind" and procedure.kinds:
            return Range(options=frozenset(procedure.kinds if self.kind is None else {self.kind.name}), filled=True)
        given = procedure.fields.get(name)
        if given is None:
            return Range(options=frozenset(procedure.states), filled=True) if name == "state" else None
        if given.computed is not None:
            return replace(field_range(given), low=None, high=None)
        if self.filled is not None and name not in self.filled:
            return NEVER_FILLED
        if name in self.names.computed_elsewhere:
            return Range(options=BOOLS) if given.type == "bool" else None  # what `sets` gives is held to no bounds
        return field_range(given, filled=name in self.surely_filled)

    def _word(self, word: str) -> Range | None:
        head, _, rest = word.partition(".")
        pack, vocabulary = self.names.shared.pack, self.names.shared.vocabulary
        if head == "setting" and rest in pack.settings:
            setting = pack.settings[rest]
            return field_range(setting.field, filled=setting.default is not None)
        if head == "kind":
            return self._kind(rest)
        if word == "parent.state" and self.parent_states is not None:
            return Range(options=frozenset(self.parent_states), filled=True)
        if head in self.names.children:
            return self._child(head, rest)
        fact = vocabulary.facts.get(word) or vocabulary.lookups.get(word)
        if fact is not None:
            whole = fact.type.kind == "int"
            if fact.type.kind == "bool":
                return Range(options=BOOLS)
            return Range(low=fact.minimum, high=fact.maximum, whole=whole)
        rows = self.names.procedure.fields.get(head)
        for column in rows.columns if rows is not None else ():
            if column.name == rest and column.computed is None:
                return field_range(column)
        return _of_type(self.names.words.get(word))

    def _kind(self, column: str) -> Range | None:
        kinds = [self.kind] if self.kind is not None else list(self.names.procedure.kinds.values())
        given = [kind.value(column) for kind in kinds]
        options = frozenset(value for value in given if value is not None)
        if len({type(value) for value in options}) > 1:
            return None  # 1 and true are one key
        return Range(options=options, filled=None not in given)

    def _child(self, name: str, member: str) -> Range | None:
        if not self._opened(name):
            return NEVER_FILLED
        if member == "final":
            return Range(options=frozenset(final.value for final in Final))
        return _of_type(self.names.children[name].get(member))

    def _opened(self, child: str) -> bool:
        if self.done is None:
            return True
        for action in self.names.procedure.actions.values():
            named = [opening.name for opening in action.opens] + [link.procedure for link in action.links]
            if child in named and action.name in self.done:
                return True
        return False

    def _call(self, call: Call) -> Range | None:
        name = call.symbols[0] if call.symbols else None
        procedure = self.names.procedure
        if name is not None and (name in procedure.actions or name in procedure.parts or call.word == "signed"):
            return self._act(call, name)
        if call.word == "count" and name is not None:
            return self._count(name)
        if call.word == "last" and name in self.names.children and not self._opened(name):
            return NEVER_FILLED
        if call.word.startswith("table."):
            given = self.names.shared.signatures.get(call.word)
            named = call.member and self.names.shared.column(call.word[6:], call.member)
            return _of_type(named or (given.returns if given is not None else None))
        if call.word.startswith("record."):
            return _of_type(self.names.shared.recorded(call.word[7:], call.member or ""))
        return None

    def _act(self, call: Call, name: str) -> Range | None:
        known = name if call.word != "signed" or name in self.names.procedure.parts else f"signer {name}"
        never = self.done is not None and known not in self.done
        surely = name in self.surely_done
        if call.word in ("done", "valid", "signed"):
            return FALSE if never else TRUE if surely and call.word == "done" else None
        if call.word == "count":
            return Range(low=1 if surely else 0, high=0 if never else None, whole=True, filled=True)
        if never:
            return NEVER_FILLED
        if call.word == "last" and call.member is not None:
            return _of_type(self.names.member("last", (name,), call.member))
        return None

    def _count(self, name: str) -> Range | None:
        rows = self.names.procedure.fields.get(name)
        if rows is not None:
            never = self.filled is not None and name not in self.filled and rows.computed is None
            high = 0 if never else None if rows.max is None else int(rows.max)
            return Range(low=0, high=high, whole=True, filled=True)
        if name in self.names.children and not self._opened(name):
            return Range(low=0, high=0, whole=True, filled=True)
        return None


def field_range(given: Field, *, filled: bool = False) -> Range:
    """The values that a field can have."""
    if given.type == "bool":
        return Range(options=BOOLS, filled=filled)
    if given.type == "choice" and not given.site:
        return Range(options=frozenset(choice.name for choice in given.choices), filled=filled)
    if given.type in ("int", "decimal", "money"):
        return Range(low=given.min, high=given.max, whole=given.type == "int", filled=filled)
    return Range(filled=filled)


def _of_type(given: Type | None) -> Range | None:
    if given is None:
        return None
    if given.kind == "bool":
        return Range(options=BOOLS)
    if given.kind == "choice":
        return Range(options=frozenset(given.options))
    return Range(whole=True) if given.kind == "int" else None


def joined(texts: Collection[str], word: str) -> Expression | None:
    """Conditions as one, joined by `and` or `or`; None where that is too much for one."""
    try:
        return parse(f" {word} ".join(f"({text})" for text in texts))
    except ExpressionError:
        return None
