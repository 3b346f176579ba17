"""流水匹配 Which case or party a line of the bank is from: what speaks for it, and what a person decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from gendan.cases.models import Case
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.money import actions
from gendan.money.models import BankLine, BankMatch, Movement
from gendan.money.parties import parties_of

MOST: Final = 5
"""Proposals for one line."""

_NUMBERS: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A case that a line may be for, or with no number a party. `because` says why, the surest first: `number`,
    `party`, `amount`."""

    number: str
    party: str
    due: Decimal | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the bank as it was read; what came in is positive."""

    line: int
    account: str
    on: date
    amount: Decimal
    reference: str
    payer: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Line):
    """A line that is not matched yet, with what it may be."""

    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Line):
    """A line that somebody said is none of ours, and why."""

    note: str
    by: int
    at: datetime


_LINES: Final = (
    'select l.id, a.key, l."on", l.amount, l.reference, l.payer, l.memo{more} from money_bankline l'
    " join money_account a on a.id = l.account_id{join}"
    " where ($1::text is null or a.key = $1) and {where}"
)
# A match stands while no movement corrects its own and no later row of its line reopens it.
_STANDS: Final = (
    "not x.reopened and not exists (select from money_movement c where c.corrects_id = x.movement_id)"
    " and not exists (select from money_bankmatch y where y.line_id = x.line_id and y.undone = x.undone + 1)"
)
_OPEN: Final = (
    _LINES.format(
        more="",
        join="",
        where=f"not exists (select from money_bankmatch x where x.line_id = l.id and {_STANDS})",
    )
    + ' order by l."on", l.id limit $2'
)
_DISMISSED: Final = (
    _LINES.format(
        more=", x.note, x.by, x.at",
        join=" join money_bankmatch x on x.line_id = l.id",
        where=f'x.movement_id is null and {_STANDS} and l."on" between $2 and $3',
    )
    + ' order by l."on" desc, l.id desc limit $4'
)


def unmatched(*, account: str | None = None, limit: int = 50) -> list[Open]:
    """Lines that nobody has matched yet, or whose receipt or dismissal was taken back, the oldest first, with
    proposals."""
    with cursor() as on:
        on.execute(_OPEN, [account, limit])
        lines = [
            Open(line=line, account=key, on=day, amount=amount, reference=reference, payer=payer, memo=memo)
            for line, key, day, amount, reference, payer, memo in on.fetchall()
        ]
    return _proposed(lines)


def dismissed(*, account: str | None = None, since: date, until: date, limit: int) -> list[Dismissed]:
    """Lines of these days that are none of ours, the newest first."""
    with cursor() as on:
        on.execute(_DISMISSED, [account, since, until, limit])
        return [
            Dismissed(
                line=line,
                account=key,
                on=day,
                amount=amount,
                reference=reference,
                payer=payer,
                memo=memo,
                note=note,
                by=by,
                at=at,
            )
            for line, key, day, amount, reference, payer, memo, note, by, at in on.fetchall()
        ]


def _proposed(lines: Sequence[Open]) -> list[Open]:
    """The lines with what each may be: four statements for all of them."""
    coming = [line for line in lines if line.amount > 0]
    numbers = {number for line in coming for number in _numbers(line)}
    by_number = {
        number: case for case, number in Case.objects.filter(number__in=numbers, final=None).values_list("id", "number")
    }
    owing = _owing({line.payer for line in coming if line.payer}, {line.amount for line in coming})
    known = _with_accounts(line.payer for line in coming)
    parties = parties_of({*by_number.values(), *(each.case for each in owing)})
    dues = {each.case: each for each in owing} | {each.case: each for each in _dues(by_number.values())}
    return [_with_proposals(line, by_number, owing, dues, parties, known) for line in lines]


@dataclass(frozen=True, slots=True)
class _Owing:
    case: int
    number: str
    due: Decimal


def _with_proposals(
    line: Open,
    by_number: dict[str, int],
    owing: Sequence[_Owing],
    dues: dict[int, _Owing],
    parties: dict[int, str],
    known: set[str],
) -> Open:
    if line.amount <= 0:
        return line
    because: dict[int, list[str]] = {}
    for number in _numbers(line):
        if number in by_number:
            because.setdefault(by_number[number], []).append("number")
    for each in owing:
        if line.payer and parties.get(each.case) == line.payer:
            because.setdefault(each.case, []).append("party")
        if each.due == line.amount:
            because.setdefault(each.case, []).append("amount")
    ranked = sorted(because.items(), key=lambda item: (-sum(_WEIGHT[why] for why in set(item[1])), item[0]))
    found = [
        Proposal(
            number=dues[case].number,
            party=parties.get(case, ""),
            due=dues[case].due,
            because=tuple(dict.fromkeys(why)),
        )
        for case, why in ranked[:MOST]
        if case in dues
    ]
    if line.payer in known:
        found.append(Proposal(number="", party=line.payer, due=None, because=("party",)))
    return Open(
        line=line.line,
        account=line.account,
        on=line.on,
        amount=line.amount,
        reference=line.reference,
        payer=line.payer,
        memo=line.memo,
        proposals=tuple(found[:MOST]),
    )


_WEIGHT: Final = {"number": 4, "party": 2, "amount": 1}


def _numbers(line: Open) -> list[str]:
    return _NUMBERS.findall(f"{line.memo} {line.reference}")


def _owing(parties: set[str], amounts: set[Decimal]) -> list[_Owing]:
    """Cases that owe: of these parties, or just one of these amounts; a few of each."""
    with cursor() as on:
        on.execute(
            "select distinct t.case_id, c.number, t.charged - t.received from money_casetotal t"
            " join cases_case c on c.id = t.case_id where t.charged - t.received > 0 and ("
            "  t.charged - t.received = any($1::numeric[])"
            "  or t.case_id in (select l.case_id from money_leg l join money_account a on a.id = l.account_id"
            "   where a.sort = 'receivable' and a.key = any($2::text[]) and l.case_id is not null))"
            " order by t.case_id limit 500",
            [sorted(amounts), sorted(parties)],
        )
        return [_Owing(*row) for row in on.fetchall()]


def _dues(cases: Iterable[int]) -> list[_Owing]:
    with cursor() as on:
        on.execute(
            "select c.id, c.number, coalesce(t.charged - t.received, 0) from cases_case c"
            " left join money_casetotal t on t.case_id = c.id where c.id = any($1::bigint[])",
            [sorted(cases)],
        )
        return [_Owing(*row) for row in on.fetchall()]


def _with_accounts(parties: Iterable[str]) -> set[str]:
    """Those of the names under which an account stands."""
    with cursor() as on:
        on.execute(
            "select distinct key from money_account where sort in ('receivable', 'advance') and key <> ''"
            " and key = any($1::text[])",
            [sorted(set(parties))],
        )
        return {key for (key,) in on.fetchall()}


def match(
    line: int,
    *,
    case: int | None = None,
    party: str = "",
    kind: str = "",
    note: str = "",
    actor: int,
    at: datetime,
) -> int | None:
    """A line is a receipt for a case, whose lock is held, or of a party; or, with a note, none of ours. The movement's
    id, None for none.

    Raises Refused: `missing`; `money.matched` with who did it before; `money.match_what`; `money.not_received` where
    money left; and all that `actions.receive` is refused for.
    """
    of, before = _held(line)
    if before and _stands(before[0]):
        raise Refused((Reason("money.matched", {"by": before[0].by, "at": before[0].at}),))
    undone = len(before)
    movement: int | None = None
    if case is not None or party:
        if of.amount <= 0:
            raise Refused((Reason("money.not_received"),))
        receipt = actions.Receipt(
            amount=of.amount,
            kind=kind or "transfer",
            into=of.account.key,
            on=of.on,
            reference=of.reference,
            memo=of.memo,
            key=f"bank/{of.id}/{undone}",
        )
        if case is not None:
            (movement,) = actions.receive([(case, receipt)], actor=actor, at=at)
        else:
            movement = actions.prepay(party, receipt, actor=actor, at=at)
    elif not note:
        raise Refused((Reason("money.match_what"),))
    BankMatch.objects.create(line=of, movement_id=movement, note=note[:300], undone=undone, by=actor, at=at)
    return movement


def reopen(line: int, reason: str, *, actor: int, at: datetime) -> None:
    """A line that was said to be none of ours waits to be matched again.

    Raises Refused: `missing`; `money.line_open` where it waits already; `money.line_receipt` where it is a receipt,
    which is taken back by itself.
    """
    of, before = _held(line)
    if not before or not _stands(before[0]):
        raise Refused((Reason("money.line_open"),))
    if before[0].movement_id is not None:
        raise Refused((Reason("money.line_receipt", {"movement": before[0].movement_id}),))
    BankMatch.objects.create(line=of, note=reason[:300], reopened=True, undone=len(before), by=actor, at=at)


def _held(line: int) -> tuple[BankLine, list[BankMatch]]:
    """The line, locked, and all that was said of it, the newest first. Raises Refused `missing`."""
    of = BankLine.objects.select_for_update(of=("self",)).select_related("account").filter(id=line).first()
    if of is None:
        raise Refused((Reason("missing"),))
    return of, list(BankMatch.objects.filter(line=of).order_by("-undone"))


def _stands(newest: BankMatch) -> bool:
    taken_back = newest.movement_id is not None and Movement.objects.filter(corrects=newest.movement_id).exists()
    return not newest.reopened and not taken_back
