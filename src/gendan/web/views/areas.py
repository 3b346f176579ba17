"""领域 An area's home, the form of each of its actions, the files it keeps, and what fields may name of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import area_actions, area_files, library, queries, references
from gendan.cases.outcome import Outcome
from gendan.cases.registry import vocabulary
from gendan.core.refusals import Reason
from gendan.core.vocabulary import REFERENCES, AreaAction
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.web.areas import actions_of, pages_of
from gendan.web.forms import Worker, control, given
from gendan.web.views.common import keeper, language, now, own_address, person_of, speaker, zone
from gendan.web.views.doing import by_field
from gendan.web.views.lists import workers

Do = Callable[[Mapping[str, object], str | None], Outcome]


@login_required
def area(request: HttpRequest, area: str) -> HttpResponse:
    """An area's home: the first of its pages, which leads to the others and to what the reader may do there; of an area
    without pages what he may do."""
    may_look(request, area)
    pages = pages_of(request, area)
    if pages:
        return HttpResponseRedirect(pages[0].address)
    context = {"here": f"area {area}", "title": title_of(area), "actions": actions_of(request, area)}
    return render(request, "web/area/home.html", context)


@login_required
def do(request: HttpRequest, word: str) -> HttpResponse:
    """The form of an action about no case; sent, it is done."""
    declared = next(
        (each for each in area_actions.offered_on_site(person_of(request), now(request)) if each.name == word), None
    )
    if declared is None:
        raise Http404
    area = word.partition(".")[0]

    def doing(values: Mapping[str, object], key: str | None) -> Outcome:
        return area_actions.act_on_site(word, given=values, person=person_of(request), at=now(request), key=key)

    pages = pages_of(request, area)
    home = pages[0].address if pages else reverse("web:area", args=[area])
    back = own_address(request, request.GET.get("next", "")) or home
    return _form(request, declared, doing, back, title_of(area))


@login_required
def do_on_case(request: HttpRequest, uid: UUID, word: str) -> HttpResponse:
    """The form of an area's action on a case; sent, it is done, and the case is shown again."""
    found = queries.seen_case(uid, person=person_of(request), at=now(request))
    if found is None:
        raise Http404
    offered = area_actions.offered_on_case(found.case.id, person=person_of(request), at=now(request))
    declared = next((each for each in offered if each.name == word), None)
    if declared is None:
        raise Http404

    def doing(values: Mapping[str, object], key: str | None) -> Outcome:
        return area_actions.act(
            word, case=found.case.id, given=values, person=person_of(request), at=now(request), key=key
        )

    return _form(request, declared, doing, reverse("web:case", args=[uid]), found.case.number)


@login_required
def file(request: HttpRequest, area: str, sha256: str) -> HttpResponseBase:
    """A file that an area keeps."""
    found = area_files.file_of(area, sha256, person=person_of(request), at=now(request))
    if found is None:
        raise Http404
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.type)


@login_required
def refers(request: HttpRequest, type: str) -> HttpResponse:
    """What a field of this type may name, for its picker."""
    text = request.GET.get("q", "")[:100]
    person, moment, of = person_of(request), now(request), request.GET.get("of", "")[:100]
    found = references.look_up(type, text, 12, person=person, at=moment, of=of)
    if found is None:
        found = queries.named(type, text, 12, person=person, at=moment, language=language())
    if found is None and type not in REFERENCES:
        raise Http404
    # Where no department of the reader's keeps such things, the field is a plain text.
    said = [
        {"value": value, "says": " · ".join(part for part in (title, detail) if part)}
        for value, title, detail in found or ()
    ]
    return JsonResponse({"found": said})


def may_look(request: HttpRequest, area: str) -> None:
    """Raises Http404 unless the reader may look at the area."""
    if area not in area_actions.areas_open(person_of(request), now(request)):
        log_access(Access.NOT_SEEN, at=now(request), person=person_of(request), about=f"area {area}")
        raise Http404


def title_of(area: str) -> str:
    """What the area is called."""
    titles = vocabulary().titles
    return titles[area].in_language(language()) if area in titles else area


def _form(request: HttpRequest, declared: AreaAction, doing: Do, back: str, way: str) -> HttpResponse:
    faults: list[Reason] = []
    fields = declared.fields
    values: dict[str, object] = {}
    if request.method == "POST":
        values = given(fields, request.POST, request.FILES, keeper(request, faults))
        if not faults:
            key = request.POST.get("key")
            done = doing(values, f"page:{key}" if key else None)
            if done.done:
                messages.success(
                    request, _("“%(action)s”已完成。") % {"action": declared.title.in_language(language())}
                )
                return HttpResponseRedirect(f"{back}{'&' if '?' in back else '?'}done=area:{declared.name}")
            faults.extend(done.reasons)
    else:
        values = {field.name: request.GET[field.name] for field in fields if request.GET.get(field.name)}
    spoken = replace(speaker(), fields={field.name: field for field in fields})
    wrong = by_field(faults, spoken, None)
    people = _people(request) if any(_names_people(field) for field in fields) else []
    controls = tuple(
        control(
            field,
            values.get(field.name),
            language=language(),
            zone=zone(),
            must=field.name in declared.required,
            wrong=wrong.pop(field.name, ()),
            people=people,
            focus=number == 0,
        )
        for number, field in enumerate(fields)
    )
    context = {
        "here": f"area {declared.name}",
        "title": declared.title.in_language(language()),
        "way": way,
        "back": back,
        "draft": f"area:{declared.name}",
        "once": request.POST.get("key") or str(uuid4()),
        "controls": controls,
        "refused": tuple(each for some in wrong.values() for each in some),
    }
    return render(request, "web/area/form.html", context, status=422 if faults else 200)


def _names_people(field: object) -> bool:
    return getattr(field, "type", "") == "person" or any(_names_people(each) for each in getattr(field, "columns", ()))


def _people(request: HttpRequest) -> list[Worker]:
    """Whoever holds a post here, by name."""
    found = {each.person: each.name for _, pack in library.active_packs() for each in workers(pack, now(request))}
    return sorted((Worker(person, name) for person, name in found.items()), key=lambda each: each.name)
