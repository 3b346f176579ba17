"""What happened to a case, event by event, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from gendan.cases.prose.reasons import built_in_title
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.core import values
from gendan.core.events import Event, Json, Kind, moment
from gendan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that an event changed, in words; `before` is empty where it was not filled."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event in words: who, what, to what end. `quote` is what a person wrote; `file` an attachment's content."""

    seq: int
    at: datetime
    kind: str
    who: str
    says: str
    changes: tuple[Change, ...] = ()
    details: tuple[str, ...] = ()
    quote: str = ""
    file: Mapping[str, Json] | None = None


Sees = Callable[[str], bool]
"""Whether the reader may see a field, by its name."""

_SAYS: Final[Mapping[Kind, Text]] = {
    Kind.OPENED: Text("{action}", "{action}"),
    Kind.ACTED: Text("{action}", "{action}"),
    Kind.SIGNED: Text("签字：{action}", "signed: {action}"),
    Kind.REJECTED: Text("驳回：{action}", "sent back: {action}"),
    Kind.WITHDRAWN: Text("撤回签字：{action}", "took the signature back: {action}"),
    Kind.SIGNER_ADDED: Text("加签 {person}：{action}", "asked {person} to sign first: {action}"),
    Kind.SIGNATURE_HANDED: Text("把签字转给 {person}：{action}", "passed the signature to {person}: {action}"),
    Kind.DEPUTED: Text("委派 {person} 代签：{action}", "had {person} sign instead: {action}"),
    Kind.CLAIMED: Text("领单", "claimed the case"),
    Kind.RELEASED: Text("退回队列", "put the case back"),
    Kind.TAKEN_OVER: Text("接管", "took the case over"),
    Kind.HANDED_OVER: Text("转交给 {holder}", "handed the case to {holder}"),
    Kind.COMMENTED: Text("备注", "commented"),
    Kind.ATTACHED: Text("加了附件", "attached a file"),
    Kind.CORRECTED: Text("更正了“{action}”的记录", "corrected what “{action}” recorded"),
    Kind.TICKED: Text("时限：{clocks}", "deadline: {clocks}"),
    Kind.TOLD: Text("{child} 现在是“{child_state}”", "{child} is now “{child_state}”"),
    Kind.MOVED: Text("改按新版手册办理", "moved to a newer version of the manual"),
    Kind.LINKED: Text("关联", "linked"),
    Kind.RECOMPUTED: Text("时限按新设置重算", "deadlines computed anew"),
    Kind.PENDED: Text("“{action}”条件未齐，等待中", "“{action}” waits for what is missing"),
    Kind.EXPIRED: Text("保存期满，内容已清除", "kept long enough; the content is gone"),
}
_NEWS: Final = Text("台账或日期有变，数字已更新", "the books or the day have changed; the figures follow")


def history(events: Iterable[Event], speaker: Speaker, sees: Sees = lambda _name: True) -> tuple[Line, ...]:
    """The case's events in words, oldest first. Fields that `sees` refuses are left out, and what they held before."""
    stood: dict[str, Json] = {}
    lines = []
    for event in events:
        body = orjson.loads(event.body)
        lines.append(_line(event, body, stood, speaker, sees))
        stood.update(body.get("set") or {})
    return tuple(lines)


