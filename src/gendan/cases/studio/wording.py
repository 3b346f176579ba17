"""What a refusal of the studio says to a person, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.cases.studio.errors import StudioRefused
from gendan.core.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "access": Text("只有管理员能编辑和启用手册。", "Only administrators prepare and activate packs."),
    "missing": Text("没有找到。", "Not found."),
    "ended": Text("这份草稿已启用或已收起，不能再改。", "This draft was activated or put away; it changes no more."),
    "path": Text(
        "文件名“{given}”不能用：用字母、数字、-、_ 和点，文件夹用 / 隔开。",
        "“{given}” can't be a file's path: letters, digits, -, _ and dots, folders parted by /.",
    ),
    "text": Text("“{path}”不是 UTF-8 文字文件。", "“{path}” is no text in UTF-8."),
    "too_large": Text("太大了：最多 {most}。", "Too large: at most {most}."),
    "archive": Text("不能使用这个压缩包（{problem}）。", "This archive can't be taken ({problem})."),
    "no_pack": Text("没有 pack.yaml，或其中没有包名。", "There is no pack.yaml that names the pack."),
    "stale": Text(
        "{by} 在您打开之后保存过“{path}”。您写的还在；请对照后再保存。",
        "{by} has saved “{path}” since you opened it. What you wrote is kept: compare, then save again.",
    ),
    "exists": Text("已有文件“{path}”。", "There is a file “{path}” already."),
    "unsound": Text("检查发现 {errors} 处错误，改好才能启用。", "The checker found {errors} errors; mend them first."),
    "stories_missing": Text(
        "这份内容的故事还没有演练过，请先演练。", "The stories have not been played for this content. Play them first."
    ),
    "stories_failed": Text("故事未通过：{stories}。", "Stories did not hold: {stories}."),
    "version_taken": Text(
        "版本 {version} 已启用过别的内容，请在 pack.yaml 里换一个版本号。",
        "Other content was activated as version {version}. Give another version in pack.yaml.",
    ),
    "other_pack": Text(
        "pack.yaml 里的包名是“{given}”，这份草稿属于“{pack}”。",
        "pack.yaml names the pack “{given}”; this draft is of “{pack}”.",
    ),
    "in_force": Text("这份内容已经在用。", "This content is in force already."),
    "running": Text("正在演练，请等它结束。", "The stories are being played; wait for them."),
    "no_stories": Text("这个手册没有故事。", "The pack has no stories."),
}
"""By the codes of `errors.CODES`; the places in braces are their parameters."""

ARCHIVE: Final[Mapping[str, Text]] = {
    "format": Text("不是 zip 文件", "it is no zip"),
    "broken": Text("文件已损坏", "it is broken"),
    "encrypted": Text("加了密码", "it is encrypted"),
    "link": Text("里面有链接", "it holds a link"),
    "path": Text("里面有不能用的路径", "it holds a path that can't be taken"),
    "twice": Text("同一路径出现两次", "a path stands in it twice"),
    "too_many": Text("文件太多", "it holds too many files"),
    "too_large": Text("解开后太大", "it unpacks to too much"),
    "empty": Text("里面没有文件", "it holds no files"),
}
"""The parameter `problem` of `archive`."""


def studio_refused(refused: StudioRefused, language: str, names: Mapping[int, str] | None = None) -> str:
    """The refusal as a sentence in `language`; `names` are people's by id."""
    given = dict(refused.parameters)
    if "problem" in given:
        given["problem"] = ARCHIVE[str(given["problem"])].in_language(language)
    if isinstance(by := given.get("by"), int):
        given["by"] = (names or {}).get(by, str(by))
    if isinstance(stories := given.get("stories"), list | tuple):
        given["stories"] = (", " if language.startswith("en") else "、").join(map(str, stories))
    return REFUSALS[refused.code].in_language(language).format_map(given)
