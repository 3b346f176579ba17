"""What a pack takes from a shipped pack: its procedures, with the posts that they name called as ours are.

A post may be mapped to several of ours wherever a list of posts stands: who may act, who sees, who is told. Where one
post alone fits (the owner of a state, a signer, `signed(post)`), it is mapped to one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from gendan.core.expression import Expression, parse
from gendan.core.field import Field, Viewer
from gendan.core.procedure import Owner, Procedure, Role, Signs, Who

Posts = Mapping[str, tuple[str, ...]]
_SIGNED = re.compile(r"(\bsigned\(\s*)([^\W\d]\w*)(\s*\))")
_NAMING = ("notify", "to", "charged", "waits", "posts")
"""Attributes that name posts as plain texts, some beside fields and the words `owner` and `superior`."""


def with_posts(procedure: Procedure, posts: Posts, pack: str) -> Procedure:
    """The procedure as part of `pack`, each of its posts under the names that `posts` gives it."""
    mapped: Procedure = _mapped(procedure, posts)
    sees = {ours: sight for name, sight in procedure.sees.items() for ours in posts.get(name, (name,))}
    return replace(mapped, pack=pack, sees=sees)


def posts_of(procedure: Procedure, posts: Collection[str]) -> frozenset[str]:
    """Those of a pack's posts that a procedure names: as actors, owners, viewers, and as those who are told."""
    named = {name for name, _ in _posts(procedure, in_list=False)}
    told = {name for deadline in procedure.deadlines.values() for name in deadline.notify}
    told |= {name for action in procedure.actions.values() for effect in action.then for name in effect.to}
    return frozenset(posts) & (named | told | procedure.sees.keys())


def single_posts(procedure: Procedure) -> frozenset[str]:
    """The posts that stand somewhere where one post alone fits."""
    return frozenset(name for name, single in _posts(procedure, in_list=False) if single)


def _posts(value: Any, *, in_list: bool) -> Iterator[tuple[str, bool]]:
    """The posts within a value, each with whether it stands alone."""
    if isinstance(value, Who):
        if value.role is Role.POST:
            yield value.name, not in_list
    elif isinstance(value, Owner | Viewer):
        if value.post is not None:
            yield value.post, not in_list
    elif isinstance(value, Signs):
        for member in value.of:
            yield from _posts(member, in_list=False)
    elif isinstance(value, Expression):
        for name in value.symbols("signed"):
            yield name, True
    elif is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Field):
            yield from ((name, False) for name in value.posts)
        for each in fields(value):
            yield from _posts(getattr(value, each.name), in_list=False)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _posts(each, in_list=False)
    elif isinstance(value, tuple):
        for each in value:
            yield from _posts(each, in_list=True)


def _mapped(value: Any, posts: Posts) -> Any:
    """A copy of a frozen value in which every post has its new name."""
    if isinstance(value, Who | Owner | Viewer):
        return _renamed(value, posts)[0]
    if isinstance(value, Signs):
        return replace(value, of=tuple(_mapped(each, posts) for each in value.of))
    if isinstance(value, Expression):
        text = _SIGNED.sub(lambda found: f"{found[1]}{posts.get(found[2], (found[2],))[0]}{found[3]}", value.text)
        return value if text == value.text else parse(text)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for each in fields(value):
            before = getattr(value, each.name)
            named = each.name in _NAMING and not _structured(before)
            after = _names(before, posts) if named else _mapped(before, posts)
            if after is not before:
                changed[each.name] = after
        return replace(value, **changed) if changed else value
    if isinstance(value, Mapping):
        return {name: _mapped(each, posts) for name, each in value.items()}
    if isinstance(value, tuple):
        if any(isinstance(each, Who | Viewer) for each in value):
            # Two of its posts may be one of ours, which then stands there once.
            return tuple(dict.fromkeys(ours for each in value for ours in _renamed(each, posts)))
        return tuple(_mapped(each, posts) for each in value)
    return value


def _renamed(value: Who | Owner | Viewer, posts: Posts) -> tuple[Who | Owner | Viewer, ...]:
    """The actor, owner or viewer once for each post of ours that its own is mapped to."""
    if isinstance(value, Who):
        named = value.name if value.role is Role.POST else None
        return (value,) if named is None else tuple(replace(value, name=ours) for ours in posts.get(named, (named,)))
    if value.post is None:
        return (value,)
    return tuple(replace(value, post=ours) for ours in posts.get(value.post, (value.post,)))


def _structured(value: object) -> bool:
    return isinstance(value, tuple) and any(not isinstance(each, str) for each in value)


def _names(value: Any, posts: Posts) -> Any:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(ours for each in value for ours in posts.get(each, (each,))))
    return posts.get(value, (value,))[0] if isinstance(value, str) else value
