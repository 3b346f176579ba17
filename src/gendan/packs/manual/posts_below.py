"""下属岗位 Who reports to a post."""

from __future__ import annotations

from gendan.core.pack import Pack, Post


def below(pack: Pack, post: str) -> tuple[Post, ...]:
    """The posts that report to this one."""
    return tuple(each for each in pack.posts.values() if each.reports_to == post)
