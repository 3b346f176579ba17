"""演示 What shows a pack at work: a department's people, and what they have done up to the moment of its set-up.

The steps are those of stories. No moment is fixed: a scene begins so long before, its steps follow one another, and
what would lie after the moment of the set-up has not happened yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gendan.core.relative import Relative
from gendan.core.story import Step, Written
from gendan.core.text import Place, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody of the department, by the name under which he signs in.

    `posts` are the pack's own, or dotted ones of other packs (`common.member`). `superior` is the username of another
    one; None: whoever holds the post to which his first post reports. `party`: he is outside, and signs in for that
    party. `title` stands for his post's on the sign-in page. `regions` are the provinces and cities that are his, by
    post.
    """

    username: str
    name: str
    posts: tuple[str, ...] = ()
    superior: str | None = None
    party: str = ""
    title: Text | None = None
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One course of events, which begins so long before the set-up. `number` tells the rows of one scene apart."""

    name: str
    begins: Relative
    steps: tuple[Step, ...] = ()
    number: int = 0
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The department `unit`, its people (whoever leads first), the site's settings, and its scenes."""

    unit: Text
    people: tuple[DemoPerson, ...] = ()
    settings: Mapping[str, Written] = field(default_factory=dict)
    scenes: tuple[Scene, ...] = ()
    place: Place = field(default=Place(), compare=False)

    def person(self, username: str) -> DemoPerson | None:
        """The person who signs in under this name."""
        return next((each for each in self.people if each.username == username), None)

    def cast(self, post: str, name: str = "") -> DemoPerson | None:
        """The person who acts in a post: the first who holds it, or the one of this name (or username)."""
        return next(
            (each for each in self.people if post in each.posts and name in ("", each.name, each.username)), None
        )
