"""What the language's own calls take and give, as data.

An area's words with arguments have signatures too; they are declared where the word is and given to the checker.
Only the calls listed here take *symbols*, names that stand for themselves: so the parser knows `done(audit)` from
`table.carrier(province)` without knowing the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from gendan.core.expression import types
from gendan.core.expression.types import Type


class SymbolKind(Enum):
    """What a symbol may name."""

    ACTION = "action"
    PART = "part"
    STATE = "state"
    POST = "post"
    CHILD = "child"
    ROWS = "rows"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument.

    A symbol of one of the kinds in `symbols`; or, where `per_row`, an expression that is evaluated for each row;
    or a value of `type` (any type where None).
    """

    name: str
    type: Type | None = None
    symbols: frozenset[SymbolKind] = frozenset()
    per_row: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A call's arguments in order, its keyword arguments, and what it gives.

    `returns` is None where the result has the type of the argument (`sum`) or of the member (`last(quote).reason`).
    `member` says whether a member must follow, may follow (None) or may not. Where `any_keyword`, further keywords
    are fields of what the first symbol names.
    """

    parameters: tuple[Parameter, ...]
    returns: Type | None
    keywords: tuple[Parameter, ...] = ()
    any_keyword: bool = False
    member: bool | None = False


def _symbol(name: str, *kinds: SymbolKind) -> Parameter:
    return Parameter(name, symbols=frozenset(kinds))


_STEP = (SymbolKind.ACTION, SymbolKind.PART)
_ROWS = Parameter("of", per_row=True)
_COUNT = Parameter("n", types.INT)
_AMOUNT = Parameter("n", types.DECIMAL)

LANGUAGE: Mapping[str, Signature] = MappingProxyType(
    {
        "done": Signature((_symbol("action", *_STEP),), types.BOOL),
        "last": Signature((_symbol("action", *_STEP, SymbolKind.CHILD),), None, member=True),
        "count": Signature((_symbol("of", *_STEP, SymbolKind.CHILD, SymbolKind.ROWS),), types.INT),
        "at": Signature((_symbol("action", *_STEP),), types.MOMENT),
        "signed": Signature((_symbol("by", SymbolKind.POST, SymbolKind.PART),), types.BOOL),
        "valid": Signature((_symbol("action", *_STEP),), types.BOOL),
        "sum": Signature((_ROWS,), None),
        "any": Signature((_ROWS,), types.BOOL),
        "all": Signature((_ROWS,), types.BOOL),
        "open_cases": Signature((_symbol("procedure", SymbolKind.PROCEDURE),), types.INT, any_keyword=True),
        "followed_by": Signature(
            (_symbol("action", *_STEP),),
            types.BOOL,
            keywords=(Parameter("within", types.DURATION),),
            any_keyword=True,
        ),
        "given": Signature((Parameter("value"),), types.BOOL),
        "minutes": Signature((_AMOUNT,), types.DURATION),
        "hours": Signature((_AMOUNT,), types.DURATION),
        "days": Signature((_COUNT,), types.DAYS),
        "workdays": Signature((_AMOUNT,), types.WORKDAYS),
    }
)
"""The language's own calls. `followed_by` is for measures alone; who checks other conditions withholds it."""

NAMES: Mapping[str, Type] = MappingProxyType({"now": types.MOMENT, "today": types.DATE, "actor": types.PERSON})
"""The language's own bare words. No field may take these names."""


def takes_symbol(word: str, position: int) -> bool:
    """Whether the argument at `position` of the call `word` names something instead of giving a value."""
    signature = LANGUAGE.get(word)
    return (
        signature is not None and position < len(signature.parameters) and bool(signature.parameters[position].symbols)
    )
