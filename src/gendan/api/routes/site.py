"""站点 What the site sets, and whether the record is what was written. Administrators only."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from gendan.api import describing
from gendan.api.addresses import ElementName, PackName, ProcedureName
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.foreseeing import foreseen
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.calendar import ForeseenTold
from gendan.api.schemas.site import (
    ChangeOfSite,
    ChoicesGiven,
    ChoicesInFull,
    FaultTold,
    SettingGiven,
    SettingInFull,
    SettingLine,
    SiteTold,
    TableGiven,
    TableInFull,
    VerifiedTold,
)
from gendan.api.speaking import speaker
from gendan.api.working import pack_of
from gendan.cases import site
from gendan.cases.basis import basis
from gendan.cases.site import Change
from gendan.cases.verifying import verify
from gendan.people.access import current_epoch

router = Router(tags=["site"])


@operation(router, "GET", "/packs/{pack}/site", scope=Scope.ADMIN, gives=SiteTold)
def get_site(request: HttpRequest, pack: PackName) -> SiteTold:
    """All that the active pack leaves to the site."""
    caller = caller_of(request)
    demand_administrator(caller)
    found = pack_of(pack, caller)
    spoken = speaker(caller.language, found.pack)
    held = basis(found.definition, current_epoch()).settings
    return SiteTold(
        settings=[
            SettingLine(
                name=each.name,
                title=spoken.say(each.field.title),
                value=shown(held[each.name]),
                shipped=shown(each.default),
            )
            for each in found.pack.settings.values()
        ],
        tables=[describing.named(each.name, each.title, spoken) for each in found.pack.tables.values()],
        choices=[
            f"{procedure.name}.{field.name}"
            for procedure in found.pack.procedures.values()
            for field in procedure.fields.values()
            if field.site
        ],
    )


@operation(router, "POST", "/packs/{pack}/settings/{name}/effect", scope=Scope.ADMIN, gives=ForeseenTold)
def foresee_setting(request: HttpRequest, pack: PackName, name: ElementName, body: SettingGiven) -> ForeseenTold:
    """What would become of the deadlines that run if a setting had this value. Nothing is changed."""
    caller = caller_of(request)
    demand_administrator(caller)
    return foreseen(site.foresee_setting(pack, name, body.value, at=caller.at))


@operation(router, "POST", "/packs/{pack}/tables/{name}/effect", scope=Scope.ADMIN, gives=ForeseenTold)
def foresee_table(request: HttpRequest, pack: PackName, name: ElementName, body: TableGiven) -> ForeseenTold:
    """What would become of the deadlines that run if a table had these rows. Nothing is changed."""
    caller = caller_of(request)
    demand_administrator(caller)
    return foreseen(site.foresee_table(pack, name, body.rows, at=caller.at))


@operation(router, "GET", "/packs/{pack}/choices/{procedure}/{field}", scope=Scope.ADMIN, gives=ChoicesInFull)
def get_choices(request: HttpRequest, pack: PackName, procedure: ProcedureName, field: ElementName) -> ChoicesInFull:
    """The choices of a field that the pack opens to the site."""
    caller = caller_of(request)
    demand_administrator(caller)
    return _choices(pack, procedure, field, caller)


@operation(router, "PUT", "/packs/{pack}/choices/{procedure}/{field}", scope=Scope.ADMIN, gives=ChoicesInFull)
def set_choices(
    request: HttpRequest, pack: PackName, procedure: ProcedureName, field: ElementName, body: ChoicesGiven
) -> ChoicesInFull:
    """Let a field have these choices besides the pack's own. Cases keep one that is taken away."""
    caller = caller_of(request)
    demand_administrator(caller)
    site.set_choices(pack, procedure, field, body.choices, by=caller.person, at=caller.at, reason=body.reason)
    return _choices(pack, procedure, field, caller)


@operation(router, "GET", "/packs/{pack}/settings/{name}", scope=Scope.ADMIN, gives=SettingInFull)
def get_setting(request: HttpRequest, pack: PackName, name: ElementName) -> SettingInFull:
    """A setting of the active pack: what holds, what was shipped, and its history."""
    caller = caller_of(request)
    demand_administrator(caller)
    return _setting(pack, name, caller)


