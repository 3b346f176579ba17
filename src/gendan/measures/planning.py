"""A measure's plans: one, or of a ratio one for each of the things that its two sides count or add up."""

from __future__ import annotations

from dataclasses import replace

from gendan.cases.basis import Basis
from gendan.core.pack import Figure, Measure
from gendan.core.procedure import Procedure
from gendan.measures.dimensions import Dimension
from gendan.measures.matching import Match, Sort, matches
from gendan.measures.plan import AMOUNT, Plan, meant
from gendan.measures.ratio import cases_of, terms


def plans(
    measure: Measure,
    under: Basis,
    dimensions: tuple[Dimension, ...] = (),
    filters: tuple[tuple[Dimension, object], ...] = (),
) -> tuple[Plan, ...]:
    """What must be read for a measure under a pack version with the site's settings."""
    scope = scope_of(measure, under)
    if measure.figure is Figure.RATIO:
        return terms(measure, under, scope, dimensions, filters)
    named = measure.to if measure.figure is Figure.TIME else measure.base
    states = measure.figure is Figure.TIME
    base = cases_of(scope) if named is None else matches(scope, named, states=states)
    if measure.from_ is not None:
        base = _begun(base, matches(scope, measure.from_, states=True))
    amounts = measure.figure is Figure.SUM and measure.value is None and any(each.sort is Sort.BOOKED for each in base)
    return (
        Plan(
            measure=measure,
            under=under,
            procedures=meant(scope, base),
            figure=measure.figure,
            base=base,
            value=AMOUNT if amounts else measure.value,
            where=measure.where,
            dimensions=dimensions,
            filters=filters,
        ),
    )


def _begun(base: tuple[Match, ...], starts: tuple[Match, ...]) -> tuple[Match, ...]:
    """What of a time's base can have begun: where `from` names a procedure and `to` does not, no end of another."""
    begun = {name for each in starts for name in each.procedures}
    kept = (replace(each, procedures=tuple(name for name in each.procedures if name in begun)) for each in base)
    return tuple(each for each in kept if each.procedures)


def about(measure: Measure, under: Basis) -> tuple[Procedure, ...]:
    """The procedures in which what the measure counts happens."""
    found: dict[str, Procedure] = {}
    for plan in plans(measure, under):
        found.update(plan.procedures)
    return tuple(found.values()) or scope_of(measure, under)


def scope_of(measure: Measure, under: Basis) -> tuple[Procedure, ...]:
    """The procedures that a measure may be about: the one that it names, or all of its pack."""
    procedures = under.pack.procedures
    return (procedures[measure.procedure],) if measure.procedure is not None else tuple(procedures.values())
