"""What a text asks of the words of cases, and the few cases that have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from gendan.cases.concealing import conceal
from gendan.cases.searching import projection, words
from gendan.cases.store import cursor
from gendan.core.field import HIDDEN_TYPES, Field
from gendan.core.text import Text
from gendan.core.values import encode, parse

NEWEST: Final = 5_000
"""Cases that are walked before the index of words is asked."""
COMMON: Final = 50
"""Of the newest cases so many with the words are many: a page of them is soon found without the index."""
FEW: Final = 20_000
LEAST_HIDDEN: Final = 15
"""Characters of a number that may be somebody's ID number: shorter ones are looked for as they stand."""


def asked(text: str) -> list[str]:
    """The terms as queries of the database, the longest first: each a choice of beginnings."""
    hidden = _digests(text)
    if hidden:
        return [" | ".join(projection.vector([word]) for word in hidden)]
    choices = sorted(words.terms(text), key=lambda choice: -len(choice[0]))
    return [" | ".join(f"{projection.vector([word])}:*" for word in choice if word) for choice in choices]


def _digests(text: str) -> list[str]:
    """What hidden values that read as `text` are called among the words: they are found whole, or not at all."""
    found = []
    zone = ZoneInfo(settings.TIME_ZONE)
    for kind in sorted(HIDDEN_TYPES):
        field = Field(name=kind, title=Text(kind), type=kind)
        value = parse(field, text, zone)
        if isinstance(value, str) and len(value) >= LEAST_HIDDEN:
            found.append(projection.digest_word(field, encode(field, value, conceal)))
    return found


_SAMPLE: Final = f"""
select count(*) from (
    select from cases_searchrow where ts_match_vq(words, $1::tsquery) and field = any($2::text[])
    and case_id > (select coalesce(max(case_id), 0) - {NEWEST} from cases_searchrow) limit {COMMON}
) s
"""
_FEW: Final = f"""
select distinct case_id from (
    select case_id from cases_searchrow where words @@ $1::tsquery and field = any($2::text[]) limit {FEW + 1}
) s
"""


def few(text: str, *, pack: str, fields: Sequence[str]) -> list[int] | None:
    """The cases of a department with the words of a text in one of the rows `fields`, where they are few.

    None where many have them, and where none has: the values themselves may hold the text in the middle of a word.
    """
    terms = asked(text)
    if not terms:
        return None
    of_pack = projection.vector([projection.PACK + pack])
    query = " & ".join((*(f"({term})" for term in terms), of_pack))
    with transaction.atomic(), cursor() as on:
        # What words are told to hold, the planner can only guess: it must never walk the whole table.
        on.execute("set local enable_seqscan = off")
        given = [query, list(fields)]
        if on.execute(_SAMPLE, given).fetchone() == (COMMON,):
            return None
        found = [row[0] for row in on.execute(_FEW, given)]
    return found if 0 < len(found) <= FEW else None
