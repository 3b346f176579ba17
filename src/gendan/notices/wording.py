"""What messages say, in Chinese and in English: a pack's texts filled in, and the texts that are Gendan's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from gendan.cases.effects import Call
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.cases.rows import due, late
from gendan.cases.telling import Told
from gendan.core.command import Actor
from gendan.core.events import moment
from gendan.core.text import Text
from gendan.notices.models import Message, Outcome
from gendan.people import access

BRACED: Final = re.compile(r"\{([^{}]+)\}")

DEADLINES: Final[Mapping[str, tuple[Text, Text]]] = {
    "deadline.warned": (
        Text("即将到期：{deadline}", "Due soon: {deadline}"),
        Text(
            "{procedure} {number}：{deadline}须于 {due} 前完成。当前：{state}，{owner}。",
            "{procedure} {number}: {deadline} is due by {due}. It stands at {state}, with {owner}.",
        ),
    ),
    "deadline.late": (
        Text("已逾期：{deadline}", "Late: {deadline}"),
        Text(
            "{procedure} {number}：{deadline}已于 {due} 到期，尚未完成。当前：{state}，{owner}。",
            "{procedure} {number}: {deadline} was due at {due} and is not done. It stands at {state}, with {owner}.",
        ),
    ),
    "deadline.reminded": (
        Text("仍未完成：{deadline}", "Still not done: {deadline}"),
        Text(
            "{procedure} {number}：{deadline}已于 {due} 到期，至今未完成。当前：{state}，{owner}。",
            "{procedure} {number}: {deadline} was due at {due} and still is not done. "
            "It stands at {state}, with {owner}.",
        ),
    ),
    "deadline.missed": (
        Text("未按时进行：{deadline}", "Missed: {deadline}"),
        Text(
            "{procedure} {number}：{deadline}应于 {due} 前进行一次，未见记录。当前：{state}，{owner}。",
            "{procedure} {number}: {deadline} should have been done once by {due} and was not. "
            "It stands at {state}, with {owner}.",
        ),
    ),
}
"""By the effect's word: the title and the text of what is told of a clock."""

ASK: Final = Text("请联系 {who}：{text}", "Please contact {who}: {text}")
ASK_TITLE: Final = Text("请代为联系：{title}", "Please pass on: {title}")
WHY: Final = Text("（{reasons}）", " ({reasons})")

OUTCOMES: Final[Mapping[str, Text]] = {
    Outcome.SENT: Text("已送达{channel}", "taken by {channel}"),
    Outcome.ASKED: Text("已请人联系", "somebody was asked to make contact"),
    Outcome.NOT_CONFIGURED: Text("本站未开通{channel}", "this site has no {channel}"),
    Outcome.NO_ADDRESS: Text("无{channel}地址", "no address for {channel}"),
    Outcome.REFUSED: Text("{channel}被拒收", "{channel} was refused"),
    Outcome.UNREACHABLE: Text("{channel}暂不可达", "{channel} could not be reached"),
    Outcome.NOBODY: Text("无人可托", "nobody was left to ask"),
}
"""What became of one try, in words."""

CHANNELS: Final[Mapping[str, Text]] = {
    "page": Text("站内消息", "the page"),
    "task": Text("电话", "a call"),
    "phone": Text("电话", "a call"),
    "app": Text("应用消息", "the app"),
    "sms": Text("短信", "SMS"),
    "mail": Text("邮件", "mail"),
    "chat": Text("群机器人", "the chat robot"),
    "robot": Text("群机器人", "the chat robot"),
    "webhook": Text("接口推送", "the webhook"),
}

_OF_CASE: Final = frozenset(
    ("number", "label", "state", "kind", "title", "procedure", "owner", "holder", "actor", "superior", "due", "late")
)
_OF_TIME: Final = frozenset(("opened", "opened_at", "now", "today", "link"))


@dataclass(frozen=True, slots=True)
class Said:
    """A message's title and text."""

    title: str
    text: str


