"""合并 Two parties turn out to be one: all that was the second's becomes the first's, and stays to be seen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gendan.core.refusals import Refused
from gendan.parties.actions.keeping import locked, one_at_a_time, write_down
from gendan.parties.models import Contact, Party, Phone
from gendan.parties.queries import is_below, names_of
from gendan.parties.refusals import reason
from gendan.people.actions import name_party


@transaction.atomic
def merge(into: str, gone: str, *, actor: int, at: datetime, why: str = "") -> Party:
    """Merge the party called `gone` into the one called `into`.

    Every name of both leads to the one that stays; phones, contacts, addresses, territories, contracts, and the
    dealers below go over, and the cases of both are found under either name. What the one that stays lacks (grade,
    keeper, upline) it takes over. Raises Refused: `parties.unknown`, `parties.same`.
    """
    one_at_a_time("uplines")
    stays, goes = locked(into, gone)
    if stays == goes:
        raise Refused((reason("same"),))
    told = {
        "gone": goes.id,
        "name": goes.name,
        "names": names_of(goes),
        "sorts": [list(stays.sorts), list(goes.sorts)],
        "grade": [stays.grade, goes.grade],
        "keeper": [stays.keeper or 0, goes.keeper or 0],
        "upline": [stays.upline.name if stays.upline else "", goes.upline.name if goes.upline else ""],
        "phones": list(goes.phones.values_list("number", flat=True)),
        "contacts": list(goes.contacts.values_list("name", flat=True)),
        "contracts": list(goes.contracts.values_list("number", flat=True)),
        "why": why,
    }
    _uplines(stays, goes)
    _contacts(stays, goes)
    Phone.objects.filter(party=goes, digits__in=stays.phones.values("digits")).delete()
    goes.phones.update(party=stays)
    goes.addresses.filter(text__in=stays.addresses.values("text")).delete()
    for each in (goes.addresses, goes.territories, goes.contracts, goes.names):
        each.update(party=stays)
    stays.sorts = list(dict.fromkeys([*stays.sorts, *goes.sorts]))
    stays.grade = stays.grade or goes.grade
    stays.keeper = stays.keeper or goes.keeper
    stays.note = "\n".join(filter(None, (stays.note, goes.note)))
    goes.merged, goes.upline = stays, None
    goes.save()
    stays.save()
    goes.once.update(merged=stays)
    name_party(stays.name, names_of(stays))
    write_down(stays, "merged", told, actor=actor, at=at)
    write_down(goes, "became", {"party": stays.id, "name": stays.name}, actor=actor, at=at)
    return stays


def _uplines(stays: Party, goes: Party) -> None:
    """Whoever stood below the one that goes stands below the other; no chain becomes a circle by it."""
    above = stays.upline
    if above is None or is_below(above.id, goes.id):
        above = goes.upline if goes.upline is not None and not is_below(goes.upline.id, stays.id) else None
    stays.upline = above
    Party.objects.filter(id=stays.id).update(upline=above)
    goes.below.exclude(id=stays.id).update(upline=stays)


def _contacts(stays: Party, goes: Party) -> None:
    """Contacts of one name are one contact; the phones of the one that goes are the other's."""
    known = {contact.name: contact for contact in stays.contacts.all()}
    for contact in goes.contacts.all():
        same = known.get(contact.name)
        if same is None:
            Contact.objects.filter(id=contact.id).update(party=stays)
            continue
        Phone.objects.filter(contact=contact).update(contact=same)
        for part in ("role", "mail", "note"):
            if not getattr(same, part):
                setattr(same, part, getattr(contact, part))
        same.save()
        contact.delete()
