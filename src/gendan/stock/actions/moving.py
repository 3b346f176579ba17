"""Goods that come in, go out and go about. Every function does many jobs at once, or refuses them for every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.db import transaction

from gendan.cases.store import cursor
from gendan.core.refusals import Refused
from gendan.stock import units
from gendan.stock.asked import CODE_MOST, Job, Line
from gendan.stock.goods import PIECE, Counted, introduce
from gendan.stock.ledger import ZERO, Key, Move, key
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import Outside
from gendan.stock.places import Places, places
from gendan.stock.taking import Taken, Targets, Work, numbers_of

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
        for job, lines in zip(jobs, work.lines, strict=True):
            if not lines:
                work.refuse("nothing")
            for line in lines:
                _lose_line(work, job, line, job.text("workshop"))
        _finish(work)


def _lose_line(work: Work, job: Job, line: Line, workshop: str) -> None:
    if line.codes:
        pieces = [work.pieces[code] for code in line.codes if code in work.pieces]
        for piece in pieces:
            if (piece.place, piece.party) != (Outside.USED, workshop):
                work.refuse_place(piece.code, piece)
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
        drawn = work.ledger.standing[key(line.product, Outside.USED.value, workshop)].quantity
        if own > drawn:
            work.refuse("never_sent", product=line.product, party=workshop, wanted=own, sent=drawn)
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
        _finish(work)


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


def _finish(work: Work) -> None:
    if work.reasons:
        raise Refused(tuple(work.reasons))
    work.ledger.write()


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
        _finish(work)


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


# -- in


def receive(jobs: Sequence[Job]) -> None:
    """入库 Goods come in from a supplier (`supplier`) to a place (`target`), or to where it is inspected (`inspect`).

    A product that comes in for the first time is known from then on, in the unit that was named. Codes make units.
    """
    with transaction.atomic():
        spots: list[int | None] = []
        work = Work.begin(jobs, targets=_coming_in(spots, Outside.SUPPLIER, "supplier"), held=False)
        for job, lines, spot in zip(jobs, work.lines, spots, strict=True):
            if not lines:
                work.refuse("nothing")
            for line in lines if spot is not None else ():
                _receive(work, job, line, spot or 0)
        _finish(work)


def _coming_in(spots: list[int | None], outside: Outside, party: str) -> Targets:
    """Finds where each job's goods come in, into `spots`, and makes new goods known that come from a supplier."""

    def targets(work: Work) -> set[Key]:
        spots.extend(_target(work, work.here, job) for job in work.jobs)
        if outside is Outside.SUPPLIER:
            work.goods = _introduced(work, work.jobs)
        keys: set[Key] = set()
        for number, (job, spot) in enumerate(zip(work.jobs, spots, strict=True)):
            for product in work.products(number) if spot is not None else ():
                keys |= {key(product, spot or 0), key(product, outside.value, job.text(party))}
        return keys

    return targets


def _target(work: Work, here: Places, job: Job) -> int | None:
    """Where goods come in: the place that is named, or the only warehouse that there is."""
    name = job.text("target")
    spot = here.named(name)
    if not name:
        warehouses = [each for each in here.by_id.values() if each.warehouse == each.id]
        spot = warehouses[0] if len(warehouses) == 1 else None
    if spot is None:
        work.refuse("unknown_place", place=name)
        return None
    if job.arguments.get("inspect") is True:
        waits = here.inspection_of(spot)
        if waits is None:
            work.refuse("no_inspection", place=spot.name)
            return None
        spot = waits
    return spot.id


def _introduced(work: Work, jobs: Sequence[Job]) -> dict[str, Counted]:
    wanted: dict[str, tuple[str, bool]] = {}
    for lines in work.lines:
        for line in lines:
            if line.product and line.product not in work.goods:
                wanted.setdefault(line.product, (line.measure or PIECE, bool(line.codes)))
    return {**work.goods, **introduce(wanted, actor=jobs[0].actor, at=jobs[0].at)}


def _receive(work: Work, job: Job, line: Line, place: int) -> None:
    pieces: tuple[int, ...] = ()
    supplier = job.text("supplier")
    good = work.goods.get(line.product) if line.product else None
    if line.codes:
        if not line.product and any(code not in work.pieces for code in line.codes):
            work.refuse("needs_product", row=0)
            return
        if good is not None and not good.coded:
            work.refuse("not_coded", product=line.product)
            return
        pieces = _received_units(work, line, supplier)
        quantity = Decimal(len(line.codes))
    elif good is not None and good.coded:
        work.refuse("codes_needed", product=line.product)
        return
    else:
        own = work.own(line)
        if own is None:
            return
        quantity = own
    if work.reasons:
        return
    product = line.product or work.pieces[line.codes[0]].product
    work.ledger.move(
        Move(
            job=job,
            sort=Sort.RECEIVE.value,
            product=product,
            source=Outside.SUPPLIER.value,
            target=place,
            quantity=quantity,
            party=supplier,
            given=line.quantity,
            measure=line.measure,
            note=job.text("note"),
            order=job.text("order"),
            units=pieces,
        )
    )


