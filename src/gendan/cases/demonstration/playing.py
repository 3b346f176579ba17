"""Plays the scenes of a demo, all in one course of time: what happened earlier is done earlier."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Q

from gendan.cases import library, site
from gendan.cases.demonstration.hiring import SYSTEM
from gendan.cases.demonstration.stage import DemoStage
from gendan.cases.models import Case, RecordVersion
from gendan.cases.rehearsal.play import Player
from gendan.cases.rehearsal.result import WORDING, Difference
from gendan.cases.rehearsal.stage import as_written
from gendan.core.demo import Demo, Scene
from gendan.core.story import ExchangeRows, ImportRows, Step, Written
from gendan.core.worktime import Calendar
from gendan.packs.folder import DEMO, Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A scene that went no further than a step, and why."""

    scene: Scene
    step: Step
    difference: Difference

    def said(self, language: str) -> str:
        """Where, and what was wrong there."""
        place, wording = self.difference.place or self.step.place, WORDING[self.difference.code]
        place = place if place.file else self.step.place
        why = wording.said(language, self.difference.parameters)
        return f"{place} · {self.scene.name} [{self.scene.number + 1}] · {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a demo came to: steps played, cases opened, where they stand, and the scenes that went no further than a
    step.

    `standing`: procedure, state, how many cases stand there, and how many of these are late.
    """

    steps: int
    cases: int
    standing: tuple[tuple[str, str, int, int], ...] = ()
    left: tuple[Left, ...] = ()


class _Due(NamedTuple):
    """A step at its moment; by moment, then by the order in which the scenes are written."""

    moment: datetime
    scene: int
    step: int


def show(demo: Demo, files: Files, definition: int, *, staff: Mapping[str, int], at: datetime) -> Shown:
    """Play the scenes of a demo up to `at`, in the caller's transaction. `definition` is the pack's active version.

    A scene in which something is not as it says goes no further, and the others go on without it.
    """
    pack = library.pack(definition)
    for name, said in demo.settings.items():
        site.set_setting(pack.name, name, as_written(said), by=SYSTEM, at=at)
    first = Case.objects.aggregate(last=Max("id"))["last"] or 0
    version = RecordVersion.objects.aggregate(last=Max("id"))["last"] or 0
    stage = DemoStage(
        pack=pack,
        files={**files, **{name.removeprefix(DEMO): content for name, content in files.items()}},
        now=at,
        definition=definition,
        first=first,
        first_version=version,
        demo=demo,
        hired=staff,
    )
    plan = _plan(demo.scenes, stage.basis.calendar, at)
    stage.now = plan[0].moment if plan else at
    acting = _Acting(stage, demo.scenes)
    for due in plan:
        acting.play(due)
    stage.pass_until(at)
    opened = Case.objects.filter(id__gt=first, procedure__startswith=f"{pack.name}.")
    standing = tuple(
        opened.values_list("procedure", "state")
        .annotate(number=Count("id"), late=Count("id", filter=Q(late=True, final=None)))
        .order_by("procedure", "state")
    )
    cases = sum(number for _, _, number, _ in standing)
    return Shown(steps=acting.steps, cases=cases, standing=standing, left=tuple(acting.left))


def _plan(scenes: Sequence[Scene], calendar: Calendar, until: datetime) -> list[_Due]:
    """The steps of all scenes that have happened by `until`, in the order of time."""
    plan = []
    for number, scene in enumerate(scenes):
        moment = scene.begins.of(until, calendar)
        for index, step in enumerate(scene.steps):
            if step.at is not None and step.at.later is not None:
                moment = step.at.later.of(moment, calendar)
            if moment > until:
                break
            plan.append(_Due(moment, number, index))
    return sorted(plan)


class _Acting:
    """Scenes being played side by side, each with its own names for its cases."""

    def __init__(self, stage: DemoStage, scenes: Sequence[Scene]) -> None:
        self._stage = stage
        self._player = Player(stage)
        self._scenes = scenes
        self._shared: dict[str, int] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._last: dict[int, int | None] = {}
        self._stopped: set[int] = set()
        self.steps = 0
        self.left: list[Left] = []

    def play(self, due: _Due) -> None:
        """Play the step at its moment, unless its scene went no further."""
        stage, scene = self._stage, self._scenes[due.scene]
        stage.pass_until(due.moment)
        if due.scene in self._stopped:
            return
        names = self._names.setdefault(due.scene, {})
        stage.cases = ChainMap(names, self._shared)
        stage.last = self._last.get(due.scene)
        step = scene.steps[due.step]
        try:
            with transaction.atomic():
                self._player.play(self._now(step))
        except Difference as difference:
            self._stopped.add(due.scene)
            self.left.append(Left(scene=scene, step=step, difference=difference))
            return
        self._last[due.scene] = stage.last
        # A scene may speak of what another calls so; of several it is the first.
        for name, case in names.items():
            self._shared.setdefault(name, case)
        self.steps += 1

    def _now(self, step: Step) -> Step:
        """The step without its moment, which has come, and with the days of its rows told from it."""
        if isinstance(step, ImportRows):
            return replace(
                step, at=None, rows=tuple(map(self._dated, step.rows)), constants=self._dated(step.constants)
            )
        if isinstance(step, ExchangeRows):
            return replace(step, at=None, answers=tuple(map(self._dated, step.answers)))
        return replace(step, at=None)

    def _dated(self, row: Mapping[str, Written]) -> dict[str, Written]:
        return {name: self._stage.dated(said) for name, said in row.items()}
