"""收款类别与账户 What kinds of receipts there are, and where money can lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gendan.core.refusals import Reason, Refused
from gendan.money.models import PLACES, AccountSort, Kind
from gendan.money.posting import Name, accounts, place


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGiven:
    """A kind of receipt as it is declared; see `models.Kind`."""

    code: str
    zh: str
    en: str
    into: str
    up_to_due: bool = False
    needs_slip: bool = False
    active: bool = True


def declare_kind(of: KindGiven, *, actor: int, at: datetime) -> None:
    """Declare a kind of receipt, or change what it is called and where its money goes. Raises Refused `money.place`."""
    where = place(of.into)
    Kind.objects.update_or_create(
        code=of.code,
        defaults={
            "zh": of.zh,
            "en": of.en or of.zh,
            "sort": where.sort,
            "place": where.key,
            "up_to_due": of.up_to_due,
            "needs_slip": of.needs_slip,
            "active": of.active,
        },
    )


def open_place(name: str, sort: str, *, actor: int, at: datetime) -> int:
    """A till, a safe, a bank account or a clearing account from now on; its account's id. Raises Refused
    `money.place_sort` for another sort."""
    if sort not in PLACES:
        raise Refused((Reason("money.place_sort", {"given": sort, "known": [str(each) for each in PLACES]}),))
    of = Name(AccountSort(sort), name.strip())
    return accounts([of])[of]
