"""How an operation is declared: its method and address, the scope that it asks for, its answer and its problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from ninja import Router

from gendan.api.authority import Bearer, Scope
from gendan.api.schemas.problem import Problem

View = TypeVar("View", bound=Callable[..., Any])

READING: Final = (401, 403, 404, 422)
ACTING: Final = (401, 403, 404, 409, 412, 413, 415, 422)
KEEPING: Final = (401, 403, 404, 409, 413, 415, 422)
"""What a look, a command on a case, and a change of anything else may be answered with besides their success."""


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope | None,
    gives: Any,
    status: int = 200,
    problems: tuple[int, ...] | None = None,
    public: bool = False,
) -> Callable[[View], View]:
    """Declare a function as the operation `METHOD path`; its name is the operation's, its docstring the description.

    `scope` None: any token that stands. `public`: none is asked for.
    """
    may = problems if problems is not None else READING if method == "GET" else KEEPING

    def declared(view: View) -> View:
        summary, _, description = (view.__doc__ or "").strip().partition("\n")
        router.api_operation(
            [method],
            path,
            auth=None if public else Bearer(scope),
            response={status: gives, **dict.fromkeys(may, Problem)},
            operation_id=view.__name__,
            summary=summary.strip().removesuffix("."),
            description=" ".join(description.split()) or summary.strip(),
            by_alias=True,
        )(view)
        return view

    return declared
