"""提到和关注 Messages to persons about a case: somebody named them in a remark, or something happened to what they
watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import orjson
from django.db import transaction

from gendan.cases import queries, watching
from gendan.cases.effects import Call
from gendan.cases.prose import Speaker, history
from gendan.cases.queries import CasePage
from gendan.cases.queries.chosen import rows_of
from gendan.core.text import Text
from gendan.notices.models import Message
from gendan.notices.routing import route
from gendan.people.models import Person

WATCHED: Final = "watch.news"
"""The word of messages about watched cases."""
LINES: Final = 3
"""Things that happened which one message tells; of more it tells the number."""

TEXTS: Final[Mapping[str, Text]] = {
    "mentioned": Text("{who} 提到了您", "{who} mentioned you"),
    "remark": Text("{procedure} {number}：{text}", "{procedure} {number}: {text}"),
    "news": Text("关注的单有新情况", "News of a case that you watch"),
    "more": Text("等 {count} 条", "and more, {count} in all"),
}


def tell_mentioned(calls: Sequence[Call]) -> None:
    """Tell those whom a remark names, each once. Who does not see the case any more is told nothing."""
    for call in calls:
        persons = call.arguments["persons"]
        known = set(Message.objects.filter(key=call.key, about="").values_list("person_id", flat=True))
        for person in persons if isinstance(persons, list) else ():
            page = _seen(call.case, person, call.at) if person not in known else None
            remark = _remark(page, call.seq) if page is not None else None
            if page is None or remark is None:
                continue
            reader, speaker = _reader(person, page)
            says = _in_words("mentioned", speaker, who=speaker.person(call.person))
            text = _about(page, speaker, remark)
            _send(page, reader, key=call.key, word=call.word, title=says, text=text, at=call.at)


def tell_watchers(at: datetime, most: int = 200) -> int:
    """Tell those who watch a case what others have done to it since; how many watched cases had moved on.

    Of what a person has done himself, and of cases that he sees no more, nothing is told.
    """
    found = watching.news(most)
    for each in found:
        with transaction.atomic():
            page = _seen(each.case, each.person, at)
            if page is None:
                watching.unwatch(each.case, person=each.person)
                continue
            reader, speaker = _reader(each.person, page)
            lines = [
                line
                for line, event in zip(history(page.events, speaker, page.sees), page.events, strict=False)
                if line.seq > each.told and event.actor != each.person
            ]
            if lines:
                said = "；".join(f"{line.who} {line.says}" for line in lines[-LINES:])
                if len(lines) > LINES:
                    said += " " + _in_words("more", speaker, count=str(len(lines)))
                key = f"{page.case.uid}/{page.case.seq}/watch"
                title, text = _in_words("news", speaker), _about(page, speaker, said)
                _send(page, reader, key=key, word=WATCHED, title=title, text=text, at=at)
            watching.told([each])
    return len(found)


def _seen(case: int, person: int, at: datetime) -> CasePage | None:
    """The case as the person sees it. That he does not see it is no look of his, and so is not logged."""
    return queries.case_page(case, person=person, at=at) if rows_of([case], person=person, at=at) else None


def _remark(page: CasePage, seq: int) -> str | None:
    """What was remarked by this event, None where the page's reader is not told of it."""
    event = next((event for event in page.events if event.seq == seq), None)
    return None if event is None else str(orjson.loads(event.body).get("text") or "")


def _reader(person: int, page: CasePage) -> tuple[Person, Speaker]:
    reader = Person.objects.get(id=person)
    speaker = Speaker(
        language=reader.language,
        pack=page.pack,
        procedure=page.procedure,
        people=page.people,
        zone=page.basis.calendar.timezone,
    )
    return reader, speaker


def _in_words(name: str, speaker: Speaker, **places: str) -> str:
    return speaker.say(TEXTS[name]).format_map(places)


def _about(page: CasePage, speaker: Speaker, text: str) -> str:
    procedure = speaker.say(page.procedure.title)
    return _in_words("remark", speaker, procedure=procedure, number=page.case.number, text=text)


def _send(page: CasePage, reader: Person, *, key: str, word: str, title: str, text: str, at: datetime) -> None:
    message, _made = Message.objects.get_or_create(
        key=key,
        recipient=f"person:{reader.pk}",
        about="",
        defaults={
            "person": reader,
            "case_id": page.case.id,
            "case_uid": page.case.uid,
            "number": page.case.number,
            "procedure": page.case.procedure,
            "word": word,
            "language": reader.language,
            "title": title,
            "text": text,
            "channel": "page",
            "at": at,
        },
    )
    route(message, at)
