"""What the actions share: rows locked in one order, and the record of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from gendan.core.refusals import Refused
from gendan.core.values import plain
from gendan.parties.models import Change, Party
from gendan.parties.queries import parties_of
from gendan.parties.refusals import reason


def locked(*names: str) -> tuple[Party, ...]:
    """The parties that names lead to, each locked, in the order of the names. Raises Refused: `parties.unknown`."""
    found = parties_of(names)
    missing = [name for name in names if name not in found]
    if missing:
        raise Refused(tuple(reason("unknown", name=name) for name in dict.fromkeys(missing)))
    rows = {
        row.id: row
        for row in Party.objects.select_for_update().filter(id__in={each.id for each in found.values()}).order_by("id")
    }
    if any(row.merged_id is not None for row in rows.values()):
        # Somebody merged it in between: it is asked for anew.
        return locked(*names)
    return tuple(rows[found[name].id] for name in names)


def one_at_a_time(what: str) -> None:
    """Wait for whoever changes the same kind of thing now; held until the commit."""
    with connection.cursor() as on:
        on.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parties {what}"])


def write_down(party: Party, kind: str, told: Mapping[str, object], *, actor: int, at: datetime) -> None:
    """Keep what was done."""
    Change.objects.create(party=party, kind=kind, at=at, by=actor, told=plain(dict(told)))
