"""What is asked of a list, as its address says it: which cases, in which order, from where on.

An address can be kept, sent to a colleague and gone back to; a saved list is an address with a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from gendan.cases.saved import Saved
from gendan.core.field import Choice, Field
from gendan.core.listing import KIND, Filter, ListView, Test
from gendan.core.procedure import Procedure
from gendan.core.text import Text

OPEN, ALL = "open", "all"
"""Values of `state` that are no state: all that have not ended, and all."""
NUMBERS = frozenset({"int", "decimal", "money"})
RANGES = NUMBERS | {"date", "moment"}
CHOICES = frozenset({"choice", "bool"})
WITHOUT_COLUMN = frozenset({"rows", "file", "checklist"})
COLUMNS_MOST = 20
"""Columns that a list shows at most."""
IS_EMPTY, IS_FILLED = "-", "+"
"""How an address says that a choice must be empty, or filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a list. `view` is the declared list it starts from; what is asked narrows or overrides that.

    `state` empty: the view's; else OPEN, ALL, or states with commas between them. `holder` None: the view's; "":
    anyone's. `sort` empty: the view's. `after` is the place of a page; `whole`: all on one page. `saved` is the name of
    the saved list that it is. `columns` are the fields shown, in their order; none: the view's.
    """

    view: str = ""
    state: str = ""
    holder: str | None = None
    text: str = ""
    late: bool = False
    where: tuple[Filter, ...] = ()
    sort: tuple[str, ...] = ()
    after: str = ""
    whole: bool = False
    saved: str = ""
    columns: tuple[str, ...] = ()

    def address(self, base: str) -> str:
        """The address of this question."""
        query = urlencode(self.pairs())
        return f"{base}?{query}" if query else base

    def pairs(self) -> list[tuple[str, str]]:
        """The question as names and values."""
        pairs = [("view", self.view), ("state", self.state), ("q", self.text), ("saved", self.saved)]
        pairs += [("late", "1" if self.late else ""), ("sort", ",".join(self.sort))]
        pairs += [("columns", ",".join(self.columns))]
        pairs += [("after", self.after), ("page", "all" if self.whole else "")]
        pairs = [(name, value) for name, value in pairs if value]
        if self.holder is not None:
            pairs.append(("holder", self.holder))
        for each in self.where:
            pairs += filter_pairs(each)
        return pairs

    def first_page(self) -> Asked:
        """The same from its beginning."""
        return replace(self, after="")

    def without(self, at: int) -> Asked:
        """The same without its filter at `at`."""
        return replace(self.first_page(), where=self.where[:at] + self.where[at + 1 :])

    def sorted_by(self, field: str, standing: tuple[str, ...]) -> Asked:
        """The same in the order of `field`; falling where it rises now."""
        rising = standing[:1] == (field,)
        return replace(self.first_page(), sort=(f"-{field}" if rising else field,))


def asked(sent: QueryDict, procedure: Procedure) -> Asked:
    """The question in an address. What is not known to the procedure is passed over."""
    where = tuple(found for field in filters_of(procedure) if (found := _filter(field, sent)) is not None)
    names = {field.name for field in procedure.filters}
    state = sent.get("state", "")
    known = state in {OPEN, ALL} or (bool(state) and all(each in procedure.states for each in state.split(",")))
    return Asked(
        view=sent.get("view", "") if sent.get("view") in procedure.lists else "",
        state=state if known else "",
        holder=sent.get("holder"),
        text=sent.get("q", "").strip()[:100],
        late=sent.get("late") == "1",
        where=where,
        sort=tuple(
            each for each in sent.get("sort", "").split(",") if each.removeprefix("-") in names | {"due", "opened"}
        ),
        after=sent.get("after", ""),
        whole=sent.get("page") == "all",
        saved=sent.get("saved", ""),
        columns=_columns(sent, procedure),
    )


def filters_of(procedure: Procedure) -> tuple[Field, ...]:
    """What a list of the procedure filters by: the kind, where there are kinds, and its fields that are declared for
    it."""
    if not procedure.kinds:
        return procedure.filters
    kinds = tuple(Choice(name=each.name, title=each.title) for each in procedure.kinds.values())
    return (Field(name=KIND, title=Text("类别", "Kind"), type="choice", choices=kinds), *procedure.filters)


def may_show(field: Field) -> bool:
    """Whether a list may have the field as a column."""
    return field.type not in WITHOUT_COLUMN


def _columns(sent: QueryDict, procedure: Procedure) -> tuple[str, ...]:
    """The fields to be shown: named in their order, or by a form that gives each its place."""
    known = {name for name, field in procedure.fields.items() if may_show(field)}
    places = {name: sent.get(f"column.{name}", "").strip() for name in procedure.fields if name in known}
    if any(places.values()):
        placed = {
            name: int(place)
            for name, place in places.items()
            if place.isascii() and place.isdecimal() and len(place) < 5
        }
        return tuple(sorted(placed, key=placed.__getitem__))[:COLUMNS_MOST]
    named = dict.fromkeys(sent.get("columns", "").split(","))
    return tuple(name for name in named if name in known)[:COLUMNS_MOST]


def kept(saved: Saved) -> Asked:
    """A saved list as a question."""
    query = saved.query
    state = ",".join(query.states) or OPEN
    return Asked(
        state=state,
        holder=query.holder,
        text=query.text,
        late=query.late,
        where=query.filters,
        sort=query.sort,
        saved=saved.name,
        columns=saved.columns,
    )


def filter_pairs(each: Filter) -> Iterable[tuple[str, str]]:
    """A filter as an address has it."""
    name = f"f.{each.field}"
    match each.test:
        case Test.EMPTY:
            return [(name, IS_EMPTY), (f"{name}.is", "empty")]
        case Test.FILLED:
            return [(name, IS_FILLED), (f"{name}.is", "filled")]
        case Test.RANGE:
            ends = zip((f"{name}.from", f"{name}.to"), each.values, strict=False)
            return [(end, value) for end, value in ends if value]
        case Test.CONTAINS:
            return [(name, each.values[0])]
        case _:
            return [(name, value) for value in each.values] + [(f"{name}.is", "is")]


def _filter(field: Field, sent: Mapping[str, str]) -> Filter | None:
    name = f"f.{field.name}"
    value, test = sent.get(name, "").strip()[:200], sent.get(f"{name}.is", "")
    if field.type in RANGES:
        ends = tuple(sent.get(f"{name}.{end}", "").strip()[:40] for end in ("from", "to"))
        if any(ends):
            return Filter(field=field.name, test=Test.RANGE, values=ends)
    if test == "empty" or (field.type in CHOICES and value == IS_EMPTY):
        return Filter(field=field.name, test=Test.EMPTY)
    if test == "filled" or (field.type in CHOICES and value == IS_FILLED):
        return Filter(field=field.name, test=Test.FILLED)
    if not value:
        return None
    if test == "is" or field.type in CHOICES or field.type in RANGES:
        return Filter(field=field.name, test=Test.IS, values=(value,))
    return Filter(field=field.name, test=Test.CONTAINS, values=(value,))


def joined(view: ListView | None, question: Asked) -> tuple[tuple[Filter, ...], tuple[str, ...]]:
    """The filters and the order that hold: the view's, and what is asked, which goes before the view's."""
    own = {each.field for each in question.where}
    base = tuple(each for each in view.where if each.field not in own) if view is not None else ()
    return base + question.where, question.sort or (view.sort if view is not None else ())
