"""字段 What is filled in: of which sort, within which bounds, when it has to be, and who sees it."""

from __future__ import annotations

from decimal import Decimal

from gendan.core.field import Field
from gendan.packs.manual.expression_words import condition_in_words, value_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.time_words import amount
from gendan.packs.manual.who_words import viewers_in_words

_TYPES = {
    "text": ("文字", "text"),
    "choice": ("选一项", "one of"),
    "bool": ("是或否", "yes or no"),
    "int": ("整数", "a whole number"),
    "decimal": ("数", "a number"),
    "money": ("金额", "an amount of money"),
    "date": ("日期", "a date"),
    "moment": ("日期和时间", "a date and time"),
    "time_of_day": ("钟点", "a time of day"),
    "person": ("本单位人员", "a person who works here"),
    "party": ("往来单位或个人", "an outside party"),
    "contact": ("联系人", "a contact"),
    "product": ("产品", "a product"),
    "unit": ("一件货的编码", "the code of one piece of goods"),
    "phone": ("电话号码", "a phone number"),
    "id_number": ("证件号码（加密保存，页面上隐去）", "an identity number (kept encrypted, hidden on pages)"),
    "address": ("地址", "an address"),
    "file": ("附件", "a file"),
    "checklist": ("逐项打勾", "a checklist"),
    "rows": ("明细，可有多行", "rows, as many as are needed"),
}


def sort_in_words(field: Field, speech: Speech) -> str:
    """What is filled in: `选一项：未付款、有退款`, `数，400 至 3,000 mm`."""
    known = _TYPES.get(field.type)
    if known is None:
        title = speech.quoted(speech.title_of(field.type))
        return speech.both(f"选一张{title}", f"a case or record of {title}")
    said = _listed(field, speech) if field.listed else known[speech.english]
    if field.posts:
        posts = speech.listed(speech.quoted(speech.post(each)) for each in field.posts)
        said = speech.both(f"{posts}岗位的人", f"a holder of {posts}")
    if field.new:
        said += speech.both("，可以是还没有登记的", ", registered already or not")
    if field.choices:
        titles = speech.listed(speech.say(each.title) for each in field.choices)
        if field.site:
            titles += speech.both("，以及本单位另加的", ", and what the site has added")
        said = speech.both(
            f"{said}（{titles}）", f"{said} {titles}" if field.type == "choice" else f"{said} ({titles})"
        )
    if field.columns:
        columns = speech.listed(_column(each, speech) for each in field.columns)
        said = speech.both(f"{said}，每行填{columns}", f"{said}, each with {columns}")
    bounds = _bounds(field, speech)
    return speech.both(f"{said}，{bounds}", f"{said}, {bounds}") if bounds else said


def _listed(field: Field, speech: Speech) -> str:
    family, _, name = field.listed.partition(".")
    record = speech.pack.records.get(name.partition(".")[0]) if family == "record" else None
    if record is not None:
        title = speech.quoted(speech.say(record.title))
        return speech.both(f"从登记{title}中选，或另写", f"one of the records {title}, or another")
    table = speech.pack.tables.get(name) if family == "table" else None
    if table is None:
        return speech.both("从登记过的里面选一个", "one that is registered")
    title = speech.quoted(speech.say(table.title))
    return speech.both(f"从对照表{title}中选一个", f"one of the table {title}")


def _column(field: Field, speech: Speech) -> str:
    said = speech.say(field.title)
    more = [] if field.names in ("text", "rows") else [sort_in_words(field, speech)]
    if field.computed is not None:
        more = [speech.both("自动算出", "worked out")]
    return f"{said}{speech.both('（', ' (')}{more[0]}{speech.both('）', ')')}" if more else said


def _bounds(field: Field, speech: Speech) -> str:
    if field.like:
        return speech.both(f"形如 {field.like}", f"like {field.like}")
    unit = f" {field.unit}" if field.unit else ""
    low, high = _number(field.min), _number(field.max)
    if low and high:
        return speech.both(f"{low} 至 {high}{unit}", f"from {low} to {high}{unit}")
    if low:
        return speech.both(f"不小于 {low}{unit}", f"not below {low}{unit}")
    if high:
        return speech.both(f"不大于 {high}{unit}", f"not above {high}{unit}")
    return speech.both(f"单位 {field.unit}", f"in {field.unit}") if field.unit else ""


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"


def rules_in_words(field: Field, speech: Speech) -> tuple[str, ...]:
    """What holds of the field besides its sort: worked out, needed when, one of a kind, kept how long."""
    said = []
    if field.computed is not None:
        value = value_in_words(field.computed, speech, field)
        said.append(speech.both(f"不用填，系统算出：{value}", f"worked out by the system: {value}"))
    if field.required is not None:
        when = condition_in_words(field.required, speech)
        said.append(speech.both(f"{when}时必填", f"needed where {when}"))
    if field.unique is not None:
        over = (
            speech.both("未结的单", "open cases")
            if field.unique == ("open",)
            else speech.both(
                f"{speech.listed(speech.quoted(speech.state(each)) for each in field.unique)}的单",
                f"cases in {speech.listed(speech.quoted(speech.state(each)) for each in field.unique)}",
            )
        )
        others = speech.listed(speech.quoted(speech.field(each)) for each in field.unique_with)
        said.append(
            speech.both(f"与{others}一起，在{over}中不得重复", f"no two {over} may have the same with {others}")
            if others
            else speech.both(f"在{over}中不得重复", f"no two {over} may have the same")
        )
    if field.keep is not None:
        keep = amount(field.keep, speech)
        said.append(
            speech.both(
                f"单结束后保存{keep}，到期删去并留下记录",
                f"kept for {keep} after the case ends, then removed with a note of it",
            )
        )
    return tuple(said)


def seen_in_words(field: Field, speech: Speech) -> str:
    """Who sees it."""
    if field.seen_by is None:
        return speech.both("看得到这张单的人", "whoever sees the case")
    if not field.seen_by:
        return speech.both("任何人都看不到", "nobody")
    said = viewers_in_words(field.seen_by, speech)
    return speech.both(f"只有{said}", f"only {said}")
