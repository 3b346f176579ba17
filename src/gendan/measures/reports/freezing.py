"""定稿 Submitting a report freezes what it says: in the transaction of the act, or the act fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gendan.cases import store
from gendan.cases.effects import Call
from gendan.core.refusals import Reason, Refused
from gendan.measures.models import FrozenReport
from gendan.measures.reports.content import Content, content
from gendan.measures.reports.declared import declared, parsed_period


def freeze(calls: Sequence[Call]) -> None:
    """Compute each report and keep it. Raises Refused where one is not declared any more, or can't be computed."""
    for call in calls:
        stored = store.glimpse(call.case)
        if stored is None:
            raise Refused((Reason("missing"),))
        said = said_now(stored.case.data, call.at)
        FrozenReport.objects.create(
            case_id=call.case,
            seq=call.seq,
            declared=said["declared"],
            period=said["period"],
            digest=said["digest"],
            body=dict(said),
            frozen_at=call.at,
            frozen_by=call.person,
        )


def said_now(data: Mapping[str, Any], at: datetime) -> Content:
    """What the report of a case with these values says now. Raises Refused `missing` for one that is not declared."""
    of = declared(str(data.get("declared")))
    period = parsed_period(data.get("period"), _day(data.get("from_day")), _day(data.get("until_day")))
    author = data.get("author")
    person = author if of.report.for_each is not None and isinstance(author, int) else None
    return content(of, period, person=person, at=at)


def frozen(case: int) -> FrozenReport | None:
    """What the case's report said when it was last submitted; None before."""
    return FrozenReport.objects.filter(case_id=case).order_by("-seq").first()


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
