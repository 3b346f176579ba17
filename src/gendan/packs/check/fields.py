"""Fields are filled by somebody before anybody needs them, and are of a type that does what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from gendan.core.day import reads_now
from gendan.core.field import Field
from gendan.core.listing import KIND, ORDERS, Filter, ListView, Test
from gendan.core.procedure import Action, Part, Role, Routing
from gendan.core.refusals import Reason
from gendan.core.values import parse
from gendan.packs.check.conditions import conditions_of
from gendan.packs.check.graph import OPEN
from gendan.packs.check.people import parts_of
from gendan.packs.check.subject import Subject

_WITHOUT_ORDER = frozenset({"rows", "file", "checklist"})
"""Types whose values can't be looked up: no index holds them, and no two are simply the same."""
_NO_PERSON = frozenset({"int", "decimal", "money", "date", "moment", "time_of_day", "bool", *_WITHOUT_ORDER})
"""Types of which nobody is the keeper, and which lie in no region."""
_COLUMNS = frozenset({"number", "label", "state", "kind", "owner", "holder", "post", "opened_at", "due", "priority"})
"""What lists may show of every case. Other names that are no field's are the reader's to refuse."""
_ANYWHERE = ZoneInfo("UTC")
_ORDERED = frozenset({"int", "decimal", "money", "date", "moment", "time_of_day", "text"})
_MOMENTS = frozenset({"date", "moment"})


def check_fields(subject: Subject) -> None:
    """Notes fields that nothing fills, that hang on themselves, or that can't be unique or filtered by."""
    read = _read(subject)
    filled = subject.asked_somewhere
    for field in subject.procedure.fields.values():
        if field.name not in filled:
            if field.name in read:
                subject.report.error("field_never_filled", field.place, name=field.name)
            else:
                subject.report.warn("field_unused", field.place, name=field.name)
        _usable(subject, field)
    for field in _asked(subject):
        _listed(subject, field)
    _check_new(subject)
    _circles(subject)


def _read(subject: Subject) -> frozenset[str]:
    """The fields that something reads or needs."""
    procedure = subject.procedure
    found: set[str] = set()
    for condition in conditions_of(subject):
        found |= condition.expression.names
        found |= {word.partition(".")[0] for word in condition.expression.words}
    for deadline in procedure.deadlines.values():
        for rule in (*deadline.due, *deadline.earliest):
            found |= {reading.name for reading in rule.reads}
    for action in procedure.actions.values():
        found |= {*action.needs, *action.covers, *action.together}
        found |= {name for opening in action.opens for name in (*opening.takes, opening.for_each or "")}
        found |= {who.name for who in (*action.by, *action.entered_by) if who.role is Role.FIELD}
        if action.after is not None and action.after.since is not None:
            found.add(action.after.since)
    for state in procedure.states.values():
        found |= {state.waits or "", (state.owner.of or "") if state.owner is not None else ""}
    for name, field in procedure.fields.items():
        if field.unique or field.filter:
            found.add(name)
        found |= {*field.unique_with}
    return frozenset(found)


def _usable(subject: Subject, field: Field) -> None:
    for key, wanted in (("unique", field.unique is not None), ("filter", field.filter)):
        if wanted and field.type in _WITHOUT_ORDER:
            subject.report.error("key_not_for_type", field.place.of(key), key=key, type=field.type)
    if field.unique_with and field.unique is None:
        subject.report.error("missing_key", field.place.of("unique_with"), key="unique")
    for name in field.unique_with:
        other = subject.procedure.fields.get(name)
        if other is None or name == field.name:
            known = sorted(subject.procedure.fields.keys() - {field.name})
            subject.report.unknown("unknown_field", field.place.of("unique_with"), name, known)
        elif other.type in _WITHOUT_ORDER:
            subject.report.error("key_not_for_type", field.place.of("unique_with"), key="unique_with", type=other.type)


def _asked(subject: Subject) -> Iterator[Field]:
    """All fields, those of single events and the columns of rows with them."""
    procedure = subject.procedure
    asking: list[Action | Part] = [*procedure.actions.values(), *procedure.parts.values()]
    own = (ask.field for each in asking for ask in each.asks if ask.own)
    for field in (*procedure.fields.values(), *own):
        yield from (field, *field.columns)


