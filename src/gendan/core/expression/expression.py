"""An expression: its text, what it uses, its value and its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gendan.core.expression.evaluate import Evaluator, asked_of_areas, compiled, foretell
from gendan.core.expression.explain import Comparison, Explainer, explainer
from gendan.core.expression.parse import parse_tree
from gendan.core.expression.scope import Scope
from gendan.core.expression.tree import Call, Name, Node, Word


@dataclass(frozen=True)
class Expression:
    """A parsed expression of the pack language. Two of the same text are equal.

    Made by `parse`. It holds nothing of a pack: whether its names exist, `check` says.
    """

    text: str
    tree: Node = field(compare=False, repr=False)

    @cached_property
    def names(self) -> frozenset[str]:
        """The bare names: fields of the case, of the event, or of a row."""
        return frozenset(node.name for node in self.tree.walk() if isinstance(node, Name))

    @cached_property
    def reads(self) -> frozenset[str]:
        """What it may read of a case's fields: those named bare, rows fields before a dot, and those that it counts.

        Names of a row's columns and of actions are among them; whoever asks knows his fields.
        """
        heads = (word.partition(".")[0] for word in self.words if "." in word)
        return self.names.union(heads, self.symbols("count"))

    @cached_property
    def words(self) -> frozenset[str]:
        """The declared words: dotted ones, `x@end`, and `now`, `today`, `actor`."""
        return frozenset(node.word for node in self.tree.walk() if isinstance(node, Word))

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls, in reading order; each with its word, symbols, arguments, keywords and member."""
        return tuple(node for node in self.tree.walk() if isinstance(node, Call))

    @cached_property
    def reads_clock(self) -> bool:
        """Whether its value may change by time passing alone."""
        return not self.words.isdisjoint({"now", "today"})

    def symbols(self, word: str) -> frozenset[str]:
        """What the calls of `word` name: `symbols("done")` of `done(audit) or done(stop)` is audit and stop."""
        return frozenset(name for call in self.calls if call.word == word for name in call.symbols if name)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return compiled(self.tree)

    @cached_property
    def _explainer(self) -> Explainer:
        return explainer(self.tree)

    @cached_property
    def _asked_of_areas(self) -> tuple[tuple[str, tuple[Evaluator, ...]], ...]:
        return asked_of_areas(self.tree)

    def foretell(self, scope: Scope, rows: Sequence[Scope]) -> None:
        """Tell `scope` what the expression will ask of areas when it is evaluated for each of `rows`."""
        if self._asked_of_areas:
            foretell(self._asked_of_areas, scope, rows)

    def evaluate(self, scope: Scope) -> object:
        """The value in `scope`. Raises EvaluationError where a value has a kind that the checker would have refused."""
        return self._evaluator(scope)

    def holds(self, scope: Scope) -> bool:
        """Whether it is true in `scope`: nothing but `true` is."""
        return self._evaluator(scope) is True

    def explain(self, scope: Scope) -> tuple[Comparison, ...]:
        """Why it does not hold in `scope`; empty where it does."""
        return self._explainer(scope)

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[object, ...]:
        return parse, (self.text,)


def parse(text: str) -> Expression:
    """The expression that `text` writes. Raises ExpressionError with code, params and column."""
    return Expression(text, parse_tree(text))


def explain(expression: Expression, scope: Scope) -> tuple[Comparison, ...]:
    """Why `expression` does not hold in `scope`: see Expression.explain."""
    return expression.explain(scope)
