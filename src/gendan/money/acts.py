"""What people do with money on a case or on the site, as packs grant it to their posts: each handler in one
transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from gendan.cases import attachments
from gendan.cases.looking import hold, look_again
from gendan.cases.models import Case
from gendan.core.refusals import Reason, Refused
from gendan.money import actions
from gendan.money.actions.correcting import cases_of
from gendan.money.bank import matching, reading

Told = dict[str, object]


def receive(*, case: int, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.receive: money came in for the case; without a kind it was a transfer."""
    (movement,) = actions.receive([(case, _receipt(arguments))], actor=person, at=at)
    return {"movement": movement}


def refund(*, case: int, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.refund: money of the case was paid back."""
    movement = actions.refund(
        case,
        _amount(arguments),
        out_of=_text(arguments, "out_of"),
        memo=_text(arguments, "memo"),
        actor=person,
        at=at,
    )
    return {"movement": movement}


def allocate(*, case: int, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.allocate: the party's money that no case has yet is this case's, from a receipt or from its oldest."""
    receipt = arguments.get("receipt")
    movements = actions.allocate(
        [(case, _amount(arguments))], receipt=receipt if isinstance(receipt, int) else None, actor=person, at=at
    )
    return {"movements": movements}


def prepay(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.prepay: money came in from a party, for no case yet."""
    return {"movement": actions.prepay(_text(arguments, "party"), _receipt(arguments), actor=person, at=at)}


def repay(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.repay: a party's money that no case has was paid back."""
    movement = actions.repay(
        _number(arguments, "receipt"),
        _amount(arguments),
        out_of=_text(arguments, "out_of"),
        memo=_text(arguments, "memo"),
        actor=person,
        at=at,
    )
    return {"movement": movement}


def correct(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.correct: a movement is taken back by another one."""
    movement = _number(arguments, "movement")
    held = hold(cases_of(movement))
    made = actions.correct(movement, _text(arguments, "reason"), actor=person, at=at)
    look_again(held.values(), at)
    return {"movement": made}


def limit(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.limit: for how much a person of the company may stand."""
    actions.set_limit(_number(arguments, "person"), _amount(arguments, "limit"), actor=person, at=at)
    return {}


def kind(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.kind: a kind of receipt."""
    actions.declare_kind(
        actions.KindGiven(
            code=_text(arguments, "code"),
            zh=_text(arguments, "title"),
            en=_text(arguments, "english"),
            into=_text(arguments, "into"),
            up_to_due=bool(arguments.get("up_to_due")),
            needs_slip=bool(arguments.get("needs_slip")),
            active=not arguments.get("stopped"),
        ),
        actor=person,
        at=at,
    )
    return {}


def place(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.place: a till, a safe, a bank account or a clearing account."""
    return {"account": actions.open_place(_text(arguments, "name"), _text(arguments, "sort"), actor=person, at=at)}


def opening(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.opening: what lay in a till, a safe or an account before it was kept here."""
    on = arguments.get("on")
    movement = actions.opening(
        _text(arguments, "account"),
        _amount(arguments),
        on=on if isinstance(on, date) else None,
        memo=_text(arguments, "memo"),
        actor=person,
        at=at,
    )
    return {"movement": movement}


def move(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.move: money was brought from one place to another."""
    movement = actions.move(
        _text(arguments, "out_of"),
        _text(arguments, "into"),
        _amount(arguments),
        memo=_text(arguments, "memo"),
        actor=person,
        at=at,
    )
    return {"movement": movement}


def bank_file(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.bank_file: the statement of a bank account is read; what was read before is not added again."""
    file = cast("Mapping[str, Any]", arguments["file"])
    path = attachments.path_of(str(file.get("sha256")))
    if path is None:
        raise Refused((Reason("money.no_file"),))
    taken = reading.take(
        path,
        name=str(file.get("name") or ""),
        account=_text(arguments, "account"),
        chosen={role: _text(arguments, role) for role in reading.ROLES if arguments.get(role)},
        actor=person,
        at=at,
    )
    return {"lines": taken.lines, "added": taken.added}


def match(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.match: a line of the bank's file is a receipt for a case or of a party, or none of ours, and why."""
    number = _text(arguments, "number")
    held = hold([_case_of(number)]) if number else {}
    movement = matching.match(
        _number(arguments, "line"),
        case=next(iter(held), None),
        party=_text(arguments, "party"),
        kind=_text(arguments, "kind"),
        note=_text(arguments, "note"),
        actor=person,
        at=at,
    )
    look_again(held.values(), at)
    return {} if movement is None else {"movement": movement}


def reopen_line(*, arguments: Mapping[str, object], person: int, at: datetime) -> Told:
    """money.reopen_line: a line that was said to be none of ours waits to be matched again."""
    matching.reopen(_number(arguments, "line"), _text(arguments, "reason"), actor=person, at=at)
    return {}


def _case_of(number: str) -> int:
    """The one case of this number. Raises Refused `money.no_case`, for several too."""
    found = list(Case.objects.filter(number=number).values_list("id", flat=True)[:2])
    if len(found) != 1:
        raise Refused((Reason("money.no_case", {"number": number}),))
    return found[0]


def _receipt(arguments: Mapping[str, object]) -> actions.Receipt:
    on, slip = arguments.get("on"), arguments.get("slip")
    return actions.Receipt(
        amount=_amount(arguments),
        kind=_text(arguments, "kind") or "transfer",
        into=_text(arguments, "into"),
        on=on if isinstance(on, date) else None,
        reference=_text(arguments, "reference"),
        memo=_text(arguments, "memo"),
        slip=cast("Mapping[str, Any]", slip) if isinstance(slip, Mapping) else None,
    )


def _text(arguments: Mapping[str, object], name: str) -> str:
    value = arguments.get(name)
    return "" if value is None else str(value).strip()


def _number(arguments: Mapping[str, object], name: str) -> int:
    value = arguments[name]
    assert isinstance(value, int)  # typed by the declaration
    return value


def _amount(arguments: Mapping[str, object], name: str = "amount") -> Decimal:
    value = arguments[name]
    assert isinstance(value, Decimal)  # typed by the declaration
    return value
