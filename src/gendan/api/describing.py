"""Procedures as the API describes them, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable

from gendan.api.schemas.pack import (
    ActionDescribed,
    AskDescribed,
    FieldDescribed,
    GateDescribed,
    ListDescribed,
    Named,
    ProcedureTold,
    StateDescribed,
    WhoDescribed,
)
from gendan.cases import site
from gendan.cases.prose import Speaker
from gendan.core.field import Field
from gendan.core.listing import Filter, ListView, Test
from gendan.core.pack import Pack
from gendan.core.procedure import Action, Ask, Part, Procedure, Signs, State, Who
from gendan.core.text import Text


def procedure(pack: Pack, declared: Procedure, spoken: Speaker) -> ProcedureTold:
    """A procedure."""
    return ProcedureTold(
        name=declared.name,
        title=spoken.say(declared.title),
        pack=pack.name,
        version=pack.version,
        fields=[field(site.offered(declared, each), spoken) for each in declared.fields.values()],
        kinds=[named(each.name, each.title, spoken) for each in declared.kinds.values()],
        states=[_state(each, spoken) for each in declared.states.values()],
        actions=[_action(declared, each, spoken) for each in declared.actions.values()],
        gates=[GateDescribed(name=each.name, says=spoken.say(each.says)) for each in declared.gates.values()],
        deadlines=[named(each.name, each.title, spoken) for each in declared.deadlines.values()],
        lists=[_list(each, spoken) for each in declared.lists.values()],
    )


def named(name: str, title: Text, spoken: Speaker) -> Named:
    """An element's name and title."""
    return Named(name=name, title=spoken.say(title))


def field(each: Field, spoken: Speaker) -> FieldDescribed:
    """A field."""
    return FieldDescribed(
        name=each.name,
        title=spoken.say(each.title),
        type=each.type,
        unit=each.unit,
        min=None if each.min is None else format(each.min, "f"),
        max=None if each.max is None else format(each.max, "f"),
        options=[named(one.name, one.title, spoken) for one in each.choices],
        columns=[field(one, spoken) for one in each.columns],
        posts=list(each.posts),
        new=each.new,
        computed=each.computed is not None,
        hidden=each.hidden,
        filter=each.filter,
    )


def written(each: Filter) -> str:
    """A filter as the query of a list writes it."""
    if each.test in (Test.EMPTY, Test.FILLED):
        return f"{each.field}:{each.test.value}"
    between = ".." if each.test is Test.RANGE else "|"
    return f"{each.field}:{each.test.value}:{between.join(each.values)}"


def _state(each: State, spoken: Speaker) -> StateDescribed:
    return StateDescribed(
        name=each.name,
        title=spoken.say(each.title),
        final=each.final.value if each.final is not None else None,
        owner=each.owner.post if each.owner is not None else None,
        waits=each.waits,
        rests=each.rests,
    )


def _action(declared: Procedure, each: Action, spoken: Speaker) -> ActionDescribed:
    parts = [declared.parts[name] for name in _parts(each.signs) if name in declared.parts]
    return ActionDescribed(
        name=each.name,
        title=spoken.say(each.title),
        by=_people([*each.by, *(_signers(each.signs) if each.signs is not None else ())]),
        entered_by=_people(each.entered_by),
        sources=list(each.sources),
        targets=list(dict.fromkeys(target.state for target in each.to)),
        asks=_asks(each, parts, spoken),
        gates=list(each.gates),
        parts=[part.name for part in parts],
        signed=each.signs is not None,
        splits=each.split.rows if each.split is not None else None,
        merges=each.merge is not None,
        together=list(each.together),
    )


def _asks(each: Action, parts: Iterable[Part], spoken: Speaker) -> list[AskDescribed]:
    found = [_ask(ask, each.needs, spoken) for ask in each.asks]
    for part in parts:
        found += [_ask(ask, part.needs, spoken) for ask in part.asks]
    return found


def _ask(ask: Ask, needs: tuple[str, ...], spoken: Speaker) -> AskDescribed:
    return AskDescribed(
        name=ask.field.name,
        needed=ask.field.name in needs,
        own=ask.own,
        field=field(ask.field, spoken) if ask.own else None,
    )


def _signers(signs: Signs) -> list[Who]:
    found: list[Who] = []
    for member in signs.of:
        found += _signers(member) if isinstance(member, Signs) else [member]
    return found


def _parts(signs: Signs | None) -> list[str]:
    return [who.name for who in _signers(signs) if who.role.value == "part"] if signs is not None else []


def _people(people: Iterable[Who]) -> list[WhoDescribed]:
    return [WhoDescribed(role=who.role.value, name=who.name) for who in people]


def _list(each: ListView, spoken: Speaker) -> ListDescribed:
    return ListDescribed(
        name=each.name,
        title=spoken.say(each.title),
        states=list(each.states),
        holder=each.holder,
        filters=[written(one) for one in each.where],
        sort=list(each.sort),
        columns=list(each.columns),
    )
