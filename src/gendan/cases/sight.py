"""Who sees a case: whoever the procedure's `sees` names, and whoever owns it, acts or signs on it, or has done so.

Pure; lists ask the same of the database through `seen_states`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.field import Field
from gendan.core.procedure import Procedure, Role, Routing, Sight, Signs, Who

_rehearsed: ContextVar[bool] = ContextVar("rehearsed", default=False)


@contextmanager
def shown() -> Iterator[None]:
    """Within the block, in this thread, no case is hidden from who acts on it.

    For rehearsals: a story tells an act that is not this post's (`access`) from one that is not possible now (`state`).
    """
    token = _rehearsed.set(True)
    try:
        yield
    finally:
        _rehearsed.reset(token)


def hidden(procedure: Procedure, case: Case, actors: Iterable[int], actor: Actor) -> bool:
    """Whether the case must be missing to `actor`, who wants to act on it."""
    return not sees(procedure, case, actors, actor) and not _rehearsed.get()


def posts_of(actor: Actor) -> frozenset[str]:
    """The posts in which a person sees: his own, those he stands in for, and those that report to them."""
    return actor.posts.union(actor.oversees, *actor.stands_in.values())


def sees(procedure: Procedure, case: Case, actors: Iterable[int], actor: Actor) -> bool:
    """Whether `actor` sees the case; `actors` are the persons who ever acted on it."""
    if actor.system:
        return True
    person = actor.person
    if person and (person in (case.holder, case.opened_by) or person in actors):
        return True
    if actor.party is not None and _is_party(procedure, case, actor):
        return True
    if person and (_is_named(procedure, case, person) or _is_asked_to_sign(case, person)):
        return True
    posts = posts_of(actor)
    if not posts.isdisjoint(seen_wholly(procedure)):
        return True
    return case.state in seen_states(procedure, posts)


def seen_wholly(procedure: Procedure) -> frozenset[str]:
    """The posts that see all cases of the procedure."""
    return frozenset(post for post, sight in procedure.sees.items() if sight is Sight.ALL)


def seen_states(procedure: Procedure, posts: frozenset[str]) -> frozenset[str]:
    """The states in which one of `posts` owns a case, or may act or sign."""
    by_post = _states_by_post(_Same(procedure))
    return frozenset().union(*(by_post.get(post, frozenset()) for post in posts))


def signing_states(procedure: Procedure, posts: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The states in which one of `posts` may sign, and those in which anybody signs."""
    own: set[str] = set()
    some: set[str] = set()
    for action in procedure.actions.values():
        if action.signs is None:
            continue
        some.update(action.sources)
        if any(who.role is not Role.POST or who.name in posts for who in _signers(procedure, action.signs)):
            own.update(action.sources)
    return frozenset(own), frozenset(some)


def works_with(procedure: Procedure, actor: Actor) -> bool:
    """Whether the procedure's cases are of use to the actor: he sees, owns, acts on, signs or opens them, or acts for
    the outside party that a field may name. Of other procedures he learns nothing."""
    posts = posts_of(actor)
    if not posts.isdisjoint(seen_wholly(procedure)) or seen_states(procedure, posts):
        return True
    people = [who for action in procedure.actions.values() for who in (*action.by, *action.entered_by)]
    if any(who.role is Role.POST and who.name in posts for who in people):
        return True
    return actor.party is not None and bool(naming(procedure, "party"))


def _names_party(procedure: Procedure, who: Who) -> bool:
    """Whether that is an outside party, named by a field: other fields name persons of the house."""
    field = procedure.fields.get(who.name) if who.role is Role.FIELD else None
    return field is not None and field.type == "party"


def may_open(procedure: Procedure, actor: Actor) -> bool:
    """Whether the actor may open a case of the procedure by hand: by a post of his or of whom he stands in for, or as
    the outside party that the opening names."""
    opening = procedure.actions.get("open")
    if opening is None:
        return False
    if opening_party(procedure, actor):
        return True
    posts = actor.posts.union(*actor.stands_in.values())
    return any(who.role is Role.POST and who.name in posts for who in (*opening.by, *opening.entered_by))


def opening_party(procedure: Procedure, actor: Actor) -> tuple[str, ...]:
    """The fields of the opening that name the outside party who opens: it need not say who it is."""
    opening = procedure.actions.get("open")
    if opening is None or actor.party is None:
        return ()
    return tuple(who.name for who in opening.by if _names_party(procedure, who))


