"""新建 Opening a case by hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import commands, queries, site
from gendan.cases.sight import may_open, opening_party
from gendan.core.command import Actor, Command, Verb
from gendan.core.field import Field
from gendan.core.listing import KIND
from gendan.core.procedure import Action, Procedure
from gendan.core.refusals import Reason
from gendan.web.forms import Control, control, given
from gendan.web.views.common import keeper, language, now, person_of, speaker, zone
from gendan.web.views.doing import by_field
from gendan.web.views.list_page import Option
from gendan.web.views.lists import found, workers


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Kinds that are of one sort, under its title; without a title where they are not sorted."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The form by which a case is opened."""

    title: str
    procedure: str
    list_address: str
    draft: str
    once: str
    controls: tuple[Control, ...]
    kinds: tuple[KindGroup, ...]
    kinds_wrong: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    faulty: bool = False


@login_required
def opening(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """The form of a new case; sent, the case."""
    manual, steps, actor = found(request, pack, procedure)
    action = steps.actions.get("open")
    if action is None or not may_open(steps, actor):
        raise Http404
    looked = queries.opening(f"{pack}.{procedure}", person=actor.person, at=now(request))
    if looked is None:
        raise Http404
    fields = _asked(steps, action, actor)
    faults: list[Reason] = []
    values: dict[str, object] = {}
    if request.method == "POST":
        values = given(fields, request.POST, request.FILES, keeper(request, faults))
        if not faults:
            key = request.POST.get("key")
            outcome = commands.run(
                Command(
                    verb=Verb.OPEN,
                    procedure=f"{pack}.{procedure}",
                    action="open",
                    given=values,
                    kind=request.POST.get("kind") or None,
                    key=f"page:{key}" if key else None,
                ),
                person=person_of(request),
                at=now(request),
            )
            if outcome.done:
                messages.success(request, _("已新建 %(number)s。") % {"number": outcome.number})
                done = f"done=open:{pack}.{procedure}"
                return HttpResponseRedirect(f"{reverse('web:case', args=[outcome.uid])}?{done}")
            faults.extend(outcome.reasons)
    spoken = speaker(manual, steps)
    wrong = by_field(faults, spoken, "open")
    people = workers(manual, now(request))
    controls = tuple(
        control(
            site.offered(steps, each),
            values.get(each.name),
            language=language(),
            zone=zone(),
            must=each.name in action.needs,
            wrong=wrong.pop(each.name, ()),
            people=people,
            focus=number == 0 and not steps.kinds,
        )
        for number, each in enumerate(fields)
    )
    kinds_wrong = wrong.pop(KIND, ())
    context = Opening(
        title=spoken.say(action.title),
        procedure=spoken.say(steps.title),
        list_address=reverse("web:list", args=[pack, procedure]),
        draft=f"open:{pack}.{procedure}",
        once=request.POST.get("key") or str(uuid4()),
        controls=controls,
        kinds=_kinds(steps, request.POST.get("kind", "")),
        kinds_wrong=kinds_wrong,
        refused=tuple(each for some in wrong.values() for each in some),
        faulty=bool(faults),
    )
    return render(request, "web/case/open.html", {"opening": context}, status=422 if faults else 200)


def _asked(steps: Procedure, action: Action, actor: Actor) -> list[Field]:
    """What the opening asks of the reader. An outside party is not asked who it is, nor for a person of the house
    where none is needed: it knows none."""
    fields = [ask.field for ask in action.asks if ask.field.computed is None]
    if actor.party is None:
        return fields
    own = opening_party(steps, actor)
    return [each for each in fields if each.name not in own and (each.type != "person" or each.name in action.needs)]


def _kinds(steps: Procedure, chosen: str) -> tuple[KindGroup, ...]:
    """The kinds to choose from: under the titles of a choice of the case, where opening fills one from their table."""
    column, titles = _sorts(steps)
    groups: dict[str, list[Option]] = {}
    for name, kind in steps.kinds.items():
        title = titles.get(str(kind.value(column)), "")
        groups.setdefault(title, []).append(Option(name, kind.title.in_language(language()), name == chosen))
    return tuple(KindGroup(title, tuple(options)) for title, options in groups.items())


def _sorts(steps: Procedure) -> tuple[str, dict[str, str]]:
    """The column of the kinds that opening copies into a choice of the case, and that choice's titles by name."""
    for name, value in steps.actions["open"].sets:
        head, _dot, column = value.text.strip().partition(".")
        field = steps.fields.get(name)
        if head == "kind" and column.isidentifier() and field is not None and field.type == "choice":
            return column, {each.name: each.title.in_language(language()) for each in field.choices}
    return "", {}
