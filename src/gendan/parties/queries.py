"""Who a party is, and what is known of it. Every look-up of many is one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from gendan.cases.searching import words
from gendan.core.events import Json
from gendan.parties.models import Contact, Contract, Party, PartyName, Phone
from gendan.parties.naming import clean, digits, plain

PAGE: Final = 100
BEGUN: Final = 3
"""Digits from which on a text is looked up among phones."""


# -- from texts to parties


def parties_of(texts: Iterable[str]) -> dict[str, Party]:
    """The parties that texts lead to: any name that one ever had, or a phone of exactly one party."""
    wanted = {text: clean(text) for text in texts}
    named = {
        each.name: each.party
        for each in PartyName.objects.filter(name__in=set(wanted.values())).select_related("party")
    }
    found = {text: named[name] for text, name in wanted.items() if name in named}
    dialled = {text: digits(text) for text in wanted if text not in found and _is_phone(text)}
    if any(dialled.values()):
        by_digits: dict[str, dict[int, Party]] = {}
        phones = Phone.objects.filter(digits__in=set(dialled.values()) - {""}).select_related("party")
        for phone in phones:
            by_digits.setdefault(phone.digits, {})[phone.party_id] = phone.party
        for text, number in dialled.items():
            known = by_digits.get(number, {})
            if len(known) == 1:
                found[text] = next(iter(known.values()))
    return found


def resolve(texts: Sequence[str]) -> Mapping[str, str]:
    """The names by which parties are called now, for texts that lead to them."""
    return {text: party.name for text, party in parties_of(texts).items()}


def one(text: str) -> Party | None:
    """The party that a text leads to."""
    return parties_of([text]).get(text)


def names_of(party: Party) -> tuple[str, ...]:
    """Every name that leads to the party, the present one first."""
    names = party.names.values_list("name", flat=True)
    return tuple(sorted(names, key=lambda name: (name != party.name, name)))


def contact_label(contact: Contact) -> str:
    """How a field of type contact names somebody: by his name and his party's."""
    return f"{contact.name}（{contact.party.name}）"


def resolve_contacts(texts: Sequence[str]) -> Mapping[str, str]:
    """The labels of contacts, for texts that are one, or that are a phone of exactly one contact."""
    found: dict[str, str] = {}
    split = {text: _contact_and_party(text) for text in texts}
    parties = parties_of({party for _, party in split.values() if party})
    here = Contact.objects.filter(
        party__in={party.id for party in parties.values()}, name__in={name for name, _ in split.values()}, gone=None
    )
    named = {(each.party_id, each.name): each for each in here.select_related("party")} if parties else {}
    dialled = {text: digits(text) for text, (_, party) in split.items() if party not in parties and _is_phone(text)}
    called: dict[str, dict[int, Contact]] = {}
    phones = Phone.objects.filter(digits__in=set(dialled.values()), contact__isnull=False)
    for phone in phones.select_related("contact__party") if dialled else ():
        if phone.contact is not None:
            called.setdefault(phone.digits, {})[phone.contact.id] = phone.contact
    for text, (name, party) in split.items():
        if party in parties:
            contact = named.get((parties[party].id, name))
        else:
            (contact, *others) = called.get(dialled.get(text, ""), {}).values() or (None,)
            contact = None if others else contact
        if contact is not None:
            found[text] = contact_label(contact)
    return found


def _contact_and_party(text: str) -> tuple[str, str]:
    said = text.strip().replace("(", "（").replace(")", "）")
    name, mark, rest = said.partition("（")
    return (name.strip(), rest.removesuffix("）").strip()) if mark else (said, "")


def _is_phone(text: str) -> bool:
    return bool(digits(text)) and not any(each.isalpha() for each in text)


# -- looking up


@dataclass(frozen=True, slots=True)
class Line:
    """A party as lists show it."""

    id: int
    name: str
    sorts: tuple[str, ...]
    grade: str
    upline: str
    keeper: int | None
    phone: str
    place: str
    matched: str = ""


def found(
    text: str = "", *, sort: str = "", grade: str = "", keeper: int | None = None, after: int = 0, limit: int = PAGE
) -> list[Line]:
    """Parties by what is known of them: the beginning of any word of any name, in characters, pinyin or initials, or
    the digits of a phone. Without a text all of them, by their ids, beyond `after`.
    """
    parties = Party.objects.filter(merged=None)
    if sort:
        parties = parties.filter(sorts__contains=[sort])
    if grade:
        parties = parties.filter(grade=grade)
    if keeper is not None:
        parties = parties.filter(keeper=keeper)
    text = clean(text)
    matched: dict[int, str] = {}
    if text:
        matched = _matching(text, 5 * limit)
        parties = parties.filter(id__in=matched)
    else:
        parties = parties.filter(id__gt=after)
    lines = _lines(parties.order_by("id")[:limit], matched)
    if text:
        lines.sort(key=lambda line: (line.name != text, not line.name.startswith(text), len(line.name), line.name))
    return lines


