"""换码 A unit gets another code than it had: a new card, a new chip."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from gendan.core.refusals import Reason, Refused
from gendan.stock import queries, units
from gendan.stock.asked import CODE_MOST, Job
from gendan.stock.models import Recoding, Unit
from gendan.stock.places import where
from gendan.stock.refusals import reason

SORTS = (1, 2, 3)


def recode(jobs: Sequence[Job]) -> None:
    """Replace the code `number` of a `unit` by `code`, or add it where the unit has none of that sort.

    What stood before is kept, and leads to the unit still. The code by which the unit is called (the first that it has)
    stays as it is: cases know the unit by it. A job without a `code` replaces nothing. Raises Refused for all reasons:
    `stock.unknown_code`, `stock.code_form`, `stock.own_code`, and `stock.taken` with the unit that has it.
    """
    with transaction.atomic():
        for job in sorted(jobs, key=lambda job: job.text("unit")):
            if job.text("code"):
                _recode(job)


def _recode(job: Job) -> None:
    named, code = job.text("unit"), job.text("code")
    number = int(job.text("number") or 0)
    reasons: list[Reason] = []
    if number not in SORTS:
        reasons.append(Reason("value.number", {"given": number, "expected": {"type": "int", "min": "1", "max": "3"}}))
    if len(code) > CODE_MOST or len(code.split()) != 1:
        reasons.append(reason("code_form", code=code[:CODE_MOST]))
    piece = units.by_codes([named]).get(named)
    if piece is None:
        reasons.append(reason("unknown_code", code=named))
    if reasons or piece is None:
        raise Refused(tuple(reasons))
    unit = Unit.objects.select_for_update().get(id=piece.id)
    codes = [unit.code_1, unit.code_2, unit.code_3]
    before = codes[number - 1]
    if before == code:
        return
    called = next(place for place, each in enumerate(codes, 1) if each)
    if number <= called:
        raise Refused((reason("own_code", code=codes[called - 1]),))
    _refuse_taken(code, unit.id)
    try:
        with transaction.atomic():
            Unit.objects.filter(id=unit.id).update(**{f"code_{number}": code})
    except IntegrityError:
        # Another unit got it in between.
        _refuse_taken(code, unit.id)
        raise
    Recoding.objects.create(
        unit=unit.id,
        number=number,
        before=before,
        after=code,
        at=job.at,
        actor=job.actor,
        case=job.case,
        note=job.text("note"),
    )


def _refuse_taken(code: str, unit: int) -> None:
    """Raises Refused where another unit has the code, whichever sort of code it is there."""
    others = [each for each in queries.find(code) if each.id != unit]
    if others:
        (other, *_) = others
        called = next(each for each in other.codes if each)
        stands_at = where(other.place, other.party)
        raise Refused((reason("taken", code=code, product=other.product, unit=called, where=stands_at),))
