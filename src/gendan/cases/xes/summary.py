"""What a log's traces did: which activity followed which directly, how often, and after how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from statistics import quantiles

from gendan.cases.queries.process import VARIANTS, Paths, Step, Variant
from gendan.cases.xes.log import EventLog
from gendan.packs.drawing.paths import BEGIN, END


def paths_of(log: EventLog) -> Paths:
    """The log's steps and whole paths, in the form in which our own cases' are told: here a node is an activity, and a
    trace begins at BEGIN and ends at END."""
    counts: Counter[tuple[str, str]] = Counter()
    of: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    waits: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    whole: Counter[tuple[str, ...]] = Counter()
    times: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for number, trace in enumerate(log.traces):
        names = (BEGIN, *(event.activity for event in trace.events), END)
        moments = (None, *(event.at for event in trace.events), None)
        for at, pair in enumerate(pairwise(names)):
            counts[pair] += 1
            of[pair].add(number)
            before, after = moments[at], moments[at + 1]
            if before is not None and after is not None:
                waits[pair].append((after - before).total_seconds())
        path = names[1:-1]
        whole[path] += 1
        known = [moment for moment in moments if moment is not None]
        times[path].append((max(known) - min(known)).total_seconds() if known else 0.0)
    steps = tuple(
        Step(
            source=source,
            action="",
            target=target,
            rejects=False,
            count=count,
            cases=len(of[source, target]),
            wait=_share(waits[source, target], 50),
            slow=_share(waits[source, target], 90),
        )
        for (source, target), count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )
    return Paths(
        cases=len(log.traces),
        capped=False,
        steps=steps,
        paths=tuple(
            Variant(states=path, count=count, ended=True, time=_share(times[path], 50) or timedelta())
            for path, count in sorted(whole.items(), key=lambda each: (-each[1], each[0]))[:VARIANTS]
        ),
        variants=len(whole),
    )


def _share(seconds: list[float], percent: int) -> timedelta | None:
    """The value below which `percent` of them lie, as PostgreSQL's percentile_cont has it."""
    if not seconds:
        return None
    if len(seconds) == 1:
        return timedelta(seconds=seconds[0])
    return timedelta(seconds=quantiles(seconds, n=100, method="inclusive")[percent - 1])