@operation(router, "PUT", "/packs/{pack}/settings/{name}", scope=Scope.ADMIN, gives=SettingInFull)
def set_setting(request: HttpRequest, pack: PackName, name: ElementName, body: SettingGiven) -> SettingInFull:
    """Give a setting another value, within the bounds that the pack gives. Clocks that run by it are computed anew."""
    caller = caller_of(request)
    demand_administrator(caller)
    site.set_setting(pack, name, body.value, by=caller.person, at=caller.at, reason=body.reason)
    return _setting(pack, name, caller)


@operation(router, "GET", "/packs/{pack}/tables/{name}", scope=Scope.ADMIN, gives=TableInFull)
def get_table(request: HttpRequest, pack: PackName, name: ElementName) -> TableInFull:
    """A table of the active pack, and its history."""
    caller = caller_of(request)
    demand_administrator(caller)
    return _table(pack, name, caller)


@operation(router, "PUT", "/packs/{pack}/tables/{name}", scope=Scope.ADMIN, gives=TableInFull)
def set_table(request: HttpRequest, pack: PackName, name: ElementName, body: TableGiven) -> TableInFull:
    """Give a table other rows. Every cell that can't be is told."""
    caller = caller_of(request)
    demand_administrator(caller)
    site.set_table(pack, name, body.rows, by=caller.person, at=caller.at, reason=body.reason)
    return _table(pack, name, caller)


@operation(router, "POST", "/verify", scope=Scope.ADMIN, gives=VerifiedTold, problems=(401, 403))
def verify_record(request: HttpRequest) -> VerifiedTold:
    """Look at every event, every case's head and every anchor: a changed, removed or inserted event is found.

    Nothing is changed. It reads the whole record, which takes its time.
    """
    demand_administrator(caller_of(request))
    found = verify()
    return VerifiedTold(
        events=found.events,
        cases=found.cases,
        anchors=found.anchors,
        faults=[FaultTold(code=each.code, number=each.number, seq=each.seq, where=each.where) for each in found.faults],
    )


def _setting(pack: str, name: str, caller: Caller) -> SettingInFull:
    found = pack_of(pack, caller)
    declared = found.pack.settings.get(name)
    if declared is None:
        raise missing()
    spoken = speaker(caller.language, found.pack)
    under = basis(found.definition, current_epoch())
    return SettingInFull(
        name=name,
        title=spoken.say(declared.field.title),
        field=describing.field(declared.field, spoken),
        value=shown(under.settings.get(name)),
        shipped=shown(declared.default),
        history=[_change(each) for each in site.setting_history(pack, name)],
    )


def _table(pack: str, name: str, caller: Caller) -> TableInFull:
    found = pack_of(pack, caller)
    if name not in found.pack.tables:
        raise missing()
    declared = site.table(pack, name)
    spoken = speaker(caller.language, found.pack)
    history = site.table_history(pack, name)
    return TableInFull(
        name=name,
        title=spoken.say(declared.title),
        key=[describing.field(each, spoken) for each in declared.key],
        columns=[describing.field(each, spoken) for each in declared.columns],
        rows=[{column: shown(cell) for column, cell in row.items()} for row in site.table_rows(pack, name)],
        history=[_change(each) for each in history],
    )


def _choices(pack: str, procedure: str, field: str, caller: Caller) -> ChoicesInFull:
    added, history = site.choices_of(pack, procedure, field)
    found = pack_of(pack, caller)
    spoken = speaker(caller.language, found.pack)
    own = found.pack.procedures[procedure].fields[field].choices
    return ChoicesInFull(
        own=[describing.named(each.name, each.title, spoken) for each in own],
        added=added,
        history=[_change(each) for each in history],
    )


def _change(each: Change) -> ChangeOfSite:
    return ChangeOfSite(value=shown(each.value), by=each.by, at=each.at, reason=each.reason)
