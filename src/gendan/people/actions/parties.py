"""Names of outside parties: whoever signs in for one sees what was written under any of its names."""

from __future__ import annotations

from collections.abc import Iterable

from gendan.people.actions.authority import change
from gendan.people.models import PartyName


def name_party(party: str, names: Iterable[str]) -> None:
    """Have all these names be the party's, which is called `party` now. Who keeps parties has judged it."""
    others = {name for name in names if name != party}
    with change():
        PartyName.objects.filter(name=party).delete()
        PartyName.objects.filter(party__in=others).update(party=party)
        for name in sorted(others):
            PartyName.objects.update_or_create(name=name, defaults={"party": party})
