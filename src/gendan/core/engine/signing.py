"""会签 Signing an action: each signature judged like the action itself; the action happens with the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gendan.core import values
from gendan.core.action_plan import ActionPlan, Slot
from gendan.core.chain import Entry, Place, Signing, added_key, voided
from gendan.core.command import Decision, Refusal
from gendan.core.engine import acting, aftermath, children, claims, given, judging, timing
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind, microseconds
from gendan.core.procedure import BACK
from gendan.core.ways import Way


@dataclass(frozen=True, slots=True)
class Chain:
    """One action's signatures as a command finds them. `again`: they are given anew where the case stands."""

    each: ActionPlan
    entry: Entry
    signing: Signing
    again: bool


def chain_of(draft: Draft, each: ActionPlan) -> Chain:
    """The action's signatures, without those whose seals are broken: these are open again."""
    entry = draft.entry(each.name)
    again = "again" in entry
    if entry.get("done"):
        broken = draft.record.broken(each.name)
        if broken:
            entry, _ = voided(entry, "seal")
            entry["again"] = {word: signed for word, (signed, _) in broken.items()}
            again = True
    else:
        keys = [
            str(signature["as"])
            for signature in _signatures(entry)
            if not signature.get("void") and draft.record.differs(_seals(signature))
        ]
        if keys:
            entry, _ = voided(entry, "seal", keys)
    return Chain(each, entry, _signing(draft, each, entry), again)


def _signing(draft: Draft, each: ActionPlan, entry: Entry) -> Signing:
    assert each.ring is not None  # asked only of signed actions

    def wanted(slot: Slot) -> bool:
        return slot.part is None or slot.part.when is None or slot.part.when.holds(draft.record)

    return Signing(each.ring, each.slots, entry, wanted, draft.facts.gone)


def sign(draft: Draft, each: ActionPlan, part: str | None = None) -> Decision | Refusal:
    """Gives the actor's signature, and does the action where it is the last; or refuses it for all reasons. Where no
    signature is wanted (any more), whoever could give one does the action."""
    chain = chain_of(draft, each)
    place = place_of(draft, chain, part)
    if place is None:
        return draft.refused("access")
    if not chain.again:
        judging.stands(draft, each)
    judging.stale(draft)
    judging.moment(draft, each)
    asks = asks_of(each, place.slot)
    given.take(draft, asks, party_may_see=draft.actor.is_party(place.way.party))
    judge(draft, chain, place)
    changed = given.changes(draft)
    given.uniques(draft, changed)
    last = not draft.reasons and _completes(draft, chain, place)
    if last:
        _judge_last(draft, chain)
    elif place.unsigned and not draft.reasons:
        draft.refuse("turn", waits_for=_signing(draft, each, chain.entry).waits_for())  # by what is given here
    if draft.reasons:
        return draft.refusal
    if not place.unsigned:
        _append_signature(draft, chain, place, changed)
    if last:
        return _happen(draft, chain, place)
    return draft.decision()


def asks_of(each: ActionPlan, slot: Slot) -> given.Asks:
    """What a signature asks: the action's questions, and its part's."""
    if slot.part is None:
        return each.asks
    return {**each.asks, **{ask.field.name: (ask.field, ask.own) for ask in slot.part.asks}}


def place_of(draft: Draft, chain: Chain, part: str | None = None) -> Place | None:
    """Where the actor signs: a place whose turn it is before others, the part that he names before all; where nothing
    is to be signed, the one by which he may do the action."""
    if not _is_done(chain) and chain.signing.complete:
        return chain.signing.unsigned(draft.record, chain.each.action.entered_by)
    named = part or draft.command.extra.get("part")
    places = chain.signing.places(draft.record, chain.each.action.entered_by)
    if isinstance(named, str):
        places = [place for place in places if named in (place.key, place.slot.who.name)]
    opened = [place for place in places if chain.signing.open_to(place)]
    return next(iter(opened), next(iter(places), None))


def judge(
    draft: Draft, chain: Chain, place: Place, *, spared: frozenset[str] = frozenset(), needs: bool = True
) -> None:
    """Adds the reasons against this signature; `spared` fields are still to be given, without `needs` all."""
    each, signing = chain.each, chain.signing
    part = place.slot.part
    needed = (*each.action.needs, *(part.needs if part is not None else ()))
    if needs:
        given.needs(draft, needed, asks_of(each, place.slot))
    judging.gates(draft, each.gates, spared)
    if not place.unsigned:
        judging.gates(draft, each.part_gates.get(place.key, ()), spared)
    timing.too_early(draft, each.earliest)
    judging.unlike(draft, each, place.way)
    judging.seals(draft, each.name)
    if place.unsigned:
        pass
    elif signing.has_signed(draft.actor, place.way) or place.key in signing.standing or _is_done(chain):
        draft.refuse("signed", slot=place.key)
    elif not signing.open_to(place):
        waits = [waited for waited in signing.waits_for() if waited != place.key]
        if waits and signing.has_place_for(place):
            draft.refuse("turn", waits_for=waits)
        else:
            draft.refuse("signed", slot=place.key)
    if not chain.again:
        _broken_seals(draft, chain, place)


