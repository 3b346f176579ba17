"""组织 The organization as its page shows it: a department's posts as a tree, who holds them, and one post in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.core.pack import Pack, Post
from gendan.people import access
from gendan.people.organization import Held, Organization, Span
from gendan.web.views.common import language
from gendan.web.views.grid import Act, Cell, Grid, Line


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody at a post. `note` says since when he will hold it, or who stands in for him today."""

    name: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNode:
    """A post in the tree. `vacant`: nobody holds it today. `open`: it is the one that is shown in full."""

    name: str
    title: str
    address: str
    holders: Sequence[Holder]
    coming: Sequence[Holder]
    vacant: bool
    open: bool
    below: Sequence[PostNode]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNode:
    """A person in the tree of superiors."""

    name: str
    address: str
    posts: str
    below: Sequence[PersonNode]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One post in full: everybody who holds it, will, or did."""

    full: str
    title: str
    duties: Sequence[str]
    above: str
    held: Grid
    stand_ins: Grid


def tree(pack: Pack, standing: Organization, day: date, chosen: str) -> list[PostNode]:
    """The posts of a pack, those below each under it."""
    below: dict[str | None, list[Post]] = {}
    for post in pack.posts.values():
        above = post.reports_to if post.reports_to in pack.posts else None
        below.setdefault(above, []).append(post)
    return [_node(post, pack, standing, day, chosen, below) for post in below.get(None, ())]


def _node(
    post: Post,
    pack: Pack,
    standing: Organization,
    day: date,
    chosen: str,
    below: dict[str | None, list[Post]],
) -> PostNode:
    full = f"{pack.name}.{post.name}"
    holders = [_holder(person, full, standing, day) for person in standing.holders(full, day)]
    coming = [
        Holder(_name(each.person), _address(each.person), each.span.since.isoformat())
        for each in standing.held
        if each.post == full and each.span.since > day and _holds_ever(each.span)
    ]
    return PostNode(
        name=post.name,
        title=post.title.in_language(language()),
        address=post_address(pack.name, post.name),
        holders=holders,
        coming=coming,
        vacant=not holders,
        open=post.name == chosen,
        below=[_node(each, pack, standing, day, chosen, below) for each in below.get(post.name, ())],
    )


def _holder(person: int, full: str, standing: Organization, day: date) -> Holder:
    deputies = [
        _name(each.deputy)
        for each in standing.stand_ins
        if each.absent == person and each.span.covers(day) and (not each.posts or full in each.posts)
    ]
    note = _("由 %(names)s 代理") % {"names": _("、").join(deputies)} if deputies else ""
    return Holder(_name(person), _address(person), note)


def people_tree(standing: Organization, day: date) -> list[PersonNode]:
    """Everybody who works here, under his superior."""
    below: dict[int | None, list[int]] = {}
    for person, member in standing.members.items():
        if member.active and member.party is None:
            below.setdefault(standing.superior(person), []).append(person)

    def node(person: int) -> PersonNode:
        posts = sorted(access_titles(standing.posts(person, day)))
        return PersonNode(
            name=_name(person),
            address=_address(person),
            posts=_("、").join(posts),
            below=[node(each) for each in sorted(below.get(person, ()), key=_name)],
        )

    return [node(each) for each in sorted(below.get(None, ()), key=lambda one: (one not in below, _name(one)))]


def access_titles(posts: frozenset[str]) -> list[str]:
    """The titles of posts (`pack.post`)."""
    from gendan.web.views.people_page import titles

    known = titles()
    return [known.get(post, post) for post in posts]


def post_view(pack: Pack, post: Post, standing: Organization, day: date, *, may_change: bool) -> PostView:
    """One post in full, with what may be changed."""
    full = f"{pack.name}.{post.name}"
    held = sorted(
        (each for each in standing.held if each.post == full and _holds_ever(each.span)),
        key=lambda each: (_phase(each.span, day), each.span.since),
    )
    above = pack.posts.get(post.reports_to or "")
    stands = [
        each
        for each in standing.stand_ins
        if (each.span.until is None or each.span.until > day)
        and (full in each.posts or (not each.posts and full in standing.posts(each.absent, day)))
    ]
    return PostView(
        full=full,
        title=post.title.in_language(language()),
        duties=[each.in_language(language()) for each in post.duties],
        above=above.title.in_language(language()) if above is not None else "",
        held=Grid(
            [_("姓名"), _("状态"), _("从"), _("到")],
            [_held(each, day, may_change=may_change) for each in held],
            _("还没有人任过此岗位。"),
        ),
        stand_ins=Grid(
            [_("谁不在"), _("由谁代理"), _("从"), _("到")],
            [
                Line(
                    f"{each.absent}-{each.deputy}-{each.span.since}",
                    [
                        Cell(_name(each.absent), _address(each.absent)),
                        Cell(_name(each.deputy), _address(each.deputy)),
                        Cell(each.span.since.isoformat(), kind="number"),
                        Cell(_day(each.span.until), kind="number"),
                    ],
                )
                for each in stands
            ],
            _("没有代理。在人员页上设。"),
        ),
    )


def post_address(pack: str, post: str) -> str:
    """Where a post is shown in full."""
    return f"{reverse('web:organization')}?{urlencode({'pack': pack, 'post': post})}#post"


def _held(each: Held, day: date, *, may_change: bool) -> Line:
    phase = _phase(each.span, day)
    state = (Cell(_("现任"), tone="good"), Cell(_("将任"), tone="note"), Cell(_("曾任"), tone="chip"))[phase]
    acts = (
        (
            Act(
                _("卸任"),
                reverse("web:organization_change", args=["release"]),
                "person",
                str(each.person),
                grave=True,
                asks_day=_("从哪天起不再任（空着就是今天）"),
            ),
        )
        if may_change and phase < 2
        else ()
    )
    return Line(
        f"{each.person}-{each.span.since}",
        [
            Cell(_name(each.person), _address(each.person), kind="id"),
            state,
            Cell(each.span.since.isoformat(), kind="number"),
            Cell(_day(each.span.until), kind="number"),
        ],
        acts,
    )


def _phase(span: Span, day: date) -> int:
    """0 for now, 1 for what is to come, 2 for what is past."""
    return 0 if span.covers(day) else 1 if span.since > day else 2


def _holds_ever(span: Span) -> bool:
    return span.until is None or span.until > span.since


def _day(until: date | None) -> str:
    return until.isoformat() if until is not None else "—"


def _name(person: int) -> str:
    return access.names_of([person]).get(person, str(person))


def _address(person: int) -> str:
    return reverse("web:person", args=[person])
