"""入账 The entries of an area's dated amounts (`money.received`), in the place of events: what was booked, by its day.

Where a case stood with an entry, its events do not say: its fields, state and holder are as they stand now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from gendan.cases import registry
from gendan.core.events import moment
from gendan.measures.dialect import Live, quoted
from gendan.measures.matching import dated
from gendan.measures.plan import BOOKED
from gendan.measures.sources import Database


class Books(Database):
    """The database's entries of one word, their days thought in a zone."""

    def __init__(self, word: str, zone: ZoneInfo) -> None:
        self.dialect = Entries(registry.implementation(dated(word))(), zone)


class Entries(Live):
    """The rows of `query` (see `Fact.dated`), each with its case: an entry is its case's event of its day.

    It happened when it was recorded, or, of another day than that, when its day began.
    """

    def __init__(self, query: str, zone: ZoneInfo) -> None:
        self._query = query
        self._zone = zone

    def events(self, alias: str, *, with_case: bool = True) -> str:
        """The entries, joined with the cases."""
        join = f" join cases_case {alias}_c on {alias}_c.id = {alias}.case_id" if with_case else ""
        return f"({self._query}) {alias}{join}"

    def column(self, alias: str, name: str) -> str:
        """A column of the entry; of what only events have, nothing."""
        if name == "t":
            return self._when(alias)
        return _COLUMNS[name].format(a=alias) if name in _COLUMNS else super().column(alias, name)

    def _when(self, alias: str) -> str:
        zone = quoted(self._zone.key)
        began = f"({alias}.day::timestamp at time zone {zone})"
        when = f"case when ({alias}.at at time zone {zone})::date = {alias}.day then {alias}.at else {began} end"
        return f"(extract(epoch from {when}) * 1000000)::bigint"

    def since(self, alias: str, begin: int, end: int) -> str:
        """By its day."""
        first, last = (self._local(each).date().isoformat() for each in (begin, end - 1))
        return f"{alias}.day between {quoted(first)} and {quoted(last)}"

    def _local(self, when: int) -> datetime:
        return moment(when).astimezone(self._zone)

    def booked(self, alias: str) -> str:
        """Every row is."""
        return "true"

    def standing(self, alias: str, names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """As the case stands now."""
        return "", {name: self._stands(alias, name) for name in names}

    def _stands(self, alias: str, name: str) -> str:
        if name.startswith("field."):
            return self.now(alias, name[6:])
        return _STANDS[name.removesuffix("_was")].format(a=alias)


_COLUMNS: Final = {
    "case_id": "{a}.case_id",
    "seq": "{a}.entry",
    "event": "'booked'",
    "actor": "{a}.person",
    "own": "json_build_object('" + BOOKED.name + "', {a}.amount::text)::text",
    "signers": "null::text",
}
_STANDS: Final = {
    "state": "{a}_c.state",
    "holder": "{a}_c.holder",
    "post": "to_json(split_part({a}_c.queue, '.', 2))::text",
}
