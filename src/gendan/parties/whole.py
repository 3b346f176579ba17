"""All that is known of one party, as its page and the API show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gendan.cases.panels import panels_of
from gendan.cases.queries import Row, search
from gendan.core.vocabulary import Panel, Table
from gendan.parties.models import Address, Change, Contact, Contract, Party, Phone, Territory
from gendan.parties.queries import names_of, tiers, valid_contract

CASES = 20
CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One party. `cases` are those that the reader sees, the newest first; `panels` what areas add that are open to
    him.
    """

    party: Party
    names: tuple[str, ...]
    tier: int
    below: tuple[tuple[int, str], ...]
    phones: tuple[Phone, ...]
    contacts: tuple[Contact, ...]
    addresses: tuple[Address, ...]
    territories: tuple[Territory, ...]
    contracts: tuple[Contract, ...]
    valid: Contract | None
    changes: tuple[Change, ...]
    cases: tuple[Row, ...]
    panels: tuple[tuple[Panel, Table], ...]


def whole(number: int, *, person: int, at: datetime, today: date) -> Whole | None:
    """The party of this number for who may look at parties; of one that was merged, the party that it is now."""
    party = Party.objects.select_related("upline", "merged").filter(pk=number).first()
    if party is None:
        return None
    if party.merged_id is not None:
        party = Party.objects.select_related("upline").get(pk=party.merged_id)
    names = names_of(party)
    return Whole(
        party=party,
        names=names,
        tier=tiers([party.id]).get(party.id, 1),
        below=tuple(party.below.order_by("name").values_list("id", "name")),
        phones=tuple(party.phones.select_related("contact").order_by("id")),
        contacts=tuple(party.contacts.prefetch_related("phones").order_by("gone", "id")),
        addresses=tuple(party.addresses.order_by("id")),
        territories=tuple(party.territories.order_by("province", "city", "county", "since")),
        contracts=tuple(party.contracts.order_by("-signed_on", "-id")),
        valid=valid_contract(party, today),
        changes=tuple(party.changes.order_by("-id")[:CHANGES]),
        cases=cases_of(names, person=person, at=at),
        panels=panels_of("party", party.name, person=person, at=at),
    )


def cases_of(names: tuple[str, ...], *, person: int, at: datetime) -> tuple[Row, ...]:
    """The newest cases that name a party by any of its names, of what the person sees."""
    found: dict[int, Row] = {}
    for name in names:
        for row in search(name, person=person, at=at, limit=5 * CASES).rows:
            if _names(row.values, names):
                found[row.id] = row
    return tuple(sorted(found.values(), key=lambda row: (row.final is not None, -row.id))[:CASES])


def _names(values: Mapping[str, object], names: tuple[str, ...]) -> bool:
    return any(isinstance(value, str) and value in names for value in values.values())
