"""What packs do with stock in an action's `then`: each word's calls as jobs, many at once.

What cases do by themselves may hang on the goods that they have now (`after: {fact: stock.short == 0}`): so each is
looked at once more afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gendan.cases.effects import Call
from gendan.core.command import Command, Verb
from gendan.stock.actions import coming, counting, holding, moving, recoding
from gendan.stock.actions.asking import jobs_of
from gendan.stock.asked import Job


def _done(act: Callable[[Sequence[Job]], None], calls: Sequence[Call]) -> list[Command]:
    act(jobs_of(calls))
    return [Command(verb=Verb.TICK, case=call.case, key=f"{call.key}/look") for call in calls]


def reserve(calls: Sequence[Call]) -> list[Command]:
    """`stock.reserve`."""
    return _done(holding.reserve, calls)


def release(calls: Sequence[Call]) -> None:
    """What `stock.reserve` has kept is given back when the case ends."""
    holding.release(jobs_of(calls))


def dispatch(calls: Sequence[Call]) -> list[Command]:
    """`stock.dispatch`: without arguments what the case has reserved, or nothing."""
    return _done(moving.dispatch, calls)


def receive(calls: Sequence[Call]) -> list[Command]:
    """`stock.receive`."""
    return _done(coming.receive, calls)


def send_back(calls: Sequence[Call]) -> list[Command]:
    """`stock.send_back`."""
    return _done(moving.send_back, calls)


def take_back(calls: Sequence[Call]) -> list[Command]:
    """`stock.take_back`."""
    return _done(coming.take_back, calls)


def transfer(calls: Sequence[Call]) -> list[Command]:
    """`stock.transfer`."""
    return _done(moving.transfer, calls)


def issue(calls: Sequence[Call]) -> list[Command]:
    """`stock.issue`."""
    return _done(moving.issue, calls)


def lose(calls: Sequence[Call]) -> list[Command]:
    """`stock.lose`."""
    return _done(moving.lose, calls)


def count(calls: Sequence[Call]) -> list[Command]:
    """`stock.count`."""
    return _done(counting.count, calls)


def adjust(calls: Sequence[Call]) -> list[Command]:
    """`stock.adjust`."""
    return _done(counting.adjust, calls)


def recode(calls: Sequence[Call]) -> None:
    """`stock.recode`."""
    recoding.recode(jobs_of(calls))
