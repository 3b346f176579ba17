"""指标 The chapter about indicators, scorecards and reports."""

from __future__ import annotations

from gendan.packs.manual.content import Block, Facts, Line, Paragraph, Section, Table
from gendan.packs.manual.measure_words import (
    PERIODS,
    measure_in_words,
    report_in_words,
    scorecard_rows,
    target_in_words,
)
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source


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
