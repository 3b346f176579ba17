"""The ledger under lock: balances are read, changed in memory, and written with their movements in a few statements.

Whoever changes goods locks their balances first, in the order of their ids; the units and holds of a place and product
change only under that lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from gendan.cases.store import cursor
from gendan.stock.asked import Job
from gendan.stock.models.place import FIRST_PLACE

Key = tuple[str, int, str]
"""Product, place, and the party of an outside place."""
ZERO = Decimal(0)


def key(product: str, place: int, party: str = "") -> Key:
    """The balance of goods at a place; inside there are no parties."""
    return (product, place, party if place < FIRST_PLACE else "")


@dataclass(slots=True)
class Standing:
    """A balance as it stands, and as it will be written."""

    id: int
    quantity: Decimal
    held: Decimal
    at: datetime | None
    touched: bool = False

    @property
    def free(self) -> Decimal:
        """What no case holds."""
        return self.quantity - self.held


@dataclass(slots=True, kw_only=True)
class Move:
    """A movement that will be written."""

    job: Job
    sort: str
    product: str
    source: int
    target: int
    quantity: Decimal
    party: str = ""
    given: Decimal | None = None
    measure: str = ""
    order: str = ""
    planned: bool | None = None
    note: str = ""
    maker: int | None = None
    units: Sequence[int] = ()
    held_by: int | None = None  # who holds the units from now on
    at: datetime | None = None
    source_after: Decimal = ZERO
    target_after: Decimal = ZERO


@dataclass(slots=True)
class Ledger:
    """Balances that are locked until the commit."""

    standing: dict[Key, Standing] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    _holds: list[tuple[int, int, str, Decimal, datetime, int]] = field(default_factory=list)
    _held: dict[int, dict[tuple[str, int], Decimal]] | None = None
    _units_held: list[tuple[int, int | None, bool]] = field(default_factory=list)

    def lock(self, keys: Iterable[Key], everywhere: Iterable[str] = (), inner: Iterable[int] = ()) -> None:
        """Lock these balances, made where they are not yet, and all of the `everywhere` products in the places
        `inner`."""
        wanted = sorted(set(keys) - self.standing.keys())
        products = sorted(set(everywhere))
        if not wanted and not products:
            return
        named = [[each[0] for each in wanted], [each[1] for each in wanted], [each[2] for each in wanted]]
        with cursor() as on:
            if wanted:
                on.execute(
                    "insert into stock_balance (product, place, party, quantity, held) select d.*, 0, 0"
                    " from unnest($1::text[], $2::bigint[], $3::text[]) d on conflict do nothing",
                    named,
                )
            on.execute(
                "select product, place, party, id, quantity, held, at from stock_balance where id in ("
                " select b.id from stock_balance b join unnest($1::text[], $2::bigint[], $3::text[])"
                " d (product, place, party) using (product, place, party)"
                " union select id from stock_balance where product = any($4::text[]) and place = any($5::bigint[]))"
                " order by id for update",
                [*named, products, sorted(inner)],
            )
            for product, place, party, *rest in on:
                self.standing.setdefault((product, place, party), Standing(*rest))

    def at_places(self, product: str) -> list[tuple[int, Standing]]:
        """The locked balances of a product in our own places, the oldest place first."""
        found = [(each[1], stands) for each, stands in self.standing.items() if each[0] == product]
        return sorted((each for each in found if each[0] >= FIRST_PLACE), key=lambda each: each[0])

    def move(self, move: Move) -> None:
        """Move goods. Who calls has looked whether they are there; the database refuses what would go below nothing."""
        source = self.standing[key(move.product, move.source, move.party)]
        target = self.standing[key(move.product, move.target, move.party)]
        source.quantity -= move.quantity
        target.quantity += move.quantity
        # Two that met at one lock are booked one after the other, whatever their clocks said.
        move.at = max(moment for moment in (move.job.at, source.at, target.at) if moment is not None)
        for each in (source, target):
            each.at, each.touched = move.at, True
        move.source_after, move.target_after = source.quantity, target.quantity
        self.moves.append(move)

    # -- holds

    def read_holds(self, cases: Iterable[int]) -> None:
        """Read what cases hold, after their goods were locked."""
        held: dict[int, dict[tuple[str, int], Decimal]] = defaultdict(dict)
        with cursor() as on:
            on.execute(
                'select "case", product, place, sum(change) from stock_hold where "case" = any($1::bigint[])'
                " group by 1, 2, 3 having sum(change) <> 0 order by 1, 2, 3",
                [sorted(set(cases))],
            )
            for case, product, place, quantity in on:
                held[case][product, place] = quantity
        self._held = held

    def held(self, case: int | None) -> dict[tuple[str, int], Decimal]:
        """What a case holds, by product and place (place 0: what it could not get)."""
        if case is None or self._held is None:
            return {}
        return self._held.setdefault(case, {})

    def hold(
        self, job: Job, product: str, place: int, change: Decimal, units: Iterable[int] = (), *, picked: bool = False
    ) -> None:
        """Hold more (or, with a change below nothing, less) for the job's case; `units` are those that it is about,
        `picked` whether somebody has them in hand."""
        assert job.case is not None  # only cases hold
        held = self.held(job.case)
        held[product, place] = held.get((product, place), ZERO) + change
        if place:
            stands = self.standing[key(product, place)]
            stands.held += change
            stands.touched = True
        self._holds.append((job.case, place, product, change, job.at, job.actor))
        self._units_held += [(unit, job.case if change > 0 else None, picked) for unit in units]

    def mark_picked(self, job: Job, units: Iterable[int]) -> None:
        """Somebody has these units in hand, which the job's case holds already."""
        self._units_held += [(unit, job.case, True) for unit in units]

    # -- write

    def write(self) -> list[int]:
        """Write all that has changed; gives the movements' ids. Statements do not grow with what is moved."""
        ids: list[int] = []
        with cursor() as on:
            if self._units_held:
                on.execute(
                    "update stock_whereabouts w set held_by = d.held_by, picked = d.picked"
                    " from unnest($1::bigint[], $2::bigint[], $3::bool[]) d (unit, held_by, picked)"
                    " where w.unit = d.unit",
                    [list(each) for each in zip(*self._units_held, strict=True)],
                )
            if self.moves:
                on.execute(
                    "select nextval('stock_movement_id_seq') from generate_series(1, $1::int)", [len(self.moves)]
                )
                ids = [row[0] for row in on]
                self._write_moves(on, ids)
            holds = self._netted()
            if holds:
                with on.copy('copy stock_hold ("case", place, product, change, at, actor) from stdin') as copy:
                    for row in holds:
                        copy.write_row(row)
            changed = [each for each in self.standing.values() if each.touched]
            if changed:
                on.execute(
                    "update stock_balance b set quantity = d.quantity, held = d.held, at = d.at"
                    " from unnest($1::bigint[], $2::numeric[], $3::numeric[], $4::timestamptz[])"
                    " d (id, quantity, held, at) where b.id = d.id",
                    [
                        [each.id for each in changed],
                        [each.quantity for each in changed],
                        [each.held for each in changed],
                        [each.at for each in changed],
                    ],
                )
        self._holds, self._units_held, self.moves = [], [], []
        for each in self.standing.values():
            each.touched = False
        return ids

    def _netted(self) -> list[tuple[int, int, str, Decimal, datetime, int]]:
        """The changes of holds, those of one case and goods as one."""
        found: dict[tuple[int, int, str], tuple[int, int, str, Decimal, datetime, int]] = {}
        for case, place, product, change, at, actor in self._holds:
            before = found.get((case, place, product))
            total = change if before is None else before[3] + change
            found[case, place, product] = (case, place, product, total, at, actor)
        return [each for each in found.values() if each[3]]

    def _write_moves(self, on: object, ids: Sequence[int]) -> None:
        with on.copy(  # type: ignore[attr-defined]  # psycopg's own cursor
            "copy stock_movement (id, at, sort, product, source, target, party, quantity, given, measure, source_after,"
            ' target_after, "case", actor, maker, order_number, planned, note) from stdin'
        ) as copy:
            for number, move in zip(ids, self.moves, strict=True):
                copy.write_row(
                    (
                        number,
                        move.at,
                        move.sort,
                        move.product,
                        move.source,
                        move.target,
                        move.party,
                        move.quantity,
                        move.quantity if move.given is None else move.given,
                        move.measure,
                        move.source_after,
                        move.target_after,
                        move.job.case,
                        move.job.actor,
                        move.maker,
                        move.order,
                        move.planned,
                        move.note,
                    )
                )
        went = [(unit, number, move) for number, move in zip(ids, self.moves, strict=True) for unit in move.units]
        if not went:
            return
        with on.copy("copy stock_unitmove (unit, movement) from stdin") as copy:  # type: ignore[attr-defined]  # as above
            for unit, number, _ in went:
                copy.write_row((unit, number))
        on.execute(  # type: ignore[attr-defined]  # as above
            "update stock_whereabouts w set place = d.place, party = d.party, movement = d.movement,"
            " held_by = d.held_by, picked = picked and d.held_by is not null"
            " from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])"
            " d (unit, place, party, movement, held_by) where w.unit = d.unit",
            [
                [unit for unit, _, _ in went],
                [move.target for _, _, move in went],
                [move.party if move.target < FIRST_PLACE else "" for _, _, move in went],
                [number for _, number, _ in went],
                [move.held_by for _, _, move in went],
            ],
        )
