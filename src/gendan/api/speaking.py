"""Who speaks to the caller about a case: in his language, with the names of the pack and of the people."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.cases import library, store
from gendan.cases.prose import Speaker
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.people import access


def speaker(language: str, pack: Pack | None = None, procedure: Procedure | None = None) -> Speaker:
    """One who speaks `language` about a procedure's cases."""
    people = {key: member.name for key, member in access.organization().members.items()}
    return Speaker(language=language, pack=pack, procedure=procedure, people=people, zone=ZoneInfo(settings.TIME_ZONE))


def about(pack: Pack, procedure: Procedure) -> Callable[[str], Speaker]:
    """A speaker for a language yet to be known."""
    return lambda language: speaker(language, pack, procedure)


def about_case(case: int) -> Callable[[str], Speaker]:
    """A speaker about a case; it is looked up only when something has to be said."""

    def made(language: str) -> Speaker:
        stored = store.glimpse(case)
        if stored is None:
            return speaker(language)
        pack = library.pack(stored.definition)
        return speaker(language, pack, pack.procedures.get(stored.case.procedure.partition(".")[2]))

    return made
