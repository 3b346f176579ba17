"""Commands as JSON, for those that are queued and run after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gendan.core.command import Command, Verb
from gendan.core.events import Json, microseconds, moment
from gendan.core.values import plain


def to_json(command: Command) -> dict[str, Json]:
    """The command as plain JSON. Typed values become as events have them, which every field reads again."""
    said: dict[str, Json] = {"verb": command.verb.value}
    for name in ("procedure", "case", "action", "kind", "seen", "key", "reason", "person"):
        value = getattr(command, name)
        if value is not None:
            said[name] = value
    if command.given:
        said["given"] = plain(_typed(command.given))
    if command.extra:
        said["extra"] = plain(_typed(command.extra))
    if command.others:
        said["others"] = list(command.others)
    if command.happened is not None:
        said["happened"] = microseconds(command.happened)
    return said


def _typed(values: Mapping[str, object]) -> dict[str, object]:
    # A moment as a bare number could be any number; as text every field of the type reads it.
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def from_json(said: Mapping[str, Json]) -> Command:
    """The command that `to_json` wrote."""
    happened = said.get("happened")
    return Command(
        verb=Verb(said["verb"]),
        procedure=said.get("procedure"),  # type: ignore[arg-type]
        case=said.get("case"),  # type: ignore[arg-type]
        action=said.get("action"),  # type: ignore[arg-type]
        given=said.get("given") or {},  # type: ignore[arg-type]
        kind=said.get("kind"),  # type: ignore[arg-type]
        seen=said.get("seen"),  # type: ignore[arg-type]
        key=said.get("key"),  # type: ignore[arg-type]
        happened=moment(happened) if isinstance(happened, int) else None,
        reason=said.get("reason"),  # type: ignore[arg-type]
        person=said.get("person"),  # type: ignore[arg-type]
        others=tuple(said.get("others") or ()),  # type: ignore[arg-type]
        extra=said.get("extra") or {},  # type: ignore[arg-type]
    )
