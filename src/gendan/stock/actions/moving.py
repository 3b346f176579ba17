"""Goods that come in, go out and go about. Every function does many jobs at once, or refuses them for every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from decimal import Decimal

from django.db import transaction

from gendan.cases.store import cursor
from gendan.stock.asked import Job, Line
from gendan.stock.ledger import Move, key
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import Outside
from gendan.stock.places import places
from gendan.stock.taking import Taken, Work

Sort = Movement.Sort


def dispatch(jobs: Sequence[Job]) -> None:
    """发货 Goods leave to a `customer`. A job that names nothing sends what its case has reserved, or nothing.

    Raises Refused: `stock.short` (with who holds what is there), `stock.held`, `stock.elsewhere`, …
    """
    _go_out(jobs, Sort.DISPATCH, Outside.CUSTOMER, "customer", of_case=True)


def send_back(jobs: Sequence[Job]) -> None:
    """退厂 Goods go back to their `supplier`, also from inspection."""
    _go_out(jobs, Sort.SEND_BACK, Outside.SUPPLIER, "supplier", waiting=True)


def issue(jobs: Sequence[Job]) -> None:
    """领料 Material is handed out to a `workshop` for an `order`. `maker` is who made the issue out: he may not
    hand it out as well, then it is refused (`stock.same_person`)."""
    _go_out(jobs, Sort.ISSUE, Outside.USED, "workshop", of_case=True)


def lose(jobs: Sequence[Job]) -> None:
    """报损 Goods are lost, for an `order` where they are its material: in our places, or of a `workshop`."""
    _go_out([job for job in jobs if not job.text("workshop")], Sort.LOSE, Outside.LOST, "", waiting=True)
    _lose_drawn([job for job in jobs if job.text("workshop")])


def _lose_drawn(jobs: Sequence[Job]) -> None:
    if not jobs:
        return
    with transaction.atomic():
        work = Work.begin(
            jobs,
            targets=lambda work: {
                key(product, place.value, job.text("workshop"))
                for number, job in enumerate(jobs)
                for product in work.products(number)
                for place in (Outside.USED, Outside.LOST)
            },
            held=False,
        )
        drawn = _drawn_for_orders({job.text("order") for job in jobs} - {""})
        for job, lines in zip(jobs, work.lines, strict=True):
            if not lines:
                work.refuse("nothing")
            for line in lines:
                _lose_line(work, job, line, job.text("workshop"), drawn)
        work.finish()


def _drawn_for_orders(orders: Set[str]) -> dict[tuple[str, str, str], Decimal]:
    """What workshops have drawn for orders and not lost, by order, workshop and product."""
    if not orders:
        return {}
    with cursor() as on:
        on.execute(
            "select order_number, party, product, sum(case sort when 'issue' then quantity else -quantity end)"
            " from stock_movement where order_number = any($1::text[]) and sort in ('issue', 'lose')"
            " group by 1, 2, 3 having bool_or(sort = 'issue')",
            [sorted(orders)],
        )
        return {(order, workshop, product): quantity for order, workshop, product, quantity in on}


def _lose_line(
    work: Work, job: Job, line: Line, workshop: str, for_orders: dict[tuple[str, str, str], Decimal]
) -> None:
    if line.codes:
        pieces = [work.pieces[code] for code in line.codes if code in work.pieces]
        for piece in pieces:
            if (piece.place, piece.party) != (Outside.USED, workshop):
                work.refuse_place(piece.code, piece)
            elif not work.is_unused(piece):
                work.refuse("code_twice", code=piece.code)
            work.use(piece)
        if len(pieces) < len(line.codes):
            work.refuse("unknown_code", code=next(code for code in line.codes if code not in work.pieces))
        by_product: dict[str, list[int]] = {}
        for piece in pieces:
            by_product.setdefault(piece.product, []).append(piece.id)
        lost = [(product, Decimal(len(ids)), tuple(ids)) for product, ids in by_product.items()]
    else:
        own = work.own(line)
        if own is None:
            return
        if work.goods[line.product].coded:
            work.refuse("codes_needed", product=line.product)
            return
        drawn = work.ledger.standing[key(line.product, Outside.USED.value, workshop)].quantity
        # What was drawn for no order may be lost on any; what was drawn for this one, up to what is left of it.
        of_order = (job.text("order"), workshop, line.product)
        if of_order in for_orders:
            drawn = min(drawn, for_orders[of_order])
            for_orders[of_order] -= own
        if own > drawn:
            work.refuse("never_drawn", product=line.product, party=workshop, wanted=own, drawn=drawn)
        lost = [(line.product, own, ())]
    if work.reasons:
        return
    for product, quantity, ids in lost:
        work.ledger.move(
            Move(
                job=job,
                sort=Sort.LOSE.value,
                product=product,
                source=Outside.USED.value,
                target=Outside.LOST.value,
                quantity=quantity,
                party=workshop,
                order=job.text("order"),
                note=job.text("note"),
                units=ids,
            )
        )


def _go_out(
    jobs: Sequence[Job], sort: Sort, outside: Outside, party: str, *, of_case: bool = False, waiting: bool = False
) -> None:
    if not jobs:
        return
    with transaction.atomic():
        parties = [job.text(party) if party else "" for job in jobs]
        work = Work.begin(
            jobs,
            targets=lambda work: {
                key(product, outside.value, whom)
                for number, whom in enumerate(parties)
                for product in work.products(number)
            },
        )
        for job, lines, whom in zip(jobs, work.lines, parties, strict=True):
            _refuse_maker(work, job)
            move = _mover(work, job, sort, outside.value, whom)
            if lines:
                _each(work, job, lines, move, waiting=waiting)
            elif of_case:
                for taken in work.take_held(job):
                    move(taken)
            else:
                work.refuse("nothing")
        work.finish()


def _refuse_maker(work: Work, job: Job) -> None:
    maker = job.arguments.get("maker")
    if maker is not None and maker == job.actor:
        work.refuse("same_person")


def _mover(work: Work, job: Job, sort: Sort, target: int, party: str) -> Callable[[Taken], None]:
    planned = job.arguments.get("planned")
    maker = job.arguments.get("maker")

    def move(taken: Taken) -> None:
        work.spend(job, taken)
        work.ledger.move(
            Move(
                job=job,
                sort=sort.value,
                product=taken.product,
                source=taken.place,
                target=target,
                quantity=taken.quantity,
                party=party,
                given=taken.given,
                measure=taken.measure,
                order=job.text("order"),
                planned=planned if isinstance(planned, bool) else None,
                note=job.text("note"),
                maker=maker if isinstance(maker, int) else None,
                units=taken.units,
            )
        )

    return move


def _each(work: Work, job: Job, lines: Iterable[Line], move: Callable[[Taken], None], *, waiting: bool = False) -> None:
    # One after the other: what a line takes is gone for the next.
    for line in lines:
        for taken in work.take(job, [line], waiting=waiting):
            move(taken)


def transfer(jobs: Sequence[Job]) -> None:
    """调拨 Goods go to another of our places (`target`); what a case holds it still holds there."""
    with transaction.atomic():
        here = places()
        spots = [here.named(job.text("target")) for job in jobs]
        work = Work.begin(
            jobs,
            targets=lambda work: {
                key(product, spot.id)
                for number, spot in enumerate(spots)
                if spot is not None
                for product in work.products(number)
            },
        )
        for job, lines, spot in zip(jobs, work.lines, spots, strict=True):
            if spot is None:
                work.refuse("unknown_place", place=job.text("target"))
                continue
            if not lines:
                work.refuse("nothing")
            for line in lines:
                for taken in work.take(job, [line], waiting=True):
                    if taken.place != spot.id:
                        _transfer(work, job, taken, spot.id)
        work.finish()


def _transfer(work: Work, job: Job, taken: Taken, target: int) -> None:
    work.spend(job, taken)
    kept = taken.units[: int(taken.held)]
    for ids, quantity, holder in (
        (kept, taken.held, job.case),
        (taken.units[len(kept) :], taken.quantity - taken.held, None),
    ):
        if quantity > 0:
            work.ledger.move(
                Move(
                    job=job,
                    sort=Sort.TRANSFER.value,
                    product=taken.product,
                    source=taken.place,
                    target=target,
                    quantity=quantity,
                    note=job.text("note"),
                    units=ids,
                    held_by=holder,
                )
            )
    if taken.held > 0:
        work.ledger.hold(job, taken.product, target, taken.held, kept)
