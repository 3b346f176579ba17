"""往来 What comes in from files and goes out to others, column by column."""

from __future__ import annotations

from gendan.packs.manual.content import Line, Paragraph, Section, Table
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source
from gendan.packs.manual.time_words import amount


def imports_section(speech: Speech) -> Section | None:
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


def exchanges_section(speech: Speech) -> Section | None:
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
