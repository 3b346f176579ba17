"""告知 From an effect to messages: who is told, in which language, with which words. Made once for each recipient.

Runs in the outbox's transaction, after the command's commit, and may run again for the same effect: a recipient who has
his message for the effect's key already gets no other. Nothing leaves Gendan here; what has to is queued
(`delivering`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gendan.cases import library
from gendan.cases.effects import Call
from gendan.cases.registry import vocabulary
from gendan.cases.telling import Told, told
from gendan.core.command import Actor
from gendan.core.pack import Notice
from gendan.notices.models import Message
from gendan.notices.recipients import Recipient, recipients
from gendan.notices.routing import route
from gendan.notices.wording import BRACED, Said, filled_in, of_clock, site_language
from gendan.people import access
from gendan.people.models import Person

PAGE: Final = ("page",)
"""Where what Gendan itself has to say goes: to the person's page."""


def tell(calls: Sequence[Call]) -> None:
    """Make the messages of these effects, each in the first channel that can take it. A clock whose deadline notifies
    nobody is told to nobody.

    Raises KeyError where the case, its pack or the notice is not here any more.
    """
    for call in calls:
        notice = _notice(call)
        case = told(call, _words(notice))
        known = set(Message.objects.filter(key=call.key, about="").values_list("recipient", flat=True))
        for recipient in recipients(case, call.to, call.at):
            if recipient.identity not in known:
                _message(call, case, notice, recipient)


def _notice(call: Call) -> Notice | None:
    """The pack's notice that the word names, None for what is told of a clock."""
    head, _, name = call.word.partition(".")
    if head != "notice":
        return None
    return library.pack(call.definition).notices[name]


def _words(notice: Notice | None) -> list[str]:
    """The areas' facts that the notice speaks of."""
    if notice is None:
        return []
    facts = vocabulary().facts
    return [name for name in dict.fromkeys(BRACED.findall(notice.text.zh + notice.text.en)) if name in facts]


def _message(call: Call, case: Told, notice: Notice | None, recipient: Recipient) -> None:
    person = Person.objects.get(id=recipient.person) if recipient.person is not None else None
    language = person.language if person is not None else site_language()
    speaker = case.speaker(language)
    if notice is None:
        said = of_clock(case, call, speaker)
    else:
        reader = _reader(call, case, recipient)
        said = Said(speaker.say(notice.title), filled_in(speaker.say(notice.text), case, call, reader, speaker))
    order = notice.by if notice is not None and notice.by else PAGE
    message = Message.objects.create(
        key=call.key,
        recipient=recipient.identity,
        person=person,
        name=(recipient.name or speaker.field(recipient.field))[:300] if person is None else "",
        phone=recipient.phone,
        mail=recipient.mail,
        case_id=call.case,
        case_uid=call.uid,
        number=case.case.number,
        procedure=call.procedure,
        word=call.word,
        language=language,
        title=said.title,
        text=said.text,
        channel=order[0],
        rest=list(order[1:]),
        at=call.at,
    )
    route(message, call.at)


def _reader(call: Call, case: Told, recipient: Recipient) -> Actor:
    """Whose rights decide what the text may tell. Somebody outside has those of an outside party, and no more."""
    if recipient.person is None:
        return Actor(person=0, party=recipient.name or recipient.field or recipient.identity)
    return access.actor(recipient.person, case.basis.pack, call.at)
