"""What fields and conditions name of areas: texts that lead to a party, a product, a unit, and words with arguments.

A pack that needs none of these areas pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from gendan.cases import library, named_cases, registry
from gendan.cases.basis import Basis, basis
from gendan.cases.sight import posts_of
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.values import new_of
from gendan.core.vocabulary import REFERENCES, Lookup, Reference
from gendan.people import access

Resolve = Callable[[str], str | None]

NO_REFERENCES: Final[Mapping[str, Resolve]] = {}


def references_of(pack: Pack) -> dict[str, Reference]:
    """The reference types that are judged for a pack: those of the areas that it needs."""
    if not pack.needs:
        return {}
    known = registry.vocabulary().references
    return {name: each for name, each in known.items() if each.area in pack.needs}


@dataclass(slots=True)
class References:
    """What texts lead to, asked once for each text of a transaction."""

    _known: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def of(self, pack: Pack) -> Mapping[str, Resolve]:
        """By field type: the text under which a thing is kept, None where it is unknown. Of a type that is a procedure
        that is the number of a case."""
        declared, cases = references_of(pack), named_cases.types_of(pack)
        if not declared and not cases:
            return NO_REFERENCES
        found = {name: self._resolver(each) for name, each in declared.items()}
        found |= {new_of(name): registry.implementation(each.new) for name, each in declared.items() if each.new}
        return {**found, **{name: self._case_resolver(f"{pack.name}.{name}") for name in cases}} if cases else found

    def under(self, basis: Basis) -> Mapping[str, Resolve]:
        """By field type and list: what is judged for a pack as it applies here, its tables' keys with it."""
        return {**self.of(basis.pack), **basis.lists}

    def every(self) -> Mapping[str, Resolve]:
        """By field type, of every area that is here: for areas' own actions, which no pack narrows."""
        return {name: self._resolver(each) for name, each in registry.vocabulary().references.items()}

    def expect(self, reference: Reference, texts: Iterable[str]) -> None:
        """Ask for many texts at once: what commands of a batch give."""
        known = self._known.setdefault(reference.type, {})
        wanted = sorted({text.strip() for text in texts} - known.keys() - {""})
        if wanted:
            found: Mapping[str, str] = registry.implementation(reference.resolve)(wanted)
            known.update((text, found.get(text)) for text in wanted)

    def expect_cases(self, procedure: str, texts: Iterable[str]) -> None:
        """Ask for the cases of `pack.procedure` that many texts name."""
        known = self._known.setdefault(procedure, {})
        wanted = sorted({text.strip() for text in texts} - known.keys() - {""})
        if wanted:
            found = named_cases.numbers(procedure, wanted)
            known.update((text, found.get(text)) for text in wanted)

    def _case_resolver(self, procedure: str) -> Resolve:
        def resolve(text: str) -> str | None:
            self.expect_cases(procedure, [text])
            return self._known[procedure].get(text.strip())

        return resolve

    def _resolver(self, reference: Reference) -> Resolve:
        def resolve(text: str) -> str | None:
            self.expect(reference, [text])
            return self._known[reference.type].get(text.strip())

        return resolve


@dataclass(slots=True)
class LookedUp:
    """What areas' words with arguments gave to the commands of one transaction.

    What a rehearsal tells of a word holds for any arguments.
    """

    at: datetime
    _kept: dict[tuple[str, tuple[object, ...]], object] = field(default_factory=dict)

    def __call__(self, word: str, arguments: tuple[object, ...]) -> object:
        """The word's value; nothing where no area has the word."""
        told = registry.told_facts()
        if word in told:
            return told[word]
        declared = registry.vocabulary().lookups.get(word)
        if declared is None:
            return None
        whole = _whole(declared, arguments)
        if (word, whole) not in self._kept:
            self._load(declared, [whole])
        return self._kept[word, whole]

    def expect(self, word: str, asked: Sequence[tuple[object, ...]]) -> None:
        """Ask the area once for all of these arguments."""
        declared = registry.vocabulary().lookups.get(word)
        if declared is None or word in registry.told_facts():
            return
        wanted = dict.fromkeys(_whole(declared, arguments) for arguments in asked)
        new = [arguments for arguments in wanted if (word, arguments) not in self._kept]
        if new:
            self._load(declared, new)

    def _load(self, declared: Lookup, asked: list[tuple[object, ...]]) -> None:
        load = registry.implementation(declared.loader)
        found = load(asked, at=self.at) if declared.dated else load(asked)
        self._kept.update({(declared.name, each): value for each, value in zip(asked, found, strict=True)})


