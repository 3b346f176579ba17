"""记账 The only writer of movements: many at once, in as many statements as one.

What is locked, and in which order, is the matter of who calls: cases first, then guarantors by id, then accounts by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money.models import CASH, PLACES, AccountSort, MovementSort
from gendan.money.staging import staged, unstaged
from gendan.money.wording import SHIPPED, key_title
from gendan.people.access import day_of

MOST: Final = Decimal("9999999999999.99")
"""The greatest amount of one movement."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """An account by its sort and key: it need not be there yet."""

    sort: AccountSort
    key: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One leg: so much to (positive) or from (negative) an account, for a case or none."""

    account: Name
    amount: Decimal
    case: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A movement to be posted; see `models.Movement`. Sides without an amount are left out."""

    sort: MovementSort
    amount: Decimal
    sides: tuple[Side, ...]
    actor: int
    at: datetime
    on: date | None = None
    kind: str = ""
    case: int | None = None
    party: str = ""
    desk: str = ""
    reference: str = ""
    memo: str = ""
    slip: Mapping[str, Any] | None = field(default=None, hash=False)
    witness: int | None = None
    source: int | None = None
    corrects: int | None = None
    key: str | None = None


def post(entries: Sequence[Entry]) -> list[int]:
    """Write movements down; their ids, in the entries' order.

    Raises Refused `money.amount` for an amount beyond what can be written, `money.short_till` where more cash would
    leave a till or a safe than lies there by the books, and ValueError for a movement that does not balance: that is a
    mistake of ours, and the database would refuse it at the commit.
    """
    if not entries:
        return []
    for entry in entries:
        if sum((side.amount for side in entry.sides), Decimal(0)) != 0:
            raise ValueError(f"{entry.sort} does not balance: {entry.sides}")
        if any(abs(side.amount) > MOST for side in entry.sides):
            raise Refused((Reason("money.amount", {"amount": entry.amount, "most": MOST}),))
    ids = accounts(side.account for entry in entries for side in entry.sides)
    _cash_is_there(entries, ids)
    with transaction.atomic(savepoint=False), cursor() as on:
        on.execute(
            "select nextval(pg_get_serial_sequence('money_movement', 'id')) from generate_series(1, $1)",
            [len(entries)],
        )
        numbers = [number for (number,) in on.fetchall()]
        rows = [_row(number, entry) for number, entry in zip(numbers, entries, strict=True)]
        on.execute(_MOVEMENTS, [list(column) for column in zip(*rows, strict=True)])
        legs = [
            (number, ids[side.account], side.case, to_cents(side.amount), entry.on or day_of(entry.at))
            for number, entry in zip(numbers, entries, strict=True)
            for side in _sides(entry)
        ]
        on.execute(_LEGS, [list(column) for column in zip(*legs, strict=True)])
    return numbers


def _cash_is_there(entries: Sequence[Entry], ids: Mapping[Name, int]) -> None:
    """Nobody can take more out of a till or a safe than lies there: more left a place only where what came in was not
    written down. A bank account may be overdrawn, or have held money before it was kept here."""
    leaves: defaultdict[Name, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for side in entry.sides:
            if side.account.sort in CASH:
                leaves[side.account] -= side.amount
    taken = {name: amount for name, amount in leaves.items() if amount > 0}
    if not taken:
        return
    lock(taken)
    with cursor() as on:
        on.execute(
            "select account_id, sum(amount) from money_balance where account_id = any($1::bigint[]) group by 1",
            [[ids[name] for name in taken]],
        )
        stands = dict(on.fetchall())
    reasons = []
    for name, amount in sorted(taken.items()):
        lies = stands.get(ids[name], Decimal(0))
        if amount > lies:
            reasons.append(
                Reason("money.short_till", {"name": key_title(name.key).zh, "amount": amount, "stands": lies})
            )
    if reasons:
        raise Refused(tuple(reasons))


def _sides(entry: Entry) -> list[Side]:
    return [side for side in entry.sides if side.amount != 0]


_COLUMNS: Final[Mapping[str, str]] = {
    "id": "bigint",
    "sort": "text",
    "kind": "text",
    "amount": "numeric",
    "at": "timestamptz",
    '"on"': "date",
    "case_id": "bigint",
    "party": "text",
    "desk": "text",
    "reference": "text",
    "memo": "text",
    "slip": "jsonb",
    "person": "bigint",
    "witness": "bigint",
    "source_id": "bigint",
    "corrects_id": "bigint",
    "legs": "smallint",
    "key": "text",
}
_PLACES: Final = ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(_COLUMNS.values(), 1))
_MOVEMENTS: Final = "insert into money_movement (" + ", ".join(_COLUMNS) + ") select * from unnest(" + _PLACES + ")"
_LEGS: Final = (
    'insert into money_leg (movement_id, account_id, case_id, amount, "on")'
    " select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[], $5::date[])"
)


def _row(number: int, entry: Entry) -> tuple[Any, ...]:
    return (
        number,
        str(entry.sort),
        entry.kind,
        to_cents(entry.amount),
        entry.at,
        entry.on or day_of(entry.at),
        entry.case,
        entry.party,
        staged(entry.desk) if entry.desk else "",
        entry.reference,
        entry.memo,
        None if entry.slip is None else orjson.dumps(dict(entry.slip)).decode(),
        entry.actor,
        entry.witness,
        entry.source,
        entry.corrects,
        len(_sides(entry)),
        entry.key,
    )


def accounts(names: Iterable[Name]) -> dict[Name, int]:
    """The accounts of these names; one that is not there is made."""
    wanted = sorted(set(names))
    with cursor() as on:
        found = _found(on, wanted)
        if len(found) < len(wanted):
            on.execute(
                "insert into money_account (sort, key) select * from unnest($1::text[], $2::text[]) order by 1, 2"
                " on conflict do nothing",
                [[str(name.sort) for name in wanted], [kept_under(name) for name in wanted]],
            )
            found = _found(on, wanted)
    return found


def kept_under(name: Name) -> str:
    """The key of an account in the books. Guarantees go by persons, whom a rehearsal makes itself."""
    return name.key if name.sort in (AccountSort.GUARANTEE, AccountSort.GUARANTEED) else staged(name.key)


def known(names: Iterable[Name]) -> dict[Name, int]:
    """Those of the accounts that are there."""
    wanted = sorted(set(names))
    with cursor() as on:
        return _found(on, wanted)


def _found(on: Any, wanted: Sequence[Name]) -> dict[Name, int]:
    on.execute(
        "select w.place, a.id from unnest($1::text[], $2::text[]) with ordinality w (sort, key, place)"
        " join money_account a on a.sort = w.sort and a.key = w.key",
        [[str(name.sort) for name in wanted], [kept_under(name) for name in wanted]],
    )
    return {wanted[place - 1]: number for place, number in on.fetchall()}


def place(name: str, *, sort: AccountSort | None = None) -> Name:
    """The till, safe, bank account or clearing account that people call `name`, by its title too. Raises Refused
    `money.place`."""
    key = next((key for key, title in SHIPPED.items() if name in (title.zh, title.in_language("en"))), name)
    sorts = [str(each) for each in ((sort,) if sort is not None else PLACES)]
    with cursor() as on:
        on.execute(
            "select sort, key from money_account where key = any($1::text[]) and sort = any($2::text[]) order by sort",
            [[name, key, staged(name), staged(key)], sorts],
        )
        found = on.fetchone()
    if found is None:
        raise Refused((Reason("money.place", {"name": name}),))
    return Name(AccountSort(found[0]), unstaged(found[1]))


def lock(names: Iterable[Name]) -> dict[Name, int]:
    """Hold accounts until the commit, in the order of their ids; those that are not there yet are made."""
    ids = accounts(names)
    with cursor() as on:
        on.execute(
            "select id from money_account where id = any($1::bigint[]) order by id for no key update",
            [sorted(ids.values())],
        )
    return ids