def _listed(subject: Subject, field: Field) -> None:
    """What a text is picked from is a table with one key of texts, a text of a record, or a list of an area that the
    pack needs."""
    if not field.listed:
        return
    at, (area, _, name) = field.place.of("from"), field.listed.partition(".")
    if area == "table":
        table = subject.pack.tables.get(name)
        if table is None:
            subject.report.unknown("unknown_list", at, field.listed, _lists(subject))
        elif [key.type for key in table.key] != ["text"]:
            subject.report.error("list_of_keys", at, name=name)
    elif area == "record":
        record, _, key = name.partition(".")
        known = subject.pack.records.get(record)
        if known is None or key not in known.fields or known.fields[key].type != "text":
            subject.report.unknown("unknown_list", at, field.listed, _lists(subject))
    elif area in subject.whole.names.blind:
        return
    elif field.listed not in _lists(subject):
        subject.report.unknown("unknown_list", at, field.listed, _lists(subject))
    elif area not in subject.pack.needs:
        subject.report.error("area_not_needed", at, name=field.listed, area=area)


def _check_new(subject: Subject) -> None:
    """What a field may name before it is registered is of a type that can be registered, and an action does so: where
    the field is the event's own, the very action that asks it."""
    actions = subject.procedure.actions.values()
    own = [(ask.field, (action,)) for action in actions for ask in action.asks if ask.own]
    for field, doing in (*((each, actions) for each in subject.procedure.fields.values()), *own):
        reference = subject.whole.vocabulary.references.get(field.type)
        made_by = reference.made_by if reference is not None else ""
        if field.new and not made_by:
            subject.report.error("key_not_for_type", field.place.of("new"), key="new", type=field.type)
        elif field.new and not any(_registers(action, made_by, field) for action in doing):
            subject.report.error("new_never_registered", field.place.of("new"), name=field.name, word=made_by)
        for column in field.columns:
            if column.new:
                subject.report.error("key_not_for_type", column.place.of("new"), key="new", type=field.type)


def _registers(action: Action, word: str, field: Field) -> bool:
    """Whether the action has the effect `word` on what the field names."""
    said = (value for each in action.then if each.word == word for name, value in each.arguments if name == "name")
    return any(value.text.strip() == field.name for value in said)


def _lists(subject: Subject) -> list[str]:
    areas = (name for name in subject.whole.vocabulary.references if "." in name)
    kept = [
        f"record.{record.name}.{each.name}"
        for record in subject.pack.records.values()
        for each in record.fields.values()
        if each.type == "text"
    ]
    return [*(f"table.{name}" for name in subject.pack.tables), *kept, *areas]


def _circles(subject: Subject) -> None:
    fields = subject.procedure.fields
    reads = {name: field.computed.reads & fields.keys() for name, field in fields.items() if field.computed is not None}
    said: set[str] = set()
    for name, first in reads.items():
        seen: set[str] = set()
        waiting = [*first]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += reads.get(here, ())
        if name in seen and name not in said:
            said |= seen
            subject.report.error("computed_circle", fields[name].place.of("computed"), name=name)


def check_needs(subject: Subject) -> None:
    """Notes what is needed where nothing has filled it and nobody is asked for it, and what is asked of the blind."""
    for action in subject.procedure.actions.values():
        filled = subject.history.filled_at(action)
        parts = parts_of(subject.procedure, action)
        own = {ask.field.name for part in parts for ask in part.asks} | {ask.field.name for ask in action.asks}
        possible = bool(subject.graph.sources(action))
        judged: list[Action | Part] = [action, *parts]
        for each in judged:
            for index, name in enumerate(each.needs):
                if possible and name not in filled and name not in own and name in subject.asked_somewhere:
                    at = each.place.of("needs", index)
                    subject.report.error("needed_never_filled", at, name=name, action=each.name)
        _moments(subject, action)
        _hidden(subject, action)
        for name in action.unlike:
            index = action.unlike.index(name)
            if possible and name not in subject.history.done_before(action):
                subject.report.warn("unlike_never", action.place.of("unlike", index), name=name, action=action.name)


def _moments(subject: Subject, action: Action) -> None:
    """What an action counts its time from is a date or a moment; a condition comes true by the day, not the minute."""
    after = action.after
    if after is not None and after.fact is not None and reads_now(after.fact, subject.procedure):
        subject.report.warn("fact_by_time", after.place.of("fact"), name=action.name)
    field = subject.procedure.fields.get(after.since or "") if after is not None else None
    if after is not None and field is not None and field.type not in _MOMENTS:
        subject.report.error("field_not_moment", after.place.of("since"), name=field.name, type=field.type)


