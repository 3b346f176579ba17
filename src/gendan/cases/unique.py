"""Values that one open case holds alone. The database holds them under race; here is what they are called there."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import orjson
from django.conf import settings

from gendan.cases.store import cursor
from gendan.core.case import Case
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.procedure import Procedure

Held = tuple[str, str, bytes]
"""Procedure (`pack.procedure`), field and digest of a value."""


def digest(of: Field, value: Json) -> bytes:
    """What a value is called in the table of unique values; for hidden ones it is keyed and tells nothing by itself."""
    said = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    if of.hidden:
        return hmac.new(_key(), said, hashlib.sha256).digest()
    return hashlib.sha256(said).digest()


@lru_cache(maxsize=1)
def _key() -> bytes:
    return hashlib.sha256(b"gendan unique values" + settings.SECRET_KEY.encode()).digest()


def held(procedure: Procedure, case: Case) -> frozenset[Held]:
    """The unique values that the case holds as it stands."""
    name = case.procedure
    found = []
    for each in procedure.fields.values():
        if each.unique is None:
            continue
        value = each.held(case.data)
        if value is not None and (case.final is None if each.unique == ("open",) else case.state in each.unique):
            found.append((name, each.name, digest(each, value)))
    return frozenset(found)


@dataclass(slots=True)
class Taken:
    """Answers which values other cases hold: asked beforehand for many, or one by one.

    `own` is the case that is judged (0: a new one). `in_hand` are values that commands before this one, in the same
    transaction and not written yet, have taken (the number of their case) or given back (None). `tells`: whether the
    number of a case may be told to who asks, where that is not always so; it is empty then.
    """

    fields: Mapping[str, Field]
    procedure: str
    own: int = 0
    known: dict[Held, tuple[int, str] | None] = field(default_factory=dict)
    in_hand: dict[Held, tuple[int, str] | None] = field(default_factory=dict)
    tells: Callable[[int], bool] | None = None

    def __call__(self, name: str, value: Json) -> str | None:
        """The number of another case that holds the value, empty where it may not be told, else None."""
        key = (self.procedure, name, digest(self.fields[name], value))
        found = self.in_hand[key] if key in self.in_hand else self._known(key)
        if found is None or found[0] == self.own:
            return None
        return found[1] if self.tells is None or self.tells(found[0]) else ""

    def _known(self, key: Held) -> tuple[int, str] | None:
        if key not in self.known:
            self.known.update(holders([key]))
        return self.known[key]


def holders(keys: Iterable[Held]) -> dict[Held, tuple[int, str] | None]:
    """For each value the id and number of the case that holds it, None where none does. One query."""
    wanted: dict[Held, tuple[int, str] | None] = dict.fromkeys(keys)
    if not wanted:
        return {}
    digests = [key[2] for key in wanted]
    with cursor() as on:
        on.execute(
            "select u.procedure, u.field, u.digest, u.case_id, c.number from cases_uniquevalue u"
            " join cases_case c on c.id = u.case_id"
            " where u.procedure = any($1::text[]) and u.field = any($2::text[]) and u.digest = any($3::bytea[])",
            [sorted({key[0] for key in wanted}), sorted({key[1] for key in wanted}), digests],
            prepare=True,
        )
        for procedure, name, found, case, number in on:
            key = (procedure, name, bytes(found))
            if key in wanted:
                wanted[key] = (case, number)
    return wanted
