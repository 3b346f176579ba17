"""The people of the demo company, their posts, and the ways in that the sign-in page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gendan.core.text import Text
from gendan.people.access import day_of
from gendan.people.actions import create_person, create_unit, hold, set_password
from gendan.people.models import Person, Unit

COMPANY: Final = "演示公司"
COMMON: Final = "common"
"""The shipped pack of what every department has besides its trade."""
_LEADING: Final = {"director": 0, "leader": 1}
PASSWORD: Final = "kankan-gendan"  # noqa: S105 shown on the sign-in page, and only where the demo company is
SYSTEM: Final = 0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo company; `post` empty: none at the order desk. `besides` are his posts in the common
    matters."""

    username: str
    name: str
    post: str
    role: Text
    besides: tuple[str, ...] = ("member",)


@dataclass(frozen=True, slots=True)
class WayIn:
    """How to sign in as somebody: what the sign-in page shows."""

    username: str
    name: str
    role: str
    password: str


_REVIEWER: Final = Text("审单员", "Order reviewer")
_FINANCE: Final = Text("财务审核", "Finance reviewer")
_PRINTER: Final = Text("仓库打单员", "Warehouse printer")

MEMBERS: Final = (
    Member("zhoumin", "周敏", "supervisor", Text("审单主管", "Review supervisor"), ("leader",)),
    Member("xuli", "徐丽", "reviewer", _REVIEWER),
    Member("hejing", "何静", "reviewer", _REVIEWER, ("member", "seat")),
    Member("zhengjie", "郑洁", "reviewer", _REVIEWER),
    Member("matao", "马涛", "reviewer", _REVIEWER),
    Member("gaolan", "高岚", "finance", _FINANCE),
    Member("xiefang", "谢芳", "finance", _FINANCE),
    Member("luoqiang", "罗强", "warehouse_printer", _PRINTER),
    Member("hanlei", "韩磊", "warehouse_printer", _PRINTER),
    Member("linyue", "林越", "", Text("主管领导", "Director"), ("director",)),
    Member("guanli", "管理员", "", Text("系统管理员", "Administrator"), ()),
)


def hire(pack: str, *, at: datetime) -> Mapping[str, int]:
    """Make the company and its people, in their posts for a month already; gives their ids by username."""
    since = day_of(at) - timedelta(days=30)
    company = create_unit(actor=SYSTEM, at=at, name=COMPANY, name_english="Demo company", pack=pack)
    staff: dict[str, int] = {}
    # Whoever leads is there before those whom he leads.
    for member in sorted(
        MEMBERS, key=lambda each: min((_LEADING.get(post, 2) for post in each.besides[:1]), default=2)
    ):
        staff[member.username] = create_person(
            actor=SYSTEM,
            at=at,
            username=member.username,
            name=member.name,
            unit=company,
            superior=staff.get("zhoumin") or staff.get("linyue"),
            administrator=not member.besides,
        )
        set_password(staff[member.username], PASSWORD, actor=SYSTEM, at=at)
        if member.post:
            hold(staff[member.username], f"{pack}.{member.post}", actor=SYSTEM, at=at, since=since)
        for post in member.besides:
            hold(staff[member.username], f"{COMMON}.{post}", actor=SYSTEM, at=at, since=since)
    return staff


def ways_in(language: str) -> tuple[WayIn, ...]:
    """The people of the demo company as one may sign in as them, in the order of their work; () where there is none."""
    company = Unit.objects.filter(name=COMPANY, parent=None).first()
    if company is None:
        return ()
    there = set(Person.objects.filter(unit=company, is_active=True).values_list("username", flat=True))
    return tuple(
        WayIn(member.username, member.name, member.role.in_language(language), PASSWORD)
        for member in MEMBERS
        if member.username in there
    )
