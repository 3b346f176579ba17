"""What a reading knows while it goes on: the names that exist, the labels, and the findings so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gendan.core.text import Place, Text
from gendan.packs.findings import Finding, Parameter, Severity, meant
from gendan.packs.schema.base import Words


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist. Where `whole` is false, some could not be read, and no name is called unknown."""

    names: Collection[str] = ()
    whole: bool = True

    def __contains__(self, name: object) -> bool:
        return name in self.names


@dataclass(slots=True)
class Labels:
    """The English texts of labels/en.yaml, by the path of the element that they name."""

    texts: Mapping[str, tuple[str, Place]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def english(self, path: str) -> str:
        """The English text for an element; empty where there is none."""
        self.paths.add(path)
        if path not in self.texts:
            return ""
        self.used.add(path)
        return self.texts[path][0]


@dataclass(slots=True)
class Context:
    """One reading of one pack."""

    findings: list[Finding] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    posts: Known = field(default_factory=Known)
    settings: Known = field(default_factory=Known)
    tables: Known = field(default_factory=Known)
    records: Known = field(default_factory=Known)
    procedures: Known = field(default_factory=Known)
    notices: Known = field(default_factory=Known)
    documents: Known = field(default_factory=Known)
    imports: Known = field(default_factory=Known)
    exchanges: Known = field(default_factory=Known)
    measures: Known = field(default_factory=Known)

    def error(self, code: str, place: Place, **params: Parameter) -> None:
        """Notes what refuses the pack."""
        self.findings.append(Finding(code, _bare(place), params))

    def warn(self, code: str, place: Place, **params: Parameter) -> None:
        """Notes what the author should look at."""
        self.findings.append(Finding(code, _bare(place), params, Severity.WARNING))

    def refer(self, what: str, name: str, known: Known, place: Place, also: Iterable[str] = ()) -> bool:
        """Whether `name` is a known `what` (`state`, `post`, …); notes `unknown_…` with what may be meant where it is
        not."""
        if name in known or name in (also := tuple(also)):
            return True
        if known.whole:
            self.error(f"unknown_{what}", place, name=name, meant=meant(name, (*known.names, *also)))
        return False

    def outside(self, what: str, name: str, known: Known, place: Place) -> None:
        """As `refer`, for what may be an outside party: an error where it is near to a known name, else a warning."""
        if name in known or not known.whole or name in ("owner", "superior", "system", "actor"):
            return
        near = meant(name, known.names)
        (self.error if near else self.warn)(f"unknown_{what}", place, name=name, meant=near)

    def text(self, words: Words | None, path: str, otherwise: str = "") -> Text:
        """The text of an element: as it says, with English from the labels where it gives none itself."""
        zh = words.zh if words is not None and words.zh else otherwise
        english = self.labels.english(path)
        return Text(zh, (words.en if words is not None else "") or english)


def _bare(place: Place) -> Place:
    return Place(place.file, place.line, place.column)
