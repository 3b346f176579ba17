"""Commands as JSON, for those that are queued and run after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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


def from_json(said: Mapping[str, Any]) -> Command:
    """The command that `to_json` wrote."""
    happened = said.get("happened")
    return Command(
        verb=Verb(said["verb"]),
        procedure=said.get("procedure"),
        case=said.get("case"),
        action=said.get("action"),
        given=said.get("given") or {},
        kind=said.get("kind"),
        seen=said.get("seen"),
        key=said.get("key"),
        happened=moment(happened) if isinstance(happened, int) else None,
        reason=said.get("reason"),
        person=said.get("person"),
        others=tuple(said.get("others") or ()),
        extra=said.get("extra") or {},
    )
