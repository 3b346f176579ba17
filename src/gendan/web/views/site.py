"""设置 The settings and choice lists of a manual that are the site's to set. Administrators only."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import library, site
from gendan.cases.basis import Basis, basis
from gendan.cases.prose import Speaker
from gendan.core.refusals import Refused
from gendan.people.access import current_epoch
from gendan.web.forms import control
from gendan.web.forms.reading import name_of
from gendan.web.views import site_page
from gendan.web.views.administration import administrators_only
from gendan.web.views.common import language, now, person_of, speaker, zone

LOOK = "look"
"""The form's step that shows what a change would do; any other makes it."""


@administrators_only
def settings(request: HttpRequest, pack: str) -> HttpResponse:
    """All that the site sets of a manual: settings, tables, choices."""
    under, spoken = standing(pack)
    found = []
    for each in under.pack.settings.values():
        history = site.setting_history(pack, each.name)
        found.append(
            {
                "title": spoken.say(each.field.title),
                "address": reverse("web:setting", args=[pack, each.name]),
                "value": site_page.setting_value(each.field, under.settings[each.name], spoken),
                "shipped": site_page.setting_value(each.field, each.default, spoken),
                "own": under.settings[each.name] != each.default,
                "bounds": site_page.bounds(each.field, spoken),
                "changed": site_page.past(history[:1], each.field, spoken),
            }
        )
    tables = [
        {
            "title": spoken.say(each.title),
            "address": reverse("web:table", args=[pack, each.name]),
            "rows": len(under.tables[each.name]),
            "changed": site_page.past_table(site.table_history(pack, each.name)[:1], spoken),
        }
        for each in under.pack.tables.values()
    ]
    choices = [
        {
            "title": f"{spoken.say(procedure.title)} · {spoken.say(field.title)}",
            "address": reverse("web:choices", args=[pack, procedure.name, field.name]),
            "own": spoken.listed([spoken.say(choice.title) for choice in field.choices]),
            "added": spoken.listed(site.choices_of(pack, procedure.name, field.name)[0]),
        }
        for procedure in under.pack.procedures.values()
        for field in procedure.fields.values()
        if field.site
    ]
    context = {
        "here": "packs",
        "pack": {"name": pack, "title": spoken.say(under.pack.title)},
        "settings": found,
        "tables": tables,
        "choices": choices,
    }
    return render(request, "web/site/settings.html", context)


@administrators_only
def setting(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """One setting: what holds, what was before, and another value, with its effect shown before it is made."""
    person = person_of(request)
    under, spoken = standing(pack)
    declared = under.pack.settings.get(name)
    if declared is None:
        raise Http404
    value: object = under.settings[name]
    wrong: list[str] = []
    effect = None
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        given = None if "shipped" in request.POST else request.POST.get(name_of(declared.field.name), "")
        value = declared.default if given is None else given
        try:
            if given == "":
                wrong = [_("请填写。")]
            elif request.POST.get("step") == LOOK:
                effect = site_page.effect(
                    site.foresee_setting(pack, name, given, at=now(request)), spoken, now(request)
                )
            else:
                site.set_setting(pack, name, given, by=person, at=now(request), reason=reason)
                messages.success(request, _("已修改。在办的单，时限正按新设置重算。"))
                return redirect("web:setting", pack, name)
        except Refused as refused:
            wrong = site_page.faults(refused.reasons, {name: declared.field}, spoken)
    field = declared.field
    context = {
        "here": "packs",
        "pack": {"name": pack, "title": spoken.say(under.pack.title)},
        "title": spoken.say(field.title),
        "control": control(field, value, language=language(), zone=zone(), wrong=wrong, focus=bool(wrong), must=True),
        "bounds": site_page.bounds(field, spoken),
        "held": site_page.setting_value(field, under.settings[name], spoken),
        "shipped": site_page.setting_value(field, declared.default, spoken),
        "own": under.settings[name] != declared.default,
        "history": site_page.past(site.setting_history(pack, name), field, spoken),
        "effect": effect,
        "reason": reason,
    }
    return render(request, "web/site/setting.html", context, status=422 if wrong else 200)


@administrators_only
def choices(request: HttpRequest, pack: str, procedure: str, field: str) -> HttpResponse:
    """The choices that the site adds to a field, one a line."""
    person = person_of(request)
    under, spoken = standing(pack)
    try:
        added, history = site.choices_of(pack, procedure, field)
    except Refused as refused:
        raise Http404 from refused
    declared = under.pack.procedures[procedure].fields[field]
    wrong: list[str] = []
    typed = "\n".join(added)
    if request.method == "POST":
        typed = request.POST.get("choices", "").replace("\r\n", "\n")
        lines = [line for line in typed.split("\n") if line.strip()]
        try:
            reason = request.POST.get("reason", "")
            site.set_choices(pack, procedure, field, lines, by=person, at=now(request), reason=reason)
        except Refused as refused:
            wrong = site_page.faults(refused.reasons, {field: replace(declared, choices=())}, spoken)
        else:
            messages.success(request, _("已修改，新的选项马上可以选。"))
            return redirect("web:choices", pack, procedure, field)
    context = {
        "here": "packs",
        "pack": {"name": pack, "title": spoken.say(under.pack.title)},
        "title": f"{spoken.say(under.pack.procedures[procedure].title)} · {spoken.say(declared.title)}",
        "own": [spoken.say(choice.title) for choice in declared.choices],
        "typed": typed,
        "wrong": wrong,
        "history": site_page.past_choices(history, spoken),
    }
    return render(request, "web/site/choices.html", context, status=422 if wrong else 200)


def standing(pack: str) -> tuple[Basis, Speaker]:
    """What holds of the active version of a pack, and who speaks of it. Raises Http404."""
    epoch = current_epoch()
    definition = library.active(pack, epoch)
    if definition is None:
        raise Http404
    under = basis(definition, epoch)
    return under, speaker(under.pack)
