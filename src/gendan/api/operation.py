"""How an operation is declared: its method and address, the scope that it asks for, its answer and its problems."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.decorators import decorate_view

from gendan.api.authority import Bearer, Scope
from gendan.api.once import PARAMETER, once
from gendan.api.problems import At, answer
from gendan.api.problems import Problem as Refusal
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
    keyed: bool = False,
) -> Callable[[View], View]:
    """Declare a function as the operation `METHOD path`; its name is the operation's, its docstring the description.

    `scope` None: any token that stands. `public`: none is asked for. `keyed`: it makes something, and an
    `Idempotency-Key` makes it once.
    """
    may = {*(problems if problems is not None else READING if method == "GET" else KEEPING), 422}

    def declared(view: View) -> View:
        summary, _, description = (view.__doc__ or "").strip().partition("\n")
        names: set[str] = set()
        bearer = None if public else Bearer(scope)
        decorated = decorate_view(_knowing(names))(view)
        if keyed and bearer is not None:
            decorated = decorate_view(once(bearer))(decorated)
        router.api_operation(
            [method],
            path,
            auth=bearer,
            response={status: gives, **dict.fromkeys(sorted(may), Problem)},
            operation_id=view.__name__,
            summary=summary.strip().removesuffix("."),
            description=" ".join(description.split()) or summary.strip(),
            by_alias=True,
            openapi_extra={"parameters": [PARAMETER]} if keyed else None,
        )(decorated)
        made = router.path_operations[path].operations[-1]
        for model in made.models:
            if model.__ninja_param_source__ == "query":
                names.update(getattr(model, "__ninja_flatten_map__", model.model_fields))
        return view

    return declared


Run = Callable[..., HttpResponseBase]


def _knowing(names: set[str]) -> Callable[[Run], Run]:
    """Refuses a query with names that the operation does not have: a filter misspelled must not show everything."""

    def decorated(run: Run) -> Run:
        @wraps(run)
        def knowing(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
            places = [At("query", (name[:100],), "extra_forbidden") for name in request.GET if name not in names]
            if places:
                return answer(request, Refusal(422, "malformed", places=places[:20]))
            return run(request, *arguments, **named)

        return knowing

    return decorated
