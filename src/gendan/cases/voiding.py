"""作废 Which papers of a case count no more: what happened after the act that printed them voids them, as the pack says
of each document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    """By which action a paper became void, and when."""

    action: str
    at: datetime


def voided(events: Iterable[Event], pack: Pack) -> dict[int, Void]:
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
        elif event.kind is Kind.ACTED:
            acts.append((event.seq, Void(str(orjson.loads(event.body).get("do") or ""), event.at)))
    found: dict[int, Void] = {}
    for attached, of, document in papers:
        later = (void for seq, void in acts if seq > of and void.action in document.voided_by)
        if (void := next(later, None)) is not None:
            found[attached] = void
    return found


def said_void(void: Void, speaker: Speaker) -> str:
    """What is told of a void paper: that it is, by what and when."""
    return speaker.both("作废：", "Void: ") + f"{speaker.action(void.action)} {speaker.moment(void.at)}"


def mark_of(void: Void, procedure: Procedure, pack: Pack) -> Mark:
    """The mark on a void paper, in the language of papers, which is the site's."""
    speaker = Speaker(
        language=settings.LANGUAGE_CODE, procedure=procedure, pack=pack, zone=timezone.get_default_timezone()
    )
    return Mark(speaker.both("作废", "VOID"), f"{speaker.action(void.action)} {speaker.moment(void.at)}")
