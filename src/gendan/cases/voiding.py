"""作废 Which papers of a case count no more: what happened after the act that printed them voids them.

The pack says of each document which actions do. What is signed on such a paper and sent back to where one of these
actions is done voids it too: it is to be made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from django.conf import settings
from django.utils import timezone

from gendan.cases.prose.speaker import Speaker
from gendan.cases.stamping import Mark
from gendan.core.events import Event, Kind
from gendan.core.pack import Document, Pack
from gendan.core.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Void:
    """By which action a paper became void, or by whose rejection, and when."""

    action: str
    at: datetime
    rejected: bool = False


VOIDING: Final = frozenset({Kind.ACTED, Kind.REJECTED})
"""The kinds of events that may void a paper."""


def voided(events: Iterable[Event], procedure: Procedure, pack: Pack) -> dict[int, Void]:
    """The papers among a case's events that are void, by the event that attached them."""
    if not any(each.voided_by for each in pack.documents.values()):
        return {}
    papers: list[tuple[int, int, Document]] = []
    acts: list[tuple[int, Void]] = []
    for event in events:
        if event.kind is Kind.ATTACHED:
            body = orjson.loads(event.body)
            document = pack.documents.get(str(body.get("document") or ""))
            if document is not None and document.voided_by:
                papers.append((event.seq, int(body.get("of") or event.seq), document))
        elif event.kind in VOIDING:
            action = str(orjson.loads(event.body).get("do") or "")
            acts.append((event.seq, Void(action, event.at, event.kind is Kind.REJECTED)))
    found: dict[int, Void] = {}
    for attached, of, document in papers:
        later = (void for seq, void in acts if seq > of and _voids(void, document, procedure))
        if (void := next(later, None)) is not None:
            found[attached] = void
    return found


def _voids(void: Void, document: Document, procedure: Procedure) -> bool:
    if not void.rejected:
        return void.action in document.voided_by
    action = procedure.actions.get(void.action)
    anew = (procedure.actions[each] for each in document.voided_by if each in procedure.actions)
    return action is not None and any(action.reject in each.sources for each in anew)


def _by(void: Void, speaker: Speaker) -> str:
    action = speaker.action(void.action)
    said = speaker.both(f"驳回：{action}", f"sent back: {action}") if void.rejected else action
    return f"{said} {speaker.moment(void.at)}"


def said_void(void: Void, speaker: Speaker) -> str:
    """What is told of a void paper: that it is, by what and when."""
    return speaker.both("作废：", "Void: ") + _by(void, speaker)


def mark_of(void: Void, procedure: Procedure, pack: Pack) -> Mark:
    """The mark on a void paper, in the language of papers, which is the site's."""
    speaker = Speaker(
        language=settings.LANGUAGE_CODE, procedure=procedure, pack=pack, zone=timezone.get_default_timezone()
    )
    return Mark(speaker.both("作废", "VOID"), _by(void, speaker))
