"""批量处理 One action for many cases: chosen in a list, filled in once, run in steps, told row by row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases import batches, queries, site
from gendan.cases.long_work import NotYours
from gendan.cases.models import Batch
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.queries.chosen import rows_of
from gendan.core.command import Verb
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.web.forms import Control, OfCells, control, given
from gendan.web.views import batch_cases, batch_page, list_page, prints
from gendan.web.views.asked import asked
from gendan.web.views.batch_page import Alike, batch_view, stage_of, title_of
from gendan.web.views.common import keeper, language, manual_of, now, person_of, speaker, zone
from gendan.web.views.doing import HAPPENED, OTHERS, REASON, WHOM, by_field, extra_fields
from gendan.web.views.list_page import PRINT
from gendan.web.views.lists import found, workers
from gendan.web.views.rows import RIGHT, Column, Table, heads, row


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch in the list of batches."""

    id: str
    title: str
    address: str
    state: str
    tone: str
    succeeded: int
    refused: int
    count: int
    at: str


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """One's own batches, the newest first."""
    summaries = []
    for each in Batch.objects.filter(person=person_of(request)).order_by("-created_at")[:100]:
        state, tone = stage_of(each)
        at = speaker().moment(each.created_at)
        address = reverse("web:batch", args=[each.id])
        summaries.append(
            Summary(str(each.id), title_of(each), address, state, tone, each.succeeded, each.refused, each.count, at)
        )
    context = {"batches": summaries, "runs": prints.rows_of(request), "here": "batches"}
    return render(request, "web/batch/list.html", context)


