"""The words of all areas that are part of this Gendan, without Django: what packs are checked against."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec

import gendan
from gendan.core.vocabulary import Vocabulary


def declared() -> Vocabulary:
    """Every word that the rooms declare in their `vocabulary.py`, which import nothing but the ground floor."""
    found = Vocabulary()
    for room in pkgutil.iter_modules(gendan.__path__, "gendan."):
        name = f"{room.name}.vocabulary"
        if room.ispkg and not room.name.endswith((".core", ".packs", ".project")) and find_spec(name) is not None:
            found = found.joined(import_module(name).VOCABULARY)
    return found
