"""What is demanded of amounts, days, kinds and places before money is written down, and the reasons where it fails."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money.models import AccountSort, Kind
from gendan.money.posting import Name, place
from gendan.people.access import day_of


def positive(amount: Decimal) -> Decimal:
    """The amount to the cent. Raises Refused `money.not_positive`, also for less than half a cent."""
    cents = to_cents(amount)
    if cents <= 0:
        raise Refused((Reason("money.not_positive", {"amount": amount}),))
    return cents


def past(on: date | None, at: datetime) -> date:
    """The day whose the money is: the given one, else that of `at`. Raises Refused `money.future`."""
    today = day_of(at)
    if on is not None and on > today:
        raise Refused((Reason("money.future", {"given": on, "today": today}),))
    return on or today


def kind_of(code: str) -> Kind:
    """The kind of receipt, by its code or title. Raises Refused `money.kind`, with those that there are."""
    named = Q(code=code) | Q(zh=code) | Q(en__iexact=code)
    found = Kind.objects.filter(named, active=True).order_by("id").first()
    if found is None:
        known = list(Kind.objects.filter(active=True).order_by("id").values_list("zh", flat=True))
        raise Refused((Reason("money.kind", {"given": code, "known": known}),))
    return found


def where(kind: Kind, into: str) -> Name:
    """Where a receipt of this kind lies then: the place that was named, else the kind's own."""
    return place(into) if into else Name(AccountSort(kind.sort), kind.place)
