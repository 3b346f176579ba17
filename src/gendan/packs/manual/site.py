"""现行设置 What the site has set, what it keeps, and what the system does by the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gendan.core.amount import Amount
from gendan.core.pack import Notice
from gendan.packs.manual.anchors import procedure_anchor
from gendan.packs.manual.content import Block, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.field_words import sort_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source
from gendan.packs.manual.time_words import amount, recurring_in_words
from gendan.packs.manual.traffic import exchanges_section, imports_section

MOST_ROWS = 60


_CHANNELS = {
    "sms": ("短信", "SMS"),
    "mail": ("邮件", "mail"),
    "task": ("系统内消息", "a message here"),
    "chat": ("群机器人", "a chat robot"),
    "robot": ("群机器人", "a chat robot"),
    "phone": ("电话", "telephone"),
    "app": ("手机应用", "the phone app"),
    "webhook": ("对接的系统", "a webhook"),
}


def site_section(speech: Speech) -> Section | None:
    """What the site has set, and what comes in and goes out."""
    both = speech.both
    parts = (
        _settings(speech),
        _tables(speech),
        _records(speech),
        imports_section(speech),
        exchanges_section(speech),
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
        shipped = speech.set_to(setting.field, setting.default)
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
                speech.value(field, value).strip("“”") if value not in (None, "") else "—"
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


def _notices(speech: Speech) -> Section | None:
    both = speech.both
    if not speech.pack.notices:
        return None
    rows: list[tuple[Line, ...]] = []
    for each in speech.pack.notices.values():
        channels = both("，不通再用", ", else ").join(
            _CHANNELS[name][speech.english] if name in _CHANNELS else name for name in each.by
        )
        if sending := list(_sending(each, speech)):  # not all that is shared is taken
            rows.append((speech.say(each.title), channels, _filled(each, sending, speech)))
    head = (both("通知", "Notice"), both("怎样发", "Sent by"), both("内容", "What it says"))
    return Section(anchor="notices", title=both("通知", "Notices"), blocks=(Table(head, tuple(rows), (3, 4, 9)),))


def _filled(notice: Notice, sending: list[Speech], speech: Speech) -> str:
    """A notice's text with titles in its braces, as those who send it call them: `订单〔单号〕`."""

    def title(found: re.Match[str]) -> str:
        name = found[1].split(":")[0]
        if "." in name:
            known = speech.fact(name)
        else:
            known = next((each for each in sending if each.field_of(name) is not None), speech).field(name)
        return speech.both(f"〔{known}〕", f"[{known}]")

    return re.sub(r"\{([^{}]+)\}", title, speech.say(notice.text))


def _sending(notice: Notice, speech: Speech) -> Iterator[Speech]:
    """One who speaks about each step that sends the notice."""
    for procedure in speech.pack.matters:
        for action in procedure.actions.values():
            if any(effect.word == f"notice.{notice.name}" for effect in action.then):
                yield speech.about(procedure).within(action)


def _routines(speech: Speech) -> Section | None:
    both = speech.both
    lines: list[Line] = []
    for routine in speech.pack.routines:
        link = Link(speech.quoted(speech.title_of(routine.open)), procedure_anchor(routine.open))
        when = _routine_time(routine.every, routine.shift, speech) if routine.every is not None else ""
        if routine.on is not None:
            when = recurring_in_words(routine.on, speech)
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
