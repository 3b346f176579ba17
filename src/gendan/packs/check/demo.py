"""A demo names what the pack has, and people who are there."""

from __future__ import annotations

from gendan.core.demo import Demo, DemoPerson, Scene
from gendan.core.story import AreaAct, Cast, HandOver
from gendan.core.text import Place
from gendan.packs.check.stories import Steps
from gendan.packs.check.subject import Whole


def check_demo(whole: Whole, demo: Demo, *, shipped: bool = False) -> None:
    """Notes names that nothing has and posts that nobody fills."""
    checker = _Demo(whole, demo)
    for each in demo.people:
        checker.person(each)
    for name in demo.settings:
        if name not in whole.pack.settings:
            whole.report.unknown("unknown_setting", demo.place.of("settings", name), name, whole.pack.settings)
    for scene in demo.scenes if not whole.unread else ():
        checker.scene(scene)
    if shipped and not demo.unit.en:
        place = demo.place.of("unit")
        whole.report.error("label_missing", place, name="demo.unit", text=demo.unit.zh, language="en")


class _Demo:
    def __init__(self, whole: Whole, demo: Demo) -> None:
        self._whole = whole
        self._demo = demo
        self._steps = Steps(whole, tuple(whole.pack.procedures.values()))

    def person(self, person: DemoPerson) -> None:
        """Posts, superior, and the posts to which regions belong."""
        posts = self._whole.pack.posts
        for index, post in enumerate(person.posts):
            if "." not in post and post not in posts:
                self._whole.report.unknown("story_role", person.place.of("posts", index), post, posts)
        known = {each.username for each in self._demo.people}
        if person.superior is not None and person.superior not in known:
            self._whole.report.unknown("demo_superior", person.place.of("superior"), person.superior, known)
        for post in person.regions:
            self._steps.holder(post, person.place.of("regions", post))

    def scene(self, scene: Scene) -> None:
        """Every step as one of a story, by people who are there."""
        for step in scene.steps:
            self._steps.step(step)
            if step.actor is not None:
                self._filled(step.actor, step.place.of("as"))
            if isinstance(step, HandOver):
                self._filled(step.to, step.place.of("hand_over"))
            if isinstance(step, AreaAct) and step.word.partition(".")[0] not in self._whole.pack.needs:
                self._whole.report.error(
                    "area_not_needed", step.place.of("do"), name=step.word, area=step.word.partition(".")[0]
                )

    def _filled(self, who: Cast, place: Place) -> None:
        if who.role in self._whole.pack.posts and self._demo.cast(who.role, who.person) is None:
            name = f"{who.person} ({who.role})" if who.person else who.role
            self._whole.report.error("demo_nobody", place, name=name)
