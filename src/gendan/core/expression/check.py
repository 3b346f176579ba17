"""Names and types: all that is wrong with an expression in one place of a pack, said at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from gendan.core.expression import types
from gendan.core.expression.evaluate import AGGREGATES, row_heads
from gendan.core.expression.expression import Expression
from gendan.core.expression.fixed import LONGEST_YEARS, divides_by_zero, is_too_long
from gendan.core.expression.names import Names
from gendan.core.expression.operators import arithmetic_type, is_name
from gendan.core.expression.signatures import NAMES, Parameter, Signature
from gendan.core.expression.tree import (
    Arithmetic,
    Call,
    Choices,
    Comparison,
    Conditional,
    Constant,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Symbol,
    Word,
)
from gendan.core.expression.types import BOOL, UNKNOWN, Type

_EQUALITY = frozenset({"==", "!="})
_MEMBERSHIP = frozenset({"in", "not in"})


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a code with parameters, the column in the text, and what was probably meant ("").

    Codes: `unknown_name`, `unknown_word`, `unknown_call`, `unknown_symbol`, `unknown_member`, `unknown_keyword`,
    `unknown_choice`, `missing_argument`, `too_many_arguments`, `missing_member`, `no_member`, `not_comparable`,
    `not_ordered`, `not_a_container`, `not_a_condition`, `wrong_type`, `wrong_operand`, `unlike_branches`,
    `no_rows`, `two_rows`, `rows_outside`, `ambiguous_name`, `divided_by_zero`, `span_too_long`.
    """

    code: str
    params: Mapping[str, object] = field(hash=False)
    column: int
    suggestion: str = ""


def check(expression: Expression, names: Names, expects: Type | None = None) -> tuple[Finding, ...]:
    """All findings, in the order of their columns; empty where the expression is sound.

    `expects` is the type that its place asks for: BOOL for a condition, None for any.
    """
    checker = _Checker(names)
    given = checker.type_of(expression.tree)
    if expects is not None:
        checker.expect(expression.tree, given, expects)
    return tuple(sorted(checker.findings, key=lambda finding: finding.column))


def type_of(expression: Expression, names: Names) -> Type:
    """The type of its value; UNKNOWN where a name in it is unknown."""
    return _Checker(names).type_of(expression.tree)


