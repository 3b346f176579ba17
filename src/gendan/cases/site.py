"""站点设置 What the site itself sets: settings and tables of its packs, and lists that people keep.

A setting may tighten a rule and not loosen it: the pack gives its bounds. Each change is a new version, with who and
when; every event names the versions that it was judged under. Clocks that run by a changed setting are computed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from gendan.cases import foresight, library, named_cases
from gendan.cases.basis import basis, calendar_name, choices_name, with_cells
from gendan.cases.foresight import Foreseen, Supposed
from gendan.cases.models import SettingValue, TableVersion
from gendan.cases.store import cursor
from gendan.core.events import Json
from gendan.core.field import FIELD_TYPES, Choice, Field
from gendan.core.pack import Pack, Setting, Table
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.values import Value, encode, filled, parse
from gendan.people import actions
from gendan.people.epoch import current_epoch

Parse = Callable[[Field, object], Value | Reason]
"""What a text that was given is worth in a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version of a setting or table: its value (None: the pack's own again), by whom, when and why."""

    value: Json
    by: int
    at: datetime
    reason: str


LONGEST_CHOICE = 100


def set_setting(pack: str, name: str, value: object, *, by: int, at: datetime, reason: str = "") -> None:
    """Give a setting of the active pack another value, None for the pack's own.

    Raises Refused: `missing` for an unknown pack or setting, `value.NAME` outside its type or bounds.
    """
    active, setting, parsed = _setting(pack, name, value)
    with transaction.atomic():
        row = SettingValue.objects.create(
            pack=pack, name=name, value=encode(setting.field, parsed), at=at, by=by, reason=reason
        )
        _recompute(f"setting {row.id}", active, at)


def set_table(
    pack: str, name: str, rows: Iterable[Mapping[str, object]] | None, *, by: int, at: datetime, reason: str = ""
) -> int:
    """Give a table of the active pack other rows, each a mapping from its key's and columns' names; None for the
    pack's own.

    Returns how many rows it has. Raises Refused with a reason for every cell that can't be, and for a key that comes
    twice.
    """
    active, _, said = _table(pack, name, rows)
    with transaction.atomic():
        row = TableVersion.objects.create(pack=pack, name=name, rows=said, at=at, by=by, reason=reason)
        _recompute(f"table {row.id}", active, at)
    return 0 if said is None else len(said)


def foresee_setting(pack: str, name: str, value: object, *, at: datetime) -> Foreseen:
    """What would become of the deadlines that run if a setting had this value. Raises as `set_setting`."""
    _, setting, parsed = _setting(pack, name, value)
    held = setting.default if parsed is None else parsed
    return foresight.deadlines([pack], Supposed(settings={name: held}), at=at)


def foresee_table(pack: str, name: str, rows: Iterable[Mapping[str, object]] | None, *, at: datetime) -> Foreseen:
    """What would become of the deadlines that run if a table had these rows. Raises as `set_table`."""
    _, table, said = _table(pack, name, rows)
    return foresight.deadlines([pack], Supposed(tables={name: with_cells(table, said)}), at=at)


def foresee_calendar(said: Mapping[str, object], *, at: datetime) -> Foreseen:
    """What would become of the deadlines that run by a calendar if it were so (see `core.calendar_mapping`).

    Raises ActRefused (`calendar`).
    """
    calendar = actions.read_calendar(said)
    packs = [active.name for _, active in library.active_packs() if calendar_name(active) == calendar.name]
    return foresight.deadlines(packs, Supposed(calendar=calendar), at=at)


def offered(procedure: Procedure, field: Field) -> Field:
    """A field of a procedure as forms and descriptions offer it: with the choices that the site has added now, and
    with the department's name before a table, or the procedure of a case, from which it is picked."""
    field = _picked(procedure.pack, field, _cases_named(procedure, field))
    if not field.site:
        return field
    definition, _ = _active(procedure.pack)
    added = basis(definition, current_epoch()).choices.get(procedure.name, {}).get(field.name, frozenset())
    known = {choice.name for choice in field.choices}
    more = [Choice(name=each, title=Text(each, each)) for each in sorted(added - known)]
    return replace(field, choices=(*field.choices, *more))


def table(pack: str, name: str) -> Table:
    """A table of the active pack as it is filled in: where the pack leaves a choice of it to the site (`site: true`),
    with what the site has added to the cases' fields that have the same options. Raises Refused (`missing`)."""
    definition, active = _active(pack)
    found = active.tables.get(name)
    if found is None:
        raise Refused((Reason("missing"),))
    if not any(field.site for field in (*found.key, *found.columns)):
        return found
    added = basis(definition, current_epoch()).choices
    fields = [
        (_options(active.procedures[procedure].fields[name]), choices)
        for procedure, named in added.items()
        for name, choices in named.items()
    ]

    def open_(field: Field) -> Field:
        more = {each for options, choices in fields if field.site and options == _options(field) for each in choices}
        return replace(field, choices=(*field.choices, *(Choice(name=each, title=Text(each)) for each in sorted(more))))

    return replace(found, key=tuple(map(open_, found.key)), columns=tuple(map(open_, found.columns)))


def _options(field: Field) -> frozenset[str]:
    return frozenset(choice.name for choice in field.choices)


def _picked(pack: str, field: Field, cases: Collection[str]) -> Field:
    if field.listed.startswith(("table.", "record.")):
        return replace(field, listed=f"{pack}.{field.listed}")
    if field.type in cases:
        return replace(field, listed=f"{pack}.{field.type}")
    if any(each.listed or each.type in cases for each in field.columns):
        return replace(field, columns=tuple(_picked(pack, each, cases) for each in field.columns))
    return field


def _cases_named(procedure: Procedure, field: Field) -> Collection[str]:
    """The procedures whose cases the field may name: none where its types are all the language's own."""
    if all(each.type in FIELD_TYPES for each in (field, *field.columns)):
        return ()
    return named_cases.types_of(_active(procedure.pack)[1])


def table_rows(pack: str, name: str) -> list[dict[str, object]]:
    """The rows of a table of the active pack as they hold, each by its key's and columns' names. Raises Refused
    (`missing`)."""
    definition, active = _active(pack)
    table = active.tables.get(name)
    if table is None:
        raise Refused((Reason("missing"),))
    names = [each.name for each in (*table.key, *table.columns)]
    cells = basis(definition, current_epoch()).tables[name]
    return [dict(zip(names, (*key, *values), strict=True)) for key, values in cells.items()]


def choices_of(pack: str, procedure: str, field: str) -> tuple[list[str], tuple[Change, ...]]:
    """The choices that the site adds to a field with `site: true`, and every change of them, the newest first.

    Raises Refused (`missing`).
    """
    _open_choice(_active(pack)[1], procedure, field)
    history = setting_history(pack, choices_name(procedure, field))
    held = history[0].value if history else None
    return ([str(each) for each in held] if isinstance(held, list) else []), history


def setting_history(pack: str, name: str) -> tuple[Change, ...]:
    """Every value that the site gave a setting, the newest first."""
    found = SettingValue.objects.filter(pack=pack, name=name).order_by("-id")
    return tuple(Change(value=row.value, by=row.by, at=row.at, reason=row.reason) for row in found)


def table_history(pack: str, name: str) -> tuple[Change, ...]:
    """Every version that the site gave a table, the newest first."""
    found = TableVersion.objects.filter(pack=pack, name=name).order_by("-id")
    return tuple(Change(value=row.rows, by=row.by, at=row.at, reason=row.reason) for row in found)


def change_calendar(said: Mapping[str, object], *, by: int, at: datetime) -> int:
    """Put a new version of a working calendar in force (see `core.calendar_mapping`), and have the clocks that run by
    it computed anew. Gives its number. Administrators only; raises ActRefused.
    """
    with transaction.atomic():
        number = actions.change_calendar(said, actor=by, at=at)
        for _, active in library.active_packs():
            if calendar_name(active) == said.get("name"):
                _recompute(f"calendar {said['name']} {number}", active, at)
    return number


def set_choices(
    pack: str, procedure: str, field: str, choices: Iterable[str], *, by: int, at: datetime, reason: str = ""
) -> None:
    """Let a choice field that the pack leaves to the site (`site: true`) have these choices besides the pack's own.

    Cases keep what they hold when a choice is taken away again. Raises Refused: `missing` where there is no such field,
    `value.FIELD` for a choice that is empty, too long, or the pack's own.
    """
    _, active = _active(pack)
    found = _open_choice(active, procedure, field)
    said = list(dict.fromkeys(choice.strip() for choice in choices))
    own = {name for choice in found.choices for name in (choice.name, choice.title.zh, choice.title.en)}
    wrong = next((choice for choice in said if not choice or len(choice) > LONGEST_CHOICE or choice in own), None)
    if wrong is not None:
        raise Refused((Reason(f"value.{field}", {"given": wrong[:100], "expected": {"type": "unique"}}),))
    name = choices_name(procedure, field)
    SettingValue.objects.create(pack=pack, name=name, value=list(said), at=at, by=by, reason=reason)


def recompute(pack: str, *, why: str, at: datetime) -> int:
    """Have the clocks that run in a pack's cases computed anew, each by a command that follows; returns for how many
    cases.

    For a calendar that changed, or cases that moved to another version; a setting or a table does it by itself. The
    same `why` does it once.
    """
    _, active = _active(pack)
    return _recompute(why, active, at)


def _open_choice(active: Pack, procedure: str, field: str) -> Field:
    declared = active.procedures.get(procedure)
    found = declared.fields.get(field) if declared is not None else None
    if found is None or not found.site:
        raise Refused((Reason("missing"),))
    return found


def _setting(pack: str, name: str, value: object) -> tuple[Pack, Setting, object]:
    """The active pack, its setting, and the value as it is typed (None: the pack's own)."""
    definition, active = _active(pack)
    setting = active.settings.get(name)
    if setting is None:
        raise Refused((Reason("missing"),))
    zone = basis(definition, current_epoch()).calendar.timezone
    parsed = None if value is None else parse(setting.field, value, zone)
    if isinstance(parsed, Reason):
        raise Refused((parsed,))
    return active, setting, parsed


def _table(pack: str, name: str, rows: Iterable[Mapping[str, object]] | None) -> tuple[Pack, Table, list[Json] | None]:
    """The active pack, its table, and the rows as they are kept (None: the pack's own)."""
    definition, active = _active(pack)
    of = table(pack, name)
    zone = basis(definition, current_epoch()).calendar.timezone
    return active, of, None if rows is None else _typed(of, rows, lambda field, raw: parse(field, raw, zone))


def _active(pack: str) -> tuple[int, Pack]:
    definition = library.active(pack, current_epoch())
    if definition is None:
        raise Refused((Reason("missing"),))
    return definition, library.pack(definition)


def _typed(table: Table, rows: Iterable[Mapping[str, object]], parsed: Parse) -> list[Json]:
    reasons: list[Reason] = []
    said: list[Json] = []
    keys: set[str] = set()
    for number, row in enumerate(rows, 1):
        key = _cells(table.key, row, parsed, number, reasons)
        columns = _cells(table.columns, row, parsed, number, reasons)
        known = {reason.about for reason in reasons if reason.parameters.get("row") == number}
        for field, cell in zip(table.key, key, strict=True):
            if not filled(cell) and field.name not in known:
                reasons.append(Reason(f"needs.{field.name}", {"row": number}))
        if str(key) in keys:
            reasons.append(
                Reason(f"value.{table.key[0].name}", {"given": key, "row": number, "expected": {"type": "unique"}})
            )
        keys.add(str(key))
        said.append([key, columns])
    if reasons:
        raise Refused(tuple(reasons))
    return said


def _cells(
    fields: Sequence[Field], row: Mapping[str, object], parsed: Parse, number: int, reasons: list[Reason]
) -> list[Json]:
    cells: list[Json] = []
    for field in fields:
        value = parsed(field, row.get(field.name))
        if isinstance(value, Reason):
            reasons.append(Reason(value.code, {**value.parameters, "row": number}))
            value = None
        cells.append(encode(field, value))
    return cells


def _recompute(why: str, pack: Pack, at: datetime) -> int:
    procedures = [f"{pack.name}.{name}" for name in pack.procedures]
    with cursor() as on:
        on.execute(
            "insert into cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error)"
            " select c.id, 'follow', 'recompute', $1::text || ':' || c.id,"
            " jsonb_build_object('verb', 'recompute', 'case', c.id, 'key', $1::text || ':' || c.id),"
            " $2::timestamptz, $2::timestamptz, 0, false, ''"
            " from cases_case c where c.procedure = any($3::text[]) and c.final is null"
            " and exists (select from cases_clock k where k.case_id = c.id and k.running) on conflict do nothing",
            [f"recompute:{why}", at.isoformat(), procedures],
        )
        return on.rowcount
