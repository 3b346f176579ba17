"""From text to tree: a parser by precedence, which follows Python's grammar for what it takes and refuses the rest.

Why not Python's own `ast`: it reads 0.30 as a float, counts columns in bytes, and deep nesting ends the process
in some versions. Here length, digits and depth are bounded before anything is built.
"""

from collections.abc import Callable

from gendan.core.expression.errors import ExpressionError
from gendan.core.expression.signatures import NAMES, takes_symbol
from gendan.core.expression.tokens import Kind, Token, tokens
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

MAX_DEPTH = 32
"""Levels of nesting, and operators in one row of + - * /."""

_TRUTH = {"true": True, "True": True, "false": False, "False": False}
_JOINING = frozenset({"and", "or", "not", "in", "if", "else"})
_REFUSED = {"is": "==", "lambda": "", "for": "", "None": "given(…)", "null": "given(…)", "await": "", "yield": ""}
_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">="})
_ADDING = frozenset({"+", "-"})
_MULTIPLYING = frozenset({"*", "/", "//", "%"})
_OPERAND = ("name", "number", "text", "(", "not", "-")


def parse_tree(text: str) -> Node:
    """The tree of `text`. Raises ExpressionError at the first thing that is no part of the language."""
    if not text or text.isspace():
        raise ExpressionError("empty", {}, 0)
    try:
        return _Parser(text).whole()
    except RecursionError:  # the caller stood deep already
        raise ExpressionError("too_deep", {"most": MAX_DEPTH}, 0) from None


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(tokens(text))
        self._at = 0
        self._nesting = 0

    # -- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._token
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def _sees(self, *texts: str) -> bool:
        return self._token.kind in (Kind.SIGN, Kind.NAME) and self._token.text in texts

    def _take(self, text: str) -> Token | None:
        return self._next() if self._sees(text) else None

    def _expect(self, text: str) -> Token:
        return self._take(text) or self._refuse((text,))

    def _refuse(self, allowed: tuple[str, ...]) -> Token:
        token = self._token
        if token.kind is Kind.END:
            raise ExpressionError("unfinished", {"allowed": allowed}, token.start)
        if token.text == "=":
            raise ExpressionError("single_equals", {"found": "=", "instead": "=="}, token.start)
        if token.kind is Kind.NAME and token.text in _REFUSED:
            raise ExpressionError("not_allowed", {"found": token.text, "instead": _REFUSED[token.text]}, token.start)
        if token.text == ".":
            raise ExpressionError("not_allowed", {"found": ".", "instead": ""}, token.start)
        raise ExpressionError("unexpected", {"found": token.text[:40], "allowed": allowed}, token.start)

    # -- rules, from what binds least to what binds most

    def whole(self) -> Node:
        node = self._value()
        if self._token.kind is not Kind.END:
            self._refuse(("and", "or", "==", "+", "end"))
        return node

    def _value(self) -> Node:
        """A conditional, or anything that binds more."""
        self._nesting += 1
        if self._nesting > MAX_DEPTH:
            raise ExpressionError("too_deep", {"most": MAX_DEPTH}, self._token.start)
        node = self._junction("or", lambda: self._junction("and", self._negation))
        if self._take("if"):
            condition = self._junction("or", lambda: self._junction("and", self._negation))
            self._expect("else")
            otherwise = self._value()
            node = self._bounded(Conditional(node.start, otherwise.end, node, condition, otherwise))
        self._nesting -= 1
        return node

    def _junction(self, operator: str, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self._take(operator):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return self._bounded(Junction(parts[0].start, parts[-1].end, operator, tuple(parts)))

    def _negation(self) -> Node:
        if not self._sees("not"):
            return self._comparison()
        begin = self._nested_prefix()
        operand = self._negation()
        self._nesting -= 1
        return self._bounded(Not(begin, operand.end, operand))

    def _comparison(self) -> Node:
        operands, operators = [self._sum()], []
        while operator := self._comparing():
            operators.append(operator)
            operands.append(self._sum())
        if not operators:
            return operands[0]
        return self._bounded(Comparison(operands[0].start, operands[-1].end, tuple(operands), tuple(operators)))

    def _comparing(self) -> str | None:
        if self._token.kind is Kind.SIGN and self._token.text in _COMPARING:
            return self._next().text
        if self._take("in"):
            return "in"
        if self._take("not"):
            self._expect("in")
            return "not in"
        return None

    def _sum(self) -> Node:
        return self._row(_ADDING, lambda: self._row(_MULTIPLYING, self._signed))

    def _row(self, operators: frozenset[str], part: Callable[[], Node]) -> Node:
        node = part()
        while self._token.kind is Kind.SIGN and self._token.text in operators:
            operator = self._next().text
            right = part()
            node = self._bounded(Arithmetic(node.start, right.end, operator, node, right))
        return node

    def _signed(self) -> Node:
        if not self._sees("-"):
            return self._operand()
        begin = self._nested_prefix()
        operand = self._signed()
        self._nesting -= 1
        return self._bounded(Negative(begin, operand.end, operand))

    def _operand(self) -> Node:
        token = self._token
        if token.kind in (Kind.NUMBER, Kind.TEXT) and token.value is not None:
            self._next()
            return Constant(token.start, token.end, token.value)
        if token.kind is Kind.NAME and token.text not in _JOINING and token.text not in _REFUSED:
            return self._named()
        if self._take("("):
            return self._parentheses(token, after_in=self._at > 1 and self._tokens[self._at - 2].text == "in")
        self._refuse(_OPERAND)
        raise AssertionError("refused above")

    def _parentheses(self, opening: Token, *, after_in: bool) -> Node:
        """A value in parentheses, or, with a comma, the choices right of `in`."""
        items, comma = [self._value()], False
        while self._take(","):
            comma = True
            if self._sees(")"):
                break
            items.append(self._value())
        closing = self._expect(")")
        if not comma:
            return items[0]
        if not after_in:
            raise ExpressionError("unexpected", {"found": ",", "allowed": (")",)}, items[0].end)
        return self._bounded(Choices(opening.start, closing.end, tuple(items)))

    def _named(self) -> Node:
        """A field, a word, or a call with its arguments and member."""
        first = self._next()
        if first.text in _TRUTH:
            return Constant(first.start, first.end, _TRUTH[first.text])
        name = self._dotted(first)
        end = self._tokens[self._at - 1].end
        if self._sees("("):
            return self._call(first, name)
        if self._take("@"):
            if not self._sees("end"):
                self._refuse(("end",))
            end = self._next().end
            return Word(first.start, end, name + "@end")
        return Word(first.start, end, name) if "." in name or name in NAMES else Name(first.start, end, name)

    def _dotted(self, first: Token) -> str:
        parts = [self._plain(first)]
        while self._take("."):
            if self._token.kind is not Kind.NAME:
                self._refuse(("name",))
            parts.append(self._plain(self._next()))
        return ".".join(parts)

    def _plain(self, token: Token) -> str:
        # What begins with an underscore is never a declared word, and in Python leads to the inside of things.
        if token.text.startswith("_"):
            raise ExpressionError("not_allowed", {"found": token.text[:40], "instead": ""}, token.start)
        return token.text

    def _call(self, first: Token, word: str) -> Node:
        self._expect("(")
        arguments: list[Node] = []
        keywords: dict[str, Node] = {}
        while not self._sees(")"):
            token, following = self._token, self._tokens[min(self._at + 1, len(self._tokens) - 1)]
            if token.kind is Kind.NAME and following.text == "=" and following.kind is Kind.SIGN:
                if token.text in keywords:
                    raise ExpressionError("repeated_keyword", {"found": token.text[:40]}, token.start)
                self._next(), self._next()
                keywords[self._plain(token)] = self._value()
            elif keywords:
                self._refuse(("name=",))
            else:
                arguments.append(self._argument(word, len(arguments)))
            if not self._take(","):
                break
        end = self._expect(")").end
        member = None
        if self._take("."):
            if self._token.kind is not Kind.NAME:
                self._refuse(("name",))
            member = self._dotted(self._next())
            end = self._tokens[self._at - 1].end
        if self._sees("(", "@"):
            raise ExpressionError("not_allowed", {"found": self._token.text, "instead": ""}, self._token.start)
        return self._bounded(Call(first.start, end, word, tuple(arguments), tuple(keywords.items()), member))

    def _argument(self, word: str, position: int) -> Node:
        node = self._value()
        if not takes_symbol(word, position):
            return node
        if isinstance(node, Name | Word):
            return Symbol(node.start, node.end, str(node))
        raise ExpressionError("not_a_name", {"call": word, "found": str(node)[:40]}, node.start)

    # -- bounds

    def _nested_prefix(self) -> int:
        self._nesting += 1
        if self._nesting > MAX_DEPTH:
            raise ExpressionError("too_deep", {"most": MAX_DEPTH}, self._token.start)
        return self._next().start

    def _bounded(self, node: Node) -> Node:
        if node.depth > MAX_DEPTH:
            raise ExpressionError("too_deep", {"most": MAX_DEPTH}, node.start)
        return node
