"""指标页 What the pages of figures show, made from the figures: words, addresses, charts, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases.prose import Speaker, value_in_words
from gendan.core.pack import Measure, Pack
from gendan.measures import periods
from gendan.measures.dimensions import groupable
from gendan.measures.figures import rule_of
from gendan.measures.periods import Period
from gendan.measures.planning import about
from gendan.measures.reports.wording import number_words, unit_words
from gendan.measures.results import Anomaly, Figure, Target, Value
from gendan.measures.rights import OTHERS
from gendan.web.charts import Chart, Series
from gendan.web.views.common import language, now, zone
from gendan.web.views.list_page import Option

SHOWN_PERIODS = 13
SIGNS = {"<=": "≤", ">=": "≥", "==": "="}
"""How a target is compared with, as a reader has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure in words."""

    title: str
    value: str
    unit: str
    previous: str
    change: str
    target: str
    met: bool | None
    provisional: bool
    anomaly: str
    counted: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list of indicators: where it leads, and where its figure is fetched from while it is not `told`.

    `nothing`: it can't be told for this period.
    """

    title: str
    address: str
    fetched: str
    told: Told | None = None
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class PeriodWay:
    """The period that is looked at, and the ways to others: the ones before and after, and those of another length.

    `kept` is what the address says besides: it stays where the period changes.
    """

    period: Period
    before: str
    after: str
    lengths: Sequence[Option]
    kept: Sequence[tuple[str, str]]

    @property
    def says(self) -> str:
        """The period as it is called."""
        return self.period.name


def lengths() -> Mapping[str, str]:
    """What a period may be, in words."""
    return {
        "day": _("按日"),
        "week": _("按周"),
        "month": _("按月"),
        "quarter": _("按季"),
        "half_year": _("按半年"),
        "year": _("按年"),
    }


def period_way(request: HttpRequest, *, every: str = "month") -> PeriodWay:
    """The period that the address names, by default the present one of length `every`. Raises Http404."""
    moment = now(request)
    written = request.GET.get("period", "")
    try:
        period = periods.parse(written) if written else periods.at(request.GET.get("every", every), moment, zone())
    except ValueError as unknown:
        raise Http404 from unknown
    following = period.after()
    later = following.first <= moment.astimezone(zone()).date()
    return PeriodWay(
        period,
        _with(request, period=period.before().name),
        _with(request, period=following.name) if later else "",
        [Option(name, title, name == period.every) for name, title in lengths().items()],
        list(_kept(request, "period").items()),
    )


def _with(request: HttpRequest, **changed: str) -> str:
    return f"?{urlencode({**_kept(request, *changed), **changed})}"


def _kept(request: HttpRequest, *changed: str) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if name not in ("every", "after", *changed)}


def written(value: Decimal | None, *, share: bool) -> str:
    """A figure as a reader sees it."""
    return number_words(None if value is None else format(value, "f"), share=share)


def told(figure: Figure, measure: Measure) -> Told:
    """A figure in words."""
    share = measure.in_percent
    value, previous = figure.total.value, None if figure.previous is None else figure.previous.value
    change = None if value is None or previous is None else value - previous
    sign = "+" if change is not None and change > 0 else ""
    return Told(
        title=figure.title.in_language(language()),
        value=written(value, share=share),
        unit=unit_words(figure.unit, language()),
        previous=written(previous, share=share),
        change="" if change is None else f"{sign}{written(change, share=share)}",
        target="" if figure.target is None else target_words(figure.target, share=share),
        met=figure.met,
        provisional=figure.provisional,
        anomaly="" if figure.anomaly is None else anomaly_words(figure.anomaly, share=share),
        counted=counted_words(figure.total),
    )


def target_words(target: Target, *, share: bool) -> str:
    """What is to be reached."""
    return f"{SIGNS.get(target.operator, target.operator)} {written(target.value, share=share)}"


