"""存档清单 Lists that people keep: a question and its order, under a name."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status

from gendan.api.addresses import PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.listing import asked_of, list_query
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.listing import SavedGiven, SavedLists, SavedTold
from gendan.api.working import procedure_of
from gendan.cases import saved

router = Router(tags=["lists"])

LIST_NAME = r"^[^\s/\x00-\x1f\x7f][^/\x00-\x1f\x7f]{0,79}$"
ListName = Annotated[str, Path(pattern=LIST_NAME, description="The list's name.", examples=["广东未审"])]


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/saved", scope=Scope.READ, gives=SavedLists)
def list_saved(request: HttpRequest, pack: PackName, procedure: ProcedureName) -> SavedLists:
    """The lists of a procedure that the caller kept, and those that others share."""
    caller = caller_of(request)
    procedure_of(pack, procedure, caller)
    found = saved.lists_of(f"{pack}.{procedure}", person=caller.person)
    return SavedLists(lists=[SavedTold(name=name, asked=asked_of(query), own=own) for name, query, own in found])


@operation(router, "PUT", "/packs/{pack}/procedures/{procedure}/saved/{name}", scope=Scope.ACT, gives=SavedTold)
def keep_list(
    request: HttpRequest, pack: PackName, procedure: ProcedureName, name: ListName, body: SavedGiven
) -> SavedTold:
    """Keep a list under a name, in the place of the caller's own of that name."""
    caller = caller_of(request)
    _, declared = procedure_of(pack, procedure, caller)
    query = list_query(body.asked, declared)
    saved.save(query, name, person=caller.person, at=caller.at, shared=body.shared)
    return SavedTold(name=name.strip(), asked=asked_of(query), own=True)


@operation(
    router, "DELETE", "/packs/{pack}/procedures/{procedure}/saved/{name}", scope=Scope.ACT, gives=None, status=204
)
def drop_list(request: HttpRequest, pack: PackName, procedure: ProcedureName, name: ListName) -> Status[None]:
    """Forget a list of the caller's own."""
    caller = caller_of(request)
    procedure_of(pack, procedure, caller)
    if not saved.drop(f"{pack}.{procedure}", name.strip(), person=caller.person):
        raise missing()
    return Status(204, None)
