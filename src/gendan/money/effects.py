"""What packs' actions do with money: each handler takes many calls at once, in the command's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from gendan.cases.effects import Call
from gendan.core.refusals import Reason, Refused
from gendan.money import actions
from gendan.money.amounts import NOTHING


def charge(calls: Sequence[Call]) -> None:
    """money.charge: amount, kind, memo. An amount that is not filled or nothing charges nothing."""
    for actor, at, same in _together(calls):
        actions.charge(
            [
                actions.Charge(
                    case=call.case,
                    amount=_amount(call, empty=NOTHING),
                    kind=_text(call, "kind") or "goods",
                    memo=_text(call, "memo"),
                    key=call.key,
                )
                for call in same
            ],
            actor=actor,
            at=at,
        )


def receive(calls: Sequence[Call]) -> None:
    """money.receive: amount, kind, into, desk, on, reference, memo, slip."""
    for actor, at, same in _together(calls):
        actions.receive([(call.case, _receipt(call)) for call in same], actor=actor, at=at)


def allocate(calls: Sequence[Call]) -> None:
    """money.allocate: so much of the party's money that no case has yet."""
    for actor, at, same in _together(calls):
        actions.allocate([(call.case, _amount(call)) for call in same], actor=actor, at=at)


def refund(calls: Sequence[Call]) -> None:
    """money.refund: amount, out_of, kind, desk, memo."""
    for call in calls:
        actions.refund(
            call.case,
            _amount(call),
            out_of=_text(call, "out_of"),
            kind=_text(call, "kind"),
            desk=_text(call, "desk"),
            memo=_text(call, "memo"),
            actor=call.person,
            at=call.at,
        )


def guarantee(calls: Sequence[Call]) -> None:
    """money.guarantee: person, amount; held until the case ends or the money is in."""
    for actor, at, same in _together(calls):
        actions.guarantee([(call.case, _person(call, "person"), _amount(call)) for call in same], actor=actor, at=at)


def release(calls: Sequence[Call]) -> None:
    """money.release, and what is done where a case ends: nobody stands for it any more."""
    for actor, at, same in _together(calls):
        actions.release({call.case for call in same}, actor=actor, at=at)


def float(calls: Sequence[Call]) -> None:
    """money.float: till, amount, out_of."""
    for call in calls:
        actions.float_to(
            _text(call, "till"),
            _amount(call),
            out_of=_text(call, "out_of"),
            case=call.case,
            actor=call.person,
            at=call.at,
        )


def drop(calls: Sequence[Call]) -> None:
    """money.drop: till, amount, into, witness, memo."""
    for call in calls:
        actions.drop(
            _text(call, "till"),
            _amount(call),
            into=_text(call, "into"),
            witness=_person(call, "witness") or None,
            case=call.case,
            memo=_text(call, "memo"),
            actor=call.person,
            at=call.at,
        )


def move(calls: Sequence[Call]) -> None:
    """money.move: out_of, into, amount."""
    for call in calls:
        actions.move(
            _text(call, "out_of"),
            _text(call, "into"),
            _amount(call),
            case=call.case,
            actor=call.person,
            at=call.at,
        )


def count(calls: Sequence[Call]) -> None:
    """money.count: till, counted."""
    for call in calls:
        counted = _amount(call, "counted")
        actions.count(_text(call, "till"), counted, case=call.case, actor=call.person, at=call.at)


def settle(calls: Sequence[Call]) -> None:
    """money.settle: till, amount (over positive, short negative), kind, memo."""
    for call in calls:
        actions.settle(
            _text(call, "till"),
            _amount(call),
            kind=_text(call, "kind"),
            case=call.case,
            memo=_text(call, "memo"),
            actor=call.person,
            at=call.at,
        )


def _together(calls: Sequence[Call]) -> Iterator[tuple[int, datetime, list[Call]]]:
    """Calls of one person at one moment, as a batch has them all."""
    for (actor, at), same in groupby(calls, key=lambda call: (call.person, call.at)):
        yield actor, at, list(same)


def _receipt(call: Call) -> actions.Receipt:
    on, slip = call.arguments.get("on"), call.arguments.get("slip")
    return actions.Receipt(
        amount=_amount(call),
        kind=_text(call, "kind"),
        into=_text(call, "into"),
        desk=_text(call, "desk"),
        on=on if isinstance(on, date) else None,
        reference=_text(call, "reference"),
        memo=_text(call, "memo"),
        slip=_slip(slip),
        key=call.key,
    )


def _slip(value: object) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _text(call: Call, name: str) -> str:
    value = call.arguments.get(name)
    return "" if value is None else str(value)


def _person(call: Call, name: str) -> int:
    value = call.arguments.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _amount(call: Call, name: str = "amount", *, empty: Decimal | None = None) -> Decimal:
    """The amount; one that is not filled is refused, unless `empty` says what it means."""
    value = call.arguments.get(name)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if empty is None:
        raise Refused((Reason("money.not_positive", {"amount": value}),))
    return empty
