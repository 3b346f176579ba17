"""单据页 One case: what it is, what happened, and what can be done with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gendan.cases import commands, queries, watching
from gendan.cases.prose import Speaker
from gendan.cases.queries import CasePage, CaseSeen
from gendan.core.command import Verb
from gendan.core.engine import asked
from gendan.people import access
from gendan.web.forms import Worker
from gendan.web.views import doing as doings
from gendan.web.views.asking import command_of, key_of, seen_by, sent_values
from gendan.web.views.case_page import case_view, recorded
from gendan.web.views.common import now, person_of, speaker
from gendan.web.views.doing import Doable, Offer, Tried
from gendan.web.views.lists import workers


@login_required
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of one case."""
    return _shown(request, _found(request, uid), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """Do one action; then the case again, or the next one. Refused, the page comes back with what was typed and why:
    loaded anew it is the case's page, nothing is done by looking at it."""
    if request.method != "POST":
        return page(request, uid)
    found = queries.case_to_act_on(
        uid, person=person_of(request), at=now(request), key=key_of(request), seen=seen_by(request)
    )
    wanted = _wanted(request, act, found) if found is not None else None
    if found is None or wanted is None:
        raise Http404
    spoken = speaker(found.pack, found.procedure, found.epoch)
    given, faults = sent_values(request, wanted, found, spoken)
    command = command_of(request, wanted, found, given)
    if faults:
        return _shown(
            request, _found(request, uid), Tried(act, given, request.POST.dict(), request.POST.get("key", ""), faults)
        )
    outcome = commands.run(command, person=person_of(request), at=now(request), read=found.read)
    if not outcome.done:
        # The page as it stands now: what refused it may be that somebody else was quicker.
        tried = Tried(act, given, request.POST.dict(), request.POST.get("key", ""), outcome.reasons)
        return _shown(request, _found(request, uid), tried)
    title = doings.title_of(wanted, spoken)
    messages.success(request, _("%(number)s：%(action)s，已完成。") % {"number": outcome.number, "action": title})
    return HttpResponseRedirect(_after(request, uid, act))


def _wanted(request: HttpRequest, act: str, found: CaseSeen) -> Offer | None:
    """What was sent. The whole page is made again only where a form is not the same for everybody."""
    asks = asked(found.procedure, act)
    if asks is not None:
        return Offer(name=act, verb=Verb.ACT, action=act, asks=asks)
    page = _found(request, UUID(found.case.uid))
    return doings.offer_named(act, doings.offers(page.available, page.procedure), page.procedure)


@login_required
@require_POST
def reveal(request: HttpRequest, uid: UUID, field: str) -> HttpResponse:
    """A masked value in clear; that it was looked at is kept."""
    found = _found(request, uid)
    value = queries.reveal(str(uid), field, person=person_of(request), at=now(request))
    if value is None:
        raise Http404
    return render(request, "web/case/revealed.html", {"value": value, "case": found.case})


def _found(request: HttpRequest, uid: UUID) -> CasePage:
    found = queries.case_page(str(uid), person=person_of(request), at=now(request))
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: CasePage, tried: Tried | None) -> HttpResponse:
    spoken = speaker(found.pack, found.procedure)
    offered = doings.offers(found.available, found.procedure)
    if tried is not None and all(each.name != tried.name for each in offered):
        gone = doings.offer_named(tried.name, (), found.procedure)
        offered += (gone,) if gone is not None else ()
    forms = doings.doing(offered, _doable(request, found, spoken), tried)
    watched = watching.watches(found.case.id, person=person_of(request))
    view = case_view(found, forms, spoken, now(request), watched=watched)
    status = 422 if tried is not None else 200
    return render(request, "web/case/page.html", {"case": view}, status=status)


def _doable(request: HttpRequest, found: CasePage, spoken: Speaker) -> Doable:
    moment = now(request)
    # An outside party chooses no person of the house.
    everybody = workers(found.pack, moment) if found.actor.party is None else []
    post = f"{found.pack.name}.{found.case.post}" if found.case.post else ""
    colleagues = access.holders(post, moment) if post else ()
    names = access.names_of(colleagues)
    return Doable(
        case=found.case,
        procedure=found.procedure,
        speaker=spoken,
        people=everybody,
        colleagues=[Worker(person, names[person]) for person in colleagues if person != found.case.holder],
        recorded=recorded(found.events),
        outside=found.actor.party is not None,
    )


def _after(request: HttpRequest, uid: UUID, act: str) -> str:
    """Where to go after an act: to the next case where that was asked for, else back to this one."""
    done = f"done={uid}:{act}"
    if request.POST.get("then") == "next":
        following = request.POST.get("next", "")
        if following and url_has_allowed_host_and_scheme(following, {request.get_host()}):
            return f"{following}{'&' if '?' in following else '?'}{done}"
        return f"{reverse('web:next')}?after={uid}"
    return f"{reverse('web:case', args=[uid])}?{done}"