def filled_in(text: str, told: Told, call: Call, reader: Actor, speaker: Speaker) -> str:
    """A text with its braces filled in, for one reader. What he may not see, and what is not filled, is left empty."""
    arguments = told.arguments(call)

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name in arguments:
            field, value = arguments[name]
            return (
                "" if field is not None and not told.may_tell(field, reader) else value_in_words(field, value, speaker)
            )
        if told.field(name) is None and (name in _OF_CASE or name in _OF_TIME):
            return of_case(name, told, speaker)
        return told.say(name, reader, speaker)

    return BRACED.sub(one, text)


def of_case(name: str, told: Told, speaker: Speaker) -> str:
    """What can be said of every case: see the reference of notices."""
    case = told.case
    match name:
        case "number" | "label":
            return str(getattr(case, name) or case.number)
        case "state":
            return speaker.state(case.state)
        case "kind":
            return speaker.kind(case.kind)
        case "title" | "procedure":
            return speaker.say(told.procedure.title)
        case "owner":
            return _owner(told, speaker)
        case "holder":
            return speaker.person(case.holder) if case.holder is not None else ""
        case "actor":
            return speaker.person(told.person)
        case "superior":
            above = access.superior_of(case.holder) if case.holder is not None else None
            return access.names_of([above]).get(above, "") if above is not None else ""
        case "due":
            at = due(case)
            return speaker.moment(at) if at is not None else ""
        case "late":
            return value_in_words(None, late(case), speaker)
        case "opened" | "opened_at":
            return speaker.moment(case.opened_at) if case.opened_at is not None else ""
        case "now":
            return speaker.moment(told.at)
        case "today":
            return told.at.astimezone(speaker.zone).date().isoformat()
        case _:
            return f"{settings.GENDAN_ADDRESS}/cases/{case.uid}/"


def of_clock(told: Told, call: Call, speaker: Speaker) -> Said:
    """What is told of a clock: which case, which deadline, when it was due, and with whom it lies."""
    title, text = DEADLINES[call.word]
    at = call.arguments.get("due")
    words = {
        "procedure": speaker.say(told.procedure.title),
        "number": told.case.number,
        "deadline": speaker.deadline(str(call.arguments.get("deadline"))),
        "due": speaker.moment(moment(at)) if isinstance(at, int) else "",
        "state": speaker.state(told.case.state),
        "owner": _owner(told, speaker) or speaker.both("无人", "nobody"),
    }
    return Said(speaker.say(title).format_map(words), speaker.say(text).format_map(words))


def asking(message: Message, tries: Iterable[tuple[str, str]], language: str) -> Said:
    """What a person is told who shall reach somebody outside: whom, with what words, and why no channel did.

    `tries` are channels with their outcomes.
    """
    told = [outcome_in_words(channel, outcome, language) for channel, outcome in tries]
    text = ASK.in_language(language).format(who=message.name, text=message.text)
    if told:
        reasons = (", " if language.startswith("en") else "、").join(told)
        text += WHY.in_language(language).format(reasons=reasons)
    return Said(ASK_TITLE.in_language(language).format(title=message.title), text)


def outcome_in_words(channel: str, outcome: str, language: str) -> str:
    """What became of one try of one channel."""
    named = CHANNELS.get(channel)
    said = named.in_language(language) if named is not None else channel
    return OUTCOMES[outcome].in_language(language).format(channel=said)


def site_language() -> str:
    """The language in which outside recipients are spoken to."""
    return "en" if settings.LANGUAGE_CODE.startswith("en") else "zh"


def channel_in_words(channel: str, language: str) -> str:
    """What a channel is called."""
    named = CHANNELS.get(channel)
    return named.in_language(language) if named is not None else channel


def _owner(told: Told, speaker: Speaker) -> str:
    case = told.case
    if case.holder is not None:
        return speaker.person(case.holder)
    return speaker.post(case.post) if case.post is not None else case.party or ""
