"""Parties, as who may look at them sees them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gendan.api.schemas.area import PanelTold
from gendan.api.schemas.base import Told
from gendan.api.schemas.case import CaseLine


class PartyLine(Told):
    """A party in a list. `matched` is another name, or the phone, by which it was found."""

    id: int
    name: str
    sorts: list[str]
    grade: str
    upline: str
    keeper: int | None
    phone: str
    region: str
    matched: str


class PartiesTold(Told):
    """Some parties. `after` is where the next page begins, null at the end, and of a search."""

    parties: list[PartyLine]
    after: int | None


class ContactTold(Told):
    """Somebody at a party; `gone` since when he is not there any more."""

    name: str
    role: str
    mail: str
    phones: list[str]
    gone: date | None


class AddressTold(Told):
    """An address."""

    title: str
    address: str
    province: str
    city: str


class TerritoryTold(Told):
    """Where the party may sell what through which channel; empty: everywhere below, everything, every one."""

    region: str
    channel: str
    series: str
    exclusive: bool
    since: date
    until: date | None


class ScanTold(Told):
    """A scan; its content is a file of the area `parties`."""

    sha256: str
    name: str


class ContractTold(Told):
    """A contract, with its scans."""

    number: str
    title: str
    signed_on: date
    expires_on: date | None
    scans: list[ScanTold]


class PartyChange(Told):
    """What was done to a party."""

    kind: str
    at: datetime
    by: int
    told: dict[str, Any]


class PartyInFull(Told):
    """All that is known of one party. `names` are all it ever had, the present one first; `cases` the newest that the
    caller sees; `panels` what other areas add that are open to him.
    """

    id: int
    name: str
    names: list[str]
    sorts: list[str]
    grade: str
    upline: str
    tier: int
    below: list[str]
    keeper: int | None
    note: str
    phones: list[str]
    contacts: list[ContactTold]
    addresses: list[AddressTold]
    territories: list[TerritoryTold]
    contracts: list[ContractTold]
    changes: list[PartyChange]
    cases: list[CaseLine]
    panels: list[PanelTold]
