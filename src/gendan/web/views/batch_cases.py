"""逐单填写 What a batch gives to each of its cases by itself: a grid with a line a case, found again by its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gendan.cases.models import Batch
from gendan.cases.prose import Speaker
from gendan.cases.queries.chosen import rows_of
from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.text import Text
from gendan.web.forms import OfCells
from gendan.web.views import list_page
from gendan.web.views.rows import cell

MOST: Final = 1000
"""Cases of a batch that a grid is offered for."""
NAME: Final = "case-by-case"
"""The grid's name in the form; no field of a pack can be called so."""
NUMBER: Final = "case-number"
ABOUT: Final = "case-about"
TOLD: Final = 4
"""Fields of a case that stand beside its number."""
_IN_NO_CELL: Final = frozenset({"file", "rows", "checklist"})


@dataclass(frozen=True, slots=True)
class CaseByCase:
    """What was sent for single cases: the values by the case's uid, and what is wrong with the lines."""

    values: Mapping[UUID, Mapping[str, object]]
    wrong: tuple[OfCells, ...] = ()


def told_of(procedure: Procedure, action: str | None) -> tuple[Field, ...]:
    """The fields that tell of a case what matters to the action: the columns of the list of those that wait for it."""
    known = procedure.actions.get(action or "")
    sources = known.sources if known is not None else ()
    waiting = (
        view for view in procedure.lists.values() if view.columns and view.states and set(view.states) <= set(sources)
    )
    return list_page.columns_of(procedure, next(waiting, None))[:TOLD]


def grid_of(batch: Batch, procedure: Procedure, fields: Iterable[Field], spoken: Speaker) -> Field | None:
    """The grid as a field of rows; None where the action asks nothing that a cell holds, or the cases are too many."""
    asked = [each for each in fields if each.type not in _IN_NO_CELL and not each.hidden]
    action = procedure.actions.get(batch.action or "")
    if not asked or batch.count > MOST or (action is not None and action.merge is not None):
        return None
    heads = [spoken.say(each.title) for each in told_of(procedure, batch.action)]
    number, about = Text(_("单号"), _("单号")), " · ".join(heads)
    return Field(
        name=NAME,
        title=Text(_("逐单填写"), _("逐单填写")),
        type="rows",
        columns=(
            Field(name=NUMBER, title=number, type="text"),
            *([Field(name=ABOUT, title=Text(about, about), type="text")] if heads else []),
            *(replace(each, required=None, unique=None) for each in asked),
        ),
    )


def lines_of(
    batch: Batch, procedure: Procedure, spoken: Speaker, *, person: int, at: datetime
) -> list[dict[str, object]]:
    """A line for each case of the batch, with what is given to it already."""
    rows = list(batch.rows.order_by("row"))
    seen = {each.id: each for each in rows_of([row.case_id for row in rows], person=person, at=at)}
    fields = told_of(procedure, batch.action)
    lines: list[dict[str, object]] = []
    for row in rows:
        case = seen.get(row.case_id)
        told = [cell(each, case, spoken).says for each in fields] if case is not None else []
        lines.append({NUMBER: row.number, ABOUT: " · ".join(each for each in told if each), **row.given})
    return lines


def filled(lines: object) -> bool:
    """Whether a value stands in any line."""
    return isinstance(lines, list) and any(set(line) - {NUMBER, ABOUT} for line in lines)


def read(batch: Batch, sent: object) -> CaseByCase:
    """The grid's lines as values of cases. A line without values says nothing; one whose number is not in the batch,
    or was there before, is wrong."""
    if not isinstance(sent, list):
        return CaseByCase({}, (OfCells(_("这不是可以导入的文件。请用 CSV 或 Excel（xlsx）。")),) if sent else ())
    uids = dict(batch.rows.values_list("number", "uid"))
    values: dict[UUID, Mapping[str, object]] = {}
    wrong = []
    for row, line in enumerate(sent, 1):
        number = str(line.get(NUMBER, "")).strip()
        given = {name: value for name, value in line.items() if name not in (NUMBER, ABOUT)}
        if not given:
            continue
        uid = uids.get(number)
        if uid is None or uid in values:
            says = (
                _("第 %(row)s 行：单号“%(number)s”重复了。")
                if uid
                else _("第 %(row)s 行：这一批里没有单号“%(number)s”。")
            )
            wrong.append(OfCells(says % {"row": row, "number": number}, [{"row": row, "column": NUMBER}]))
        else:
            values[uid] = given
    return CaseByCase(values, tuple(wrong))
