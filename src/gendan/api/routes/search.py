"""查找 Cases by whatever is known of them."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from gendan.api import cases
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.schemas.base import PLAIN
from gendan.api.schemas.case import CasesFound
from gendan.cases import queries

router = Router(tags=["work"])


@operation(router, "GET", "/search", scope=Scope.READ, gives=CasesFound, problems=(401, 403))
def search_cases(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=100,
            pattern=PLAIN,
            description=(
                "Terms, separated by blanks, each the beginning of a word of the case: of its number, label, names (in "
                "characters, pinyin or initials, from any character on), or phone numbers (whole, or their last 4 to 8 "
                "digits). Or a whole ID number."
            ),
            examples=["王 1234"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=100, description="Cases at most.")] = 20,
) -> CasesFound:
    """The cases of all departments that a text finds, as far as the caller sees them and what it finds them by.

    Those that are not ended come first, then the newest.
    """
    caller = caller_of(request)
    found = queries.search(q, person=caller.person, at=caller.at, limit=limit)
    return CasesFound(rows=cases.lines(found.rows, caller.language), more=found.more)
