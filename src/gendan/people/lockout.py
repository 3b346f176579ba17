"""The lockout: how many passwords may be tried, counted in the database, so that it holds for all processes and all
roads.

A try is written down before the password is looked at and taken back when it was right: tries that run at the same
moment count each other. While the lockout holds, nothing is looked at and nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from gendan.people.models import SignInTry


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within `window` lock for `lasts`, counted from the last of them."""

    failures: int
    window: timedelta = timedelta(minutes=15)
    lasts: timedelta = timedelta(minutes=15)


PAIR: Final = Limit(5)
"""Of one username from one address: a person who has forgotten, or one who guesses."""

WIDE: Final = Limit(100)
"""Of one username from anywhere, and of one address with any name: guesses that are spread. Wide enough that nobody can
shut out a colleague, or an office behind one address, by a few wrong passwords."""

_HORIZON: Final = max(limit.window + limit.lasts for limit in (PAIR, WIDE))


def begin_try(username: str, address: str, at: datetime) -> datetime | None:
    """Write a try down, unless the lockout holds: then the moment at which it ends, and nothing is written."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Tries of one username wait for each other here, for as long as it takes to count them and no longer.
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 7162530))", [username])
        by_name = SignInTry.objects.filter(username=username)
        by_address = SignInTry.objects.filter(address=address)
        for rows, limit in ((by_name.filter(address=address), PAIR), (by_name, WIDE), (by_address, WIDE)):
            tries = list(rows.order_by("-at", "-id").values_list("at", flat=True)[: limit.failures])
            if (until := _locked_until(tries, limit, at)) is not None:
                return until
        SignInTry.objects.filter(at__lt=at - _HORIZON).delete()
        SignInTry.objects.create(username=username, address=address, at=at)
    return None


def forget_tries(username: str, address: str) -> None:
    """The password was right: what was tried for this name from this address counts no more."""
    SignInTry.objects.filter(username=username, address=address).delete()


def _locked_until(tries: list[datetime], limit: Limit, at: datetime) -> datetime | None:
    """`tries` are the newest ones, newest first, at most as many as the limit."""
    if len(tries) < limit.failures or tries[0] - tries[-1] > limit.window:
        return None
    until = tries[0] + limit.lasts
    return until if at < until else None
