"""A figure and its list are one relation, in the database and in the archive: for every measure of every pack, whatever
it is grouped by."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from statistics import median

from gendan.core.pack import Figure
from gendan.measures import queries
from gendan.measures.archiving import archive_months
from gendan.measures.dimensions import groupable
from gendan.measures.periods import span
from gendan.measures.planning import scope_of
from gendan.measures.ratio import divided

LATER = datetime(2026, 10, 20, tzinfo=UTC)
NEAR = Decimal("1e-15")


def counted_anew(measure, grounds):
    """The figure, from the list alone."""
    counts = [each for each in grounds if each.counted]
    match measure.figure:
        case Figure.COUNT:
            return Decimal(len(counts))
        case Figure.SHARE:
            base = [each for each in grounds if each.base]
            return Decimal(len(counts)) / len(base) if base else None
        case Figure.SUM:
            return sum((each.value for each in counts), Decimal(0))
        case Figure.RATIO:
            sums = defaultdict(Decimal)
            for each in counts:
                sums[each.term] += each.value
            return divided(measure, sums)
    values = [each.value for each in counts]
    if not values:
        return None
    take = {"mean": lambda all_: sum(all_) / len(all_), "median": median, "max": max, "min": min, "sum": sum}
    return Decimal(take[measure.take or "mean"](values))


def all_grounds(pack, name, period, **more):
    found, after = [], None
    while True:
        page = queries.grounds(pack, name, period, after=after, limit=7, **more)
        found += page.grounds
        if page.next is None:
            return found
        assert len(page.grounds) == 7
        after = page.next


def same(one, other):
    return one == other if one is None or other is None else abs(one - other) < NEAR


def test_a_figure_is_its_list_and_the_archive_has_the_same(walked, archive):
    months = list(archive_months(archive, at=LATER))
    assert sum(each.cases for each in months) >= len(walked.cases)
    under = walked.under
    period = span(date(2026, 9, 1), date(2026, 12, 31))
    asked = {"viewer": 0, "at": LATER}
    seen = 0
    for nth, (name, measure) in enumerate(under.pack.measures.items()):
        fields = [f"field.{each}" for each in groupable(scope_of(measure, under))][:2]
        ways = (("person", "post"), ("state", "state@end", "kind", "procedure"), tuple(fields), (f"{fields[0]}@end",))
        # Each measure whole and grouped in one way: the ways are taken in turns.
        for by in ((), ways[nth % len(ways)]):
            figure = queries.figure(under.pack.name, name, period, by=by, **asked)
            kept = queries.figure(under.pack.name, name, period, by=by, source="archive", **asked)
            assert (kept.source, figure.source) == ("archive", "live")
            assert (kept.total, kept.groups, kept.digest, kept.previous) == (
                figure.total, figure.groups, figure.digest, figure.previous,
            ), (name, by)  # fmt: skip
            grounds = all_grounds(under.pack.name, name, period, by=by, **asked)
            page = queries.grounds(under.pack.name, name, period, by=by, limit=500, source="archive", **asked)
            assert list(page.grounds) == grounds[:500], (name, by)
            seen += len(grounds)
            total = figure.total
            assert len({(each.case, each.seq, each.when, each.term, each.person) for each in grounds}) == len(grounds)
            assert same(total.value, counted_anew(measure, grounds)), (name, by)
            assert total.counted == sum(each.counted for each in grounds), (name, by)
            assert total.base == sum(each.base for each in grounds), (name, by)
            assert total.excluded == sum(not each.base for each in grounds), (name, by)
            assert total.provisional == sum(each.provisional for each in grounds), (name, by)
            assert all((each.why is None) == each.counted for each in grounds), (name, by)
            if not by:
                continue
            keys = {each.by for each in grounds}
            assert {group.key for group in figure.groups} == keys
            for group in figure.groups:
                own = [each for each in grounds if each.by == group.key]
                assert same(group.value.value, counted_anew(measure, own)), (name, by, group.key)
                page = queries.grounds(
                    under.pack.name, name, period, by=by, key=group.key, counted=True, limit=1000, **asked
                )
                assert len(page.grounds) == group.value.counted
            for index, dimension in enumerate(by):
                if dimension == "person":
                    assert all(each.by[index] == each.person for each in grounds)
                if dimension == "post":
                    assert all(each.by[index] == each.post for each in grounds)
    assert seen
