"""What can be done with a case now, as forms; and what can't, with the reasons why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import site
from gendan.cases.prose import Speaker, reasons_in_words, value_in_words
from gendan.cases.prose.reasons import built_in_title
from gendan.core import values
from gendan.core.case import Case
from gendan.core.command import Available, Verb
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.plan import plan_of
from gendan.core.procedure import Action, Procedure, Role
from gendan.core.refusals import Reason
from gendan.core.text import Text
from gendan.web.forms import Control, OfCells, Option, Worker, control
from gendan.web.views.common import language, zone

REASON, WHOM, HAPPENED, TEXT, FILE, OTHERS, ROWS = "reason", "person", "happened", "text", "file", "others", "rows"
"""Names of controls that no field of a pack stands behind; what a built-in verb asks is called so by the engine too."""
GRAVE = frozenset({"cancelled", "failed"})
BESIDE = (Verb.COMMENT, Verb.ATTACH, Verb.RELEASE, Verb.HAND_OVER, Verb.TAKE_OVER, Verb.CORRECT)
"""Built-in verbs that stand below the pack's own actions."""
KEYS = "1234567890qwertyuiosd"
"""Keys that open or do the actions in their order; none of them means anything else on a page."""
VERB = "verb-"
"""What the name of a built-in verb begins with in addresses: a pack may call an action `release` too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that may be done with a case, or not, and why. `name` stands in addresses."""

    name: str
    verb: Verb
    action: str | None = None
    part: str | None = None
    reasons: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    signs: bool = False


def offers(available: Iterable[Available], procedure: Procedure) -> tuple[Offer, ...]:
    """What the engine tells, each with a name of its own: the pack's actions, then the built-in verbs."""
    found: list[Offer] = []
    seen: set[str] = set()
    for each in available:
        head, colon, about = each.action.partition(":")
        if colon:
            name, verb, action = f"{VERB}{head}-{about}", Verb(head), about
        elif each.action in procedure.actions and each.action not in seen:
            seen.add(each.action)
            name, verb, action = each.action, Verb.ACT, each.action
        else:
            name, verb, action = f"{VERB}{each.action}", Verb(each.action), None
        found.append(
            Offer(
                name=name,
                verb=verb,
                action=action,
                part=each.part,
                reasons=each.reasons,
                asks=each.asks,
                needs=each.needs,
                signs=each.signs,
            )
        )
    return tuple(found)


def offer_named(name: str, found: Iterable[Offer], procedure: Procedure) -> Offer | None:
    """The offer of this name; where the page no longer makes it, one by which the one door will say why not."""
    for each in found:
        if each.name == name:
            return each
    if name in procedure.actions:
        return Offer(name=name, verb=Verb.ACT, action=name)
    verb, _dash, action = name.removeprefix(VERB).partition("-")
    known = name.startswith(VERB) and verb in {each.value for each in Verb}
    return Offer(name=name, verb=Verb(verb), action=action or None) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One action with its form. `key` opens or does it; it `moves` the case on, and `leads` to one state; `refused` are
    the reasons of a try, what was typed in place. `stands` says, in a `tone`, whether it has been done, where some rule
    asks for that.
    """

    name: str
    title: str
    address: str
    draft: str
    once: str
    controls: tuple[Control, ...] = ()
    key: str = ""
    signs: bool = False
    main: bool = False
    grave: bool = False
    leads: str = ""
    moves: bool = False
    stands: str = ""
    tone: str = ""
    expanded: bool = False
    refused: tuple[str, ...] = ()
    camera: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """An action that is not possible now, and every reason."""

    title: str
    reasons: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """An act that was refused: its name, what was given, the key under which it was sent, and why."""

    name: str
    given: Mapping[str, object]
    sent: Mapping[str, str]
    once: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """All that the right side of the case page shows."""

    open: tuple[Act, ...]
    others: tuple[Act, ...]
    closed: tuple[Closed, ...]
    elsewhere: tuple[Closed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doable:
    """What the forms are made from: the case as the reader sees it, and whom he may choose.

    `recorded` is, by action, what its last doing recorded of its own. `outside`: the reader is of an outside party, and
    what others do is none of its matters.
    """

    case: Case
    procedure: Procedure
    speaker: Speaker
    people: Sequence[Worker]
    colleagues: Sequence[Worker]
    recorded: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    outside: bool = False


def doing(found: Iterable[Offer], about: Doable, tried: Tried | None = None) -> Doing:
    """The forms of what is open, and the reasons of what is not, in the pack's order."""
    acts: list[Act] = []
    others: list[tuple[int, Act]] = []
    closed: list[Closed] = []
    elsewhere: list[Closed] = []
    for each in found:
        if _only_by_system(about.procedure, each):
            continue
        mine = tried if tried is not None and tried.name == each.name else None
        if not each.reasons or mine is not None:
            made = _act(each, about, mine)
            if each.verb in BESIDE:
                others.append((BESIDE.index(each.verb), made))
            else:
                acts.append(made)
        elif each.verb is Verb.ACT and not (about.outside and any(one.family == "access" for one in each.reasons)):
            reasons = reasons_in_words(each.reasons, about.speaker, each.action)
            away = not _starts_here(about, each)
            told = Closed(title_of(each, about.speaker), tuple(reasons), each.action or "")
            (elsewhere if away else closed).append(told)
    # What moves the case on comes first, under the nearest keys, what ends it badly last; within that the pack's order.
    acts.sort(key=lambda act: (act.name != f"{VERB}{Verb.CLAIM.value}", 2 if act.grave else not act.moves))
    others.sort(key=lambda pair: pair[0])
    keyed = tuple(replace(act, key=KEYS[at : at + 1]) for at, act in enumerate(acts))
    beside = tuple(act for _order, act in others)
    return Doing(open=keyed, others=beside, closed=tuple(closed), elsewhere=tuple(elsewhere))


