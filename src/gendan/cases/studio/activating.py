"""启用 From a draft to the manual in force: what stands against it, what it would do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gendan.cases import foresight, library, moving
from gendan.cases.deferring import defer
from gendan.cases.documents import templates
from gendan.cases.foresight import Moving
from gendan.cases.library import Activated
from gendan.cases.models import PackVersion
from gendan.cases.standing import in_use
from gendan.cases.studio import drafts
from gendan.cases.studio.drafts import demand_administrator
from gendan.cases.studio.errors import StudioRefused
from gendan.cases.studio.playing import RunTold, last_run
from gendan.cases.studio.sources import Examined, Source, examined, files_of
from gendan.core.pack import Pack
from gendan.packs.difference import Break, Change, breaks, changes


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What an activation would do, and why it may not be made (`reasons` empty: it may).

    - `examined`: the pack as read and checked. `run`: the last run of its stories.
    - `in_force`: the version in force now, with `changes` from it, and `breaks`: what open cases of it use and would
      miss if they were moved. They stay on their version unless the pack says how to move them.
    - `moving`: what would become of the cases that the pack says how to move.
    - `stale`: templates of papers that the site has changed, and that the version has otherwise than they were then:
      the site's goes on to hold.
    """

    examined: Examined
    run: RunTold | None
    in_force: Pack | None
    changes: tuple[Change, ...]
    breaks: tuple[Break, ...]
    moving: Moving
    stale: tuple[str, ...]
    reasons: tuple[StudioRefused, ...]


def trial(of: Source, *, at: datetime) -> Trial:
    """What activating a version or draft would do; nothing is done."""
    looked = examined(of)
    pack = looked.reading.pack
    now = _in_force(of.pack)
    run = last_run(pack.hash) if pack is not None else None
    if pack is None or not looked.sound:
        reasons = [StudioRefused("unsound", errors=looked.errors)]
    else:
        reasons = [*_against(of, pack), *_unshown(looked, run)]
    return Trial(
        examined=looked,
        run=run,
        in_force=now,
        changes=changes(now, pack) if pack is not None and now is not None else (),
        breaks=breaks(now, pack, in_use(now)) if pack is not None and now is not None else (),
        moving=foresight.moving(pack, at=at) if pack is not None and looked.sound else Moving(),
        stale=templates.stale(of.pack, looked.reading.files) if pack is not None else (),
        reasons=tuple(reasons),
    )


def activate(of: Source, *, by: int, at: datetime) -> Activated:
    """Make a version or draft the one in force; the cases that it says how to move are moved by a job.

    Raises StudioRefused with the first reason of `trial`, or `access`.
    """
    demand_administrator(by)
    looked = examined(of)
    pack = looked.reading.pack
    if pack is None or not looked.sound:
        raise StudioRefused("unsound", errors=looked.errors)
    for reason in (*_against(of, pack), *_unshown(looked, last_run(pack.hash))):
        raise reason
    with transaction.atomic():
        if of.is_draft:
            files = files_of(of)
            made = library.activate(files, by=by, at=at, with_indexes=False)
            if made.pack.hash != pack.hash:
                # Somebody has saved while it was looked at.
                raise StudioRefused("stories_missing")
            drafts.end_as(of.number, made.definition, by=by, at=at)
        else:
            made = library.reactivate(of.number, by=by, at=at)
        if made.pack.migrates is not None:
            defer("move_cases", definition=str(made.definition))
    library.see_to_indexes(made.pack)
    return made


def move_cases(definition: int, at: datetime) -> int:
    """Move the running cases that a version in force says how to move; gives how many could not be. May run twice."""
    found = PackVersion.objects.filter(id=definition, active=True).first()
    if found is None:
        return 0
    return sum(not outcome.done for outcome in moving.move(definition, by=found.activated_by, at=at))


def _in_force(pack: str) -> Pack | None:
    number = PackVersion.objects.filter(name=pack, active=True).values_list("id", flat=True).first()
    return None if number is None else library.pack(number)


def _against(of: Source, pack: Pack) -> list[StudioRefused]:
    """What speaks against a sound pack before its stories are asked."""
    if pack.name != of.pack:
        return [StudioRefused("other_pack", pack=of.pack, given=pack.name)]
    if of.is_draft and drafts.draft(of.number).ended_at is not None:
        return [StudioRefused("ended")]
    if PackVersion.objects.filter(hash=pack.hash, active=True).exists():
        return [StudioRefused("in_force")]
    if PackVersion.objects.filter(name=pack.name, version=pack.version).exclude(hash=pack.hash).exists():
        return [StudioRefused("version_taken", version=pack.version)]
    return []


def _unshown(looked: Examined, run: RunTold | None) -> list[StudioRefused]:
    """What of the stories does not hold yet. A pack without stories has nothing to show."""
    if not looked.reading.stories or (run is not None and run.passed):
        return []
    if run is not None and run.failed:
        return [StudioRefused("stories_failed", stories=[each.name for each in run.failed])]
    return [StudioRefused("stories_missing")]