def _is_done(chain: Chain) -> bool:
    return bool(chain.entry.get("done"))


def _broken_seals(draft: Draft, chain: Chain, place: Place) -> None:
    """Reasons seal.WORD while somebody else has to sign anew what has changed since his signature."""
    standing = draft.entry(chain.each.name)
    for signature in _signatures(standing):
        if signature.get("void") or signature["as"] == place.key or signature["as"] in chain.signing.standing:
            continue
        for word, (signed, stands) in draft.record.differs(_seals(signature)).items():
            draft.refuse(f"seal.{word}", signed=signed, stands=stands, waits_for=[signature["as"]])


def _completes(draft: Draft, chain: Chain, place: Place) -> bool:
    """Whether the signature is the last that is wanted."""
    if place.unsigned:
        return _signing(draft, chain.each, chain.entry).complete
    entry = chain.signing.with_signature({"as": place.key, "by": draft.actor.person})
    return _signing(draft, chain.each, entry).complete


def _judge_last(draft: Draft, chain: Chain) -> None:
    """The last signature is judged on what the action leads to: its `sets`, every part's gates, its children."""
    each, record = chain.each, draft.record
    signed = dict(record.changed)
    given.sets(draft, each.action.sets)
    if each.action.sets:
        judging.gates(draft, each.gates)
    for key, named in each.part_gates.items():
        if key in chain.signing.standing:
            judging.gates(draft, named)
    children.judge(draft, each)
    if not chain.again:
        acting.conclude(draft, each, acting.target(draft, each), given.changes(draft))
    record.acting = ""
    record.changed = signed
    record.forget()


def _append_signature(draft: Draft, chain: Chain, place: Place, changed: Mapping[str, Json]) -> None:
    each, way, plan = chain.each, place.way, draft.plan
    part = place.slot.part.name if place.slot.part is not None else None
    draft.begin(do=each.name, part=part, **{"as": place.key, "for": way.stands_for, "by": way.party or None})
    asks = asks_of(each, place.slot)
    own = given.own_values(draft, asks)
    if own:
        draft.body["with"] = dict(own)
    if changed:
        draft.body["set"] = dict(changed)
    entry = chain.entry
    stood = [str(s["as"]) for s in _signatures(draft.entry(each.name)) if not s.get("void")]
    if stood != list(chain.signing.standing):
        gone: list[Json] = [key for key in stood if key not in chain.signing.standing]
        draft.set_entry(each.name, entry, gone)
    acting.cover(draft, each.name, changed, but=each.name)
    acting.follow_owner(draft, changed)
    entry = draft.entry(each.name) or entry
    if chain.again and "again" not in entry:
        entry = {**entry, "again": chain.entry["again"]}
    signature: dict[str, Json] = {"as": place.key, "by": draft.actor.person, "at": microseconds(draft.at)}
    if way.stands_for is not None:
        signature["for"] = way.stands_for
    if way.party:
        signature["party"] = way.party
    if each.covers_words:
        signature["seals"] = {word: values.plain(draft.record.word(word)) for word in each.covers_words}
    draft.set_entry(each.name, _signing(draft, each, entry).with_signature(signature))
    timing.move(draft, (part,) if part is not None else (), None, None, changed=changed.keys())
    if part is not None and part in plan.remembered:
        draft.body["mem"] = dict(given.remembered(draft, plan.remembered[part], asks))
    acting.prioritize(draft)
    draft.append(Kind.SIGNED)


def _happen(draft: Draft, chain: Chain, place: Place) -> Decision:
    """The action happens: a second event, by the last signer."""
    each = chain.each
    entry = chain.entry if place.unsigned else draft.entry(each.name)
    signers = _signing(draft, each, entry).signers()
    given.sets(draft, each.action.sets)
    to = None if chain.again else acting.target(draft, each)
    changed = given.changes(draft)
    way = Way(stands_for=place.way.stands_for, party=place.way.party)
    draft.begin(do=each.name, **{"for": way.stands_for, "by": way.party or None})
    done: dict[str, Json] = {key: value for key, value in entry.items() if key not in ("to", "add", "again")}
    done["done"] = 1
    if each.covers_words:
        done["seals"] = {word: values.plain(draft.record.word(word)) for word in each.covers_words}
    draft.set_entry(each.name, done)
    draft.record.own = {name: value for name, value in draft.record.own.items() if name in each.asks}
    acting.perform(draft, each, way, to, changed, kind=Kind.ACTED, again=chain.again, signers=signers)
    return draft.decision()


