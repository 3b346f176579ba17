"""A command of the API on its way through the one door, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse

from gendan.api import cases
from gendan.api.caller import Caller
from gendan.api.problems import missing, refused
from gendan.api.schemas.case import OutcomeTold
from gendan.api.speaking import about_case
from gendan.cases import commands, queries
from gendan.cases.prose import Speaker
from gendan.core.command import Command
from gendan.core.refusals import Reason


def case_of(uid: UUID) -> int:
    """The id of the case with this uid. Raises Problem (404). Whether the caller sees it, the one door asks."""
    found = queries.find(str(uid))
    if found is None:
        raise missing()
    return found


def do(
    command: Command,
    caller: Caller,
    response: HttpResponse,
    *,
    key: str | None = None,
    if_match: str | None = None,
    speaker: Callable[[str], Speaker] | None = None,
) -> OutcomeTold:
    """Do a command as the caller; raises Problem with every reason where it is refused.

    `key` counts among the caller's own keys alone. `if_match` is the ETag that was seen; `seen` in the body says the
    same, and both at once must agree.
    """
    version = int(if_match.strip('"')) if if_match and if_match != "*" else None
    if version is not None and command.seen is not None and command.seen != version:
        expected = {"type": "int", "min": str(version), "max": str(version)}
        raise refused((Reason("value.seen", {"given": command.seen, "expected": expected}),))
    wanted = replace(
        command,
        seen=command.seen if version is None else version,
        key=f"api:{caller.person}:{key}" if key is not None else None,
    )
    done = commands.run(wanted, person=caller.person, at=caller.at)
    if not done.done:
        said = speaker or (about_case(done.case) if done.case is not None else None)
        raise refused(
            done.reasons,
            speaker=said,
            action=command.action or command.verb.value,
            conditional=version is not None,
            outcome=done,
        )
    return cases.outcome(done, response)
