"""领域动作 An area's own actions (`money.receive`, `parties.register`), which a pack's `acts` grants to its posts.

What an area knows of a case changes only under that case's lock: so these too come through here. What is about no case
(a party, a price list, goods that come in) is done by whoever holds a post to which some active pack grants it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import orjson
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from gendan.cases import library, outcome, references, store
from gendan.cases.basis import Basis, basis
from gendan.cases.commands import TRIES
from gendan.cases.keys import digest_of
from gendan.cases.looking import look_again
from gendan.cases.models import CommandKey
from gendan.cases.outcome import Outcome
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.rows import document
from gendan.cases.sight import hidden
from gendan.core.area_use import areas_of
from gendan.core.command import Actor
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.values import filled, parse, plain, referred
from gendan.core.vocabulary import AreaAction
from gendan.people import access
from gendan.people.epoch import ByEpoch, current_epoch
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.people.trying import tried_by


def act(
    word: str, *, case: int, given: Mapping[str, object], person: int, at: datetime, key: str | None = None
) -> Outcome:
    """Do an area's action on a case, or refuse it for all reasons at once.

    The reasons: missing (the case, or the word, is not there for this person), access (the pack grants the word to no
    post of his), value and needs of what is given, and the area's own. The case's lock is held until the commit;
    afterwards the case is looked at, for what may happen by itself now. With the same `key` it is done once.
    """
    declared = vocabulary().actions.get(word)
    if declared is None or declared.about != "case" or not declared.handler:
        return outcome.refused((Reason("missing"),))
    unseen: list[bool] = []
    done = _once(
        lambda: _on_case(declared, case, given, person, at, unseen), key, ["area", word, case, dict(given), person], at
    )
    if unseen:
        log_access(Access.NOT_SEEN, at=at, person=person, about=f"case {case}")
    return done


def act_on_site(
    word: str, *, given: Mapping[str, object], person: int, at: datetime, key: str | None = None
) -> Outcome:
    """Do an area's action that is about no case, or refuse it for all reasons at once.

    The reasons: missing (there is no such action), access (no active pack grants it to a post of his, or of somebody
    whose deputy he is now), value and needs of what is given, and the area's own. What the area tells of it stands in
    `told`. With the same `key` it is done once.
    """
    declared = vocabulary().actions.get(word)
    if declared is None or declared.about != "site" or not declared.handler:
        return outcome.refused((Reason("missing"),))
    return _once(lambda: _on_site(declared, given, person, at), key, ["area", word, dict(given), person], at)


def granted(person: int, at: datetime, *, epoch: int | None = None) -> frozenset[str]:
    """The words that active packs grant to the posts of a person, and of those whose deputy he is now."""
    standing = current_epoch() if epoch is None else epoch
    kept = _GRANTED.at(standing)
    mark = (person, access.day_of(at).toordinal())
    found = kept.get(mark)
    if found is None:
        words: set[str] = set()
        for _, pack in library.active_packs():
            words |= words_in(pack, person, at, epoch=standing)
        found = kept[mark] = frozenset(words)
    return found


def words_in(pack: Pack, person: int, at: datetime, *, epoch: int | None = None) -> frozenset[str]:
    """The words that one pack grants to the posts of a person, and of those whose deputy he is now."""
    posts = _posts_in(pack, person, at, current_epoch() if epoch is None else epoch)
    return frozenset(word for post in posts for word in pack.acts.get(post, ()))


def areas_open(person: int, at: datetime, *, epoch: int | None = None) -> frozenset[str]:
    """The areas whose pages a person may look at: those of which some action is granted to him."""
    return frozenset(word.partition(".")[0] for word in granted(person, at, epoch=epoch))


def offered_on_site(person: int, at: datetime) -> tuple[AreaAction, ...]:
    """The actions about no case that a person may do, in the order in which their areas declare them."""
    known = vocabulary().actions
    may = granted(person, at)
    found = (each for word, each in known.items() if word in may)
    return tuple(each for each in found if each.about == "site" and each.handler)


def offered_on_case(case: int, *, person: int, at: datetime) -> tuple[AreaAction, ...]:
    """The areas' actions that a person may do on a case; none where he does not see it. What they are refused for
    besides, the try tells.
    """
    stored = store.glimpse(case)
    if stored is None:
        return ()
    epoch = current_epoch()
    under = basis(stored.definition, epoch)
    try:
        actor = access.actor(person, under.pack, at, epoch=epoch)
    except Refused:
        return ()
    if hidden(under.procedure(stored.case.procedure), stored.case, stored.actors, actor):
        return ()
    return offered_to(actor, under.pack, under.procedure(stored.case.procedure))


def offered_to(actor: Actor, pack: Pack, procedure: Procedure) -> tuple[AreaAction, ...]:
    """The areas' actions that an actor may do on the cases of a procedure of a pack that he sees, of the areas that are
    any matter of theirs."""
    if not pack.acts:
        return ()
    known = vocabulary().actions
    granted = {word for post in _posts(actor) for word in pack.acts.get(post, ())}
    words = {word for word in granted if concerns(pack, procedure, word.partition(".")[0])}
    found = (each for word, each in known.items() if word in words)
    return tuple(each for each in found if each.about == "case" and each.handler)


def concerns(pack: Pack, procedure: Procedure, area: str) -> bool:
    """Whether an area may come to know anything of the procedure's cases: it uses words of the area, or the pack needs
    the area and no procedure of it says for what."""
    if area not in pack.needs:
        return False
    return area in areas_of(procedure) or all(area not in areas_of(each) for each in pack.procedures.values())


def looks_at(area: str, actor: Actor, pack: Pack) -> bool:
    """Whether an actor's posts in a pack that needs the area let him look at it."""
    words = (word for post in _posts(actor) for word in pack.acts.get(post, ()))
    return area in pack.needs and any(word.partition(".")[0] == area for word in words)