# -- what else signers may do


def withdraw(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """Takes back the actor's signature while the chain runs; those given after it in the order are void with it."""
    chain = chain_of(draft, each)
    mine = chain.signing.mine(draft.actor)
    if mine is None:
        code = "signed" if chain.signing.places(draft.record, each.action.entered_by) else "access"
        return draft.refused(code, action=each.name)
    if _is_done(chain):
        return draft.refused("signed", action=each.name)
    judging.stale(draft)
    if draft.reasons:
        return draft.refusal
    key = str(mine["as"])
    draft.begin(do=each.name, **{"as": key, "reason": draft.command.reason})
    entry, gone = voided(chain.entry, "withdrawn", [key])
    later = chain.signing.later(key)
    entry, more = voided(entry, "order", later)
    draft.set_entry(each.name, entry, [*gone, *more])
    draft.append(Kind.WITHDRAWN)
    return draft.decision()


def reject(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """Sends the chain back with a reason: every signature is void, and the case goes where `reject` says."""
    chain = chain_of(draft, each)
    place = place_of(draft, chain)
    if place is None:
        return draft.refused("access")
    judging.stands(draft, each)
    judging.stale(draft)
    reason = claims.reason_of(draft)
    if chain.signing.has_signed(draft.actor, place.way) or _is_done(chain):
        draft.refuse("signed", slot=place.key)
    elif not place.unsigned and not chain.signing.open_to(place):
        draft.refuse("turn", waits_for=[waited for waited in chain.signing.waits_for() if waited != place.key])
    to = each.action.reject
    to = (draft.case.back or draft.case.state) if to == BACK else to
    given.uniques(draft, {}, to)
    if draft.reasons:
        return draft.refusal
    draft.begin(do=each.name, reason=reason, **{"as": place.key, "for": place.way.stands_for})
    draft.set_entry(each.name, *voided(draft.entry(each.name), "rejected"))
    final = False
    left: str | None = None
    if to is not None:
        left = draft.case.state
        final = acting.enter(draft, to, each.name)
    timing.move(draft, (), left, to, final=final)
    acting.prioritize(draft)
    acting.settle_pending(draft, "", to)
    draft.append(Kind.REJECTED)
    aftermath.follow(draft, moved=to is not None, changed=False)
    return draft.decision()


def hand_signature(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """转办 The slot is another person's from now on."""
    return _to_person(draft, each, Kind.SIGNATURE_HANDED)


def depute(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """委派 Another person may sign the slot in the actor's name."""
    return _to_person(draft, each, Kind.DEPUTED)


def add_signer(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """加签 One more person signs before the actor's slot."""
    return _to_person(draft, each, Kind.SIGNER_ADDED)


def _to_person(draft: Draft, each: ActionPlan, kind: Kind) -> Decision | Refusal:
    chain = chain_of(draft, each)
    places = [
        place
        for place in chain.signing.places(draft.record, each.action.entered_by)
        if not place.added and place.way.party is None
    ]
    if not places:
        return draft.refused("access")
    place = next((place for place in places if place.key not in chain.signing.standing), None)
    person = draft.command.person
    if not chain.again:
        judging.stands(draft, each)
    judging.stale(draft)
    if place is None or _is_done(chain):
        draft.refuse("signed", action=each.name)
    if person is None:
        draft.refuse("needs.person")
    elif person not in draft.facts.holders or person == draft.actor.person:
        draft.refuse("value.person", given=person, expected={"type": "person"})
    elif place is not None and added_key(place.key, person) in chain.signing.standing:
        draft.refuse("signed", slot=place.key)
    if draft.reasons or place is None or person is None:
        return draft.refusal
    draft.begin(do=each.name, person=person, **{"as": place.key, "reason": draft.command.reason})
    entry = dict(chain.entry)
    if kind is Kind.SIGNER_ADDED:
        added = entry.get("add")
        entry["add"] = [
            *(added if isinstance(added, list) else ()),
            {"person": person, "by": draft.actor.person, "before": place.key},
        ]
    else:
        to = entry.get("to")
        handed: dict[str, Json] = {"person": person, "by": draft.actor.person}
        if kind is Kind.DEPUTED:
            handed["name"] = True
        entry["to"] = {**(to if isinstance(to, dict) else {}), place.key: handed}
    draft.set_entry(each.name, entry)
    draft.append(kind)
    return draft.decision()


def _signatures(entry: Entry) -> list[Mapping[str, Json]]:
    found = entry.get("signed")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _seals(signature: Mapping[str, Json]) -> Mapping[str, Json]:
    found = signature.get("seals")
    return found if isinstance(found, dict) else {}
