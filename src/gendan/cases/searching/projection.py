"""The words by which a case is found: a projection of its number, its label and the fields that packs declare for it.

What everybody sees who sees the case stands in one row; every field that only some see (`seen_by`) has a row of its
own, so that nobody finds a case by what he may not read. Of hidden fields (ID numbers) there are keyed digests alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from gendan.cases.searching import words
from gendan.cases.unique import digest
from gendan.core.case import Case
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.procedure import Procedure

OPEN: Final = ""
"""The row of what everybody sees who sees the case, in the place of a field's name."""

ALWAYS: Final = frozenset(("party", "contact", "phone", "id_number"))
"""Types by which a case is found whether lists filter by them or not."""
DECLARED: Final = frozenset(("text", "address", "product"))
"""Types by which a case is found where the field has `filter: true`."""

PACK: Final = "/"
"""Before the name of the pack, which is one of a row's words: no text has a word that begins so."""
DIGEST: Final = "#"
"""Before the digest of a hidden value."""

Rows = Mapping[str, frozenset[str]]
"""A case's words by row: OPEN, or a field's name."""


def found_by(field: Field) -> bool:
    """Whether a case is found by the field's value."""
    return field.type in ALWAYS or (field.filter and field.type in DECLARED)


def rows_of(procedure: Procedure, case: Case) -> Rows:
    """All rows of the case as it stands."""
    found: dict[str, list[frozenset[str]]] = {OPEN: [_of_itself(case.number, case.label)]}
    data = case.data
    for field in _fields(_Same(procedure)):
        value = data.get(field.name)
        if value is not None:
            found.setdefault(OPEN if field.seen_by is None else field.name, []).append(_words(field, value))
    pack = frozenset((PACK + procedure.pack,))
    return {row: pack.union(*some) for row, some in found.items()}


def changed(before: Case, after: Case, was: Procedure, now: Procedure) -> tuple[dict[str, str], tuple[str, ...]]:
    """The rows that a step writes anew, and the names of those that it takes away; both empty where nothing by which
    the case is found has changed."""
    if was is now and (
        after.data is before.data
        or all(after.data.get(field.name) == before.data.get(field.name) for field in _fields(_Same(now)))
    ):
        return {}, ()
    stood, stands = rows_of(was, before), rows_of(now, after)
    put = {row: vector(some) for row, some in stands.items() if stood.get(row) != some}
    return put, tuple(row for row in stood if row not in stands)


def written(procedure: Procedure, case: Case) -> dict[str, str]:
    """All rows of the case as the database takes them."""
    return {row: vector(some) for row, some in rows_of(procedure, case).items()}


def vector(some: Iterable[str]) -> str:
    """Words as the database reads a `tsvector`."""
    said = "\n".join(some)
    if "'" in said or "\\" in said:
        said = said.replace("\\", "\\\\").replace("'", "''")
    return "'" + said.replace("\n", "' '") + "'"


def digest_word(field: Field, value: Json) -> str:
    """The word of a hidden value: told by nobody who has not the installation's key."""
    return DIGEST + field.type + digest(field, value).hex()[:32]


@lru_cache(maxsize=4096)
def _of_itself(number: str, label: str) -> frozenset[str]:
    return (words.of_number(number) | {words.plain(label)[: words.LONGEST]}) - {""}


def _words(field: Field, value: Json) -> frozenset[str]:
    if field.hidden:
        return frozenset((digest_word(field, value),))
    if not isinstance(value, str):
        return frozenset()
    if field.type == "phone":
        return words.of_phone(value)
    if field.type == "address":
        return words.of_address(value)
    return words.of_number(value) | words.of_text(value) if _is_numbered(value) else words.of_text(value)


def _is_numbered(value: str) -> bool:
    """Whether a text is rather a number of something: digits, with letters and marks between."""
    return value.isascii() and any(character.isdecimal() for character in value) and " " not in value


class _Same:
    """A procedure as the key of a cache: the very object, kept alive by the cache itself."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure


@lru_cache(maxsize=512)
def _fields(same: _Same) -> tuple[Field, ...]:
    return tuple(field for field in same.procedure.fields.values() if found_by(field))
