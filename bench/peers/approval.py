"""Our side of an approval in six steps: six posts, one after the other, each with a remark, through the one door."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from bench.ground import NOW, activated, set_up
from bench.pairs import Result
from bench.servers import EMBEDDED, server

STEPS = 6

_HEAD = """
pack: approval
version: 1.0.0
title: {zh: 六级审批, en: Approval in six steps}
posts:
  starter: {title: {zh: 申请人, en: Applicant}}
"""
_PROCEDURE = """
procedure: request
title: {zh: 申请, en: Request}
number: "{opened:%Y%m}-{seq:07}"
sees: {starter: all, POSTS}
fields:
  subject: {title: {zh: 事由, en: Subject}, type: text}
  remark:  {title: {zh: 意见, en: Remark}, type: text}
states:
STATES
  approved: {title: {zh: 已批准, en: Approved}, final: done}
actions:
  open: {title: {zh: 申请, en: Apply}, by: starter, to: step1, asks: [subject], needs: [subject]}
ACTIONS
deadlines:
  answer: {title: {zh: 审批时限, en: Answer}, starts: open, stops: approve6,
           due: [{in: 3 days}], late: {notify: [owner]}}
"""


def pack() -> dict[str, bytes]:
    """The files of the pack."""
    numbers = range(1, STEPS + 1)
    posts = "".join(f"  signer{each}: {{title: {{zh: 审批人{each}, en: Signer {each}}}}}\n" for each in numbers)
    title = "{{title: {{zh: 第{0}级, en: Step {0}}}"
    states = "\n".join(f"  step{each}: {title.format(each)}, owner: signer{each}}}" for each in numbers)
    actions = "\n".join(
        f"  approve{each}: {title.format(each)}, from: step{each}, by: signer{each}, asks: [remark],"
        f" to: {f'step{each + 1}' if each < STEPS else 'approved'}}}"
        for each in numbers
    )
    procedure = (
        _PROCEDURE.replace("POSTS", ", ".join(f"signer{each}: all" for each in numbers))
        .replace("STATES", states)
        .replace("ACTIONS", actions)
    )
    return {"pack.yaml": (_HEAD + posts).encode(), "procedures/request.yaml": procedure.encode()}


def prepare() -> None:
    """Activate the pack and hire who signs."""
    from gendan.people import actions
    from gendan.people.models import Person

    activated(pack())
    for name in ("starter", *(f"signer{each}" for each in range(1, STEPS + 1))):
        if not Person.objects.filter(username=name).exists():
            person = actions.create_person(actor=0, at=NOW, username=name, name=name)
            actions.hold(person, f"approval.{name}", actor=0, at=NOW)


def ours(number: int, count: int) -> Callable[[], int]:
    """One approval from its beginning to its end; the slice is its six steps."""
    set_up()
    import django

    django.setup()
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb
    from gendan.people.models import Person

    people = dict(Person.objects.values_list("username", "id"))

    def do(command: Command, who: str) -> int:
        outcome = run(command, person=people[who], at=NOW)
        if not outcome.done:
            raise RuntimeError(outcome.reasons)
        return outcome.case or 0

    def work() -> int:
        case = do(Command(verb=Verb.OPEN, procedure="approval.request", given={"subject": "采购"}), "starter")
        for step in range(1, STEPS + 1):
            given = {"remark": f"同意{step}"}
            do(Command(verb=Verb.ACT, case=case, action=f"approve{step}", given=given), f"signer{step}")
        return STEPS

    return work


def against(peer: Callable[[int, int], Callable[[], int]], database: str) -> dict[str, Any]:
    """Both on the same server, each in its database; the peer's connection stands in GENDAN_BENCH_PEER_DATABASE."""
    from bench.pairs import interleaved
    from gendan.project.environment import ensure_migrated, ready

    with server(EMBEDDED) as on:
        assert on is not None
        on.drop(database)
        os.environ["DATABASE_URL"] = on.database("approval")
        os.environ["GENDAN_BENCH_PEER_DATABASE"] = on.database(database)
        with ready(migrated=False):
            ensure_migrated(force=True)
            prepare()
            return told(interleaved(ours, peer))


def told(result: Result) -> dict[str, Any]:
    """A result for the file, without the peer's CPU, which is spent in a process that was not measured."""
    found = result.as_json()
    del found["raw_cpu_microseconds"]
    return found
