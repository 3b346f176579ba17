"""What is wrong with cells of rows, in words: the first few by line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gendan.cases.prose.speaker import Speaker
from gendan.core.field import Field
from gendan.core.text import Text

TOLD: Final = 3
"""Cells that are told one by one."""

_WHY: Final[Mapping[str, Text]] = {
    "number": Text("应为数字", "a number is wanted"),
    "product": Text("没有这个产品", "there is no such product"),
    "series": Text("没有这个系列", "there is no such series"),
    "empty": Text("不能空着", "it may not be empty"),
    "doubled": Text("重复了", "it stands there twice"),
    "amount_or_percent": Text("金额和百分比要填一个，只填一个", "either an amount or a percentage"),
    "per": Text("应为每件或每行", "for each piece or once for the line"),
    "name": Text("代号用英文字母、数字和下划线，不能以数字开头", "letters, digits and underscores, no digit first"),
    "type": Text("没有这种类型", "there is no such type"),
    "unknown_name": Text("算式里的名称不是这个产品的属性", "the formula names what the product has not"),
    "unknown_call": Text("算式里没有这个表或函数", "the formula calls what is not there"),
    "unknown_choice": Text("算式里的选项不存在", "the formula compares with an option that is not there"),
    "wrong_type": Text("算式的结果不是这里要的", "the formula gives something else than is wanted"),
    "unfinished": Text("算式没有写完", "the formula is not finished"),
}
_FORMULA: Final = Text("算式有误", "the formula is wrong")


def cells_in_words(cells: Sequence[Any], field: Field | None, title: str, speaker: Speaker, expected: Any) -> str:
    """The first cells that are wrong, and how many there are besides. `expected(plain)` says what would be taken."""
    columns = {column.name: column for column in field.columns} if field is not None else {}
    told = [_cell(cell, columns, speaker, expected) for cell in cells[:TOLD] if isinstance(cell, Mapping)]
    said = speaker.both("；", "; ").join(told)
    if len(cells) > TOLD:
        said += speaker.both(f"；另有 {len(cells) - TOLD} 处", f"; and {len(cells) - TOLD} more")
    return speaker.both(f"“{title}”{said}。", f"“{title}”, {said}.")


def place_in_words(row: object, column: object, field: Field | None, speaker: Speaker) -> str:
    """A cell by its line and the title of its column."""
    known = {each.name: each for each in field.columns}.get(str(column)) if field is not None else None
    title = speaker.say(known.title) if known is not None else str(column)
    return speaker.both(f"第 {row} 行“{title}”", f"line {row} “{title}”")


def _cell(cell: Mapping[str, Any], columns: Mapping[str, Field], speaker: Speaker, expected: Any) -> str:
    column = columns.get(str(cell.get("column")))
    title = speaker.say(column.title) if column is not None else str(cell.get("column", ""))
    given = cell.get("given")
    shown = speaker.both("空", "nothing") if given in (None, "") else str(given)
    why = str(cell.get("why", ""))
    takes = speaker.say(_WHY.get(why, _FORMULA)) if why else expected(cell.get("expected"))
    return speaker.both(
        f"第 {cell.get('row')} 行“{title}”不能是“{shown}”（{takes}）",
        f"line {cell.get('row')} “{title}” can't be “{shown}” ({takes})",
    )
