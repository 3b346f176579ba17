"""按日金额 What the totals of cases are made of, entry by entry, each with its day: the queries of facts' `dated`."""

from __future__ import annotations

from gendan.money.models import AccountSort, MovementSort


def received() -> str:
    """What came in for cases, less what was paid back: a receipt, money used that was paid ahead, a refund."""
    sorts = (MovementSort.RECEIPT, MovementSort.ALLOCATION, MovementSort.REFUND)
    return _entries("-l.amount", AccountSort.RECEIVABLE, *sorts)


def charged() -> str:
    """What cases were charged."""
    return _entries("l.amount", AccountSort.RECEIVABLE, MovementSort.CHARGE)


def refunded() -> str:
    """What was paid back."""
    return _entries("l.amount", AccountSort.RECEIVABLE, MovementSort.REFUND)


def difference() -> str:
    """What counts found over (positive) or short."""
    return _entries("-l.amount", AccountSort.DIFFERENCE, MovementSort.COUNT)


def _entries(amount: str, account: AccountSort, *sorts: MovementSort) -> str:
    """As the database projects them to `CaseTotal`: legs of a case on accounts of one sort, by why money moved."""
    named = ", ".join(f"'{each}'" for each in sorts)
    return (
        f'select l.case_id, m.id as entry, m."on" as day, m.at, m.person, {amount} as amount'
        " from money_movement m join money_leg l on l.movement_id = m.id"
        f" join money_account a on a.id = l.account_id and a.sort = '{account}'"
        f" where m.sort in ({named}) and l.case_id is not null"
    )
