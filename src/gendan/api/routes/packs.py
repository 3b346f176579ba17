"""包 The packs in which the caller works, and what their procedures ask and allow."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from gendan.api import describing
from gendan.api.addresses import PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.schemas.pack import PackLine, PacksTold, PackTold, PostTold, ProcedureTold
from gendan.api.speaking import speaker
from gendan.api.working import Working, pack_of, procedure_of, working
from gendan.cases import imports

router = Router(tags=["packs"])


@operation(router, "GET", "/packs", scope=Scope.READ, gives=PacksTold)
def list_packs(request: HttpRequest) -> PacksTold:
    """The active packs in which the caller works."""
    caller = caller_of(request)
    return PacksTold(packs=[_line(each, caller) for each in working(caller)])


@operation(router, "GET", "/packs/{pack}", scope=Scope.READ, gives=PackTold)
def get_pack(request: HttpRequest, pack: PackName) -> PackTold:
    """One pack: its posts, procedures, imports, exchanges, settings and tables."""
    caller = caller_of(request)
    found = pack_of(pack, caller)
    spoken = speaker(caller.language, found.pack)
    mine = found.actor.posts.union(*found.actor.stands_in.values())
    return PackTold(
        **_line(found, caller).dict(),
        hash=found.pack.hash,
        posts=[
            PostTold(name=each.name, title=spoken.say(each.title), reports_to=each.reports_to, yours=each.name in mine)
            for each in found.pack.posts.values()
        ],
        exchanges=[describing.named(each.name, each.title, spoken) for each in found.pack.exchanges.values()],
        settings=[describing.named(each.name, each.field.title, spoken) for each in found.pack.settings.values()],
        tables=[describing.named(each.name, each.title, spoken) for each in found.pack.tables.values()],
    )


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}", scope=Scope.READ, gives=ProcedureTold)
def get_procedure(request: HttpRequest, pack: PackName, procedure: ProcedureName) -> ProcedureTold:
    """One procedure: its fields, states, actions, gates, deadlines and lists."""
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    return describing.procedure(found.pack, declared, speaker(caller.language, found.pack, declared))


def _line(found: Working, caller: Caller) -> PackLine:
    spoken = speaker(caller.language, found.pack)
    offered = {each.name for each in imports.offered(person=caller.person, at=caller.at)}
    return PackLine(
        name=found.pack.name,
        title=spoken.say(found.pack.title),
        version=found.pack.version,
        procedures=[describing.named(each.name, each.title, spoken) for each in found.procedures],
        imports=[
            describing.named(each.name, each.title, spoken)
            for each in found.pack.imports.values()
            if f"{found.pack.name}.{each.name}" in offered
        ],
    )
