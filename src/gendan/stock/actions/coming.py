"""Goods that come in from suppliers and back from customers: many jobs at once, or every reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from gendan.cases.answers import one
from gendan.cases.store import cursor
from gendan.stock import units
from gendan.stock.asked import CODE_MOST, Job, Line
from gendan.stock.goods import PIECE, Counted, introduce
from gendan.stock.ledger import ZERO, Key, Move, key
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import Outside
from gendan.stock.places import Places
from gendan.stock.taking import Targets, Work, all_names
from gendan.stock.units import Piece

Sort = Movement.Sort


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
        work.finish()


def _coming_in(spots: list[int | None], outside: Outside, party: str) -> Targets:
    """Finds where each job's goods come in, into `spots`, and makes new goods known that come from a supplier."""

    def targets(work: Work) -> set[Key]:
        spots.extend(_target(work, work.here, job) for job in work.jobs)
        if outside is Outside.SUPPLIER:
            work.goods = _introduced(work, work.jobs)
        keys: set[Key] = set()
        for number, (job, spot) in enumerate(zip(work.jobs, spots, strict=True)):
            for product in work.products(number) if spot is not None else ():
                keys |= {key(product, spot or 0)}
                keys |= {key(product, outside.value, name) for name in all_names(job.text(party))}
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
    product = line.product
    supplier = job.text("supplier")
    pieces: dict[str, tuple[int, ...]] = {supplier: ()}
    good = work.goods.get(line.product) if line.product else None
    if line.codes:
        if not line.product and any(code not in work.pieces for code in line.codes):
            work.refuse("needs_product", row=0)
            return
        product = product or work.pieces[line.codes[0]].product
        if good is not None and not good.coded:
            work.refuse("not_coded", product=line.product)
            return
        if line.quantity is not None and line.quantity != len(line.codes):
            work.refuse("codes_disagree", product=line.product, given=line.quantity, scanned=len(line.codes))
            return
        pieces = _received_units(work, line, product, supplier)
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
    for party, units_of in pieces.items():
        work.ledger.move(
            Move(
                job=job,
                sort=Sort.RECEIVE.value,
                product=product,
                source=Outside.SUPPLIER.value,
                target=place,
                quantity=Decimal(len(units_of)) if units_of else quantity,
                party=party,
                given=line.quantity if len(pieces) == 1 else None,
                measure=line.measure,
                note=job.text("note"),
                order=job.text("order"),
                units=units_of,
            )
        )


def _received_units(work: Work, line: Line, product: str, supplier: str) -> dict[str, tuple[int, ...]]:
    """The units of a product that come in: new ones, and those that had gone back to this supplier, by the name of his
    under which they stand."""
    new: list[str] = []
    found: dict[str, list[int]] = {}
    seen: set[str] = set()
    names = all_names(supplier)
    for code in line.codes:
        piece = work.pieces.get(code)
        if not 0 < len(code) <= CODE_MOST:
            work.refuse("code_form", code=code[:CODE_MOST])
        elif code in seen:
            work.refuse("code_twice", code=code)
        elif piece is None:
            new.append(code)
        elif piece.place == Outside.SUPPLIER and piece.party in names and piece.product == product:
            found.setdefault(piece.party, []).append(piece.id)
        else:
            _refuse_known(work, code, piece)
        seen.add(code)
    if work.reasons:
        return {}
    made = units.register([(product, (code, *line.more_codes)) for code in new])
    for code, number in zip(new, made, strict=True):
        if number is None:
            # Another brought it in at this moment: what he has written is read now.
            others = units.by_codes([each for each in (code, *line.more_codes) if each])
            for theirs, piece in others.items():
                _refuse_known(work, theirs, piece)
        else:
            found.setdefault(supplier, []).append(number)
    return {party: tuple(ids) for party, ids in found.items()}


def _refuse_known(work: Work, code: str, piece: Piece) -> None:
    """Note that a unit has come in before, where it is, and who had it last."""
    by, at = units.last_hands(piece.id)
    work.refuse("came_in", code=code, product=piece.product, where=work.where(piece), by=by, at=at)


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
        work.finish()


def _units_back(work: Work, job: Job, line: Line, place: int) -> None:
    customer = all_names(job.text("customer"))
    sent = _sent_by(job.text("of"), [work.pieces[code].id for code in line.codes if code in work.pieces])
    by_kind: dict[tuple[str, str], list[int]] = {}
    for code in dict.fromkeys(line.codes):
        piece = work.pieces.get(code)
        if piece is None:
            work.refuse("unknown_code", code=code)
        elif (
            piece.place != Outside.CUSTOMER
            or (customer != ("",) and piece.party not in customer)
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
    has = {
        name: max(work.ledger.standing[key(line.product, Outside.CUSTOMER.value, name)].quantity, ZERO)
        for name in all_names(customer)
    }
    sent = sum(has.values(), ZERO)
    if of:
        sent = min(sent, max(_left_of(of, line.product), ZERO))
    if own > sent:
        work.refuse("never_sent", product=line.product, party=customer or of, wanted=own, sent=sent)
        return
    for name, quantity in has.items():
        taken = min(own, quantity)
        if taken > 0:
            _come_back(work, job, line.product, place, taken, name, line if taken == own else Line(), ())
            own -= taken


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
        found: Decimal = one(on)[0]
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
