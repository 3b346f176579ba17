"""区域授权 Who may sell where: granted, and ended. What is exclusive is nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from gendan.core.refusals import Reason, Refused
from gendan.parties.actions.keeping import locked, one_at_a_time, write_down
from gendan.parties.models import Territory
from gendan.parties.places import Place, place_of
from gendan.parties.queries import chains
from gendan.parties.refusals import reason
from gendan.people import access


@transaction.atomic
def grant_territory(
    party: str,
    region: str,
    *,
    actor: int,
    at: datetime,
    since: date,
    until: date | None = None,
    channel: str = "",
    series: str = "",
    exclusive: bool = True,
) -> Territory:
    """Let a party sell in a region, through a channel, a series of products (empty: every one).

    What is exclusive is nobody else's, but for a dealer that stands below its holder: within what the upper one was
    granted, the lower one may have a part of its own, exclusive or not. Raises Refused: `parties.region` where no
    province can be told, `parties.territory` with who holds what overlaps, where either is exclusive; whoever acts
    for an outside party hears no more than that it is taken (`parties.taken`).
    """
    place = place_of(region)
    if place is None:
        raise Refused((reason("region", given=region[:100]),))
    if until is not None and until < since:
        raise Refused((Reason("value.until", {"given": until.isoformat(), "expected": {"type": "date"}}),))
    # Two grants of one moment must see each other.
    one_at_a_time(f"territory {place.province}")
    (row,) = locked(party)
    made = Territory(
        party=row,
        province=place.province,
        city=place.city,
        county=place.county,
        channel=channel.strip(),
        series=series.strip(),
        exclusive=exclusive,
        since=since,
        until=until,
    )
    others = [
        each
        for each in overlapping(place, made.channel, made.series, since, until)
        if each.party_id != row.id and (each.exclusive or exclusive)
    ]
    above = chains({row.id, *(each.party_id for each in others)}) if others else {}
    taken = [each for each in others if not _one_chain(made, each, above)]
    if taken:
        acting = access.organization().members.get(actor)
        if acting is not None and acting.party is not None:
            raise Refused((reason("taken", region=str(place)),))
        raise Refused(tuple(_taken(each) for each in taken))
    made.save()
    told = {"region": str(place), "channel": channel, "series": series, "since": since, "until": until or ""}
    write_down(row, "territory", told, actor=actor, at=at)
    return made


@transaction.atomic
def end_territory(
    party: str,
    region: str,
    *,
    actor: int,
    at: datetime,
    until: date,
    channel: str = "",
    series: str = "",
    since: date | None = None,
) -> int:
    """End what a party was granted there: from the day `until` it has nothing of it, nor what was to begin later; with
    `since` only what began, or begins, on that day. How many grants. Raises Refused: `parties.region`,
    `parties.no_territory`.
    """
    place = place_of(region)
    if place is None:
        raise Refused((reason("region", given=region[:100]),))
    one_at_a_time(f"territory {place.province}")
    (row,) = locked(party)
    running = row.territories.filter(
        Q(until=None) | Q(until__gt=until) & Q(until__gt=F("since")),
        **({} if since is None else {"since": since}),
        province=place.province,
        city=place.city,
        county=place.county,
        channel=channel.strip(),
        series=series.strip(),
    )
    # One that has not begun is left without a day.
    ended = running.update(until=Greatest(F("since"), Value(until)))
    if not ended:
        raise Refused((reason("no_territory", party=row.name),))
    told = {"region": str(place), "channel": channel, "series": series, "until": until, "since": since or ""}
    write_down(row, "territory_ended", told, actor=actor, at=at)
    return ended


def overlapping(place: Place, channel: str, series: str, since: date, until: date | None) -> list[Territory]:
    """What was granted of a place, a channel and a series on any of these days, to whomever."""
    found = Territory.objects.filter(
        Q(until=None) | Q(until__gt=since) & Q(until__gt=F("since")),
        Q(city__in=("", place.city)) if place.city else Q(),
        province=place.province,
    ).select_related("party")
    if until is not None:
        found = found.filter(since__lt=until)
    if channel:
        found = found.filter(channel__in=("", channel))
    if series:
        found = found.filter(series__in=("", series))
    return [each for each in found.order_by("id") if place.overlaps(Place(each.province, each.city, each.county))]


def _one_chain(one: Territory, other: Territory, above: Mapping[int, frozenset[int]]) -> bool:
    """Whether one of the two is the other's dealer below, and was granted no more than a part of what that one was.
    `above` are all who stand above each."""
    return (one.lies_within(other) and other.party_id in above[one.party_id]) or (
        other.lies_within(one) and one.party_id in above[other.party_id]
    )


def _taken(each: Territory) -> Reason:
    return reason(
        "territory",
        region=str(each),
        channel=each.channel or "—",
        series=each.series or "—",
        party=each.party.name,
        since=each.since.isoformat(),
    )
