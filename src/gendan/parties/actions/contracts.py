"""合同 What was agreed is written down: by hand, or by the case in which it was signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from gendan.core.events import Json
from gendan.core.refusals import Reason, Refused
from gendan.parties.actions.keeping import locked, write_down
from gendan.parties.models import Contract
from gendan.parties.refusals import reason


@transaction.atomic
def contract(
    party: str,
    number: str,
    *,
    actor: int,
    at: datetime,
    signed_on: date,
    expires_on: date | None = None,
    title: str = "",
    scans: Sequence[Mapping[str, Json]] = (),
    case: int | None = None,
) -> Contract:
    """Write a contract down; one of this number and party is renewed, its scans added to.

    Raises Refused: `parties.unknown`, `parties.dates`, `parties.contract` where the number is another party's.
    """
    number = number.strip()
    if not number or len(number) > 60:
        raise Refused((Reason("value.number", {"given": number[:60], "expected": {"type": "text", "max": "60"}}),))
    if expires_on is not None and expires_on < signed_on:
        raise Refused((reason("dates"),))
    (row,) = locked(party)
    known = Contract.objects.select_for_update(of=("self",)).filter(number=number).select_related("party").first()
    if known is not None and known.party_id != row.id:
        raise _others(known)
    before = None if known is None else [known.signed_on, known.expires_on or ""]
    made = known or Contract(party=row, number=number)
    made.title = title.strip()[:100] or made.title
    made.signed_on, made.expires_on = signed_on, expires_on
    held = {str(each.get("sha256")) for each in made.scans}
    made.scans = [*made.scans, *(dict(each) for each in scans if str(each.get("sha256")) not in held)]
    made.case = case if case is not None else made.case
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        # Another party's was written down in between; this party's own wait for its lock.
        raise _others(Contract.objects.select_related("party").get(number=number)) from None
    told = {"number": number, "signed_on": signed_on, "expires_on": expires_on or "", "before": before or []}
    write_down(row, "contract", told, actor=actor, at=at)
    return made


def _others(known: Contract) -> Refused:
    return Refused((reason("contract", number=known.number, party=known.party.name),))


@transaction.atomic
def end_contract(party: str, number: str, *, actor: int, at: datetime, on: date) -> None:
    """End a contract before its time: from the day `on` it is in force no more; one that has ended stays as it was.

    Raises Refused: `parties.unknown`, `parties.no_contract`.
    """
    (row,) = locked(party)
    known = row.contracts.select_for_update().filter(number=number.strip()).first()
    if known is None:
        raise Refused((reason("no_contract", party=row.name, number=number.strip()[:60]),))
    last = on - timedelta(days=1)
    if known.expires_on is not None and known.expires_on <= last:
        return
    before = [known.signed_on, known.expires_on or ""]
    known.expires_on = last
    known.save(update_fields=["expires_on"])
    told = {"number": known.number, "signed_on": known.signed_on, "expires_on": last, "before": before}
    write_down(row, "contract", told, actor=actor, at=at)
