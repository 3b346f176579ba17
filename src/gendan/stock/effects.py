"""What packs do with stock in an action's `then`: each word's calls as jobs, many at once."""

from __future__ import annotations

from collections.abc import Sequence

from gendan.cases.effects import Call
from gendan.stock.actions import counting, holding, moving
from gendan.stock.actions.asking import jobs_of


def reserve(calls: Sequence[Call]) -> None:
    """`stock.reserve`."""
    holding.reserve(jobs_of(calls))


def release(calls: Sequence[Call]) -> None:
    """What `stock.reserve` has kept is given back when the case ends."""
    holding.release(jobs_of(calls))


def dispatch(calls: Sequence[Call]) -> None:
    """`stock.dispatch`: without arguments what the case has reserved, or nothing."""
    moving.dispatch(jobs_of(calls))


def receive(calls: Sequence[Call]) -> None:
    """`stock.receive`."""
    moving.receive(jobs_of(calls))


def send_back(calls: Sequence[Call]) -> None:
    """`stock.send_back`."""
    moving.send_back(jobs_of(calls))


def take_back(calls: Sequence[Call]) -> None:
    """`stock.take_back`."""
    moving.take_back(jobs_of(calls))


def transfer(calls: Sequence[Call]) -> None:
    """`stock.transfer`."""
    moving.transfer(jobs_of(calls))


def issue(calls: Sequence[Call]) -> None:
    """`stock.issue`."""
    moving.issue(jobs_of(calls))


def lose(calls: Sequence[Call]) -> None:
    """`stock.lose`."""
    moving.lose(jobs_of(calls))


def count(calls: Sequence[Call]) -> None:
    """`stock.count`."""
    counting.count(jobs_of(calls))


def adjust(calls: Sequence[Call]) -> None:
    """`stock.adjust`."""
    counting.adjust(jobs_of(calls))
