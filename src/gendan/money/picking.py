"""What a text may be picked from: tills, all accounts in which money can lie, and kinds of receipts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from gendan.core.refusals import Refused
from gendan.money.actions.kinds import open_place
from gendan.money.asking import kind_of
from gendan.money.models import PLACES, Account, AccountSort, Kind
from gendan.money.posting import place
from gendan.money.wording import key_title, sort_title


def resolve_tills(texts: Sequence[str]) -> dict[str, str]:
    """`money.tills`: the till of each text that names one."""
    return _places(texts, AccountSort.TILL)


def resolve_accounts(texts: Sequence[str]) -> dict[str, str]:
    """`money.accounts`: the till, safe, bank or clearing account of each text, by its title too."""
    return _places(texts)


def resolve_kinds(texts: Sequence[str]) -> dict[str, str]:
    """`money.kinds`: the kind of receipt of each text, by its title too."""
    found = {}
    for text in texts:
        try:
            found[text] = kind_of(text).code
        except Refused:
            continue
    return found


def look_up_tills(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Tills whose name holds a text."""
    return _accounts(text, (AccountSort.TILL,))[:limit]


def look_up_accounts(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Accounts in which money can lie and whose name or title holds a text, each with its sort."""
    return _accounts(text, PLACES)[:limit]


def look_up_kinds(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Kinds of receipts in use whose code or title holds a text."""
    known = [(each.zh, each.en, each.code) for each in Kind.objects.filter(active=True).order_by("id")]
    return [(zh, en, "") for zh, en, code in known if _holds(text, (zh, en, code))][:limit]


def make_tills(texts: Sequence[str], at: datetime) -> None:
    """Tills of these names, for rehearsals."""
    for text in texts:
        open_place(text, AccountSort.TILL, actor=0, at=at)


def make_none(texts: Sequence[str], at: datetime) -> None:
    """Accounts and kinds are never made by being named, not even in a rehearsal: a story declares them."""


def _places(texts: Sequence[str], sort: AccountSort | None = None) -> dict[str, str]:
    found = {}
    for text in texts:
        try:
            found[text] = place(text, sort=sort).key
        except Refused:
            continue
    return found


def _accounts(text: str, sorts: Sequence[AccountSort]) -> list[tuple[str, str, str]]:
    known = Account.objects.filter(sort__in=[str(each) for each in sorts]).order_by("id").values_list("sort", "key")
    told = [(key_title(key).zh, key_title(key).en, sort_title(sort).zh, key) for sort, key in known]
    return [(zh, sort, "") for zh, en, sort, key in told if _holds(text, (zh, en, key, sort))]


def _holds(text: str, told: Iterable[str]) -> bool:
    wanted = text.strip().casefold()
    return any(wanted in each.casefold() for each in told)