class _Same:
    """A procedure as the key of a cache: the very object, kept alive by the cache itself."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure


@lru_cache(maxsize=512)
def _states_by_post(same: _Same) -> dict[str, frozenset[str]]:
    procedure = same.procedure
    found: dict[str, set[str]] = {}
    for state in procedure.states.values():
        if state.owner is not None and state.owner.post is not None:
            found.setdefault(state.owner.post, set()).add(state.name)
    for action in procedure.actions.values():
        people = [*action.by, *action.entered_by]
        if action.signs is not None:
            people += _signers(procedure, action.signs)
        for who in people:
            if who.role is Role.POST:
                found.setdefault(who.name, set()).update(action.sources)
        # What was recorded is corrected wherever the case has come to since.
        for who in action.corrects.by if action.corrects is not None else ():
            if who.role is Role.POST:
                found.setdefault(who.name, set()).update(procedure.states)
    return {post: frozenset(states) for post, states in found.items()}


def _signers(procedure: Procedure, signs: Signs) -> list[Who]:
    found: list[Who] = []
    for member in signs.of:
        if isinstance(member, Signs):
            found += _signers(procedure, member)
        elif member.role is Role.PART:
            found += procedure.parts[member.name].by
        else:
            found.append(member)
    return found


def naming(procedure: Procedure, kind: str) -> tuple[str, ...]:
    """The fields of type `kind` (party or person) whose party or person has to do with the case: it is his to see, to
    do, to sign, to own, or waits for him. To be named in any other field opens nothing."""
    return _naming(_Same(procedure))[kind]


@lru_cache(maxsize=512)
def _naming(same: _Same) -> dict[str, tuple[str, ...]]:
    procedure = same.procedure
    names = set(procedure.sees)
    for state in procedure.states.values():
        names.add(state.waits or "")
        if state.owner is not None and state.owner.by is Routing.PARTY:
            names.add(state.owner.of or "")
    for action in procedure.actions.values():
        people = [*action.by, *action.entered_by]
        if action.signs is not None:
            people += _signers(procedure, action.signs)
        names.update(who.name for who in people if who.role is Role.FIELD)
    return {
        kind: tuple(field.name for field in procedure.fields.values() if field.type == kind and field.name in names)
        for kind in ("party", "person")
    }


def _is_party(procedure: Procedure, case: Case, actor: Actor) -> bool:
    named = (case.data.get(name) for name in naming(procedure, "party"))
    return actor.is_party(case.party) or any(actor.is_party(each) for each in named if isinstance(each, str))


def _is_named(procedure: Procedure, case: Case, person: int) -> bool:
    return any(case.data.get(name) == person for name in naming(procedure, "person"))


def _is_asked_to_sign(case: Case, person: int) -> bool:
    """Whether a signature was handed to the person, or he was asked to sign before another."""
    return any(
        isinstance(each, dict) and each.get("person") == person
        for entry in case.chain.values()
        if isinstance(entry, dict)
        for asked in (entry.get("to"), entry.get("add"))
        for each in (asked if isinstance(asked, list) else asked.values() if isinstance(asked, dict) else ())
    )


def finds_by(field: Field, actor: Actor) -> bool:
    """Whether lists may be filtered and sorted by the field for `actor`: he sees it in every case. Who sees it in some
    only, or not at all, would learn by asking what it holds."""
    if field.seen_by is None or actor.system:
        return True
    posts = actor.posts.union(*actor.stands_in.values())
    return any(viewer.after is None and viewer.post in posts for viewer in field.seen_by)


def may_see_field(field: Field, actor: Actor) -> bool:
    """Whether there may be a case in which `actor` sees this field."""
    if field.seen_by is None or actor.system:
        return True
    posts = actor.posts.union(*actor.stands_in.values())
    return any(viewer.owner or viewer.post in posts for viewer in field.seen_by)


def sees_field(field: Field, case: Case, actor: Actor) -> bool:
    """Whether `actor`, who sees the case, sees this field of it (hidden ones he then sees masked)."""
    if field.seen_by is None or actor.system:
        return True
    posts = actor.posts.union(*actor.stands_in.values())
    for viewer in field.seen_by:
        if viewer.after is not None and not _done(case, viewer.after):
            continue
        if viewer.owner and (case.holder == actor.person if case.holder is not None else case.post in posts):
            return True
        if viewer.post is not None and viewer.post in posts:
            return True
    return False


def _done(case: Case, action: str) -> bool:
    known = case.memory.get(action)
    return isinstance(known, dict) and bool(known.get("n")) and known.get("ok") is not False