def title_of(each: Offer, speaker: Speaker) -> str:
    """What a person reads on the button."""
    if each.verb is not Verb.ACT:
        verb = built_in_title(each.verb.value, speaker)
        return f"{verb}：{speaker.action(each.action)}" if each.action else verb
    action = speaker.action(each.action or "")
    return f"{action}：{speaker.action(each.part)}" if each.part else action


def asked_fields(each: Offer, procedure: Procedure, speaker: Speaker) -> list[Field]:
    """The pack's fields that the action asks of this person, and the cases that it links, in the pack's order."""
    if each.verb is Verb.CORRECT:
        known_fields = (speaker.field_of(name, each.action) for name in each.asks)
        return [known for known in known_fields if known is not None and known.computed is None]
    if each.verb is not Verb.ACT:
        return []
    action = procedure.actions.get(each.action or "")
    links = {link.procedure for link in action.links} if action is not None else set()
    found = []
    for name in each.asks:
        if name in links:
            title = Text(_("关联的单号"))
            found.append(Field(name=name, title=title, type="text"))
        else:
            known = speaker.field_of(name, each.part or each.action)
            if known is not None and known.computed is None:
                found.append(known)
    return found


def extra_fields(verb: Verb, action: Action | None, asks: Iterable[str] = ()) -> list[tuple[Field, bool]]:
    """What a built-in verb asks, and whether it must be given; of a pack's action its time, and what it merges."""
    found = []
    if verb is Verb.ACT and action is not None:
        if action.happened is not None:
            found.append((Field(name=HAPPENED, title=Text(_("实际发生时间（不填就是现在）")), type="moment"), False))
        if action.merge is not None:
            found.append((Field(name=OTHERS, title=Text(_("并入本单的单号，用空格隔开")), type="text"), True))
        return found
    if verb is Verb.CORRECT:
        # What it asks besides are the action's own fields, whatever they are called.
        asks = (REASON,)
    must = {
        Verb.REJECT: (REASON,),
        Verb.CORRECT: (REASON,),
        Verb.TAKE_OVER: (REASON,),
        Verb.COMMENT: (TEXT,),
        Verb.ATTACH: (FILE,),
    }
    known = {
        WHOM: Field(name=WHOM, title=Text(_("给谁")), type="person"),
        REASON: Field(name=REASON, title=Text(_("原因")), type="text"),
        TEXT: Field(name=TEXT, title=Text(_("备注内容")), type="text"),
        FILE: Field(name=FILE, title=Text(_("文件")), type="file"),
    }
    return [(known[name], name == WHOM or name in must.get(verb, ())) for name in asks if name in known]


def _act(each: Offer, about: Doable, tried: Tried | None) -> Act:
    action = about.procedure.actions.get(each.action or "") if each.verb is Verb.ACT else None
    speaker = about.speaker
    wrong = by_field(tried.reasons, speaker, each.action) if tried is not None else {}
    controls = [
        _asked(known, each, action, about, tried, wrong) for known in asked_fields(each, about.procedure, speaker)
    ]
    for known, must in extra_fields(each.verb, action, each.asks):
        controls.append(
            control(
                known,
                tried.sent.get(known.name) if tried is not None else None,
                language=language(),
                zone=zone(),
                must=must,
                wrong=wrong.pop(known.name, ()),
                people=about.colleagues if each.verb is Verb.HAND_OVER else about.people,
                name=known.name,
            )
        )
    if each.verb is Verb.COMMENT:
        colleagues = reverse("web:colleagues", args=[about.case.uid])
        controls = [replace(one, mentions=colleagues) if one.name == TEXT else one for one in controls]
    if action is not None and action.split is not None:
        controls.append(_rows_to_split(about, action.split.rows, wrong.pop(ROWS, ())))
    rest = tuple(dict.fromkeys(reason for some in wrong.values() for reason in some))
    grave = _ends_badly(about.procedure, action)
    stands, tone = _stands(about, each)
    return Act(
        name=each.name,
        title=title_of(each, speaker),
        address=reverse("web:act", args=[about.case.uid, each.name]),
        draft=f"{about.case.uid}:{each.name}",
        once=tried.once if tried is not None else str(uuid4()),
        controls=tuple(controls),
        signs=each.signs,
        main=each.verb not in BESIDE and not grave,
        grave=grave,
        leads=_leads(about, action),
        moves=action is not None and any(each.state != about.case.state for each in action.to),
        stands=stands,
        tone=tone,
        expanded=tried is not None,
        camera=each.verb is Verb.ATTACH,
        refused=rest or ((_("请看下面标出的项目。"),) if tried is not None else ()),
    )


