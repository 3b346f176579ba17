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
from gendan.api.problems import missing, refused
from gendan.api.schemas.listing import LIST_NAME, NameGiven, SavedGiven, SavedLists, SavedTold
from gendan.api.working import procedure_of
from gendan.cases import saved
from gendan.core.refusals import Reason

router = Router(tags=["lists"])

ListName = Annotated[str, Path(pattern=LIST_NAME, description="The list's name.", examples=["广东未审"])]


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/saved", scope=Scope.READ, gives=SavedLists)
def list_saved(request: HttpRequest, pack: PackName, procedure: ProcedureName) -> SavedLists:
    """The lists of a procedure that the caller kept, and those that others share."""
    caller = caller_of(request)
    working, _ = procedure_of(pack, procedure, caller)
    return SavedLists(lists=[_told(each) for each in saved.lists_of(f"{pack}.{procedure}", working.actor)])


@operation(router, "PUT", "/packs/{pack}/procedures/{procedure}/saved/{name}", scope=Scope.ACT, gives=SavedTold)
def keep_list(
    request: HttpRequest, pack: PackName, procedure: ProcedureName, name: ListName, body: SavedGiven
) -> SavedTold:
    """Keep a list under a name, in the place of the caller's own of that name."""
    caller = caller_of(request)
    working, declared = procedure_of(pack, procedure, caller)
    wrong = [Reason(f"value.{each}", {"given": each}) for each in body.columns if each not in declared.fields]
    if body.post is not None and body.post not in working.pack.posts:
        expected = {"type": "choice", "options": list(working.pack.posts)}
        wrong.append(Reason("value.post", {"given": body.post, "expected": expected}))
    if wrong:
        raise refused(wrong)
    kept = saved.Saved(
        name=name.strip(),
        query=list_query(body.asked, declared),
        columns=tuple(dict.fromkeys(body.columns)),
        shared=body.shared,
        post=body.post or "" if body.shared else "",
        default=body.default,
    )
    saved.save(kept, actor=working.actor, at=caller.at)
    return _told(kept)


@operation(router, "POST", "/packs/{pack}/procedures/{procedure}/saved/{name}/rename", scope=Scope.ACT, gives=SavedTold)
def rename_list(
    request: HttpRequest, pack: PackName, procedure: ProcedureName, name: ListName, body: NameGiven
) -> SavedTold:
    """Give a list of the caller's own another name. 409 where he has another of that name."""
    caller = caller_of(request)
    working, _ = procedure_of(pack, procedure, caller)
    full, old, new = f"{pack}.{procedure}", name.strip(), body.name.strip()
    if all(not each.own or each.name != old for each in saved.lists_of(full, working.actor)):
        raise missing()
    if not saved.rename(full, old, new, person=caller.person, at=caller.at):
        raise refused([Reason("value.name", {"given": new})])
    return _told(next(each for each in saved.lists_of(full, working.actor) if each.own and each.name == new))


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


def _told(kept: saved.Saved) -> SavedTold:
    return SavedTold(
        name=kept.name,
        asked=asked_of(kept.query),
        own=kept.own,
        columns=list(kept.columns),
        shared=kept.shared,
        post=kept.post or None,
        default=kept.default,
    )