@login_required
@require_POST
def create(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """A new batch over the rows that were ticked, or over all that the list's filter shows."""
    _manual, steps, actor = found(request, pack, procedure)
    back = f"{reverse('web:list', args=[pack, procedure])}?{request.POST.get('query', '')}"
    wanted = request.POST.get("action", "")
    built_in = wanted.removeprefix("verb.") if wanted.startswith("verb.") else ""
    paper = wanted.removeprefix(PRINT) if wanted.startswith(PRINT) else ""
    if not built_in and not paper and wanted not in steps.actions:
        raise Http404
    moment = now(request)
    if request.POST.get("everything"):
        question = asked(QueryDict(request.POST.get("query", "")), steps)
        query = list_page.list_query(question, steps)
        ids = queries.ids(query, person=actor.person, at=moment, most=batches.MOST)
    else:
        ids = batches.ids_of(request.POST.getlist("case"))
    chosen = batches.chosen(ids, procedure=f"{pack}.{procedure}", person=actor.person, at=moment)
    if not chosen:
        messages.error(request, _("请先勾选要处理的单。"))
        return redirect(back)
    if paper:
        return prints.begin(request, chosen, f"{pack}.{procedure}", paper)
    action = None if built_in else wanted
    if action is not None and steps.actions[action].merge is not None:
        # One case takes the others in: the first in the list's order.
        chosen = batches.merged(chosen)
    batch = batches.create(
        chosen,
        procedure=f"{pack}.{procedure}",
        verb=Verb(built_in) if built_in else Verb.ACT,
        action=action,
        person=actor.person,
        at=moment,
    )
    return redirect("web:batch", batch.id)


@login_required
def page(request: HttpRequest, batch: UUID) -> HttpResponse:
    """A batch: what it will do, how far it is, or what became of each case."""
    return _shown(request, _own(request, batch))


@login_required
@require_POST
def start(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Begin, with the values for all cases and those for single ones."""
    own = _own(request, batch)
    manual, steps = _manual(own)
    faults: list[Reason] = []
    fields = _fields(own, steps)
    values = given(fields, request.POST, request.FILES, keeper(request, faults))
    grid = batch_cases.grid_of(own, steps, fields, speaker(manual, steps))
    sent = given([grid], request.POST, request.FILES) if grid is not None else {}
    each = batch_cases.read(own, sent.get(batch_cases.NAME))
    whom = request.POST.get(WHOM, "")
    reason = request.POST.get(REASON, "").strip()
    faults += [
        Reason(f"needs.{field.name}")
        for field, must in _extra(own, steps)
        if must and not request.POST.get(field.name, "").strip()
    ]
    if not faults and not each.wrong:
        try:
            batches.start(
                own.id,
                person=own.person,
                at=now(request),
                given={name: value for name, value in values.items() if value not in ("", None, [], {})},
                each=each.values if sent else None,
                reason=reason,
                whom=int(whom) if whom.isdecimal() else None,
            )
        except Refused as refused:
            faults += refused.reasons
    if faults or each.wrong:
        return _shown(request, own, values | sent, tuple(faults), each.wrong)
    return redirect("web:batch", own.id)


@login_required
@require_POST
def step(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Do the next rows, and tell how far it is. With `go=on` a stopped batch goes on."""
    own = _own(request, batch)
    if request.GET.get("go") == "on":
        batches.go_on(own.id, person=own.person, at=now(request))
        return redirect("web:batch", own.id)
    batches.advance(own.id, now(request))
    return _progress(request, batch)


@login_required
@require_POST
def stop(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Stop after the rows at hand."""
    own = _own(request, batch)
    batches.stop(own.id, person=own.person, at=now(request))
    return _progress(request, batch)


@login_required
@require_POST
def drop(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Give up a batch that has not begun."""
    own = _own(request, batch)
    batches.drop(own.id, person=own.person, at=now(request))
    messages.info(request, _("这一批已放弃，没有改动任何单。"))
    manual, steps = _manual(own)
    return redirect("web:list", manual.name, steps.name)


@login_required
@require_POST
def part(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Part a batch whose cases must be alike into batches of cases that are."""
    own = _own(request, batch)
    made = batches.parted(own.id, person=own.person, at=now(request))
    messages.info(request, _("已分成 %(count)s 批，可以一批一批做。") % {"count": len(made)})
    return redirect("web:batches")


@login_required
@require_POST
def retry(request: HttpRequest, batch: UUID) -> HttpResponse:
    """A new batch over those that were refused."""
    own = _own(request, batch)
    again = batches.again(own.id, person=own.person, at=now(request))
    return redirect("web:batch", again.id if again is not None else own.id)


def _own(request: HttpRequest, batch: UUID) -> Batch:
    try:
        return batches.own(batch, person=person_of(request))
    except NotYours as gone:
        raise Http404 from gone


def _manual(batch: Batch) -> tuple[Pack, Procedure]:
    manual, steps = manual_of(batch.procedure)
    if manual is None or steps is None:
        raise Http404
    return manual, steps


def _progress(request: HttpRequest, batch: UUID) -> HttpResponse:
    own = _own(request, batch)
    if not request.headers.get("HX-Request"):
        return redirect("web:batch", own.id)
    manual, steps = _manual(own)
    view = batch_view(own, speaker(manual, steps), steps)
    response = render(request, "web/batch/progress.html", {"batch": view})
    if not view.running:
        # The whole page is another one now: its steps, its outcomes.
        response["HX-Refresh"] = "true"
    return response


def _shown(
    request: HttpRequest,
    own: Batch,
    typed: dict[str, object] | None = None,
    faults: tuple[Reason, ...] = (),
    wrong_lines: tuple[OfCells, ...] = (),
) -> HttpResponse:
    manual, steps = _manual(own)
    spoken = speaker(manual, steps)
    after = request.GET.get("after", "")
    show = request.GET.get("show", "")
    ready = own.stage == Batch.Stage.READY
    differing = batches.differing(own) if ready else ()
    wrong = by_field([each for each in faults if each.family != "together"], spoken, own.action or own.verb)
    lines, each = _each(request, own, manual, steps, spoken, typed or {}, wrong_lines) if ready else ([], None)
    view = batch_view(
        own,
        spoken,
        steps,
        show=show if show in ("done", "refused") else "",
        after=int(after) if after.isdecimal() else 0,
        sample=_sample(request, own, steps, spoken) if ready else None,
        controls=_controls(request, own, manual, steps, typed or {}, wrong) if ready else (),
        each=each,
        each_open=batch_cases.filled(lines),
        warnings=[each for some in wrong.values() for each in some],
        differing=[_alike(each, spoken, own) for each in differing],
    )
    status = 422 if faults or wrong_lines else 200
    return render(request, "web/batch/page.html", {"batch": view, "here": "batches"}, status=status)


def _each(
    request: HttpRequest,
    own: Batch,
    manual: Pack,
    steps: Procedure,
    spoken: Speaker,
    typed: dict[str, object],
    wrong: tuple[OfCells, ...],
) -> tuple[object, Control | None]:
    """The grid with a line for each case, after its lines; None where there is nothing to give to each."""
    grid = batch_cases.grid_of(own, steps, _fields(own, steps), spoken)
    if grid is None:
        return [], None
    lines = typed.get(batch_cases.NAME)
    if lines is None:
        lines = batch_cases.lines_of(own, steps, spoken, person=own.person, at=now(request))
    people = workers(manual, now(request))
    return lines, control(grid, lines, language=language(), zone=zone(), wrong=wrong, people=people)


def _alike(reason: Reason, spoken: Speaker, own: Batch) -> Alike:
    counts = reason.parameters.get("values")
    pairs = counts if isinstance(counts, list) else []
    field = spoken.field_of(reason.about)
    titles = {choice.name: spoken.say(choice.title) for choice in field.choices} if field is not None else {}
    told = [f"{titles.get(value, value) or spoken.both('空白', 'empty')} ({count})" for value, count in pairs]
    return Alike(reasons_in_words([reason], spoken, own.action)[0], told)


def _sample(request: HttpRequest, own: Batch, steps: Procedure, spoken: Speaker) -> Table:
    ids = list(own.rows.order_by("row").values_list("case_id", flat=True)[: batch_page.SAMPLE])
    rows = {each.id: each for each in rows_of(ids, person=own.person, at=now(request))}
    fields = batch_cases.told_of(steps, own.action)
    columns = [*heads(kinds=bool(steps.kinds)), *(_column(each, spoken) for each in fields)]
    shown = [row(rows[each], steps, spoken, now(request), fields) for each in ids if each in rows]
    return Table(columns=columns, rows=shown, empty="")


def _column(field: Field, spoken: Speaker) -> Column:
    return Column(title=spoken.say(field.title), right=field.type in RIGHT)


def _fields(own: Batch, steps: Procedure) -> list[Field]:
    action = steps.actions.get(own.action or "")
    return [ask.field for ask in action.asks if ask.field.computed is None] if action is not None else []


def _extra(own: Batch, steps: Procedure) -> list[tuple[Field, bool]]:
    action = steps.actions.get(own.action or "")
    verb = Verb(own.verb)
    asks = {Verb.HAND_OVER: (WHOM, REASON), Verb.TAKE_OVER: (REASON,), Verb.RELEASE: (REASON,)}.get(verb, ())
    return [pair for pair in extra_fields(verb, action, asks) if pair[0].name not in (OTHERS, HAPPENED)]


def _controls(
    request: HttpRequest,
    own: Batch,
    manual: Pack,
    steps: Procedure,
    typed: dict[str, object],
    wrong: dict[str, tuple[str, ...]],
) -> list[Control]:
    action = steps.actions.get(own.action or "")
    people = workers(manual, now(request))
    needs = set(action.needs) if action is not None else set()
    found_controls = [
        control(
            site.offered(steps, each),
            typed.get(each.name),
            language=language(),
            zone=zone(),
            must=each.name in needs,
            wrong=wrong.pop(each.name, ()),
            people=people,
        )
        for each in _fields(own, steps)
    ]
    for each, must in _extra(own, steps):
        found_controls.append(
            control(
                each,
                request.POST.get(each.name),
                language=language(),
                zone=zone(),
                must=must,
                wrong=wrong.pop(each.name, ()),
                people=people,
                name=each.name,
            )
        )
    return found_controls
