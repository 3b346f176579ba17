"""Problem details (RFC 9457)."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class ReasonTold(Schema):
    """One reason of a refusal."""

    code: str = Field(
        description="The code, with the name that it is about behind a dot.", examples=["gate.all_checked"]
    )
    parameters: dict[str, Any] = Field(description="Plain values: what stands, and what would satisfy.")
    says: str = Field(description="The reason in the caller's language.")


class PlaceTold(Schema):
    """A place in the request that is not as it should be."""

    within: str = Field(alias="in", description="body, query, path, header or form.")
    path: list[str | int] = Field(description="The way to it.", examples=[["given", "amount"]])
    code: str
    says: str


class Problem(Schema):
    """Why a request was not done: a kind (`code`), and everything that is in its way, at once.

    `refused` (409): the request was understood, and a rule is against it; every reason is told. `missing` (404): not
    there, or not the caller's to see. `access`, `scope` (403): not the caller's to do, or beyond his token. `stale`
    (412): the version in If-Match is not the case's any more. `malformed` (422): the request itself, place by place.
    `token`, `credentials` (401), `locked` (429), `too_large` (413), `media_type` (415), `method` (405), `failed` (500).
    """

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:gendan:problem:refused",
                    "title": "It was not done, for these reasons.",
                    "status": 409,
                    "detail": "The six checks are not complete",
                    "instance": "/api/cases/0197b6a0-0000-7000-8000-000000000000/actions/approve",
                    "code": "refused",
                    "reasons": [
                        {
                            "code": "gate.all_checked",
                            "parameters": {"says": {"zh": "六项核对未完成", "en": "The six checks are not complete"}},
                            "says": "The six checks are not complete",
                        }
                    ],
                    "places": [],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    reasons: list[ReasonTold]
    places: list[PlaceTold]
