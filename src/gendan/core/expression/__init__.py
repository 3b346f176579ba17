"""The guard language of packs: conditions and computed values, parsed, typed, evaluated, explained and reasoned about.

A small subset of Python's expressions. What the operators do with values that are not filled stands in `values.py`,
what the language's own calls take in `signatures.py`, and what an evaluation asks of its surroundings in `scope.py`.
"""

from gendan.core.expression.check import Finding, check, type_of
from gendan.core.expression.errors import EvaluationError, ExpressionError
from gendan.core.expression.explain import Comparison
from gendan.core.expression.expression import Expression, explain, parse
from gendan.core.expression.names import MappingNames, Names
from gendan.core.expression.ranges import Range, can_fail, can_hold
from gendan.core.expression.scope import MappingScope, Scope
from gendan.core.expression.signatures import LANGUAGE, Parameter, Signature, SymbolKind
from gendan.core.expression.types import Type
from gendan.core.expression.values import Workdays, filled

__all__ = [
    "LANGUAGE",
    "Comparison",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "Finding",
    "MappingNames",
    "MappingScope",
    "Names",
    "Parameter",
    "Range",
    "Scope",
    "Signature",
    "SymbolKind",
    "Type",
    "Workdays",
    "can_fail",
    "can_hold",
    "check",
    "explain",
    "filled",
    "parse",
    "type_of",
]
