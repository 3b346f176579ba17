"""Words of areas declared in a file, so that a pack can be checked where its areas are not installed.

areas: [money]
facts:   {money.received: {type: money, min: 0}, money.guaranteed: bool}
effects: {money.hold: {arguments: {amount: money}, required: [amount]}}
actions: {money.receive: {arguments: {amount: money, kind: text}, required: [amount]}, stock.receive: {about: site}}
lookups: {parties.grade: {arguments: {customer: party}, type: text}}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from gendan.core.expression import Type, types
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Fact, Lookup, Vocabulary, Word
from gendan.packs.findings import Finding, Parameter, in_order, meant
from gendan.packs.schema.scalars import read_decimal
from gendan.packs.source import Node, read_source

_SECTIONS = ("areas", "facts", "effects", "actions", "lookups")
_TYPES = {
    **{each.kind: each for each in (types.BOOL, types.INT, types.DECIMAL, types.MONEY, types.TEXT, types.DATE)},
    **{each.kind: each for each in (types.MOMENT, types.TIME_OF_DAY, types.DURATION, types.PERSON, types.PARTY)},
    **{each.kind: each for each in (types.FILE, types.UNKNOWN)},
    "rows": types.UNKNOWN,
    "case": types.reference(),
}


def read_words(content: bytes, file: str) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The words that a file declares, and what is wrong with it."""
    documents, findings = read_source(content, file)
    reader = _Reader(list(findings))
    for node in documents:
        reader.read(node)
    words: tuple[Word, ...] = (*reader.facts, *reader.effects, *reader.actions, *reader.lookups)
    areas = {*reader.areas, *(word.name.partition(".")[0] for word in words)}
    return Vocabulary.of(areas, words), in_order(reader.findings)


@dataclass
class _Reader:
    findings: list[Finding]
    areas: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    effects: list[EffectWord] = field(default_factory=list)
    actions: list[AreaAction] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)

    def read(self, node: Node) -> None:
        """One document."""
        for key, section in self._entries(node, _SECTIONS):
            if key == "areas":
                self.areas += [text for _, each in section.children() if isinstance(text := each.value, str)]
            for name, word in section.children() if key != "areas" else ():
                self._word(key, str(name), word)

    def _word(self, section: str, name: str, node: Node) -> None:
        title = Text(name)
        if section == "facts":
            given = (
                dict(self._entries(node, ("type", "min", "max", "dated")))
                if isinstance(node.value, dict)
                else {"type": node}
            )
            low, high = (self._number(given.get(key)) for key in ("min", "max"))
            of = self._type(given["type"]) if "type" in given else types.UNKNOWN
            dated = name if "dated" in given and given["dated"].value == "true" else ""
            self.facts.append(Fact(name=name, type=of, title=title, loader="", minimum=low, maximum=high, dated=dated))
            return
        known = {"lookups": ("arguments", "type"), "actions": ("arguments", "required", "about")}
        given = dict(self._entries(node, known.get(section, ("arguments", "required"))))
        arguments = {
            str(each): self._type(at) for each, at in (given["arguments"].children() if "arguments" in given else ())
        }
        wanted = tuple(str(at.value) for _, at in (given["required"].children() if "required" in given else ()))
        if section == "lookups":
            of = self._type(given["type"]) if "type" in given else types.UNKNOWN
            self.lookups.append(Lookup(name=name, type=of, title=title, loader="", arguments=arguments))
        elif section == "effects":
            self.effects.append(EffectWord(name=name, title=title, handler="", arguments=arguments, required=wanted))
        else:
            about: Literal["case", "site"] = "case"
            if "about" in given and given["about"].value == "site":
                about = "site"
            self.actions.append(AreaAction(name=name, title=title, arguments=arguments, required=wanted, about=about))

    def _entries(self, node: Node, known: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        if not isinstance(node.value, dict):
            self._error("not_mapping", node)
            return
        for key, child in node.value.items():
            if key in known:
                yield key, child
            else:
                self.findings.append(
                    Finding("unknown_key", child.at_key, {"key": key, "meant": meant(key, known), "known": known})
                )

    def _type(self, node: Node) -> Type:
        found = _TYPES.get(node.value) if isinstance(node.value, str) else None
        if found is None:
            self._error("unknown_type", node, name=str(node.value)[:60], meant=meant(str(node.value)[:60], _TYPES))
        return found or types.UNKNOWN

    def _number(self, node: Node | None) -> int | None:
        if node is None:
            return None
        try:
            return int(read_decimal(str(node.value)))
        except ValueError:
            self._error("not_number", node, given=str(node.value)[:60])
            return None

    def _error(self, code: str, node: Node, **params: Parameter) -> None:
        self.findings.append(Finding(code, node.here, params))
