"""Figures as the API tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from gendan.api.json_values import shown
from gendan.api.schemas.figures import (
    CardTold,
    FigureTold,
    GroundsTold,
    GroundTold,
    KeptTold,
    MeasuresTold,
    MeasureTold,
    PeriodTold,
    TargetTold,
)
from gendan.api.working import Working
from gendan.cases.basis import basis
from gendan.core.pack import Figure as Sort
from gendan.measures.dimensions import BUILT_IN, groupable
from gendan.measures.figures import target_of
from gendan.measures.periods import Period
from gendan.measures.planning import about
from gendan.measures.results import Card, Figure, GroundsPage, Kept
from gendan.measures.words import definition
from gendan.people.access import current_epoch


def filters(written: Iterable[str]) -> dict[str, object]:
    """Filters as they are written in an address: `province=上海`."""
    return {name: value or None for name, _, value in (each.partition("=") for each in written)}


def period(of: Period) -> PeriodTold:
    """A period."""
    return PeriodTold(name=of.name, every=of.every, first=of.first, until=of.until)


def figure(of: Figure, language: str) -> FigureTold:
    """A figure, its words in one language."""
    said: dict[str, Any] = asdict(of)
    said["title"] = of.title.in_language(language)
    said["definition"] = of.definition.in_language(language)
    said["period"] = period(of.period)
    said["groups"] = [{"key": [shown(each) for each in group.key], "value": asdict(group.value)} for group in of.groups]
    return FigureTold.model_validate(said)


def grounds(page: GroundsPage) -> GroundsTold:
    """A page of grounds."""
    told = []
    for each in page.grounds:
        said = asdict(each)
        said["why"] = each.why.value if each.why is not None else None
        said["by"] = [shown(value) for value in each.by]
        told.append(GroundTold.model_validate(said))
    return GroundsTold(grounds=told, next=page.next)


def card(of: Card, language: str) -> CardTold:
    """A scorecard, its words in one language."""
    said = asdict(of)
    said["title"] = of.title.in_language(language)
    said["period"] = period(of.period)
    said["items"] = [{**asdict(item), "title": item.title.in_language(language)} for item in of.items]
    return CardTold.model_validate(said)


def kept(of: Kept) -> KeptTold:
    """A figure that was kept."""
    return KeptTold.model_validate({**asdict(of), "period": of.period.name, "by": list(of.by), "body": dict(of.body)})


def measures(of: Working, language: str) -> MeasuresTold:
    """The measures of a pack."""
    under = basis(of.definition, current_epoch())
    told = []
    for each in of.pack.measures.values():
        target = target_of(each, under)
        told.append(
            MeasureTold(
                name=each.name,
                title=each.title.in_language(language),
                definition=definition(each, of.pack).in_language(language),
                figure=each.figure.value,
                unit=(each.unit or "hours") if each.figure is Sort.TIME else "",
                per=each.per,
                target=TargetTold.model_validate(asdict(target)) if target is not None else None,
                dimensions=[*BUILT_IN, "state@end", *groupable(about(each, under))],
            )
        )
    return MeasuresTold(measures=told)
