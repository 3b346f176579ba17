"""盘点 Counting, and bringing the book to what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import transaction

from gendan.cases.queries.chosen import numbers_told
from gendan.cases.store import cursor
from gendan.core.refusals import Refused
from gendan.stock import goods, units
from gendan.stock.asked import Job, Line
from gendan.stock.ledger import ZERO, Key, Move, key
from gendan.stock.models.count import CountBooked
from gendan.stock.models.ledger import Movement
from gendan.stock.models.place import FIRST_PLACE, Outside
from gendan.stock.taking import Work, holders
from gendan.stock.units import Piece

_ADJUST = Movement.Sort.ADJUST.value


def count(jobs: Sequence[Job]) -> None:
    """盘点 Write down what was found at a place (`place`) beside what the book says; nothing is moved.

    `lines` say the quantity of each product, `codes` (or a `list`) all units that were found: those that the book has
    there of the same products and nobody found are missing. Counted again, the last count holds. Raises Refused:
    `stock.not_counted` where no quantity was written, `stock.codes_disagree` where the codes of a product are not
    as many as was written.
    """
    with transaction.atomic():
        work = Work.begin(jobs, targets=_places_counted, held=False)
        rows = []
        for job, lines in zip(jobs, work.lines, strict=True):
            place = work.spot(job.text("place"))
            if not job.text("place"):
                work.refuse("unknown_place", place="")
            if not lines:
                work.refuse("nothing")
            if place is not None:
                rows += [(job, place, *found) for found in _counted(work, lines, place)]
        if work.reasons:
            raise Refused(tuple(work.reasons))
        _write(rows)


def _places_counted(work: Work) -> set[Key]:
    """The balances of what is counted, at the places where it is."""
    spots = [work.here.named(job.text("place")) for job in work.jobs]
    return {
        key(product, spot.id)
        for number, spot in enumerate(spots)
        if spot is not None
        for product in work.products(number) & work.goods.keys()
    }


Found = tuple[str, Decimal, Decimal, list[str], list[str]]
"""Product, what the book says, what was found, codes that are missing, codes that should not be there."""


def _counted(work: Work, lines: Sequence[Line], place: int) -> list[Found]:
    quantities: dict[str, Decimal] = {}
    codes: dict[str, list[str]] = {}
    unknown: list[str] = []
    for line in lines:
        for code in line.codes:
            piece = work.pieces.get(code)
            if piece is None:
                unknown.append(code)
            else:
                codes.setdefault(piece.product, []).append(code)
        if line.codes:
            continue
        if line.quantity is None:
            work.refuse("not_counted", product=line.product)
        elif line.quantity == 0 and line.product in work.goods:
            quantities.setdefault(line.product, ZERO)
        elif (own := work.own(line)) is not None:
            quantities[line.product] = quantities.get(line.product, ZERO) + own
    for product, seen in codes.items():
        if quantities.get(product, len(set(seen))) != len(set(seen)):
            work.refuse("codes_disagree", product=product, given=quantities[product], scanned=len(set(seen)))
    book = {product: work.ledger.standing[key(product, place)].quantity for product in {*quantities, *codes}}
    found: list[Found] = [
        (product, book[product], quantity, [], []) for product, quantity in quantities.items() if product not in codes
    ]
    for product, seen in codes.items():
        found.append(_units_counted(work, product, seen, place, book[product]))
    if unknown:
        found.append(("", ZERO, Decimal(len(unknown)), [], unknown))
    return found


def _units_counted(work: Work, product: str, seen: Sequence[str], place: int, book: Decimal) -> Found:
    here = units.at_place(product, place)
    pieces = {work.pieces[code].id: code for code in seen}
    missing = [piece.code for piece in here if piece.id not in pieces]
    ids = {piece.id for piece in here}
    unexpected = [code for unit, code in pieces.items() if unit not in ids]
    return product, book, Decimal(len(pieces)), missing, unexpected


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor() as on:
        on.execute(
            'select "case", max(run) from stock_countline where "case" = any($1::bigint[]) group by 1',
            [sorted({row[0].case for row in rows if row[0].case is not None})],
        )
        runs = dict(on.fetchall())
        with on.copy(
            'copy stock_countline (at, "case", run, place, product, book, counted, missing, unexpected, actor)'
            " from stdin"
        ) as copy:
            for job, place, product, book, counted, missing, unexpected in rows:
                copy.write_row(
                    (
                        job.at,
                        job.case,
                        runs.get(job.case, 0) + 1,
                        place,
                        product,
                        book,
                        counted,
                        orjson.dumps(missing).decode(),
                        orjson.dumps(unexpected).decode(),
                        job.actor,
                    )
                )


def adjust(jobs: Sequence[Job]) -> None:
    """盘盈盘亏 Bring the book to what the case's last count found: by its differences, whatever has moved since.

    What is missing is lost, what was found too much comes in. Units that were found where the book has them not are
    brought there from where it has them; codes that no unit has stay a matter of the case. Pieces that have codes and
    were counted by quantity alone, with a difference, are to be counted by their codes first (`stock.count_codes`).
    A count is booked once; again it is refused by saying who has booked it, and when (`stock.adjusted`).
    """
    with transaction.atomic():
        booked = _book_once(jobs)
        counted = last_count([job.case for job in jobs if job.case is not None])
        codes = [
            code
            for rows in counted.values()
            for row in rows
            if row["product"]
            for code in (*row["missing"], *row["unexpected"])
        ]
        keys = {
            each
            for rows in counted.values()
            for row in rows
            for each in (
                key(row["product"], row["place"]),
                key(row["product"], Outside.LOST.value),
                key(row["product"], Outside.FOUND.value),
            )
        }
        work = Work.begin(
            [
                Job(actor=job.actor, at=job.at, case=job.case, arguments={"codes": " ".join(codes)} if codes else {})
                for job in jobs
            ],
            targets=lambda work: keys,
            held=False,
        )
        work.goods |= goods.counted(product for product, *_ in keys)
        for job in jobs:
            rows = counted.get(job.case) if job.case is not None else None
            if not rows:
                work.refuse("uncounted")
            elif job.case is not None and booked[job.case] is not job:
                by, at = _last_booked(job.case)
                work.refuse("adjusted", by=by, at=at)
                continue
            for row in rows or ():
                if row["product"]:
                    _adjust(work, job, row)
        work.finish()


def _book_once(jobs: Sequence[Job]) -> dict[int, Job | None]:
    """Note that the last count of each job's case is booked now, before its differences are read: which job books it.
    None where it was booked before; who comes second waits here until the first is done."""
    first: dict[int, Job] = {}
    for job in jobs:
        if job.case is not None:
            first.setdefault(job.case, job)
    given = [(case, job.at, job.actor) for case, job in sorted(first.items())]
    with cursor() as on:
        on.execute(
            'insert into stock_countbooked ("case", run, at, actor)'
            ' select d."case", (select max(k.run) from stock_countline k where k."case" = d."case"), d.at, d.actor'
            ' from unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) d ("case", at, actor)'
            ' where exists (select from stock_countline k where k."case" = d."case")'
            ' order by d."case" on conflict do nothing returning "case"',
            [list(column) for column in zip(*given, strict=True)] or [[], [], []],
        )
        now = {row[0] for row in on}
    return {case: job if case in now else None for case, job in first.items()}


def _last_booked(case: int) -> tuple[int, datetime]:
    """Who has booked a case's last count, and when."""
    booked = CountBooked.objects.filter(case=case).latest("run")
    return booked.actor, booked.at


