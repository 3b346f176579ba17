"""What a change would do to the deadlines that run, as the API tells it."""

from __future__ import annotations

from uuid import UUID

from gendan.api.schemas.calendar import ForeseenTold, ShiftTold
from gendan.cases.foresight import Foreseen


def foreseen(told: Foreseen) -> ForeseenTold:
    """What was foreseen."""
    return ForeseenTold(
        cases=told.cases,
        looked=told.looked,
        moved=told.moved,
        sooner=told.sooner,
        late=told.late,
        shifts=[
            ShiftTold(
                uid=UUID(each.uid),
                number=each.number,
                procedure=f"{each.pack.name}.{each.procedure}",
                deadline=each.deadline,
                before=each.before,
                after=each.after,
            )
            for each in told.shifts
        ],
    )
