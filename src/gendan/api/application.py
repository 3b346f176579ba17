"""The API as one application: its routers, its errors, and how it describes itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from gendan import __version__
from gendan.api import json_values, problems
from gendan.api.authority import SCOPES, Bearer
from gendan.api.media import DOWNLOADS

DESCRIPTION: Final = (
    "Everything that Gendan's pages do, for programs, by the same functions and under the same rights.\n\n"
    "Sign in with `POST /tokens`, then send `Authorization: Bearer TOKEN`. Scopes: "
    + "; ".join(f"`{scope}`: {says}" for scope, says in SCOPES.items())
    + "\n\nWhat is refused is answered as problem details (RFC 9457) with every reason at once, in the language of"
    " `Accept-Language` (zh or en). A command may carry `Idempotency-Key` (it is done once, and answered again) and"
    " `If-Match` with the case's ETag (it is done only if the case has not changed).\n\n"
    "`Try-As: PERSON` on a GET, for administrators with scope `admin`: what that person sees and may do. Nothing else"
    " is possible so, and each look is logged."
)


class _Parser(Parser):
    """Reads bodies exactly: see `json_values`."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise problems.Problem(415, "media_type", extra={"expected": "application/json"})
        return json_values.read(request.body)


class _Renderer(BaseRenderer):
    """Writes answers as they are: UTF-8, moments to the microsecond, decimals as strings."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json_values.written(data)


class _Description(OpenAPISchema):
    """The OpenAPI document: problems under their own media type, downloads under theirs, scopes with each operation."""

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        told: dict[int, dict[str, Any]] = super().responses(operation)
        for status, each in told.items():
            if status >= 400 and "content" in each:
                each["content"] = {problems.MEDIA_TYPE: each["content"].pop(self.api.renderer.media_type)}
            elif status == 200 and operation.operation_id is not None and operation.operation_id in DOWNLOADS:
                binary = {"schema": {"type": "string", "format": "binary"}}
                each["content"] = dict.fromkeys(DOWNLOADS[operation.operation_id], binary)
        return told

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = super().operation_parameters(operation)
        for each in told:
            # A parameter's examples are named ones; those of its schema stay.
            each.pop("examples", None)
            each["schema"] = _without_null(each["schema"])
        return told

    def operation_security(self, operation: Operation) -> list[dict[str, list[str]]] | None:
        bearers = [each for each in operation.auth_callbacks if isinstance(each, Bearer)]
        if not bearers:
            return None
        self.securitySchemes["token"] = {"type": "http", "scheme": "bearer"}
        return [{"token": [each.scope.value] if each.scope is not None else []} for each in bearers]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of what an address or a header may hold: it can be left out, and is never null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name not in ("anyOf", "default")}, **kinds[0]}


class _Api(NinjaAPI):
    @cached_property
    def _described(self) -> dict[str, _Description]:
        """The document by the prefix of its paths: it takes seconds to make, and stays as it is."""
        return {}

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = _Description(api=self, path_prefix=prefix)
        return self._described[prefix]


def made() -> NinjaAPI:
    """The API with all its routers."""
    from gendan.api.routes import ROUTERS

    api = _Api(
        title="Gendan",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        parser=_Parser(),
        renderer=_Renderer(),
        servers=[],
    )
    problems.install(api)
    for router in ROUTERS:
        api.add_router("", router)
    return api
