"""What is taken for a case: of what it holds first, then of what is free; and every reason why it can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gendan.cases.queries.chosen import numbers_told
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.parties import queries as parties
from gendan.stock import units
from gendan.stock.asked import Job, Line
from gendan.stock.goods import Counted, counted
from gendan.stock.ledger import ZERO, Key, Ledger, key
from gendan.stock.models.place import FIRST_PLACE, Outside
from gendan.stock.places import Places, Where, places, where
from gendan.stock.refusals import reason
from gendan.stock.units import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Goods at one place that will be taken: `held` of them are held by the case itself."""

    product: str
    place: int
    quantity: Decimal
    given: Decimal | None = None
    measure: str = ""
    held: Decimal = ZERO
    units: tuple[int, ...] = ()
    line: Line = field(default_factory=Line)


Targets = Callable[["Work"], set[Key]]


@dataclass(slots=True)
class Work:
    """One handling of jobs, with all that it needs locked and read: once for all of them."""

    jobs: Sequence[Job]
    lines: Sequence[Sequence[Line]]
    here: Places
    goods: dict[str, Counted]
    ledger: Ledger
    pieces: dict[str, Piece]
    reasons: list[Reason] = field(default_factory=list)
    kept: dict[tuple[int | None, str, int], Decimal] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)
    _held: list[Piece] = field(default_factory=list)
    _held_ids: frozenset[int] = frozenset()
    _own: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def begin(cls, jobs: Sequence[Job], *, targets: Targets | None = None, held: bool = True) -> Work:
        """Read what the jobs name, and lock the goods that they may take or bring, all in one go: `targets` gives the
        balances at the other end. `held`: they may take what their cases hold."""
        here = places()
        lines = [_inspected(job, here) for job in jobs]
        every = [line for of in lines for line in of]
        pieces = units.by_codes([code for line in every for code in line.codes])
        cases = [job.case for job in jobs if job.case is not None]
        work = cls(jobs, lines, here, {}, Ledger(), pieces)
        products = {line.product for line in every if line.product}
        products |= {piece.product for piece in pieces.values()}
        work._own = _held_products(cases) if held else {}
        own = {product for of in work._own.values() for product in of}
        work.goods = counted(products | own)
        keys = {key(piece.product, piece.place, piece.party) for piece in pieces.values()}
        work.lock(
            keys | (targets(work) if targets else set()), {line.product for line in every if not line.codes} | own
        )
        work.ledger.read_holds(cases)
        if held:
            work._held = units.held_by(cases)
            work._held_ids = frozenset(piece.id for piece in work._held)
        return work

    def products(self, number: int) -> set[str]:
        """The products that a job may move: those of its lines, or all that its case holds."""
        lines = self.lines[number]
        named = {line.product for line in lines if line.product}
        named |= {self.pieces[code].product for line in lines for code in line.codes if code in self.pieces}
        case = self.jobs[number].case
        return named if lines or case is None else self._own.get(case, set())

    def lock(self, keys: Iterable[Key], everywhere: Iterable[str] = ()) -> None:
        """Lock more goods. Units that were named are read again: they may have gone while we waited."""
        self.ledger.lock(keys, everywhere, self.here.by_id)
        for _ in range(3):
            self.pieces = units.by_codes(self.pieces.keys())
            gone = {key(each.product, each.place, each.party) for each in self.pieces.values()}
            if gone <= self.ledger.standing.keys():
                return
            self.ledger.lock(gone)

    def refuse(self, name: str, **parameters: object) -> None:
        """Note why something can't be done."""
        self.reasons.append(reason(name, **parameters))

    def own(self, line: Line) -> Decimal | None:
        """How much a line asks for in the product's own unit; notes why it can't be told."""
        good = self.goods.get(line.product)
        if good is None:
            self.refuse("unknown_good", product=line.product)
            return None
        quantity = Decimal(1) if line.quantity is None else line.quantity
        found = good.own(quantity, line.measure)
        if isinstance(found, Reason):
            self.reasons.append(found)
            return None
        return found

    def spot(self, name: str) -> int | None:
        """The id of a place; notes that there is none. None for no name."""
        if not name:
            return None
        found = self.here.named(name)
        if found is None:
            self.refuse("unknown_place", place=name)
            return None
        return found.id

    # -- taking

    def take(self, job: Job, lines: Sequence[Line], *, waiting: bool = False, part: bool = False) -> list[Taken]:
        """What `lines` ask for, place by place; reasons are noted. `waiting`: also what awaits inspection, where its
        place is named. `part`: what is there, where it is less than was asked for."""
        found: list[Taken] = []
        for line in lines:
            if line.codes:
                found += self._by_code(job, line, waiting)
            else:
                found += self._by_quantity(job, line, waiting, part)
        return found

    def take_held(self, job: Job) -> list[Taken]:
        """All that the job's case holds."""
        found = []
        for (product, place), quantity in sorted(self.ledger.held(job.case).items()):
            if place and quantity > 0:
                pieces = [each for each in self._held_by(job, product) if each.place == place]
                self._used.update(each.id for each in pieces)
                ids = tuple(each.id for each in pieces)
                found.append(Taken(product=product, place=place, quantity=quantity, held=quantity, units=ids))
        return found

    def _by_code(self, job: Job, line: Line, waiting: bool) -> list[Taken]:
        wanted_at = self.spot(line.place)
        by_place: dict[tuple[str, int], list[Piece]] = {}
        for code in line.codes:
            piece = self.pieces.get(code)
            if piece is None:
                self.refuse("unknown_code", code=code)
            elif piece.id in self._used:
                self.refuse("code_twice", code=code)
            elif piece.place < FIRST_PLACE or (wanted_at is not None and piece.place != wanted_at):
                self.refuse_place(code, piece)
            elif line.product and line.product != piece.product:
                self.refuse("other_product", code=code, product=piece.product, given=line.product)
            elif piece.held_by is not None and piece.held_by != job.case:
                self.refuse("held", code=code, held_by=numbers_told([piece.held_by], person=job.actor, at=job.at))
            elif not waiting and not self.here.is_store(piece.place):
                self.refuse("in_inspection", code=code, where=self.where(piece))
            else:
                self._used.add(piece.id)
                by_place.setdefault((piece.product, piece.place), []).append(piece)
        found = []
        for (product, place), pieces in by_place.items():
            held = Decimal(sum(each.held_by is not None for each in pieces))
            ids = tuple(each.id for each in pieces)
            found.append(
                Taken(product=product, place=place, quantity=Decimal(len(ids)), held=held, units=ids, line=line)
            )
        return found

    def _by_quantity(self, job: Job, line: Line, waiting: bool, part: bool) -> list[Taken]:
        wanted = self.own(line)
        wanted_at = self.spot(line.place)
        if wanted is None or (line.place and wanted_at is None):
            return []
        good = self.goods[line.product]
        left = wanted
        found: list[Taken] = []
        held = self._left_of_held(job)
        stands_at = [
            (place, stands)
            for place, stands in self.ledger.at_places(line.product)
            if (wanted_at is None or place == wanted_at)
            and (self.here.is_store(place) or (waiting and wanted_at is not None))
        ]
        # The case's own first.
        for place, stands in sorted(stands_at, key=lambda each: -held.get((line.product, each[0]), ZERO)):
            own = held.get((line.product, place), ZERO)
            here = min(left, own + max(stands.free, ZERO))
            if here <= 0:
                continue
            of_held = min(own, here)
            chosen = self._pieces(job, line.product, place, int(of_held), int(here)) if good.coded else ()
            given = line.quantity if here == wanted else None
            found.append(
                Taken(
                    product=line.product,
                    place=place,
                    quantity=here,
                    given=given,
                    measure=line.measure if given is not None else "",
                    held=of_held,
                    units=chosen,
                    line=line,
                )
            )
            left -= here
            if not left:
                return found
        if part:
            return found
        free = wanted - left
        self.refuse(
            "short",
            product=line.product,
            wanted=wanted,
            free=free,
            measure=good.measure,
            place=line.place,
            held_by=holders(line.product, job),
        )
        return []

    def _left_of_held(self, job: Job) -> dict[tuple[str, int], Decimal]:
        """What the case holds that no line of this handling has been given."""
        return {
            (product, place): max(quantity - self.kept.get((job.case, product, place), ZERO), ZERO)
            for (product, place), quantity in self.ledger.held(job.case).items()
        }

    def _pieces(self, job: Job, product: str, place: int, of_held: int, count: int) -> tuple[int, ...]:
        """Units of a product at a place: those that the case holds first, then the oldest free ones."""
        mine = [each.id for each in self.unused_of_held(job, product, place)]
        chosen = mine[:of_held]
        if count > len(chosen):
            chosen += units.oldest(product, place, count - len(chosen), self._used)
        self._used.update(chosen)
        return tuple(chosen)

    def unused_of_held(self, job: Job, product: str, place: int) -> list[Piece]:
        """The units that the case holds at a place and nothing has taken yet."""
        return [each for each in self._held_by(job, product) if each.place == place and each.id not in self._used]

    def held_units(self, job: Job) -> list[Piece]:
        """The units that the job's case holds."""
        return [each for each in self._held if each.held_by == job.case]

    def is_held(self, unit: int) -> bool:
        """Whether a case held the unit when this handling began."""
        return unit in self._held_ids

    def is_unused(self, piece: Piece) -> bool:
        """Whether nothing has taken the unit yet."""
        return piece.id not in self._used

    def use(self, piece: Piece) -> None:
        """Have nothing else take the unit."""
        self._used.add(piece.id)

    def _held_by(self, job: Job, product: str) -> list[Piece]:
        return [each for each in self._held if each.held_by == job.case and each.product == product]

    # -- spending

    def spend(self, job: Job, taken: Taken) -> None:
        """Give up what the case held of goods that go now."""
        if taken.held > 0:
            self.ledger.hold(job, taken.product, taken.place, -taken.held)

    def finish(self) -> None:
        """Write what was planned. Raises Refused where anything was noted why not."""
        if self.reasons:
            raise Refused(tuple(self.reasons))
        self.ledger.write()

    def refuse_place(self, code: str, piece: Piece) -> None:
        """Note that a unit is where it is."""
        outside = _GONE.get(piece.place)
        if outside is not None:
            self.refuse(outside, code=code, party=piece.party)
        else:
            self.refuse("elsewhere", code=code, where=self.where(piece))

    def where(self, piece: Piece) -> Where:
        """The place of ours where a unit is, else with whom it is, or what has become of it."""
        return where(self.here.name_of(piece.place), piece.party)