# -- doing


def _once(doing: Callable[[], Outcome], key: str | None, said: list[object], at: datetime) -> Outcome:
    """What `doing` leads to, in a transaction; with a key it is done once, and answered again. Where the server ended
    it because it and another waited for each other, it is done anew.
    """
    for left in reversed(range(TRIES)):
        try:
            return _in_transaction(doing, key, said, at)
        except (DeadlockDetected, OperationalError) as error:
            ring = isinstance(error, DeadlockDetected) or isinstance(error.__cause__, DeadlockDetected)
            if not ring or not left or connection.in_atomic_block:
                raise
    raise AssertionError


def _in_transaction(doing: Callable[[], Outcome], key: str | None, said: list[object], at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            if key is None:
                return doing()
            # Whoever comes with the same key waits here for who came first.
            with connection.cursor() as on:
                on.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            digest = digest_of(said)
            earlier = CommandKey.objects.filter(key=key).first()
            if earlier is not None:
                same = bytes(earlier.digest) == digest
                return outcome.from_json(orjson.loads(earlier.outcome)) if same else outcome.refused((Reason("key"),))
            done = doing()
            if done.done:
                CommandKey.objects.create(key=key, digest=digest, outcome=document(outcome.to_json(done)), at=at)
            return done
    except Refused as refused:
        return outcome.refused(refused.reasons)


def _on_case(
    declared: AreaAction, case: int, given: Mapping[str, object], person: int, at: datetime, unseen: list[bool]
) -> Outcome:
    read = store.read(case, None)
    stored = read.stored
    if stored is None:
        return outcome.refused((Reason("missing"),))
    under = basis(stored.definition, read.epoch)
    actor = access.actor(person, under.pack, at, epoch=read.epoch)
    if hidden(under.procedure(stored.case.procedure), stored.case, stored.actors, actor):
        unseen.append(True)
        return outcome.refused((Reason("missing"),))
    if tried_by() is not None or not any(declared.name in under.pack.acts.get(post, ()) for post in _posts(actor)):
        return outcome.refused((Reason("access"),), stored.case)
    arguments = _typed(declared, given, under)
    told = implementation(declared.handler)(case=case, arguments=arguments, person=person, at=at)
    look_again([stored], at)
    return Outcome(
        case=case,
        uid=stored.case.uid,
        number=stored.case.number,
        version=stored.case.version,
        state=stored.case.state,
        told=_told(told),
    )


def _on_site(declared: AreaAction, given: Mapping[str, object], person: int, at: datetime) -> Outcome:
    under = None if tried_by() is not None else _granting(declared.name, person, at)
    if under is None:
        return outcome.refused((Reason("access"),))
    arguments = _typed(declared, given, under)
    return Outcome(told=_told(implementation(declared.handler)(arguments=arguments, person=person, at=at)))


def _granting(word: str, person: int, at: datetime) -> Basis | None:
    """What the action is judged under: the first of the active packs that grants it to a post of the person."""
    epoch = current_epoch()
    for definition, pack in library.active_packs():
        if any(word in pack.acts.get(post, ()) for post in _posts_in(pack, person, at, epoch)):
            return basis(definition, epoch)
    return None


def _posts(actor: Actor) -> frozenset[str]:
    return actor.posts.union(*actor.stands_in.values())


def _posts_in(pack: Pack, person: int, at: datetime, epoch: int) -> frozenset[str]:
    """The posts of a pack that grants anything which a person holds or stands in for."""
    if not pack.acts:
        return frozenset()
    try:
        return _posts(access.actor(person, pack, at, epoch=epoch))
    except Refused:
        return frozenset()


def _typed(declared: AreaAction, given: Mapping[str, object], under: Basis) -> dict[str, object]:
    """What was given, typed. Raises Refused with every reason."""
    reasons = [
        Reason(f"unasked.{name}") for name, value in given.items() if name not in declared.arguments and filled(value)
    ]
    arguments: dict[str, object] = {}
    known = references.References().every()
    for field in declared.fields:
        value = parse(field, given.get(field.name), under.calendar.timezone)
        value = referred(field, value, known)
        if isinstance(value, Reason):
            reasons.append(value)
        elif filled(value):
            arguments[field.name] = value
            reasons += _empty_cells(field, value)
        elif field.name in declared.required:
            reasons.append(Reason(f"needs.{field.name}"))
    if reasons:
        raise Refused(tuple(reasons))
    return arguments


def _empty_cells(field: Field, value: object) -> list[Reason]:
    """The first cell of rows that must be filled and is not."""
    needed = [column.name for column in field.columns if column.required is not None]
    rows = value if needed and isinstance(value, list) else ()
    for number, row in enumerate(rows, 1):
        for name in needed:
            if not filled(row.get(name)):
                return [Reason(f"needs.{field.name}", {"row": number, "column": name})]
    return []


def _told(told: object) -> dict[str, Json]:
    return {str(name): plain(each) for name, each in told.items()} if isinstance(told, Mapping) else {}


def _nothing() -> dict[tuple[int, int], frozenset[str]]:
    return {}


_GRANTED: ByEpoch[dict[tuple[int, int], frozenset[str]]] = ByEpoch(_nothing)
