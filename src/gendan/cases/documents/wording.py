"""What a refusal about papers says to a person, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from gendan.cases.documents.errors import PaperRefused
from gendan.core.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "access": Text(
        "您不能改这张单据，或看不全它要印的内容。", "You may not change this paper, or not see all that it tells."
    ),
    "missing": Text("没有找到。", "Not found."),
    "stale": Text(
        "{by} 在您打开之后改过。您写的没有丢，还没有保存；请与现在的模板对照，改好再保存。",
        "{by} has changed it since you opened it. What you wrote is kept, not saved: compare with the template as it is"
        " now, then save again.",
    ),
    "empty": Text("模板不能是空的。", "The template can't be empty."),
    "too_long": Text("太长了：最多 {most} 个字。", "Too long: at most {most} characters."),
    "fault": Text("{file} 第 {line} 行第 {column} 列：{detail}", "{file}, line {line}, column {column}: {detail}"),
    "logo": Text(
        "标志要用 PNG 或 JPEG 图片，最大 {most} kB。", "The logo is a PNG or JPEG picture of at most {most} kB."
    ),
    "nothing": Text("没有可打印的单。", "There is nothing to print."),
    "let_go": Text("这批文件已过保存期，请重新打印。", "These files are not kept any more; print again."),
}
"""By the codes of `errors.CODES`; the places in braces are their parameters."""

_FAULTS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), says)
    for pattern, says in (
        (r"unknown variable: (\S+)", "没有叫 {0} 的名字"),
        (r'dictionary does not contain key "?([^"]+)"?', "数据里没有“{0}”"),
        (r"file not found.*", "找不到文件"),
        (r"unclosed delimiter", "括号没有成对"),
        (r"unexpected closing .*|unexpected .*", "这里不该有这个符号"),
        (r"unclosed string", "引号没有成对"),
        (r"expected (.+), found (.+)", "这里应为 {0}，却是 {1}"),
        (r"expected (.+)", "这里应有 {0}"),
        (r"unknown font family: (.+)", "没有字体 {0}"),
        (r"array index out of bounds.*", "行数不够，取不到这一行"),
        (r"missing argument: (\S+)", "少了参数 {0}"),
        (r"unexpected argument: (\S+)", "多了参数 {0}"),
        (r"cannot (\w+) (.+) (?:and|with|from|to) (.+)", "{1} 与 {2} 不能这样运算"),
        (r"packages from the network", "不能从网上取用模板包"),
        (r"no such file", "没有这个文件"),
        (r"not a \.typ file", "不是 .typ 模板"),
        (r"maximum .*|infinite.*|loop seems.*|condition is always true", "没完没了的循环"),
        (r"path .* would escape the project root", "只能用手册自己的文件"),
        (r"it takes more than (\d+) MB of memory.*", "排版要用的内存超过 {0} MB"),
        (r"it takes more than (\d+) seconds.*", "排版超过 {0} 秒"),
        (r"it comes to more than (\d+) MB", "印出来超过 {0} MB"),
        (r"the typesetter broke on it.*", "排版程序因它出错退出"),
    )
)
"""What the typesetter says, by its English words."""


def paper_refused(refused: PaperRefused, language: str, people: Mapping[int, str]) -> str:
    """The refusal in words."""
    told = dict(refused.parameters)
    if isinstance(by := told.get("by"), int):
        told["by"] = people.get(by, str(by))
    if refused.code == "fault":
        told["detail"] = fault_in_words(str(told["detail"]), language)
    return REFUSALS[refused.code].in_language(language).format(**told)


def fault_in_words(detail: str, language: str) -> str:
    """What is wrong with a template; in Chinese with the typesetter's own words behind."""
    if not language.startswith("zh"):
        return detail
    first = detail.partition(";")[0].strip()
    for pattern, says in _FAULTS:
        found = pattern.match(first)
        if found is not None:
            return f"{says.format(*found.groups())}（{first}）"
    return first
