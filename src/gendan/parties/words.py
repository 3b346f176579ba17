"""What packs ask of parties, and what their actions do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gendan.cases.effects import Call
from gendan.core.refusals import Refused
from gendan.parties import actions, queries
from gendan.parties.models import Party, Territory
from gendan.parties.places import Place, place_of
from gendan.people.access import day_of
from gendan.people.regions import region_of

Arguments = Sequence[tuple[object, ...]]


def _of_party(arguments: Arguments, told: Callable[[Party], object]) -> list[object]:
    """What is told of the party that each tuple names first; nothing of one that is unknown."""
    found = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    return [told(found[str(each[0])]) if each[0] and str(each[0]) in found else None for each in arguments]


def grade(arguments: Arguments) -> list[object]:
    """Grades, as the site has them."""
    return _of_party(arguments, lambda party: party.grade or None)


def upline(arguments: Arguments) -> list[object]:
    """The dealers that stand above."""
    found = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    names = dict(Party.objects.filter(id__in={each.upline_id for each in found.values()}).values_list("id", "name"))
    return _of_party(arguments, lambda party: names.get(party.upline_id or 0))


def tier(arguments: Arguments) -> list[object]:
    """How many stand above, itself counted."""
    found = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    known = queries.tiers(party.id for party in found.values())
    return _of_party(arguments, lambda party: known.get(party.id))


def is_a(arguments: Arguments) -> list[object]:
    """Whether a party is a customer, dealer, supplier or platform."""
    sorts = _of_party(arguments, lambda party: party.sorts)
    return [isinstance(known, list) and each[1] in known for known, each in zip(sorts, arguments, strict=True)]


def keeper(arguments: Arguments) -> list[object]:
    """The persons who keep parties."""
    return _of_party(arguments, lambda party: party.keeper)


def keeper_of(party: str) -> int | None:
    """The person who keeps a party."""
    found = queries.one(party)
    return None if found is None else found.keeper


def phone(arguments: Arguments) -> list[object]:
    """The first phone of each."""

    def first(party: Party) -> object:
        number = party.phones.order_by("id").values_list("number", flat=True).first()
        return number

    return _of_party(arguments, first)


def province(arguments: Arguments) -> list[object]:
    """The provinces that addresses lie in, by their official names; nothing where an address does not say."""
    found = [region_of(str(each[0])) if each[0] else None for each in arguments]
    return [None if region is None else region.province for region in found]


def territory_free(arguments: Arguments, *, at: datetime) -> list[object]:
    """Whether nobody may sell there alone. Who does is not told. Nothing where the region can't be read."""
    found: list[object] = []
    for region, channel, series, on in arguments:
        place = place_of(str(region or ""))
        day = on if isinstance(on, date) else day_of(at)
        found.append(None if place is None else not _granted(place, channel, series, day).exists())
    return found


def free_below(arguments: Arguments, *, at: datetime) -> list[object]:
    """Whether a dealer below the one named may have a region: nobody sells there alone but that one and those above
    it. Who does is not told. Nothing where the region can't be read.
    """
    known = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    above = queries.chains(party.id for party in known.values())
    found: list[object] = []
    for upline, region, channel, series, on in arguments:
        place, row = place_of(str(region or "")), known.get(str(upline))
        if place is None or row is None:
            found.append(None)
            continue
        day = on if isinstance(on, date) else day_of(at)
        others = _granted(place, channel, series, day).exclude(party_id__in=above[row.id])
        found.append(not others.exists())
    return found


def may_sell(arguments: Arguments, *, at: datetime) -> list[object]:
    """Whether a party was granted all of a region on the day."""
    known = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    found: list[object] = []
    for party, region, channel, series, on in arguments:
        place, row = place_of(str(region or "")), known.get(str(party))
        if place is None or row is None:
            found.append(None)
            continue
        day = on if isinstance(on, date) else day_of(at)
        running = row.territories.filter(Q(until=None) | Q(until__gt=day), since__lte=day, province=place.province)
        running = running.filter(city__in=("", place.city), county__in=("", place.county))
        for name, value in (("channel", channel), ("series", series)):
            if value:
                running = running.filter(**{f"{name}__in": ("", str(value))})
        found.append(running.exists())
    return found


def contract_valid(arguments: Arguments, *, at: datetime) -> list[object]:
    """Whether a contract was in force on the day."""
    known = queries.parties_of({str(each[0]) for each in arguments if each[0]})
    found: list[object] = []
    for party, on in arguments:
        row = known.get(str(party))
        day = on if isinstance(on, date) else day_of(at)
        found.append(row is not None and queries.valid_contract(row, day) is not None)
    return found


