"""人员 Who does, signs, sees and is told, in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from gendan.core.field import Viewer
from gendan.core.procedure import Owner, Part, Role, Routing, Signs, State, Who
from gendan.packs.manual.speech import Speech


def who_in_words(who: Who, speech: Speech) -> str:
    """One who may act."""
    match who.role:
        case Role.POST:
            return speech.post(who.name)
        case Role.FIELD:
            return _named(who.name, speech)
        case Role.SUPERIOR:
            return speech.both("责任人的上级", "the owner’s superior")
        case Role.SYSTEM:
            return speech.both("系统", "the system")
        case Role.PART:
            return speech.quoted(speech.step(who.name))


def people(who: Iterable[Who], speech: Speech) -> str:
    """Those of whom one may act: A or B."""
    return speech.ored(who_in_words(each, speech) for each in who)


def told(name: str, speech: Speech) -> str:
    """Who is told: a post, `owner`, `superior`, `actor`, or who stands in a field."""
    if name in speech.pack.posts:
        return speech.post(name)
    if name in _TOLD:
        return _TOLD[name][speech.english]
    return _named(name, speech) if speech.field_of(name) is not None else name


def _named(name: str, speech: Speech) -> str:
    """Who stands in a field of the case; or the number or address in it."""
    field = speech.field_of(name)
    title = speech.quoted(speech.field(name))
    if field is not None and field.type in ("phone", "contact", "address", "party", "person"):
        return speech.both(f"单上的{title}", f"the {title} of the case")
    return speech.both(f"单上{title}所指的人", f"whoever the case’s {title} names")


_TOLD = {
    "owner": ("责任人", "the owner"),
    "superior": ("责任人的上级", "the owner’s superior"),
    "actor": ("经办人", "whoever did it"),
    "keeper": ("维护人", "the keeper"),
    "holder": ("经办人", "the holder"),
}


def owner_in_words(state: State, speech: Speech) -> str:
    """Whose turn it is in a state; empty where it is nobody's."""
    return "" if state.owner is None else _owner(state.owner, speech)


def _owner(owner: Owner, speech: Speech) -> str:
    post = speech.post(owner.post) if owner.post else ""
    person = person_in_words(owner, speech)
    return speech.both(f"{post}（{person}）", f"{post} ({person})") if post and person else post or person


def person_in_words(owner: Owner, speech: Speech) -> str:
    """Which person it is whose turn comes; empty where it is whoever claims the case."""
    of = owner.of or ""
    match owner.by:
        case Routing.QUEUE:
            return ""
        case Routing.REGION:
            by = speech.quoted(speech.field(of))
            return speech.both(f"按{by}所在区域", f"by the region of {by}")
        case Routing.LOAD:
            return speech.both("手上单最少的人", "whoever has the fewest open cases")
        case Routing.KEEPER:
            by = speech.quoted(speech.field(of))
            return speech.both(f"{by}的维护人", f"the keeper of {by}")
        case Routing.ACTOR:
            step = speech.quoted(speech.step(of))
            return speech.both(f"办{step}的人", f"whoever did {step}")
        case Routing.PARTY:
            return _named(of, speech)


def waits_in_words(name: str, speech: Speech) -> str:
    """For whom or what a state waits."""
    if name in speech.pack.posts:
        return speech.post(name)
    if speech.opening(name) is not None:
        return speech.quoted(speech.child(name))
    if speech.field_of(name) is not None:
        return _named(name, speech)
    if name in speech.pack.exchanges:
        title = speech.quoted(speech.say(speech.pack.exchanges[name].title))
        return speech.both(f"{title}的回执", f"the answers to {title}")
    if name in speech.pack.procedures:
        return speech.quoted(speech.say(speech.pack.procedures[name].title))
    return name


def signs_in_words(signs: Signs, speech: Speech) -> str:
    """Who signs, and in which order: `依次由接单员、主管签字`."""
    members = [_member(each, speech) for each in signs.of]
    if len(members) == 1 and not isinstance(signs.need, Decimal):
        return speech.both(f"由{members[0]}签字", f"signed by {members[0]}")
    if signs.need == "order":
        return speech.both(f"依次由{speech.listed(members)}签字", f"signed in this order by {speech.listed(members)}")
    if signs.need == "all":
        return speech.both(
            f"{speech.anded(members)}都须签字，先后不限", f"signed by {speech.anded(members)}, in any order"
        )
    if isinstance(signs.need, Decimal):
        share = f"{signs.need * 100:.0f}%"
        return speech.both(
            f"{speech.listed(members)}中至少{share}的人签字", f"signed by at least {share} of {speech.listed(members)}"
        )
    return speech.both(
        f"{speech.listed(members)}中任意{signs.need}方签字", f"signed by any {signs.need} of {speech.listed(members)}"
    )


def _member(member: Signs | Who, speech: Speech) -> str:
    if isinstance(member, Signs):
        said = signs_in_words(member, speech)
        return speech.both(f"（{said}）", f"({said})")
    part = _part(member, speech)
    if part is not None:
        by = people(part.by, speech)
        title = speech.quoted(speech.say(part.title))
        return speech.both(f"{by}（{title}）", f"{by} ({title})")
    return who_in_words(member, speech)


def _part(member: Who, speech: Speech) -> Part | None:
    known = speech.procedure.parts if speech.procedure else {}
    return known.get(member.name) if member.role is Role.PART else None


def viewers_in_words(seen_by: tuple[Viewer, ...], speech: Speech) -> str:
    """Who sees a field, besides nobody else."""
    said = []
    for viewer in seen_by:
        who = _TOLD["owner"][speech.english] if viewer.owner else speech.post(viewer.post or "")
        if viewer.after is not None:
            step = speech.quoted(speech.step(viewer.after))
            who = speech.both(f"{who}（{step}之后）", f"{who} (after {step})")
        said.append(who)
    return speech.anded(said)
