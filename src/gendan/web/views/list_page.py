"""A list as its page shows it: tabs, filters, columns, rows, and what can be done with those that are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import printing, site
from gendan.cases.prose import Speaker
from gendan.cases.prose.reasons import built_in_title
from gendan.cases.queries.lists import ListQuery
from gendan.cases.saved import Saved
from gendan.cases.sight import may_see_field
from gendan.core.command import Actor, Verb
from gendan.core.field import Field
from gendan.core.listing import KIND, Filter, ListView, Test
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure, Role
from gendan.web.context import Place
from gendan.web.views.asked import (
    ALL,
    CHOICES,
    IS_EMPTY,
    IS_FILLED,
    OPEN,
    RANGES,
    Asked,
    filters_of,
    joined,
    kept,
    may_show,
)
from gendan.web.views.rows import RIGHT, Body, Column, Row, heads

MINE, NOBODY, ANYONE = "me", "nobody", ""
EVERYBODY = "*"
"""Whom a list is kept for, where it is neither oneself nor a post."""
COLUMNS = 8
"""Fields shown where the list declares no columns: its first filters."""
TRAIL = 12
"""Pages back that an address remembers."""


PRINT = "print."
"""Begins the option of a list that prints a paper of many cases."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a select."""

    value: str
    title: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sends along unseen."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A field that may be a column, and its place among them; empty: it is not shown."""

    name: str
    title: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterControl:
    """A declared field as something to filter by."""

    name: str
    title: str
    kind: str
    value: str = ""
    least: str = ""
    most: str = ""
    date: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Body):
    """Everything that the list's templates show."""

    title: str
    address: str
    watch: str
    count: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str
    views: Sequence[Place]
    states: Sequence[Option]
    holders: Sequence[Option]
    filters: Sequence[FilterControl]
    chips: Sequence[Place]
    actions: Sequence[Option]
    text: str
    late: bool
    search_hint: str
    query: str
    kept: Sequence[Sent]
    clear: str
    batch_address: str
    save_address: str
    saved: Saved | None
    audience: Sequence[Option]
    column_places: Sequence[ColumnPlace]
    chosen_columns: bool
    standing: Sequence[Sent]
    export_xlsx: str
    export_csv: str
    most: str
    everything: str
    previous: str = ""
    first: str = ""
    next: str = ""
    one_page: str = ""
    by_pages: str = ""
    open_address: str = ""
    open_title: str = ""
    imports: Sequence[Place] = ()
    faces: Sequence[Place] = ()
    wrong: Sequence[str] = ()
    without_state: bool = False
    without_holder: bool = False
    ticks: bool = True
    sequence: bool = True
    extra: Mapping[str, object] = field(default_factory=dict)


def list_query(question: Asked, procedure: Procedure) -> ListQuery:
    """The question as the cases room answers it. States that are asked for take the place of the view's."""
    view = procedure.lists.get(question.view)
    where, sort = joined(view, question)
    if question.state == ALL:
        states: tuple[str, ...] = tuple(procedure.states)
    elif question.state == OPEN:
        states = ()
    elif question.state:
        states = tuple(question.state.split(","))
    else:
        states = view.states if view is not None else ()
    holder = question.holder if question.holder is not None else (view.holder if view is not None else ANYONE)
    return ListQuery(
        procedure=f"{procedure.pack}.{procedure.name}",
        states=states,
        filters=where,
        holder=holder,
        sort=sort or (() if view is not None else ("due",)),
        text=question.text,
        late=question.late,
    )


def columns_of(procedure: Procedure, view: ListView | None, chosen: Sequence[str] = ()) -> tuple[Field, ...]:
    """The fields that a list shows: those that were chosen, else those it declares, else the first that lists filter
    by."""
    if chosen:
        return tuple(procedure.fields[name] for name in chosen)
    if view is not None and view.columns:
        return tuple(procedure.fields[name] for name in view.columns if name in procedure.fields)
    return tuple(each for each in procedure.filters if each.type != "rows")[:COLUMNS]


