"""单据数据 What a template is given: one shape for every paper, with a place for every field, filled or not.

- `language`: that of the paper, `zh` or `en`; `company`: the site's letterhead (`name`, `address`, `phone`, `footer`,
  `logo`), empty where the site has none.
- `document`, `pack`, `procedure`: titles; `number`, `label`, `state`, `kind`, `opened`, `owner`, `actor`, `printed`:
  texts about the case, in the paper's language; `printed` is the moment of the act.
- `fields`: by field its value in words; a field of rows has a list with a mapping of texts for each row.
- `values`: the same as plain JSON, for conditions and sums: yes and no, whole numbers; money and decimals as text.
- `titles`: by field its title; `columns`: by field of rows its columns' titles.
- `given`: what the effect was given, in words.
- `areas`: the facts of the areas that the pack needs, in words, by area and word (`areas.orders.total`); one of rows is
  a list with a mapping of texts for each row. Only those are loaded whose area and word stand in the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final

from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.pack import Document, Pack
from gendan.core.procedure import Procedure
from gendan.core.vocabulary import Fact

ABOUT: Final = ("number", "label", "state", "kind", "opened", "owner", "actor", "printed")
"""What is told of every case."""

COMPANY: Final = ("name", "address", "phone", "footer", "logo")
"""What is told of the site itself."""

Words = str | list[dict[str, str]]
"""A field's value in words: a text, or a mapping for each row."""
Areas = Mapping[str, Mapping[str, Words]]
"""Areas' facts in words, by area and word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of one case, ready to be shaped. What is absent is not filled."""

    document: Document
    pack: Pack
    procedure: Procedure
    language: str
    about: Mapping[str, str]
    words: Mapping[str, Words]
    values: Mapping[str, Json]
    given: Mapping[str, str]
    areas: Areas = attribute(default_factory=dict)
    company: Mapping[str, str] = attribute(default_factory=dict)

    def data(self) -> dict[str, Json]:
        """What the template reads."""
        fields = self.procedure.fields
        return {
            "language": self.language,
            "company": {name: self.company.get(name, "") for name in COMPANY},
            "document": self.document.title.in_language(self.language),
            "pack": self.pack.title.in_language(self.language),
            "procedure": self.procedure.title.in_language(self.language),
            **{name: self.about.get(name, "") for name in ABOUT},
            "fields": {name: self._in_words(field) for name, field in fields.items()},
            "values": {name: self.values.get(name) for name in fields},
            "titles": {name: field.title.in_language(self.language) for name, field in fields.items()},
            "columns": {
                name: {column.name: column.title.in_language(self.language) for column in field.columns}
                for name, field in fields.items()
                if field.columns
            },
            "given": dict(self.given),
            "areas": {area: dict(words) for area, words in self.areas.items()},  # type: ignore[arg-type]  # words of an area, whatever they hold
        }

    def _in_words(self, field: Field) -> Json:
        said = self.words.get(field.name)
        if field.type != "rows":
            return said if isinstance(said, str) else ""
        rows = said if isinstance(said, list) else []
        return [{column.name: row.get(column.name, "") for column in field.columns} for row in rows]


def empty(
    document: Document, pack: Pack, procedure: Procedure, given: Mapping[str, str], facts: Iterable[Fact] = ()
) -> Paper:
    """The paper of a case of which nothing is filled: what a template has to bear. `facts` are of the areas that the
    pack needs.
    """
    return Paper(
        document=document,
        pack=pack,
        procedure=procedure,
        language="zh",
        about={},
        words={},
        values={},
        given=given,
        areas=_areas(facts, lambda fact: [] if fact.type.kind == "rows" else ""),
    )


def sample(
    document: Document, pack: Pack, procedure: Procedure, given: Mapping[str, str], facts: Iterable[Fact] = ()
) -> Paper:
    """The paper of a case of which all is filled, with two rows where there are rows."""
    words: dict[str, Words] = {}
    values: dict[str, Json] = {}
    for name, field in procedure.fields.items():
        if field.type == "rows":
            words[name] = [{column.name: _text(column) for column in field.columns} for _ in range(2)]
            values[name] = [{column.name: _value(column) for column in field.columns} for _ in range(2)]
        else:
            words[name] = _text(field)
            values[name] = _value(field)
    about = {
        **dict.fromkeys(ABOUT, "2026-10-12 09:30"),
        "number": "202610120001",
        "label": "202610120001",
        **{name: title for name, title in (("state", "…"), ("kind", "")) if name in ABOUT},
        "owner": "王芳",
        "actor": "王芳",
    }
    return Paper(
        document=document,
        pack=pack,
        procedure=procedure,
        language="en",
        about=about,
        words=words,
        values=values,
        given=given,
        areas=_areas(facts, _shown),
    )


def _areas(facts: Iterable[Fact], words: Callable[[Fact], Words]) -> Areas:
    found: dict[str, dict[str, Words]] = {}
    for fact in facts:
        area, _, word = fact.name.partition(".")
        found.setdefault(area, {})[word] = words(fact)
    return found


def _shown(fact: Fact) -> Words:
    if fact.type.kind != "rows":
        return str(_VALUES.get(fact.type.kind, fact.title.zh))
    return [{name: str(_VALUES.get(column.kind, name)) for name, column in fact.type.columns} for _ in range(2)]


_VALUES: Final[Mapping[str, Json]] = {
    "bool": True,
    "int": 7,
    "decimal": "7.5",
    "money": "1234.50",
    "date": "2026-10-12",
    "moment": 1_791_768_600_000_000,
    "time_of_day": "09:30",
    "person": 1,
    "phone": "13800000000",
}


def _value(field: Field) -> Json:
    if field.type == "checklist":
        return {choice.name: True for choice in field.choices}
    if field.type == "file":
        return {"sha256": "0" * 64, "name": "photo.png", "size": 1, "type": "image/png"}
    return field.choices[0].name if field.choices else _VALUES.get(field.type, field.title.zh)


def _text(field: Field) -> str:
    value = _VALUES.get(field.type)
    if value is True:
        return "是"
    return str(value) if value is not None else field.title.zh
