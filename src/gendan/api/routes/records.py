"""登记 Declared records: the things that cases are about, listed, looked at, and written by those who may."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Status

from gendan.api import describing
from gendan.api.addresses import ElementName, Limit, Number, PackName, Searched
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.exporting import exported
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.schemas.record import (
    CaseAbout,
    CasesAbout,
    RecordGiven,
    RecordInFull,
    RecordLine,
    RecordsTold,
    RecordTypes,
    RecordVersionTold,
)
from gendan.api.speaking import speaker
from gendan.api.working import pack_of
from gendan.cases import records
from gendan.cases.imports.context import NOT_IN_A_CELL
from gendan.cases.prose import value_in_words
from gendan.cases.queries import records as queries

router = Router(tags=["records"])


@operation(router, "GET", "/packs/{pack}/records", scope=Scope.READ, gives=RecordTypes)
def list_record_types(request: HttpRequest, pack: PackName) -> RecordTypes:
    """The types of records that the caller sees."""
    caller = caller_of(request)
    found = pack_of(pack, caller)
    posts = found.actor.posts.union(found.actor.oversees, *found.actor.stands_in.values())
    spoken = speaker(caller.language, found.pack)
    return RecordTypes(types=[describing.named(e.name, e.title, spoken) for e in queries.types_of(found.pack, posts)])


@operation(router, "GET", "/packs/{pack}/records/{name}", scope=Scope.READ, gives=RecordsTold)
def list_records(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    search: Searched = "",
    after: Annotated[int | None, Query(ge=1, le=2**53, description="`after` of the page before.")] = None,
    limit: Limit = 100,
) -> RecordsTold:
    """Records of a type in the order of their keys, as they stand today."""
    caller = caller_of(request)
    seen = queries.look(pack, name, person=caller.person, at=caller.at)
    page = queries.listed(seen, search=search, after=after, limit=limit)
    spoken = speaker(caller.language, seen.pack)
    return RecordsTold(
        type=name,
        title=spoken.say(seen.kind.title),
        key=list(seen.kind.key),
        fields=[describing.field(each, spoken) for each in seen.fields.values()],
        may_change=seen.may_change,
        records=[RecordLine(id=row.id, values=shown(row.values)) for row in page.rows],
        after=page.after,
    )


@operation(router, "GET", "/packs/{pack}/records/{name}/file", scope=Scope.READ, gives=bytes)
def export_records(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    search: Searched = "",
    form: Annotated[Literal["xlsx", "csv"], Query(description="The kind of file.")] = "xlsx",
) -> FileResponse:
    """The records of a type as a file, as they stand today, under the names of their fields; no cell of it can become
    a formula. Of what is encrypted at rest, and of rows and files, there is no column."""
    caller = caller_of(request)
    seen = queries.look(pack, name, person=caller.person, at=caller.at)
    fields = [each for each in seen.fields.values() if not each.hidden and each.type not in NOT_IN_A_CELL]
    spoken = speaker(caller.language, seen.pack)
    rows = (
        [value_in_words(each, row.values.get(each.name), spoken) for each in fields]
        for row in queries.whole(seen, search=search)
    )
    return exported(form, f"{pack}-{name}", [each.name for each in fields], rows)


@operation(router, "GET", "/packs/{pack}/records/{name}/{record}", scope=Scope.READ, gives=RecordInFull)
def get_record(request: HttpRequest, pack: PackName, name: ElementName, record: Number) -> RecordInFull:
    """A record with every version."""
    return _in_full(pack, name, record, caller_of(request))


@operation(router, "GET", "/packs/{pack}/records/{name}/{record}/cases", scope=Scope.READ, gives=CasesAbout)
def list_cases_about(request: HttpRequest, pack: PackName, name: ElementName, record: Number) -> CasesAbout:
    """The open cases about a record."""
    caller = caller_of(request)
    seen = queries.look(pack, name, person=caller.person, at=caller.at)
    queries.versions(seen, record)
    return CasesAbout(
        cases=[
            CaseAbout(
                uid=UUID(row.uid),
                number=row.number,
                procedure=row.procedure,
                state=row.state,
                holder=row.holder,
                due=row.due,
                late=row.late,
            )
            for row in queries.cases_about(seen, record, person=caller.person, at=caller.at)
        ]
    )


@operation(router, "POST", "/packs/{pack}/records/{name}", scope=Scope.ACT, gives=RecordInFull, status=201, keyed=True)
def write_record(request: HttpRequest, pack: PackName, name: ElementName, body: RecordGiven) -> Status[RecordInFull]:
    """Write a record, a new one or a new version of the one that has this key; from `since` on, else from today."""
    caller = caller_of(request)
    queries.look(pack, name, person=caller.person, at=caller.at)
    made = records.change(pack, name, body.values, person=caller.person, at=caller.at, since=body.since)
    return Status(201, _in_full(pack, name, made, caller))


def _in_full(pack: str, name: str, record: int, caller: Caller) -> RecordInFull:
    seen = queries.look(pack, name, person=caller.person, at=caller.at)
    return RecordInFull(
        id=record,
        versions=[
            RecordVersionTold(since=each.since, values=shown(each.values), at=each.at, by=each.by, source=each.source)
            for each in queries.versions(seen, record)
        ],
    )
