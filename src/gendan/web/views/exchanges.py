"""交换 Batches that go outside: what is ready is sent, the file is fetched, and the answers are brought back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import attachments, batches, exchanges, imports, queries
from gendan.cases.exchanges import Batch, Context
from gendan.cases.outcome import Outcome
from gendan.cases.prose import Speaker, place_in_words, reason_in_words, reasons_in_words
from gendan.cases.queries import ListQuery
from gendan.cases.queries.chosen import rows_of
from gendan.core.refusals import Refused
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.people.sessions import address_of
from gendan.web.views import exchange_page
from gendan.web.views.common import language, now, person_of, speaker
from gendan.web.views.rows import RIGHT, Column, Table, counted, heads, row

PAGE: Final = 50
"""Cases shown before they are sent."""
ROWS: Final = 200
"""Rows of a batch on one page."""
TOLD: Final = 5
"""Kinds of reasons told after a sending; so many fit above a page."""
NAMED: Final = 10
"""Numbers told with each of them."""


@login_required
def page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """What is ready to be sent, what was sent before, and where answers are brought in."""
    return _page(request, _context(request, pack, name))


@login_required
@require_POST
def send(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Send the cases that were ticked, or all that are ready, as one batch."""
    here = _context(request, pack, name)
    person, moment = person_of(request), now(request)
    if request.POST.get("all"):
        cases = _ready(request, here)
    else:
        ticked = batches.ids_of(request.POST.getlist("case"))
        full_name = f"{pack}.{here.procedure.name}"
        cases = [each.id for each in batches.chosen(ticked, procedure=full_name, person=person, at=moment)]
    if not cases:
        messages.error(request, _("没有可以发出的单。请先勾选，或等单子办到这一步。"))
        return redirect("web:exchange", pack, name)
    # The same click twice is one sending; other cases sent from the same page are another.
    clicked = hashlib.sha256(repr((request.POST.get("key", ""), cases)).encode()).hexdigest()[:32]
    sent = exchanges.send(
        here.name, cases, person=person, at=moment, language=language(), key=f"page:{person}:{clicked}"
    )
    for says in _refused(sent.outcomes, cases, request, _speaker(here), here.declared.sends_do):
        messages.error(request, says)
    if sent.batch is None:
        return redirect("web:exchange", pack, name)
    (made,) = exchanges.batches(here.name, person=person, at=moment, case=sent.batch)
    messages.success(request, _("已发出 %(number)s，共 %(count)s 单。") % {"number": made.number, "count": made.rows})
    return redirect("web:exchange_batch", pack, name, made.uid)


@login_required
def batch(request: HttpRequest, pack: str, name: str, uid: UUID) -> HttpResponse:
    """A batch that went out: its rows and their answers, and its file."""
    here, standing = sent_batch(request, pack, name, uid)
    person, moment, spoken = person_of(request), now(request), _speaker(here)
    unanswered = request.GET.get("show") == "unanswered"
    after = request.GET.get("after", "")
    first = int(after) if after.isdecimal() else 0
    found = exchanges.rows(here.name, standing.case, person=person, at=moment, unanswered=unanswered)
    rest = [each for each in found if each.row > first]
    shown = rest[:ROWS]
    (line,) = exchange_page.batch_lines([standing], here, spoken, moment)
    view = {
        "title": spoken.say(here.declared.title),
        "batch": line,
        "match": spoken.say(here.title(here.declared.match)),
        "rows": exchange_page.sent_lines(shown, _seen(request, [each.case for each in shown]), spoken),
        "unanswered": unanswered,
        "next": shown[-1].row if len(rest) > ROWS else 0,
    }
    return render(request, "web/exchange/batch.html", {"exchange": view, "names": (pack, name)})


