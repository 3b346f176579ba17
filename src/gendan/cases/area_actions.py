"""An area's own actions (`money.receive`), which a pack's `acts` grants to its posts.

What an area knows of a case changes only under that case's lock: so these too come through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gendan.cases import bulk, outcome, store
from gendan.cases.basis import Basis, basis
from gendan.cases.judging import follow_rows
from gendan.cases.outcome import Outcome
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.rows import Stored
from gendan.cases.sight import hidden
from gendan.core.command import Command, Verb
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.values import filled, parse
from gendan.core.vocabulary import AreaAction
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access


def act(word: str, *, case: int, given: Mapping[str, object], person: int, at: datetime) -> Outcome:
    """Do an area's action on a case, or refuse it for all reasons at once.

    The reasons: missing (the case, or the word, is not there for this person), access (the pack grants the word to no
    post of his), value and needs of what is given, and the area's own. The case's lock is held until the commit;
    afterwards the case is looked at, for what may happen by itself now.
    """
    declared = vocabulary().actions.get(word)
    if declared is None:
        return outcome.refused((Reason("missing"),))
    try:
        with transaction.atomic():
            done, hidden = _act(declared, case, given, person, at)
    except Refused as refused:
        return outcome.refused(refused.reasons)
    if hidden:
        log_access(Access.NOT_SEEN, at=at, person=person, about=f"case {case}")
    return done


def _act(
    declared: AreaAction, case: int, given: Mapping[str, object], person: int, at: datetime
) -> tuple[Outcome, bool]:
    read = store.read(case, None)
    stored = read.stored
    if stored is None:
        return outcome.refused((Reason("missing"),)), False
    under = basis(stored.definition, read.epoch)
    actor = access.actor(person, under.pack, at, epoch=read.epoch)
    if hidden(under.procedure(stored.case.procedure), stored.case, stored.actors, actor):
        return outcome.refused((Reason("missing"),)), True
    posts = actor.posts.union(*actor.stands_in.values())
    if not any(declared.name in under.pack.acts.get(post, ()) for post in posts):
        return outcome.refused((Reason("access"),), stored.case), False
    arguments = _typed(declared, given, under)
    implementation(declared.handler)(case=case, arguments=arguments, person=person, at=at)
    _look_again(stored, at)
    return Outcome(
        case=case,
        uid=stored.case.uid,
        number=stored.case.number,
        version=stored.case.version,
        state=stored.case.state,
    ), False


def _typed(declared: AreaAction, given: Mapping[str, object], under: Basis) -> dict[str, object]:
    """What was given, typed. Raises Refused with every reason."""
    reasons = [
        Reason(f"unasked.{name}") for name, value in given.items() if name not in declared.arguments and filled(value)
    ]
    arguments: dict[str, object] = {}
    for name, kind in declared.arguments.items():
        field = Field(name=name, title=Text(name), type=kind.kind)
        value = parse(field, given.get(name), under.calendar.timezone)
        if isinstance(value, Reason):
            reasons.append(value)
        elif filled(value):
            arguments[name] = value
        elif name in declared.required:
            reasons.append(Reason(f"needs.{name}"))
    if reasons:
        raise Refused(tuple(reasons))
    return arguments


def _look_again(stored: Stored, at: datetime) -> None:
    look = Command(verb=Verb.TICK, case=stored.case.id)
    # The keys of two looks at one moment must differ from each other's and from the step's.
    stem = f"{stored.case.uid}/{stored.case.seq}/look/{at.isoformat()}"
    row = follow_rows([look], stem, at)[0]
    bulk.queue([(stored.case.id, row)])
