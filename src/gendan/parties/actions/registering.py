"""登记 A party is registered and changed: its names, sorts, grade, upline, keeper, phones, contacts and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from gendan.core.refusals import Reason, Refused
from gendan.parties.actions.keeping import locked, one_at_a_time, write_down
from gendan.parties.models import Address, Contact, Party, PartyName, Phone, Sort
from gendan.parties.naming import LONGEST, clean, digits, found_by, plain
from gendan.parties.places import place_of
from gendan.parties.queries import is_below, parties_of
from gendan.parties.refusals import reason
from gendan.people import access
from gendan.people.actions import name_party

Row = Mapping[str, object]


@transaction.atomic
def register(
    name: str,
    *,
    actor: int,
    at: datetime,
    sorts: Sequence[str] = (),
    grade: str = "",
    upline: str | None = None,
    keeper: int | None = None,
    note: str = "",
    phones: Sequence[str] = (),
    contacts: Sequence[Row] = (),
    addresses: Sequence[Row] = (),
) -> Party:
    """Register a party; one without `sorts` is a customer.

    `contacts` are rows of name, role, phone, mail; `addresses` of title and address. Raises Refused for all reasons:
    `parties.name` where another is or was called so, `parties.phone`, `parties.unknown` and `parties.upline`, and
    value.keeper for somebody who does not work here.
    """
    name = clean(name)
    sorts = tuple(dict.fromkeys(sorts)) or (Sort.CUSTOMER.value,)
    reasons = [*_name_faults(name, None), *_phone_faults(_numbers(phones, contacts)), *_keeper_faults(keeper, at)]
    above: Party | None = None
    if upline:
        reasons += [] if Sort.DEALER in sorts else [reason("upline")]
        above = parties_of([upline]).get(upline)
        reasons += [reason("unknown", name=upline)] if above is None else []
    if reasons:
        raise Refused(tuple(reasons))
    party = Party(name=name, sorts=list(sorts), grade=grade.strip(), upline=above, keeper=keeper, note=note, since=at)
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        # Somebody registered it in between.
        raise Refused((reason("name", name=name, party=name),)) from None
    _add_name(party, name)
    _add_phones(party, phones)
    _put_contacts(party, contacts)
    _add_addresses(party, addresses)
    write_down(
        party,
        "registered",
        {
            "name": name, "sorts": sorts, "grade": grade, "upline": above.name if above else "", "keeper": keeper or 0,
            "phones": tuple(phones), "contacts": tuple(map(dict, contacts)), "addresses": tuple(map(dict, addresses)),
        },
        actor=actor,
        at=at,
    )  # fmt: skip
    return party


@transaction.atomic
def change(
    party: str,
    *,
    actor: int,
    at: datetime,
    name: str | None = None,
    sorts: Sequence[str] | None = None,
    grade: str | None = None,
    upline: str | None = None,
    keeper: int | None = None,
    note: str | None = None,
    phones: Sequence[str] = (),
    drop_phones: Sequence[str] = (),
    contacts: Sequence[Row] = (),
    addresses: Sequence[Row] = (),
) -> Party:
    """Change what is given, and nothing else; an empty `upline` or a `keeper` of 0 says that there is none any more.

    A new name is added, and becomes the one it is called by; the others lead to it still. `phones` and `addresses` are
    added, `contacts` found by their names; one with `gone` is not there any more. Raises Refused as `register`, and
    `parties.circle` where the upline stands below the party.
    """
    if upline is not None or sorts is not None:
        one_at_a_time("uplines")
    (row,) = locked(party)
    reasons = [*_phone_faults(_numbers(phones, contacts)), *_keeper_faults(keeper, at)]
    told: dict[str, object] = {}
    if name is not None and clean(name) != row.name:
        reasons += _name_faults(clean(name), row)
        told["name"] = [row.name, clean(name)]
    if sorts is not None and sorted(sorts) != sorted(row.sorts):
        told["sorts"] = [list(row.sorts), list(dict.fromkeys(sorts)) or [Sort.CUSTOMER.value]]
    if grade is not None and grade.strip() != row.grade:
        told["grade"] = [row.grade, grade.strip()]
    if note is not None and note != row.note:
        told["note"] = [row.note, note]
    if keeper is not None and (keeper or None) != row.keeper:
        told["keeper"] = [row.keeper or 0, keeper]
    above = row.upline
    if upline is not None:
        above, faults = _above(row, upline, sorts if sorts is not None else row.sorts)
        reasons += faults
        if above != row.upline:
            told["upline"] = [row.upline.name if row.upline else "", above.name if above else ""]
    if reasons:
        raise Refused(tuple(reasons))
    _apply(row, told, above)
    _drop_phones(row, drop_phones, told)
    _note_added(told, "phones", _add_phones(row, phones))
    _note_added(told, "contacts", _put_contacts(row, contacts))
    _note_added(told, "addresses", _add_addresses(row, addresses))
    if told:
        write_down(row, "changed", told, actor=actor, at=at)
    return row


def make_known(texts: Sequence[str], at: datetime) -> None:
    """Register what nobody knows, by the system: for rehearsals, whose stories name parties."""
    for text in texts:
        if text not in parties_of([text]):
            register(text, actor=0, at=at, sorts=[each.value for each in Sort])


def make_contacts_known(texts: Sequence[str], at: datetime) -> None:
    """Register contacts written `name（party）`, and their parties."""
    for text in texts:
        name, mark, rest = text.replace("(", "（").replace(")", "）").partition("（")
        party = rest.removesuffix("）") if mark else text
        make_known([party], at)
        change(party, actor=0, at=at, contacts=[{"name": name}])


# -- parts


def _above(row: Party, upline: str, sorts: Sequence[str]) -> tuple[Party | None, list[Reason]]:
    if not upline:
        return None, []
    above = parties_of([upline]).get(upline)
    if above is None:
        return row.upline, [reason("unknown", name=upline)]
    faults = [] if Sort.DEALER in sorts else [reason("upline")]
    if is_below(above.id, row.id):
        faults.append(reason("circle", party=row.name, upline=above.name))
    return above, faults


def _apply(row: Party, told: dict[str, object], above: Party | None) -> None:
    after = {name: pair[1] for name, pair in told.items() if isinstance(pair, list)}
    if "name" in after:
        name = str(after["name"])
        if not PartyName.objects.filter(name=name, party=row).exists():
            _add_name(row, name)
        row.name = name
    if "sorts" in after:
        row.sorts = after["sorts"]
    row.grade = str(after.get("grade", row.grade))
    row.note = str(after.get("note", row.note))
    if "keeper" in after:
        row.keeper = after["keeper"] or None
    row.upline = above
    row.save()
    if "name" in after:
        name_party(row.name, row.names.values_list("name", flat=True))


def _name_faults(name: str, own: Party | None) -> list[Reason]:
    if not name or len(name) > LONGEST or "（" in name[-1:] or "\x00" in name:
        return [Reason("value.name", {"given": name[:LONGEST], "expected": {"type": "text", "max": str(LONGEST)}})]
    stands = PartyName.objects.filter(name=name).select_related("party").first()
    if stands is not None and stands.party != own:
        return [reason("name", name=name, party=stands.party.name)]
    return []


def _phone_faults(numbers: Iterable[str]) -> list[Reason]:
    return [reason("phone", given=each[:40]) for each in numbers if not digits(each)]


def _keeper_faults(keeper: int | None, at: datetime) -> list[Reason]:
    if not keeper:
        return []
    standing = access.organization()
    fits = standing.active(keeper) and standing.members[keeper].party is None
    return [] if fits else [Reason("value.keeper", {"given": keeper, "expected": {"type": "person"}})]


def _numbers(phones: Iterable[str], contacts: Iterable[Row]) -> list[str]:
    return [*(each for each in phones if each.strip()), *(str(row["phone"]) for row in contacts if row.get("phone"))]


def _add_name(party: Party, name: str) -> None:
    with connection.cursor() as on:
        on.execute(
            "insert into parties_partyname (name, party_id, plain, words) values (%s, %s, %s, %s::tsvector)"
            " on conflict (name) do nothing",
            [name, party.id, plain(name), found_by(name)],
        )
        new = on.rowcount == 1
    if not new:
        # Somebody registered it in between.
        stands = PartyName.objects.select_related("party").get(name=name)
        raise Refused((reason("name", name=name, party=stands.party.name),))


def _add_phones(party: Party, phones: Iterable[str], contact: Contact | None = None) -> list[str]:
    added = []
    for number in phones:
        dialled = digits(number)
        if not dialled:
            continue
        row, new = Phone.objects.get_or_create(
            party=party, digits=dialled, defaults={"number": number.strip()[:40], "contact": contact}
        )
        if new:
            added.append(row.number)
        elif contact is not None and row.contact_id is None:
            row.contact = contact
            row.save(update_fields=["contact"])
    return added


def _drop_phones(party: Party, phones: Iterable[str], told: dict[str, object]) -> None:
    numbers = [digits(each) for each in phones]
    dropped = list(party.phones.filter(digits__in=numbers).values_list("number", flat=True))
    party.phones.filter(digits__in=numbers).delete()
    if dropped:
        told["drop_phones"] = dropped


def _put_contacts(party: Party, rows: Iterable[Row]) -> list[dict[str, object]]:
    put = []
    for given in rows:
        name = clean(str(given.get("name") or ""))[:60]
        if not name:
            continue
        contact, _ = Contact.objects.get_or_create(party=party, name=name)
        for part in ("role", "mail", "note"):
            if given.get(part):
                setattr(contact, part, str(given[part]).strip()[:200])
        gone = given.get("gone")
        if isinstance(gone, date):
            contact.gone = gone
        contact.save()
        if given.get("phone"):
            _add_phones(party, [str(given["phone"])], contact)
        put.append({key: value for key, value in given.items() if value})
    return put


def _add_addresses(party: Party, rows: Iterable[Row]) -> list[dict[str, object]]:
    added = []
    for given in rows:
        text = " ".join(str(given.get("address") or "").split())[:300]
        if not text:
            continue
        place = place_of(text)
        _, new = Address.objects.get_or_create(
            party=party,
            text=text,
            defaults={
                "title": str(given.get("title") or "").strip()[:40],
                "province": place.province if place else "",
                "city": place.city if place else "",
            },
        )
        if new:
            added.append({"address": text, "title": given.get("title") or ""})
    return added


def _note_added(told: dict[str, object], name: str, added: Sequence[object]) -> None:
    if added:
        told[name] = {"added": list(added)}