def _matching(text: str, most: int) -> dict[int, str]:
    """The parties that a text finds, each with the name or phone by which it did."""
    begin = PartyName.objects.filter(name__startswith=text).order_by("name")[:most]
    matched: dict[int, str] = {each.party_id: each.name for each in begin}
    number = digits(text) or ("".join(filter(str.isdecimal, text)) if _is_phone_like(text) else "")
    if len(number) >= BEGUN and _is_phone_like(text):
        phones = Phone.objects.filter(Q(digits__startswith=number) | Q(digits=number))[:most]
        for phone in phones:
            matched.setdefault(phone.party_id, phone.number)
    terms = [" | ".join(f"{_quoted(each)}:*" for each in alternatives) for alternatives in words.terms(text)]
    if terms:
        query = " & ".join(f"({term})" for term in terms)
        with connection.cursor() as on:
            on.execute(
                "select party_id, name from parties_partyname where words @@ %s::tsquery limit %s", [query, most]
            )
            for party, name in on.fetchall():
                matched.setdefault(party, name)
    return matched


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _is_phone_like(text: str) -> bool:
    return all(each.isdecimal() or each in "+-() " for each in text)


def _lines(parties: Iterable[Party], matched: Mapping[int, str]) -> list[Line]:
    parties = list(parties)
    ids = [party.id for party in parties]
    phones: dict[int, str] = {}
    for phone in Phone.objects.filter(party__in=ids).order_by("-id"):
        phones[phone.party_id] = phone.number
    places = {
        party: f"{province}{city}"
        for party, province, city in Party.objects.filter(id__in=ids, addresses__isnull=False).values_list(
            "id", "addresses__province", "addresses__city"
        )
    }
    uplines = dict(Party.objects.filter(id__in={party.upline_id for party in parties}).values_list("id", "name"))
    return [
        Line(
            id=party.id,
            name=party.name,
            sorts=tuple(party.sorts),
            grade=party.grade,
            upline=uplines.get(party.upline_id or 0, ""),
            keeper=party.keeper,
            phone=phones.get(party.id, ""),
            place=places.get(party.id, ""),
            matched="" if matched.get(party.id, party.name) == party.name else matched[party.id],
        )
        for party in parties
    ]


