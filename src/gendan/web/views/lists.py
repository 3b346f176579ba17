"""清单 Lists of a procedure's cases: looked at, saved, exported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gendan.cases import batches, library, saved
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.queries import lists as queries
from gendan.cases.queries.paging import NoSuchPage, Page
from gendan.cases.sight import may_open, may_see_field, works_with
from gendan.core.command import Actor
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.people.sessions import address_of
from gendan.web.context import Place, may_import
from gendan.web.forms import Worker
from gendan.web.views import list_page
from gendan.web.views.asked import OPEN, Asked, asked, joined, kept
from gendan.web.views.common import now, person_of, speaker
from gendan.web.views.faces import faces
from gendan.web.views.rows import counted, row

PAGE = 50
WHOLE = 5_000
"""Rows that "all on one page" shows."""


@login_required
def page(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """One page of a list."""
    manual, steps, actor = found(request, pack, procedure)
    spoken = speaker(manual, steps)
    if not request.GET and (first := _default(steps, actor)) is not None:
        return redirect(kept(first).address(reverse("web:list", args=[pack, procedure])))
    question = asked(request.GET, steps)
    if any(name.startswith("column.") for name in request.GET):
        # The form names every field; the address to keep names those that are shown.
        return redirect(question.address(reverse("web:list", args=[pack, procedure])))
    shown, wrong = _answered(request, question, steps, spoken)
    context = {"list": _page(request, question, shown, wrong, manual, steps, actor, spoken)}
    template = "web/list/rows.html" if request.headers.get("HX-Request") else "web/list/page.html"
    return render(request, template, context, status=422 if wrong else 200)


def _seen(columns: Iterable[str], steps: Procedure, actor: Actor) -> list[str]:
    """Those of the chosen columns that the reader may see: others may have shared the list with him."""
    return [name for name in columns if may_see_field(steps.fields[name], actor)]


def _default(steps: Procedure, actor: Actor) -> saved.Saved | None:
    """What the reader wants to see first of the procedure."""
    return next((each for each in saved.lists_of(f"{steps.pack}.{steps.name}", actor) if each.default), None)


def found(request: HttpRequest, pack: str, procedure: str) -> tuple[Pack, Procedure, Actor]:
    """The active pack, its procedure, and who the reader is to it. Raises Http404 where neither is his matter."""
    manual = next((each for _number, each in library.active_packs() if each.name == pack), None)
    steps = manual.procedures.get(procedure) if manual is not None else None
    if manual is None or steps is None:
        raise Http404
    actor = access.actor(person_of(request), manual, now(request))
    if not works_with(steps, actor):
        about = f"procedure {pack}.{procedure}"
        log_access(Access.NOT_SEEN, at=now(request), person=actor.person, address=address_of(request), about=about)
        raise Http404
    return manual, steps, actor


def _answered(request: HttpRequest, question: Asked, steps: Procedure, spoken: Speaker) -> tuple[Page, list[str]]:
    try:
        shown = queries.page(
            list_page.list_query(question, steps),
            person=person_of(request),
            at=now(request),
            after=question.after or None,
            limit=WHOLE if question.whole else PAGE,
        )
    except Refused as refused:
        return Page(rows=()), reasons_in_words(refused.reasons, spoken)
    except NoSuchPage as gone:
        raise Http404 from gone
    return shown, []


def _page(
    request: HttpRequest,
    question: Asked,
    shown: Page,
    wrong: list[str],
    manual: Pack,
    steps: Procedure,
    actor: Actor,
    spoken: Speaker,
) -> list_page.ListPage:
    base, batch_address, save_address = list_page.addresses(steps)
    view = steps.lists.get(question.view)
    fields = list_page.columns_of(steps, view, _seen(question.columns, steps, actor))
    standing = joined(view, question)[1]
    moment = now(request)
    plain = replace(question.first_page(), whole=False)
    query = list_page.list_query(question, steps)
    kept_query = urlencode(plain.pairs())
    lists = saved.lists_of(f"{steps.pack}.{steps.name}", actor)
    own = next((each for each in lists if each.own and each.name == question.saved), None)
    trail = [each for each in request.GET.get("trail", "").split(",") if each]
    # An outside party chooses no person and no post of the house.
    outside = actor.party is not None
    doable = list_page.batch_actions(steps, actor, spoken)
    people = [] if outside else [(each.person, each.name) for each in workers(manual, moment)]
    opening = steps.actions.get("open")
    total = counted(shown.count, capped=shown.capped)
    following = replace(question, after=shown.next or "").address(base) if shown.next else ""
    if following:
        following += "&" + urlencode({"trail": ",".join([*trail, question.after or "-"][-list_page.TRAIL :])})
    return list_page.ListPage(
        title=spoken.say(steps.title),
        address=base,
        watch=f"{steps.pack}.{steps.name}",
        count=ngettext("%(count)s 单", "%(count)s 单", shown.count) % {"count": total},
        columns=list_page.heads_of(plain, query, base, fields, standing, spoken.language, kinds=bool(steps.kinds)),
        rows=[row(each, steps, spoken, moment, fields) for each in shown.rows],
        empty=wrong[0] if wrong else _("没有符合条件的单。"),
        views=list_page.views_of(steps, question, base, lists, spoken),
        states=list_page.state_options(steps, question, spoken),
        holders=[] if outside else list_page.holder_options(question, view.holder if view else "", people),
        filters=list_page.filter_controls(steps, question, spoken),
        chips=list_page.chips_of(steps, plain, base, spoken),
        actions=doable,
        ticks=bool(doable),
        text=question.text,
        late=question.late,
        search_hint=_("单号，或单子里的文字"),
        query=kept_query,
        kept=[list_page.Sent(name, value) for name, value in plain.pairs() if name in {"view", "sort", "columns"}],
        clear=Asked(view=question.view, state="" if question.view else OPEN, columns=question.columns).address(base),
        batch_address=batch_address,
        save_address=save_address,
        saved=own,
        audience=[] if outside else list_page.audience_options(manual, own, spoken),
        column_places=list_page.column_places(steps, actor, fields, spoken),
        chosen_columns=bool(question.columns),
        standing=[list_page.Sent(name, value) for name, value in plain.pairs() if name != "columns"],
        export_xlsx=f"{reverse('web:list_export', args=[steps.pack, steps.name, 'xlsx'])}?{kept_query}",
        export_csv=f"{reverse('web:list_export', args=[steps.pack, steps.name, 'csv'])}?{kept_query}",
        most=total,
        everything=_("选全部符合条件的单（%(count)s，最多 %(most)s）") % {"count": total, "most": f"{batches.MOST:,}"},
        previous=_previous(question, trail, base),
        first=question.first_page().address(base) if question.after else "",
        next=following if not question.whole else "",
        one_page=replace(plain, whole=True).address(base) if shown.next and not question.whole else "",
        by_pages=plain.address(base) if question.whole else "",
        open_address=reverse("web:open", args=[steps.pack, steps.name]) if may_open(steps, actor) else "",
        open_title=spoken.say(opening.title) if opening is not None else "",
        imports=[
            Place(spoken.say(each.title), reverse("web:import", args=[manual.name, each.name]))
            for each in manual.imports.values()
            if each.opens == steps.name and may_import(manual, each, actor)
        ],
        faces=faces(steps, "list"),
        wrong=wrong,
        without_state=len(query.states) == 1,
        without_holder=query.holder != list_page.ANYONE,
    )


def _previous(question: Asked, trail: list[str], base: str) -> str:
    if not question.after or not trail:
        return ""
    before = "" if trail[-1] == "-" else trail[-1]
    address = replace(question, after=before).address(base)
    rest = urlencode({"trail": ",".join(trail[:-1])})
    return f"{address}{'&' if '?' in address else '?'}{rest}" if trail[:-1] else address


def workers(manual: Pack, moment: datetime) -> list[Worker]:
    """Everybody who holds a post of the pack, by id, with these posts."""
    posts = defaultdict[int, set[str]](set)
    for post in manual.posts:
        for person in access.holders(f"{manual.name}.{post}", moment):
            posts[person].add(post)
    names = access.names_of(posts)
    return [Worker(person, names[person], frozenset(posts[person])) for person in sorted(posts)]


@login_required
@require_POST
def save(request: HttpRequest, pack: str, procedure: str) -> HttpResponse:
    """Keep a list under a name, change one that is one's own, or drop it."""
    manual, steps, actor = found(request, pack, procedure)
    full, base = f"{steps.pack}.{steps.name}", reverse("web:list", args=[pack, procedure])
    if dropped := request.POST.get("drop"):
        if saved.drop(full, dropped, person=actor.person):
            messages.success(request, _("清单“%(name)s”已删除。") % {"name": dropped})
        return redirect(Asked(state=OPEN).address(base))
    question = replace(asked(QueryDict(request.POST.get("query", "")), steps).first_page(), saved="", whole=False)
    name, was = request.POST.get("save", "").strip()[:60], request.POST.get("was", "")
    if "copy" in request.POST:
        was = ""
    if not name:
        messages.error(request, _("请给清单起个名字。"))
        return redirect(question.address(base))
    if was and was != name and not saved.rename(full, was, name, person=actor.person, at=now(request)):
        messages.error(request, _("您已经有一个叫“%(name)s”的清单，请换个名字。") % {"name": name})
        return redirect(replace(question, saved=was).address(base))
    given = _given(request, name, question, manual, steps, actor)
    saved.save(given, actor=actor, at=now(request))
    messages.success(request, _("清单“%(name)s”已保存。") % {"name": name})
    return redirect(kept(given).address(base))


def _given(
    request: HttpRequest, name: str, question: Asked, manual: Pack, steps: Procedure, actor: Actor
) -> saved.Saved:
    audience = request.POST.get("audience", "")
    return saved.Saved(
        name=name,
        query=list_page.list_query(question, steps),
        columns=question.columns,
        shared=actor.party is None and (audience == list_page.EVERYBODY or audience in manual.posts),
        post=audience if audience in manual.posts else "",
        default="default" in request.POST,
    )
