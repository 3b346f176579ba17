"""收款、核销、退款 What comes in, which case has it, and what is paid back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gendan.core.refusals import Reason, Refused
from gendan.money import asking, queries
from gendan.money.actions.guaranteeing import freed_by_money
from gendan.money.amounts import NOTHING
from gendan.money.loose import Loose, loose_of
from gendan.money.models import AccountSort, Kind, Movement, MovementSort
from gendan.money.parties import names_of, parties_of
from gendan.money.posting import Entry, Name, Side, lock, place, post


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that came in. `into` names where it lies (else the kind's place), `desk` the till at which it was taken,
    `reference` the bank's or wallet's own, `slip` the file that proves it."""

    amount: Decimal
    kind: str
    into: str = ""
    desk: str = ""
    on: date | None = None
    reference: str = ""
    memo: str = ""
    slip: Mapping[str, Any] | None = field(default=None, hash=False)
    key: str | None = None


def receive(receipts: Sequence[tuple[int, Receipt]], *, actor: int, at: datetime) -> list[int]:
    """Money came in for cases, whose locks are held; guarantees are freed as far as it goes. The movements' ids.

    Raises Refused: `money.not_positive`, `money.future`, `money.kind`, `money.place`, `money.slip`, and
    `money.over_due` where the kind takes no more than is owed, `money.paid` with who took the last
    where that is nothing.
    """
    cases = {case for case, _ in receipts}
    parties = parties_of(cases)
    owed = {case: each.due if each.charged else None for case, each in queries.totals(cases).items()}
    kinds = {code: asking.kind_of(code) for code in dict.fromkeys(of.kind for _, of in receipts)}
    entries = []
    for case, of in receipts:
        kind = kinds[of.kind]
        left = owed[case]
        entry = _receipt(of, kind, actor, at, case=case, party=parties.get(case, ""))
        if kind.up_to_due and left is not None and entry.amount > left:
            raise Refused((_over(case, entry.amount, left),))
        owed[case] = None if left is None else left - entry.amount
        to = asking.where(kind, of.into)
        entries.append(
            replace(
                entry,
                sides=(
                    Side(to, entry.amount, case),
                    Side(Name(AccountSort.RECEIVABLE, entry.party), -entry.amount, case),
                ),
            )
        )
    made = post(entries)
    coming = zip(receipts, entries, made, strict=True)
    freed_by_money([(case, entry.amount, movement) for (case, _), entry, movement in coming], actor=actor, at=at)
    return made


def prepay(party: str, of: Receipt, *, actor: int, at: datetime) -> int:
    """Money came in from a party, for no case yet: it waits to be allocated. The movement's id."""
    kind = asking.kind_of(of.kind)
    entry = _receipt(of, kind, actor, at, case=None, party=party)
    to = asking.where(kind, of.into)
    sides = (Side(to, entry.amount), Side(Name(AccountSort.ADVANCE, party), -entry.amount))
    return post([replace(entry, sides=sides)])[0]


def allocate(
    parts: Sequence[tuple[int, Decimal]], *, receipt: int | None = None, actor: int, at: datetime
) -> list[int]:
    """Give a party's money that no case has yet to cases of the party, whose locks are held: from one receipt, or from
    its receipts in the order in which they came. The movements' ids.

    Raises Refused `money.not_positive`, `money.other_party` where the receipt is another party's, `money.loose` where
    less is left.
    """
    parties = parties_of([case for case, _ in parts])
    names = names_of(parties.values())
    held = lock(Name(AccountSort.ADVANCE, each) for party in parties.values() for each in names[party])
    open_ = {name.key: loose_of(account) for name, account in held.items()}
    entries: list[Entry] = []
    for case, amount in parts:
        wanted = asking.positive(amount)
        party = parties.get(case, "")
        of_party = [each for name in names.get(party, ()) for each in open_.get(name, [])]
        if receipt is not None:
            of_party = [each for each in of_party if each.movement == receipt]
            if not of_party and _is_another(receipt, names.get(party, ())):
                raise Refused((Reason("money.other_party", {"name": party}),))
        left = sum((each.amount for each in of_party), NOTHING)
        if wanted > left:
            raise Refused((Reason("money.loose", {"amount": wanted, "left": left, "name": party}),))
        for each in of_party:
            taken = min(wanted, each.amount)
            if taken > 0:
                each.amount -= taken
                wanted -= taken
                entries.append(_allocation(each, case, party, taken, actor, at))
    made = post(entries)
    coming = zip(entries, made, strict=True)
    freed_by_money([(entry.case or 0, entry.amount, movement) for entry, movement in coming], actor=actor, at=at)
    return made