def heads_of(
    question: Asked,
    query: ListQuery,
    base: str,
    fields: Iterable[Field],
    standing: tuple[str, ...],
    language: str,
    *,
    kinds: bool = False,
) -> list[Column]:
    """The heads of the columns; those of filterable fields sort."""
    first = standing[0] if standing else ""
    how = "descending" if first.startswith("-") else "ascending"
    sorted_by = first.removeprefix("-")
    found = []
    for column in heads(state=len(query.states) != 1, holder=query.holder == ANYONE, kinds=kinds):
        is_due = column.title == _("时限")
        address = question.sorted_by("due", standing).address(base) if is_due else ""
        found.append(replace(column, address=address, sorted=how if is_due and sorted_by == "due" else ""))
    for each in fields:
        address = question.sorted_by(each.name, standing).address(base) if each.filter else ""
        found.append(
            Column(
                title=each.title.in_language(language),
                address=address,
                sorted=how if sorted_by == each.name else "",
                right=each.type in RIGHT,
            )
        )
    return found


def views_of(procedure: Procedure, question: Asked, base: str, saved: Iterable[Saved], speaker: Speaker) -> list[Place]:
    """The tabs: all open, the declared lists, the saved ones."""
    plain = not question.view and not question.saved
    places = [Place(_("未结束的"), Asked(state=OPEN).address(base), plain)]
    for view in procedure.lists.values():
        here = question.view == view.name and not question.saved
        places.append(Place(speaker.say(view.title), f"{base}?view={view.name}", here))
    places += [Place(each.name, kept(each).address(base), question.saved == each.name) for each in saved]
    return places


def column_places(procedure: Procedure, actor: Actor, shown: Sequence[Field], speaker: Speaker) -> list[ColumnPlace]:
    """Every field that may be a column, those that are shown first, with their places."""
    others = [each for each in procedure.fields.values() if each not in shown]
    fields = [each for each in (*shown, *others) if may_show(each) and may_see_field(each, actor)]
    places = {each.name: str(number) for number, each in enumerate(shown, start=1)}
    return [ColumnPlace(f"column.{each.name}", speaker.say(each.title), places.get(each.name, "")) for each in fields]


def audience_options(pack: Pack, saved: Saved | None, speaker: Speaker) -> list[Option]:
    """For whom a list is kept: oneself, everybody, or the holders of a post."""
    chosen = "" if saved is None or not saved.shared else saved.post or EVERYBODY
    fixed = [("", _("只有我")), (EVERYBODY, _("所有看得到这类单的同事"))]
    posts = [(name, _("只给“%(post)s”") % {"post": speaker.say(post.title)}) for name, post in pack.posts.items()]
    return [Option(value, title, chosen == value) for value, title in (*fixed, *posts)]


def state_options(procedure: Procedure, question: Asked, speaker: Speaker) -> list[Option]:
    """States to choose from: the list's own, all open ones, all, and each."""
    first = [Option("", _("清单里的状态"), question.state == "")] if question.view else []
    first += [
        Option(
            OPEN if question.view else "",
            _("所有未结束"),
            question.state == OPEN or (not question.view and not question.state),
        ),
        Option(ALL, _("全部状态，含已结束"), question.state == ALL),
    ]
    if "," in question.state:
        several = speaker.listed([speaker.state(name) for name in question.state.split(",")])
        first.append(Option(question.state, several, True))
    return first + [Option(name, speaker.state(name), question.state == name) for name in procedure.states]


def holder_options(question: Asked, standing: str, people: Iterable[tuple[int, str]]) -> list[Option]:
    """Holders to choose from."""
    chosen = question.holder if question.holder is not None else standing
    fixed = [(ANYONE, _("不论谁办")), (MINE, _("我的")), (NOBODY, _("还没人领"))]
    return [Option(value, title, chosen == value) for value, title in fixed] + [
        Option(str(person), name, chosen == str(person)) for person, name in people
    ]


def filter_controls(procedure: Procedure, question: Asked, speaker: Speaker) -> list[FilterControl]:
    """A control for each field that lists filter by, holding what is asked."""
    asked = {each.field: each for each in question.where}
    return [
        _filter_control(site.offered(procedure, each), asked.get(each.name), speaker) for each in filters_of(procedure)
    ]


