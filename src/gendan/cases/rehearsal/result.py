"""What came of a story: it held, or the first thing that was not as the story says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gendan.core.story import Story
from gendan.core.text import Place


class Difference(Exception):
    """Something was not as the story says.

    `code` is one of `WORDING`; `place` the step's place in the pack.
    """

    def __init__(self, code: str, place: Place, **parameters: object) -> None:
        super().__init__(f"{place}: {code} {parameters}")
        self.code = code
        self.place = place
        self.parameters: Mapping[str, object] = parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One story played. `difference` None: everything was as the story says. `steps` is how many were played."""

    story: Story
    difference: Difference | None = None
    steps: int = 0

    @property
    def passed(self) -> bool:
        """Whether the story held."""
        return self.difference is None


@dataclass(frozen=True, slots=True)
class Wording:
    """A difference in words, with its parameters in braces."""

    zh: str
    en: str

    def said(self, language: str, parameters: Mapping[str, object]) -> str:
        """The sentence in a language."""
        return (self.en if language.startswith("en") else self.zh).format(**parameters)


WORDING: Mapping[str, Wording] = {
    "refused": Wording("被拒绝：{reasons}", "refused: {reasons}"),
    "not_refused": Wording("应被拒绝（{expected}），却做成了", "should be refused ({expected}), and was done"),
    "other_reasons": Wording(
        "拒绝的原因应是 {expected}，实为 {reasons}", "should be refused for {expected}, was for {reasons}"
    ),
    "differs": Wording("{what} 应为 {expected}，实为 {found}", "{what} should be {expected}, is {found}"),
    "unknown_case": Wording("故事里没有叫 {name} 的单", "the story has no case called {name}"),
    "unknown_person": Wording("没有岗位或字段 {name}", "there is no post or field {name}"),
    "unknown_name": Wording("{what} 里没有 {name}", "there is no {name} among {what}"),
    "no_case": Wording("还没有开过单", "no case has been opened yet"),
    "time_back": Wording("时间不能倒退：{moment}", "time can't go back: {moment}"),
    "not_measured": Wording(
        "没有装载能计算指标 {name} 的部分", "nothing is installed that computes the measure {name}"
    ),
    "not_reported": Wording("没有装载能编制报表 {name} 的部分", "nothing is installed that makes the report {name}"),
    "dead": Wording("后续动作没有做成：{word}：{error}", "what was to follow failed: {word}: {error}"),
    "broken": Wording("演练中断：{error}", "the rehearsal broke off: {error}"),
    "unknown_word": Wording("没有装载 {name} 这个词", "the word {name} is not installed"),
}
"""Every difference in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All results of a pack, in the order of its stories."""

    results: tuple[Result, ...] = field(default_factory=tuple)

    @property
    def passed(self) -> bool:
        """Whether every story held."""
        return all(result.passed for result in self.results)
