"""Plays stories as branches of a tree: what several start after is played once, and each goes on from there.

What a branch does is rolled back to where it began, numbers included, so that no story sees another's steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.db import transaction

from gendan.cases.basis import calendar_name
from gendan.cases.numbers import rehearsed
from gendan.cases.registry import vocabulary, with_facts
from gendan.cases.rehearsal.play import Player
from gendan.cases.rehearsal.result import Difference, Result
from gendan.cases.rehearsal.stage import Stage, as_written, staffed
from gendan.cases.sight import shown
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.refusals import Reason
from gendan.core.story import Cast, Story, Written
from gendan.core.values import parse
from gendan.packs.reader import Reading
from gendan.people.calendars import calendar


def rehearse(reading: Reading, *, only: str | None = None, story: Story | None = None) -> tuple[Result, ...]:
    """Play the stories of a pack that was read, or only those whose name contains `only`, or this one `story`; each as
    if it were alone.

    Nothing of it stays: every story runs in a transaction that is rolled back. `reading.pack` must be there.
    """
    pack = reading.pack
    assert pack is not None  # who calls has looked at the findings
    known = {each.name: each for each in reading.stories}
    stories = reading.stories if story is None else (story,)
    played = [each for each in stories if only is None or only in each.name]
    results = {id(result.story): result for result in _results(pack, reading.files, played, known)}
    return tuple(results[id(each)] for each in played)


@dataclass(slots=True)
class _Branch:
    """A story, and those that start at its end. `asked`: not only for what stands on it."""

    story: Story
    asked: bool = False
    further: dict[int, _Branch] = field(default_factory=dict)

    def all_asked(self) -> Iterator[Story]:
        """The stories of this branch whose results are wanted."""
        if self.asked:
            yield self.story
        for each in self.further.values():
            yield from each.all_asked()


@dataclass(slots=True)
class _Tree:
    """Stories that start after the same one, under the same facts and settings and with the same staff."""

    root: _Branch
    facts: Mapping[str, object]
    settings: Mapping[str, Written]
    staff: tuple[Cast, ...]


def _results(
    pack: Pack, files: Mapping[str, bytes], played: Iterable[Story], known: Mapping[str, Story]
) -> Iterator[Result]:
    trees: dict[str, _Tree] = {}
    for story in played:
        way = _way(story, known)
        try:
            facts = {name: value for each in way for name, value in _typed_facts(pack, each).items()}
        except Difference as difference:
            yield Result(story=story, difference=difference)
            continue
        settings = {name: said for each in way for name, said in each.settings.items()}
        staff = staffed(pack, (step.actor for each in way for step in each.steps))
        key = repr((id(way[0]), sorted(facts.items()), sorted(settings.items()), staff))
        branch = trees.setdefault(key, _Tree(_Branch(way[0]), facts, settings, staff)).root
        for each in way[1:]:
            branch = branch.further.setdefault(id(each), _Branch(each))
        branch.asked = True
    for tree in trees.values():
        yield from _grown(pack, files, tree)


def _way(story: Story, known: Mapping[str, Story]) -> list[Story]:
    """The story, after those at whose end it starts."""
    way = [story]
    while way[0].after is not None and way[0].after in known and known[way[0].after] not in way:
        way.insert(0, known[way[0].after])
    return way


def _grown(pack: Pack, files: Mapping[str, bytes], tree: _Tree) -> list[Result]:
    """The results of a tree's stories, whose stage is set once."""
    story = replace(tree.root.story, settings=tree.settings)
    with shown(), with_facts(tree.facts), _apart():
        try:
            stage = Stage.set_up(pack, files, story, _beginning(pack, story))
            for each in tree.staff:
                stage.person(each, story.place)
        except Difference as difference:
            return [Result(story=each, difference=difference) for each in tree.root.all_asked()]
        return list(_played(stage, tree.root, 0))


def _played(stage: Stage, branch: _Branch, before: int) -> Iterator[Result]:
    """The results of a branch whose stage stands; `before`: how many steps led to it."""
    steps = branch.story.steps
    player = Player(stage)
    played = 0
    try:
        for step in steps:
            player.play(step)
            played += 1
        stage.settle()
    except Difference as difference:
        at = steps[min(played, len(steps) - 1)].place if steps else branch.story.place
        place = difference.place if difference.place.file else at
        told = Difference(difference.code, place, **difference.parameters)
        for story in branch.all_asked():
            yield Result(story=story, difference=told, steps=before + played)
        return
    if branch.asked:
        yield Result(story=branch.story, steps=before + played)
    for each in branch.further.values():
        with _apart():
            yield from list(_played(stage.copy(), each, before + played))


@contextmanager
def _apart() -> Iterator[None]:
    """Within the block the database and the numbers go on from where they stand; behind it they stand there again."""
    with transaction.atomic(), rehearsed():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _beginning(pack: Pack, story: Story) -> datetime:
    assert story.at is not None  # asked of every story that starts by itself
    return story.at.replace(tzinfo=calendar(calendar_name(pack)).timezone).astimezone(UTC)


def _typed_facts(pack: Pack, story: Story) -> dict[str, object]:
    zone = calendar(calendar_name(pack)).timezone
    known = vocabulary()
    facts: dict[str, object] = {}
    for name, said in story.facts.items():
        fact = known.facts.get(name) or known.lookups.get(name)
        if fact is None or fact.type.kind == "person":
            facts[name] = as_written(said)
            continue
        value = parse(Field(name=name, title=fact.title, type=fact.type.kind), as_written(said), zone)
        if isinstance(value, Reason):
            raise Difference("refused", story.place.of("facts", name), reasons=value.code)
        facts[name] = value
    return facts