class _Checker:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.findings: list[Finding] = []
        self._row: tuple[str, Mapping[str, Type]] | None = None

    def _find(self, code: str, node: Node, suggestion: str = "", **params: object) -> Type:
        self.findings.append(Finding(code, params, node.start, suggestion))
        return UNKNOWN

    def _unknown(self, code: str, node: Node, name: str, known: Iterable[str], **params: object) -> Type:
        return self._find(code, node, closest(name, known), name=name, **params)

    def expect(self, node: Node, given: Type, expected: Type) -> None:
        """Refuse a value of type `given` where `expected` must stand."""
        if expected.kind == "choice" and isinstance(node, Constant):
            self._option(node, expected)
        elif expected.kind == "choice" and isinstance(node, Conditional):
            for branch in (node.then, node.otherwise):
                self.expect(branch, _quiet(self, branch), expected)
        elif not types.fits(given, expected):
            if expected == BOOL:
                hint = f"given({node})" if isinstance(node, Name | Word | Call) else ""
                self._find("not_a_condition", node, hint, given=str(given), text=str(node))
            else:
                self._find("wrong_type", node, expected=str(expected), given=str(given), text=str(node))

    def type_of(self, node: Node) -> Type:
        """The type of `node`; its findings are kept."""
        match node:
            case Constant(value=value):
                return _constant(value)
            case Name(name=name):
                return self._name(node, name)
            case Word(word=word):
                return self._word(node, word)
            case Not(operand=operand):
                self.expect(operand, self.type_of(operand), BOOL)
                return BOOL
            case Junction(parts=parts):
                for part in parts:
                    self.expect(part, self.type_of(part), BOOL)
                return BOOL
            case Comparison():
                return self._comparison(node)
            case Arithmetic(operator=operator, left=left, right=right):
                found = self._arithmetic(node, operator, self.type_of(left), self.type_of(right))
                self._fixed(node)
                return found
            case Negative(operand=operand):
                given = self.type_of(operand)
                fine = given.is_number or given.kind in ("duration", "days", "workdays", "unknown")
                return given if fine else self._find("wrong_operand", node, operator="-", left=str(given), right="")
            case Conditional():
                return self._conditional(node)
            case Call():
                return self._call(node)
            case Choices(items=items):
                for item in items:
                    self.type_of(item)
                return UNKNOWN
            case _:
                return UNKNOWN

    # -- names

    def _name(self, node: Node, name: str) -> Type:
        outer = self.names.field(name)
        inner = self._row[1].get(name) if self._row else None
        if outer is not None and inner is not None and self._row:
            return self._find("ambiguous_name", node, f"{self._row[0]}.{name}", name=name, rows=self._row[0])
        found = inner if inner is not None else outer
        if found is not None:
            return found
        known = [*self.names.known("unknown_name"), *NAMES, *(self._row[1] if self._row else ())]
        return self._unknown("unknown_name", node, name, known)

    def _word(self, node: Node, word: str) -> Type:
        if word in NAMES:
            return NAMES[word]
        head, _, rest = word.partition(".")
        if self._row and head == self._row[0]:
            found = self._row[1].get(rest)
            if found is None:
                return self._unknown("unknown_word", node, word, [f"{head}.{column}" for column in self._row[1]])
            return found
        if (found := self.names.word(word)) is not None:
            return found
        if rest in (self.names.rows(head) or ()):
            return self._find("two_rows" if self._row else "rows_outside", node, f"any({word} …)", name=word, rows=head)
        return self._unknown("unknown_word", node, word, self.names.known("unknown_word"))

    # -- operators

    def _comparison(self, node: Comparison) -> Type:
        given = [self.type_of(operand) for operand in node.operands]
        for index, operator in enumerate(node.operators):
            left, right = node.operands[index], node.operands[index + 1]
            if operator in _MEMBERSHIP:
                self._membership(left, given[index], right, given[index + 1])
            else:
                self._compared(operator, left, given[index], right, given[index + 1])
        return BOOL

    def _compared(self, operator: str, left: Node, left_type: Type, right: Node, right_type: Type) -> None:
        if operator in _EQUALITY and "" in (_text(left), _text(right)):
            return  # `x == ''` asks whether nothing was given, of any type
        if not types.comparable(left_type, right_type):
            hint = self._meant(left_type, right_type)
            self._find("not_comparable", left, hint, operator=operator, left=str(left_type), right=str(right_type))
        elif operator not in _EQUALITY and not (left_type.is_ordered and right_type.is_ordered):
            unordered = right_type if left_type.is_ordered else left_type
            self._find("not_ordered", left, operator=operator, given=str(unordered))
        elif operator in _EQUALITY:
            for node, other in ((left, right_type), (right, left_type)):
                if isinstance(node, Constant) and (other.kind == "choice" or other.options):
                    self._option(node, other)

    @staticmethod
    def _meant(left: Type, right: Type) -> str:
        kinds = {left.kind, right.kind}
        if kinds == {"date", "moment"}:
            return "today"
        return "now > … + workdays(…)" if "workdays" in kinds else ""

    def _option(self, node: Constant, expected: Type) -> None:
        if node.value not in ("", *expected.options):
            close = closest(str(node.value), expected.options)
            hint = f"'{close}'" if close else ""
            self._find("unknown_choice", node, hint, value=node.value, options=expected.options)

    def _membership(self, left: Node, left_type: Type, right: Node, right_type: Type) -> None:
        if isinstance(right, Choices):
            for item in right.items:
                self._compared("==", left, left_type, item, _quiet(self, item))
        elif right_type.kind == "list":
            self._compared("==", left, left_type, right, right_type.of or UNKNOWN)
        elif not (
            right_type.kind == "unknown" or (right_type.is_text and (is_name(left_type) or left_type == UNKNOWN))
        ):
            self._find("not_a_container", right, f"({right},)", left=str(left_type), given=str(right_type))

    def _arithmetic(self, node: Node, operator: str, left: Type, right: Type) -> Type:
        if (found := arithmetic_type(operator, left, right)) is not None:
            return found
        return self._find("wrong_operand", node, operator=operator, left=str(left), right=str(right))

    def _fixed(self, node: Arithmetic | Call) -> None:
        """Refuse what its literals alone make give nothing, whatever the case."""
        if isinstance(node, Arithmetic) and divides_by_zero(node):
            self._find("divided_by_zero", node, text=str(node))
        elif is_too_long(node):
            self._find("span_too_long", node, text=str(node), most=LONGEST_YEARS)

    def _conditional(self, node: Conditional) -> Type:
        then, otherwise = self.type_of(node.then), self.type_of(node.otherwise)
        self.expect(node.condition, self.type_of(node.condition), BOOL)
        found = types.union(then, otherwise)
        if found is None:
            return self._find("unlike_branches", node, left=str(then), right=str(otherwise))
        return found

    # -- calls

    def _call(self, node: Call) -> Type:
        signature = self.names.signature(node.word)
        if signature is None:
            for argument in node.children():
                if not isinstance(argument, Symbol | Name | Word):  # these may have been meant for a symbol or rows
                    self.type_of(argument)
            return self._unknown("unknown_call", node, node.word, self.names.known("unknown_call"))
        result = self._arguments(node, signature)
        self._fixed(node)
        self._keywords(node, signature)
        return self._member(node, signature, result)

    def _arguments(self, node: Call, signature: Signature) -> Type:
        """The type of the last argument, for calls that give what they take."""
        result = UNKNOWN
        wanted = signature.parameters
        for argument in node.arguments[len(wanted) :]:
            self._find("too_many_arguments", argument, call=node.word, most=len(wanted))
        for parameter in wanted[len(node.arguments) :]:
            if not parameter.optional:
                self._find("missing_argument", node, call=node.word, argument=parameter.name)
        for argument, parameter in zip(node.arguments, wanted, strict=False):
            result = self._argument(node, argument, parameter)
        return result

    def _argument(self, call: Call, argument: Node, parameter: Parameter) -> Type:
        if isinstance(argument, Symbol):
            if not any(self.names.symbol(kind, argument.name) for kind in parameter.symbols):
                kinds = sorted(kind.value for kind in parameter.symbols)
                known = [
                    name
                    for name in self.names.known("unknown_symbol")
                    if any(self.names.symbol(kind, name) for kind in parameter.symbols)
                ]
                self._unknown("unknown_symbol", argument, argument.name, known, call=call.word, kinds=kinds)
            return UNKNOWN
        given = self._per_row(call, argument) if parameter.per_row else self.type_of(argument)
        if parameter.per_row and call.word in AGGREGATES:
            return self._aggregated(call, argument, given)
        if parameter.type is not None:
            self.expect(argument, given, parameter.type)
        return given

    def _per_row(self, call: Call, argument: Node) -> Type:
        if self._row is not None:
            return self._find("two_rows", argument, name=str(argument), rows=self._row[0])
        sources = [(head, rows) for head in row_heads(argument) if (rows := self.names.rows(head)) is not None]
        if not sources:
            given = self.type_of(argument)
            if given.kind == "checklist" and call.word != "sum":
                return BOOL  # every item, or some item, is answered yes
            if given != UNKNOWN:
                self._find("no_rows", argument, text=str(argument))
            return UNKNOWN
        self._row = sources[0]
        given = self.type_of(argument)
        self._row = None
        return given

    def _aggregated(self, call: Call, argument: Node, given: Type) -> Type:
        if call.word != "sum":
            self.expect(argument, given, BOOL)
        elif not (given.is_number or given.kind in ("duration", "days", "unknown")):
            self._find("wrong_operand", argument, operator="sum", left=str(given), right="")
            return UNKNOWN
        return given

    def _keywords(self, node: Call, signature: Signature) -> None:
        declared = {parameter.name: parameter for parameter in signature.keywords}
        for name, value in node.keywords:
            given = self.type_of(value)
            if name in declared:
                wanted = declared[name].type
            elif signature.any_keyword:
                wanted = self.names.member(node.word, node.symbols, name)
            else:
                wanted = None
            if wanted is None:
                self._unknown("unknown_keyword", value, name, declared, call=node.word)
            else:
                self.expect(value, given, wanted)

    def _member(self, node: Call, signature: Signature, result: Type) -> Type:
        if node.member is None:
            if signature.member:
                return self._find("missing_member", node, f"{node}.…", call=str(node))
            return result if signature.returns is None else signature.returns
        if signature.member is False:
            return self._find("no_member", node, call=node.word, member=node.member)
        found = self.names.member(node.word, node.symbols, node.member)
        if found is None:
            return self._unknown("unknown_member", node, node.member, self._members(node), call=node.word)
        return found

    def _members(self, node: Call) -> Iterable[str]:
        """What the call has: of all names that are known, those that it gives a type."""
        known = self.names.known("unknown_member")
        return [name for name in known if self.names.member(node.word, node.symbols, name) is not None]


def _quiet(checker: _Checker, node: Node) -> Type:
    """The type of a node whose own findings are already kept."""
    kept = len(checker.findings)
    found = checker.type_of(node)
    del checker.findings[kept:]
    return found


def _constant(value: object) -> Type:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, str):
        return types.TEXT
    return types.INT if isinstance(value, int) else types.DECIMAL


def _text(node: Node) -> object:
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None


def closest(name: str, known: Iterable[str]) -> str:
    """What was probably meant by `name` among `known`; "" where nothing is near."""
    near = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return near[0] if near else ""
