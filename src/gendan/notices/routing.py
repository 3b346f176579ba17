"""分发 Which channel has a message: the first of its order that this site has and for which there is an address.

A person is always reached on his page at last. For somebody outside, a person who owns the case is asked to reach him.
Every channel that is passed over leaves a row in the delivery log.
"""

from __future__ import annotations

from datetime import datetime

from gendan.cases.telling import standing
from gendan.notices.channels import INSIDE, channel
from gendan.notices.models import Delivery, Message, Outcome, State
from gendan.notices.recipients import owners
from gendan.notices.wording import asking
from gendan.people.models import Person


def route(message: Message, at: datetime) -> None:
    """Give a stored message to the first channel that can take it, and save it so: it is there, or waits to leave."""
    while True:
        if message.channel in INSIDE:
            _inside(message, at)
            return
        way = channel(message.channel)
        if way is None or not way.configured():
            log(message, Outcome.NOT_CONFIGURED, at)
        elif not way.address(message):
            log(message, Outcome.NO_ADDRESS, at)
        else:
            message.state = State.QUEUED
            message.tries = 0
            message.next_at = at
            message.save()
            return
        advance(message)


def advance(message: Message) -> None:
    """Let the message go on to its next channel: at last a person's page, or a person who is asked. It is not saved."""
    message.channel = message.rest[0] if message.rest else "page" if message.person_id is not None else "task"
    message.rest = message.rest[1:]
    message.next_at = None


def log(message: Message, outcome: Outcome, at: datetime, detail: str = "") -> None:
    """Write down what became of one try of the channel that has the message."""
    Delivery.objects.create(message=message, channel=message.channel, outcome=outcome, detail=detail[:2000], at=at)


def _inside(message: Message, at: datetime) -> None:
    if message.person_id is None and not _ask(message, at):
        message.state = State.FAILED
        log(message, Outcome.NOBODY, at)
    else:
        message.state = State.SENT
        message.sent_at = at
        log(message, Outcome.ASKED if message.person_id is None else Outcome.SENT, at)
    message.next_at = None
    message.save()


def _ask(message: Message, at: datetime) -> bool:
    """Ask those who have the case to reach somebody outside; False where there is nobody."""
    case = standing(message.case_id, at)
    tries = list(message.deliveries.order_by("id").values_list("channel", "outcome"))
    asked = Person.objects.filter(id__in=owners(case, at), is_active=True).order_by("id")
    for person in asked:
        said = asking(message, tries, person.language)
        request = Message.objects.create(
            key=message.key,
            recipient=f"person:{person.id}",
            about=message.recipient,
            person=person,
            case_id=message.case_id,
            case_uid=message.case_uid,
            number=message.number,
            procedure=message.procedure,
            word=message.word,
            language=person.language,
            title=said.title,
            text=said.text,
            channel="task",
            state=State.SENT,
            sent_at=at,
            at=at,
        )
        log(request, Outcome.SENT, at)
    return bool(asked)
