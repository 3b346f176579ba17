"""Words that packs may use of an area: facts, effects and actions, declared by each room's `vocabulary.py`.

A declaration is plain data and imports nothing but `core`, so that the checker reads it without a database. What
does the work is named by a dotted path (`"gendan.money.queries:received"`) and imported by `cases` when it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gendan.core.expression import Type
from gendan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A typed word about a case (`money.received`).

    `loader` is called with a list of case ids and returns a mapping from id to value: one query for all of them.
    `minimum`, `maximum` bound a number, for the checker; `changed_by` names effects and acts that change it.
    """

    name: str
    type: Type
    title: Text
    loader: str
    minimum: int | None = None
    maximum: int | None = None
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectWord:
    """What an action may do in an area (`stock.dispatch`).

    Inside (`outside` False): `handler(calls)` runs in the command's transaction for many calls at once and raises
    Refused where it can't. Outside: queued in the transaction, run after the commit, at least once, with its own key.

    The name `notice.*` takes a family as a whole: every word before whose dot stands `notice`, where it is not declared
    itself. Families are the language's own (messages, papers, clocks); no pack names one.

    `wanted(procedure, epoch)` gives the kinds of events of `pack.procedure` that a family listens to: each such event
    of a case queues a call of `FAMILY.KIND`. It is asked at every step, so it answers from memory.
    """

    name: str
    title: Text
    handler: str
    arguments: Mapping[str, Type] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    outside: bool = False
    holds: bool = False  # held until the case ends: `release` is called then
    release: str | None = None
    wanted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAction:
    """An area's own action, granted to posts by a pack's `acts` (`money.receive`).

    `handler(case=, arguments=, person=, at=)` runs under the case's lock and raises Refused where it can't.
    """

    name: str
    title: Text
    handler: str
    arguments: Mapping[str, Type] = field(default_factory=dict)
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the areas that a site has.

    `measurer` computes a pack's measures for a rehearsal: `measurer(under=, measure=, at=, beyond=)` gives the figure
    over all cases with a greater id than `beyond`, and the figures by person. `titles` are what people call the areas.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    effects: Mapping[str, EffectWord] = field(default_factory=dict)
    actions: Mapping[str, AreaAction] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    families: Mapping[str, EffectWord] = field(default_factory=dict)
    measurer: str | None = None
    titles: Mapping[str, Text] = field(default_factory=dict)
    reporter: str | None = None

    @classmethod
    def of(
        cls,
        areas: Iterable[str],
        words: Iterable[Fact | EffectWord | AreaAction],
        *,
        measurer: str | None = None,
        title: Text | None = None,
        reporter: str | None = None,
    ) -> Vocabulary:
        """The vocabulary made of `words`, each belonging to the area before its dot."""
        areas, words = tuple(areas), tuple(words)
        return cls(
            {word.name: word for word in words if isinstance(word, Fact)},
            {word.name: word for word in words if isinstance(word, EffectWord) and not _family(word.name)},
            {word.name: word for word in words if isinstance(word, AreaAction)},
            frozenset(areas),
            {_family(word.name): word for word in words if isinstance(word, EffectWord) and _family(word.name)},
            measurer,
            {} if title is None else dict.fromkeys(areas, title),
            reporter,
        )

    def effect(self, word: str) -> EffectWord | None:
        """What does the effect `word`: the declaration of just this word, else of its family; None: nothing does."""
        return self.effects.get(word) or self.families.get(word.partition(".")[0])

    def joined(self, other: Vocabulary) -> Vocabulary:
        """Both vocabularies; `other` wins where both have a word."""
        return Vocabulary(
            {**self.facts, **other.facts},
            {**self.effects, **other.effects},
            {**self.actions, **other.actions},
            self.areas | other.areas,
            {**self.families, **other.families},
            other.measurer or self.measurer,
            {**self.titles, **other.titles},
            other.reporter or self.reporter,
        )


def _family(name: str) -> str:
    """`notice` for `notice.*`, nothing for the name of a single word."""
    head, _, rest = name.partition(".")
    return head if rest == "*" else ""
