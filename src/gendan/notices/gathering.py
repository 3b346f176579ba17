"""归并 Messages told alike leave as one: where hundreds of orders come late in one night, that is one mail.

Alike are messages to the same person, by the same channel, with the same word and title of the same procedure (for a
group's robot: to anybody). The first leaves at once; what follows within PAUSE waits until it is over, and leaves
together. Each stays a message of its own, with its own line in the log, and is found on its person's page. Messages to
somebody outside are letters and are never gathered, and neither is what carries files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Max

from gendan.core.text import Text
from gendan.notices.channels import GROUP
from gendan.notices.models import LEADING_OUT, Message

PAUSE: Final = timedelta(minutes=5)
"""How long what is told alike waits for more of its kind, counted from the last that left."""
NAMED: Final = 5
"""Cases that a short message names."""

COUNTED: Final = Text("{title}（共 {count} 条）", "{title} ({count})")
SHORT: Final = Text("{title}，共 {count} 条：{numbers}", "{title}, {count} in all: {numbers}")
AMONG: Final = Text("{numbers} 等", "{numbers} and more")

Alike = tuple[str, int | None, str, str, str]


def gathered(messages: Iterable[Message]) -> list[list[Message]]:
    """The messages in heaps that leave as one each, in the order of their first."""
    heaps: dict[Alike | int, list[Message]] = {}
    for message in messages:
        heaps.setdefault(_alike(message) or message.pk, []).append(message)
    return list(heaps.values())


def waiting_until(messages: Sequence[Message], at: datetime) -> Mapping[int, datetime]:
    """By their id, those of the messages that wait for more of their kind, and until when: one query for all.

    What was tried already waits for nothing but its own pause.
    """
    alike = {each.pk: found for each in messages if each.tries == 0 and (found := _alike(each)) is not None}
    if not alike:
        return {}
    left = (
        Message.objects.filter(channel__in=LEADING_OUT, sent_at__gt=at - PAUSE, sent_at__lte=at)
        .filter(title__in={each[4] for each in alike.values()})
        .values_list("channel", "person_id", "procedure", "word", "title")
        .annotate(last=Max("sent_at"))
    )
    last: dict[Alike, datetime] = {}
    for channel, person, procedure, word, title, moment in left:
        found = (channel, None if channel in GROUP else person, procedure, word, title)
        last[found] = max(moment, last.get(found, moment))
    return {pk: last[found] + PAUSE for pk, found in alike.items() if found in last}


def said_of(heap: Sequence[Message]) -> tuple[str, str]:
    """The title and the text by which messages that are told alike leave, or one alone."""
    first = heap[0]
    if first.channel in GROUP:
        return _in_group(heap)
    if len(heap) == 1:
        return first.title, _with_way(first)
    count = str(len(heap))
    if first.channel == "mail":
        texts = (f"{place}. {_with_way(each)}" for place, each in enumerate(heap, 1))
        return COUNTED.in_language(first.language).format(title=first.title, count=count), "\n\n".join(texts)
    said = SHORT.in_language(first.language).format(title=first.title, count=count, numbers=_numbers(heap))
    return first.title, said


def _alike(message: Message) -> Alike | None:
    """By what messages that leave as one are known, None where this one leaves alone."""
    if message.person_id is None or message.files:
        return None
    person = None if message.channel in GROUP else message.person_id
    return (message.channel, person, message.procedure, message.word, message.title)


def _with_way(message: Message) -> str:
    """The text as it leaves: in a mail, whoever works here finds the way to the case below it."""
    if message.channel != "mail" or message.person_id is None or not settings.GENDAN_ADDRESS:
        return message.text
    return f"{message.text}\n\n{settings.GENDAN_ADDRESS}/cases/{message.case_uid}/"


def _in_group(heap: Sequence[Message]) -> tuple[str, str]:
    """What a group reads: of which cases, and who is meant. What a text tells is its recipient's alone to read."""
    first = heap[0]
    cases = {each.case_uid for each in heap}
    meant = dict.fromkeys(each.person.name for each in heap if each.person is not None)
    lines = [_numbers(heap), " ".join(f"@{name}" for name in meant)]
    if settings.GENDAN_ADDRESS:
        way = f"/cases/{first.case_uid}/" if len(cases) == 1 else "/messages/"
        lines.append(f"{settings.GENDAN_ADDRESS}{way}")
    title = first.title
    if len(cases) > 1:
        title = COUNTED.in_language(first.language).format(title=title, count=str(len(cases)))
    return title, "\n".join(lines)


def _numbers(heap: Sequence[Message]) -> str:
    """The numbers of the first cases of a heap, each once."""
    numbers = list({each.case_uid: each.number for each in heap}.values())
    said = (", " if heap[0].language == "en" else "、").join(numbers[:NAMED])
    return AMONG.in_language(heap[0].language).format(numbers=said) if len(numbers) > NAMED else said