def _hidden(subject: Subject, action: Action) -> None:
    """A field that is needed here, and that nobody who does this may see, can never be given."""
    people: list[Action | Part] = [action, *parts_of(subject.procedure, action)]
    for each in people:
        posts = {who.name for who in each.by}
        if not each.by or any(who.role is not Role.POST for who in each.by):
            continue
        for ask in each.asks:
            viewers = ask.field.seen_by
            if ask.own or viewers is None or ask.field.name not in each.needs or any(v.owner for v in viewers):
                continue
            if not posts & _seeing(subject, {viewer.post for viewer in viewers}):
                at = each.place.of("needs", each.needs.index(ask.field.name))
                subject.report.error("asks_hidden", at, name=ask.field.name, action=each.name)


def _seeing(subject: Subject, posts: set[str | None]) -> frozenset[str]:
    """Some posts, and all above them."""
    found: set[str] = set()
    for name in posts:
        here = subject.pack.posts.get(name or "")
        while here is not None and here.name not in found:
            found.add(here.name)
            here = subject.pack.posts.get(here.reports_to or "")
    return frozenset(found)


def check_lists(subject: Subject) -> None:
    """Notes lists that filter or sort by a field that is not declared for it, or by values that it can't have."""
    fields = subject.procedure.fields
    for view in subject.procedure.lists.values():
        names = [(filter_.field, view.place.of("where", filter_.field)) for filter_ in view.where]
        names += [(each.removeprefix("-"), view.place.of("sort", index)) for index, each in enumerate(view.sort)]
        for name, at in names:
            if name in fields and not fields[name].filter:
                subject.report.error("list_without_filter", at, name=name, view=view.name)
            elif name in fields and not _seen_by_a_post(fields[name]):
                subject.report.error("list_unseen", at, name=name, view=view.name)
        for index, each in enumerate(view.sort):
            name = each.removeprefix("-")
            if name in _COLUMNS and name not in fields and name not in ORDERS:
                at = view.place.of("sort", index)
                subject.report.error("list_unsortable", at, name=name, view=view.name, known=ORDERS)
        for filter_ in view.where:
            _check_filter(subject, view, filter_)


def _seen_by_a_post(field: Field) -> bool:
    """Whether some post sees the field in every case: whoever sees it in some only would learn what it holds."""
    return field.seen_by is None or any(each.post is not None and each.after is None for each in field.seen_by)


def _check_filter(subject: Subject, view: ListView, filter_: Filter) -> None:
    """What could only be refused when the list is opened."""
    procedure, at = subject.procedure, view.place.of("where", filter_.field)
    field = procedure.fields.get(filter_.field)
    if field is None and filter_.field == KIND and procedure.kinds and filter_.test is Test.IS:
        for value in filter_.values:
            if value not in procedure.kinds:
                subject.report.unknown("list_value", at, value, procedure.kinds, field=KIND)
    elif field is None:
        if filter_.field in _COLUMNS:
            subject.report.error("list_unfilterable", at, name=filter_.field, view=view.name)
    elif filter_.test is Test.RANGE and field.type not in _ORDERED:
        subject.report.error("list_range_of_type", at, name=field.name, type=field.type)
    elif field.type == "choice":
        known = [choice.name for choice in field.choices]
        for value in filter_.values if filter_.test is Test.IS and not field.site else ():
            if value not in known:
                subject.report.unknown("list_value", at, value, known, field=field.name)
    elif filter_.test in (Test.IS, Test.RANGE):
        # A range of moments may end with a day.
        sorts = (field, replace(field, type="date")) if field.type == "moment" else (field,)
        for value in filter_.values:
            if value and all(isinstance(parse(sort, value, _ANYWHERE), Reason) for sort in sorts):
                subject.report.error("list_value_of_type", at, name=value, field=field.name, type=field.type)


def check_owners(subject: Subject) -> None:
    """Notes owners that are found by what can't find them."""
    procedure = subject.procedure
    for state in procedure.states.values():
        owner = state.owner
        if owner is None or state.name not in subject.graph.states:
            continue
        at = state.place.of("owner")
        if owner.by in (Routing.REGION, Routing.LOAD) and owner.post is None:
            subject.report.error("routing_without_post", at, name=state.name)
        field = procedure.fields.get(owner.of or "")
        if owner.by is Routing.REGION and field is not None and field.type in _NO_PERSON:
            subject.report.error("region_of_type", at, name=field.name, type=field.type)
        if owner.by is Routing.KEEPER and field is not None and field.type in _NO_PERSON:
            subject.report.error("keeper_of_type", at, name=field.name, type=field.type)
        if owner.by is Routing.ACTOR and owner.of is not None and owner.of in procedure.actions:
            nodes = subject.graph.at([state.name])
            if owner.of != OPEN and not any(owner.of in subject.history.may_done.get(node, ()) for node in nodes):
                subject.report.error("owner_never_acted", at, name=state.name, action=owner.of)
