"""看板 The cases of a procedure as cards by state: the late and most urgent first, each with its age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.queries import Row as CaseRow
from gendan.cases.queries.board import BoardColumn, board
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.web.context import Place
from gendan.web.views import list_page
from gendan.web.views.asked import ALL, Asked, asked
from gendan.web.views.common import now, speaker
from gendan.web.views.faces import faces
from gendan.web.views.flow import short_span
from gendan.web.views.lists import found
from gendan.web.views.rows import Due, cell, counted, due_in_words, tone_of

ABOUT: Final = 3
"""Values in the line that tells what a case is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A case on the board. `age` is how long it has stood in its state."""

    number: str
    address: str
    about: str
    holder: str
    due: Due | None
    age: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A state with its cards; `more` is how many it has besides, and `address` the list of all."""

    name: str
    title: str
    tone: str
    address: str
    count: str
    late: int
    late_address: str
    oldest: str
    cards: Sequence[Card]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """What the page shows; `mine` and `late` narrow it, `ended` shows the states in which cases have ended too."""

    title: str
    faces: Sequence[Place]
    columns: Sequence[Column]
    count: str
    narrowed: Sequence[Place]
    wrong: Sequence[str] = ()


@login_required
@require_GET
def page(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """The board of a procedure. Its figures are those of the reader's lists."""
    manual, steps, actor = found(request, pack, procedure)
    moment, spoken = now(request), speaker(manual, steps)
    question = replace(asked(request.GET, steps), view="", after="")
    query = list_page.list_query(question, steps)
    wrong: list[str] = []
    try:
        columns = board(query, steps, person=actor.person, at=moment)
    except Refused as refused:
        columns, wrong = (), reasons_in_words(refused.reasons, spoken)
    total = sum(each.standing.count for each in columns)
    capped = any(each.standing.capped for each in columns)
    base = request.path
    narrowed = [
        Place(_("所有未结束"), base, not question.state and question.holder is None and not question.late),
        Place(_("我的"), f"{base}?holder={list_page.MINE}", question.holder == list_page.MINE),
        Place(_("没人领的"), f"{base}?holder={list_page.NOBODY}", question.holder == list_page.NOBODY),
        Place(_("已超时"), f"{base}?late=1", question.late),
        Place(_("含已结束"), f"{base}?state={ALL}", question.state == ALL),
    ]
    shown = BoardPage(
        title=spoken.say(steps.title),
        faces=faces(steps, "board"),
        columns=[_column(each, question, steps, spoken, moment) for each in columns],
        count=ngettext("%(count)s 单", "%(count)s 单", total) % {"count": counted(total, capped=capped)},
        narrowed=narrowed,
        wrong=wrong,
    )
    return render(request, "web/board/page.html", {"board": shown}, status=422 if wrong else 200)


def _column(column: BoardColumn, question: Asked, steps: Procedure, spoken: Speaker, moment: datetime) -> Column:
    stand = column.standing
    listed = replace(question, state=column.state)
    base = list_page.addresses(steps)[0]
    return Column(
        name=column.state,
        title=spoken.state(column.state),
        tone=tone_of(steps, column.state),
        address=listed.address(base),
        count=counted(stand.count, capped=stand.capped),
        late=stand.late,
        late_address=replace(listed, late=True).address(base),
        oldest=short_span(moment - stand.since, spoken) if stand.since is not None else "",
        cards=[_card(each, steps, spoken, moment) for each in column.rows],
        more=stand.count - len(column.rows),
    )


def _card(case: CaseRow, steps: Procedure, spoken: Speaker, moment: datetime) -> Card:
    told = (cell(each, case, spoken).says for each in steps.filters if each.type != "rows")
    return Card(
        number=case.label or case.number,
        address=f"/cases/{case.uid}/",
        about=" · ".join([each for each in told if each][:ABOUT]),
        holder=case.holder_name,
        due=due_in_words(case.due, moment, spoken, ended=case.final is not None),
        age=short_span(moment - case.entered_at, spoken) if case.final is None else "",
        late=case.late,
    )