def _received_units(work: Work, line: Line, supplier: str) -> tuple[int, ...]:
    """The units that come in: new ones, and those that had gone back to this supplier."""
    new: list[str] = []
    found: list[int] = []
    seen: set[str] = set()
    for code in line.codes:
        piece = work.pieces.get(code)
        if not 0 < len(code) <= CODE_MOST:
            work.refuse("code_form", code=code[:CODE_MOST])
        elif code in seen:
            work.refuse("doubled_code", code=code)
        elif piece is None:
            new.append(code)
        elif piece.place == Outside.SUPPLIER and piece.party == supplier and piece.product == line.product:
            found.append(piece.id)
        else:
            work.refuse(
                "taken",
                code=code,
                product=piece.product,
                where=work.where(piece),
                held_by=numbers_of([piece.held_by] if piece.held_by else []),
            )
        seen.add(code)
    if work.reasons:
        return ()
    made = units.register([(line.product, (code, *line.more_codes)) for code in new])
    for code, number in zip(new, made, strict=True):
        if number is None:
            work.refuse("taken", code=code, product="", where="", held_by=[])
        else:
            found.append(number)
    return tuple(found)


# -- back


def take_back(jobs: Sequence[Job]) -> None:
    """退货 Goods come back from a customer (`customer`), or from what a case (`of`, its number) has sent.

    What was never sent can't come back (`stock.never_sent`, `stock.elsewhere`).
    """
    with transaction.atomic():
        spots: list[int | None] = []
        work = Work.begin(jobs, targets=_coming_in(spots, Outside.CUSTOMER, "customer"), held=False)
        for job, lines, spot in zip(jobs, work.lines, spots, strict=True):
            if not lines:
                work.refuse("nothing")
            for line in lines if spot is not None else ():
                if line.codes:
                    _units_back(work, job, line, spot or 0)
                else:
                    _goods_back(work, job, line, spot or 0)
        _finish(work)


def _units_back(work: Work, job: Job, line: Line, place: int) -> None:
    customer = job.text("customer")
    sent = _sent_by(job.text("of"), [work.pieces[code].id for code in line.codes if code in work.pieces])
    by_kind: dict[tuple[str, str], list[int]] = {}
    for code in dict.fromkeys(line.codes):
        piece = work.pieces.get(code)
        if piece is None:
            work.refuse("unknown_code", code=code)
        elif (
            piece.place != Outside.CUSTOMER
            or (customer and piece.party != customer)
            or (sent is not None and piece.id not in sent)
        ):
            work.refuse_place(code, piece)
        else:
            by_kind.setdefault((piece.product, piece.party), []).append(piece.id)
    if not work.reasons:
        for (product, party), ids in by_kind.items():
            _come_back(work, job, product, place, Decimal(len(ids)), party, line, tuple(ids))


def _goods_back(work: Work, job: Job, line: Line, place: int) -> None:
    own = work.own(line)
    if own is None:
        return
    if work.goods[line.product].coded:
        work.refuse("codes_needed", product=line.product)
        return
    customer, of = job.text("customer"), job.text("of")
    stands = work.ledger.standing[key(line.product, Outside.CUSTOMER.value, customer)]
    sent = stands.quantity if not of else min(stands.quantity, _left_of(of, line.product))
    if own > sent:
        work.refuse("never_sent", product=line.product, party=customer or of, wanted=own, sent=max(sent, ZERO))
        return
    _come_back(work, job, line.product, place, own, customer, line, ())


def _come_back(
    work: Work, job: Job, product: str, place: int, quantity: Decimal, party: str, line: Line, ids: tuple[int, ...]
) -> None:
    work.ledger.move(
        Move(
            job=job,
            sort=Sort.TAKE_BACK.value,
            product=product,
            source=Outside.CUSTOMER.value,
            target=place,
            quantity=quantity,
            party=party,
            given=line.quantity,
            measure=line.measure,
            order=job.text("of"),
            note=job.text("note"),
            units=ids,
        )
    )


def _left_of(number: str, product: str) -> Decimal:
    """What the case of this number has sent of a product and nobody has brought back."""
    with cursor() as on:
        on.execute(
            'select coalesce((select sum(m.quantity) from stock_movement m join cases_case c on c.id = m."case"'
            " where c.number = $1::text and m.sort = 'dispatch' and m.product = $2::text), 0)"
            " - coalesce((select sum(quantity) from stock_movement where order_number = $1::text"
            " and sort = 'take_back' and product = $2::text), 0)",
            [number, product],
        )
        found: Decimal = on.fetchone()[0]  # type: ignore[index]
        return found


def _sent_by(number: str, ids: Sequence[int]) -> set[int] | None:
    """Those of the units that the case of this number has sent; None where no case was named."""
    if not number:
        return None
    with cursor() as on:
        on.execute(
            "select x.unit from stock_unitmove x join stock_movement m on m.id = x.movement"
            ' join cases_case c on c.id = m."case"'
            " where x.unit = any($1::bigint[]) and m.sort = 'dispatch' and c.number = $2::text",
            [list(ids), number],
        )
        return {row[0] for row in on}
