"""占用 Goods that are kept for a case until it ends: reserved, picked by their codes, given back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from gendan.stock.asked import Job, Line
from gendan.stock.ledger import ZERO
from gendan.stock.taking import Taken, Work

ONE = Decimal(1)


def reserve(jobs: Sequence[Job]) -> None:
    """预留 Keep goods for a case: by product and quantity, by lines, or by codes.

    Afterwards the case holds what was asked for: asked again with another quantity, more is kept or the rest is given
    back. `lines` are the whole of what it wants; else only the products that are named are touched. With `part`, what
    is there is kept, and what is not stands as short; without it too little is refused, with who holds the rest.
    """
    with transaction.atomic():
        work = Work.begin(jobs)
        whole: dict[int | None, bool] = {}
        named: dict[int | None, set[str]] = {}
        last: dict[int | None, Job] = {}
        for job, lines in zip(jobs, work.lines, strict=True):
            if not lines:
                work.refuse("nothing")
            whole[job.case] = whole.get(job.case, False) or bool(job.arguments.get("lines"))
            last[job.case] = job
            products = named.setdefault(job.case, set())
            for line in lines:
                products |= {line.product} if line.product else set()
                products |= {work.pieces[code].product for code in line.codes if code in work.pieces}
        for case, job in last.items():
            _forget_short(work, job, None if whole[case] else named[case])
        for job, lines in zip(jobs, work.lines, strict=True):
            for line in lines:
                _reserve(work, job, line)
        for case, job in last.items():
            _give_back_rest(work, job, None if whole[case] else named[case])
        work.finish()


def _reserve(work: Work, job: Job, line: Line) -> None:
    part = job.arguments.get("part") is True
    got = ZERO
    for taken in work.take(job, [line], part=part):
        _keep(work, job, taken)
        got += taken.quantity
    if part and not line.codes and not work.reasons:
        short = (work.own(line) or ZERO) - got
        if short > 0:
            work.ledger.hold(job, line.product, 0, short)


def pick(jobs: Sequence[Job]) -> None:
    """拣货 Units are taken from the shelf for a case and scanned. One that was reserved without anybody having seen it
    gives way to the one that was scanned."""
    with transaction.atomic():
        work = Work.begin(jobs)
        for job, lines in zip(jobs, work.lines, strict=True):
            if not lines:
                work.refuse("nothing")
            for line in lines:
                for taken in work.take(job, [line]):
                    _pick(work, job, taken)
        work.finish()


def _pick(work: Work, job: Job, taken: Taken) -> None:
    mine = {piece.id for piece in work.held_units(job) if piece.id in taken.units}
    new = [unit for unit in taken.units if unit not in mine]
    others = [
        piece
        for piece in work.held_units(job)
        if piece.product == taken.product and not piece.picked and work.is_unused(piece)
    ][: len(new)]
    for piece in others:
        work.use(piece)
        work.ledger.hold(job, piece.product, piece.place, -ONE, [piece.id])
    if mine:
        work.ledger.mark_picked(job, sorted(mine))
    if new:
        work.ledger.hold(job, taken.product, taken.place, Decimal(len(new)), new, picked=True)


def release(jobs: Sequence[Job]) -> None:
    """Give back all that the jobs' cases hold."""
    with transaction.atomic():
        work = Work.begin(jobs)
        for job in jobs:
            _forget_short(work, job, None)
            _give_back_rest(work, job, None)
        work.finish()


def _keep(work: Work, job: Job, taken: Taken) -> None:
    kept = (job.case, taken.product, taken.place)
    work.kept[kept] = work.kept.get(kept, ZERO) + taken.quantity
    more = taken.quantity - taken.held
    if more > 0:
        work.ledger.hold(
            job, taken.product, taken.place, more, [unit for unit in taken.units if not work.is_held(unit)]
        )


def _forget_short(work: Work, job: Job, products: set[str] | None) -> None:
    for (product, place), quantity in list(work.ledger.held(job.case).items()):
        if not place and quantity and (products is None or product in products):
            work.ledger.hold(job, product, 0, -quantity)


def _give_back_rest(work: Work, job: Job, products: set[str] | None) -> None:
    """Give back what the case holds beyond what was kept for it in this handling."""
    for (product, place), quantity in list(work.ledger.held(job.case).items()):
        rest = quantity - work.kept.get((job.case, product, place), ZERO)
        if place and rest > 0 and (products is None or product in products):
            pieces = work.unused_of_held(job, product, place)
            work.ledger.hold(job, product, place, -rest, [piece.id for piece in pieces])