def _filter_control(declared: Field, stands: Filter | None, speaker: Speaker) -> FilterControl:
    name, title = f"f.{declared.name}", speaker.say(declared.title)
    test = stands.test if stands is not None else None
    values = stands.values if stands is not None else ()
    if declared.type in CHOICES:
        titles = [(each.name, speaker.say(each.title)) for each in declared.choices] or [
            ("true", speaker.both("是", "Yes")),
            ("false", speaker.both("否", "No")),
        ]
        chosen = {Test.EMPTY: IS_EMPTY, Test.FILLED: IS_FILLED}.get(test, values[0] if values else "") if test else ""
        fixed = [("", _("不限")), *titles]
        if declared.name != KIND:  # every case has its kind
            fixed += [(IS_EMPTY, _("空白")), (IS_FILLED, _("已填"))]
        options = tuple(Option(value, text, chosen == value) for value, text in fixed)
        return FilterControl(name=name, title=title, kind="choice", options=options)
    if declared.type in RANGES:
        least, most = (*values, "", "")[:2] if test is Test.RANGE else ("", "")
        date = declared.type in {"date", "moment"}
        return FilterControl(name=name, title=title, kind="range", least=least, most=most, date=date)
    how = [("", _("包含")), ("is", _("等于")), ("empty", _("空白")), ("filled", _("已填"))]
    chosen = {Test.IS: "is", Test.EMPTY: "empty", Test.FILLED: "filled"}.get(test, "") if test else ""
    options = tuple(Option(value, text, chosen == value) for value, text in how)
    return FilterControl(name=name, title=title, kind="text", value=values[0] if values else "", options=options)


def chips_of(procedure: Procedure, question: Asked, base: str, speaker: Speaker) -> list[Place]:
    """What is asked besides the view, each with the address that asks without it."""
    chips = []
    for at, each in enumerate(question.where):
        declared = next(known for known in filters_of(procedure) if known.name == each.field)
        chips.append(
            Place(f"{speaker.say(declared.title)} {_told(declared, each, speaker)}", question.without(at).address(base))
        )
    return chips


def _told(declared: Field, each: Filter, speaker: Speaker) -> str:
    titles = {choice.name: speaker.say(choice.title) for choice in declared.choices}
    match each.test:
        case Test.EMPTY:
            return _("空白")
        case Test.FILLED:
            return _("已填")
        case Test.RANGE:
            least, most = (*each.values, "", "")[:2]
            return f"{least or '…'} – {most or '…'}"
        case Test.CONTAINS:
            return _("包含 %(text)s") % {"text": each.values[0]}
        case _:
            return "= " + speaker.listed([titles.get(value, value) for value in each.values])


def batch_actions(procedure: Procedure, actor: Actor, speaker: Speaker) -> list[Option]:
    """What the actor may do with many: claiming, the actions of his posts in the pack's order, printing what was
    printed. An outside party claims nothing, and prints what goes to it."""
    printed = printing.documents_of(procedure, speaker.pack) if speaker.pack is not None else ()
    papers = [
        Option(f"{PRINT}{each.name}", _("打印“%(document)s”") % {"document": speaker.say(each.title)})
        for each in printed
        if actor.party is None or any(field in procedure.fields for field in each.goes_to)
    ]
    if actor.party is not None:
        return papers
    posts = actor.posts.union(*actor.stands_in.values())
    found = [
        Option("verb.claim", built_in_title(Verb.CLAIM.value, speaker)),
        Option("verb.release", built_in_title(Verb.RELEASE.value, speaker)),
    ]
    if actor.oversees or actor.leads:
        found.append(Option("verb.take_over", built_in_title(Verb.TAKE_OVER.value, speaker)))
    found.append(Option("verb.hand_over", built_in_title(Verb.HAND_OVER.value, speaker)))
    mine = [
        Option(action.name, speaker.say(action.title))
        for action in procedure.actions.values()
        if action.name != "open"
        and action.split is None
        and any(who.role is Role.POST and who.name in posts for who in (*action.by, *action.entered_by))
    ]
    return [found[0], *mine, *papers, *found[1:]]


def addresses(procedure: Procedure) -> tuple[str, str, str]:
    """The list's own address, and those that batches and saved lists are sent to."""
    names = [procedure.pack, procedure.name]
    return (
        reverse("web:list", args=names),
        reverse("web:batch_create", args=names),
        reverse("web:list_save", args=names),
    )
