"""演练 The stories of a version or draft, played one after another by a job or by the page that waits for them.

Each story is played in a transaction of its own that is rolled back, where the project has it played (`play_by`); what
became of it is kept with the run. A run is of one content: where a draft is changed meanwhile, the run ends as `stale`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from gendan.cases.deferring import defer
from gendan.cases.models import StoryRun
from gendan.cases.numbers import new_uid
from gendan.cases.rehearsal import Difference, Result, rehearse
from gendan.cases.studio.drafts import demand_administrator
from gendan.cases.studio.errors import StudioRefused
from gendan.cases.studio.sources import Source, examined, reading_of, source
from gendan.core.story import Story
from gendan.packs.coverage import Coverage, coverage
from gendan.packs.reader import Reading

_LOG = logging.getLogger(__name__)

Plays = Callable[[Reading, Story], Mapping[str, Any]]
"""What plays one story, and tells what became of it as a run keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTold:
    """What became of one story. `code` and `parameters` say what was otherwise (see `rehearsal.result.WORDING`), empty
    where it held; `line` and `column` where, in `file`; `begins` the line at which the story begins, `steps` how many
    steps were played."""

    name: str
    file: str
    begins: int
    passed: bool
    steps: int
    code: str = ""
    parameters: dict[str, str]
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTold:
    """A run: how far it is, and what became of each story so far."""

    id: UUID
    pack: str
    source: str
    hash: str
    stage: str
    total: int
    stories: Sequence[StoryTold]
    made_at: datetime
    made_by: int

    @property
    def running(self) -> bool:
        """Whether there is more to do."""
        return self.stage == StoryRun.Stage.RUNNING

    @property
    def failed(self) -> list[StoryTold]:
        """The stories that did not hold."""
        return [each for each in self.stories if not each.passed]

    @property
    def passed(self) -> bool:
        """Whether all stories were played and held."""
        return self.stage == StoryRun.Stage.DONE and not self.failed


def play(of: Source, *, by: int, at: datetime) -> UUID:
    """Begin to play all stories of a version or draft; a job does the rest. Gives the run.

    Raises StudioRefused: `access`, `unsound` (what has errors is not played), `no_stories`, `running`.
    """
    demand_administrator(by)
    looked = examined(of)
    pack = looked.reading.pack
    if pack is None or not looked.sound:
        raise StudioRefused("unsound", errors=looked.errors)
    if not looked.reading.stories:
        raise StudioRefused("no_stories")
    with transaction.atomic():
        if StoryRun.objects.filter(hash=pack.hash, source=of.name, stage=StoryRun.Stage.RUNNING).exists():
            raise StudioRefused("running")
        run = StoryRun.objects.create(
            id=UUID(new_uid(at)),
            pack=of.pack,
            source=of.name,
            hash=pack.hash,
            total=len(looked.reading.stories),
            made_at=at,
            made_by=by,
            changed_at=at,
        )
        defer("story_run", run=str(run.id))
    return run.id


def continue_(run: UUID, at: datetime, limit: int = 1) -> bool:
    """Play the next stories of a running run, at most `limit`; whether there is more to do.

    Another process that is at the same run is left to it.
    """
    plays = _plays
    if plays is None:
        return StoryRun.objects.filter(id=run, stage=StoryRun.Stage.RUNNING).exists()
    for _ in range(limit):
        # The row is locked while a story is played: who comes meanwhile passes over it.
        with transaction.atomic():
            found = StoryRun.objects.select_for_update(skip_locked=True).filter(id=run).first()
            if found is None:
                return StoryRun.objects.filter(id=run, stage=StoryRun.Stage.RUNNING).exists()
            if found.stage != StoryRun.Stage.RUNNING:
                return False
            _step(found, plays)
            found.changed_at = at
            found.save()
            if found.stage != StoryRun.Stage.RUNNING:
                return False
    return True


def run_told(run: UUID) -> RunTold:
    """How far a run is. Raises StudioRefused (`missing`)."""
    row = StoryRun.objects.filter(id=run).first()
    if row is None:
        raise StudioRefused("missing", what="run")
    return _told(row)


def last_run(digest: str) -> RunTold | None:
    """The last run of a content that played, or plays, all of its stories; None where there was none."""
    row = StoryRun.objects.filter(hash=digest).exclude(stage=StoryRun.Stage.STALE).order_by("-made_at", "-id").first()
    return None if row is None else _told(row)


def coverage_of(run: RunTold, reading: Reading) -> Coverage:
    """Which rows of the register the stories of a run show."""
    passed = {each.name: each.passed for each in run.stories}
    return coverage((story, passed[story.name]) for story in reading.stories if story.shows and story.name in passed)


def standing_still(since: datetime) -> list[UUID]:
    """Runs that have not moved since a moment: their jobs are gone."""
    found = StoryRun.objects.filter(stage=StoryRun.Stage.RUNNING, changed_at__lt=since)
    return list(found.order_by("made_at").values_list("id", flat=True))


def _step(found: StoryRun, plays: Plays) -> None:
    """Play the next story, and write down in `found` what became of it."""
    try:
        reading = reading_of(source(found.pack, found.source))
    except StudioRefused:
        found.stage = StoryRun.Stage.STALE
        return
    if reading.pack is None or reading.pack.hash != found.hash:
        found.stage = StoryRun.Stage.STALE
        return
    place = len(found.told)
    if place < len(reading.stories):
        found.told = [*found.told, dict(plays(reading, reading.stories[place]))]
    if len(found.told) >= len(reading.stories):
        found.stage = StoryRun.Stage.DONE


def played(reading: Reading, story: Story) -> Mapping[str, Any]:
    """What became of a story, as a run keeps it. Where Gendan itself breaks over it, it tells so: a run goes on with
    the next one."""
    try:
        (result,) = rehearse(reading, story=story)
    except DatabaseError:
        raise
    except Exception as error:
        _LOG.exception("the story %s broke off", story.name)
        broken = Difference("broken", story.place, error=f"{type(error).__name__}: {error}"[:300])
        result = Result(story=story, difference=broken)
    return _to_json(result)


_plays: Plays | None = played


def play_by(plays: Plays | None) -> None:
    """Have stories of runs played by `plays`, as `played` does it here among what the site holds. None: this process
    leaves them to those that run jobs."""
    global _plays  # noqa: PLW0603  # set once, when a process begins
    _plays = plays


def _to_json(result: Result) -> dict[str, Any]:
    story, difference = result.story, result.difference
    said: dict[str, Any] = {
        "name": story.name,
        "file": story.place.file,
        "begins": story.place.line,
        "passed": result.passed,
        "steps": result.steps,
        "parameters": {},
    }
    if difference is not None:
        said |= {
            "code": difference.code,
            "parameters": {name: str(value)[:2000] for name, value in difference.parameters.items()},
            "line": difference.place.line,
            "column": difference.place.column,
        }
        if difference.place.file:
            said["file"] = difference.place.file
    return said


def _told(row: StoryRun) -> RunTold:
    return RunTold(
        id=row.id,
        pack=row.pack,
        source=row.source,
        hash=row.hash,
        stage=row.stage,
        total=row.total,
        stories=[StoryTold(**each) for each in row.told],
        made_at=row.made_at,
        made_by=row.made_by,
    )
