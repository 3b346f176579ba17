"""Every text that a person reads is there in both languages. Asked of the packs that Gendan ships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from gendan.core.pack import Pack
from gendan.core.text import Place, Text
from gendan.packs.check.subject import Whole

_CHINESE = re.compile("[一-鿿]")


def check_labels(whole: Whole) -> None:
    """Notes texts that are Chinese alone."""
    for text, name, place in texts_of(whole.pack):
        if not text.en and _CHINESE.search(text.zh):
            whole.report.error("label_missing", place, name=name, text=text.zh[:60], language="en")


def texts_of(pack: Pack) -> Iterator[tuple[Text, str, Place]]:
    """Every text of a pack, with the name and place of the element that it belongs to."""
    return _texts(pack, pack.name, pack.place)


def _texts(value: object, name: str, place: Place) -> Iterator[tuple[Text, str, Place]]:
    if isinstance(value, Text):
        yield value, name, place
    elif isinstance(value, Place):
        return
    elif is_dataclass(value) and not isinstance(value, type):
        name = getattr(value, "name", name)
        own = getattr(value, "place", place)
        place = own if own.file else place
        for each in fields(value):
            yield from _texts(getattr(value, each.name), name, place)
    elif isinstance(value, Mapping):
        for each_value in value.values():
            yield from _texts(each_value, name, place)
    elif isinstance(value, tuple):
        for each_value in value:
            yield from _texts(each_value, name, place)
