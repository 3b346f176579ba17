"""部门 The chapters about the department as a whole: how to read, who reports to whom, figures, what the site sets."""

from __future__ import annotations

from gendan.core.amount import Amount
from gendan.core.pack import Post
from gendan.core.worktime import Calendar
from gendan.packs.describe import duties_of
from gendan.packs.manual.content import Block, Facts, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.field_words import sort_in_words
from gendan.packs.manual.measure_words import (
    PERIODS,
    measure_in_words,
    report_in_words,
    scorecard_rows,
    target_in_words,
)
from gendan.packs.manual.posts import below
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source
from gendan.packs.manual.steps import post_anchor, procedure_anchor
from gendan.packs.manual.time_words import amount, by_in_words

MOST_ROWS = 60
"""Rows of a site's table that the manual prints; of a longer one the first."""
_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHANNELS = {
    "sms": ("短信", "SMS"),
    "mail": ("邮件", "mail"),
    "task": ("系统内消息", "a message here"),
    "chat": ("群机器人", "a chat robot"),
}


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


def figures_section(speech: Speech) -> Section | None:
    """Every indicator with how it is counted, the scorecards, and the reports."""
    both, pack = speech.both, speech.pack
    sections: list[Section] = []
    if pack.measures:
        rows: list[tuple[Line, ...]] = []
        for measure in pack.measures.values():
            said = both("", " ").join(measure_in_words(measure, speech))
            if measure.source:
                said += both(f"（依据：{measure.source}）", f" (Source: {measure.source})")
            rows.append((speech.say(measure.title), said, target_in_words(measure, speech) or "—"))
        head = (both("指标", "Indicator"), both("怎样算", "How it is counted"), both("目标", "Target"))
        sections.append(
            Section(anchor="measures", title=both("指标", "Indicators"), blocks=(Table(head, tuple(rows), (3, 10, 4)),))
        )
    if pack.scorecards:
        blocks: list[Block] = []
        for card in pack.scorecards.values():
            every = PERIODS[card.every][speech.english]
            post = speech.post(card.for_)
            blocks.append(
                Paragraph(
                    both(
                        f"“{speech.say(card.title)}”考核{post}，{every}一次。"
                        "每项按达到的程度在 0 分与满分之间折算，再按权重相加。",
                        f"“{speech.say(card.title)}” is for the {post}, {every}. Each item "
                        "scores between nothing and full by how far it is "
                        "reached; the scores are added by weight.",
                    )
                )
            )
            head4 = (
                both("指标", "Indicator"),
                both("权重", "Weight"),
                both("得 0 分", "Scores nothing at"),
                both("得满分", "Scores in full at"),
            )
            blocks.append(Table(head4, tuple(scorecard_rows(card, speech)), (6, 2, 4, 4)))
            blocks += source(card.source, speech)
        sections.append(Section(anchor="scorecards", title=both("考核", "Scorecards"), blocks=tuple(blocks)))
    if pack.reports:
        pairs = tuple(
            (speech.say(each.title), (both("", " ").join(report_in_words(each, speech)),))
            for each in pack.reports.values()
        )
        sections.append(Section(anchor="reports", title=both("报表", "Reports"), blocks=(Facts(pairs),)))
    if not sections:
        return None
    note = both(
        "指标由系统从发生过的事直接数出来；每个数都能点开，看到数进去的每一张单。",
        "Indicators are counted from what happened; each figure leads to exactly the cases that it counts.",
    )
    return Section(
        anchor="figures",
        title=both("指标、考核与报表", "Indicators, scorecards and reports"),
        blocks=(Paragraph(note),),
        sections=tuple(sections),
    )


def site_section(speech: Speech) -> Section | None:
    """What the site has set, and what comes in and goes out."""
    both = speech.both
    parts = (
        _settings(speech),
        _tables(speech),
        _records(speech),
        _imports(speech),
        _exchanges(speech),
        _notices(speech),
        _routines(speech),
    )
    sections = tuple(part for part in parts if part is not None)
    if not sections:
        return None
    return Section(anchor="site", title=both("现行的设置与资料", "Settings and reference"), sections=sections)


def _settings(speech: Speech) -> Section | None:
    pack, both = speech.pack, speech.both
    if not pack.settings:
        return None
    rows: list[tuple[Line, ...]] = []
    for setting in pack.settings.values():
        title, value = speech.setting(setting.name)
        shipped = speech.value(setting.field, setting.default)
        rows.append(
            (title, value, shipped, speech.sentence(sort_in_words(setting.field, speech)), setting.source or "")
        )
    head = (
        both("设置", "Setting"),
        both("现在", "Now"),
        both("原值", "Shipped"),
        both("可以怎样设", "Bounds"),
        both("依据", "Source"),
    )
    return Section(
        anchor="settings",
        title=both("设置", "Settings"),
        blocks=(
            Paragraph(
                both(
                    "设置只能把规定收紧，不能放宽；谁在什么时候改的都有记录。",
                    "A setting may tighten a rule and not loosen it; who changed it and when is recorded.",
                )
            ),
            Table(head, tuple(rows), (6, 3, 3, 6, 3)),
        ),
    )


