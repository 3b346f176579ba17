"""What stands in addresses and headers, typed and described."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Header, Path, Query
from pydantic import Field

from gendan.api.schemas.base import NAME, PLAIN

PackName = Annotated[str, Path(pattern=NAME, description="The pack's name.", examples=["shop_review"])]
ProcedureName = Annotated[str, Path(pattern=NAME, description="The procedure's name.", examples=["shop_order"])]
ElementName = Annotated[str, Path(pattern=NAME, description="The name of the action, field, list or the like.")]
CaseUid = Annotated[UUID, Path(description="The case's id.")]
Id = Annotated[UUID, Path(description="The id that its creation gave.")]
Number = Annotated[int, Path(ge=1, le=2**53, description="The number that its creation gave.")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="The SHA-256 of the file's content.")]

After = Annotated[
    str | None,
    Query(
        max_length=2000, pattern=r"^[A-Za-z0-9_-]*$", description="Where the page begins: `next` of the page before."
    ),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Rows of a page.")]
Searched = Annotated[str, Query(max_length=100, pattern=PLAIN)]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,120}$",
        description="With the same key the same command is done once and answered again, another refused (`key`).",
        examples=["5f0c6a52-order-17"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^("[0-9]{1,9}"|\*)?$',
        description="The ETag of the case as it was seen. Where the case has changed since, the answer is 412.",
        examples=['"7"'],
    ),
]
Stamp = Annotated[datetime, Field(description="A moment, in UTC.")]