def refund(
    case: int,
    amount: Decimal,
    *,
    out_of: str = "",
    kind: str = "",
    desk: str = "",
    memo: str = "",
    actor: int,
    at: datetime,
) -> int:
    """Pay back money of a case, whose lock is held, from where its last receipt lies or from `out_of`. Only the figure
    is kept: the money itself is moved by people. The movement's id. Raises Refused `money.over_received`,
    `money.place`."""
    wanted = asking.positive(amount)
    stands = queries.totals([case])[case]
    if wanted > stands.received:
        raise Refused((Reason("money.over_received", {"amount": wanted, "received": stands.received}),))
    party = parties_of([case]).get(case, "")
    last = _last(case)
    source = place(out_of) if out_of else _lies(last)
    entry = Entry(
        sort=MovementSort.REFUND,
        kind=kind or (last.kind if last is not None else ""),
        amount=wanted,
        sides=(Side(Name(AccountSort.RECEIVABLE, party), wanted, case), Side(source, -wanted, case)),
        actor=actor,
        at=at,
        case=case,
        party=party,
        desk=desk,
        memo=memo,
    )
    return post([entry])[0]


def repay(receipt: int, amount: Decimal, *, out_of: str = "", memo: str = "", actor: int, at: datetime) -> int:
    """Pay back money of a party that no case has. Raises Refused `missing`, `money.loose`, `money.place`."""
    wanted = asking.positive(amount)
    of = Movement.objects.filter(id=receipt, sort=MovementSort.RECEIPT, case_id=None, corrects=None).first()
    if of is None:
        raise Refused((Reason("missing"),))
    advance = Name(AccountSort.ADVANCE, of.party)
    account = lock([advance])[advance]
    left = sum((each.amount for each in loose_of(account) if each.movement == receipt), NOTHING)
    if wanted > left:
        raise Refused((Reason("money.loose", {"amount": wanted, "left": left, "name": of.party}),))
    entry = Entry(
        sort=MovementSort.REFUND,
        kind=of.kind,
        amount=wanted,
        sides=(Side(advance, wanted), Side(place(out_of) if out_of else _lies(of), -wanted)),
        actor=actor,
        at=at,
        party=of.party,
        source=receipt,
        memo=memo,
    )
    return post([entry])[0]


def _receipt(of: Receipt, kind: Kind, actor: int, at: datetime, *, case: int | None, party: str) -> Entry:
    reasons = []
    if kind.needs_slip and not of.slip:
        reasons.append(Reason("money.slip"))
    try:
        amount, on = asking.positive(of.amount), asking.past(of.on, at)
    except Refused as refused:
        raise Refused((*reasons, *refused.reasons)) from refused
    if reasons:
        raise Refused(tuple(reasons))
    return Entry(
        sort=MovementSort.RECEIPT,
        kind=kind.code,
        amount=amount,
        sides=(),
        actor=actor,
        at=at,
        on=on,
        case=case,
        party=party,
        desk=of.desk,
        reference=of.reference,
        memo=of.memo,
        slip=of.slip,
        key=of.key,
    )


def _allocation(of: Loose, case: int, party: str, amount: Decimal, actor: int, at: datetime) -> Entry:
    return Entry(
        sort=MovementSort.ALLOCATION,
        kind=of.kind,
        amount=amount,
        sides=(
            Side(Name(AccountSort.ADVANCE, of.party), amount),
            Side(Name(AccountSort.RECEIVABLE, party), -amount, case),
        ),
        actor=actor,
        at=at,
        case=case,
        party=party,
        source=of.movement,
    )


def _last(case: int) -> Movement | None:
    """The last receipt of a case that stands: one that was taken back lies nowhere."""
    stands = Movement.objects.filter(case_id=case, sort=MovementSort.RECEIPT, corrects=None, corrected_by=None)
    return stands.order_by("-id").first()


def _over(case: int, amount: Decimal, left: Decimal) -> Reason:
    """More than is due; where nothing is due any more, who took the last of it."""
    if left > 0:
        return Reason("money.over_due", {"amount": amount, "due": left})
    last = _last(case)
    said = {} if last is None else {"by": last.person, "at": last.at, "last": last.amount}
    return Reason("money.paid", {"amount": amount, **said})


def _lies(of: Movement | None) -> Name:
    """Where a receipt was put; the bank where nothing is known."""
    if of is not None:
        for leg in of.entries.select_related("account").order_by("-amount"):
            if leg.amount > 0:
                return Name(AccountSort(leg.account.sort), leg.account.key)
    return place("bank")


def _is_another(receipt: int, names: Sequence[str]) -> bool:
    return Movement.objects.filter(id=receipt).exclude(party__in=names).exists()
