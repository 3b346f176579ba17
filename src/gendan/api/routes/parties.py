"""往来单位 Parties: found by name, pinyin or phone; one with all that is known of it. Areas' actions write them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from gendan.api import cases
from gendan.api.addresses import Limit, Number, Searched
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.area import PanelTold
from gendan.api.schemas.party import (
    AddressTold,
    ContactTold,
    ContractTold,
    PartiesTold,
    PartyChange,
    PartyInFull,
    PartyLine,
    ScanTold,
    TerritoryTold,
)
from gendan.api.speaking import speaker
from gendan.cases.area_actions import areas_open
from gendan.cases.prose import Speaker
from gendan.core.text import Text
from gendan.core.vocabulary import Panel, Table
from gendan.parties import queries
from gendan.parties.models import Change, Contact, Contract
from gendan.parties.whole import Whole, whole
from gendan.people.access import day_of

router = Router(tags=["parties"])

Sort = Annotated[
    str, Query(pattern=r"^(customer|dealer|supplier|platform)?$", description="Only parties that are one of these.")
]
Grade = Annotated[str, Query(max_length=40, pattern=r"^[^\x00-\x1f]*$", description="Only parties of this grade.")]
After = Annotated[int, Query(ge=0, le=2**53, description="`after` of the page before.")]


@operation(router, "GET", "/parties", scope=Scope.READ, gives=PartiesTold)
def find_parties(
    request: HttpRequest, q: Searched = "", sort: Sort = "", grade: Grade = "", after: After = 0, limit: Limit = 100
) -> PartiesTold:
    """Parties by the beginning of any word of any of their names, in characters, pinyin or initials, or by the digits
    of a phone, the nearest first; without `q` all of them, page by page. For who may look at the area.
    """
    _may_look(caller_of(request))
    lines = queries.found(q, sort=sort, grade=grade, after=after, limit=limit)
    return PartiesTold(
        parties=[
            PartyLine(
                id=line.id,
                name=line.name,
                sorts=list(line.sorts),
                grade=line.grade,
                upline=line.upline,
                keeper=line.keeper,
                phone=line.phone,
                region=line.place,
                matched=line.matched,
            )
            for line in lines
        ],
        after=lines[-1].id if len(lines) == limit and not q else None,
    )


@operation(router, "GET", "/parties/{party}", scope=Scope.READ, gives=PartyInFull)
def get_party(request: HttpRequest, party: Number) -> PartyInFull:
    """All that is known of one party; of one that was merged, of the party that it is now."""
    caller = caller_of(request)
    _may_look(caller)
    today = day_of(caller.at)
    found = whole(party, person=caller.person, at=caller.at, today=today)
    if found is None:
        raise missing()
    return _in_full(found, caller)


def _may_look(caller: Caller) -> None:
    if "parties" not in areas_open(caller.person, caller.at):
        raise missing()


def _in_full(found: Whole, caller: Caller) -> PartyInFull:
    party, spoken = found.party, speaker(caller.language)
    return PartyInFull(
        id=party.id,
        name=party.name,
        names=list(found.names),
        sorts=list(party.sorts),
        grade=party.grade,
        upline=party.upline.name if party.upline else "",
        tier=found.tier,
        below=[name for _, name in found.below],
        keeper=party.keeper,
        note=party.note,
        phones=[each.number for each in found.phones],
        contacts=[_contact(each) for each in found.contacts],
        addresses=[
            AddressTold(title=each.title, address=each.text, province=each.province, city=each.city)
            for each in found.addresses
        ],
        territories=[
            TerritoryTold(
                region=str(each),
                channel=each.channel,
                series=each.series,
                exclusive=each.exclusive,
                since=each.since,
                until=each.until,
            )
            for each in found.territories
        ],
        contracts=[_contract(each) for each in found.contracts],
        changes=[_change(each) for each in found.changes],
        cases=cases.lines(found.cases, caller.language),
        panels=[_panel(panel, table, spoken) for panel, table in found.panels],
    )


def _contact(each: Contact) -> ContactTold:
    return ContactTold(
        name=each.name,
        role=each.role,
        mail=each.mail,
        phones=[phone.number for phone in each.phones.all()],
        gone=each.gone,
    )


def _contract(each: Contract) -> ContractTold:
    return ContractTold(
        number=each.number,
        title=each.title,
        signed_on=each.signed_on,
        expires_on=each.expires_on,
        scans=[ScanTold(sha256=scan["sha256"], name=str(scan.get("name") or "")) for scan in each.scans],
    )


def _change(each: Change) -> PartyChange:
    at: datetime = each.at
    return PartyChange(kind=each.kind, at=at, by=each.by, told=each.told)


def _panel(panel: Panel, table: Table, spoken: Speaker) -> PanelTold:
    return PanelTold(
        name=panel.name,
        title=spoken.say(panel.title),
        columns=[spoken.say(column.title) for column in table.columns],
        rows=[[_cell(value, spoken) for value in row] for row in table.rows],
    )


def _cell(value: object, spoken: Speaker) -> object:
    if isinstance(value, Text):
        return spoken.say(value)
    return value[1] if isinstance(value, tuple) else shown(value)
