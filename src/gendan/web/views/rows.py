"""Cases as rows of a table: what a list, the workbench and a batch show of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gendan.cases import library
from gendan.cases.prose import Speaker, span_in_words, value_in_words
from gendan.cases.queries import rows as queries
from gendan.core.field import Field
from gendan.core.procedure import Final, Procedure
from gendan.web.views.common import speaker

_CASES = "/cases/"
"""Where a case's page stands: thousands of rows have one each, so that it is not looked up for each."""
SUMMARY = 5
"""Values in the line that tells what a case is about."""
SOON = timedelta(hours=1)
"""How long before it is due a case is shown as urgent."""
WIDE = frozenset({"text", "address", "rows", "checklist"})
_LONG = frozenset({"rows", "checklist", "file"})
RIGHT = frozenset({"int", "decimal", "money"})


@dataclass(frozen=True, slots=True)
class Due:
    """A moment as time left: what it says, in which tone, and the moment itself for who points at it."""

    says: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row. `style` is its class, made once: a page may hold tens of thousands of cells."""

    says: str
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in a table."""

    uid: str
    number: str
    address: str
    state: str
    tone: str
    due: Due | None
    holder: str
    queue: str
    cells: tuple[Cell, ...] = ()
    procedure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's head; with an address where one may sort by it."""

    title: str
    address: str = ""
    sorted: str = ""
    right: bool = False


class Rows(Protocol):
    """What `parts/table.html` shows, whichever page it stands on."""

    @property
    def rows(self) -> Sequence[Row]:
        """The cases."""

    @property
    def ticks(self) -> bool:
        """Whether rows can be ticked."""

    @property
    def without_state(self) -> bool:
        """Whether the state would say the same in every row."""

    @property
    def without_holder(self) -> bool:
        """Whether the holder would."""


class Body:
    """Writes its rows as HTML: over thousands of them a template takes many times as long."""

    __slots__ = ()

    @property
    def body(self: Rows) -> SafeString:
        """The rows of the table."""
        return mark_safe("\n".join(_written(row, self) for row in self.rows))  # noqa: S308 every value is escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Body):
    """What `parts/table.html` shows."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str
    without_state: bool = False
    without_holder: bool = False
    ticks: bool = False
    sequence: bool = True
    name: str = ""
    title: str = ""
    count: str = ""
    more: str = ""


def _written(row: Row, table: Rows) -> str:
    number = escape(row.number)
    tick = (
        f'<td class="tick"><input type="checkbox" name="case" value="{escape(row.uid)}" aria-label="{number}"></td>'
        if table.ticks
        else ""
    )
    procedure = f' <span class="quiet">{escape(row.procedure)}</span>' if row.procedure else ""
    state = (
        ""
        if table.without_state
        else f'<td class="state"><span class="chip {row.tone}">{escape(row.state)}</span></td>'
    )
    due = f'<td class="due {row.due.tone}">{escape(row.due.says)}</td>' if row.due else '<td class="due"></td>'
    if table.without_holder:
        holder = ""
    elif row.holder:
        holder = f"<td>{escape(row.holder)}</td>"
    else:
        holder = f'<td class="quiet">{escape(row.queue)}</td>'
    cells = "".join(f'<td class="{each.style}">{escape(each.says)}</td>' for each in row.cells)
    return (
        f'<tr data-case="{escape(row.uid)}">{tick}<td class="id"><a href="{row.address}">{number}</a>{procedure}'
        f"</td>{state}{due}{holder}{cells}</tr>"
    )


def tone_of(procedure: Procedure, state: str) -> str:
    """The color of a state: how it ended, whether somebody else is waited for, or plain."""
    known = procedure.states.get(state)
    if known is None:
        return ""
    if known.final is not None:
        return {Final.DONE: "good", Final.FAILED: "late", Final.CANCELLED: ""}[known.final]
    return "note" if known.waits else "accent"


def due_in_words(due: datetime | None, now: datetime, speaker: Speaker, *, ended: bool = False) -> Due | None:
    """When it is due: how long ago, in how many minutes, or the moment."""
    if due is None or ended:
        return None
    left = due - now
    title = speaker.moment(due)
    if left <= timedelta(0):
        return Due(_("超时 %(span)s") % {"span": span_in_words(left, speaker)}, "late-text", title)
    if left <= SOON:
        return Due(_("还有 %(span)s") % {"span": span_in_words(left, speaker)}, "soon-text", title)
    # Further off the moment says more than a span, which would count nights and weekends too.
    there, here = due.astimezone(speaker.zone), now.astimezone(speaker.zone)
    if there.date() == here.date():
        return Due(_("今天 %(time)s") % {"time": f"{there:%H:%M}"}, "", title)
    return Due(f"{there:%m-%d %H:%M}" if there.year == here.year else f"{there:%Y-%m-%d}", "", title)


def cell(declared: Field, case: queries.Row, speaker: Speaker) -> Cell:
    """A field's value as a cell; what is hidden shows as dots."""
    if declared.name in case.masked:
        return Cell("•••")
    says = value_in_words(declared, case.values.get(declared.name), speaker)
    return Cell(says, "wide" if declared.type in WIDE else "right" if declared.type in RIGHT else "")


