"""部门 The chapters about the department as a whole: how to read, who reports to whom, figures, what the site sets."""

from __future__ import annotations

from gendan.core.pack import Post
from gendan.core.worktime import Calendar
from gendan.packs.describe import duties_of
from gendan.packs.manual.anchors import post_anchor, procedure_anchor
from gendan.packs.manual.content import Block, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.posts_below import below
from gendan.packs.manual.speech import Speech

"""Rows of a site's table that the manual prints; of a longer one the first."""
_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def reading_section(speech: Speech) -> Section:
    """How the manual is to be read, and what holds in every procedure."""
    both = speech.both
    lines: tuple[Line, ...] = (
        both(
            "本手册由正在运行的规定直接生成：这里写的，就是系统执行的。规定改了，手册跟着改；封面上的版本和校验码说明是哪一版。",
            "This manual is made from the rules that run: what stands here is what "
            "the system does. When the rules change, so does "
            "the manual; version and checksum on the cover say which rules it tells.",
        ),
        both(
            "一张单总在某个状态，每个状态都写明轮到谁、多久。轮到谁，单就在谁的工作台上，急的和逾期的排在前面。",
            "A case is always in one state, and of each state it is written whose "
            "turn it is and how soon. It lies on that person’s "
            "bench, what is late first.",
        ),
        both(
            "关卡没有例外：条件没有满足，页面、批量、导入和管理员都过不去。规定里允许的例外，写成单独的步骤，有它自己的签字。",
            "Gates know no exception: where a condition does not hold, neither a "
            "page nor a batch, an import or an administrator "
            "passes. An exception that the rules allow is a step of its own, with its own signature.",
        ),
        both(
            "谁在什么时候办了什么，全部记录，不能改也不能删；填错了只能更正，原来的仍然看得到。",
            "Who did what, and when, is recorded and can be neither changed nor "
            "removed; a mistake is corrected, and what stood there "
            "before can still be seen.",
        ),
        both(
            "请假时由代班人办，记录上写两个人的名字。上级可以指名接办下属岗位的单。",
            "A deputy acts for whoever is away, and the record names both. A superior may "
            "take over, by name, what lies with a post below.",
        ),
    )
    return Section(
        anchor="reading",
        title=both("怎样读这本手册", "How to read this manual"),
        blocks=(Items(lines), *_worktime(speech)),
    )


def _worktime(speech: Speech) -> tuple[Block, ...]:
    calendar = speech.in_force.calendar
    if calendar is None:
        return ()
    said = hours_in_words(calendar, speech)
    day = sum(end - start for start, end in calendar.standard_day) / 60
    return (
        Paragraph(
            speech.both(
                f"时限里的“工作小时”和“工作日”按工作时间算：{said}；一个工作日是{day:g}个工作小时。节假日和调休按公布的安排。"
                "没有写“工作”的分钟、小时和天，是钟表上的时间，晚上和休息日也算。",
                f"Working hours and working days are counted in working time: {said}; a "
                f"working day is {day:g} working hours. Holidays "
                "and make-up days are as announced. Minutes, hours and days without "
                "“working” are those of the clock, at night and on "
                "days off too.",
            )
        ),
    )


def hours_in_words(calendar: Calendar, speech: Speech) -> str:
    """The hours of the week: `周一至周五 9:00–12:00、13:30–18:00`."""
    names = _DAYS_EN if speech.english else _DAYS
    groups: list[tuple[int, int]] = []
    for day in range(7):
        if not calendar.week[day]:
            continue
        if groups and groups[-1][1] == day - 1 and calendar.week[groups[-1][0]] == calendar.week[day]:
            groups[-1] = (groups[-1][0], day)
        else:
            groups.append((day, day))
    said = []
    for first, last in groups:
        days = (
            names[first]
            if first == last
            else speech.both(f"{names[first]}至{names[last]}", f"{names[first]} to {names[last]}")
        )
        spans = speech.listed(
            f"{start // 60}:{start % 60:02}–{end // 60}:{end % 60:02}" for start, end in calendar.week[first]
        )
        said.append(f"{days} {spans}")
    return speech.both("；", "; ").join(said)


def organization_section(speech: Speech) -> Section:
    """The posts, who reports to whom, and in what each takes part."""
    both, pack = speech.both, speech.pack
    rows: list[tuple[Line, ...]] = []
    for post, depth in _tree(speech):
        works: list[str | Link] = []
        for each in duties_of(pack, post.name):
            if works:
                works.append(both("、", ", "))
            works.append(Link(speech.say(each.procedure.title), procedure_anchor(each.procedure.name)))
        above = speech.post(post.reports_to) if post.reports_to else "—"
        title = ("　" * depth + ("└ " if depth else ""), Link(speech.say(post.title), post_anchor(post.name)))
        rows.append((title, above, tuple(works) if works else both("没有流程步骤", "no step of any procedure")))
    head = (both("岗位", "Post"), both("向谁汇报", "Reports to"), both("参与的流程", "Takes part in"))
    said = both(
        f"“{speech.say(pack.title)}”设{len(pack.posts)}个岗位，按{len(pack.procedures)}个流程办事。一个人可以担任几个岗位，一个岗位可以有几个人。",
        f"“{speech.say(pack.title)}” has {len(pack.posts)} posts and works by "
        f"{len(pack.procedures)} procedures. A person may hold several "
        "posts, and a post may have several holders.",
    )
    return Section(
        anchor="organization",
        title=both("岗位设置", "Organization of posts"),
        blocks=(Paragraph(said), Table(head, tuple(rows), (5, 4, 8))),
    )


def _tree(speech: Speech) -> list[tuple[Post, int]]:
    """The posts from the top down, each with its depth."""
    pack = speech.pack
    found: list[tuple[Post, int]] = []
    seen: set[str] = set()

    def add(post: Post, depth: int) -> None:
        if post.name in seen:
            return
        seen.add(post.name)
        found.append((post, depth))
        for each in below(pack, post.name):
            add(each, depth + 1)

    for post in pack.posts.values():
        if post.reports_to is None or post.reports_to not in pack.posts:
            add(post, 0)
    for post in pack.posts.values():
        add(post, 0)
    return found
