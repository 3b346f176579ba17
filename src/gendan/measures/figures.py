"""From tallies to figures with all that says how they came about: definition, rule, target, past, grounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.core.pack import Figure as Sort
from gendan.core.pack import Measure
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.values import parse, plain
from gendan.measures import anomaly, spans
from gendan.measures.computing import Asking, Computed, Key, computed
from gendan.measures.dimensions import Dimension, dimensions, groupable
from gendan.measures.periods import Period
from gendan.measures.plan import Plan
from gendan.measures.planning import plans, scope_of
from gendan.measures.results import Figure, Group, Rule, Target, Value
from gendan.measures.rights import Sight
from gendan.measures.tally import Tally, value
from gendan.measures.words import definition
from gendan.people.access import current_epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A measure with what was asked of it, ready to be computed: its plans under the rule that holds."""

    under: Basis
    measure: Measure
    plans: tuple[Plan, ...]
    by: tuple[str, ...]
    filters: Mapping[str, object]
    sight: Sight | None

    @property
    def unit(self) -> int:
        """How many µs one of the measure's units has; 1 for what is no time."""
        measure = self.measure
        return spans.unit_of(measure.unit, self.under.calendar) if measure.figure is Sort.TIME else 1


def rule_of(pack: str) -> Basis:
    """The active version of a pack with the site's settings. Raises Refused `missing`."""
    epoch = current_epoch()
    definition_ = library.active(pack, epoch)
    if definition_ is None:
        raise Refused((Reason("missing"),))
    return basis(definition_, epoch)


def asked(
    under: Basis, measure: str, *, by: Sequence[str], filters: Mapping[str, object], sight: Sight | None
) -> Asked:
    """The measure made ready. Raises Refused `missing` for an unknown one, `value.by` for what it can't be grouped
    by."""
    declared = under.pack.measures.get(measure)
    if declared is None:
        raise Refused((Reason("missing"),))
    scope = scope_of(declared, under)
    only = None if sight is None or sight.whole else sight.persons
    wanted = dimensions(by, scope)
    narrowed = tuple(
        (each, _typed(each, value_, under, scope))
        for each, value_ in zip(dimensions(filters, scope), filters.values(), strict=True)
    )
    made = tuple(replace(each, only=only) for each in plans(declared, under, wanted, narrowed))
    return Asked(under=under, measure=declared, plans=made, by=tuple(by), filters=dict(filters), sight=sight)


def _typed(of: Dimension, given: object, under: Basis, scope: Iterable[Procedure]) -> object:
    """A filter's value as the dimension has it."""
    field = groupable(scope).get(of.field or "")
    if field is None:
        if of.name == "person" and isinstance(given, str):
            return int(given) if given.isdigit() else None
        return given or None
    parsed = parse(field, given, under.calendar.timezone)
    if isinstance(parsed, Reason):
        raise Refused((parsed,))
    return parsed


def figures(of: Asked, asking: Asking, *, first: int = 0) -> tuple[Figure, ...]:
    """The figures of the periods asked, from the one numbered `first` on; those before serve to compare with."""
    found = [(plan, computed(plan, asking)) for plan in of.plans]
    totals = [_value(of, found, number, None) for number in range(len(asking.periods))]
    return tuple(_figure(of, asking, found, totals, number) for number in range(first, len(asking.periods)))


def _value(of: Asked, found: Sequence[tuple[Plan, Computed]], period: int, key: Key | None) -> Value:
    """The figure of one group, or (key None) of all of them together."""
    terms = {}
    for plan, each in found:
        groups = each.of(period)
        terms[plan.term] = _together(groups.values()) if key is None else groups.get(key, Tally())
    return value(of.measure, terms, of.unit)


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for each in tallies:
        whole.join(each)
    return whole


def _figure(
    of: Asked,
    asking: Asking,
    found: Sequence[tuple[Plan, Computed]],
    totals: Sequence[Value],
    number: int,
) -> Figure:
    measure, period = of.measure, asking.periods[number]
    total = totals[number]
    target = target_of(measure, of.under)
    ended = period.bounds(of.under.calendar.timezone)[1] <= asking.at
    return Figure(
        pack=of.under.pack.name,
        measure=measure.name,
        title=measure.title,
        definition=definition(measure, of.under.pack),
        period=period,
        by=of.by,
        filters=of.filters,
        unit=(measure.unit or "hours") if measure.figure is Sort.TIME else "",
        total=total,
        groups=_groups(of, found, number),
        target=target,
        met=target.met(total.value) if target is not None else None,
        provisional=not ended or total.provisional > 0,
        previous=totals[number - 1] if number else None,
        anomaly=anomaly.anomaly(total.value, [each.value for each in totals[:number]]) if ended else None,
        rule=rule(of.under, found),
        computed_at=asking.at,
        source=asking.source.name,
        digest=hashlib.sha256(
            "|".join(f"{plan.term}:{each.digests.get(number, '')}" for plan, each in found).encode()
        ).hexdigest(),
    )


def _groups(of: Asked, found: Sequence[tuple[Plan, Computed]], number: int) -> tuple[Group, ...]:
    """The groups in the order of their keys; persons whom the viewer may not see one by one are one group."""
    if not of.by:
        return ()
    shown: dict[Key, dict[str, Tally]] = {}
    for plan, each in found:
        for key, tally in each.of(number).items():
            terms = shown.setdefault(_seen(of, key), {plan.term: Tally() for plan, _ in found})
            terms[plan.term].join(tally)
    made = [Group(key, value(of.measure, terms, of.unit)) for key, terms in shown.items()]
    return tuple(sorted(made, key=lambda group: [_ordered(each) for each in group.key]))


def _seen(of: Asked, key: Key) -> Key:
    if of.sight is None or "person" not in of.by:
        return key
    at = of.by.index("person")
    person = key[at]
    named = of.sight.named(person if isinstance(person, int) else None)
    return (*key[:at], named, *key[at + 1 :])


def _ordered(value_: object) -> tuple[int, Decimal, str]:
    """Keys of one dimension in their order, numbers by size, what is not filled last."""
    if value_ is None or value_ == "":
        return (1, Decimal(0), "")
    if isinstance(value_, int | Decimal):
        return (0, Decimal(value_), "")
    return (0, Decimal(0), value_.isoformat() if isinstance(value_, datetime) else str(value_))


def target_of(measure: Measure, under: Basis) -> Target | None:
    """What is to be reached: the declared number, or the setting's value as the site has it."""
    if measure.target is None:
        return None
    operator, said = measure.target
    if isinstance(said, Decimal):
        return Target(operator=operator, value=said)
    name = said.removeprefix("setting.")
    held = under.settings.get(name)
    if not isinstance(held, int | Decimal) or isinstance(held, bool):
        return None
    return Target(operator=operator, value=Decimal(held), setting=name)


def rule(under: Basis, found: Sequence[tuple[Plan, object]] = ()) -> Rule:
    """What figures are computed by."""
    read = {name for plan, _ in found for name in plan.asked.settings}
    return Rule(
        pack=under.pack.name,
        version=under.pack.version,
        hash=under.pack.hash,
        calendars={under.pack.calendar: under.calendar.version},
        settings={name: str(plain(under.settings.get(name))) for name in sorted(read)},
    )


def periods_before(period: Period, count: int) -> tuple[Period, ...]:
    """`count` periods before one, oldest first, and the period itself."""
    found = [period]
    for _ in range(count):
        found.append(found[-1].before())
    return tuple(reversed(found))
