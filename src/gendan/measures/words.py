"""口径 What a measure counts, in words, made from its declaration alone: so it can't say anything else than is done."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from gendan.core.pack import Figure, Measure, Pack
from gendan.core.text import Text
from gendan.measures.phrases import Phrases

_TAKES: Final[Mapping[str, tuple[str, str]]] = {
    "mean": ("平均值", "mean"),
    "median": ("中位数", "median"),
    "max": ("最大值", "longest"),
    "min": ("最小值", "shortest"),
    "sum": ("合计", "total"),
}
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "minutes": ("分钟", "minutes"),
    "hours": ("小时", "hours"),
    "days": ("天", "days"),
    "work minutes": ("工作分钟", "working minutes"),
    "work hours": ("工作小时", "working hours"),
    "workdays": ("工作日", "workdays"),
}
SIGNS: Final[Mapping[str, str]] = {">=": "≥", "<=": "≤"}
"""How a target's comparison is printed."""


def definition(measure: Measure, pack: Pack) -> Text:
    """The measure's definition in Chinese and English."""
    return Text(_Words(measure, pack, 0).said(), _Words(measure, pack, 1).said())


def unit_words(unit: str | None) -> Text:
    """The unit of a time."""
    zh, en = _UNITS.get(unit or "hours", (unit or "", unit or ""))
    return Text(zh, en)


class _Words(Phrases):
    """One measure in one language: 0 Chinese, 1 English."""

    def __init__(self, measure: Measure, pack: Pack, language: int) -> None:
        named = measure.procedure
        scope = (pack.procedures[named],) if named is not None else tuple(pack.procedures.values())
        super().__init__(pack, scope, language)
        self.measure = measure

    # -- the whole

    def said(self) -> str:
        """The definition, a sentence or several."""
        measure = self.measure
        parts = [self._figure()]
        if measure.among is not None:
            among = self.condition(measure.among)
            parts.append(self.both(f"只计{among}的", f"Only where {among}"))
        parts.append(self._credit())
        if measure.target is not None:
            parts.append(self.both(f"目标：{self._target()}", f"Target: {self._target()}"))
        end = self.both("。", ".")
        return self.both("", " ").join(each + end for each in parts if each)

    def _figure(self) -> str:
        measure = self.measure
        if measure.figure is Figure.RATIO:
            top, bottom = self.expression(measure.top), self.expression(measure.bottom)
            return self.both(f"本期的（{top}）除以（{bottom}）", f"Of the period, ({top}) divided by ({bottom})")
        base = self.base(measure.to if measure.figure is Figure.TIME else measure.base)
        where = self.condition(measure.where) if measure.where is not None else ""
        match measure.figure:
            case Figure.COUNT:
                some = self.both(f"，且{where}", f" where {where}") if where else ""
                return self.both(f"本期内{base}的次数{some}", f"How often there was {base} in the period{some}")
            case Figure.SHARE:
                return self.both(
                    f"本期内{base}当中，{where}的所占比例", f"The share of {base} in the period where {where}"
                )
            case Figure.SUM:
                if measure.value is None:
                    some = self.both(f"，只计{where}的", f", only where {where}") if where else ""
                    return self.both(f"本期{base}合计{some}", f"The sum of the {base} in the period{some}")
                value = self.expression(measure.value)
                some = self.both(f"（{where}的）", f" where {where}") if where else ""
                return self.both(
                    f"本期内{base}{some}的{value}之和", f"The sum of {value} of {base} in the period{some}"
                )
            case Figure.TIME:
                return self._time(base)
            case _:
                value = self.expression(measure.value) if measure.value is not None else self.both("得分", "score")
                some = self.both(f"（{where}的）", f" where {where}") if where else ""
                take = self._take()
                return self.both(
                    f"本期内{base}{some}的{value}的{take}", f"The {take} {value} of {base} in the period{some}"
                )

    def _time(self, base: str) -> str:
        measure = self.measure
        begun = self.base(measure.from_)
        unit = self.of(_UNITS.get(measure.unit or "hours", ("", "")))
        spent = "、".join(self._spent(each) for each in measure.spent) if measure.spent else ""
        only = self.both(f"，只计{spent}的时间", f", counting only {spent}") if spent else ""
        take = self._take()
        return self.both(
            f"本期内{base}的，从{begun}起的用时（{unit}{only}），取{take}",
            f"The {take} time from {begun} to {base} in the period, in {unit}{only}",
        )

    def _spent(self, name: str) -> str:
        if name == "ours":
            return self.both("我方处理", "the time that is ours")
        if name == "theirs":
            return self.both("等待对方", "the time of waiting for others outside")
        return self.both(f"处于{self.quoted(self.state(name))}", f"the state {self.quoted(self.state(name))}")

    def _take(self) -> str:
        take = self.measure.take or "mean"
        if take in _TAKES:
            return self.of(_TAKES[take])
        return self.both(f"第 {take[1:]} 百分位数", f"{take[1:]}th percentile of the")

    def _credit(self) -> str:
        credit = self.measure.credit
        if credit is None or self.measure.figure is Figure.RATIO:
            return ""
        if credit == "actor":
            return self.both("归经办人", "Credited to who did it")
        if credit == "owner":
            return self.both("归责任人", "Credited to who had the case")
        if credit == "signers":
            return self.both("归各签字人", "Credited to each who signed")
        if credit.startswith("actor of "):
            act = self.base(credit.removeprefix("actor of ").strip())
            return self.both(f"归{act}的经办人", f"Credited to who did {act}")
        return self.both(f"归{self.name(credit)}", f"Credited to whom {self.name(credit)} names")

    def _target(self) -> str:
        assert self.measure.target is not None  # who asks has looked
        operator, value = self.measure.target
        operator = SIGNS.get(operator, operator)
        said = str(value)
        if self.measure.in_percent and isinstance(value, Decimal):
            said = f"{(value * 100).normalize():f}%"
        if isinstance(value, str):
            setting = self.pack.settings.get(value.removeprefix("setting."))
            said = self.text(setting.field.title) if setting is not None else value
        return f"{operator} {said}"
