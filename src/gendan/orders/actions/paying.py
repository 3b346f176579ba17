"""计件工资 Wages by the piece: corrections as entries, and slips that freeze what a worker's pieces came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from gendan.cases.effects import Call
from gendan.core.refusals import Reason, Refused
from gendan.orders.models import WageCorrection, WageSlip
from gendan.orders.wages import wages


def correct_wage(
    *,
    person: int | None = None,
    worker: str = "",
    on: date,
    step: str = "",
    amount: Decimal,
    reason: str,
    actor: int,
    at: datetime,
) -> WageCorrection:
    """Correct what a worker was credited for a day, up or down, with the reason. The entry corrected stands.

    Raises Refused: needs.person, needs.reason, value.amount.
    """
    reasons = [] if person or worker.strip() else [Reason("needs.person")]
    if not reason.strip():
        reasons.append(Reason("needs.reason"))
    if not amount or abs(amount) >= 10**9:
        reasons.append(Reason("value.amount", {"given": str(amount), "expected": {"type": "money"}}))
    if person is not None and person == actor:
        reasons.append(Reason("access"))
    if reasons:
        raise Refused(tuple(reasons))
    return WageCorrection.objects.create(
        worker=person or 0,
        worker_name=worker.strip(),
        day=on,
        step=step.strip(),
        amount=amount,
        reason=reason.strip(),
        person=actor,
        at=at,
    )


def pay(calls: Sequence[Call]) -> None:
    """Effect `orders.pay`: freeze the wage slip of a worker from a day to a day, both included, for the case.

    Raises Refused: orders.worker (nobody was told), orders.days.
    """
    last = dict(
        WageSlip.objects.filter(case_id__in=[call.case for call in calls])
        .values_list("case_id")
        .annotate(version=Max("version"))
    )
    slips: list[WageSlip] = []
    for call in calls:
        given = call.arguments
        person, name = given.get("person"), str(given.get("worker") or "").strip()
        since, until = given.get("since"), given.get("until")
        if not isinstance(person, int) and not name:
            raise Refused((Reason("orders.worker", {"number": call.number}),))
        if not isinstance(since, date) or not isinstance(until, date) or until < since:
            raise Refused((Reason("orders.days", {"given": f"{since} – {until}"}),))
        found = wages(since, until, person=person if isinstance(person, int) else 0, worker=name)
        slips.append(
            WageSlip(
                case_id=call.case,
                version=last.get(call.case, 0) + 1,
                worker=person if isinstance(person, int) else 0,
                worker_name=name,
                since=since,
                until=until,
                lines=[each.plain() for each in found],
                total=sum((each.amount for each in found), Decimal("0.00")),
                person=call.person,
                at=call.at,
            )
        )
    WageSlip.objects.bulk_create(slips)
