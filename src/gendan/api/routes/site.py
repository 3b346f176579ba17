"""站点 What the site sets, and whether the record is what was written. Administrators only."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from gendan.api import describing
from gendan.api.addresses import ElementName, PackName
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.site import (
    ChangeOfSite,
    FaultTold,
    SettingGiven,
    SettingInFull,
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
    declared = found.pack.tables.get(name)
    if declared is None:
        raise missing()
    spoken = speaker(caller.language, found.pack)
    names = [each.name for each in (*declared.key, *declared.columns)]
    history = site.table_history(pack, name)
    standing = history[0].value if history and history[0].value is not None else None
    rows = standing if isinstance(standing, list) else [[list(key), list(row)] for key, row in declared.rows]
    return TableInFull(
        name=name,
        title=spoken.say(declared.title),
        key=[describing.field(each, spoken) for each in declared.key],
        columns=[describing.field(each, spoken) for each in declared.columns],
        rows=[dict(zip(names, map(shown, (*each[0], *each[1])), strict=True)) for each in rows],  # type: ignore[index,misc]
        history=[_change(each) for each in history],
    )


def _change(each: Change) -> ChangeOfSite:
    return ChangeOfSite(value=shown(each.value), by=each.by, at=each.at, reason=each.reason)