def look_up(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Parties for pickers: the name, the name again, and what tells it from its like."""
    return [
        (line.name, line.name, " ".join(part for part in (line.matched, line.grade, line.place) if part))
        for line in found(text, limit=limit)
    ]


def look_up_contacts(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Contacts for pickers, by their own name or their party's."""
    parties = [line.id for line in found(text, limit=limit)] if text else []
    contacts = Contact.objects.filter(gone=None).filter(Q(name__startswith=text) | Q(party__in=parties))
    return [
        (contact_label(each), contact_label(each), each.role)
        for each in contacts.select_related("party").order_by("name", "id")[:limit]
    ]


def by_phone(number: str) -> tuple[Line, ...]:
    """Whose phone it is, in a call's first second: one indexed look-up, then the lines of who was found."""
    dialled = digits(number) if _is_phone(number) else ""
    if not dialled:
        return ()
    owners = Phone.objects.filter(digits=dialled).values_list("party", flat=True)
    return tuple(_lines(Party.objects.filter(id__in=list(owners)).order_by("id"), {}))


# -- the chain of dealers


def tiers(parties: Iterable[int]) -> dict[int, int]:
    """By party, how many stand above it, itself counted: 1 for one with nobody above."""
    return {party: len(chain) for party, chain in chains(parties).items()}


def chains(parties: Iterable[int]) -> dict[int, frozenset[int]]:
    """By party, itself and all who stand above it."""
    wanted = sorted(set(parties))
    if not wanted:
        return {}
    with connection.cursor() as on:
        on.execute(
            "with recursive above(start, id, upline_id, tier) as ("
            " select id, id, upline_id, 1 from parties_party where id = any(%s)"
            " union all select a.start, p.id, p.upline_id, a.tier + 1 from above a"
            " join parties_party p on p.id = a.upline_id where a.tier < 50)"
            " select start, array_agg(id) from above group by start",
            [wanted],
        )
        return {start: frozenset(ids) for start, ids in on.fetchall()}


def is_below(party: int, other: int) -> bool:
    """Whether `party` stands somewhere below `other`, or is it."""
    with connection.cursor() as on:
        on.execute(
            "with recursive above(id, upline_id, tier) as ("
            " select id, upline_id, 1 from parties_party where id = %s"
            " union all select p.id, p.upline_id, a.tier + 1 from above a"
            " join parties_party p on p.id = a.upline_id where a.tier < 50)"
            " select exists (select 1 from above where id = %s)",
            [party, other],
        )
        return bool(on.fetchone()[0])


# -- doubles, contracts


@dataclass(frozen=True, slots=True)
class Double:
    """Parties that may be one: by the same bare name, phone or sound of the name (`why`: name, phone, sound)."""

    why: str
    what: str
    parties: tuple[Line, ...]


def doubles(limit: int = 50) -> list[Double]:
    """Parties that may be one and the same, the most alike first: as many statements for many as for one."""
    alike = [("name", name, parties) for name, parties in _shared(_SAME_NAME, limit)]
    alike += [("phone", number, parties) for number, parties in _shared(_SAME_PHONE, limit)]
    alike += [("sound", sound, parties) for sound, parties in _shared(_SAME_SOUND, limit)]
    ids = {party for _, _, parties in alike for party in parties}
    lines = {line.id: line for line in _lines(Party.objects.filter(id__in=ids, merged=None), {})}
    told: dict[tuple[int, ...], Double] = {}
    for why, what, parties in alike:
        key = tuple(sorted(party for party in parties if party in lines))
        if len(key) > 1 and key not in told:
            told[key] = Double(why, what, tuple(lines[party] for party in key))
    return list(told.values())


_SAME_NAME: Final = (
    "select plain, array_agg(distinct party_id) from parties_partyname"
    " group by plain having count(distinct party_id) > 1 order by plain limit %s"
)
_SAME_PHONE: Final = (
    "select digits, array_agg(distinct party_id) from parties_phone"
    " group by digits having count(distinct party_id) > 1 order by digits limit %s"
)
_SAME_SOUND: Final = (
    "select word, array_agg(distinct party_id) from ("
    " select n.party_id, (select max(w) from unnest(tsvector_to_array(n.words)) w"
    "  where w ~ '^[a-z]+$' and length(w) = (select max(length(v)) from unnest(tsvector_to_array(n.words)) v"
    "   where v ~ '^[a-z]+$')) as word, length(n.plain) as size"
    " from parties_partyname n) s where word is not null and size >= 3 and length(word) >= 2 * size"
    " group by word having count(distinct party_id) > 1 order by word limit %s"
)
"""Names of three characters and more that are written differently and said alike."""


def _shared(statement: str, limit: int) -> list[tuple[str, set[int]]]:
    """What several parties have in common, each with these parties."""
    with connection.cursor() as on:
        on.execute(statement, [limit])
        return [(what, set(parties)) for what, parties in on.fetchall()]


def expiring(today: date, within: int) -> QuerySet[Contract]:
    """Contracts that end within so many days, and those that have ended in the last 30, the next first."""
    return (
        Contract.objects.filter(
            expires_on__gte=today - timedelta(days=30), expires_on__lte=today + timedelta(days=within)
        )
        .select_related("party")
        .order_by("expires_on", "id")
    )


def valid_contract(party: Party, on: date) -> Contract | None:
    """The contract under which we deal with a party on a day: signed, and not ended."""
    open_ended = Q(expires_on=None) | Q(expires_on__gte=on)
    return (
        party.contracts.filter(open_ended, signed_on__lte=on).order_by(F("expires_on").desc(nulls_first=True)).first()
    )


def holds(sha256: str) -> Mapping[str, Json] | None:
    """The scan with this content, where a contract has it."""
    contract = Contract.objects.filter(scans__contains=[{"sha256": sha256}]).first()
    return next((scan for scan in contract.scans if scan.get("sha256") == sha256), None) if contract else None


def alike(name: str, phones: Iterable[str]) -> list[Line]:
    """Parties that may be the one which is about to be registered."""
    numbers = {digits(phone) for phone in phones} - {""}
    ids = set(PartyName.objects.filter(plain=plain(name)).values_list("party", flat=True))
    ids |= set(Phone.objects.filter(digits__in=numbers).values_list("party", flat=True))
    return _lines(Party.objects.filter(id__in=ids, merged=None).order_by("id")[:10], {})