def anomaly_words(anomaly: Anomaly, *, share: bool) -> str:
    """Why a figure is marked."""
    says = anomaly.rule.in_language(language())
    middle = written(anomaly.middle, share=share)
    return _("此前各期中位数 %(middle)s。%(rule)s") % {"middle": middle, "rule": says}


def counted_words(value: Value) -> str:
    """How many things a figure rests on."""
    if value.base != value.counted:
        return _("计 %(counted)s，共 %(base)s") % {"counted": f"{value.counted:,}", "base": f"{value.base:,}"}
    return _("计 %(counted)s") % {"counted": f"{value.counted:,}"}


def dimensions(pack: Pack, measure: Measure, chosen: str, speaker: Speaker) -> list[Option]:
    """What a measure's figures may be grouped by."""
    scope = about(measure, rule_of(pack.name))
    found = [
        Option("", _("不分组"), not chosen),
        Option("person", _("按人员"), chosen == "person"),
        Option("post", _("按岗位"), chosen == "post"),
        Option("state@end", _("按现在的状态"), chosen == "state@end"),
    ]
    if any(procedure.kinds for procedure in scope):
        found.append(Option("kind", _("按类别"), chosen == "kind"))
    for name, field in groupable(scope).items():
        if field.filter or field.type in ("choice", "bool"):
            found.append(Option(name, _("按%(field)s") % {"field": speaker.say(field.title)}, chosen == name))
    return found


def group_words(name: str, value: object, pack: Pack, speaker: Speaker) -> str:
    """The value of a dimension, as a reader sees it."""
    if name == "person":
        if value is None:
            return _("未归属")
        return _("其他人") if value == OTHERS else speaker.person(value)
    if value is None:
        return _("（空）")
    if name == "post":
        return speaker.post(str(value).rpartition(".")[2])
    bare = name.removesuffix("@end").removeprefix("field.")
    for procedure in pack.procedures.values():
        if bare == "state" and str(value) in procedure.states:
            return speaker.say(procedure.states[str(value)].title)
        if bare == "kind" and str(value) in procedure.kinds:
            return speaker.say(procedure.kinds[str(value)].title)
        if bare in procedure.fields:
            return value_in_words(procedure.fields[bare], value, speaker)
    return str(value)


def course(figures: Sequence[Figure], measure: Measure, pack: str) -> Chart:
    """A figure over periods."""
    share = measure.in_percent
    last = figures[-1]
    title = last.title.in_language(language())
    links = [reverse("web:figure", args=[pack, measure.name]) + f"?period={each.period.name}" for each in figures]
    target = last.target
    return Chart(
        name="course",
        kind="line",
        title=_("%(figure)s的走势") % {"figure": title},
        categories=[each.period.name for each in figures],
        series=[Series(name=title, values=[_drawn(each.total.value, share=share) for each in figures], links=links)],
        unit="%" if share else unit_words(last.unit, language()),
        summary="；".join(f"{each.period.name}: {written(each.total.value, share=share)}" for each in figures[-3:]),
        target=None if target is None else _drawn(target.value, share=share),
        target_name=_("目标"),
    )


def by_group(figure: Figure, measure: Measure, names: Sequence[str], most: int = 20) -> Chart:
    """A figure by what it is grouped by."""
    share = measure.in_percent
    groups = list(figure.groups)[:most]
    title = figure.title.in_language(language())
    values = [_drawn(each.value.value, share=share) for each in groups]
    return Chart(
        name="groups",
        kind="bar",
        title=title,
        categories=list(names[:most]),
        series=[Series(name=title, values=values)],
        unit="%" if share else unit_words(figure.unit, language()),
        lying=True,
        target=None if figure.target is None else _drawn(figure.target.value, share=share),
        target_name=_("目标"),
    )


def _drawn(value: Decimal | None, *, share: bool) -> Decimal | None:
    return value if value is None or not share else value * 100