def _line(event: Event, body: Mapping[str, Json], stood: Mapping[str, Json], speaker: Speaker, sees: Sees) -> Line:
    action = str(body.get("part") or body.get("do") or "")
    if not action and event.kind is Kind.OPENED:
        action = "open"
    title = speaker.action(action)
    name, child = next(_children(body), ("", {}))
    claim = body.get("claim")
    person = body.get("person")
    # A look at what areas know, and at what hangs on the day, may bring news without any clock.
    wording = _NEWS if event.kind is Kind.TICKED and not body.get("clocks") else _SAYS[event.kind]
    says = speaker.say(wording).format_map(
        {
            "action": built_in_title(action, speaker) if title == action else title,
            "person": speaker.person(person if person is not None else claim),
            "holder": speaker.person(claim),
            "clocks": _clocks(body.get("clocks"), speaker),
            "child": " ".join(each for each in (speaker.child(name), str(child.get("number") or "")) if each),
            "child_state": speaker.child_state(name, str(child.get("state") or "")),
        }
    )
    text = body.get("text") or body.get("reason")
    file = body.get("file")
    tells = body.get("tells")
    if isinstance(tells, list) and not all(sees(str(name)) for name in tells):
        file = None
    return Line(
        seq=event.seq,
        at=event.at,
        kind=event.kind.value,
        who=speaker.person(event.actor),
        says=says,
        changes=tuple(_changes(body, stood, str(body.get("do") or "open"), speaker, sees)),
        details=tuple(_details(body, event.kind, speaker)),
        quote=str(text) if text else "",
        file=file if isinstance(file, dict) else None,
    )


def _changes(
    body: Mapping[str, Json], stood: Mapping[str, Json], action: str, speaker: Speaker, sees: Sees
) -> Iterable[Change]:
    for key, before in (("set", stood), ("with", {})):
        given = body.get(key)
        if not isinstance(given, dict):
            continue
        for name, value in given.items():
            if sees(name):
                yield Change(
                    title=speaker.field(name, action),
                    before=_told(name, before.get(name), action, speaker),
                    after=_told(name, value, action, speaker),
                )


def _told(name: str, value: Json, action: str, speaker: Speaker) -> str:
    field = speaker.field_of(name, action)
    if field is None:
        return "" if value is None else str(value)
    if field.hidden and value is not None:
        return "•••"
    return value_in_words(field, values.decode(field, value), speaker)


def _details(body: Mapping[str, Json], kind: Kind, speaker: Speaker) -> Iterable[str]:
    if body.get("from") and body.get("to"):
        yield f"{speaker.state(str(body['from']))} → {speaker.state(str(body['to']))}"
    elif body.get("to"):
        yield f"→ {speaker.state(str(body['to']))}"
    if body.get("for"):
        name = speaker.person(body["for"])
        yield speaker.both(f"代 {name}", f"in place of {name}")
    if body.get("by"):
        name = speaker.person(body["by"])
        yield speaker.both(f"由 {name} 表示", f"as told by {name}")
    happened = body.get("happened")
    if isinstance(happened, int):
        at = speaker.moment(moment(happened))
        yield speaker.both(f"实际发生于 {at}", f"happened at {at}")
    if body.get("void"):
        yield speaker.both("之前的签字作废", "earlier signatures are void")
    claim = body.get("claim")
    if isinstance(claim, int) and kind not in {Kind.CLAIMED, Kind.HANDED_OVER, Kind.TAKEN_OVER, Kind.RELEASED}:
        if claim:
            name = speaker.person(claim)
            yield speaker.both(f"由 {name} 办理", f"with {name}")
        else:
            yield speaker.both("回到队列", "back in the queue")
    for opening, child in _children(body):
        if "state" not in child and not child.get("linked"):
            called = f"{speaker.child(opening)} {child.get('number') or ''}".strip()
            yield speaker.both(f"新开 {called}", f"opened {called}")


def _children(body: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """What an event notes of the case's children: the name by which each was opened, and what is known of it."""
    noted = body.get("child")
    for name, children in noted.items() if isinstance(noted, dict) else ():
        for child in children if isinstance(children, list) else ():
            if isinstance(child, dict):
                yield name, child


def _clocks(clocks: Json, speaker: Speaker) -> str:
    """What a tick found: which deadlines are late now, and of which a warning was given."""
    if not isinstance(clocks, dict):
        return ""
    told = []
    for name, clock in clocks.items():
        title = speaker.deadline(name)
        late = isinstance(clock, dict) and ("breached" in clock or clock.get("state") == "late")
        told.append(
            speaker.both(f"{title}已超时", f"{title} is late")
            if late
            else speaker.both(f"{title}将到期", f"{title} is due soon")
        )
    return speaker.listed(told)
