"""What can be wrong with an expression, before it runs and while it runs."""

from collections.abc import Mapping


class ExpressionError(ValueError):
    """The text is not an expression of the pack language.

    `code` and `params` are for the faces to put into words; `column` is where, in characters from the start
    of the text, counted from 0.

    Codes: `empty`, `too_long`, `too_deep`, `too_many_digits`, `bad_number`, `bad_text`, `bad_character`,
    `full_width`, `single_equals`, `not_allowed`, `unexpected`, `unfinished`, `not_a_name`, `repeated_keyword`.
    """

    def __init__(self, code: str, params: Mapping[str, object], column: int) -> None:
        self.code = code
        self.params = dict(params)
        self.column = column
        super().__init__(f"{code} at {column}: {self.params}")


class EvaluationError(RuntimeError):
    """A value met an operator that has no meaning for it: what the checker refuses was run unchecked.

    It is loud on purpose. To take such a comparison for false would open every gate that stands behind a `not`.
    """

    def __init__(self, operator: str, left: object, right: object = None) -> None:
        self.code = "wrong_value"
        self.params = {"operator": operator, "left": type(left).__name__, "right": type(right).__name__}
        super().__init__(f"{type(left).__name__} {operator} {type(right).__name__}")
