"""领域 Areas' own actions, on the site and on cases, and the things that fields name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest
from ninja import Path, Query, Router

from gendan.api import describing
from gendan.api.addresses import CaseUid, Digest, IdempotencyKey
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.doing import case_of
from gendan.api.files import resolved
from gendan.api.media import ANYTHING
from gendan.api.operation import ACTING, operation
from gendan.api.problems import missing, refused
from gendan.api.schemas.area import (
    AreaActionDescribed,
    AreaActionsTold,
    AreaDescribed,
    AreaDone,
    AreaGiven,
    AreasTold,
    ReferencesTold,
    ReferenceTold,
)
from gendan.api.schemas.base import PLAIN
from gendan.api.speaking import speaker
from gendan.cases import area_actions, area_files, queries, references
from gendan.cases.outcome import Outcome
from gendan.cases.prose import Speaker
from gendan.cases.registry import vocabulary
from gendan.core.field import Field
from gendan.core.vocabulary import AreaAction

router = Router(tags=["areas"])

WORD = r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}$"
Word = Annotated[str, Path(pattern=WORD, description="The area's word.", examples=["parties.register"])]
AreaName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="The area.", examples=["parties"])]
ReferenceType = Annotated[
    str,
    Path(
        pattern=r"^[a-z][a-z0-9_.]{0,120}$",
        description="A field's type (party, contact, product, unit), the list that its text is picked from"
        " (stock.places, cash_desk.table.till), or the procedure whose cases it names (doors.door_order).",
    ),
]
Wanted = Annotated[str, Query(max_length=100, pattern=PLAIN, description="A name, a code, a phone, or its beginning.")]
OfField = Annotated[
    str, Query(max_length=60, pattern=r"^[a-z0-9_]*$", description="The field that asks: its name.", examples=["core"])
]
Few = Annotated[int, Query(ge=1, le=50, description="How many at most.")]


@operation(router, "GET", "/areas", scope=Scope.READ, gives=AreasTold)
def list_areas(request: HttpRequest) -> AreasTold:
    """The areas at which the caller may look, with the actions that his posts are granted."""
    caller = caller_of(request)
    known, granted = vocabulary(), area_actions.granted(caller.person, caller.at)
    spoken = speaker(caller.language)
    doable = [known.actions[word] for word in sorted(granted) if word in known.actions and known.actions[word].handler]
    names = sorted(area_actions.areas_open(caller.person, caller.at) & known.areas)
    return AreasTold(
        areas=[
            AreaDescribed(
                name=name,
                title=spoken.say(known.titles[name]) if name in known.titles else name,
                actions=[_described(each, spoken) for each in doable if each.name.partition(".")[0] == name],
            )
            for name in names
        ]
    )


def _listed(about: Literal["site", "case"]) -> str:
    """The words of the areas' actions, each with its arguments; those that must be filled with a star."""
    told = []
    for name, each in sorted(vocabulary().actions.items()):
        if each.about == about and each.handler:
            given = ", ".join(f"{field.name}{'*' if field.name in each.required else ''}" for field in each.fields)
            told.append(f"`{name}` {each.title.in_language('en')} ({given})")
    return "; ".join(told)


def act_on_site(request: HttpRequest, word: Word, body: AreaGiven, key: IdempotencyKey = None) -> AreaDone:
    """Do an area's action that is about no case.

    For who holds a post to which an active pack grants the word. The words, with their arguments (* must be filled):
    {words}.
    """
    caller = caller_of(request)
    done = area_actions.act_on_site(
        word, given=resolved(body.given, caller), person=caller.person, at=caller.at, key=_key(key, caller)
    )
    return _done(word, done)


def act_on_case(
    request: HttpRequest, uid: CaseUid, word: Word, body: AreaGiven, key: IdempotencyKey = None
) -> AreaDone:
    """Do an area's action on a case.

    For who sees the case and holds a post to which its pack grants the word. The words, with their arguments (* must
    be filled): {words}.
    """
    caller = caller_of(request)
    done = area_actions.act(
        word,
        case=case_of(uid),
        given=resolved(body.given, caller),
        person=caller.person,
        at=caller.at,
        key=_key(key, caller),
    )
    return _done(word, done)


act_on_site.__doc__ = (act_on_site.__doc__ or "").format(words=_listed("site"))
act_on_case.__doc__ = (act_on_case.__doc__ or "").format(words=_listed("case"))
operation(router, "POST", "/areas/{word}", scope=Scope.ACT, gives=AreaDone)(act_on_site)
operation(router, "POST", "/cases/{uid}/areas/{word}", scope=Scope.ACT, gives=AreaDone, problems=ACTING)(act_on_case)


@operation(router, "GET", "/cases/{uid}/areas", scope=Scope.READ, gives=AreaActionsTold)
def list_area_actions(request: HttpRequest, uid: CaseUid) -> AreaActionsTold:
    """The areas' actions that the caller may do on a case."""
    caller = caller_of(request)
    found = area_actions.offered_on_case(case_of(uid), person=caller.person, at=caller.at)
    spoken = speaker(caller.language)
    return AreaActionsTold(actions=[_described(each, spoken) for each in found])


@operation(router, "GET", "/references/{type}", scope=Scope.READ, gives=ReferencesTold)
def find_references(
    request: HttpRequest, type: ReferenceType, q: Wanted = "", limit: Few = 10, of: OfField = ""
) -> ReferencesTold:
    """What a field of this type may name: for pickers. An outside party finds none but itself."""
    caller = caller_of(request)
    found = references.look_up(type, q, limit, person=caller.person, at=caller.at, of=of)
    if found is None:
        found = queries.named(type, q, limit, person=caller.person, at=caller.at, language=caller.language)
    if found is None:
        raise missing()
    return ReferencesTold(
        found=[ReferenceTold(value=value, title=title, detail=detail) for value, title, detail in found]
    )


@operation(router, "GET", "/areas/{area}/files/{sha256}", scope=Scope.READ, gives=bytes)
def download_area_file(request: HttpRequest, area: AreaName, sha256: Digest) -> FileResponse:
    """Download a file that an area keeps: a contract's scan, a slip. For who may look at the area."""
    caller = caller_of(request)
    found = area_files.file_of(area, sha256, person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=ANYTHING)


def _described(each: AreaAction, spoken: Speaker) -> AreaActionDescribed:
    return AreaActionDescribed(
        word=each.name,
        title=spoken.say(each.title),
        case=each.about == "case",
        arguments=[describing.field(field, spoken) for field in each.fields],
        needed=list(each.required),
    )


def _key(key: str | None, caller: Caller) -> str | None:
    return None if key is None else f"api:{caller.person}:{key}"


def _done(word: str, done: Outcome) -> AreaDone:
    if not done.done:
        declared = vocabulary().actions.get(word)
        fields = {} if declared is None else {field.name: field for field in declared.fields}
        raise refused(done.reasons, speaker=lambda language: _about(language, fields), action=word, outcome=done)
    return AreaDone(word=word, told=dict(done.told), replayed=done.replayed)


def _about(language: str, fields: Mapping[str, Field]) -> Speaker:
    return replace(speaker(language), fields=fields)