_GONE = {
    Outside.CUSTOMER.value: "with_customer",
    Outside.SUPPLIER.value: "with_supplier",
    Outside.LOST.value: "is_lost",
    Outside.FOUND.value: "is_lost",
    Outside.USED.value: "used_up",
}
"""What is said of units that are outside."""


def _inspected(job: Job, here: Places) -> tuple[Line, ...]:
    """The lines of a job; where it says that they were inspected (`inspected`), they wait in the place for inspection
    of the warehouse that it takes from, or brings to."""
    if job.arguments.get("inspected") is not True:
        return job.lines
    spot = here.named(job.text("source") or job.text("target"))
    waits = here.inspection_of(spot) if spot is not None else None
    return tuple(replace(line, place=waits.name if waits is not None else line.place) for line in job.lines)


def _held_products(cases: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    if cases:
        with cursor() as on:
            on.execute(
                'select distinct "case", product from stock_hold where "case" = any($1::bigint[])', [sorted(set(cases))]
            )
            for case, product in on:
                found.setdefault(case, set()).add(product)
    return found


def holders(product: str, job: Job, most: int = 5) -> list[str]:
    """The numbers of the cases besides the job's own that hold the most of a product, as far as its actor sees them."""
    with cursor() as on:
        on.execute(
            'select "case" from stock_hold where product = $1::text and place > 0'
            ' and "case" is distinct from $2::bigint'
            " group by 1 having sum(change) > 0 order by sum(change) desc limit $3::int",
            [product, job.case, most],
        )
        cases = [row[0] for row in on]
    return numbers_told(cases, person=job.actor, at=job.at)


def all_names(party: str) -> tuple[str, ...]:
    """Every name that a party ever had, its own first: under each of them goods may stand. No party: the text alone."""
    found = parties.one(party) if party else None
    return (party,) if found is None else tuple(dict.fromkeys((found.name, *parties.names_of(found))))
