"""What a field that names a case may mean, while it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gendan.cases import library
from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.queries.lists import ListQuery, page
from gendan.cases.queries.rows import Row
from gendan.cases.sight import works_with
from gendan.core.procedure import Procedure
from gendan.people import access

TOLD: Final = 4
"""Values of a case that tell it from others when it is offered."""


def named(
    procedure: str, text: str, limit: int, *, person: int, at: datetime, language: str = "zh"
) -> list[tuple[str, str, str]] | None:
    """The cases of `pack.procedure` that `text` may mean: number, what it is about, where it stands; the newest first.

    Only of those that the person sees; None where the procedure is none of his matters.
    """
    name, _dot, bare = procedure.partition(".")
    pack = next((each for _, each in library.active_packs() if each.name == name), None)
    found = pack.procedures.get(bare) if pack is not None else None
    if pack is None or found is None or not works_with(found, access.actor(person, pack, at)):
        return None
    query = ListQuery(procedure=procedure, states=tuple(found.states), text=text.strip(), sort=("-opened",))
    spoken = Speaker(language=language, pack=pack, procedure=found)
    rows = page(query, person=person, at=at, limit=limit).rows
    return [(row.number, _about(row, found, spoken), spoken.state(row.state)) for row in rows]


def _about(row: Row, procedure: Procedure, spoken: Speaker) -> str:
    fields = (field for field in procedure.filters if field.type != "bool")
    told = (value_in_words(field, row.values.get(field.name), spoken) for field in fields)
    return " · ".join([each for each in told if each][:TOLD])