def _whole(declared: Lookup, arguments: tuple[object, ...]) -> tuple[object, ...]:
    """The arguments with nothing for those that were left out."""
    return (*arguments, *(None,) * (len(declared.arguments) - len(arguments)))


def names_something(field: Field) -> bool:
    """Whether the field's text names a thing of an area or of a list."""
    return bool(field.listed) or field.type in REFERENCES


def named_in(
    fields: Iterable[Field], given: Mapping[str, object], cases: frozenset[str] = frozenset()
) -> Iterable[tuple[str, str]]:
    """The texts by which given values name things of areas, each with its type; and cases, where a field's type is one
    of the procedures `cases`."""
    for each in fields:
        value = given.get(each.name)
        if (names_something(each) or each.type in cases) and isinstance(value, str):
            yield each.names, value
        elif each.type == "rows" and isinstance(value, list | tuple):
            columns = [column for column in each.columns if names_something(column) or column.type in cases]
            for row in value if columns else ():
                if isinstance(row, Mapping):
                    yield from named_in(columns, row, cases)


def make_known(pack: Pack, fields: Iterable[Field], given: Mapping[str, object], at: datetime) -> None:
    """Make what given values name and nothing knows: for rehearsals. What may be new, the case itself makes."""
    declared = references_of(pack)
    for kind, text in named_in((each for each in fields if not each.new), given) if declared else ():
        reference = declared.get(kind)
        if reference is not None and text.strip():
            if registry.implementation(reference.resolve)([text.strip()]):
                continue
            registry.implementation(reference.make)([text.strip()], at)


def look_up(
    kind: str, text: str, limit: int, *, person: int, at: datetime, of: str = ""
) -> list[tuple[str, str, str]] | None:
    """What may be meant by `text` among the things of a reference type: value, title and detail, the nearest first.

    `kind` may be a list: an area's (`stock.places`), the keys of a department's table (`cash_desk.table.till`), or a
    field of its records (`domains.record.customer_product.name`). `of` is the field that asks.

    None for a type that no area keeps, and for somebody who works in no department that needs the area. An outside
    party is told of products, and of no party but itself.
    """
    if ".record." in kind:
        from gendan.cases import record_picking  # it reads lists, which are judged by references

        return record_picking.look_up(kind, text, limit, person=person, at=at)
    if ".table." in kind:
        return _in_table(kind, text, limit, person=person, at=at)
    reference = registry.vocabulary().references.get(kind)
    if reference is None:
        return None
    epoch = access.current_epoch()
    member = access.organization(epoch).members.get(person)
    if member is None or not access.organization(epoch).active(person):
        return None
    if member.party is not None:
        return _for_party(reference, member.party, text, limit, of)
    for _, pack in library.active_packs():
        if reference.area in pack.needs:
            actor = access.actor(person, pack, at, epoch=epoch)
            if posts_of(actor):
                return _found(reference, text, limit, of)
    return None


def _in_table(kind: str, text: str, limit: int, *, person: int, at: datetime) -> list[tuple[str, str, str]] | None:
    """The keys of a department's table that hold `text`, with the row's first columns, for who works there."""
    name, _, table = kind.partition(".table.")
    epoch = access.current_epoch()
    for definition, pack in library.active_packs():
        if pack.name != name or table not in pack.tables:
            continue
        actor = access.actor(person, pack, at, epoch=epoch)
        if not posts_of(actor):
            return None
        rows = basis(definition, epoch).tables[table].items()
        told = ((str(key[0]), " · ".join(_cells(values))) for key, values in rows)
        wanted = text.strip().casefold()
        return [(key, said, "") for key, said in told if wanted in f"{key} {said}".casefold()][:limit]
    return None


def _cells(values: Iterable[object]) -> list[str]:
    """The first cells of a row that say something to a person."""
    return [str(each) for each in values if isinstance(each, (str, int, Decimal)) and each not in ("", True, False)][:3]


def _for_party(reference: Reference, party: str, text: str, limit: int, of: str) -> list[tuple[str, str, str]] | None:
    if reference.area == "catalogue":
        return _found(reference, text, limit, of)
    if reference.type != "party":
        return None
    own = set(registry.implementation(reference.resolve)([party]).values())
    return [each for each in _found(reference, party, limit, of) if each[0] in own]


def _found(reference: Reference, text: str, limit: int, of: str) -> list[tuple[str, str, str]]:
    look = registry.implementation(reference.look_up)
    found: list[tuple[str, str, str]] = (
        look(text.strip(), limit, of) if reference.of_field else look(text.strip(), limit)
    )
    return found