def _tables(speech: Speech) -> Section | None:
    pack, both = speech.pack, speech.both
    sections = []
    for table in pack.tables.values():
        columns = (*table.key, *table.columns)
        found = speech.in_force.rows(pack, table.name)
        rows = tuple(
            tuple(
                speech.value(field, value) if value not in (None, "") else "—"
                for field, value in zip(columns, (*key, *cells), strict=True)
            )
            for key, cells in found[:MOST_ROWS]
        )
        blocks: list[Block] = [Table(tuple(speech.say(each.title) for each in columns), rows)]
        if len(found) > MOST_ROWS:
            blocks.append(
                Paragraph(
                    both(
                        f"共{len(found)}行，这里列前{MOST_ROWS}行。",
                        f"Of {len(found)} rows, these are the first {MOST_ROWS}.",
                    )
                )
            )
        sections.append(
            Section(
                anchor=f"table-{table.name}",
                title=speech.say(table.title),
                blocks=(*blocks, *source(table.source, speech)),
            )
        )
    if not sections:
        return None
    return Section(anchor="tables", title=both("对照表", "Tables"), sections=tuple(sections))


def _records(speech: Speech) -> Section | None:
    pack, both = speech.pack, speech.both
    sections = []
    for record in pack.records.values():
        spoken = speech.among(record.fields.values())
        key = speech.listed(speech.quoted(spoken.field(each)) for each in record.key)
        said = [both(f"每条以{key}区分", f"each is told apart by {key}")]
        if record.written_by:
            writers = speech.ored(_writer(each, speech) for each in record.written_by)
            said.append(both(f"由{writers}写入", f"written by {writers}"))
        if record.changed_by:
            posts = speech.ored(speech.post(each) for each in record.changed_by)
            said.append(both(f"{posts}可以改，旧的仍然保留", f"{posts} may change it; what stood before is kept"))
        if record.seen_by is not None:
            posts = speech.anded(speech.post(each) for each in record.seen_by)
            said.append(both(f"只有{posts}看得到", f"only {posts} see it"))
        rows = tuple(
            (speech.say(each.title), speech.sentence(sort_in_words(each, spoken))) for each in record.fields.values()
        )
        head = (both("项目", "Item"), both("内容", "What it holds"))
        text = both("", " ").join(speech.sentence(each) for each in said)
        sections.append(
            Section(
                anchor=f"record-{record.name}",
                title=speech.say(record.title),
                blocks=(Paragraph(text), Table(head, rows, (4, 9)), *source(record.source, speech)),
            )
        )
    if not sections:
        return None
    return Section(anchor="records", title=both("登记", "Records"), sections=tuple(sections))


def _writer(name: str, speech: Speech) -> str:
    head, _, rest = name.partition(".")
    if head == "import":
        known = speech.pack.imports.get(rest)
        title = speech.quoted(speech.say(known.title) if known else rest)
        return speech.both(f"导入{title}", f"the import {title}")
    procedure = speech.pack.procedures.get(head)
    title = speech.quoted(speech.title_of(head))
    state = speech.quoted(speech.about(procedure).state(rest) if procedure else rest)
    return speech.both(f"{title}到{state}", f"{title} coming to {state}")


def _imports(speech: Speech) -> Section | None:
    both = speech.both
    sections = []
    for each in speech.pack.imports.values():
        procedure = speech.pack.procedures.get(each.opens or "")
        record = speech.pack.records.get(each.writes or "")
        spoken = speech.about(procedure) if procedure else speech.among(record.fields.values()) if record else speech
        key = speech.listed(speech.quoted(spoken.field(name)) for name in each.key)
        about = speech.quoted(speech.title_of(each.opens or each.writes or ""))
        lead = both(
            f"文件的每一行开一张{about}" if each.opens else f"文件的每一行写一条{about}",
            f"Each row of the file opens a case of {about}"
            if each.opens
            else f"Each row of the file writes a record of {about}",
        )
        again = both("已有的行拒收", "a row that is there already is refused")
        if each.update is not None:
            step = speech.quoted(spoken.step(each.update))
            again = both(f"已有的行按{step}更新原单", f"a row that is there already changes its case by {step}")
        elif each.again.value == "update":
            again = both("已有的行更新原来的", "a row that is there already is brought up to date")
        said = both(f"{lead}，以{key}认定是不是同一行；{again}。", f"{lead}, told apart by {key}; {again}.")
        rows = tuple((header, spoken.field(field.partition(".")[0])) for header, field in each.columns)
        head = (both("文件里的列名", "Column of the file"), both("填到", "Goes to"))
        sections.append(
            Section(
                anchor=f"import-{each.name}",
                title=speech.say(each.title),
                blocks=(Paragraph(said), Table(head, rows), *source(each.source, speech)),
            )
        )
    if not sections:
        return None
    return Section(anchor="imports", title=both("导入", "Imports"), sections=tuple(sections))


