"""The guard language of packs: conditions and computed values, parsed, typed, evaluated, explained and reasoned about.

A small subset of Python's expressions; `docs/language.md` describes it to authors. What the operators do with values
that are not filled stands in `values.py`.
"""

from gendan.core.expression.errors import EvaluationError, ExpressionError
from gendan.core.expression.explain import Comparison
from gendan.core.expression.expression import Expression, explain, parse
from gendan.core.expression.scope import MappingScope, Scope
from gendan.core.expression.values import Workdays, filled

__all__ = [
    "Comparison",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "MappingScope",
    "Scope",
    "Workdays",
    "explain",
    "filled",
    "parse",
]
