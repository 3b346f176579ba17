"""The words of areas that a pack uses: known, needed, and given what they ask."""

from __future__ import annotations

from collections.abc import Iterable

from gendan.core.procedure import Action, Effect
from gendan.core.vocabulary import Vocabulary
from gendan.packs.check.conditions import Condition
from gendan.packs.check.subject import Subject, Whole

AREAS = frozenset(
    ["orders", "stock", "money", "catalogue", "notices", "parties", "desk", "workforce", "measures", "papers"]
)
"""The areas that a Gendan may have: a pack may need one that this site has not installed."""
_OWN = frozenset({"document", "notice"})
"""What stands before a dot in an effect and belongs to the pack itself."""


def check_areas(whole: Whole) -> None:
    """Notes areas that this site has not, and actions of areas that nobody can do."""
    pack, vocabulary, report = whole.pack, whole.vocabulary, whole.report
    for index, area in enumerate(pack.needs):
        if area in vocabulary.areas:
            continue
        at = pack.place.of("needs", index)
        if area in AREAS and not whole.activates:
            report.warn("area_not_installed", at, name=area)
        else:
            report.unknown("unknown_area", at, area, vocabulary.areas | (frozenset() if whole.activates else AREAS))
    for post, words in pack.acts.items():
        for index, word in enumerate(words):
            area = word.partition(".")[0]
            at = pack.place.of("acts", post, index)
            if area in whole.names.blind:
                continue
            if word not in vocabulary.actions:
                report.unknown("unknown_area_action", at, word, vocabulary.actions)
            elif area not in pack.needs:
                report.error("area_not_needed", at, name=word, area=area)


def check_needed(subject: Subject, conditions: Iterable[Condition]) -> None:
    """Notes words of areas that the pack does not say it needs."""
    vocabulary = subject.whole.vocabulary
    foreign = vocabulary.areas - set(subject.pack.needs)
    for condition in conditions:
        read = [word for word in condition.expression.words if word in vocabulary.facts]
        asked = [call.word for call in condition.expression.calls if call.word in vocabulary.lookups]
        for word in (*read, *asked):
            area = word.partition(".")[0]
            if area in foreign and word not in subject.names.words:
                subject.report.error("area_not_needed", condition.place, name=word, area=area)


def check_effects(subject: Subject) -> None:
    """Notes effects that no area has, and arguments that are missing or that nobody asks for."""
    for action in subject.procedure.actions.values():
        for effect in action.then:
            if effect.word.partition(".")[0] not in _OWN:
                _effect(subject, effect)
        _covers(subject, action)


def _effect(subject: Subject, effect: Effect) -> None:
    pack, report = subject.pack, subject.report
    vocabulary: Vocabulary = subject.whole.vocabulary
    area = effect.word.partition(".")[0]
    if area in subject.whole.names.blind:
        return
    word = vocabulary.effects.get(effect.word)
    if word is None:
        report.unknown("unknown_effect", effect.place, effect.word, vocabulary.effects)
        return
    if area not in pack.needs:
        report.error("area_not_needed", effect.place, name=effect.word, area=area)
    given = [name for name, _ in effect.arguments]
    for name in given:
        if name not in word.arguments:
            report.unknown("unknown_argument", effect.place.of(name), name, word.arguments, word=effect.word)
    for name in word.required:
        if name not in given:
            report.error("argument_missing", effect.place, name=name, word=effect.word)


def _covers(subject: Subject, action: Action) -> None:
    for index, name in enumerate(action.covers):
        if "." not in name:
            continue
        at = action.place.of("covers", index)
        if subject.names.word(name) is None:
            subject.report.unknown("unknown_covered_word", at, name, subject.names.known("unknown_word"))
        elif name.partition(".")[0] in subject.whole.vocabulary.areas - set(subject.pack.needs):
            subject.report.error("area_not_needed", at, name=name, area=name.partition(".")[0])
