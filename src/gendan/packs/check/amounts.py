"""Amounts of time that the site sets: the setting exists, and holds what is counted with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gendan.core.amount import LEAST_INTERVAL, longest
from gendan.core.due import Amount, Due, DueError, FromField, parse_amount
from gendan.core.procedure import Deadline
from gendan.core.text import Place
from gendan.packs.check.subject import Subject, Whole

_NUMBERS = ("int", "decimal")


def check_amounts(subject: Subject) -> None:
    """Notes amounts whose setting or column of kinds is not there, or holds something else; and too short intervals."""
    procedure = subject.procedure
    for deadline in procedure.deadlines.values():
        for amount, place in (*_of_deadline(deadline), *_intervals(deadline)):
            _amount(subject, amount, place)
        for amount, place in _intervals(deadline):
            check_interval(subject.whole, amount, place)
            _intervals_of_kinds(subject, amount)
    for action in procedure.actions.values():
        if action.happened is not None:
            _amount(subject, action.happened, action.place.of("happened"))
        if action.corrects is not None and action.corrects.within is not None:
            _amount(subject, action.corrects.within, action.place.of("corrects", "within"))
        if action.after is not None and action.after.amount is not None:
            _amount(subject, action.after.amount, action.after.place.of("in"))
    for field in procedure.fields.values():
        if field.keep is not None:
            _amount(subject, field.keep, field.place.of("keep"))


def _of_deadline(deadline: Deadline) -> Iterator[tuple[Amount, Place]]:
    place = deadline.place
    for key, rules in (("due", deadline.due), ("earliest", deadline.earliest)):
        for index, rule in enumerate(rules):
            amount = _of_rule(rule)
            if amount is not None:
                yield amount, place.of(key, index, "in" if rule.amount is not None else "by")
    for index, warn in enumerate(deadline.warn):
        yield warn.amount, place.of("warn", index)


def _intervals(deadline: Deadline) -> Iterator[tuple[Amount, Place]]:
    """The amounts of time after which something comes again."""
    if deadline.remind is not None:
        yield deadline.remind.every, deadline.place.of("remind", "every")
    if deadline.every is not None:
        yield deadline.every, deadline.place.of("every")


def _of_rule(rule: Due) -> Amount | None:
    return rule.by.amount if isinstance(rule.by, FromField) else rule.amount


def _amount(subject: Subject, amount: Amount, place: Place) -> None:
    if amount.setting is None:
        return
    head, _, rest = amount.setting.partition(".")
    if head == "kind":
        _of_kind(subject, amount, rest, place)
    elif head == "setting":
        check_setting(subject.whole, amount, place)
    elif head not in subject.procedure.fields:
        known = [f"setting.{name}" for name in subject.pack.settings]
        subject.report.unknown("unknown_amount", place, amount.setting, known)
    elif subject.procedure.fields[head].type not in _NUMBERS or amount.unit is None:
        subject.report.error("amount_of_type", place, name=amount.setting, type=subject.procedure.fields[head].type)


def check_setting(whole: Whole, amount: Amount, place: Place) -> None:
    """Notes a setting that an amount names and that is not there, or is no amount."""
    name = (amount.setting or "").partition(".")[2]
    setting = whole.pack.settings.get(name)
    if setting is None:
        known = [f"setting.{each}" for each in whole.pack.settings]
        whole.report.unknown("unknown_amount", place, amount.setting or "", known)
    elif amount.unit is not None:
        if setting.field.type not in _NUMBERS:
            whole.report.error("amount_of_type", place, name=f"setting.{name}", type=setting.field.type)
    elif setting.field.type != "text":
        whole.report.error("amount_without_unit", place, name=f"setting.{name}", type=setting.field.type)
    elif isinstance(setting.default, str) and not _is_amount(setting.default):
        whole.report.error("setting_no_amount", setting.place.of("default"), name=name, given=setting.default[:60])


def check_interval(whole: Whole, amount: Amount, place: Place) -> None:
    """Notes what comes again after less than a minute, as it is written or as its setting is shipped."""
    head, _, name = (amount.setting or "").partition(".")
    setting = whole.pack.settings.get(name) if head == "setting" else None
    if amount.setting is None:
        _accuse_short(whole, amount, place)
    elif setting is not None:
        given = _settled(amount, setting.default)
        if given is not None:
            _accuse_short(whole, given, setting.place.of("default"))


def _intervals_of_kinds(subject: Subject, amount: Amount) -> None:
    head, _, column = (amount.setting or "").partition(".")
    if head != "kind":
        return
    for kind in subject.procedure.kinds.values():
        given = _settled(amount, kind.value(column))
        if given is not None:
            _accuse_short(subject.whole, given, kind.place.of(column))


def _accuse_short(whole: Whole, amount: Amount, place: Place) -> None:
    length = longest(amount)
    if length is not None and length < LEAST_INTERVAL:
        whole.report.error("interval_too_short", place, given=str(amount))


def _settled(amount: Amount, value: object) -> Amount | None:
    """The amount with the value in the place of its name; None for a value that is none, which is said elsewhere."""
    if amount.unit is not None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return replace(amount, setting=None, value=Decimal(value))
    return parse_amount(value) if isinstance(value, str) and _is_amount(value) else None


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except DueError:
        return False
    return True


def _of_kind(subject: Subject, amount: Amount, column: str, place: Place) -> None:
    columns = subject.names.kinds
    if column not in columns:
        known = [f"kind.{name}" for name in columns]
        subject.report.unknown("unknown_amount", place, f"kind.{column}", known)
        return
    for kind in subject.procedure.kinds.values():
        value = kind.value(column)
        if value is None:
            subject.report.error("kind_without_amount", kind.place, name=column, kind=kind.name)
            continue
        fits = isinstance(value, str) and _is_amount(value)
        if amount.unit is not None:
            fits = not isinstance(value, str | bool)
        if not fits:
            at = kind.place.of(column)
            subject.report.error("kind_no_amount", at, name=column, kind=kind.name, given=str(value))
