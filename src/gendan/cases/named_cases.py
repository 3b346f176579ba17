"""单号 Cases that fields name: a field whose type is a procedure of its pack holds the number of one of its cases.

What is given may be the number, or the short label of the papers where only one case has it; what is kept is the
number. What no case is called is refused, as an unknown party is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from gendan.cases.searching import projection, words
from gendan.cases.store import cursor
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure


def types_of(pack: Pack) -> frozenset[str]:
    """The procedures of the pack whose cases its fields name."""
    return _types(_Same(pack))


def numbers(procedure: str, texts: Iterable[str]) -> dict[str, str]:
    """By text, the number of the case of `pack.procedure` that it names; what names none, or several, is left out."""
    wanted = sorted({text.strip() for text in texts} - {""})
    labels = [projection.vector([words.plain(text)[: words.LONGEST]]) for text in wanted]
    with cursor() as on:
        on.execute(_NUMBERS, [procedure, wanted, labels])
        return {text: number for text, number in on if number is not None}


_NUMBERS: Final = """
select t.text, coalesce(
    (select c.number from cases_case c where c.number = t.text and c.procedure = $1::text limit 1),
    (select min(c.number) from cases_searchrow s join cases_case c on c.id = s.case_id
        where s.words @@ t.label::tsquery and c.label = t.text and c.procedure = $1::text
        having count(distinct c.id) = 1))
from unnest($2::text[], $3::text[]) as t (text, label)
"""


class _Same:
    """A pack as the key of a cache: the very object, kept alive by the cache itself."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.pack is self.pack


@lru_cache(maxsize=128)
def _types(same: _Same) -> frozenset[str]:
    procedures = same.pack.procedures
    return frozenset(field.type for each in procedures.values() for field in _fields(each) if field.type in procedures)


def _fields(procedure: Procedure) -> Iterator[Field]:
    own = (ask.field for action in procedure.actions.values() for ask in action.asks if ask.own)
    for field in (*procedure.fields.values(), *own):
        yield field
        yield from field.columns
