"""Figures kept as they are now, beside those that were kept before."""

from __future__ import annotations

from typing import Any

from gendan.core.text import Text
from gendan.core.values import plain
from gendan.measures.models import KeptFigure
from gendan.measures.periods import Period, parse
from gendan.measures.results import Figure, Kept, Value


def keep(of: Figure, *, by: int) -> Kept:
    """Keep a figure. One that stands already, computed by the same rule on the same grounds, is not kept twice."""
    body = _body(of)
    said = {
        "pack": of.pack,
        "measure": of.measure,
        "period": of.period.name,
        "by": list(of.by),
        "filters": {name: plain(value) for name, value in of.filters.items()},
        "rule": of.rule.hash,
        "version": of.rule.version,
        "calendar": ",".join(of.rule.calendars.values()),
        "digest": of.digest,
    }
    for row in KeptFigure.objects.filter(**said).order_by("-id"):
        if row.body == body:
            return _kept(row)
    row = KeptFigure.objects.create(**said, value=of.total.value, body=body, computed_at=of.computed_at, kept_by=by)
    row.refresh_from_db()
    return _kept(row)


def kept(pack: str, measure: str, period: Period) -> tuple[Kept, ...]:
    """All that was kept of a measure for a period, oldest first."""
    rows = KeptFigure.objects.filter(pack=pack, measure=measure, period=period.name).order_by("id")
    return tuple(_kept(row) for row in rows)


def _kept(row: KeptFigure) -> Kept:
    return Kept(
        id=row.id,
        period=parse(row.period),
        by=tuple(row.by),
        value=row.value,
        body=row.body,
        rule=row.rule,
        version=row.version,
        calendar=row.calendar,
        computed_at=row.computed_at,
        kept_by=row.kept_by,
        digest=row.digest,
    )


def _body(of: Figure) -> dict[str, Any]:
    return {
        "title": _text(of.title),
        "definition": _text(of.definition),
        "unit": of.unit,
        "total": _value(of.total),
        "groups": [{"key": [plain(each) for each in group.key], **_value(group.value)} for group in of.groups],
        "target": None if of.target is None else [of.target.operator, plain(of.target.value)],
        "met": of.met,
        "provisional": of.provisional,
        "settings": dict(of.rule.settings),
        "source": of.source,
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _value(of: Value) -> dict[str, Any]:
    spread = of.spread
    return {
        "value": plain(of.value),
        "counted": of.counted,
        "base": of.base,
        "excluded": of.excluded,
        "provisional": of.provisional,
        "spread": None
        if spread is None
        else [
            plain(each)
            for each in (spread.least, spread.lower, spread.median, spread.upper, spread.ninetieth, spread.most)
        ],
    }
