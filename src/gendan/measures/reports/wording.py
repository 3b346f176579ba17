"""What a report's sheet, paper and mail say besides what stands in the report itself, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from gendan.measures.words import SIGNS

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "figures": ("指标", "Figures"),
    "table": ("明细", "Table"),
    "definitions": ("口径", "Definitions"),
    "figure": ("指标", "Figure"),
    "value": ("本期", "This period"),
    "previous": ("上期", "Period before"),
    "change": ("增减", "Change"),
    "target": ("目标", "Target"),
    "met": ("达标", "Reached"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "counted": ("计数", "Counted"),
    "base": ("基数", "Of"),
    "anomaly": ("异常", "Anomaly"),
    "period": ("期间", "Period"),
    "remarks": ("分析说明", "Remarks"),
    "number": ("单号", "Number"),
    "author": ("提交人", "Submitted by"),
    "version": ("规则版本", "Rule version"),
    "digest": ("数据指纹", "Fingerprint of the data"),
    "provisional": ("暂定", "Provisional"),
    "left_out": ("另有 {count} 行未列出", "{count} more lines are not listed"),
    "none": ("没有数据", "No data"),
    "made": ("生成时间", "Made at"),
    "own_lines": ("报表中涉及您的行附后。", "The lines of the report that concern you are attached."),
    "attached": ("数据、表格和 PDF 见单据附件。", "Figures, sheet and PDF are attached to the case."),
}
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "minutes": ("分钟", "minutes"),
    "hours": ("小时", "hours"),
    "days": ("天", "days"),
    "work minutes": ("工作分钟", "working minutes"),
    "work hours": ("工作小时", "working hours"),
    "workdays": ("工作日", "workdays"),
}
_PERIODS: Final = (
    (r"(\d{4})", "{}年"),
    (r"(\d{4})-(\d{2})", "{}年{}月"),
    (r"(\d{4})-(\d{2})-(\d{2})", "{}年{}月{}日"),
    (r"(\d{4})-W(\d{2})", "{}年第{}周"),
    (r"(\d{4})-Q(\d)", "{}年第{}季度"),
)


def word(name: str, language: str, **places: object) -> str:
    """One of WORDS in a language."""
    zh, en = WORDS[name]
    return (en if language.startswith("en") else zh).format(**places)


def said(text: Mapping[str, str], language: str) -> str:
    """A text of a report's content in a language."""
    return text["en" if language.startswith("en") else "zh"]


def unit_words(unit: str, language: str) -> str:
    """A unit in a language; one that is no unit of time as it is."""
    zh, en = _UNITS.get(unit, (unit, unit))
    return en if language.startswith("en") else zh


def number_words(value: str | None, *, share: bool = False) -> str:
    """A figure for a reader: thousands apart, a share in per cent, at most two places; a dash where there is none."""
    if value is None:
        return "–"
    amount = Decimal(value)
    if share:
        return f"{_rounded(amount * 100)}%"
    return _rounded(amount)


def target_words(target: Mapping[str, Any] | None, *, share: bool = False) -> str:
    """What is to be reached, in the same way as its figure; nothing where there is no target."""
    if target is None:
        return ""
    return f"{SIGNS.get(target['operator'], target['operator'])} {number_words(target['value'], share=share)}"


def period_words(name: str, language: str) -> str:
    """A period's name for a reader: `2026-10` is 2026年10月."""
    if language.startswith("en"):
        return name
    for pattern, words in _PERIODS:
        if (found := re.fullmatch(pattern, name)) is not None:
            return words.format(*(int(each) for each in found.groups()))
    return name


def change(figure: Mapping[str, Any]) -> str | None:
    """How far a figure is from the period before's, exact; None where one of them is missing."""
    if figure["value"] is None or figure["previous"] is None:
        return None
    return format(Decimal(figure["value"]) - Decimal(figure["previous"]), "f")


def headline(figures: Sequence[Mapping[str, Any]], language: str) -> str:
    """The figures in lines of text: what a mail says."""
    lines = []
    for each in figures:
        unit = unit_words(each["unit"], language)
        before = f"（{word('previous', language)} {number_words(each['previous'], share=each['share'])}）"
        if language.startswith("en"):
            before = f" ({word('previous', language)}: {number_words(each['previous'], share=each['share'])})"
        value = number_words(each["value"], share=each["share"])
        colon = ": " if language.startswith("en") else "："
        lines.append(f"{said(each['title'], language)}{colon}{value}{' ' + unit if unit else ''}{before}")
    return "\n".join(lines)


def _rounded(amount: Decimal) -> str:
    plain = format(amount.quantize(Decimal("0.01")), ",f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
