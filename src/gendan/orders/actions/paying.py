"""计件工资 Wages by the piece: corrections as entries, and slips that freeze what a worker's pieces came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from gendan.cases.effects import Call
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.money.staging import staged
from gendan.orders import slips
from gendan.orders.models import WageCorrection, WageSlip, WageSlipVoid
from gendan.orders.wages import Worker


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
        worker_name=staged(worker.strip()) if worker.strip() else "",
        day=on,
        step=step.strip(),
        amount=amount,
        reason=reason.strip(),
        person=actor,
        at=at,
    )


def pay(calls: Sequence[Call]) -> None:
    """Effect `orders.pay`: freeze the wage slip of a worker from a day to a day, both included, for the case. It pays
    what was reported and corrected for these days, and what came too late for an earlier slip; nothing that another
    slip pays. A slip that was drawn up for the case before is replaced, and what it paid is free.

    Raises Refused: orders.worker (nobody was told), orders.days, orders.paid (another slip has days in common, with
    its number and days; one for each).
    """
    spans = [_span(call) for call in calls]
    slips.lock(spans)
    reasons = [
        Reason(
            "orders.paid", {"slip": other.number, "since": other.since.isoformat(), "until": other.until.isoformat()}
        )
        for found in slips.overlaps(spans)
        for other in found
    ]
    if reasons:
        raise Refused(tuple(reasons))
    last = dict(
        WageSlip.objects.filter(case_id__in=[call.case for call in calls])
        .values_list("case_id")
        .annotate(version=Max("version"))
    )
    due = slips.payable(spans)
    drawn = WageSlip.objects.bulk_create(
        [
            WageSlip(
                case_id=call.case,
                version=last.get(call.case, 0) + 1,
                worker=span.worker.person,
                worker_name=span.worker.name,
                since=span.since,
                until=span.until,
                lines=[each.plain() for each in pays.lines],
                total=sum((each.amount for each in pays.lines), Decimal("0.00")),
                person=call.person,
                at=call.at,
            )
            for call, span, pays in zip(calls, spans, due, strict=True)
        ]
    )
    paid: list[tuple[int, int | None, int | None]] = []
    for slip, pays in zip(drawn, due, strict=True):
        paid += [(slip.pk, key, None) for key in pays.progress]
        paid += [(slip.pk, None, key) for key in pays.corrections]
    with cursor() as on:
        on.execute(
            "insert into orders_wagepaid (slip_id, progress_id, correction_id)"
            " select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])",
            [[each[part] for each in paid] for part in range(3)],
        )


def _span(call: Call) -> slips.Span:
    given = call.arguments
    worker = Worker.told(given.get("person"), given.get("worker"))
    since, until = given.get("since"), given.get("until")
    if worker is None:
        raise Refused((Reason("orders.worker", {"number": call.number}),))
    if not isinstance(since, date) or not isinstance(until, date) or until < since:
        raise Refused((Reason("orders.days", {"given": f"{since} – {until}"}),))
    return slips.Span(case=call.case, number=call.number, worker=worker, since=since, until=until)


def void_slip(calls: Sequence[Call]) -> None:
    """Effect `orders.void_slip`: the wage slip of the case no longer stands, with the reason; what it paid is free for
    another slip. Where there is none, or it is void already, nothing happens.

    Raises Refused: needs.reason.
    """
    if any(not str(call.arguments.get("reason") or "").strip() for call in calls):
        raise Refused((Reason("needs.reason"),))
    cases = [call.case for call in calls]
    last = {slip.case_id: slip for slip in WageSlip.objects.filter(case_id__in=cases).order_by("version")}
    voided = set(WageSlipVoid.objects.filter(case_id__in=cases).values_list("slip_id", flat=True))
    WageSlipVoid.objects.bulk_create(
        [
            WageSlipVoid(
                slip=slip,
                case_id=call.case,
                reason=str(call.arguments["reason"]).strip(),
                person=call.person,
                at=call.at,
            )
            for call in calls
            if (slip := last.get(call.case)) is not None and slip.pk not in voided
        ]
    )
