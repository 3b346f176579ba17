"""旁听 Rooms above that listen to what happens: each event that one of them wants is queued in its own transaction.

A room says by its vocabulary what it wants (`EffectWord.wanted`) and who takes it; it is called after the commit, at
least once for each event, as every outside effect is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from gendan.cases.effects import body
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.rows import document
from gendan.cases.store import OutboxRow
from gendan.core.case import Case
from gendan.core.command import EffectCall
from gendan.core.events import Event


def heard(events: Iterable[Event], case: Case, definition: int, epoch: int, at: datetime) -> Iterator[OutboxRow]:
    """Outbox rows for those of a case's new events that somebody listens to. `case` is as it stands after them."""
    for family, word in vocabulary().families.items():
        if word.wanted is None:
            continue
        kinds: frozenset[str] = implementation(word.wanted)(case.procedure, epoch)
        for event in events if kinds else ():
            if event.kind.value in kinds:
                name = f"{family}.{event.kind.value}"
                said = body(
                    EffectCall(word=name),
                    seq=event.seq,
                    uid=case.uid,
                    number=case.number,
                    procedure=case.procedure,
                    definition=definition,
                    person=event.actor,
                )
                key = f"{case.uid}/{event.seq}/{family}"
                yield OutboxRow(sort="effect", word=name, key=key, body=document(said), next_at=at)
