"""What the site sets, as its pages show it: values with their bounds and history, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gendan.cases.foresight import Foreseen
from gendan.cases.prose import Speaker, reason_in_words, value_in_words
from gendan.cases.site import Change
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.core.values import decode, expected
from gendan.web.views.administration import signed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A clock that would be due at another moment."""

    number: str
    address: str
    deadline: str
    before: str
    after: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change would do to the deadlines that run."""

    says: str
    rows: Sequence[ShiftRow]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """One change that was made."""

    value: str
    signed: str
    reason: str


def effect(told: Foreseen, spoken: Speaker, at: datetime) -> Effect:
    """What a change would do, in words, and clock by clock."""
    if not told.moved:
        says = _("在办的单，到期时间都不变。")
    else:
        says = ngettext(
            "在办的单有 %(count)s 个时限的到期时间会变：", "在办的单有 %(count)s 个时限的到期时间会变：", told.moved
        ) % {"count": told.moved}
        says += _("提前 %(sooner)s 个，推后 %(later)s 个，改后立即超时 %(late)s 个。") % {
            "sooner": told.sooner,
            "later": told.moved - told.sooner,
            "late": told.late,
        }
    if not told.whole:
        says += " " + _("只看了 %(cases)s 单中的前 %(looked)s 单。") % {"looked": told.looked, "cases": told.cases}
    rows = []
    for each in told.shifts:
        said = replace(spoken, pack=each.pack, procedure=each.pack.procedures.get(each.procedure))
        rows.append(
            ShiftRow(
                number=each.number,
                address=reverse("web:case", args=[each.uid]),
                deadline=said.deadline(each.deadline),
                before=said.moment(each.before) if each.before is not None else "—",
                after=said.moment(each.after) if each.after is not None else "—",
                late=each.after is not None and each.after < at,
            )
        )
    left = told.moved - len(rows)
    more = _("另有 %(count)s 个没有列出。") % {"count": left} if left else ""
    return Effect(says=says, rows=rows, more=more)


def bounds(field: Field, spoken: Speaker) -> str:
    """What may be given, in words: “整数，1 至 16”."""
    words = reason_in_words(
        Reason(f"value.{field.name}", {"given": "", "expected": expected(field)}), replace(spoken, fields={})
    )
    return words.rpartition("：" if not spoken.english else ": ")[2].rstrip("。.")


def setting_value(field: Field, value: object, spoken: Speaker) -> str:
    """A setting's value as it is read."""
    return value_in_words(field, value, spoken) or "—"


def past(changes: Iterable[Change], field: Field, spoken: Speaker) -> list[PastChange]:
    """The changes of a setting."""
    return [
        PastChange(
            value=_("恢复手册自带的值")
            if each.value is None
            else setting_value(field, decode(field, each.value), spoken),
            signed=signed(each.at, each.by, spoken),
            reason=each.reason,
        )
        for each in changes
    ]


def past_table(changes: Iterable[Change], spoken: Speaker) -> list[PastChange]:
    """The changes of a table, each with how many rows it left."""
    return [
        PastChange(value=_rows(each.value), signed=signed(each.at, each.by, spoken), reason=each.reason)
        for each in changes
    ]


def past_choices(changes: Iterable[Change], spoken: Speaker) -> list[PastChange]:
    """The changes of a list of choices."""
    return [
        PastChange(
            value=spoken.listed([str(one) for one in each.value])
            if isinstance(each.value, list) and each.value
            else "—",
            signed=signed(each.at, each.by, spoken),
            reason=each.reason,
        )
        for each in changes
    ]


def faults(reasons: Iterable[Reason], fields: Mapping[str, Field], spoken: Speaker) -> list[str]:
    """Why values were refused; of a table each with its row."""
    said = replace(spoken, fields=fields)
    told = []
    for reason in reasons:
        words = reason_in_words(reason, said)
        row = reason.parameters.get("row")
        if row is not None:
            words = _("第 %(row)s 行：%(says)s") % {"row": row, "says": words}
        told.append(words)
    return list(dict.fromkeys(told))


def _rows(value: Json) -> str:
    if value is None:
        return _("恢复手册自带的行")
    count = len(value) if isinstance(value, list) else 0
    return ngettext("%(count)s 行", "%(count)s 行", count) % {"count": count}
