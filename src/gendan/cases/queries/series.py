"""号段 How the series of numbers stand: the last number drawn, the next one, and which are missing, and why.

A plain series draws from a sequence of the database and waits for nobody: what was drawn by a command that was then
refused, or drawn ahead and not used, is a gap, and stays one. A gapless series has none; where one shows, the record is
not what was written (see `verifying`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from gendan.cases.models import Series

SHOWN = 50
"""Gaps that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """One series of `procedure` (`pack.procedure`). `before` and `after` stand around its numbers; `last` is the last
    one drawn (0: none yet).
    """

    id: int
    procedure: str
    before: str
    after: str
    gapless: bool
    last: int

    @property
    def next(self) -> int:
        """The least number that the next case gets."""
        return self.last + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Which numbers of a series no case has: how many are `used`, and the first runs that are not, as (first, last)."""

    used: int
    missing: int
    runs: tuple[tuple[int, int], ...]


def series(gapless: frozenset[str], *, limit: int = 500) -> tuple[SeriesView, ...]:
    """The series, the newest first. `gapless` are the procedures whose numbers must have no gaps."""
    return tuple(_view(each, gapless) for each in Series.objects.order_by("-id")[:limit])


def one_series(key: int, gapless: frozenset[str]) -> SeriesView | None:
    """One series, None where there is none."""
    row = Series.objects.filter(pk=key).first()
    return None if row is None else _view(row, gapless)


def gaps(of: SeriesView) -> Gaps:
    """The numbers of a series that no case has. One pass over the cases of its procedure."""
    with connection.cursor() as on:
        on.execute(
            "with used as materialized (select distinct substr(number, %(from)s, length(number) - %(around)s)::bigint n"
            " from cases_case where procedure = %(procedure)s and starts_with(number, %(before)s)"
            " and right(number, %(after_length)s) = %(after)s"
            " and substr(number, %(from)s, greatest(length(number) - %(around)s, 0)) ~ '^[0-9]{1,18}$'),"
            " steps as (select n, lag(n, 1, 0::bigint) over (order by n) as before from used)"
            " select (select count(*) from used where n <= %(last)s), coalesce((select json_agg(json_build_array("
            " before + 1, n - 1) order by n) from (select before, n from steps where n > before + 1 order by n"
            " limit %(shown)s) g), '[]'), coalesce((select max(n) from used), 0)",
            {
                "from": len(of.before) + 1,
                "around": len(of.before) + len(of.after),
                "procedure": of.procedure,
                "before": of.before,
                "after": of.after,
                "after_length": len(of.after),
                "last": of.last,
                "shown": SHOWN,
            },
        )
        used, found, highest = on.fetchone()
    runs = [(int(first), int(end)) for first, end in found]
    if highest < of.last and len(runs) < SHOWN:
        runs.append((highest + 1, of.last))
    return Gaps(used=used, missing=max(0, of.last - used), runs=tuple(runs))


def _view(row: Series, gapless: frozenset[str]) -> SeriesView:
    before, after = (row.prefix, "") if "#" not in row.prefix else row.prefix.rsplit("#", 1)
    return SeriesView(
        id=row.pk,
        procedure=row.procedure,
        before=before,
        after=after,
        gapless=row.procedure in gapless,
        last=_last(row),
    )


def _last(row: Series) -> int:
    name = f"cases_series_{row.pk:d}"
    with connection.cursor() as on:
        on.execute("select to_regclass(%s) is not null", [name])
        if not on.fetchone()[0]:
            return row.value
        on.execute(f"select case when is_called then last_value else last_value - 1 end from {name}")
        return int(on.fetchone()[0])