def row(
    case: queries.Row,
    procedure: Procedure,
    speaker: Speaker,
    now: datetime,
    columns: Iterable[Field] = (),
    *,
    named: bool = False,
) -> Row:
    """A case as a row with its kind, if it has one, and `columns` of its fields; `named`: with its procedure's title
    instead, where several are mixed."""
    return Row(
        uid=case.uid,
        number=case.number,
        address=f"{_CASES}{case.uid}/",
        state=speaker.state(case.state),
        tone=tone_of(procedure, case.state),
        due=due_in_words(case.due, now, speaker, ended=case.final is not None),
        holder=case.holder_name,
        queue=speaker.post(case.queue) if case.queue else "",
        cells=(*_kind(case, procedure, speaker, named=named), *(cell(each, case, speaker) for each in columns)),
        procedure=speaker.say(procedure.title) if named else "",
    )


def _kind(case: queries.Row, procedure: Procedure, speaker: Speaker, *, named: bool) -> tuple[Cell, ...]:
    """What kind of case it is, as its first cell; nothing where there are no kinds, and where several procedures are
    mixed."""
    if named or not procedure.kinds:
        return ()
    kind = procedure.kinds.get(case.kind or "")
    return (Cell(speaker.say(kind.title) if kind is not None else ""),)


def mixed(found: Iterable[queries.Row], now: datetime) -> tuple[Row, ...]:
    """Cases of several procedures as rows, each with its procedure's title."""
    speakers: dict[tuple[int, str], tuple[Procedure, Speaker]] = {}
    rows = []
    for case in found:
        key = (case.definition, case.procedure)
        if key not in speakers:
            pack = library.pack(case.definition)
            procedure = pack.procedures[case.procedure.partition(".")[2]]
            speakers[key] = (procedure, speaker(pack, procedure))
        procedure, spoken = speakers[key]
        plain = row(case, procedure, spoken, now, named=True)
        rows.append(replace(plain, cells=(Cell(_summary(case, procedure, spoken), "wide"),)))
    return tuple(rows)


def _summary(case: queries.Row, procedure: Procedure, speaker: Speaker) -> str:
    """What a case is about in one line: the first of what lists filter by, else of its fields."""
    fields = procedure.filters or tuple(each for each in procedure.fields.values() if each.type not in _LONG)
    kind = [each.says for each in _kind(case, procedure, speaker, named=False)]
    told = [*kind, *(_in_summary(each, case, speaker) for each in fields)]
    return " · ".join([says for says in told if says][:SUMMARY])


def _in_summary(declared: Field, case: queries.Row, speaker: Speaker) -> str:
    """A field without its title: a yes is told by what it is a yes to, and a no tells nothing."""
    if declared.type == "bool" and declared.name not in case.masked:
        return speaker.say(declared.title) if case.values.get(declared.name) is True else ""
    return cell(declared, case, speaker).says


def counted(count: int, *, capped: bool) -> str:
    """A count as a list says it: exact up to where counting stops."""
    return f"{count:,}+" if capped else f"{count:,}"


def heads(*, state: bool = True, holder: bool = True, kinds: bool = False) -> tuple[Column, ...]:
    """The heads of the columns that every table has, without those that would say the same in every row; with that of
    the kind, where the cases of one procedure have `kinds`."""
    found = [Column(title=_("单号")), *([Column(title=_("状态"))] if state else []), Column(title=_("时限"))]
    found += [Column(title=_("办理人"))] if holder else []
    return (*found, *([Column(title=_("类别"))] if kinds else []))
