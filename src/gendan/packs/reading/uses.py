"""What a pack takes from a shipped pack: its procedures, with the posts that they name called as ours are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from gendan.core.expression import Expression, parse
from gendan.core.field import Viewer
from gendan.core.procedure import Owner, Procedure, Role, Who

T = TypeVar("T")
_SIGNED = re.compile(r"(\bsigned\(\s*)([^\W\d]\w*)(\s*\))")


def with_posts(procedure: Procedure, posts: Mapping[str, str], pack: str) -> Procedure:
    """The procedure as part of `pack`, each of its posts under the name that `posts` gives it."""
    mapped = _mapped(procedure, posts)
    sees = {posts.get(name, name): sight for name, sight in procedure.sees.items()}
    return replace(mapped, pack=pack, sees=sees)


def posts_of(procedure: Procedure) -> frozenset[str]:
    """The posts that a procedure names as actors, owners and viewers."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, Who):
            if value.role is Role.POST:
                found.add(value.name)
        elif isinstance(value, Owner | Viewer):
            if value.post is not None:
                found.add(value.post)
        elif isinstance(value, Expression):
            found.update(value.symbols("signed"))
        elif is_dataclass(value) and not isinstance(value, type):
            for each in fields(value):
                look(getattr(value, each.name))
        elif isinstance(value, Mapping):
            for each in value.values():
                look(each)
        elif isinstance(value, tuple):
            for each in value:
                look(each)

    look(procedure)
    return frozenset(found)


def _mapped(value: T, posts: Mapping[str, str]) -> T:
    """A copy of a frozen value in which every post has its new name."""
    result: Any = value
    if isinstance(value, Who):
        result = replace(value, name=posts.get(value.name, value.name)) if value.role is Role.POST else value
    elif isinstance(value, Owner | Viewer):
        result = replace(value, post=posts.get(value.post, value.post)) if value.post is not None else value
    elif isinstance(value, Expression):
        text = _SIGNED.sub(lambda found: f"{found[1]}{posts.get(found[2], found[2])}{found[3]}", value.text)
        result = value if text == value.text else parse(text)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for each in fields(value):
            before = getattr(value, each.name)
            if each.name in ("notify", "to", "charged", "waits") and not _structured(before):
                after = _names(before, posts)
            else:
                after = _mapped(before, posts)
            if after is not before:
                changed[each.name] = after
        result = replace(value, **changed) if changed else value
    elif isinstance(value, Mapping):
        result = {name: _mapped(each, posts) for name, each in value.items()}
    elif isinstance(value, tuple):
        result = tuple(_mapped(each, posts) for each in value)
    return result  # type: ignore[no-any-return]


def _structured(value: object) -> bool:
    return isinstance(value, tuple) and any(not isinstance(each, str) for each in value)


def _names(value: Any, posts: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(posts.get(each, each) for each in value)
    return posts.get(value, value) if isinstance(value, str) else value
