"""The words of the areas that are installed, and the functions behind them.

Areas stand above this room, so it never imports them: each declares its words in its `vocabulary.py`, as plain data
with dotted paths, which are followed here when a word is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from gendan.core.vocabulary import Vocabulary

_extended: ContextVar[Vocabulary | None] = ContextVar("words", default=None)


@lru_cache(maxsize=1)
def _installed() -> Vocabulary:
    found = Vocabulary()
    for app in apps.get_app_configs():
        name = f"{app.name}.vocabulary"
        if app.name.startswith("gendan.") and find_spec(name) is not None:
            found = found.joined(import_module(name).VOCABULARY)
    return found


def vocabulary() -> Vocabulary:
    """Every word that a pack may use here."""
    return _extended.get() or _installed()


def extended() -> bool:
    """Whether `with_words` adds words in this thread."""
    return _extended.get() is not None


@contextmanager
def with_words(words: Vocabulary) -> Iterator[None]:
    """Have more words within the block, in this thread: for rehearsals, and tests of packs whose areas are not here."""
    token = _extended.set(vocabulary().joined(words))
    try:
        yield
    finally:
        _extended.reset(token)


@cache
def implementation(path: str) -> Callable[..., Any]:
    """The function that a dotted path names, as `gendan.money.queries:received`."""
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


_told: ContextVar[Mapping[str, object] | None] = ContextVar("told", default=None)


@contextmanager
def with_facts(words: Mapping[str, object]) -> Iterator[None]:
    """Have areas' facts be as told within the block, in this thread, for every case: for rehearsals."""
    before = _told.get()
    token = _told.set({**(before or {}), **words})
    try:
        yield
    finally:
        _told.reset(token)


def told_facts() -> Mapping[str, object]:
    """The facts that a rehearsal tells, empty otherwise."""
    return _told.get() or {}
