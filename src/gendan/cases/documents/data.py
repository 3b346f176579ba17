"""What a paper tells of a case, as it stood at the act that printed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gendan.cases.documents.letterhead import letterhead
from gendan.cases.effects import Call
from gendan.cases.prose.speaker import Speaker
from gendan.cases.prose.values import value_in_words
from gendan.cases.registry import implementation, told_facts, vocabulary
from gendan.cases.telling import Told
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.pack import Document
from gendan.core.values import filled, plain
from gendan.core.vocabulary import asked
from gendan.packs.folder import Files
from gendan.packs.paper import Paper, Words
from gendan.packs.printing import mentioned, named_fields


@dataclass(frozen=True, slots=True)
class Telling:
    """A paper, and the fields it tells that not everybody sees: only who sees all of them is shown the paper."""

    paper: Paper
    tells: tuple[str, ...]


def telling(told: Told, call: Call, document: Document, files: Files, language: str) -> Telling:
    """What the paper tells. Hidden fields never stand on paper; those that not everybody sees, only where its template
    names them.
    """
    fields = told.procedure.fields
    narrow = frozenset(name for name, field in fields.items() if field.seen_by is not None and not field.hidden)
    tells = named_fields(files, document.template, narrow)
    speaker = told.speaker(language)
    words: dict[str, Words] = {}
    values: dict[str, Json] = {}
    for name, field in fields.items():
        if field.hidden or (name in narrow and name not in tells):
            continue
        value = told.value(name)
        if filled(value):
            words[name] = _in_words(field, value, speaker)
            values[name] = plain(value)
    paper = Paper(
        document=document,
        pack=told.basis.pack,
        procedure=told.procedure,
        language=language,
        about=_about(told, speaker),
        words=words,
        values=values,
        given={
            name: value_in_words(field, value, speaker)
            for name, (field, value) in told.arguments(call).items()
            if field is None or not field.hidden
        },
        areas=_areas(told, document, files, speaker),
        company=letterhead().texts(),
    )
    return Telling(paper, tuple(sorted(tells)))


def _areas(told: Told, document: Document, files: Files, speaker: Speaker) -> dict[str, dict[str, Words]]:
    """The facts of areas that the template names, in words."""
    needed = told.basis.pack.needs
    facts = [fact for name, fact in vocabulary().facts.items() if name.partition(".")[0] in needed] if needed else []
    named = mentioned(files, document.template, frozenset(part for fact in facts for part in fact.name.split(".")))
    found: dict[str, dict[str, Words]] = {}
    for fact in facts:
        area, _, word = fact.name.partition(".")
        if area in named and word in named:
            field = asked(word, fact.type)
            told_so = told_facts()
            stands = (
                told_so[fact.name]
                if fact.name in told_so
                else implementation(fact.loader)([told.case.id]).get(told.case.id)
            )
            value = [] if stands is None and field.type == "rows" else stands
            found.setdefault(area, {})[word] = _in_words(field, value, speaker)
    return found


def _in_words(field: Field, value: object, speaker: Speaker) -> Words:
    if field.type != "rows" or not isinstance(value, list):
        return value_in_words(field, value, speaker)
    columns = {column.name: column for column in field.columns if not column.hidden}
    return [
        {name: value_in_words(column, row.get(name), speaker) for name, column in columns.items()}
        for row in value
        if isinstance(row, Mapping)
    ]


def _about(told: Told, speaker: Speaker) -> dict[str, str]:
    case = told.case
    return {
        "number": case.number,
        "label": case.label or case.number,
        "state": speaker.state(case.state),
        "kind": speaker.kind(case.kind),
        "opened": speaker.moment(case.opened_at) if case.opened_at is not None else "",
        "owner": speaker.person(case.holder) if case.holder is not None else speaker.post(case.post or ""),
        "actor": speaker.person(told.person),
        "printed": speaker.moment(told.at),
    }