def contract_ends(arguments: Arguments, *, at: datetime) -> list[object]:
    """When the contract in force ends; nothing without one, or for one without an end."""

    def ends(party: Party) -> object:
        running = queries.valid_contract(party, day_of(at))
        return running.expires_on if running is not None else None

    return _of_party(arguments, ends)


def _granted(place: Place, channel: object, series: object, day: date) -> QuerySet[Territory]:
    """The exclusive grants that overlap a place on a day."""
    found = Territory.objects.filter(
        Q(until=None) | Q(until__gt=day), since__lte=day, province=place.province, exclusive=True
    )
    if place.city:
        found = found.filter(city__in=("", place.city))
    if place.county:
        found = found.filter(county__in=("", place.county))
    for name, value in (("channel", channel), ("series", series)):
        if value:
            found = found.filter(**{f"{name}__in": ("", str(value))})
    return found


# -- effects


def contracts(calls: Sequence[Call]) -> None:
    """Write down the contracts that cases have led to."""
    for call in _in_order(calls):
        given = call.arguments
        scan = given.get("scan")
        ends = given.get("expires_on")
        actions.contract(
            _text(given, "party"),
            _text(given, "number"),
            actor=call.person,
            at=call.at,
            signed_on=_day(given.get("signed_on"), call.at),
            expires_on=ends if isinstance(ends, date) else None,
            title=_text(given, "title"),
            scans=[scan] if isinstance(scan, dict) else [],
            case=call.case,
        )


def registered(calls: Sequence[Call]) -> None:
    """Register the parties that cases have led to; one that is known takes on the sort, the grade and the upline.

    A phone beside a contact is the contact's.
    """
    for call in _in_order(calls):
        given = call.arguments
        name, sort = _text(given, "name"), _text(given, "sort")
        contact, phone = _text(given, "contact"), _text(given, "phone")
        contacts = [{"name": contact, "phone": phone}] if contact else []
        phones = [phone] if phone and not contact else []
        addresses = [{"address": _text(given, "address")}] if given.get("address") else []
        known = queries.one(name)
        above = _text(given, "upline") or None
        if known is None:
            actions.register(
                name,
                actor=call.person,
                at=call.at,
                sorts=[sort] if sort else [],
                grade=_text(given, "grade"),
                upline=above,
                phones=phones,
                contacts=contacts,
                addresses=addresses,
            )
            continue
        actions.change(
            name,
            actor=call.person,
            at=call.at,
            sorts=[*known.sorts, sort] if sort and sort not in known.sorts else None,
            grade=_text(given, "grade") or None,
            upline=above,
            phones=phones,
            contacts=contacts,
            addresses=addresses,
        )


def territories(calls: Sequence[Call]) -> None:
    """Grant the territories that cases have led to."""
    for call in _in_order(calls):
        given = call.arguments
        until = given.get("until")
        actions.grant_territory(
            _text(given, "party"),
            _text(given, "region"),
            actor=call.person,
            at=call.at,
            since=_day(given.get("since"), call.at),
            until=until if isinstance(until, date) else None,
            channel=_text(given, "channel"),
            series=_text(given, "series"),
            exclusive=given.get("exclusive") is not False,
        )


def contracts_ended(calls: Sequence[Call]) -> None:
    """End the contracts that cases have ended: from today they are in force no more."""
    for call in _in_order(calls):
        given = call.arguments
        party, number = _text(given, "party"), _text(given, "number")
        actions.end_contract(party, number, actor=call.person, at=call.at, on=day_of(call.at))


def territories_ended(calls: Sequence[Call]) -> None:
    """Take back, from today, the territories whose end cases have led to; where none runs, nothing is to be done."""
    for call in _in_order(calls):
        given = call.arguments
        since = given.get("since")
        try:
            actions.end_territory(
                _text(given, "party"),
                _text(given, "region"),
                actor=call.person,
                at=call.at,
                until=day_of(call.at),
                channel=_text(given, "channel"),
                series=_text(given, "series"),
                since=since if isinstance(since, date) else None,
            )
        except Refused as refused:
            if any(each.code != "parties.no_territory" for each in refused.reasons):
                raise


def graded(calls: Sequence[Call]) -> None:
    """Set the grades that cases have led to."""
    for call in _in_order(calls):
        actions.change(
            _text(call.arguments, "party"), actor=call.person, at=call.at, grade=_text(call.arguments, "grade")
        )


def _in_order(calls: Sequence[Call]) -> list[Call]:
    """Whoever locks several parties locks them in the order of their names."""
    return sorted(calls, key=lambda call: str(call.arguments.get("party") or call.arguments.get("name") or ""))


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return "" if value is None else str(value)


def _day(value: object, at: datetime) -> date:
    if isinstance(value, datetime):
        return day_of(value)
    return value if isinstance(value, date) else day_of(at)