def _exchanges(speech: Speech) -> Section | None:
    both = speech.both
    sections = []
    for each in speech.pack.exchanges.values():
        procedure = speech.pack.procedures.get(each.procedure)
        spoken = speech.about(procedure) if procedure else speech
        states = speech.ored(speech.quoted(spoken.state(name)) for name in each.sends_from)
        step = speech.quoted(spoken.step(each.sends_do))
        said = [
            both(
                f"在{states}的“{speech.title_of(each.procedure)}”成批送出，办{step}",
                f"Cases of “{speech.title_of(each.procedure)}” in {states} are sent out together by {step}",
            )
        ]
        columns = speech.listed(speech.quoted(spoken.field(name)) for name in each.columns)
        said.append(both(f"送出的文件有这些列：{columns}", f"the file has the columns {columns}"))
        if each.due is not None:
            due = amount(each.due, speech)
            said.append(
                both(
                    f"{due}内应有结果，没有回的行单独列出", f"answers are due within {due}; rows without one are listed"
                )
            )
        rows: list[tuple[Line, ...]] = [
            (
                both(f"“{each.column}”为“{value}”", f"“{each.column}” is “{value}”"),
                both(f"办“{spoken.step(name)}”", f"“{spoken.step(name)}” is done"),
            )
            for value, name in each.answers
        ]
        rows += [
            (
                both(f"“{column}”一列", f"the column “{column}”"),
                both(f"填到“{spoken.field(name)}”", f"goes to “{spoken.field(name)}”"),
            )
            for column, name in each.fill
        ]
        head = (both("回来的文件里", "In the answer"), both("系统", "The system"))
        text = both("", " ").join(speech.sentence(one) for one in said)
        sections.append(
            Section(
                anchor=f"exchange-{each.name}",
                title=speech.say(each.title),
                blocks=(Paragraph(text), Table(head, tuple(rows)), *source(each.source, speech)),
            )
        )
    if not sections:
        return None
    return Section(anchor="exchanges", title=both("与外部交换", "Exchanges"), sections=tuple(sections))


def _notices(speech: Speech) -> Section | None:
    both = speech.both
    if not speech.pack.notices:
        return None
    rows: list[tuple[Line, ...]] = []
    for each in speech.pack.notices.values():
        channels = both("，不通再用", ", else ").join(
            _CHANNELS[name][speech.english] if name in _CHANNELS else name for name in each.by
        )
        rows.append((speech.say(each.title), channels, _filled(speech.say(each.text), speech)))
    head = (both("通知", "Notice"), both("怎样发", "Sent by"), both("内容", "What it says"))
    return Section(anchor="notices", title=both("通知", "Notices"), blocks=(Table(head, tuple(rows), (3, 4, 9)),))


def _filled(text: str, speech: Speech) -> str:
    """A notice's text with titles in its braces: `订单〔单号〕`."""
    import re

    def title(found: re.Match[str]) -> str:
        name = found[1].split(":")[0]
        for procedure in speech.pack.procedures.values():
            spoken = speech.about(procedure)
            if spoken.field_of(name) is not None:
                return speech.both(f"〔{spoken.field(name)}〕", f"[{spoken.field(name)}]")
        return speech.both(f"〔{speech.field(name)}〕", f"[{speech.field(name)}]")

    return re.sub(r"\{([^{}]+)\}", title, text)


def _routines(speech: Speech) -> Section | None:
    both = speech.both
    lines: list[Line] = []
    for routine in speech.pack.routines:
        link = Link(speech.quoted(speech.title_of(routine.open)), procedure_anchor(routine.open))
        when = _routine_time(routine.every, routine.shift, speech) if routine.every is not None else ""
        if routine.on is not None:
            when = by_in_words(routine.on, speech)
        each = (
            both(f"给每位{speech.post(routine.for_each)}", f" for each {speech.post(routine.for_each)}")
            if routine.for_each
            else ""
        )
        lines.append(
            (
                both(f"{when}由系统{each}开一张", f"{when[:1].upper()}{when[1:]} the system opens{each} a case of "),
                link,
                both("。", "."),
            )
        )
    if not lines:
        return None
    return Section(anchor="routines", title=both("例行工作", "Routines"), blocks=(Items(tuple(lines)),))


def _routine_time(every: Amount, shift: bool, speech: Speech) -> str:
    said = amount(every, speech)
    within = speech.both("上班时间内" if shift else "", " in working time" if shift else "")
    return speech.both(f"{within}每{said}", f"every {said}{within}")
