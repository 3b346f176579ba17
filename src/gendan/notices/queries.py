"""What a person was told, and what became of the messages of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from gendan.notices.channels import INSIDE
from gendan.notices.models import Message, State
from gendan.notices.wording import channel_in_words, outcome_in_words
from gendan.people import access

MOST_COUNTED = 100
"""Unread messages are counted up to here: more is more."""
NAMED = 5
"""Cases that a heap names; those that come after them stand in its list."""
ALIKE = ("procedure", "word", "title")
"""What messages that are told alike have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as its reader sees it. `case_uid` is where its case is found; `ask` that he is to reach somebody."""

    id: int
    case_uid: UUID
    number: str
    procedure: str
    word: str
    title: str
    text: str
    at: datetime
    read: bool
    ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    """Unread messages told alike: the newest of them, how many there are, and when the oldest came.

    `cases` are the uid and the number of the cases that the newest NAMED of them tell of, each once.
    """

    newest: MessageView
    count: int
    since: datetime
    cases: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """How one message of a case went: to whom, by which channel it stands now, and each try, in words.

    Its text is not here: who sees the case need not see all that was told of it.
    """

    id: int
    word: str
    title: str
    to: str
    channel: str
    state: str
    at: datetime
    tries: tuple[tuple[datetime, str], ...]


def unread(person: int) -> int:
    """How many messages on the person's page he has not read, at most MOST_COUNTED."""
    return len(waiting(person))


def waiting(person: int) -> list[int]:
    """The messages on the person's page that he has not read, the newest first, at most MOST_COUNTED."""
    found = Message.objects.filter(person_id=person, state=State.SENT, channel__in=INSIDE)
    return list(found.order_by("-id").values_list("id", flat=True)[:MOST_COUNTED])


def newest(person: int) -> int | None:
    """The person's last message, None where he has none: what comes after it, he has not been shown."""
    own = Message.objects.filter(person_id=person, state__in=(State.SENT, State.READ))
    return own.order_by("-id").values_list("id", flat=True).first()


def messages(
    person: int,
    *,
    after: int | None = None,
    limit: int = 50,
    unread_only: bool = False,
    like: int | None = None,
) -> tuple[MessageView, ...]:
    """The person's messages, newest first, at most `limit`; those before the message `after`, where one is named.

    `like` leaves only what is told alike (see `heaps`); nothing, where that is no message of his.
    """
    own = Message.objects.filter(person_id=person, state__in=(State.SENT, State.READ))
    if unread_only:
        own = own.filter(state=State.SENT, channel__in=INSIDE)
    if like is not None:
        alike = told_alike(person, like)
        own = own.filter(**alike) if alike is not None else own.none()
    if after is not None:
        own = own.filter(id__lt=after)
    return tuple(_view(each) for each in own.order_by("-id")[:limit])


def told_alike(person: int, message: int) -> dict[str, str] | None:
    """By what one knows messages that are told alike with this one of the person's; None where it is none of his."""
    found = Message.objects.filter(person_id=person, id=message).first()
    return dict(zip(ALIKE, _like(found), strict=True)) if found is not None else None


def heaps(person: int, *, after: int | None = None, limit: int = 20) -> tuple[Heap, ...]:
    """What the person has not read, like with like: the same word and title of the same procedure. Newest first.

    Where hundreds of orders come late in one night, that is one line, and not hundreds. `after` is the newest message
    of the last heap of the page before.
    """
    waiting = Message.objects.filter(person_id=person, state=State.SENT, channel__in=INSIDE)
    alike = waiting.values(*ALIKE).annotate(newest=Max("id"), oldest=Min("at"), count=Count("id"))
    if after is not None:
        alike = alike.filter(newest__lt=after)
    counts = {each["newest"]: each for each in alike.order_by("-newest")[:limit]}
    named = _named(waiting) if any(each["count"] > 1 for each in counts.values()) else {}
    found = []
    for message in Message.objects.filter(id__in=counts).order_by("-id"):
        counted = counts[message.id]
        alone = ((message.case_uid, message.number),)
        cases = named[_like(message)] if counted["count"] > 1 else alone
        found.append(Heap(newest=_view(message), count=counted["count"], since=counted["oldest"], cases=cases))
    return tuple(found)


def _named(waiting: QuerySet[Message]) -> dict[tuple[str, ...], tuple[tuple[UUID, str], ...]]:
    """By what they are told alike: the cases of the newest of the messages, at most NAMED."""
    place = Window(RowNumber(), partition_by=[F(name) for name in ALIKE], order_by=F("id").desc())
    newest = waiting.annotate(place=place).filter(place__lte=NAMED).order_by("-id")
    found: dict[tuple[str, ...], dict[UUID, str]] = {}
    for *alike, uid, number in newest.values_list(*ALIKE, "case_uid", "number"):
        found.setdefault(tuple(alike), {})[uid] = number
    return {alike: tuple(cases.items()) for alike, cases in found.items()}


def _like(message: Message) -> tuple[str, ...]:
    return (message.procedure, message.word, message.title)


def _view(message: Message) -> MessageView:
    return MessageView(
        id=message.id,
        case_uid=message.case_uid,
        number=message.number,
        procedure=message.procedure,
        word=message.word,
        title=message.title,
        text=message.text,
        at=message.at,
        read=message.state == State.READ or message.channel not in INSIDE,
        ask=bool(message.about),
    )


def deliveries_of(case: int, language: str) -> tuple[DeliveryView, ...]:
    """What was told of a case and how it went, oldest first. Whoever sees the case may see this; ask that first."""
    told = list(Message.objects.filter(case_id=case).order_by("id").prefetch_related("deliveries"))
    names = access.names_of(each.person_id for each in told if each.person_id is not None)
    return tuple(
        DeliveryView(
            id=each.id,
            word=each.word,
            title=each.title,
            to=names.get(each.person_id, "") if each.person_id is not None else each.name,
            channel=channel_in_words(_shown(each.person_id, each.channel), language),
            state=each.state,
            at=each.at,
            tries=tuple(
                (one.at, outcome_in_words(_shown(each.person_id, one.channel), one.outcome, language))
                for one in sorted(each.deliveries.all(), key=lambda one: one.id)
            ),
        )
        for each in told
    )


def _shown(person: int | None, channel: str) -> str:
    """A person is told on his page, whichever inside channel the pack names; only others are called."""
    return "page" if person is not None and channel in INSIDE else channel
