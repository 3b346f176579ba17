"""What people do with parties without any case: the handlers of the area's actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gendan.parties import actions, sheets
from gendan.parties.queries import alike

Given = Mapping[str, Any]


def register(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Register a party. Who may be the same is told with it."""
    phones = _numbers(arguments.get("phones"))
    like = [line.name for line in alike(arguments["name"], phones)]
    made = actions.register(
        arguments["name"],
        actor=person,
        at=at,
        sorts=_sorts(arguments.get("sorts")) or (),
        grade=arguments.get("grade", ""),
        upline=arguments.get("upline"),
        keeper=arguments.get("keeper"),
        note=arguments.get("note", ""),
        phones=phones,
        contacts=arguments.get("contacts", ()),
        addresses=arguments.get("addresses", ()),
    )
    return {"party": made.name, "id": made.id, "alike": like}


def change(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Change what is given of a party."""
    row = actions.change(
        arguments["party"],
        actor=person,
        at=at,
        name=arguments.get("name"),
        sorts=_sorts(arguments.get("sorts")),
        grade=arguments.get("grade"),
        upline=arguments.get("upline"),
        keeper=arguments.get("keeper"),
        note=arguments.get("note"),
        phones=_numbers(arguments.get("phones")),
        drop_phones=_numbers(arguments.get("drop_phones")),
        contacts=arguments.get("contacts", ()),
        addresses=arguments.get("addresses", ()),
    )
    return {"party": row.name, "id": row.id}


def merge(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Merge two parties that are one."""
    stays = actions.merge(arguments["party"], arguments["gone"], actor=person, at=at, why=arguments["why"])
    return {"party": stays.name, "id": stays.id}


def contract(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Write a contract down."""
    made = actions.contract(
        arguments["party"],
        arguments["number"],
        actor=person,
        at=at,
        signed_on=arguments["signed_on"],
        expires_on=arguments.get("expires_on"),
        title=arguments.get("title", ""),
        scans=[arguments["scan"]] if arguments.get("scan") else [],
    )
    return {"party": made.party.name, "number": made.number}


def territory(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Grant a territory."""
    made = actions.grant_territory(
        arguments["party"],
        arguments["region"],
        actor=person,
        at=at,
        since=arguments["since"],
        until=arguments.get("until"),
        channel=arguments.get("channel", ""),
        series=arguments.get("series", ""),
        exclusive=not arguments.get("shared"),
    )
    return {"party": made.party.name, "region": str(made)}


def end_territory(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """End a territory."""
    until: date = arguments["until"]
    ended = actions.end_territory(
        arguments["party"],
        arguments["region"],
        actor=person,
        at=at,
        until=until,
        channel=arguments.get("channel", ""),
        series=arguments.get("series", ""),
        since=arguments.get("since"),
    )
    return {"ended": ended}


def load(*, arguments: Given, person: int, at: datetime) -> dict[str, object]:
    """Bring a file of parties in."""
    return sheets.load(str(arguments["file"]["sha256"]), actor=person, at=at)


def _sorts(answers: object) -> Sequence[str] | None:
    """The sorts that were ticked; None where none was asked for: they stay as they are."""
    if not isinstance(answers, Mapping):
        return None
    ticked = [str(name) for name, answer in answers.items() if answer is True]
    return ticked or None


def _numbers(rows: object) -> list[str]:
    return [str(row["phone"]) for row in rows if row.get("phone")] if isinstance(rows, list) else []
