"""权限 What each post may do and see, as a table, for any version of a pack; and a look with somebody else's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gendan.cases import library
from gendan.cases.models import PackVersion
from gendan.cases.prose import Speaker
from gendan.cases.rights import FieldRight, ProcedureRights, Sees, SightRight, Way, rights
from gendan.cases.rights_words import OTHERS, SEES, WAYS
from gendan.core.pack import Pack
from gendan.people import access
from gendan.web.views.administration import administrators_only, number, people_options
from gendan.web.views.common import language, speaker
from gendan.web.views.list_page import Option

TONES: Final = {
    Way.DOES: "good",
    Way.ENTERS: "note",
    Way.SIGNS: "accent",
    Way.PART: "accent",
    Way.CORRECTS: "soon",
    Sees.ALWAYS: "good",
    Sees.AFTER: "note",
    Sees.OWNER: "note",
    Sees.MASKED: "soon",
    Sees.NEVER: "late",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A chip in a cell of the table; `more` is its explanation."""

    text: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class RightsRow:
    """One action or field: what is said of it in each post's column. `beside` are those who are no post."""

    title: str
    cells: Sequence[Sequence[Mark]]
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTable:
    """One procedure's table."""

    title: str
    name: str
    sight: Sequence[Sequence[Mark]]
    actions: Sequence[RightsRow]
    fields: Sequence[RightsRow]


@administrators_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The table of a pack's version: `version` names it by its number, `post` leaves only those posts' columns."""
    versions = list(PackVersion.objects.order_by("name", "-active", "-id"))
    wanted = number(request.GET.get("version"))
    chosen = next((each for each in versions if each.pk == wanted), None) if wanted is not None else None
    if wanted is not None and chosen is None:
        raise Http404
    chosen = chosen or max((each for each in versions if each.active), key=_holders, default=None)
    if chosen is None:
        return render(request, "web/rights/page.html", {"here": "rights", "tables": [], "people": people_options()})
    pack = library.pack(chosen.pk)
    posts = [each for each in request.GET.getlist("post") if each in pack.posts]
    spoken = speaker(pack)
    context = {
        "here": "rights",
        "versions": [
            Option(
                str(each.pk),
                f"{library.pack(each.pk).title.in_language(language())} {each.version}"
                + ("" if each.active else _("（旧版）")),
                each.pk == chosen.pk,
            )
            for each in versions
        ],
        "posts": [Option(each.name, spoken.say(each.title), each.name in posts) for each in pack.posts.values()],
        "columns": [spoken.say(pack.posts[name].title) for name in (posts or pack.posts)],
        "tables": [_table(each, pack) for each in rights(pack, posts)],
        "people": people_options(),
        "try_address": reverse("web:try"),
    }
    return render(request, "web/rights/page.html", context)


def _holders(version: PackVersion) -> int:
    return sum(each.post.partition(".")[0] == version.name for each in access.organization().held)


def _table(found: ProcedureRights, pack: Pack) -> RightsTable:
    spoken = speaker(pack, found.procedure)
    return RightsTable(
        title=spoken.say(found.procedure.title),
        name=found.procedure.name,
        sight=[_sight(found.sight[post], spoken) for post in found.posts],
        actions=[
            RightsRow(
                spoken.action(name),
                [
                    [Mark(WAYS[way].in_language(language()), TONES[way]) for way in of.get(post, ())]
                    for post in found.posts
                ],
                spoken.listed([_other(each, spoken) for each in found.others[name]]),
            )
            for name, of in found.actions.items()
        ],
        fields=[
            RightsRow(spoken.field(name), [_field(of[post], spoken) for post in found.posts])
            for name, of in found.fields.items()
        ],
    )


def _sight(right: SightRight, spoken: Speaker) -> Sequence[Mark]:
    if right.everything:
        return [Mark(_("全部"), "good")]
    if right.states:
        states = spoken.listed([spoken.state(name) for name in right.states])
        count = len(right.states)
        return [Mark(_("%(count)s 个状态下") % {"count": count}, "note", states)]
    return [Mark(_("只看经手的"), "chip")]


def _field(right: FieldRight, spoken: Speaker) -> Sequence[Mark]:
    marks = []
    for sees, after in right.sees:
        text = SEES[sees].in_language(language())
        if after:
            text = f"{text} · " + _("“%(action)s”之后") % {"action": spoken.action(after)}
        marks.append(Mark(text, TONES[sees]))
    if right.fills:
        fills = spoken.listed([spoken.action(name) for name in right.fills])
        marks.append(Mark(_("可填"), "accent", fills))
    return marks


def _other(name: str, spoken: Speaker) -> str:
    known = OTHERS.get(name)
    return known.in_language(language()) if known is not None else spoken.field(name)
