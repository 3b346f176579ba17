"""What is wrong with a file of rows, in words: `sheet.…` reasons, and where in the file a reason stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.cases.prose.speaker import Speaker
from gendan.core.refusals import Reason
from gendan.core.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "empty": Text("文件是空的，没有表头，也没有内容。", "The file is empty: no header and no rows."),
    "format": Text(
        "这不是表格文件。请用 CSV 或 Excel（xlsx）。", "This is no table. Use a CSV file or an Excel workbook (xlsx)."
    ),
    "old_excel": Text(
        "这是旧版 Excel 文件（xls）。请另存为 xlsx 或 CSV 再导入。",
        "This is a workbook of the old Excel format (xls). Save it as xlsx or CSV and import that.",
    ),
    "encoding": Text(
        "第 {row} 行的文字编码不对（按 {encoding} 读不下去）。请另存为 UTF-8 再导入。",
        "Row {row} can't be read as {encoding}. Save the file as UTF-8 and import that.",
    ),
    "unclear_encoding": Text(
        "看不出文件用什么编码。请另存为 UTF-8 再导入。",
        "Nothing shows how the text is encoded. Save the file as UTF-8 and import that.",
    ),
    "quote": Text("第 {row} 行的引号没有配对。", "Row {row} has a quotation mark that does not match."),
    "long_cell": Text("第 {row} 行有一格太长，最多 {most} 字。", "Row {row} has a cell longer than {most} characters."),
    "broken": Text("Excel 文件已损坏，打不开。", "The workbook is damaged and can't be opened."),
    "encrypted": Text(
        "Excel 文件有密码。请去掉密码再导入。", "The workbook is protected by a password. Remove it and import again."
    ),
    "bomb": Text(
        "Excel 文件展开后大得不正常，没有打开。",
        "The workbook unpacks to something far larger than it is; it was not opened.",
    ),
    "too_large": Text(
        "文件有 {given} MB，最多 {most} MB。请分成几个文件。",
        "The file has {given} MB; {most} MB is the most. Part it.",
    ),
    "unpacks_large": Text(
        "Excel 文件展开后超过 {most} MB，没有读。请另存为 CSV，或分成几个文件。",
        "The workbook unpacks to more than {most} MB; it was not read. Save it as CSV, or part it.",
    ),
    "too_many_rows": Text(
        "Excel 文件的行数超过 {most}。请另存为 CSV，或分成几个文件。",
        "The workbook has more than {most} rows. Save it as CSV, or part it.",
    ),
    "no_sheet": Text("没有叫“{given}”的工作表。", "The workbook has no sheet “{given}”."),
    "missing_column": Text("文件里没有“{column}”这一列。", "The file has no column “{column}”."),
    "doubled_column": Text("“{column}”这一列有两个以上。", "The column “{column}” stands more than once."),
    "cells": Text(
        "第 {row} 行有 {given} 格，比表头的 {expected} 列多。",
        "Row {row} has {given} cells, the header {expected} columns.",
    ),
    "rounded": Text(
        "{given} 超过 15 位，Excel 已把它四舍五入。请把这一列设为文本，从原系统重新导出。",
        "{given} has more than 15 digits, which Excel has rounded. Export the column as text.",
    ),
    "unknown_answer": Text(
        "看不懂回执“{given}”，应为：{expected}。", "The answer “{given}” is not known; it should be one of: {expected}."
    ),
    "answered_otherwise": Text(
        "这一行之前的回执是“{expected}”，现在是“{given}”，没有采用。",
        "This row was answered “{expected}” before; “{given}” was not taken.",
    ),
    "doubled_key": Text("和前面第 {expected} 行是同一单。", "It is the same as row {expected} above."),
}
"""What each fault of `cases.sheets.CODES` says."""


def fault_in_words(reason: Reason, speaker: Speaker) -> str:
    """A `sheet.…` reason. Raises KeyError for one that has no words; a test holds that there is none."""
    told = {name: _told(value, speaker) for name, value in reason.parameters.items()}
    return speaker.say(WORDS[reason.about]).format_map(_Places(told))


def place_in_words(reason: Reason, speaker: Speaker) -> str:
    """Where in a file a reason stands: row and column, as far as they are told."""
    row, column = reason.parameters.get("row"), reason.parameters.get("column")
    if row is None:
        return ""
    if column:
        return speaker.both(f"第 {row} 行“{column}”列", f"Row {row}, column “{column}”")
    return speaker.both(f"第 {row} 行", f"Row {row}")


class _Places(dict[str, str]):
    """What a text may name and the reason does not tell is left as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _told(value: object, speaker: Speaker) -> str:
    if isinstance(value, list | tuple):
        return speaker.listed([str(each) for each in value])
    return str(value)
