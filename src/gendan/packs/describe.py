"""Named questions to a pack: its labels, and what a post does in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Action, Owner, Procedure, Role, Signs, State, Who
from gendan.core.text import Place, Text


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the pack for a person: the path by which labels/en.yaml names it, the text, and where it stands."""

    path: str
    text: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Duties:
    """What a post does in one procedure: states that come to it, actions that it may do, actions that it signs."""

    procedure: Procedure
    owns: tuple[State, ...]
    does: tuple[Action, ...]
    signs: tuple[Action, ...]


def labels(pack: Pack) -> Iterator[Label]:
    """Every text of the pack, with its path. Procedures that are taken from another pack are that pack's to label."""
    yield Label("pack", pack.title, pack.place)
    for post in pack.posts.values():
        yield Label(f"posts.{post.name}", post.title, post.place)
        for number, duty in enumerate(post.duties):
            yield Label(f"posts.{post.name}.duties.{number}", duty, post.place.of("duties", number))
    for setting in pack.settings.values():
        yield from _field(setting.field, f"settings.{setting.name}")
    for table in pack.tables.values():
        yield Label(f"tables.{table.name}", table.title, table.place)
        for section, columns in (("key", table.key), ("columns", table.columns)):
            for column in columns:
                yield from _field(column, f"tables.{table.name}.{section}.{column.name}")
    for record in pack.records.values():
        yield Label(f"records.{record.name}", record.title, record.place)
        for field in record.fields.values():
            yield from _field(field, f"records.{record.name}.fields.{field.name}")
    for notice in pack.notices.values():
        yield Label(f"notices.{notice.name}.title", notice.title, notice.place)
        yield Label(f"notices.{notice.name}", notice.text, notice.place)
    for section, elements in (
        ("imports", pack.imports),
        ("exchanges", pack.exchanges),
        ("documents", pack.documents),
        ("measures", pack.measures),
        ("scorecards", pack.scorecards),
        ("reports", pack.reports),
    ):
        for name, element in elements.items():
            yield Label(f"{section}.{name}", element.title, element.place)
    taken = {name for use in pack.uses for name in use.take}
    for procedure in pack.procedures.values():
        if procedure.name not in taken:
            yield from _procedure(procedure)


def _procedure(procedure: Procedure) -> Iterator[Label]:
    path = f"procedures.{procedure.name}"
    yield Label(path, procedure.title, procedure.place)
    for field in procedure.fields.values():
        yield from _field(field, f"{path}.fields.{field.name}")
    for gate in procedure.gates.values():
        yield Label(f"{path}.gates.{gate.name}", gate.says, gate.place)
    for name, title in procedure.kind_columns.items():
        yield Label(f"{path}.kind_columns.{name}", title, procedure.place)
    for section, elements in (
        ("kinds", procedure.kinds),
        ("states", procedure.states),
        ("parts", procedure.parts),
        ("actions", procedure.actions),
        ("deadlines", procedure.deadlines),
        ("lists", procedure.lists),
    ):
        for name, element in elements.items():
            yield Label(f"{path}.{section}.{name}", element.title, element.place)
            for ask in getattr(element, "asks", ()):
                if ask.own:
                    yield from _field(ask.field, f"{path}.{section}.{name}.asks.{ask.field.name}")


def _field(field: Field, path: str) -> Iterator[Label]:
    yield Label(path, field.title, field.place)
    for choice in field.choices:
        yield Label(f"{path}.of.{choice.name}", choice.title, field.place.of("of", choice.name))
    for column in field.columns:
        yield from _field(column, f"{path}.of.{column.name}")


def unlabeled(pack: Pack, language: str) -> tuple[Label, ...]:
    """The texts that the pack lacks in `language` ("zh" or "en")."""
    return tuple(label for label in labels(pack) if not (label.text.en if language.startswith("en") else label.text.zh))


def duties_of(pack: Pack, post: str) -> tuple[Duties, ...]:
    """What a post does, procedure by procedure; procedures in which it does nothing are left out."""
    found = []
    for procedure in pack.procedures.values():
        owns = tuple(
            state
            for state in procedure.states.values()
            if state.owner is not None and not state.rests and post in _owners(procedure, state.owner)
        )
        does = tuple(
            action for action in procedure.actions.values() if _names(procedure, post, (*action.by, *action.entered_by))
        )
        signs = tuple(
            action
            for action in procedure.actions.values()
            if action.signs is not None and _names(procedure, post, signers(procedure, action.signs))
        )
        if owns or does or signs:
            found.append(Duties(procedure, owns, does, signs))
    return tuple(found)


def signers(procedure: Procedure, signs: Signs) -> tuple[Who, ...]:
    """Everybody who may sign, those of parts included, in the order in which they are named."""
    found: list[Who] = []
    for member in signs.of:
        if isinstance(member, Signs):
            found += signers(procedure, member)
        elif member.role is Role.PART and member.name in procedure.parts:
            found += procedure.parts[member.name].by
        else:
            found.append(member)
    return tuple(dict.fromkeys(found))


def _names(procedure: Procedure, post: str, people: tuple[Who, ...]) -> bool:
    return any(post in posts_of(procedure, who) for who in people)


def _owners(procedure: Procedure, owner: Owner) -> tuple[str, ...]:
    if owner.post is not None or owner.of is None:
        return (owner.post,) if owner.post is not None else ()
    return posts_of(procedure, Who(role=Role.FIELD, name=owner.of))


def posts_of(procedure: Procedure, who: Who) -> tuple[str, ...]:
    """The posts that are meant: the one that is named, or those of which a person's field takes its people."""
    if who.role is Role.POST:
        return (who.name,)
    field = procedure.fields.get(who.name) if who.role is Role.FIELD else None
    return field.posts if field is not None else ()