def _asked(
    known: Field,
    each: Offer,
    action: Action | None,
    about: Doable,
    tried: Tried | None,
    wrong: dict[str, tuple[str, ...]],
) -> Control:
    """The control of one asked field: what was typed, else what the case holds; hidden values are not sent out."""
    own = action is not None and any(ask.own and ask.field.name == known.name for ask in action.asks)
    if tried is not None and known.name in tried.given:
        stands: object = tried.given[known.name]
    elif each.verb is Verb.CORRECT and not known.hidden and known.name not in about.procedure.fields:
        stands = values.decode(known, about.recorded.get(each.action or "", {}).get(known.name))
    elif own or known.hidden or known.name not in about.procedure.fields:
        stands = None
    else:
        stands = values.decode(known, about.case.data.get(known.name))
    return control(
        site.offered(about.procedure, known),
        stands,
        language=language(),
        zone=zone(),
        must=known.name in each.needs,
        wrong=wrong.pop(known.name, ()),
        people=about.people,
    )


def _rows_to_split(about: Doable, name: str, wrong: tuple[str, ...]) -> Control:
    """The rows of a field, to be ticked where they go to a new case."""
    declared, speaker = about.procedure.fields[name], about.speaker
    rows = values.decode(declared, about.case.data.get(name))
    found = rows if isinstance(rows, list) else []
    return Control(
        name=ROWS,
        title=_("拆到新单的行"),
        kind="checklist",
        must=True,
        wrong=wrong,
        options=tuple(
            Option(str(number), value_in_words(declared, [row], speaker), name=ROWS)
            for number, row in enumerate(found, 1)
        ),
    )


def by_field(reasons: Iterable[Reason], speaker: Speaker, action: str | None) -> dict[str, tuple[str, ...]]:
    """Reasons in words, those about a field under its name, all others under nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for reason in reasons:
        about = reason.about if reason.family in {"needs", "value", "unique", "hidden"} else ""
        cells = reason.parameters.get("cells") or ([reason.parameters] if "row" in reason.parameters else [])
        told = (OfCells(each, cells) for each in reasons_in_words([reason], speaker, action))
        found[about] = (*found.get(about, ()), *told)
    return found


def _starts_here(about: Doable, each: Offer) -> bool:
    """Whether the action leads out of the state in which the case stands, whoever may do it."""
    action = about.procedure.actions.get(each.action or "")
    return action is not None and about.case.state in action.sources


def _stands(about: Doable, each: Offer) -> tuple[str, str]:
    """Whether the action has been done and still counts, where some rule asks for that; and the tone of it."""
    name = each.action or ""
    known = about.case.memory.get(name)
    if each.verb is not Verb.ACT or name not in plan_of(about.procedure).asked_whether_done:
        return "", ""
    if not isinstance(known, Mapping):
        return "", ""
    return (_("有改动，须重做"), "late") if known.get("ok") is False else (_("已做"), "good")


def _leads(about: Doable, action: Action | None) -> str:
    """The state to which the action leads, where that is certain and another one."""
    targets = {each.state for each in action.to} if action is not None else set()
    target = next(iter(targets)) if len(targets) == 1 else ""
    return about.speaker.state(target) if target in about.procedure.states and target != about.case.state else ""


def _ends_badly(procedure: Procedure, action: Action | None) -> bool:
    targets = action.to if action is not None else ()
    finals = {procedure.states[each.state].final for each in targets if each.state in procedure.states}
    return bool(finals) and all(final is not None and final.value in GRAVE for final in finals)


def _only_by_system(procedure: Procedure, each: Offer) -> bool:
    action = procedure.actions.get(each.action or "") if each.verb is Verb.ACT else None
    return action is not None and bool(action.by) and all(who.role is Role.SYSTEM for who in action.by)