@login_required
def answers(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Bring in a file of answers, which is kept as it is, and tell what became of each row."""
    here = _context(request, pack, name)
    if request.method != "POST":
        return redirect("web:exchange", pack, name)
    person, moment, spoken = person_of(request), now(request), _speaker(here)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, here, [_("请选一个文件。")])
    try:
        kept = imports.keep_file(file, name=file.name or "", by=person, at=moment)
    except Refused:
        return _page(request, here, [_("这不是可以导入的文件。请用 CSV 或 Excel（xlsx）。")])
    path = attachments.path_of(str(kept["sha256"]))
    assert path is not None  # it was kept just now
    try:
        answered = exchanges.answer_file(here.name, path, person=person, at=moment)
    except Refused as refused:
        told = []
        for reason in refused.reasons:
            place, says = place_in_words(reason, spoken), reason_in_words(reason, spoken)
            told.append(f"{place}{spoken.both('：', ': ')}{says}" if place and place not in says else says)
        return _page(request, here, told)
    view = exchange_page.answers_view(
        answered,
        _seen(request, exchange_page.wanting(answered.outcomes)),
        here,
        spoken,
        file=str(kept["name"]),
    )
    title = spoken.say(here.declared.title)
    match = spoken.say(here.title(here.declared.match))
    context = {"exchange": {"title": title, "match": match, "answers": view}, "names": (pack, name)}
    return render(request, "web/exchange/answers.html", context)


def sent_batch(request: HttpRequest, pack: str, name: str, uid: UUID) -> tuple[Context, Batch]:
    """A batch of an exchange in which the reader has a part. Raises Http404."""
    here = _context(request, pack, name)
    for case in batches.ids_of([str(uid)]):
        for found in exchanges.batches(here.name, person=person_of(request), at=now(request), case=case):
            return here, found
    raise Http404


def _context(request: HttpRequest, pack: str, name: str) -> Context:
    """The exchange. Raises Http404 where there is none, or the reader has no part in it, which is logged."""
    try:
        here = exchanges.context(f"{pack}.{name}", person=person_of(request), at=now(request))
    except Refused as refused:
        raise Http404 from refused
    try:
        exchanges.demand(here)
    except Refused as refused:
        person, address = person_of(request), address_of(request)
        about = f"exchange {here.name}"
        log_access(Access.NOT_SEEN, at=now(request), person=person, address=address, about=about)
        raise Http404 from refused
    return here


def _page(request: HttpRequest, here: Context, refused: Sequence[str] = ()) -> HttpResponse:
    person, moment, spoken = person_of(request), now(request), _speaker(here)
    view = {
        "title": spoken.say(here.declared.title),
        "ready": _ready_view(request, here, spoken) if exchanges.may_send(here) else None,
        "batches": exchange_page.batch_lines(
            exchanges.batches(here.name, person=person, at=moment), here, spoken, moment
        ),
        "refused": refused,
        "match": spoken.say(here.title(here.declared.match)),
        "column": here.declared.column,
        "answers": spoken.listed([each for each, _action in here.declared.answers]),
        "fills": spoken.listed([_filled(column, field, spoken) for column, field in here.declared.fill]),
    }
    context = {"exchange": view, "names": (here.under.pack.name, here.declared.name)}
    return render(request, "web/exchange/page.html", context, status=422 if refused else 200)


def _filled(column: str, field: str, spoken: Speaker) -> str:
    """A column that answers may bring besides, and what it fills in."""
    title = spoken.field(field)
    if title == column:
        return column
    return f"{column}{spoken.both('（', ' (')}{title}{spoken.both('）', ')')}"


def _queries(here: Context) -> list[ListQuery]:
    """The cases that can be sent: where it is their owner's to send, one's own and nobody's, else anybody's."""
    states, senders = here.declared.sends_from, here.procedure.actions[here.declared.sends_do].by
    owners = {owner.post for state in states if (owner := here.procedure.states[state].owner) is not None}
    deputy = [str(person) for person in sorted(here.actor.stands_in)]
    holders = ["me", *deputy, "nobody"] if owners & {who.name for who in senders} else [""]
    full_name = f"{here.under.pack.name}.{here.procedure.name}"
    return [ListQuery(procedure=full_name, states=states, holder=holder) for holder in holders]


def _ready(request: HttpRequest, here: Context) -> list[int]:
    found: list[int] = []
    for query in _queries(here) if exchanges.may_send(here) else ():
        left = exchanges.MOST - len(found)
        if left:
            found += queries.ids(query, person=person_of(request), at=now(request), most=left)
    return found


def _ready_view(request: HttpRequest, here: Context, spoken: Speaker) -> exchange_page.ReadyView:
    person, moment = person_of(request), now(request)
    fields = exchange_page.shown_fields(here)
    found: list[queries.Row] = []
    count, capped = 0, False
    for query in _queries(here):
        shown = queries.page(query, person=person, at=moment, limit=PAGE)
        found += shown.rows[: PAGE - len(found)]
        count, capped = count + (shown.count or 0), capped or shown.capped
    one_state = len(here.declared.sends_from) == 1
    states = spoken.listed([spoken.state(each) for each in here.declared.sends_from])
    columns = [*heads(state=not one_state, holder=False, kinds=bool(here.procedure.kinds))]
    columns += [Column(title=spoken.say(each.title), right=each.type in RIGHT) for each in fields]
    table = Table(
        columns=columns,
        rows=[row(each, here.procedure, spoken, moment, fields) for each in found],
        empty=_("现在没有可以发出的单。单子到“%(states)s”时会出现在这里。") % {"states": states},
        without_state=one_state,
        without_holder=True,
        ticks=True,
    )
    total = counted(count, capped=capped)
    rest = _("这里是前 %(shown)s 单，“全部发出”时其余的一起发出。") % {"shown": len(found)}
    return exchange_page.ReadyView(
        table=table,
        count=total,
        all_title=_("全部发出（%(count)s 单）") % {"count": f"{min(count, exchanges.MOST):,}"},
        rest=rest if count > len(found) else "",
        key=uuid4().hex,
    )


def _refused(
    outcomes: Iterable[Outcome], cases: Sequence[int], request: HttpRequest, spoken: Speaker, action: str
) -> list[str]:
    """Why some cases were not sent: each kind of reason once, with the numbers of its cases."""
    failed = {case: outcome for case, outcome in zip(cases, outcomes, strict=True) if not outcome.done}
    seen = _seen(request, list(failed))
    kinds: dict[str, list[str]] = {}
    for case, outcome in failed.items():
        says = spoken.both("；", "; ").join(reasons_in_words(outcome.reasons, spoken, action))
        kinds.setdefault(says, []).append(seen[case].number if case in seen else "")
    told = []
    for says, numbers in list(kinds.items())[:TOLD]:
        named = spoken.listed([each for each in numbers if each][:NAMED])
        told.append(
            _("%(count)s 单没有发出（%(numbers)s）：%(says)s")
            % {"count": len(numbers), "numbers": f"{named}…" if len(numbers) > NAMED else named, "says": says}
        )
    return told


def _seen(request: HttpRequest, cases: Sequence[int]) -> Mapping[int, queries.Row]:
    return {each.id: each for each in rows_of(cases, person=person_of(request), at=now(request))}


def _speaker(here: Context) -> Speaker:
    return speaker(here.under.pack, here.procedure)