def _adjust(work: Work, job: Job, row: Mapping[str, Any]) -> None:
    product, place = row["product"], row["place"]
    if row["missing"] or row["unexpected"]:
        lost = [piece for code in row["missing"] if (piece := work.pieces.get(code)) and piece.place == place]
        _shift(work, job, product, place, Outside.LOST.value, lost)
        by_place: dict[tuple[int, str], list[Piece]] = {}
        for code in row["unexpected"]:
            piece = work.pieces.get(code)
            if piece is not None and piece.place != place:
                by_place.setdefault((piece.place, piece.party), []).append(piece)
        for (source, party), pieces in by_place.items():
            _shift(work, job, product, source, place, pieces, party)
        return
    change = row["counted"] - row["book"]
    stands = work.ledger.standing[key(product, place)]
    good = work.goods[product]
    if change and good.coded:
        # Which pieces are missing or too many only their codes tell.
        work.refuse("count_codes", product=product, given=row["counted"], book=row["book"])
    elif change < 0 and -change > stands.free:
        work.refuse(
            "short",
            product=product,
            wanted=-change,
            free=max(stands.free, ZERO),
            measure=good.measure,
            place=row["place_name"],
            held_by=holders(product, job),
        )
    elif change:
        source, target = (Outside.FOUND.value, place) if change > 0 else (place, Outside.LOST.value)
        _move(work, job, product, source, target, abs(change))


def _shift(
    work: Work, job: Job, product: str, source: int, target: int, pieces: Sequence[Piece], party: str = ""
) -> None:
    if not pieces:
        return
    for piece in pieces:
        if piece.held_by is not None and source >= FIRST_PLACE:
            work.refuse("held", code=piece.code, held_by=numbers_told([piece.held_by], person=job.actor, at=job.at))
    _move(work, job, product, source, target, Decimal(len(pieces)), party, tuple(piece.id for piece in pieces))


def _move(
    work: Work,
    job: Job,
    product: str,
    source: int,
    target: int,
    quantity: Decimal,
    party: str = "",
    ids: tuple[int, ...] = (),
) -> None:
    move = Move(
        job=job,
        sort=_ADJUST,
        product=product,
        source=source,
        target=target,
        quantity=quantity,
        party=party,
        note=job.text("note"),
        units=ids,
    )
    work.ledger.move(move)


def last_count(cases: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The lines of each case's last count."""
    found: dict[int, list[dict[str, Any]]] = {}
    with cursor() as on:
        on.execute(
            'select k."case", k.product, k.place, p.name, k.book, k.counted, k.missing::json, k.unexpected::json'
            ' from stock_countline k join stock_place p on p.id = k.place where k."case" = any($1::bigint[])'
            ' and k.run = (select max(l.run) from stock_countline l where l."case" = k."case") order by k.id',
            [sorted(cases)],
        )
        for case, product, place, name, book, counted, missing, unexpected in on:
            found.setdefault(case, []).append(
                {
                    "product": product,
                    "place": place,
                    "place_name": name,
                    "book": book,
                    "counted": counted,
                    "missing": missing,
                    "unexpected": unexpected,
                }
            )
    return found
