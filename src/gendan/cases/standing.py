"""What the open cases of a pack version use: their kinds, where they stand, what they hold, which clocks run."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from gendan.core.pack import Pack
from gendan.packs.difference import InUse

_OPEN = """
    from cases_case c join cases_packversion p on p.id = c.definition
    where p.hash = %(hash)s and c.procedure = %(procedure)s and c.final is null
"""
_KINDS = f"select c.kind, count(*) {_OPEN} and c.kind is not null group by c.kind"
_STATES = f"select c.state, count(*) {_OPEN} group by c.state"
_FIELDS = f"select f.name, count(*) from (select jsonb_object_keys(c.data) as name {_OPEN}) f group by f.name"
_CHAINS = f"select f.name, count(*) from (select jsonb_object_keys(c.chain) as name {_OPEN}) f group by f.name"
_CLOCKS = f"""
    select k.name, count(*) from cases_clock k where k.running and k.case_id in (select c.id {_OPEN}) group by k.name
"""


def in_use(pack: Pack) -> Mapping[str, InUse]:
    """What the open cases that run under this very version use, by procedure: names with how many cases."""
    return {
        name: InUse(
            kinds=_counted(_KINDS, pack, name),
            states=_counted(_STATES, pack, name),
            fields=_counted(_FIELDS, pack, name),
            actions=_counted(_CHAINS, pack, name),
            deadlines=_counted(_CLOCKS, pack, name),
        )
        for name in pack.procedures
    }


def _counted(statement: str, pack: Pack, procedure: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"hash": pack.hash, "procedure": f"{pack.name}.{procedure}"})
        return {str(name): int(count) for name, count in cursor.fetchall()}
