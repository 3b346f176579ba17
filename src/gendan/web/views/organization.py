"""组织 The organization chart: a department's posts and who holds them, when; changed by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gendan.cases import library
from gendan.core.pack import Pack
from gendan.people import access, actions
from gendan.people.errors import ActRefused
from gendan.people.organization import Organization
from gendan.people.wording import act_refused
from gendan.web.views import organization_page
from gendan.web.views.administration import (
    administers,
    administrators_only,
    colleagues_only,
    day,
    number,
    people_options,
)
from gendan.web.views.common import language, now, person_of
from gendan.web.views.list_page import Option


@colleagues_only
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """A department's posts as a tree, and one of them in full; or, with `people`, everybody below his superior."""
    return _shown(request, request.GET.get("pack", ""), request.GET.get("post", ""))


@administrators_only
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """Give a post to somebody, or let him hold it no more."""
    sent = request.POST
    full, person = sent.get("post", ""), number(sent.get("person")) or 0
    pack, _dot, post = full.partition(".")
    actor, at = person_of(request), now(request)
    try:
        if what == "hold":
            since, until = day(sent.get("since")), day(sent.get("until"))
            actions.hold(person, full, actor=actor, at=at, since=since, until=until)
        elif what == "release":
            actions.release(person, full, actor=actor, at=at, until=day(sent.get("until")))
        else:
            raise Http404
    except ActRefused as act:
        return _shown(request, pack, post, refused=act_refused(act, language()))
    messages.success(request, _("已修改。"))
    return redirect(organization_page.post_address(pack, post))


def _shown(request: HttpRequest, wanted: str, post: str, *, refused: str = "") -> HttpResponse:
    packs = [pack for _number, pack in library.active_packs() if pack.posts]
    standing, today = access.organization(), access.day_of(now(request))
    found: Pack | None = next((pack for pack in packs if pack.name == wanted), _largest(packs, standing))
    if wanted and (found is None or found.name != wanted or (post and post not in found.posts)):
        raise Http404
    people = "people" in request.GET
    chosen = found.posts.get(post) if found is not None else None
    may_change = administers(request)
    context = {
        "here": "organization",
        "packs": [
            Option(f"{reverse('web:organization')}?pack={pack.name}", pack.title.in_language(language()), pack is found)
            for pack in packs
        ],
        "people": organization_page.people_tree(standing, today) if people else None,
        "tree": organization_page.tree(found, standing, today, post) if found is not None and not people else [],
        "title": found.title.in_language(language()) if found is not None else "",
        "post": organization_page.post_view(found, chosen, standing, today, may_change=may_change)
        if found is not None and chosen is not None
        else None,
        "may_change": may_change,
        "candidates": people_options(nobody="—") if may_change else (),
        "today": today.isoformat(),
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "web/organization/page.html", context, status=422 if refused else 200)


def _largest(packs: list[Pack], standing: Organization) -> Pack | None:
    """The department in which most people hold posts: what one most likely wants to see."""
    if not packs:
        return None
    return max(packs, key=lambda pack: sum(each.post.partition(".")[0] == pack.name for each in standing.held))
