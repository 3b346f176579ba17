"""台账 Tables of parties: all of them, doubles, contracts by their ends, who may sell where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F, Q

from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.parties import queries
from gendan.parties.models import Territory
from gendan.parties.places import place_of
from gendan.parties.sorts import titles_of
from gendan.people import access

Given = Mapping[str, object]

_PARTY = Column(title=Text("单位", "Party"), type="link")


def address_of(party: int) -> str:
    """Where the page of a party stands."""
    return f"/parties/{party}/"


def parties(given: Given, *, at: datetime, most: int) -> Table:
    """Parties, by what is known of them."""
    lines = queries.found(
        str(given.get("q") or ""), sort=str(given.get("sort") or ""), grade=str(given.get("grade") or ""), limit=most
    )
    names = access.names_of({line.keeper for line in lines if line.keeper is not None})
    columns = (
        _PARTY,
        Column(title=Text("类别", "Kinds")),
        Column(title=Text("等级", "Grade")),
        Column(title=Text("上级经销商", "Dealer above")),
        Column(title=Text("电话", "Phone")),
        Column(title=Text("地区", "Region")),
        Column(title=Text("跟单人", "Keeper")),
    )
    rows = tuple(
        (
            (address_of(line.id), line.name),
            titles_of(line.sorts),
            line.grade,
            line.upline,
            line.phone,
            line.place,
            names.get(line.keeper or 0, ""),
        )
        for line in lines
    )
    return Table(columns=columns, rows=rows)


_WHY = {
    "name": Text("名称相同", "Same name"),
    "phone": Text("电话相同", "Same phone"),
    "sound": Text("读音相同", "Same sound"),
}


def doubles(given: Given, *, at: datetime, most: int) -> Table:
    """Parties that may be one."""
    columns = (
        Column(title=Text("因为", "Because of")),
        Column(title=Text("内容", "What")),
        _PARTY,
        Column(title=Text("电话", "Phone")),
        Column(title=Text("地区", "Region")),
    )
    rows = tuple(
        (_WHY[double.why], double.what, (address_of(line.id), line.name), line.phone, line.place)
        for double in queries.doubles(most)
        for line in double.parties
    )
    return Table(columns=columns, rows=rows[:most])


def contracts(given: Given, *, at: datetime, most: int) -> Table:
    """Contracts that end within so many days (90), and those that have just ended."""
    today = access.day_of(at)
    within = given.get("within")
    columns = (
        _PARTY,
        Column(title=Text("合同号", "Contract")),
        Column(title=Text("合同名称", "Title")),
        Column(title=Text("签订日", "Signed on"), type="date"),
        Column(title=Text("到期日", "Ends on"), type="date"),
        Column(title=Text("剩余天数", "Days left"), type="int"),
        Column(title=Text("跟单人", "Keeper")),
    )
    found = list(queries.expiring(today, within if isinstance(within, int) else 90)[:most])
    names = access.names_of({each.party.keeper for each in found if each.party.keeper is not None})
    rows = tuple(
        (
            (address_of(each.party_id), each.party.name),
            each.number,
            each.title,
            each.signed_on,
            each.expires_on,
            (each.expires_on - today).days if each.expires_on else None,
            names.get(each.party.keeper or 0, ""),
        )
        for each in found
    )
    return Table(columns=columns, rows=rows)


def territories(given: Given, *, at: datetime, most: int) -> Table:
    """Who may sell where, as it stands today and is granted from later days on."""
    today = access.day_of(at)
    found = Territory.objects.filter(Q(until=None) | Q(until__gt=today) & Q(until__gt=F("since"))).select_related(
        "party"
    )
    place = place_of(str(given.get("region") or ""))
    if place is not None:
        found = found.filter(province=place.province)
        if place.city:
            found = found.filter(city__in=("", place.city))
    if given.get("channel"):
        found = found.filter(channel__in=("", str(given["channel"])))
    columns = (
        Column(title=Text("区域", "Region")),
        Column(title=Text("渠道", "Channel")),
        Column(title=Text("产品系列", "Series")),
        _PARTY,
        Column(title=Text("独家", "Exclusive"), type="bool"),
        Column(title=Text("自", "Since"), type="date"),
        Column(title=Text("至", "Until"), type="date"),
    )
    rows = tuple(
        (
            str(each),
            each.channel,
            each.series,
            (address_of(each.party_id), each.party.name),
            each.exclusive,
            each.since,
            each.until,
        )
        for each in found.order_by("province", "city", "county", "channel", "series", "id")[:most]
    )
    return Table(columns=columns, rows=rows)
